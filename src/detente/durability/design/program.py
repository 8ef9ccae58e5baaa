"""The linear program: least cost, subject to the margins; rows enter when a solution violates them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from detente.case import NotConverged
from detente.durability.design.agreement import Agreement
from detente.durability.design.plan import Places, Plan, places_of
from detente.durability.design.records import Limits, Prices
from detente.durability.design.rows import MarginRows
from detente.durability.terms import FloatArray

ABOVE_FLOOR = 1e-6
"""Thousand dollars by which the program keeps margins above the floor, so that rounding leaves none below it."""

WORST_AT_ONCE = 60
"""Violated rows added in one round, beyond the worst of each group: few rounds, few rows."""

MOST_ROUNDS = 400


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Decisions of least cost and the dual of every margin row, USD bn of cost per USD bn of floor."""

    vector: FloatArray
    cost: float
    duals: FloatArray
    shortfall: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Elastic:
    """Margins that may fall short: `label` (row,) names whose shortfall it is, and its total is what is least."""

    label: NDArray[np.int64]
    count: int


def unit_costs(agreement: Agreement, prices: Prices) -> FloatArray:
    """Cost of one unit of each decision, USD bn of present value."""
    places, terms = places_of(agreement), agreement.terms
    rate = -np.log(prices.discount)
    worth = np.exp(-rate * terms.starts_years) / rate
    during = worth - np.append(worth[1:], 0.0)
    late = np.maximum(terms.starts_years[None, :] - terms.starts_years[agreement.earliest][:, None], 0.0)
    forgone = np.maximum(agreement.flow.sum(axis=1).mean(axis=0), 0.0)
    yearly = prices.delay_usd_bn_per_year * terms.share + prices.delay_of_gain * forgone
    delay = yearly[:, None] * late
    costs = np.zeros(places.count)
    costs[: places.escrow] = delay.ravel()
    costs[places.escrow : places.paid] = np.tile(prices.escrow_per_year * worth, places.parties)
    costs[places.paid : places.received] = np.tile(prices.transfer * during, places.parties)
    costs[places.subsidy :] = prices.subsidy * during
    return costs


