"""Reads the statements of a database of Discourse Network Analyzer, versions 2 and 3, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detente.case import CaseError, Stance
from detente.positions.dna.variables import AGREEMENT, VARIABLES, place

NEEDED = {"DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES", "DATASHORTTEXT", "DATALONGTEXT", "DATABOOLEAN"}


def read_dna(path: Path) -> Iterator[dict[str, Any]]:
    """Read every statement that names an organization or a person, and a concept.

    The organization is the actor, or the person where there is none; the person is the speaker; the concept is the
    element. `stance` is taken over where a statement has that variable; otherwise agreement is `accepts` and
    disagreement `rejects`. The document is called by its title, and places count characters of its text.

    Raises
    ------
    CaseError
        When the file is no such database, or was made by a version with other tables; with what to do.
    """
    try:
        with _opened(path) as base:
            yield from _statements(base, path)
    except sqlite3.DatabaseError as error:
        raise CaseError(
            f"{path}: this is no database of Discourse Network Analyzer: {error}.\nExport a .dna file from it anew."
        ) from error


def _opened(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    return base


def _statements(base: sqlite3.Connection, path: Path) -> Iterator[dict[str, Any]]:
    tables = {str(row["name"]).upper() for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = sorted(NEEDED - tables)
    if missing or "VariableId" not in _columns(base, "DATASHORTTEXT"):
        why = f"the table {missing[0]} is missing" if missing else "statements hang on roles"
        raise CaseError(f"{path}: {why}.\nUse a database of Discourse Network Analyzer 2.0 to 3.0.")
    texts = {row["ID"]: (row["Title"], row["Text"]) for row in base.execute("SELECT ID, Title, Text FROM DOCUMENTS")}
    values = _values(base)
    for row in base.execute("SELECT ID, DocumentId, Start, Stop FROM STATEMENTS ORDER BY DocumentId, Start, ID"):
        held = values.get(row["ID"], {})
        if row["DocumentId"] in texts and held.get("concept") and (held.get("organization") or held.get("person")):
            yield _row(held, *texts[row["DocumentId"]], row)


def _values(base: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """By statement: its variables by name."""
    names = {row["ID"]: row["Variable"] for row in base.execute("SELECT ID, Variable FROM VARIABLES")}
    queries = ["SELECT StatementId, VariableId, Value FROM DATALONGTEXT", _short_texts(base)]
    queries.append("SELECT StatementId, VariableId, Value FROM DATABOOLEAN")
    found: dict[int, dict[str, Any]] = {}
    for query in queries:
        for statement, variable, value in base.execute(query):
            found.setdefault(statement, {})[names.get(variable, "")] = value
    return found


def _short_texts(base: sqlite3.Connection) -> str:
    """Version 3 keeps short texts as entities; version 2 beside the statement."""
    if "Entity" in _columns(base, "DATASHORTTEXT"):
        return "SELECT d.StatementId, d.VariableId, e.Value FROM DATASHORTTEXT d JOIN ENTITIES e ON e.ID = d.Entity"
    return "SELECT StatementId, VariableId, Value FROM DATASHORTTEXT"


def _columns(base: sqlite3.Connection, table: str) -> set[str]:
    return {str(row["name"]) for row in base.execute(f"PRAGMA table_info({table})")}


def _row(held: Mapping[str, Any], title: str, text: str, where: sqlite3.Row) -> dict[str, Any]:
    start, end = place(text, where["Start"]), place(text, where["Stop"])
    row: dict[str, Any] = {"document": title} | {field: held.get(name) or None for name, _, field in VARIABLES}
    row["element"] = held.get("element_in_full") or held["concept"]
    row["actor"] = held.get("organization") or held["person"]
    row["stance"] = _stance(held)
    row |= {"hedged": bool(held.get("hedged")), "red_line": bool(held.get("red_line"))}
    row["confidence"] = _number(held.get("confidence"))
    return row | {"quote": text[start:end], "start": start, "end": end}


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _stance(held: Mapping[str, Any]) -> str:
    if held.get("stance") in {stance.value for stance in Stance}:
        return str(held["stance"])
    if AGREEMENT not in held:
        return Stance.UNKNOWN.value
    return (Stance.ACCEPTS if held[AGREEMENT] else Stance.REJECTS).value
