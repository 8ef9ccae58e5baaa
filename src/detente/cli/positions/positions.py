"""`detente positions`: documents in, proposed claims out, one row each."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.cli.positions.output import ROW_FILES, convert, sink_of
from detente.cli.positions.party_names import read_parties
from detente.positions.endpoint import Endpoint, EndpointBusy, EndpointSettings, settings_of
from detente.positions.exchange import row_of
from detente.positions.extract import (
    ElementIndex,
    Extractor,
    ProposedClaim,
    index_elements,
    make_extractor,
    map_claim,
)
from detente.positions.ingest import Copies, Document, expand, read_document

Proposed = tuple[Document, Sequence[ProposedClaim], Mapping[str, int]]


@dataclass(slots=True)
class Tally:
    """What was read, what was found, what was dropped, and what stood in the way; `by` names an endpoint."""

    documents: int = 0
    claims: int = 0
    by: str = ""
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """What a person wants to know behind the rows."""
        if not self.documents and self.by and not self.problems:
            return f"{_count(self.claims, 'row')} of {self.by} written."
        read = f"{_count(self.documents, 'document')} read, {_count(self.claims, 'claim')} proposed"
        head = f"{read}{f' by {self.by}' if self.by else ''}. Confirm them before use."
        dropped = [f"{_count(count, 'claim')} dropped: {why}." for why, count in sorted(self.dropped.items())]
        return "\n".join([*self.problems, *self.notes, *dropped, head])


@dataclass(frozen=True, slots=True)
class Job:
    """Documents with the names they are shown by, party names, the rules, and the elements of the case if any."""

    documents: Iterator[tuple[Path, str]]
    parties: Mapping[str, Sequence[str]]
    extractor: Extractor
    elements: ElementIndex | None
    titles: tuple[str, ...] = ()


def propose_positions(
    places: Sequence[Path], parties: Path | None, mode: str, output: Path | None, *, endpoint: bool | None = None
) -> Tally:
    """Propose claims from the documents of a case, or from any documents and a list of parties.

    Rows go to `output` as they are found: as CSV when its name ends in .csv, as a database of Discourse Network
    Analyzer when it ends in .dna, else as JSON lines; to stdout without it. A file of rows is written anew in that
    form. A document that cannot be read is named and passed over. `endpoint`: ask the endpoint that the environment
    names (True), or leave it alone (False); None asks it when one is named.

    Raises
    ------
    CaseError
        When the case, the list of parties, the places or the endpoint are not usable.
    """
    if parties is None and len(places) == 1 and places[0].suffix.lower() in ROW_FILES and places[0].is_file():
        return Tally(claims=convert(places[0], output), by=places[0].name)
    settings = _endpoint(endpoint)
    job = job_of_case(places, mode) if parties is None else _of_documents(places, parties, mode)
    tally = Tally(by=settings.in_words() if settings is not None else "")
    with sink_of(output) as sink, Console(stderr=True).status("reading ...") as status:
        for proposed in _proposed(job, settings, tally):
            sink.document(proposed[0])
            for row, _ in _rows(proposed, job, by_endpoint=settings is not None):
                sink.write(row)
                tally.claims += 1
            status.update(f"{_count(tally.documents, 'document')}, {_count(tally.claims, 'claim')} ...")
    return tally


def _endpoint(wanted: bool | None) -> EndpointSettings | None:
    if wanted is False:
        return None
    settings = settings_of(os.environ)
    if wanted and settings is None:
        raise CaseError("DETENTE_LLM_BASE_URL is not set, so there is no endpoint to ask.\nSet it, or use the rules.")
    return settings


def _proposed(job: Job, settings: EndpointSettings | None, tally: Tally) -> Iterator[Proposed]:
    """Claims of each document in order, by the rules or by the endpoint."""
    if settings is not None:
        yield from _by_endpoint(job, settings, tally)
        return
    for document in _documents(job, tally):
        yield document, job.extractor.claims_in(document.reading.text), {}


def _by_endpoint(job: Job, settings: EndpointSettings, tally: Tally) -> Iterator[Proposed]:
    """Ask about a few documents at a time; answers come in the order of the documents."""
    endpoint = Endpoint(settings, job.parties, job.titles)
    waiting: deque[tuple[Document, Future[Proposed]]] = deque()
    pool = ThreadPoolExecutor(settings.parallel)
    try:
        for document in _documents(job, tally):
            waiting.append((document, pool.submit(_ask, endpoint, document)))
            if len(waiting) > 2 * settings.parallel:
                yield from _answered(*waiting.popleft(), tally)
        while waiting:
            yield from _answered(*waiting.popleft(), tally)
    finally:
        pool.shutdown(cancel_futures=True)
        endpoint.close()


def _ask(endpoint: Endpoint, document: Document) -> Proposed:
    answered = endpoint.claims_in(document.reading.text)
    return document, answered.claims, answered.dropped


def _answered(document: Document, answer: Future[Proposed], tally: Tally) -> Iterator[Proposed]:
    try:
        proposed = answer.result()
    except EndpointBusy as error:
        tally.problems.append(f"{document.name}: {error}.\nRun again later: what was answered is kept.")
        return
    tally.dropped.update(proposed[2])
    yield proposed


def _documents(job: Job, tally: Tally) -> Iterator[Document]:
    """Documents that can be read, one by one; what is known of copies and problems goes to the tally."""
    copies = Copies()
    for path, name in job.documents:
        try:
            document = read_document(path, name)
        except CaseError as error:
            tally.problems.append(str(error))
            continue
        tally.documents += 1
        tally.notes += [f"{name}: {note}." for note in document.notes]
        copied = copies.seen_before(name, document.reading.text)
        if copied is not None:
            how = "the same text as" if copied[1] else "nearly the same text as"
            tally.notes.append(f"{name}: {how} {copied[0]}; their claims are not independent.")
        yield document


def _rows(
    proposed: Proposed, job: Job, *, by_endpoint: bool = False
) -> Iterator[tuple[dict[str, object], tuple[int, int]]]:
    document, claims, _ = proposed
    for claim in claims:
        for mapped in map_claim(claim, job.elements) if job.elements is not None else (claim,):
            row = row_of(document, mapped)
            # What a model says of its own confidence cannot be checked, so nothing stands there.
            yield row | {"confidence": None} if by_endpoint else row, (claim.start, claim.end)


def rows_of(document: Document, job: Job) -> Iterator[tuple[dict[str, object], tuple[int, int]]]:
    """Rows of the claims that the rules propose in a document, each with its place in the text as read."""
    return _rows((document, job.extractor.claims_in(document.reading.text), {}), job)


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
    titles = tuple(element.title for element in case.elements)
    return Job(documents, names, make_extractor(names, mode=mode), index_elements(case), titles)


def _aliases(case: Case, party_id: str) -> tuple[str, ...]:
    party = case.party(party_id)
    return (party.name, *party.aliases)


def _of_documents(places: Sequence[Path], parties: Path, mode: str) -> Job:
    if not places:
        raise CaseError("no document is named.\nName files or folders of documents behind the options.")
    names = read_parties(parties)
    return Job(((path, path.as_posix()) for path in expand(places)), names, make_extractor(names, mode=mode), None)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
