"""Solutions of a scenario whose frontier is too large to hold: mixed-integer programmes, each with its proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from detente.case import NotConverged
from detente.deals.scenario.table import Scaled
from detente.deals.search.solutions import nash_optimum

NODES = 20_000
"""Most nodes of one search; a limit that does not depend on the clock."""

NOTHING = 1e-6
"""A party that can gain less than this share of its range at best counts as one that cannot gain."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Searched:
    """Row chosen in each block, per solution; `unproven` names those left out; `empty` when nobody can be served."""

    rows: dict[str, Rows]
    unproven: tuple[str, ...]
    empty: bool


def search_solutions(scaled: Scaled) -> Searched:
    """Find each solution by optimisation over all packages that leave nobody worse off.

    Raises NotConverged when it could not be decided whether there is such a package.
    """
    blocks, disagreement = scaled.blocks, scaled.disagreement
    model = _Model(blocks, disagreement)
    raw = scaled.spread / scaled.spread.max()
    fairest = model.highest_smallest(raw, disagreement)
    if fairest is None:
        return Searched({}, (), empty=True)
    searches: dict[str, Callable[[], Rows | None]] = {
        "nash": lambda: _nash(blocks, disagreement),
        "kalai_smorodinsky": model.kalai_smorodinsky,
        "egalitarian": lambda: fairest,
        "utilitarian": lambda: model.highest_sum(raw),
        "maximin": lambda: model.highest_smallest(raw, -scaled.worst),
    }
    found = {name: _proven(search) for name, search in searches.items()}
    rows = {name: row for name, row in found.items() if row is not None}
    return Searched(rows, tuple(name for name in found if name not in rows), empty=False)


def _proven(search: Callable[[], Rows | None]) -> Rows | None:
    """What a search finds, or None when it stopped before it was sure."""
    try:
        return search()
    except NotConverged:
        return None


def _nash(blocks: Sequence[NDArray[np.float64]], disagreement: NDArray[np.float64]) -> Rows | None:
    optimum = nash_optimum(blocks, -disagreement)
    return None if optimum is None else optimum.rows


class _Model:
    """One row per block, nobody below no deal; one more variable stands for the smallest of the values compared."""

    def __init__(self, blocks: Sequence[NDArray[np.float64]], disagreement: NDArray[np.float64]) -> None:
        self.sizes = [len(block) for block in blocks]
        self.utility = np.vstack(blocks)
        self.disagreement = disagreement
        options, parties = self.utility.shape
        block_of = np.repeat(np.arange(len(blocks)), self.sizes)
        place = (block_of, np.arange(options))
        one_each = sparse.csr_array((np.ones(options), place), shape=(len(blocks), options + 1))
        floor = sparse.csr_array(np.column_stack([self.utility.T, np.zeros(parties)]))
        self.always = [LinearConstraint(one_each, 1, 1), LinearConstraint(floor, disagreement, np.inf)]

    def highest_smallest(self, weights: NDArray[np.float64], start: NDArray[np.float64]) -> Rows | None:
        """Maximise ``min_i weights_i (u_i - start_i)`` over parties with a weight; None when nobody can be served."""
        counted = weights > 0
        rows = (self.utility[:, counted] * weights[counted]).T
        below = sparse.csr_array(np.column_stack([rows, -np.ones(len(rows))]))
        cost = np.append(np.zeros(len(self.utility)), -1.0)
        return self._solve(cost, [LinearConstraint(below, (weights * start)[counted], np.inf)])

    def highest_sum(self, weights: NDArray[np.float64]) -> Rows | None:
        """Maximise ``sum_i weights_i u_i``; None when nobody can be served."""
        return self._solve(np.append(-(self.utility @ weights), 0.0), [])

    def kalai_smorodinsky(self) -> Rows | None:
        """Maximise the smallest gain as a share of the highest gain that leaves nobody worse off."""
        room = np.zeros(len(self.disagreement))
        for party, one in enumerate(np.eye(len(room))):
            rows = self.highest_sum(one)
            if rows is None:
                return None
            room[party] = self._utilities(rows)[party] - self.disagreement[party]
        return self.highest_smallest(np.where(room > NOTHING, 1 / np.maximum(room, NOTHING), 0.0), self.disagreement)

    def _utilities(self, rows: Rows) -> NDArray[np.float64]:
        starts = np.cumsum([0, *self.sizes[:-1]])
        total: NDArray[np.float64] = self.utility[starts + rows].sum(axis=0)
        return total

    def _solve(self, cost: NDArray[np.float64], constraints: list[LinearConstraint]) -> Rows | None:
        options = len(self.utility)
        smallest = 0.0 if not constraints else np.inf
        result = milp(
            cost,
            constraints=[*self.always, *constraints],
            integrality=np.append(np.ones(options), 0.0),
            bounds=Bounds(np.append(np.zeros(options), -smallest), np.append(np.ones(options), smallest)),
            options={"mip_rel_gap": 0.0, "node_limit": NODES},
        )
        if result.status == 2:
            return None
        if result.status != 0:
            raise NotConverged(f"The search for a package stopped early: {result.message}")
        shares = np.split(result.x[:options], np.cumsum(self.sizes)[:-1])
        return np.array([share.argmax() for share in shares])
