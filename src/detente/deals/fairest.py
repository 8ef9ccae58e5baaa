"""The fairest package world by world: a linear bound, a rounded package, and the gap between them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from detente.deals.gains import INDIFFERENT, Gains
from detente.deals.records import FairestDeals
from detente.deals.spread import quantiles

ROUNDINGS = 4_096
"""Most combinations of half-chosen options tried when rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """The best rounding of one world's linear solution: value, linear bound, and the row chosen in each block."""

    value: float
    bound: float
    rows: NDArray[np.int64]


class MaxMinProgram:
    """``max t`` subject to ``constant_i + sum_b x_b . block_b[:, i] >= t_i scale_i t``; one model, new numbers."""

    def __init__(self, sizes: Sequence[int], parties: int) -> None:
        self.sizes, self.parties = list(sizes), parties
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)

    def solve(self, gain: NDArray[np.float64], allowed: NDArray[np.bool_], constant: NDArray[np.float64]) -> Rounded:
        """Solve one world: `gain` (row over all blocks, party), `allowed` (row,), `constant` (party,)."""
        self.solver.passModel(self._model(gain, allowed, constant))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Rounded(np.nan, np.nan, np.zeros(len(self.sizes), dtype=np.int64))
        solution = np.array(self.solver.getSolution().col_value)
        return self._round(solution[:-1], float(solution[-1]), gain, constant)

    def _model(
        self, gain: NDArray[np.float64], allowed: NDArray[np.bool_], constant: NDArray[np.float64]
    ) -> highspy.HighsLp:
        count, blocks = len(gain), len(self.sizes)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = count + 1, blocks + self.parties
        model.col_cost_ = np.append(np.zeros(count), 1.0)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_lower_ = np.append(np.zeros(count), -highspy.kHighsInf)
        model.col_upper_ = np.append(allowed.astype(float), highspy.kHighsInf)
        model.row_lower_ = np.append(np.ones(blocks), -constant)
        model.row_upper_ = np.append(np.ones(blocks), np.full(self.parties, highspy.kHighsInf))
        per_column = 1 + self.parties
        block_rows = np.repeat(np.arange(blocks), self.sizes)[:, None]
        party_rows = np.broadcast_to(blocks + np.arange(self.parties), (count, self.parties))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        starts = np.append(np.arange(count + 1) * per_column, count * per_column + self.parties)
        model.a_matrix_.start_ = starts.astype(np.int32)
        index = np.append(np.column_stack([block_rows, party_rows]).ravel(), blocks + np.arange(self.parties))
        model.a_matrix_.index_ = index.astype(np.int32)
        values = np.column_stack([np.ones(count), gain]).ravel()
        model.a_matrix_.value_ = np.append(values, -np.ones(self.parties))
        return model

    def _round(
        self, x: NDArray[np.float64], bound: float, gain: NDArray[np.float64], constant: NDArray[np.float64]
    ) -> Rounded:
        """Try every combination of the options that the linear solution mixes; few blocks are mixed."""
        ends = np.cumsum(self.sizes)
        support = [np.flatnonzero(x[end - size : end] > 1e-9) for end, size in zip(ends, self.sizes, strict=True)]
        starts = ends - self.sizes
        settled = [b for b, s in enumerate(support) if len(s) == 1]
        mixed = [b for b, s in enumerate(support) if len(s) > 1]
        rows = np.array([s[0] for s in support])
        base = constant + gain[starts[settled] + rows[settled]].sum(axis=0)
        best, best_rows = -np.inf, rows
        for pick in islice(product(*(support[b] for b in mixed)), ROUNDINGS):
            value = float(
                (base + sum((gain[starts[b] + o] for b, o in zip(mixed, pick, strict=True)), start=0.0)).min()
            )
            if value > best:
                best, best_rows = value, rows.copy()
                best_rows[mixed] = pick
        return Rounded(best, bound, best_rows)


def fairest_deals(gains: Gains, jobs: int = 1) -> tuple[FairestDeals, NDArray[np.int64]]:
    """Solve the Kalai-Smorodinsky problem in every world; also returns the packages found, (package, block).

    Gains are shares of what each party of `gains` could gain at best in that world, red lines kept.
    A world has a deal when the rounded package leaves nobody worse off, and none when the linear bound is below
    zero; in between it is counted as undecided, not guessed.
    """
    sizes = [len(b.combinations) for b in gains.blocks]
    gain = np.concatenate(gains.gain, axis=2)
    allowed = ~np.concatenate([r.any(axis=1) for r in gains.red], axis=1)
    starts = np.cumsum([0, *sizes[:-1]])
    stuck = ~np.logical_or.reduceat(allowed, starts, axis=1).all(axis=1)
    masked = np.where(allowed[:, None, :], gain, -np.inf)
    best = np.maximum.reduceat(masked, starts, axis=2).sum(axis=2) + gains.constant
    hopeless = stuck | (best < 0).any(axis=1)
    room = np.where(best > 1e-12, best, 1.0)
    rows = np.flatnonzero(~hopeless)

    def solve(some: NDArray[np.int64]) -> list[Rounded]:
        program = MaxMinProgram(sizes, len(gains.parties))
        return [program.solve((gain[w] / room[w][:, None]).T, allowed[w], gains.constant[w] / room[w]) for w in some]

    with ThreadPoolExecutor(jobs) as pool:
        found = [r for part in pool.map(solve, np.array_split(rows, jobs)) for r in part]
    return _summary(found, len(hopeless))


def _summary(found: list[Rounded], worlds: int) -> tuple[FairestDeals, NDArray[np.int64]]:
    value = np.array([f.value for f in found])
    bound = np.array([f.bound for f in found])
    deal = value >= INDIFFERENT
    undecided = int(((bound >= -1e-9) & ~deal).sum())
    failed = int(np.isnan(value).sum())
    empty = np.zeros(1)
    summary = FairestDeals(
        worlds_with_deal=float(deal.sum()) / worlds,
        smallest_gain=quantiles(value[deal] if deal.any() else empty, "share of the best gain"),
        certificate_gap=quantiles((bound - value)[deal] if deal.any() else empty, "share of the best gain"),
        failed=failed,
        method=f"linear bound and rounding in each world; {undecided} worlds undecided, {failed} failed",
    )
    packages = [f.rows for f, ok in zip(found, deal, strict=True) if ok]
    return summary, np.array(packages, dtype=np.int64)
