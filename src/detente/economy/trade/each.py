"""Many worlds, each with a shock and elasticities of its own, solved side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.batch import CHUNK, expected_seconds, search
from detente.economy.trade.shock import Shock, check_shock
from detente.economy.trade.steps import Responses, respond
from detente.economy.trade.system import State, System, pose, sweep, unchanged
from detente.economy.trade.technology import living_cost
from detente.workers import ALONE, Workers


@dataclass(frozen=True, slots=True, eq=False)
class Each:
    """The equilibrium of every world.

    `real_income_hat`: exact changes against the baseline, shape (world, region); not a number where the world did
    not converge. `converged`: shape (world,). `state`: where each world ended, to start neighbours from.
    `spent`: spending on each sector over the income of the region, shape (world, sector, region).
    """

    real_income_hat: Array
    converged: NDArray[np.bool_]
    state: State
    spent: Array


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Some worlds that are solved side by side: shocks, elasticities (world, sector), and where each begins.

    Without a `start` all begin at the baseline.
    """

    shocks: Sequence[Shock]
    theta: Array
    start: State | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What all chunks share: the baseline, its first-order answers, and the largest gap left on a market."""

    baseline: Baseline
    responses: Responses
    tolerance: float


def setting_of(baseline: Baseline, tolerance: float = 1e-8) -> Setting:
    """Work out once what every chunk needs."""
    return Setting(baseline, respond(baseline), tolerance)


def solve_each(
    baseline: Baseline,
    shocks: Sequence[Shock],
    theta: Array,
    start: State | None = None,
    tolerance: float = 1e-8,
    workers: Workers = ALONE,
) -> Each:
    """Solve shock ``w`` with elasticities ``theta[w]``, shape (world, sector), for every world ``w``.

    `start` is where to begin, the baseline itself when absent. Chunks have a fixed size, so that the number of
    `workers` changes no digit. Worlds that do not converge are masked, never filled in.
    """
    parts = chunk_rows(len(shocks))
    tasks = [Chunk(shocks[rows], theta[rows], None if start is None else rows_of(start, rows)) for rows in parts]
    seconds = expected_seconds(baseline, len(shocks))
    return joined(workers.spread(solve_chunk, setting_of(baseline, tolerance), tasks, seconds))


def chunk_rows(count: int) -> list[slice]:
    """The worlds of each chunk, by number."""
    return [slice(first, first + CHUNK) for first in range(0, count, CHUNK)]


def solve_chunk(shared: Setting, chunk: Chunk) -> Each:
    """Solve some worlds side by side, where this is called."""
    for shock in chunk.shocks:
        check_shock(shock)
    pairs = zip(chunk.shocks, chunk.theta, strict=True)
    system = _stacked([pose(shared.baseline, shock, theta[None], np.ones(1)) for shock, theta in pairs])
    start = unchanged(system) if chunk.start is None else chunk.start
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = search(system, shared.responses, start, shared.tolerance)
        last = sweep(system, found.state)
        cost = living_cost(system.baseline, found.state.price + last.price_gap)
        converged = found.residual <= shared.tolerance
        income = np.where(converged[:, None], last.income / system.baseline.income / np.exp(cost), np.nan)
        spent = last.trade.paid / last.income[:, None]
    return Each(income, converged, _compact(found.state), spent)


def _stacked(systems: list[System]) -> System:
    """Systems of one draw each as one of many; weights that no tax touches stay the same object."""
    parts = {f.name: [getattr(s, f.name) for s in systems] for f in fields(System) if f.name != "baseline"}
    joined = {name: np.concatenate(part) for name, part in parts.items()}
    if all(s.border is s.weight for s in systems):
        joined["border"] = joined["weight"]
    if all(s.factory is s.border for s in systems):
        joined["factory"] = joined["border"]
    return System(baseline=systems[0].baseline, **joined)


def _compact(state: State) -> State:
    """The same numbers without the rest of the search that they are views of: less to send, and to keep."""
    return State(*(part.copy(order="K") for part in (state.wage, state.price, state.spending)))


def rows_of(state: State, rows: slice) -> State:
    """A range of worlds."""
    return State(state.wage[rows], state.price[rows], state.spending[rows])


def joined(parts: Sequence[Each]) -> Each:
    """Chunks below each other."""
    states = [part.state for part in parts]
    names = ("wage", "price", "spending")
    state = State(*(np.concatenate([getattr(s, name) for s in states]) for name in names))
    income = np.concatenate([part.real_income_hat for part in parts])
    converged, spent = (np.concatenate([getattr(part, name) for part in parts]) for name in ("converged", "spent"))
    return Each(income, converged, state, spent)
