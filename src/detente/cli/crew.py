"""Who works for a verb, and what of their work is kept for the next run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

import typer

from detente.cache import CacheFolder, LookedUp, Remembering, cache_place
from detente.case import Case
from detente.workers import Workers, open_workers


class Keeping(Enum):
    """What a run does with answers of earlier runs, and with its own."""

    ALL = "looked up and kept"
    LOOKED_UP = "looked up"
    NOTHING = "nothing"


def keeping_for(case: Case, cache: bool) -> Keeping:
    """How a case is treated: one with preferences told in confidence leaves no trace of what was asked.

    The tasks themselves never hold what was told; which packages were solved may depend on it.
    """
    if not cache:
        return Keeping.NOTHING
    return Keeping.LOOKED_UP if case.told else Keeping.ALL


@contextmanager
def open_crew(jobs: int | None = None, cluster: str | None = None, keeping: Keeping = Keeping.ALL) -> Iterator[Workers]:
    """Who is there to work, as `open_workers` says, with a memory; a cluster has none.

    Other machines may round otherwise, so that their answers are neither kept nor mixed with ours.
    """
    place = cache_place(os.environ, sys.platform, Path.home())
    with open_workers(jobs, cluster) as crew:
        if place is None or cluster is not None or keeping is Keeping.NOTHING:
            yield crew
        elif keeping is Keeping.LOOKED_UP:
            yield Remembering(crew, LookedUp(place))
        else:
            with _kept(place) as folder:
                yield Remembering(crew, folder)


@contextmanager
def _kept(place: Path) -> Iterator[CacheFolder]:
    folder = CacheFolder(place)
    if not folder.usable:
        typer.echo(
            f"{place}: results cannot be kept there, or others may write to it. Nothing is kept for the next run.\n"
            "Name a folder of your own in DETENTE_CACHE, or off.",
            err=True,
        )
    try:
        yield folder
    finally:
        folder.tidy()


def recalled(workers: Workers) -> dict[str, int]:
    """How many tasks were answered by an earlier run, and how many were worked out."""
    if not isinstance(workers, Remembering):
        return {}
    return {"tasks_recalled": workers.found, "tasks_worked_out": workers.worked_out}
