"""The world of today: costs of measures in force, found so that trade falls as it was seen to fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, CaseError, Estimate, Fit, NotConverged
from detente.economy.shock_cells import Array, DrawnRow, combine, draw_rows
from detente.economy.trade import Baseline, no_shock, solve
from detente.worlds import draw_worlds

CLOSE_ENOUGH = 0.01
"""How far modelled trade may be from what a row states, relative, for the row to count as met."""

FINE = 1e-5
"""Where the search ends: a thousandth of that, so that tables agree in all digits they show."""

ROUNDS = 40
LONGEST_STEP = 1.5
"""Change of a logarithm in one round: a flow falls to a quarter at most."""

LARGEST_COST = 100.0
"""The trade cost of one row, as a factor, at which the search gives up on it."""

NOTHING = 1e-20
"""A flow below this part of what it was is gone."""

SMALLEST_SLOPE = 1e-6
"""Rows on the same flows cannot be told apart: they share a step."""

RESIDUAL = 1e-8
DIGITS = 7
"""Decimals of a power that are kept: further ones differ between machines."""


def fitted(case: Case, baseline: Baseline) -> Case:
    """The case with a `Fit` on every row in force that states trade as it was seen.

    A row states a flow after all measures, relative to the world before them, at the border and as a share of world
    value added: ``F'[r,j] / F[r,j] = x[r]`` in each sector ``j`` over the cells of row ``r``, and so for their sum. Its
    cost is ``-p[r,j] log(x[r]) / theta[j]``. The powers ``p`` are found in the central world, every estimate at its
    mode, with all other measures in force, by the method of [Broyden1965]_ from ``p = 1``, the cost that would do at
    unchanged prices. Other worlds keep the powers. A power is not below 0, as a measure is no subsidy, and no cost is
    above a hundredfold. What cannot be met within these bounds keeps the nearest cost, and its `Fit` says so.

    Parameters
    ----------
    case : Case
        With names of the baseline in its rows.
    baseline : Baseline
        Of the long run: flows that are seen are those after trade has adjusted.

    Raises
    ------
    CaseError
        When rows name what the baseline does not have, or a ban leaves nobody to buy from.
    NotConverged
        When the measures in force leave no equilibrium to start from.
    """
    long_run = replace(case, economy=replace(case.economy, horizon="long"))
    unfitted = replace(long_run, shocks=tuple(replace(row, fit=None) for row in case.shocks))
    rows = draw_rows(at_modes(unfitted), draw_worlds(1, 0), baseline)
    if not any(row.states_what_was_seen for row in case.shocks):
        return case
    scale = case.economy.elasticity_scale
    central = baseline if scale is None else replace(baseline, theta=baseline.theta * scale.mode)
    fits = _Search(case, central, rows).fits()
    return replace(case, shocks=tuple(replace(row, fit=fits.get(k)) for k, row in enumerate(case.shocks)))


def is_met(stated: float, modelled: float) -> bool:
    """Whether a modelled flow is what a row states, within a hundredth.

    Examples
    --------
    >>> is_met(0.2, 0.2015), is_met(0.2, 0.21), is_met(0.2, float("nan"))
    (True, False, False)
    """
    return bool(abs(modelled / stated - 1) <= CLOSE_ENOUGH)


def at_modes(case: Case) -> Case:
    """The case with every shock at its mode: its only world is the central one."""
    return replace(case, shocks=tuple(replace(row, factor=_at_mode(row.factor)) for row in case.shocks))


def _at_mode(estimate: Estimate) -> Estimate:
    return replace(estimate, low=None, high=None)


def flows_of(rows: Sequence[DrawnRow], baseline: Baseline) -> Array:
    """Trade at the border over the cells of each row, shape (row, sector), in the unit of the baseline."""
    return np.array([(baseline.border_flow * entry.flows).sum(axis=(1, 2)) for entry in rows])


@dataclass(frozen=True, slots=True)
class _Round:
    """Logarithms of trade at unchanged prices that were tried, and how far modelled trade then is from stated."""

    tried: Array
    gap: Array


class _Search:
    """Looks for the logarithms ``y = p log(x)`` of all rows and sectors at once.

    A sector in which a row has no trade, and a row that states no change, have nothing to be multiplied.
    """

    def __init__(self, case: Case, central: Baseline, rows: Sequence[DrawnRow]) -> None:
        deficits = case.economy.deficits
        self._central, self._deficits, self._rows = central, deficits, rows
        self._before = flows_of(rows, central if deficits == "kept" else solve(central, no_shock(deficits)).after)
        self._log = np.array([entry.draws[0] if entry.row.states_what_was_seen else 0.0 for entry in rows])
        self._at = np.nonzero((self._before > 0) & (self._log != 0)[:, None])
        self._wanted = self._log[self._at[0]]
        most = central.theta[self._at[1]] * np.log(LARGEST_COST) / np.abs(self._wanted)
        self._largest = np.maximum(1.0, most)

    def fits(self) -> dict[int, Fit]:
        """By number of the row."""
        powers = np.ones_like(self._before)
        powers[self._at] = np.round(self._search().tried / self._wanted, DIGITS)
        after = self._after(powers)
        stated = [k for k, entry in enumerate(self._rows) if entry.row.states_what_was_seen]
        return {k: self._fit(k, powers[k], after[k]) for k in stated}

    def _fit(self, k: int, powers: Array, after: Array) -> Fit:
        before, stated = self._before[k], self._rows[k].row.factor.mode
        traded = np.flatnonzero(before > 0)
        missed = [self._central.sectors[j] for j in traded if not is_met(stated, after[j] / before[j])]
        modelled = float(after.sum() / before.sum()) if len(traded) else float("nan")
        return Fit(tuple(powers.tolist()), modelled, tuple(missed))

    def _after(self, powers: Array) -> Array:
        """Trade of all rows by sector in the status quo with these powers."""
        rows = [replace(entry, size=size) for entry, size in zip(self._rows, powers, strict=True)]
        shock = combine(rows, (), self._central.theta[None], self._deficits)[0]
        try:
            return flows_of(rows, solve(self._central, shock, RESIDUAL).after)
        except CaseError as error:
            raise CaseError(f"The measures in force of economy/shocks.csv: {error}") from error
        except NotConverged as error:
            said = "The measures in force of economy/shocks.csv, every estimate at its mode"
            raise NotConverged(f"{said}: {error}") from error

    def _round(self, tried: Array) -> _Round:
        powers = np.ones_like(self._before)
        powers[self._at] = tried / self._wanted
        ratio = self._after(powers)[self._at] / self._before[self._at]
        return _Round(tried, np.log(np.maximum(ratio, NOTHING)) - self._wanted)

    def _search(self) -> _Round:
        now = self._round(self._wanted)
        best, slope = now, np.eye(len(self._wanted))
        for _ in range(ROUNDS):
            free = ~self._stuck(now)
            if np.abs(now.gap[free]).max(initial=0.0) <= FINE:
                return now
            following = self._next(now, self._step(now, slope, free))
            if following is None:
                break
            moved = following.tried - now.tried
            slope = slope + np.outer(following.gap - now.gap - slope @ moved, moved) / (moved @ moved)
            now = following
            best = min(best, now, key=self._off)
        return best

    def _step(self, now: _Round, slope: Array, free: NDArray[np.bool_]) -> Array:
        """The step of what can still move."""
        step = np.zeros_like(now.gap)
        step[free] = -np.linalg.lstsq(slope[np.ix_(free, free)], now.gap[free], rcond=SMALLEST_SLOPE)[0]
        return np.clip(step, -LONGEST_STEP, LONGEST_STEP)

    def _next(self, now: _Round, step: Array) -> _Round | None:
        """The world after a step, or after a part of it where it has no equilibrium; None where nothing moves."""
        for part in (1.0, 0.5, 0.25, 0.125):
            powers = np.clip((now.tried + part * step) / self._wanted, 0.0, self._largest)
            tried = powers * self._wanted
            if np.array_equal(tried, now.tried):
                return None
            try:
                return self._round(tried)
            except NotConverged:
                continue
        return None

    def _stuck(self, now: _Round) -> NDArray[np.bool_]:
        """What is at a bound and would have to go beyond it."""
        powers, lacks = now.tried / self._wanted, now.gap * np.sign(self._wanted) < 0
        return np.asarray(((powers <= 0) & ~lacks) | ((powers >= self._largest) & lacks))

    def _off(self, found: _Round) -> float:
        return float((found.gap[~self._stuck(found)] ** 2).sum())
