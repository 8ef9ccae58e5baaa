"""Many worlds, each with a shock and elasticities of its own, solved side by side."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.batch import CHUNK, search
from detente.economy.trade.shock import Shock, check_shock
from detente.economy.trade.steps import Responses, respond
from detente.economy.trade.system import State, System, pose, sweep, unchanged
from detente.economy.trade.technology import living_cost


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """The equilibrium of every world.

    `real_income_hat`: exact changes against the baseline, shape (world, region); not a number where the world did
    not converge. `converged`: shape (world,). `state`: where each world ended, to start neighbours from.
    """

    real_income_hat: Array
    converged: NDArray[np.bool_]
    state: State


def solve_each(
    baseline: Baseline,
    shocks: Sequence[Shock],
    theta: Array,
    start: State | None = None,
    tolerance: float = 1e-8,
    jobs: int = 1,
) -> Each:
    """Solve shock ``w`` with elasticities ``theta[w]``, shape (world, sector), for every world ``w``.

    `start` is where to begin, the baseline itself when absent. Chunks have a fixed size, so that the number of
    `jobs` changes no digit. Worlds that do not converge are masked, never filled in.
    """
    for shock in shocks:
        check_shock(shock)
    responses = respond(baseline)

    def run(first: int) -> Each:
        rows = slice(first, first + CHUNK)
        pairs = zip(shocks[rows], theta[rows], strict=True)
        system = _stacked([pose(baseline, shock, row[None], np.ones(1)) for shock, row in pairs])
        return _solved(system, responses, unchanged(system) if start is None else _rows(start, rows), tolerance)

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        return _joined(list(pool.map(run, range(0, len(shocks), CHUNK))))


def _stacked(systems: list[System]) -> System:
    """Systems of one draw each as one of many; weights that no tax touches stay the same object."""
    parts = {f.name: [getattr(s, f.name) for s in systems] for f in fields(System) if f.name != "baseline"}
    joined = {name: np.concatenate(part) for name, part in parts.items()}
    if all(s.border is s.weight for s in systems):
        joined["border"] = joined["weight"]
    if all(s.factory is s.border for s in systems):
        joined["factory"] = joined["border"]
    return System(baseline=systems[0].baseline, **joined)


def _solved(system: System, responses: Responses, start: State, tolerance: float) -> Each:
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = search(system, responses, start, tolerance)
        last = sweep(system, found.state)
        cost = living_cost(system.baseline, found.state.price + last.price_gap)
        converged = found.residual <= tolerance
        income = np.where(converged[:, None], last.income / system.baseline.income / np.exp(cost), np.nan)
    return Each(income, converged, found.state)


def _rows(state: State, rows: slice) -> State:
    return State(state.wage[rows], state.price[rows], state.spending[rows])


def _joined(parts: list[Each]) -> Each:
    states = [part.state for part in parts]
    names = ("wage", "price", "spending")
    state = State(*(np.concatenate([getattr(s, name) for s in states]) for name in names))
    income = np.concatenate([part.real_income_hat for part in parts])
    return Each(income, np.concatenate([part.converged for part in parts]), state)
