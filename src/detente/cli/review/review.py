"""`detente review`: proposals of a case on a local page, decisions into claims.csv."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from detente.case import CaseError
from detente.cli.positions.output import ROW_FILES, sink_of
from detente.cli.positions.positions import Job, job_of_case, rows_of
from detente.cli.review.desk import Desk, Read
from detente.cli.review.page import whole_page
from detente.cli.review.server import ReviewServer
from detente.cli.writing import refuse_folder, write_whole
from detente.positions.exchange import FIELDS, read_rows
from detente.positions.ingest import Document, read_document, said_on
from detente.positions.review import Proposal, proposal_id
from detente.report.review import review_file


def utc_now() -> str:
    """The time of an act, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def open_desk(folder: Path, mode: str, proposed: Path | None = None, now: Callable[[], str] = utc_now) -> Desk:
    """Read the documents of a case and lay out what is proposed, by the rules or in a file of rows.

    Documents that cannot be read are named on stderr and left out.
    """
    job = job_of_case([folder], mode)
    given: dict[str, list[dict[str, object]]] = {}
    for row in read_rows(proposed) if proposed is not None else ():
        given.setdefault(str(row["document"]), []).append(row)
    reads: dict[str, Read] = {}
    with Console(stderr=True).status("reading ...") as status:
        for path, name in job.documents:
            try:
                document = read_document(path, name)
            except CaseError as error:
                typer.echo(str(error), err=True)
                continue
            reads[name] = Read(document, tuple(_proposals(document, job, given if proposed is not None else None)))
            status.update(f"{len(reads):,} documents ...")
    missing = sorted(set(given) - set(reads))
    if missing:
        raise CaseError(f"{proposed}: {missing[0]} is not among the documents of the case.\nName rows of this case.")
    return Desk(folder, reads, now)


def _proposals(document: Document, job: Job, given: dict[str, list[dict[str, object]]] | None) -> Iterator[Proposal]:
    seen = set()
    rows = rows_of(document, job) if given is None else ((row, None) for row in given.get(document.name, []))
    for row, place in rows:
        made = _proposal(document, row, place)
        if made.id not in seen:
            seen.add(made.id)
            yield made


def _proposal(document: Document, row: dict[str, object], place: tuple[int, int] | None) -> Proposal:
    text = document.reading.text
    quote = " ".join(str(row["quote"]).split())
    if place is None:
        start = text.find(quote)
        place = (max(start, 0), max(start, 0) + (len(quote) if start >= 0 else 0))
    day = said_on(_sentence_around(text, place), document.about.published_on) or document.about.published_on
    return Proposal(proposal_id(row), row, place, day.isoformat() if day else "undated")


def _sentence_around(text: str, place: tuple[int, int]) -> str:
    start = max(text.rfind(". ", 0, place[0]), text.rfind("\n", 0, place[0])) + 1
    ends = [end for end in (text.find(". ", place[1]), text.find("\n", place[1])) if end >= 0]
    return text[start : min(ends, default=len(text))]


def export_review(desk: Desk, output: Path) -> None:
    """Write the review as one read-only page, or the claims that stand as rows when the name ends so."""
    refuse_folder(output)
    if output.suffix.lower() in ROW_FILES:
        with sink_of(output) as sink:
            for name, read in desk.reads.items():
                sink.document(read.document)
                for outcome in desk.outcomes().values():
                    for claim in outcome.claims if outcome.of["document"] == name else ():
                        sink.write({field: claim.get(field) for field in FIELDS})
    else:
        write_whole(output.parent, {output.name: review_file(whole_page(desk))})


@contextmanager
def review_server(desk: Desk, port: int) -> Iterator[ReviewServer]:
    """Take a port on this computer; raises CaseError when it is taken."""
    try:
        server = ReviewServer(desk, port)
    except OSError as error:
        raise CaseError(
            f"port {port} cannot be used: {error.strerror or error}.\nName another --port, or leave it out."
        ) from error
    try:
        yield server
    finally:
        server.server_close()


def serve_review(server: ReviewServer, *, browse: bool) -> None:
    """Serve the page until the user stops it."""
    sys.stdout.flush()
    server.desk.write_claims()
    if browse:
        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("Stopped. Every decision is kept.", err=True)
