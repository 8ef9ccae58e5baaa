"""What several commands begin with: a case, its worlds, and what they are worth to whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.status import Status
from threadpoolctl import threadpool_limits

from detente.case import Case
from detente.cli.crew import keeping_for, open_crew
from detente.economy import value_options, with_costs
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences
from detente.workers import Workers
from detente.worlds import Payoffs, Worlds, draw_worlds


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A case and its draws, the status line to report progress on, and who can do work."""

    case: Case
    worlds: Worlds
    payoffs: Payoffs
    preferences: Preferences
    status: Status
    workers: Workers


@contextmanager
def progress() -> Iterator[Status]:
    """A status line on standard error; one thread for linear algebra, so that sums are the same on every machine."""
    with threadpool_limits(1, "blas"), Console(stderr=True).status("reading ...") as status:
        yield status


@contextmanager
def drawn_case(case: Case, count: int, seed: int, status: Status) -> Iterator[Drawn]:
    """Draw the worlds of a case that was read, by the same steps as `assess`."""
    with open_crew(keeping=keeping_for(case, cache=True)) as workers:
        status.update("payoffs ...")
        case, worlds = with_costs(case), draw_worlds(count, seed)
        payoffs = value_options(case, worlds, workers)
        status.update("preferences ...")
        preferences = draw_preferences(case, tally_positions(case), payoffs, worlds)
        yield Drawn(case, worlds, payoffs, preferences, status, workers)
