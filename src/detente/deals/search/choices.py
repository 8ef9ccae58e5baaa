"""One row from each block: what it brings to every party, and which choices do not go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FLOOR = 1e-9
"""A line this far below zero still counts as zero, so that rounding never rejects the status quo."""

Choice = tuple[int, int]
"""A block and a row of it."""


@dataclass(frozen=True, slots=True)
class PairRule:
    """What no package may break: `first` "requires" or "excludes" `second`."""

    first: Choice
    kind: str
    second: Choice


@dataclass(frozen=True, slots=True)
class Penalty:
    """A linkage: `party` loses `loss`, at least zero, where a package holds `choice` `unless` it holds another."""

    party: int
    choice: Choice
    unless: Choice
    loss: float


@dataclass(frozen=True, slots=True, eq=False)
class Clash:
    """Loses `loss`, shape (row of the objective,), where `first` is chosen and `second` is (`with_second`) or is not.

    An infinite loss forbids it.
    """

    first: Choice
    second: Choice
    with_second: bool
    loss: NDArray[np.float64]

    @property
    def forbids(self) -> bool:
        """Whether no package may hold it."""
        return bool(np.isinf(self.loss[0]))


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Choose one row per block so that the goal over the first `goals` lines is largest and all later lines are >= 0.

    A line is linear in the choice: ``constant[k] + sum_b blocks[b][x_b, k]`` less what clashes cost. The goal is the
    smallest of its lines, or the sum of their logarithms when `logarithmic`.
    """

    blocks: list[NDArray[np.float64]]
    constant: NDArray[np.float64]
    goals: int
    logarithmic: bool
    clashes: tuple[Clash, ...]

    def lines(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Lines of packages, (package, line), for rows (package, block); minus infinity where a rule is broken."""
        total = self.constant + sum(b[rows[:, n]] for n, b in enumerate(self.blocks))
        for clash in self.clashes:
            held = rows[:, clash.first[0]] == clash.first[1]
            other = (rows[:, clash.second[0]] == clash.second[1]) == clash.with_second
            total[held & other] -= clash.loss
        return np.asarray(total, dtype=np.float64)

    def goal(self, lines: NDArray[np.float64]) -> NDArray[np.float64]:
        """Value of each package, minus infinity where a later line is below zero by more than noise."""
        ahead = lines[:, : self.goals]
        value = np.log(np.maximum(ahead, 1e-300)).sum(axis=1) if self.logarithmic else ahead.min(axis=1)
        kept = np.logical_and.reduce(lines[:, self.goals :] >= -FLOOR, axis=1)
        return np.where(kept, value, -np.inf)


def clashes_of(
    rules: Sequence[PairRule], penalties: Sequence[Penalty], lines: NDArray[np.float64]
) -> tuple[Clash, ...]:
    """Rules and penalties as clashes; `lines` (line, party) says how lines are made of the parties' gains."""
    forbidden = np.full(len(lines), np.inf)
    made = [Clash(rule.first, rule.second, rule.kind == "excludes", forbidden) for rule in rules]
    made += [Clash(p.choice, p.unless, False, lines[:, p.party] * p.loss) for p in penalties if p.loss > 0]
    return tuple(made)


def restricted(problem: Problem, kept: list[NDArray[np.bool_]]) -> tuple[Problem, list[NDArray[np.int64]]] | None:
    """The same problem with some rows left out, and the row numbers left; None when a block has no row left.

    What requires a row that is left out goes too.
    """
    kept = [mask.copy() for mask in kept]
    for _ in range(len(problem.clashes) + 1):
        for clash in problem.clashes:
            if clash.forbids and not clash.with_second and not kept[clash.second[0]][clash.second[1]]:
                kept[clash.first[0]][clash.first[1]] = False
    rows = [np.flatnonzero(mask) for mask in kept]
    if any(len(r) == 0 for r in rows):
        return None
    blocks = [b[r] for b, r in zip(problem.blocks, rows, strict=True)]
    places = [np.cumsum(mask) - 1 for mask in kept]
    clashes = []
    for clash in problem.clashes:
        (a, first), (b, second) = clash.first, clash.second
        if not kept[a][first]:
            continue
        if kept[b][second]:
            where = (a, int(places[a][first])), (b, int(places[b][second]))
            clashes.append(Clash(*where, clash.with_second, clash.loss))
        elif not clash.with_second:
            blocks[a][places[a][first]] -= clash.loss
    return Problem(blocks, problem.constant, problem.goals, problem.logarithmic, tuple(clashes)), rows
