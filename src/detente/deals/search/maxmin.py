"""The package with the largest smallest gain in one world: a linear programme, and its solution rounded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from detente.deals.worth.gains import Gains

ROUNDINGS = 4_096
"""Most combinations of half-chosen options tried when rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """The best rounding of one world's linear solution: value, linear bound, and the row chosen in each block."""

    value: float
    bound: float
    rows: NDArray[np.int64]


class MaxMinProgram:
    """``max t`` subject to ``constant_i + sum_b x_b . block_b[:, i] - sum_l loss_l y_l >= best_i t`` for each party i.

    In each block the shares x sum to one. A condition that no block holds has ``y_l >= x_option - x_condition``; a rule
    has ``x_option <= x_other`` or ``x_option + x_other <= 1``. One model, new numbers in every world.
    """

    def __init__(self, gains: Gains) -> None:
        self.gains = gains
        self.sizes = [len(b.combinations) for b in gains.blocks]
        self.ends = np.cumsum(self.sizes)
        self.columns = int(self.ends[-1])
        place = {e: n for n, block in enumerate(gains.blocks) for e in block.elements}
        starts = self.ends - self.sizes
        # Both ends of a tie that no block holds are blocks of one element, so that rows are options.
        self.ties = [
            (starts[place[p.element]] + p.option, starts[place[p.condition_element]] + p.condition_option)
            for p in gains.penalties
        ]
        self.rules = [
            (starts[place[r.element]] + r.option, starts[place[r.other_element]] + r.other_option) for r in gains.rules
        ]
        self.matrix = self._matrix()
        self.entries = np.nonzero(self.matrix.T)
        self.basis: Any = None
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self.solver.setOptionValue(option, value)

    def _matrix(self) -> NDArray[np.float64]:
        """What is the same in every world; numbers of this world stand as ones until `_model` fills them in."""
        blocks, parties, ties = len(self.sizes), len(self.gains.parties), len(self.ties)
        matrix = np.zeros((blocks + parties + ties + len(self.rules), self.columns + 1 + ties))
        matrix[np.repeat(np.arange(blocks), self.sizes), np.arange(self.columns)] = 1.0
        matrix[blocks : blocks + parties, : self.columns + 1] = 1.0
        for n, (option, condition) in enumerate(self.ties):
            matrix[blocks + self.gains.penalties[n].party, self.columns + 1 + n] = 1.0
            row = blocks + parties + n
            matrix[row, [option, condition, self.columns + 1 + n]] = 1.0, -1.0, -1.0
        for n, (option, other) in enumerate(self.rules):
            row = blocks + parties + ties + n
            matrix[row, option] += 1.0
            matrix[row, other] += -1.0 if self.gains.rules[n].requires else 1.0
        return matrix

    def start_from(
        self, gain: NDArray[np.float64], allowed: NDArray[np.bool_], best: NDArray[np.float64], world: int
    ) -> None:
        """Solve one world and start all later ones from its basis."""
        self.solver.passModel(self._model(gain / best[:, None], allowed, best, world))
        self.solver.run()
        self.basis = self.solver.getBasis()

    def solve(
        self, gain: NDArray[np.float64], allowed: NDArray[np.bool_], best: NDArray[np.float64], world: int
    ) -> Rounded:
        """Solve one world: `gain` (party, row over all blocks), `allowed` (row,), `best` (party,)."""
        gain = gain / best[:, None]
        self.solver.passModel(self._model(gain, allowed, best, world))
        self.solver.setBasis(self.basis)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return self._without_optimum()
        solution = np.array(self.solver.getSolution().col_value)
        rows, value = self._round(solution[: self.columns], gain, best, world)
        return Rounded(value, float(solution[self.columns]), rows)

    def _without_optimum(self) -> Rounded:
        """No package where the rules and red lines leave none; else unknown, and counted as failed."""
        none = self.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
        return Rounded(-np.inf, -np.inf if none else np.nan, np.zeros(len(self.sizes), dtype=np.int64))

    def _model(
        self, gain: NDArray[np.float64], allowed: NDArray[np.bool_], best: NDArray[np.float64], world: int
    ) -> highspy.HighsLp:
        blocks, parties, ties = len(self.sizes), len(best), len(self.ties)
        self.matrix[blocks : blocks + parties, : self.columns] = gain
        self.matrix[blocks : blocks + parties, self.columns] = -1.0
        red = np.zeros(ties, dtype=bool)
        for n, penalty in enumerate(self.gains.penalties):
            self.matrix[blocks + penalty.party, self.columns + 1 + n] = -penalty.loss[world] / best[penalty.party]
            red[n] = penalty.red[world]
        constant = self.gains.constant[world] / best
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = self.matrix.shape
        model.col_cost_ = np.concatenate([np.zeros(self.columns), [1.0], np.zeros(ties)])
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_lower_ = np.concatenate([np.zeros(self.columns), [-highspy.kHighsInf], np.zeros(ties)])
        model.col_upper_ = np.concatenate([allowed.astype(float), [highspy.kHighsInf], np.where(red, 0.0, 1.0)])
        most = [0.0 if rule.requires else 1.0 for rule in self.gains.rules]
        model.row_lower_ = np.concatenate([np.ones(blocks), -constant, np.full(ties + len(most), -highspy.kHighsInf)])
        model.row_upper_ = np.concatenate([np.ones(blocks), np.full(parties, highspy.kHighsInf), np.zeros(ties), most])
        column, row = self.entries
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.searchsorted(column, np.arange(self.matrix.shape[1] + 1)).astype(np.int32)
        model.a_matrix_.index_ = row.astype(np.int32)
        model.a_matrix_.value_ = self.matrix[row, column]
        return model

    def _round(
        self, x: NDArray[np.float64], gain: NDArray[np.float64], best: NDArray[np.float64], world: int
    ) -> tuple[NDArray[np.int64], float]:
        """Try every combination of the options that the linear solution mixes; few blocks are mixed."""
        above = np.flatnonzero(x > 1e-9)
        block = np.searchsorted(self.ends, above, side="right")
        support = np.split(above, np.flatnonzero(np.diff(block)) + 1)
        picks = np.array(list(islice(product(*support), ROUNDINGS)))
        values = gain[:, picks].sum(axis=2) + (self.gains.constant[world] / best)[:, None]
        self._judge_ties(picks, values, best, world)
        smallest = values.min(axis=0)
        at = int(smallest.argmax())
        return picks[at] - (self.ends - self.sizes), float(smallest[at])

    def _judge_ties(
        self, picks: NDArray[np.int64], values: NDArray[np.float64], best: NDArray[np.float64], world: int
    ) -> None:
        """Take off what unmet conditions cost, and rule out what breaks a rule or crosses a red line; in place."""
        for penalty, (option, condition) in zip(self.gains.penalties, self.ties, strict=True):
            unmet = np.logical_or.reduce(picks == option, axis=1) & ~np.logical_or.reduce(picks == condition, axis=1)
            values[penalty.party, unmet] -= penalty.loss[world] / best[penalty.party]
            if penalty.red[world]:
                values[:, unmet] = -np.inf
        for rule, (option, other) in zip(self.gains.rules, self.rules, strict=True):
            held = np.logical_or.reduce(picks == other, axis=1)
            broken = np.logical_or.reduce(picks == option, axis=1) & (~held if rule.requires else held)
            values[:, broken] = -np.inf
