"""The trade model in the anchor worlds: many sets of shocks at once, shared by those who work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import ShockRow
from detente.economy.energy_payoffs import Passed, withdraw
from detente.economy.shock_cells import Array, Deficits, DrawnRow, combine, matters, within
from detente.economy.trade import (
    Chunk,
    Each,
    Setting,
    Shock,
    State,
    chunk_rows,
    expected_seconds,
    joined,
    rows_of,
    solve_chunk,
)
from detente.workers import Workers


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What energy shocks of a set do in the trade model: costs of energy, and flows of which trade shocks say nothing.

    `sector`: where energy is traded. `withdrawn`: its flows, shape (buyer, seller).
    """

    passed: tuple[Passed, ...]
    sector: int
    withdrawn: NDArray[np.bool_]

    @property
    def first_order(self) -> Array:
        """What the costs do to the logarithm of real income at first order, shape (anchor, region)."""
        return np.asarray(sum(one.first_order for one in self.passed))


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """What all solves share: the model, shocks drawn in the anchors, elasticities there (anchor, sector), deficits.

    `start`: where each anchor begins, such as the equilibrium of the status quo; the baseline when absent.
    `beside`: for sets that bring energy shocks, what these do besides.
    """

    setting: Setting
    rows: tuple[DrawnRow, ...]
    theta: Array
    deficits: Deficits
    start: State | None = None
    beside: Mapping[frozenset[str], Beside] = field(default_factory=dict)


def solve_anchors(anchors: Anchors, sets: Sequence[frozenset[str]], workers: Workers) -> list[Each]:
    """Solve every set of shocks in every anchor, on top of the measures in force; one result for each set.

    A chunk of one set is a task. Shocks are put together where they are solved: what travels is small. Where anchors do
    not differ, one is solved and stands for all.
    """
    parts = [chunk_rows(distinct_anchors(anchors, named)) for named in sets]
    tasks = [(named, rows) for named, chunks in zip(sets, parts, strict=True) for rows in chunks]
    solves = sum(distinct_anchors(anchors, named) for named in sets)
    found = iter(workers.spread(_solve_rows, anchors, tasks, expected_seconds(anchors.setting.baseline, solves)))
    return [_for_all(joined([next(found) for _ in chunks]), len(anchors.theta)) for chunks in parts]


def distinct_anchors(anchors: Anchors, named: Collection[str]) -> int:
    """How many equilibria a set of shocks takes: one for each anchor, or a single one where nothing differs."""
    scaled = bool((anchors.theta != anchors.theta[:1]).any()) or frozenset(named) in anchors.beside
    return distinct_worlds((entry.row for entry in anchors.rows), named, scaled, len(anchors.theta))


def distinct_worlds(rows: Iterable[ShockRow], named: Collection[str], scaled: bool, worlds: int) -> int:
    """The same before anything is drawn; `scaled`: whether elasticities differ between worlds."""
    return worlds if scaled or any(matters(row, named) for row in rows) else 1


def counted(anchors: Anchors, sets: Sequence[frozenset[str]], found: Sequence[Each]) -> tuple[int, int]:
    """Equilibria that sets of shocks took, and how many of these did not converge."""
    solves = [distinct_anchors(anchors, named) for named in sets]
    failed = (int((~each.converged[:count]).sum()) for each, count in zip(found, solves, strict=True))
    return sum(solves), sum(failed)


def _for_all(found: Each, worlds: int) -> Each:
    """One equilibrium for all worlds, or each its own."""
    if len(found.converged) == worlds:
        return found
    copies = np.zeros(worlds, dtype=np.int64)
    state = State(found.state.wage[copies], found.state.price[copies], found.state.spending[copies])
    return Each(found.real_income_hat[copies], found.converged[copies], state, found.spent[copies])


def _solve_rows(anchors: Anchors, task: tuple[frozenset[str], slice]) -> Each:
    named, rows = task
    theta, beside = anchors.theta[rows], anchors.beside.get(named)
    drawn = within(anchors.rows, rows)
    if beside is not None:
        drawn = withdraw(drawn, named, beside.sector, beside.withdrawn)
    shocks = combine(drawn, named, theta, anchors.deficits)
    if beside is not None:
        shape = anchors.setting.baseline.trade_share.shape
        shocks = [_dearer(shock, beside.passed, rows.start + k, shape) for k, shock in enumerate(shocks)]
    start = None if anchors.start is None else rows_of(anchors.start, rows)
    return solve_chunk(anchors.setting, Chunk(shocks, theta, start))


def _dearer(shock: Shock, passed: tuple[Passed, ...], anchor: int, shape: tuple[int, ...]) -> Shock:
    """The shock with the costs of energy on all purchases of their sectors, those at home among them."""
    iceberg = np.broadcast_to(shock.iceberg, shape).copy()
    for one in passed:
        iceberg[one.sector] *= np.exp(one.cost[anchor])[:, None]
    return replace(shock, iceberg=iceberg)
