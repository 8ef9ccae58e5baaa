"""`detente screen`: names against lists that the user brings, without a network."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn

from detente.case import ScreenedName
from detente.casefile.lists import read_list, read_screened_names
from detente.cli.writing import refuse_folder, write_whole
from detente.legal import NOTICE
from detente.legal.screening import Hit, NameIndex, Rescorer, Screening, build_index, new_rescorer, screen_name
from detente.report.document import plain

HEAD = (
    "id", "name", "result", "rank", "listed_id", "listed_name", "score", "strength", "explanation", "identifier",
    "birth_date", "country", "kind", "programmes", "source", "updated", "notice",
)  # fmt: skip
NO_HIT = "No hit does not say that nobody is meant: a list may be old, and a name may be written in a way unknown here."


@dataclass(frozen=True, slots=True)
class ScreenWanted:
    """What is asked on the command line."""

    names: Path
    lists: tuple[Path, ...]
    top: int
    threshold: float
    retrieval: str = ""
    rescorer: str = "rapidfuzz"


def screen_report(wanted: ScreenWanted, output: Path | None, output_format: str) -> None:
    """Screen every name and print what was found, or write it to a file, as CSV, JSON or text by its name."""
    if output is not None:
        refuse_folder(output, (wanted.names, *wanted.lists))
    queried = read_screened_names(wanted.names)
    rescorer = new_rescorer(wanted.rescorer)
    index = _indexed(wanted)
    found = _screened(wanted, index, rescorer, queried)
    suffix = output.suffix.lower() if output else ""
    chosen = {".json": "json", ".csv": "csv"}.get(suffix, "text" if output else output_format)
    forms = {"json": _as_json, "csv": _as_csv, "text": _in_words}
    content = forms[chosen](wanted, index, found)
    if output is None:
        typer.echo(content.rstrip("\n"))
        return
    write_whole(output.parent, {output.name: content})
    typer.echo(f"Wrote {output}. {NOTICE}", err=True)


def _indexed(wanted: ScreenWanted) -> NameIndex:
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading lists ...", total=None)
        entries = chain.from_iterable(read_list(path) for path in wanted.lists)
        read = partial(_say_read, progress, task)
        return build_index(entries, read, wanted.retrieval)


def _say_read(progress: Progress, task: TaskID, count: int) -> None:
    progress.update(task, description=f"{count:,} names read")


def _screened(
    wanted: ScreenWanted, index: NameIndex, rescorer: Rescorer, queried: tuple[ScreenedName, ...]
) -> list[Screening]:
    found = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        for one in progress.track(queried, description="screening"):
            found.append(screen_name(index, one, wanted.top, wanted.threshold, rescorer))
    return found


def _freshness(index: NameIndex) -> dict[str, str]:
    return {source: updated or "not stated" for source, updated in index.updated.items()}


def _as_json(wanted: ScreenWanted, index: NameIndex, found: list[Screening]) -> str:
    document = {
        "notice": f"{NOTICE} {NO_HIT}",
        "lists": [{"source": source, "updated": updated} for source, updated in _freshness(index).items()],
        "names_in_lists": len(index.names),
        "names_not_readable": len(index.unread),
        "names_in_chinese_characters": index.scripts["CJK"],
        "retrieval": index.pieces.name,
        "rescore": wanted.rescorer,
        "threshold": wanted.threshold,
        "screenings": [_screening(one) for one in found],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _screening(one: Screening) -> dict[str, Any]:
    hits = [plain(hit) for hit in one.hits]
    return {"queried": plain(one.queried), "result": _result(one), "why_not": one.why_not, "hits": hits}


def _result(one: Screening) -> str:
    """In one word: hits, no hit, or unknown where the name could not be read."""
    return "unknown" if not one.readable else "hits" if one.hits else "no_hit"


def _as_csv(wanted: ScreenWanted, index: NameIndex, found: list[Screening]) -> str:
    del wanted
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for one in found:
        head = (one.queried.id, one.queried.name, _result(one))
        if not one.hits:
            writer.writerow((*head, *[""] * 13, NOTICE))
        for rank, hit in enumerate(one.hits, start=1):
            facts = {fact.about: f"{fact.says}: {fact.words}" for fact in hit.evidence}
            about = [facts[name] for name in ("identifier", "birth date", "country", "kind")]
            entry = hit.entry
            listed = (rank, entry.id, hit.name, f"{hit.score:.4f}", hit.strength.value, hit.explanation, *about)
            updated = _freshness(index).get(entry.source, "")
            writer.writerow((*head, *listed, "|".join(entry.programmes), entry.source, updated, NOTICE))
    return text.getvalue()


def _in_words(wanted: ScreenWanted, index: NameIndex, found: list[Screening]) -> str:
    lines = [f"{source}: as of {updated}" for source, updated in _freshness(index).items()]
    unread = f"; {len(index.unread)} in letters that cannot be read, not searched" if index.unread else ""
    lines += [f"{len(index.names):,} names in the lists{unread}. Hits score {wanted.threshold:g} or more."]
    lines += [f"Names found by {index.pieces.name}, scored by {wanted.rescorer}."]
    if index.scripts["CJK"]:
        lines += [f"{index.scripts['CJK']:,} of them in Chinese characters, met only by names written so."]
    lines += [""]
    for one in found:
        lines += _one_in_words(one)
    lines += [
        "",
        f"{NOTICE} A hit says that names are alike, not that the same person is meant: a person decides.",
        NO_HIT,
    ]
    return "\n".join(lines) + "\n"


def _one_in_words(one: Screening) -> Iterator[str]:
    words = {"unknown": f"unknown: {one.why_not}", "no_hit": "no hit", "hits": ""}
    counted = f"{len(one.hits)} hit{'s' if len(one.hits) > 1 else ''}"
    yield f"{one.queried.id}, {one.queried.name}: {words[_result(one)] or counted}"
    for hit in one.hits:
        yield from _hit_in_words(hit)


def _hit_in_words(hit: Hit) -> Iterator[str]:
    entry = hit.entry
    kind = entry.kind or "kind not stated"
    yield f"  {hit.score:.2f} {hit.strength.value}: {hit.name} ({entry.names[0]}, {kind}, {entry.source} {entry.id})"
    yield f"    programmes: {', '.join(entry.programmes[:4]) or 'not stated'}"
    yield f"    name: {hit.explanation}"
    for fact in hit.evidence:
        if fact.says != "unknown":
            yield f"    {fact.about} {fact.says}: {fact.words}"