@dataclass(slots=True, eq=False)
class MarginProgram:
    """Least cost over deliveries, escrow, transfers and subsidy; margins of the worlds that count reach `target`."""

    agreement: Agreement
    allowed: NDArray[np.bool_]
    rows: MarginRows
    prices: Prices
    limits: Limits
    floor: float
    exact: bool = True
    elastic: Elastic | None = None
    solver: Any = field(init=False)
    held: list[int] = field(init=False, default_factory=list)
    first: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("primal_feasibility_tolerance", 1e-9)):
            self.solver.setOptionValue(option, value)
        self._add_decisions()
        self._add_structure()
        self.first = int(self.solver.getNumRow())

    @property
    def places(self) -> Places:
        """Places of the decisions."""
        return places_of(self.agreement)

    @property
    def target(self) -> float:
        """Margin that the rows ask for."""
        return self.floor + ABOVE_FLOOR

    def count_worlds(self, counts: NDArray[np.bool_]) -> None:
        """Let only some worlds count, shape (world,)."""
        for place, row in enumerate(self.held):
            counted = counts[self.rows.world[row]]
            lower = self.target - self.rows.constant[row] if counted else -highspy.kHighsInf
            self.solver.changeRowBounds(self.first + place, lower, highspy.kHighsInf)

    def solve(self, counts: NDArray[np.bool_]) -> Solution | None:
        """Solve with the worlds that count; None where nothing is feasible.

        Raises NotConverged when the solver stops without an answer.
        """
        self.count_worlds(counts)
        active = counts[self.rows.world]
        for _ in range(MOST_ROUNDS):
            solution = self._run()
            if solution is None:
                return None
            short = self.target - self.rows.margins(solution.vector) - solution.shortfall
            missing = np.where(active, short, -np.inf)
            missing[self.held] = -np.inf
            wanted = self._worst(missing)
            if not wanted.size:
                return solution
            self._add_rows(wanted)
        raise NotConverged(f"The design: margins were still violated after {MOST_ROUNDS} rounds of the linear program.")

    def _worst(self, missing: FloatArray) -> NDArray[np.int64]:
        """Violated rows to add: the worst of every group, and the worst of all."""
        violated = np.flatnonzero(missing > ABOVE_FLOOR / 2)
        order = violated[np.argsort(-missing[violated], kind="stable")]
        _, heads = np.unique(self.rows.group[order], return_index=True)
        return np.unique(np.concatenate([order[heads], order[:WORST_AT_ONCE]]))

    def _run(self) -> Solution | None:
        self.solver.run()
        status = self.solver.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NotConverged(f"The design: the linear program stopped with status {status}.")
        found = self.solver.getSolution()
        values = np.array(found.col_value)
        duals = np.zeros(len(self.rows.constant))
        duals[self.held] = np.array(found.row_dual)[self.first :]
        vector, short = values[: self.places.count], values[self.places.count :]
        shortfall = short[self.elastic.label] if self.elastic else np.zeros(len(self.rows.constant))
        return Solution(vector, float(self.solver.getInfo().objective_function_value), duals, shortfall)

    def _add_rows(self, wanted: NDArray[np.int64]) -> None:
        coefficients = self.rows.coefficients[wanted]
        if self.elastic:
            own = np.zeros((len(wanted), self.elastic.count))
            own[np.arange(len(wanted)), self.elastic.label[wanted]] = 1.0
            coefficients = np.concatenate([coefficients, own], axis=1)
        lower = self.target - self.rows.constant[wanted]
        self._append(coefficients, lower, np.full(len(wanted), highspy.kHighsInf))
        self.held += wanted.tolist()

    def _append(self, coefficients: FloatArray, lower: FloatArray, upper: FloatArray) -> None:
        row, column = np.nonzero(coefficients)
        starts = np.searchsorted(row, np.arange(len(coefficients))).astype(np.int32)
        values = coefficients[row, column]
        self.solver.addRows(len(coefficients), lower, upper, len(values), starts, column.astype(np.int32), values)

    def _add_decisions(self) -> None:
        places = self.places
        most = np.full(places.count, highspy.kHighsInf)
        most[: places.escrow] = self.allowed.ravel()
        most[places.paid : places.subsidy] = self.limits.transfer_usd_bn_per_year
        most[places.subsidy :] = self.limits.subsidy_usd_bn_per_year
        for party in self._without_purse():
            first = places.paid + party * places.phases
            most[first : first + places.phases] = 0.0
        costs = unit_costs(self.agreement, self.prices)
        if self.elastic:
            # Shortfall comes first; the plan is a cheap one among those that miss least.
            costs = np.concatenate([costs * 1e-6, np.ones(self.elastic.count)])
            most = np.concatenate([most, np.full(self.elastic.count, highspy.kHighsInf)])
        self.solver.addVars(len(most), np.zeros(len(most)), most)
        self.solver.changeColsCost(len(most), np.arange(len(most), dtype=np.int32), costs)

    def _without_purse(self) -> list[int]:
        """Parties that may not pay."""
        if self.limits.payers is None:
            return []
        terms = self.agreement.terms
        ids = {int(owner): o.owner for owner, o in zip(terms.owner, terms.obligations, strict=True)}
        return [place for place, party in enumerate(self.agreement.parties) if ids[party] not in self.limits.payers]

    def _add_structure(self) -> None:
        """Deliver everything once, in order; let transfers sum to the subsidy; keep escrow within its limit."""
        places = self.places
        whole = np.zeros((places.obligations, places.obligations, places.phases))
        whole[np.arange(places.obligations), np.arange(places.obligations)] = 1.0
        self._equal(whole.reshape(places.obligations, -1), 1.0)
        budget = np.zeros((places.phases, places.count))
        for phase in range(places.phases):
            budget[phase, places.paid + phase : places.received : places.phases] = -1.0
            budget[phase, places.received + phase : places.subsidy : places.phases] = 1.0
            budget[phase, places.subsidy + phase] = -1.0
        self._equal(budget, 0.0)
        self._add_precedence()
        if np.isfinite(self.limits.escrow_usd_bn):
            escrow = np.zeros((places.parties, places.count))
            for party in range(places.parties):
                first = places.escrow + party * places.phases
                escrow[party, first : first + places.phases] = 1.0
            self._append(escrow, np.zeros(places.parties), np.full(places.parties, self.limits.escrow_usd_bn))

    def _equal(self, coefficients: FloatArray, value: float) -> None:
        bound = np.full(len(coefficients), value)
        self._append(coefficients, bound, bound)

    def _add_precedence(self) -> None:
        """What waits for another is never delivered further than that: ``sum_{v<=u} dy[n,v] <= sum_{v<=u} dy[m,v]``."""
        places, phases = self.places, self.places.phases
        pairs = self.agreement.after
        if not pairs:
            return
        rows = np.zeros((len(pairs) * (phases - 1), places.count))
        for k, (waiting, before) in enumerate(pairs):
            for phase in range(phases - 1):
                row = rows[k * (phases - 1) + phase]
                row[before * phases : before * phases + phase + 1] = 1.0
                row[waiting * phases : waiting * phases + phase + 1] = -1.0
        self._append(rows, np.zeros(len(rows)), np.full(len(rows), highspy.kHighsInf))


def cost_by_kind(agreement: Agreement, prices: Prices, plan: Plan) -> tuple[float, float, float, float]:
    """Cost of a plan: subsidy, transfers, escrow, delay; USD bn of present value."""
    places, costs = places_of(agreement), unit_costs(agreement, prices)
    paid = costs * plan.vector()
    delay, escrow, transfer, subsidy = (
        float(part.sum()) for part in np.split(paid, [places.escrow, places.paid, places.subsidy])
    )
    return subsidy, transfer, escrow, delay
