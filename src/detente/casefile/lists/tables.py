"""Lists in CSV: OpenSanctions, and the official ones of the United States, the Union and the United Kingdom."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, cast

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.values import KINDS, as_country, as_date, as_dates, between_years, distinct

Row = Mapping[str, str]
SDN_NOTHING = "-0-"
ALIAS_FILES = ("alt.csv", "alt.csv.gz")
OLDER = "cp1252"
"""What official tables were written in before they were UTF-8."""

SCHEMAS = {"Person": "person", "Vessel": "vessel", "Airplane": "aircraft"}


def read_opensanctions_csv(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the simple table of targets: one row per entity, lists joined by semicolons."""
    for row in _rows(path, content, ("id", "schema", "name")):
        yield ListEntry(
            id=row["id"],
            names=distinct([row["name"], *_parts(row, "aliases")]),
            kind=SCHEMAS.get(row["schema"], "organisation"),
            birth_dates=distinct(d for b in _parts(row, "birth_date") for d in as_dates(b)),
            countries=distinct(as_country(c) for c in _parts(row, "countries")),
            identifiers=distinct(_parts(row, "identifiers")),
            programmes=distinct([*_parts(row, "sanctions"), *_parts(row, "program_ids"), row.get("dataset") or ""]),
            source=path.name,
            updated=(row.get("last_seen") or row.get("last_change") or "")[:10],
        )


