"""Seconds to solve games with transfers: the published duopoly of 441 states, larger ones, and phased plans."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from detente.durability.game import check_plan, solve_game  # noqa: E402
from unit.durability.game.published_games import reserves_duopoly  # noqa: E402
from unit.durability.game.random_plans import random_plan  # noqa: E402

BAR_SECONDS = 5.0
RUNS = 5


def seconds(job: Callable[[], object], runs: int = RUNS) -> float:
    """Median time of a job on the clock."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        job()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def show(*words: object) -> None:
    """Write one line."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")


def main() -> int:
    """Print one line per game; 1 if the published game misses its bar."""
    show("states profiles rounds exists seconds")
    published = 0.0
    for capacity in (10, 20, 30, 40):
        game = reserves_duopoly(capacity, demand=capacity)
        found = solve_game(game)
        taken = seconds(lambda game=game: solve_game(game), RUNS if capacity <= 20 else 1)
        show(len(game.actions), len(game.payoff), found.rounds, found.exists, f"{taken:.2f}")
        published = taken if capacity == 20 else published
    show("parties phases obligations profiles sustainable seconds")
    for parties, phases, obligations in ((2, 6, 12), (3, 12, 20), (4, 12, 24), (5, 12, 30), (5, 24, 40)):
        plan = random_plan(1, parties=parties, phases=phases, obligations=obligations, richness=1.5)
        found = check_plan(plan)
        taken = seconds(lambda plan=plan: check_plan(plan), RUNS if parties < 5 else 1)
        rows = len(found.phased.game.payoff)
        show(parties, phases, obligations, rows, found.sustainable, f"{taken:.2f}")
    return int(published > BAR_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
