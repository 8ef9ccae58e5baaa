"""Writes documents and rows as a database of Discourse Network Analyzer 3.0."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.positions.dna.variables import (
    AGAINST,
    AGREEMENT,
    LONGEST,
    NO_SIDE,
    SIDELESS,
    TAKES_A_SIDE,
    VARIABLES,
    units,
)
from detente.positions.ingest import Document

PASSWORD = "detente"
"""Of the coder Admin in every file: the tool asks for one, and there is nothing to keep secret."""
ITERATIONS = 100_000
TABLES = {"short text": "DATASHORTTEXT", "long text": "DATALONGTEXT", "boolean": "DATABOOLEAN"}


class DnaWriter:
    """A new database; every statement gets its document, its words, and all fields of its row."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.executescript((files("detente.positions.dna") / "schema.sql").read_text(encoding="utf-8"))
        self._variables: dict[tuple[int, str], int] = {}
        self._documents: dict[str, tuple[int, str]] = {}
        self._entities: dict[tuple[int, str], int] = {}
        self._begin()

    def document(self, document: Document) -> None:
        """Add a document with its text as stored; an undated one gets the day zero and a note."""
        day, name = document.about.published_on, document.name
        seconds = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else 0
        row = (cut(name), document.source, 1, cut(document.about.publisher), "" if day else "undated", seconds)
        made = self._base.execute(
            "INSERT INTO DOCUMENTS (Title, Text, Coder, Source, Notes, Date) VALUES (?, ?, ?, ?, ?, ?)", row
        )
        self._documents[name] = (int(made.lastrowid or 0), document.source)

    def write(self, row: Mapping[str, Any]) -> None:
        """Add a statement; its document must have been added before."""
        document, text = self._documents[str(row["document"])]
        kind = 2 if row["stance"] in SIDELESS else 1
        where = (kind, document, units(text, row["start"]), units(text, row["end"]), 1)
        made = self._base.execute(
            "INSERT INTO STATEMENTS (StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (?, ?, ?, ?, ?)", where
        )
        statement = int(made.lastrowid or 0)
        for name, data, field in VARIABLES:
            self._value(statement, self._variables[kind, name], data, row[field])
        if kind == 1:
            self._value(statement, self._variables[kind, AGREEMENT], "boolean", row["stance"] not in AGAINST)

    def close(self) -> None:
        """Finish the file."""
        self._base.commit()
        self._base.close()

    def _begin(self) -> None:
        add = self._base.execute
        add("INSERT INTO CODERS (ID, Name, Red, Green, Password) VALUES (1, 'Admin', 255, 255, ?)", (hashed(PASSWORD),))
        add("INSERT INTO SETTINGS VALUES ('version', '3.0'), ('date', '2022-06-10')")
        for kind, label in ((1, TAKES_A_SIDE), (2, NO_SIDE)):
            add("INSERT INTO STATEMENTTYPES VALUES (?, ?, 239, 208, 51)", (kind, label))
            own = [(name, data) for name, data, _ in VARIABLES]
            own[3:3] = [(AGREEMENT, "boolean")] if kind == 1 else []
            for name, data in own:
                made = add(
                    "INSERT INTO VARIABLES (Variable, DataType, StatementTypeId) VALUES (?, ?, ?)", (name, data, kind)
                )
                self._variables[kind, name] = int(made.lastrowid or 0)

    def _value(self, statement: int, variable: int, data: str, value: object) -> None:
        if data == "boolean":
            kept: object = int(bool(value))
        else:
            kept = "" if value is None else str(value)
        column = "Value"
        if data == "short text":
            kept, column = self._entity(variable, cut(str(kept))), "Entity"
        self._base.execute(
            f"INSERT INTO {TABLES[data]} (StatementId, VariableId, {column}) VALUES (?, ?, ?)",
            (statement, variable, kept),
        )

    def _entity(self, variable: int, value: str) -> int:
        if (variable, value) not in self._entities:
            made = self._base.execute("INSERT INTO ENTITIES (VariableId, Value) VALUES (?, ?)", (variable, value))
            self._entities[variable, value] = int(made.lastrowid or 0)
        return self._entities[variable, value]


def cut(text: str) -> str:
    """The longest short text that the tool takes; the whole element stands in a long text beside it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def hashed(password: str) -> str:
    """A password as the tool keeps it: salt and repeated SHA-256, in base64; a fixed salt, for the same bytes."""
    salt = sha256(b"detente").digest()[:16]
    digest = sha256(salt + password.encode()).digest()
    for _ in range(ITERATIONS - 1):
        digest = sha256(digest).digest()
    return b64encode(salt + digest).decode()
