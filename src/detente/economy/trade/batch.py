"""Many draws of elasticities and sizes times many shocks, solved together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.counterfactual import FIRST_TRY, SECOND_TRY
from detente.economy.trade.iterate import Found, iterate
from detente.economy.trade.shock import Shock, check_shock
from detente.economy.trade.steps import Responses, respond
from detente.economy.trade.system import State, System, pose, sweep, unchanged
from detente.economy.trade.technology import living_cost
from detente.workers import ALONE, Workers

CHUNK = 24
"""Draws that are solved together; fixed, so that the number of workers changes no digit."""

SECONDS_PER_CELL = 1.5e-7
"""Time of one equilibrium per flow of the baseline (sector, buyer, seller): 1 ms for 21 x 12, 0.2 s for 141 x 65."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Payoffs of every draw and shock. Axes: draw, shock, region.

    Attributes
    ----------
    real_income_hat, real_wage_hat : array, shape (draw, shock, region)
        Exact changes, as ratios; not a number where the draw did not converge.
    converged : array of bool, shape (draw, shock)
        Which solutions may be used; the others are counted in `failed` and never filled in.
    residual, iterations : array, shape (draw, shock)
        Largest relative gap left on any market, and sweeps needed.
    """

    real_income_hat: Array
    real_wage_hat: Array
    converged: NDArray[np.bool_]
    residual: Array
    iterations: NDArray[np.int64]

    @property
    def solves(self) -> int:
        """Equilibria that were asked for."""
        return int(self.converged.size)

    @property
    def failed(self) -> int:
        """Equilibria that did not converge, to be printed beside every number made from the rest."""
        return int((~self.converged).sum())


@dataclass(frozen=True, slots=True)
class Draws:
    """What differs between draws: elasticities (draw, sector) and the size of the shock (draw,), 1 in full.

    A size multiplies the logarithm of every factor and every transfer; bans hold in full at any size.
    """

    theta: Array
    size: Array

    def rows(self, start: int, stop: int) -> Draws:
        """A range of draws."""
        return Draws(self.theta[start:stop], self.size[start:stop])


@dataclass(frozen=True, slots=True, eq=False)
class _Posed:
    """What all chunks of a batch share."""

    baseline: Baseline
    responses: Responses
    shocks: tuple[Shock, ...]
    tolerance: float


def solve_batch(
    baseline: Baseline, shocks: Sequence[Shock], draws: Draws, workers: Workers = ALONE, tolerance: float = 1e-8
) -> Batch:
    """Solve every shock in every draw; `workers` share them, in chunks, and change no digit of the result.

    Draws go through the same loop as in `solve`, side by side. Those that do not converge are tried once more
    with caution, then masked and counted.

    Raises
    ------
    CaseError
        When draws do not fit the baseline, are not above 0, or a shock has no meaning.
    """
    _check(baseline, shocks, draws)
    posed = _Posed(baseline, respond(baseline), tuple(shocks), tolerance)
    starts = range(0, len(draws.theta), CHUNK)
    tasks = [(s, draws.rows(start, start + CHUNK)) for s in range(len(shocks)) for start in starts]
    parts = workers.spread(_solve_chunk, posed, tasks, expected_seconds(baseline, len(shocks) * len(draws.theta)))
    return _joined([parts[k : k + len(starts)] for k in range(0, len(tasks), len(starts))])


def expected_seconds(baseline: Baseline, solves: int) -> float:
    """About how long some equilibria take on one core: what decides whether more are worth asking."""
    return SECONDS_PER_CELL * solves * baseline.trade_share.size


def _check(baseline: Baseline, shocks: Sequence[Shock], draws: Draws) -> None:
    if draws.theta.ndim != 2 or draws.theta.shape[1] != len(baseline.sectors) or not len(draws.theta) or not shocks:
        raise CaseError(f"Draws of theta need the shape (draw, {len(baseline.sectors)}), with a shock and a draw.")
    if draws.size.shape != draws.theta.shape[:1]:
        raise CaseError("Sizes of the shock need one entry for each draw of theta.")
    if not bool((draws.theta > 0).all() and (draws.size > 0).all() and np.isfinite(draws.theta).all()):
        raise CaseError("Elasticities and sizes of shocks must be above 0 in every draw.")
    for shock in shocks:
        check_shock(shock)


def _solve_chunk(posed: _Posed, task: tuple[int, Draws]) -> Batch:
    at, draws = task
    system = pose(posed.baseline, posed.shocks[at], draws.theta, draws.size)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = search(system, posed.responses, unchanged(system), posed.tolerance)
        return _measured(system, found, posed.tolerance)


def search(system: System, responses: Responses, start: State, tolerance: float) -> Found:
    """Look for the equilibrium of every draw from `start`; once more from the baseline and with caution where lost."""
    found = iterate(system, responses, start, replace(FIRST_TRY, tolerance=tolerance))
    failed = ~(found.residual <= tolerance)
    if failed.any():
        part = system.take(failed)
        again = iterate(part, responses, unchanged(part), replace(SECOND_TRY, tolerance=tolerance))
        found = _patched(found, failed, again)
    return found


def _patched(found: Found, rows: NDArray[np.bool_], again: Found) -> Found:
    pairs = zip(
        (found.state.wage, found.state.price, found.state.spending, found.residual),
        (again.state.wage, again.state.price, again.state.spending, again.residual),
        strict=True,
    )
    wage, price, spending, residual = (_filled(old, rows, new) for old, new in pairs)
    iterations = found.iterations.copy()
    iterations[rows] += again.iterations
    return Found(State(wage, price, spending), iterations, residual)


def _filled(old: Array, rows: NDArray[np.bool_], new: Array) -> Array:
    filled = old.copy()
    filled[rows] = new
    return filled


def _measured(system: System, found: Found, tolerance: float) -> Batch:
    """Real income and wages of a chunk of one shock; axes draw, one, region."""
    last = sweep(system, found.state)
    cost = living_cost(system.baseline, found.state.price + last.price_gap)
    converged = found.residual <= tolerance
    income = last.income / system.baseline.income / np.exp(cost)
    wage = np.exp(found.state.wage - cost)
    income, wage = (np.where(converged[:, None], x, np.nan) for x in (income, wage))
    return Batch(income[:, None], wage[:, None], converged[:, None], found.residual[:, None], found.iterations[:, None])


def _joined(parts: list[list[Batch]]) -> Batch:
    """Chunks below each other, shocks side by side."""
    columns = [[[getattr(chunk, f.name) for chunk in chunks] for chunks in parts] for f in fields(Batch)]
    income, wage, converged, residual, iterations = (
        np.concatenate([np.concatenate(chunks) for chunks in column], axis=1) for column in columns
    )
    return Batch(income, wage, converged, residual, iterations)
