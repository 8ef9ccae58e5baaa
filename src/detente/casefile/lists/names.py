"""Names to be screened: a CSV with a column name and, as far as known, what tells its bearer from others."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from detente.case import CaseError, ScreenedName
from detente.casefile.files import read_text, shown_path
from detente.casefile.lists.values import as_country, as_date, distinct
from detente.casefile.problems import Findings, quoted, suggestion

COLUMNS = ("id", "name", "kind", "birth_date", "countries", "identifiers")
KINDS = ("person", "organisation", "vessel", "aircraft")


def read_screened_names(path: Path) -> tuple[ScreenedName, ...]:
    """Read names with ids, kinds, birth dates, countries and identifiers; the last two join several by ``|``.

    Raises
    ------
    CaseError
        With every problem of the file in one message.
    """
    findings = Findings(shown_path(path))
    text = read_text(path.parent, path, findings)
    names = _names(text, findings) if text is not None else []
    problems = findings.in_order()
    if problems:
        raise CaseError("\n\n".join(str(problem) for problem in problems))
    return tuple(names)


def _names(text: str, findings: Findings) -> list[ScreenedName]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    if "name" not in header:
        findings.add(1, "there is no column name.", f"Begin with a header; the columns are {', '.join(COLUMNS)}.")
        return []
    for column in header:
        if column not in COLUMNS:
            findings.add(1, f"{quoted(column)} is not a column.", suggestion(column, COLUMNS, "The columns are"))
    found: list[ScreenedName] = []
    seen: dict[str, int] = {}
    for row in reader:
        line = reader.line_num
        if None in row or None in row.values():
            findings.add(line, "the row does not fit the header.", "Put texts that hold commas between quotes.")
            continue
        one = _name({key: value.strip() for key, value in row.items()}, line, findings)
        if seen.setdefault(one.id, line) != line:
            findings.add(line, f"the id {quoted(one.id)} stands on line {seen[one.id]} already.", "Give it another id.")
        found.append(one)
    return found


def _name(row: dict[str, str], line: int, findings: Findings) -> ScreenedName:
    if not row["name"]:
        findings.add(line, "the name is empty.", "Fill it in, or delete the row.")
    born, kind = row.get("birth_date", ""), row.get("kind", "")
    if born and not as_date(born):
        findings.add(line, f"birth_date {quoted(born)} is not a date.", "Write 1970-05-02, 1970-05 or 1970.")
    if kind and kind not in KINDS:
        findings.add(line, f"kind {quoted(kind)} is not a kind.", f"Use {', '.join(KINDS)}, or leave it empty.")
    return ScreenedName(
        id=row.get("id") or f"line-{line}",
        name=row["name"],
        kind=kind,
        birth_date=as_date(born),
        countries=distinct(as_country(c) for c in row.get("countries", "").split("|")),
        identifiers=distinct(row.get("identifiers", "").split("|")),
    )