def read_sdn_csv(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read SDN.CSV, which has no header; aliases stand in ALT.CSV, which is read when it lies beside it."""
    aliases = _sdn_aliases(path)
    for number, row in enumerate(csv.reader(_lines(content, OLDER)), start=1):
        cells = [("" if cell.strip() == SDN_NOTHING else cell.strip()) for cell in row]
        if len(cells) < 12:
            if not any(cell.strip("\x1a") for cell in cells):
                continue
            raise CaseError(f"{shown_path(path)}, line {number}: a row of SDN has 12 cells.\nFetch the file again.")
        remarks, others = cells[11], aliases.get(cells[0], ())
        yield ListEntry(
            id=cells[0],
            names=distinct([turned(cells[1]), *(name for name, _ in others)]),
            kind=KINDS.get(cells[2].casefold(), "organisation"),
            birth_dates=distinct(d for b in re.findall(r"DOB ([^;.(]+)", remarks) for d in as_dates(b)),
            countries=distinct(as_country(c) for c in re.findall(r"(?:nationality|citizen) ([^;.(]+)", remarks)),
            identifiers=distinct(re.findall(r"(?:Passport|No\.|Number|ID|IMO) #?([A-Z0-9-]{5,})", remarks)),
            programmes=distinct(re.split(r"[\[\];]", cells[3])),
            source=path.name,
            weak_names=distinct(name for name, is_weak in others if is_weak),
        )


def _sdn_aliases(path: Path) -> dict[str, list[tuple[str, bool]]]:
    """Aliases by the number of the entry, and whether they are weak; from the file beside, which may be packed too."""
    beside = next((p for p in sorted(path.parent.glob("*")) if p.name.casefold() in ALIAS_FILES), None)
    found: dict[str, list[tuple[str, bool]]] = {}
    if beside is None:
        return found
    with beside.open("rb") as packed:
        content = gzip.GzipFile(fileobj=packed) if beside.suffix == ".gz" else packed
        for number, row in enumerate(csv.reader(_lines(cast(IO[bytes], content), OLDER)), start=1):
            if not any(cell.strip("\x1a ") for cell in row):
                continue
            if len(row) < 4:
                raise CaseError(
                    f"{shown_path(beside)}, line {number}: a row of ALT has 5 cells.\nFetch the file again."
                )
            name = row[3].strip()
            found.setdefault(row[0].strip(), []).append((turned(name), "weak" in "".join(row[4:]).casefold()))
    return found


def turned(name: str) -> str:
    """Put the part after the comma, the given names, first.

    Examples
    --------
    >>> turned("PETROV, Ivan"), turned("BANK, THE")
    ('Ivan PETROV', 'THE BANK')
    """
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name.strip()


def read_eu_csv(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the table of the Union: several rows per entity, one for each name, birth date or document."""
    by_id: dict[str, list[Row]] = {}
    for row in _rows(path, content, ("Entity_LogicalId", "NameAlias_WholeName"), delimiter=";"):
        by_id.setdefault(row["Entity_LogicalId"], []).append(row)
    for id_, own in by_id.items():
        kind = _first(own, "Entity_SubjectType_ClassificationCode") or _first(own, "Entity_SubjectType")
        yield ListEntry(
            id=id_,
            names=distinct(row["NameAlias_WholeName"] for row in own),
            kind=KINDS.get(kind.casefold(), "organisation"),
            birth_dates=distinct(d for row in own for d in as_dates(_eu_birth(row))),
            countries=distinct(as_country(c) for r in own if (c := r.get("Citizenship_CountryIso2Code") or "") != "00"),
            identifiers=distinct(row.get("Identification_Number") or "" for row in own),
            programmes=distinct(row.get("Entity_Regulation_Programme") or "" for row in own),
            source=path.name,
            updated=as_date(_first(own, "fileGenerationDate") or _first(own, "FileGenerationDate")),
        )


def _eu_birth(row: Row) -> str:
    text = row.get("BirthDate_BirthDate") or row.get("BirthDate_Year") or ""
    text = text or between_years(row.get("BirthDate_YearRangeFrom") or "", row.get("BirthDate_YearRangeTo") or "")
    return f"circa {text}" if (row.get("BirthDate_Circa") or "").casefold() == "true" else text


def read_uk_csv(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the consolidated list or the sanctions list of the United Kingdom: several rows per person or entity."""
    text = "".join(_lines(content, OLDER))
    before, header, after = _split_at_header(text)
    updated = as_date(re.sub(r"^[^\d]*", "", before.strip()).strip('",\r\n '))
    rows = list(_rows(path, io.BytesIO((header + after).encode()), ("Name 6",), skipped=before.count("\n")))
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        id_ = row.get("Unique ID") or row.get("Group ID") or row.get("OFSI Group ID") or ""
        if not id_:
            what = f"{shown_path(path)}: {' '.join(next(_uk_names(row)).split())} has neither Unique ID nor Group ID."
            raise CaseError(f"{what}\nFetch the file again; it may have been changed by hand.")
        by_id.setdefault(id_, []).append(row)
    for id_, own in by_id.items():
        yield _uk_entry(path, id_, own, updated)


def _split_at_header(text: str) -> tuple[str, str, str]:
    lines = text.splitlines(keepends=True)
    at = next((k for k, line in enumerate(lines) if "Name 6" in line), 0)
    return "".join(lines[:at]), lines[at] if lines else "", "".join(lines[at + 1 :])


def _uk_entry(path: Path, id_: str, own: list[Row], updated: str) -> ListEntry:
    kind = _first(own, "Group Type") or _first(own, "Individual, Entity, Ship") or _first(own, "Designation Type")
    return ListEntry(
        id=id_,
        names=distinct(name for row in own for name in _uk_names(row)),
        kind=KINDS.get(kind.casefold(), "organisation"),
        birth_dates=distinct(d for r in own for d in as_dates(r.get("DOB") or r.get("D.O.B") or "")),
        countries=distinct(as_country(_without_number(r.get(c) or "")) for r in own for c in UK_COUNTRIES),
        identifiers=distinct(r.get(c) or "" for r in own for c in UK_IDENTIFIERS),
        programmes=distinct(row.get("Regime") or row.get("Regime Name") or "" for row in own),
        source=path.name,
        updated=updated,
        weak_names=distinct(next(_uk_names(row)) for row in own if _is_weak(row)),
    )


def _is_weak(row: Row) -> bool:
    quality = row.get("Alias Quality") or row.get("Alias strength") or row.get("Alias Strength") or ""
    return quality.casefold().startswith("low")


UK_COUNTRIES = ("Nationality", "Nationality(/ies)")
UK_IDENTIFIERS = (
    "Passport Number", "Passport number", "National Identification Number", "National Identifier number",
    "Business registration number (s)", "IMO number",
)  # fmt: skip


def _uk_names(row: Row) -> Iterator[str]:
    parts = [row.get(f"Name {k}") or row.get(f"name {k}") or "" for k in (1, 2, 3, 4, 5, 6)]
    yield " ".join(part.strip() for part in parts if part.strip())
    yield row.get("Name Non-Latin Script") or row.get("Name non-latin script") or ""


def _without_number(text: str) -> str:
    """A nationality without the number in brackets before it."""
    return re.sub(r"^\(\d+\)\s*", "", text.strip())


def _lines(content: IO[bytes], otherwise: str = "") -> Iterator[str]:
    """Lines in UTF-8, or in another encoding where they are not; without one such a line is refused."""
    for number, line in enumerate(content):
        try:
            yield line.decode("utf-8" if number else "utf-8-sig")
        except UnicodeDecodeError:
            if not otherwise:
                raise
            yield line.decode(otherwise)


def _parts(row: Row, name: str) -> list[str]:
    return (row.get(name) or "").split(";")


def _first(rows: Iterable[Row], name: str) -> str:
    return next((row[name] for row in rows if row.get(name)), "")


def _rows(
    path: Path, content: IO[bytes], wanted: tuple[str, ...], delimiter: str = ",", skipped: int = 0
) -> Iterator[dict[str, str]]:
    """Rows by column name; a row that is too long or too short is refused with its line."""
    reader = csv.DictReader(_lines(content), delimiter=delimiter)
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        what = f"{shown_path(path)}, line {1 + skipped}: there is no column {missing[0]}."
        raise CaseError(f"{what}\nFetch the file again, with its header.")
    for row in reader:
        if None in row or None in row.values():
            what = f"{shown_path(path)}, line {reader.line_num + skipped}: the row does not fit the header."
            raise CaseError(f"{what}\nFetch the file again; it may have been cut off.")
        yield row
