"""`detente positions`: documents in, proposed claims out, one row each."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from rich.console import Console

from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.cli.party_names import read_parties
from detente.positions.exchange import RowWriter, row_of
from detente.positions.extract import ElementIndex, Extractor, index_elements, make_extractor, map_claim
from detente.positions.ingest import Copies, Document, expand, read_document


@dataclass(slots=True)
class Tally:
    """What was read, what was found, and what stood in the way."""

    documents: int = 0
    claims: int = 0
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """What a person wants to know behind the rows."""
        read = f"{_count(self.documents, 'document')} read, {_count(self.claims, 'claim')} proposed."
        head = f"{read} Confirm them before use."
        return "\n".join([*self.problems, *self.notes, head])


@dataclass(frozen=True, slots=True)
class Job:
    """Documents with the names they are shown by, the rules, and the elements of the case if there is one."""

    documents: Iterator[tuple[Path, str]]
    extractor: Extractor
    elements: ElementIndex | None


def propose_positions(
    places: Sequence[Path], parties: Path | None, mode: str, output: Path | None, *, endpoint: bool = False
) -> Tally:
    """Propose claims from the documents of a case, or from any documents and a list of parties.

    Rows go to `output` as they are found, as CSV when its name ends in .csv, and else as JSON lines; to stdout without
    it. A document that cannot be read is named and passed over.

    Raises
    ------
    CaseError
        When the case, the list of parties or the places are not usable.
    """
    job = job_of_case(places, mode) if parties is None else _of_documents(places, parties, mode)
    tally = Tally()
    as_csv = output is not None and output.suffix.lower() == ".csv"
    with _stream(output) as stream, Console(stderr=True).status("reading ...") as status:
        writer, copies = RowWriter(stream, as_csv=as_csv), Copies()
        for path, name in job.documents:
            _one_document(path, name, job, (writer, copies, tally))
            status.update(f"{_count(tally.documents, 'document')}, {_count(tally.claims, 'claim')} ...")
    return tally


def _one_document(path: Path, name: str, job: Job, at: tuple[RowWriter, Copies, Tally]) -> None:
    writer, copies, tally = at
    try:
        document = read_document(path, name)
    except CaseError as error:
        tally.problems.append(str(error))
        return
    tally.documents += 1
    tally.notes += [f"{name}: {note}." for note in document.notes]
    copied = copies.seen_before(name, document.reading.text)
    if copied is not None:
        how = "the same text as" if copied[1] else "nearly the same text as"
        tally.notes.append(f"{name}: {how} {copied[0]}; their claims are not independent.")
    for row, _ in rows_of(document, job):
        writer.write(row)
        tally.claims += 1


def rows_of(document: Document, job: Job) -> Iterator[tuple[dict[str, object], tuple[int, int]]]:
    """Rows of the claims that the rules propose in a document, each with its place in the text as read."""
    for claim in job.extractor.claims_in(document.reading.text):
        for mapped in map_claim(claim, job.elements) if job.elements is not None else (claim,):
            yield row_of(document, mapped), (claim.start, claim.end)


def job_of_case(places: Sequence[Path], mode: str) -> Job:
    """The documents of a case, with rules for its parties and elements; raises CaseError when it is none."""
    if len(places) != 1 or not places[0].is_dir():
        named = places[0].as_posix() if places else "nothing"
        raise CaseError(
            f"{named}: this is no case folder.\nName one case folder, or documents together with --parties FILE."
        )
    case = read_case(places[0])
    names = {party.id: _aliases(case, party.id) for party in case.parties}
    folder = places[0] / "documents"
    documents = ((path, path.relative_to(places[0]).as_posix()) for path in expand([folder] if folder.is_dir() else []))
    return Job(documents, make_extractor(names, mode=mode), index_elements(case))


def _aliases(case: Case, party_id: str) -> tuple[str, ...]:
    party = case.party(party_id)
    return (party.name, *party.aliases)


def _of_documents(places: Sequence[Path], parties: Path, mode: str) -> Job:
    if not places:
        raise CaseError("no document is named.\nName files or folders of documents behind the options.")
    extractor = make_extractor(read_parties(parties), mode=mode)
    return Job(((path, path.as_posix()) for path in expand(places)), extractor, None)


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    """Where rows go; a file appears under its name when it is whole."""
    if output is None:
        yield sys.stdout
        return
    if output.is_dir():
        raise CaseError(f"{output}: this is a folder, and --output needs a file. Name another place.")
    output.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        Path(temporary).chmod(0o644)
        Path(temporary).replace(output)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
