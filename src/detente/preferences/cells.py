"""Values and red lines of every party on every element, world by world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.preferences.constraints import Allowed, Cells, Constraint, stand
from detente.preferences.contradictions import Contradictions, least_reliable, smallest_conflict
from detente.preferences.values import draw_ordered, draw_unordered, possible_peaks, possible_rankings
from detente.worlds import Axes, Worlds

FREE = Allowed(None, frozenset(), frozenset())

ROWS_AT_ONCE = 20_000
"""Rows, of one cell in one world, that are drawn at once: so many stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What drawing values needs to know of one element."""

    count: int
    status_quo: int
    ordered: bool

    def possible(self, allowed: Allowed) -> bool:
        """Whether any value function fits."""
        if self.ordered:
            return len(possible_rankings(self.count, self.status_quo, allowed)) > 0
        return bool(possible_peaks(self.count, self.status_quo, allowed))

    def draw(self, u: NDArray[np.float64], allowed: Allowed) -> NDArray[np.float64]:
        """Draw values that fit, shape (world, option), from uniforms of shape (world, option + 2)."""
        return (draw_ordered if self.ordered else draw_unordered)(u, self.status_quo, allowed)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Values in [0, 1] and red lines, both (world, party, element, option); `rejected` by a claim in force, likewise.

    `rejected` is filled where constraints apply and means that the option may be no better than the status quo.
    """

    values: NDArray[np.float64]
    red_lines: NDArray[np.bool_]
    rejected: NDArray[np.bool_]


class ValueSampler:
    """Draws cells of (party, element); each cell has uniforms of its own, so that redrawing one moves no other."""

    def __init__(self, case: Case, axes: Axes, worlds: Worlds) -> None:
        self._axes, self._worlds = axes, worlds
        self._shapes = [Shape(len(e.options), int(axes.status_quo[n]), e.ordered) for n, e in enumerate(case.elements)]
        full = (worlds.count, len(axes.parties), *axes.exists.shape)
        self.drawn = Drawn(np.zeros(full), np.zeros(full, dtype=bool), np.zeros(full, dtype=bool))

    def draw_free(self, cells: Iterable[tuple[int, int]]) -> None:
        """Draw cells on which nothing was said, some cells of one shape at once."""
        by_shape: dict[Shape, list[tuple[int, int]]] = defaultdict(list)
        for i, e in cells:
            by_shape[self._shapes[e]].append((i, e))
        for shape, members in by_shape.items():
            at_once = max(1, ROWS_AT_ONCE // self._worlds.count)
            for start in range(0, len(members), at_once):
                self._draw_alike(shape, members[start : start + at_once])

    def _draw_alike(self, shape: Shape, members: Sequence[tuple[int, int]]) -> None:
        u = np.stack([self._uniforms(i, e) for i, e in members])
        values = shape.draw(u.reshape(-1, shape.count + 2), FREE).reshape(len(members), -1, shape.count)
        for (i, e), drawn in zip(members, values, strict=True):
            self.drawn.values[:, i, e, : shape.count] = drawn

    def draw_bound(self, i: int, e: int, constraints: Sequence[Constraint], left_out: Contradictions) -> None:
        """Draw one cell under its constraints, worlds with the same ones in force together."""
        shape, party = self._shapes[e], self._axes.parties[i]
        u, options = self._uniforms(i, e), slice(0, shape.count)
        for rows, active in _patterns(constraints, self._worlds.count):
            allowed = _without_contradiction(party, active, shape, left_out, len(rows))
            self.drawn.values[rows, i, e, options] = shape.draw(u[rows], allowed)
            red, rejected = np.zeros(shape.count, dtype=bool), np.zeros(shape.count, dtype=bool)
            red[list(allowed.red)] = True
            rejected[list(allowed.at_most)] = True
            self.drawn.red_lines[rows, i, e, options] = red
            self.drawn.rejected[rows, i, e, options] = rejected

    def draw_all(self, cells: Cells, left_out: Contradictions) -> None:
        """Draw every cell of the case."""
        pairs = [(i, e) for i in range(len(self._axes.parties)) for e in range(len(self._shapes))]
        self.draw_free(pair for pair in pairs if not cells.get(pair))
        for i, e in pairs:
            if cells.get((i, e)):
                self.draw_bound(i, e, cells[i, e], left_out)

    def _uniforms(self, i: int, e: int) -> NDArray[np.float64]:
        name = f"values:{self._axes.parties[i]}:{self._axes.elements[e]}"
        return self._worlds.uniform(name, self._shapes[e].count + 2)


def _patterns(constraints: Sequence[Constraint], count: int) -> Iterator[tuple[NDArray[np.int64], list[Constraint]]]:
    """Group worlds in which the same constraints are active."""
    active = np.stack([c.active for c in constraints], axis=1)
    patterns, which = np.unique(active, axis=0, return_inverse=True)
    order = np.argsort(which.reshape(-1), kind="stable")
    groups = np.split(order, np.cumsum(np.bincount(which.reshape(-1), minlength=len(patterns)))[:-1])
    for pattern, rows in zip(patterns, groups, strict=True):
        yield rows, [c for c, on in zip(constraints, pattern, strict=True) if on]


def _without_contradiction(
    party: str, constraints: Sequence[Constraint], shape: Shape, left_out: Contradictions, worlds: int
) -> Allowed:
    """Resolve the constraints; while nothing fits, leave out the least reliable of the smallest conflict."""
    kept = list(constraints)
    while True:
        standing = stand(kept, shape.status_quo)
        if shape.possible(allowed := standing.allowed()):
            return allowed
        reliability = [c.reliability for c in kept]
        conflict, proof = smallest_conflict(reliability, lambda s, now=standing: shape.possible(now.allowed(s)))  # type: ignore[misc]
        weakest = least_reliable(conflict, reliability)
        left_out.add(kept[weakest].claim, party, [kept[n].claim for n in conflict], proof, worlds)
        kept.pop(weakest)
