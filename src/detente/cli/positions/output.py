"""Where rows go: stdout, JSON lines, CSV, or a database of Discourse Network Analyzer; whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from detente.case import CaseError
from detente.cli.writing import refuse_folder
from detente.positions.dna import DnaWriter
from detente.positions.exchange import RowWriter, read_rows
from detente.positions.ingest import Document, read_document

ROW_FILES = (".jsonl", ".csv", ".dna")


class Sink(Protocol):
    """Takes documents and the rows found in them."""

    def document(self, document: Document) -> None:
        """Take a document, before its rows."""

    def write(self, row: Mapping[str, Any]) -> None:
        """Take a row."""


class _Lines(RowWriter):
    """Rows as text; documents stay where they are."""

    def document(self, document: Document) -> None:
        """Nothing to write."""


@contextmanager
def sink_of(output: Path | None) -> Iterator[Sink]:
    """Open the place for rows; a file appears under its name when it is whole."""
    if output is None:
        yield _Lines(sys.stdout, as_csv=False)
        return
    refuse_folder(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    temporary = Path(name)
    try:
        if output.suffix.lower() == ".dna":
            os.close(handle)
            base = DnaWriter(temporary)
            try:
                yield base
            finally:
                base.close()
        else:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                yield _Lines(stream, as_csv=output.suffix.lower() == ".csv")
        temporary.chmod(0o644)
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)


def convert(rows: Path, output: Path | None) -> int:
    """Write the rows of a file in another form, and count them.

    A database holds the texts too: for it, documents are looked for by their names, from here and beside the rows.
    """
    count, known = 0, set()
    with_texts = output is not None and output.suffix.lower() == ".dna"
    with sink_of(output) as sink:
        for row in read_rows(rows):
            if with_texts and row["document"] not in known:
                known.add(row["document"])
                sink.document(_document(str(row["document"]), rows))
            sink.write(row)
            count += 1
    return count


def _document(name: str, rows: Path) -> Document:
    place = next((place for place in (Path(name), rows.parent / name) if place.is_file()), None)
    if place is None:
        raise CaseError(
            f"{rows}: the document {name} is not here.\nA .dna file holds the texts: run where the documents are."
        )
    return read_document(place, name)
