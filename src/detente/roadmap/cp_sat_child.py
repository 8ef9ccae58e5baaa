"""Runs in a process of its own: OR-Tools and highspy bring two builds of one library and cannot share a process.

One problem per line of standard input, one answer per line of standard output, both JSON; `cp_sat.py` writes and reads
them. Nothing of this package is imported here.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from ortools.sat.python import cp_model

WORKERS = 1
SEED = 0


class _Model:
    """One problem as constraints over start days."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.model = cp_model.CpModel()
        horizon = told["horizon"]
        self.lengths = [length for length, _, _, _ in told["tasks"]]
        self.starts = [
            self.model.new_int_var(release, (horizon if by is None else by) - length, "")
            for length, release, by, _ in told["tasks"]
        ]
        self.ends = [start + length for start, length in zip(self.starts, self.lengths, strict=True)]
        self._order()
        self._capacities()
        self._balances()
        self._holdbacks()
        for start, day in zip(self.starts, told["hint"] or (), strict=False):
            self.model.add_hint(start, day)

    def _order(self) -> None:
        for n, (_, _, _, after) in enumerate(self.told["tasks"]):
            for before in after:
                self.model.add(self.starts[n] >= self.ends[before])
        for first, last, days in self.told["spans"]:
            self.model.add(self.ends[last] <= self.starts[first] + days)

    def _capacities(self) -> None:
        for limit, uses in self.told["capacities"]:
            spans = [
                self.model.new_fixed_size_interval_var(self.starts[n] + offset, length, "")
                for n, _, offset, length in uses
            ]
            self.model.add_cumulative(spans, [amount for _, amount, _, _ in uses], limit)

    def _balances(self) -> None:
        for band, changes in self.told["balances"]:
            times = [self.ends[n] for n, _ in changes]
            self.model.add_reservoir_constraint(times, [points for _, points in changes], -band, band)

    def _holdbacks(self) -> None:
        for most, changes, until in self.told["holdbacks"]:
            last = self.model.new_int_var(0, self.told["horizon"], "")
            self.model.add_max_equality(last, [self.ends[n] for n in until])
            given = []
            for n, points in changes:
                before = self.model.new_bool_var("")
                self.model.add(self.ends[n] >= last).only_enforce_if(~before)
                given.append(points * before)
            self.model.add(sum(given) <= most)

    def measure(self, goal: list[Any]) -> Any:
        """The expression that a goal minimises."""
        return getattr(self, f"_{goal[0]}")(*goal[1:])

    def _end(self) -> Any:
        end = self.model.new_int_var(0, self.told["horizon"], "")
        self.model.add_max_equality(end, self.ends)
        return end

    def _early(self) -> Any:
        return sum(self.ends)

    def _start(self, task: int, sign: int) -> Any:
        return sign * self.starts[task]

    def _moved(self, targets: list[int]) -> Any:
        moved = []
        for start, target in zip(self.starts, targets, strict=True):
            distance = self.model.new_int_var(0, self.told["horizon"] + target, "")
            self.model.add_abs_equality(distance, start - target)
            moved.append(distance)
        return sum(moved)

    def _imbalance(self, dates: list[int], balances: list[list[list[int]]]) -> Any:
        return sum(self._distance(day, changes) for changes in balances for day in dates)

    def _distance(self, day: int, changes: list[list[int]]) -> Any:
        most = sum(abs(points) for _, points in changes)
        given = []
        for n, points in changes:
            ended = self.model.new_bool_var("")
            self.model.add(self.ends[n] <= day).only_enforce_if(ended)
            self.model.add(self.ends[n] > day).only_enforce_if(~ended)
            given.append(points * ended)
        distance = self.model.new_int_var(0, most, "")
        self.model.add(distance >= sum(given))
        self.model.add(distance >= -sum(given))
        return distance

    def _sum(self, goals: list[Any]) -> Any:
        return sum(weight * self.measure(goal) for weight, goal in goals)


def solve(told: dict[str, Any]) -> dict[str, Any]:
    """Solve one problem; the effort is counted in deterministic units, never in seconds."""
    if any(by is not None and by < release + length for length, release, by, _ in told["tasks"]):
        return {"status": "INFEASIBLE", "starts": None, "value": None, "bound": None, "effort": 0.0}
    made = _Model(told)
    for goal, most in told["at_most"]:
        made.model.add(made.measure(goal) <= most)
    if told["minimise"] is not None:
        made.model.minimize(made.measure(told["minimise"]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = SEED
    # Balances bring many order literals; probing and linear relaxations of them cost more than they prove.
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.linearization_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_deterministic_time = told["effort"]
    status = solver.solve(made.model)
    known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "status": solver.status_name(status),
        "starts": [solver.value(start) for start in made.starts] if known else None,
        "value": round(solver.objective_value) if known else None,
        "bound": solver.best_objective_bound if known else None,
        "effort": solver.response_proto.deterministic_time,
    }


def main() -> None:
    """Answer line by line until the input ends."""
    for line in sys.stdin:
        print(json.dumps(solve(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
