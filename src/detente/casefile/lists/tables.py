"""Lists in CSV: OpenSanctions, and the official ones of the United States, the Union and the United Kingdom."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import IO

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.values import as_country, as_date, distinct

Row = Mapping[str, str]
SDN_NOTHING = "-0-"
SDN_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
KINDS = {"individual": "person", "person": "person", "p": "person", "ship": "vessel", "vessel": "vessel"}


def read_opensanctions_csv(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the simple table of targets: one row per entity, lists joined by semicolons."""
    for row in _rows(path, content, ("id", "schema", "name")):
        yield ListEntry(
            id=row["id"],
            names=distinct([row["name"], *_parts(row, "aliases")]),
            kind="person" if row["schema"] == "Person" else "vessel" if row["schema"] == "Vessel" else "organisation",
            birth_dates=distinct(as_date(d) for d in _parts(row, "birth_date")),
            countries=distinct(as_country(c) for c in _parts(row, "countries")),
            identifiers=distinct(_parts(row, "identifiers")),
            programmes=distinct([*_parts(row, "sanctions"), *_parts(row, "program_ids"), row.get("dataset") or ""]),
            source=path.name,
            updated=(row.get("last_seen") or row.get("last_change") or "")[:10],
        )


def read_sdn_csv(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read SDN.CSV, which has no header; aliases stand in ALT.CSV, which is read when it lies beside it."""
    aliases = _sdn_aliases(path)
    for number, row in enumerate(csv.reader(_lines(content)), start=1):
        cells = [("" if cell.strip() == SDN_NOTHING else cell.strip()) for cell in row]
        if len(cells) < 12:
            if not any(cell.strip("\x1a") for cell in cells):
                continue
            raise CaseError(f"{shown_path(path)}, line {number}: a row of SDN has 12 cells.\nFetch the file again.")
        remarks = cells[11]
        yield ListEntry(
            id=cells[0],
            names=distinct([turned(cells[1]), *aliases.get(cells[0], ())]),
            kind=SDN_KINDS.get(cells[2].casefold(), "organisation"),
            birth_dates=distinct(as_date(d) for d in re.findall(r"DOB ([^;.(]+)", remarks)),
            countries=distinct(as_country(c) for c in re.findall(r"(?:nationality|citizen) ([^;.(]+)", remarks)),
            identifiers=distinct(re.findall(r"(?:Passport|No\.|Number|ID|IMO) #?([A-Z0-9-]{5,})", remarks)),
            programmes=distinct(re.split(r"[\[\];]", cells[3])),
            source=path.name,
        )


def _sdn_aliases(path: Path) -> dict[str, list[str]]:
    beside = next((p for p in path.parent.glob("*") if p.name.casefold() == "alt.csv"), None)
    found: dict[str, list[str]] = {}
    if beside is None:
        return found
    with beside.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.reader(text):
            if len(row) >= 4:
                found.setdefault(row[0].strip(), []).append(turned(row[3].strip()))
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
    wanted = ("Entity_LogicalId", "NameAlias_WholeName")
    rows = _rows(path, content, wanted, delimiter=";")
    for id_, group in groupby(rows, key=lambda row: row["Entity_LogicalId"]):
        own = list(group)
        kind = _first(own, "Entity_SubjectType") or _first(own, "Entity_SubjectType_ClassificationCode")
        yield ListEntry(
            id=id_,
            names=distinct(row["NameAlias_WholeName"] for row in own),
            kind=KINDS.get(kind.casefold(), "organisation"),
            birth_dates=distinct(as_date(r.get("BirthDate_BirthDate") or r.get("BirthDate_Year") or "") for r in own),
            countries=distinct(as_country(row.get("Citizenship_CountryIso2Code") or "") for row in own),
            identifiers=distinct(row.get("Identification_Number") or "" for row in own),
            programmes=distinct(row.get("Entity_Regulation_Programme") or "" for row in own),
            source=path.name,
            updated=as_date(_first(own, "fileGenerationDate") or _first(own, "FileGenerationDate")),
        )


def read_uk_csv(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the consolidated list or the sanctions list of the United Kingdom: several rows per person or entity."""
    text = content.read().decode("utf-8-sig")
    before, header, after = _split_at_header(text)
    updated = as_date(re.sub(r"^[^\d]*", "", before.strip()).strip('",\r\n '))
    rows = list(_rows(path, io.BytesIO((header + after).encode()), ("Name 6",), skipped=before.count("\n")))
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        id_ = row.get("Unique ID") or row.get("Group ID") or row.get("OFSI Group ID") or ""
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
        birth_dates=distinct(as_date(r.get("DOB") or r.get("D.O.B") or "") for r in own),
        countries=distinct(as_country(_without_number(r.get(c) or "")) for r in own for c in UK_COUNTRIES),
        identifiers=distinct(r.get(c) or "" for r in own for c in UK_IDENTIFIERS),
        programmes=distinct(row.get("Regime") or row.get("Regime Name") or "" for row in own),
        source=path.name,
        updated=updated,
    )


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


def _lines(content: IO[bytes]) -> Iterator[str]:
    for number, line in enumerate(content):
        yield line.decode("utf-8" if number else "utf-8-sig")


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
