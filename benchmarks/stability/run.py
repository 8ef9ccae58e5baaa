"""Seconds of a conflict analysis on random games in option form, and of its coalitions.

A game has payoffs drawn without ties, a fifth of its options irreversible, and either no infeasible part or three.
The whole call is timed: states, ranks, Nash, GMR, SMR, SEQ and SIM for every decision maker, and the ways from the
status quo.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time

import numpy as np

from detente.case import ConflictModel, ConflictOption, DecisionMaker, Irreversible, StatePreference
from detente.deals.stability import analyse_coalitions, analyse_conflict

SPLITS = {
    "1,024 states": (3, 3, 2, 2),
    "1,024 states, one owns 7 of 10": (7, 1, 1, 1),
    "16,384 states": (4, 4, 3, 3),
    "16,384 states, one owns 8 of 14": (8, 2, 2, 2),
    "16,384 states, one owns 11 of 14": (11, 1, 1, 1),
    "65,536 states": (4, 4, 4, 4),
    "1,048,576 states": (5, 5, 5, 5),
}
FEW = 100_000


def random_game(split: tuple[int, ...], parts: int, seed: int) -> ConflictModel:
    """Draw a game whose decision makers own as many options each as `split` says."""
    draw = np.random.default_rng(seed)
    owners = np.repeat(np.arange(len(split)), split)
    count = owners.size
    codes = np.arange(1 << count)
    names = ["".join("NY"[code >> bit & 1] for bit in range(count)) for code in codes.tolist()]
    infeasible = []
    for _ in range(parts):
        # The state with nothing taken is always left.
        both = draw.choice(count, 2, replace=False).tolist()
        infeasible.append({f"o{bit}": True for bit in both})
        names = [name for name in names if not all(name[bit] == "Y" for bit in both)]
    kinds = draw.choice([Irreversible.NO, Irreversible.FORWARD, Irreversible.BACKWARD], count, p=[0.8, 0.1, 0.1])
    return ConflictModel(
        title="random",
        decision_makers=tuple(DecisionMaker(f"D{i}", f"D{i}") for i in range(len(split))),
        options=tuple(
            ConflictOption(f"o{k}", f"o{k}", f"D{owner}", Irreversible(str(kinds[k]))) for k, owner in enumerate(owners)
        ),
        infeasible=tuple(infeasible),
        preferences=tuple(
            StatePreference(f"D{i}", payoffs=dict(zip(names, draw.permutation(len(names)).tolist(), strict=True)))
            for i in range(len(split))
        ),
        status_quo=names[0],
    )


def seconds_of(split: tuple[int, ...], parts: int, games: int) -> list[float]:
    """Time one analysis of each of several games."""
    taken = []
    for seed in range(games):
        game = random_game(split, parts, seed)
        start = time.perf_counter()
        analyse_conflict(game)
        taken.append(time.perf_counter() - start)
    return taken


def main() -> int:
    """Print a table of medians and worst cases; exit code 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--games", type=int, default=20)
    asked = parser.parse_args()
    analyse_conflict(random_game((2, 2), 0, 0))
    missed = False
    sys.stdout.write(f"{'random games, 4 decision makers':40} parts   median s    worst s\n")
    for title, split in SPLITS.items():
        for parts in (0, 3):
            games = 1 if 1 << sum(split) > FEW else asked.games
            taken = seconds_of(split, parts, games)
            median = statistics.median(taken)
            bar = {"1,024 states": 0.02, "16,384 states": 1.0}.get(title)
            missed = missed or (bar is not None and median > bar)
            sys.stdout.write(f"{title:40} {parts:5} {median:10.4f} {max(taken):10.4f}\n")
    for split in ((2, 2, 2, 2), (3, 3, 2, 2), (3, 3, 3, 3)):
        game = random_game(split, 0, 0)
        start = time.perf_counter()
        analyse_coalitions(game)
        sys.stdout.write(f"11 coalitions, {1 << sum(split):,} states: {time.perf_counter() - start:.2f} s\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
