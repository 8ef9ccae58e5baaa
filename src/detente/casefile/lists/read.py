"""A list that the user brings: its format is told by its first bytes, its entries come one by one."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.advanced_xml import read_advanced_xml
from detente.casefile.lists.grouped_xml import read_grouped_xml
from detente.casefile.lists.json_lines import read_json_lines
from detente.casefile.lists.tables import read_eu_csv, read_opensanctions_csv, read_sdn_csv, read_uk_csv
from detente.casefile.lists.xml_lists import read_xml

Reader = Callable[[Path, IO[bytes]], Iterator[ListEntry]]

FORMATS: dict[str, Reader] = {
    "FollowTheMoney JSON lines": read_json_lines,
    "OpenSanctions CSV": read_opensanctions_csv,
    "US SDN, EU, UK or UN XML": read_xml,
    "US advanced XML": read_advanced_xml,
    "UK consolidated XML": read_grouped_xml,
    "US SDN CSV": read_sdn_csv,
    "EU CSV": read_eu_csv,
    "UK CSV": read_uk_csv,
}
ADVANCED = re.compile(rb"<(\w+:)?Sanctions[\s>]")
HEAD_BYTES = 4096
BESIDE_SDN = ("alt.csv", "add.csv", "sdn_comments.csv")


def read_list(path: Path) -> Iterator[ListEntry]:
    """Read the entries of a list one by one, whatever of the known formats it has; a file ending in .gz is unpacked.

    Raises
    ------
    CaseError
        When the file is of no known format, or stops being of its format part of the way; entries before that have
        been given by then and must not be used.
    """
    try:
        with path.open("rb") as probe, _unpacked(path, probe) as head:
            reader = _reader_of(head.read(HEAD_BYTES))
        if reader is None and path.name.casefold() in BESIDE_SDN:
            what = f"{shown_path(path)}: this file goes with SDN.CSV and is no list of its own."
            raise CaseError(f"{what}\nName SDN.CSV, and leave ALT.CSV beside it; addresses are not compared.")
        if reader is None:
            raise CaseError(
                f"{shown_path(path)}: this is no list that can be read.\nBring one of these: {', '.join(FORMATS)}."
            )
        with path.open("rb") as file, _unpacked(path, file) as content:
            yield from reader(path, content)
    except (OSError, EOFError) as error:
        raise CaseError(
            f"{shown_path(path)}: the file cannot be read ({error}).\nSee that it is there, whole."
        ) from error
    except (ParseError, DefusedXmlException) as error:
        where = f", line {error.position[0]}" if isinstance(error, ParseError) else ""
        what = f"the XML is broken or holds what is refused ({type(error).__name__}: {error})"
        raise CaseError(f"{shown_path(path)}{where}: {what}.\nFetch the file again.") from error
    except UnicodeDecodeError as error:
        raise CaseError(
            f"{shown_path(path)}: the text is not UTF-8 ({error.reason}).\nFetch the file again."
        ) from error


def _unpacked(path: Path, file: IO[bytes]) -> IO[bytes]:
    return gzip.open(file, "rb") if path.suffix == ".gz" else file  # type: ignore[return-value]


def _reader_of(head: bytes) -> Reader | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = start.partition(b"\n")[0].lower()
    signs: tuple[tuple[bool, str], ...] = (
        (start.startswith(b"{"), "FollowTheMoney JSON lines"),
        (b"<ArrayOfFinancialSanctionsTarget" in start, "UK consolidated XML"),
        (ADVANCED.search(start) is not None, "US advanced XML"),
        (start.startswith(b"<"), "US SDN, EU, UK or UN XML"),
        (b"schema" in first and b"aliases" in first and b"id" in first, "OpenSanctions CSV"),
        (b"filegenerationdate" in first or b"entity_logicalid" in first, "EU CSV"),
        (b"name 6" in start[:2000].lower(), "UK CSV"),
        (first.count(b",") >= 11 and first.split(b",")[0].strip(b'" ').isdigit(), "US SDN CSV"),
    )
    return next((FORMATS[name] for holds, name in signs if holds), None)
