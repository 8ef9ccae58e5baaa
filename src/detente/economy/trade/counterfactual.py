"""From a baseline and a shock to the new equilibrium of the world economy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import CaseError, NotConverged
from detente.economy.trade.baseline import Baseline
from detente.economy.trade.checks import check, rescaled
from detente.economy.trade.equilibrium import Equilibrium, settle
from detente.economy.trade.iterate import Found, Limits, iterate
from detente.economy.trade.obstacles import obstacle, one_way
from detente.economy.trade.path import follow
from detente.economy.trade.shock import Shock, check_shock, no_shock
from detente.economy.trade.steps import respond
from detente.economy.trade.system import System, pose, sweep, unchanged

LARGEST_IMBALANCE = 1e-6
"""How far the accounts of a baseline may be from an equilibrium, relative, before it is an error."""

FIRST_TRY = Limits()

SECOND_TRY = Limits(iterations=1500, memory=10, caution=0.2, stride=0.3)


def solve(baseline: Baseline, shock: Shock, tolerance: float = 1e-10) -> Equilibrium:
    """Solve for the equilibrium after a shock, by exact hat algebra.

    Costs, prices, trade shares, spending and wages of [CaliendoParro2015]_ (equations 10 to 14, in changes)
    are looked at once per iteration, all together; each iteration proposes an approximate Newton step on
    the structure of the baseline, and Anderson's method accelerates them. The residual is the largest
    relative gap left on any market.

    Raises
    ------
    CaseError
        When a factor has no meaning, or a ban leaves a region without any supplier of what it needs.
    NotConverged
        When the residual stays above `tolerance`, with the residual and the iterations.
    """
    check_shock(shock)
    system = pose(baseline, shock, baseline.theta[None], np.ones(1))
    found = _search(baseline, shock, tolerance)
    return settle(system, shock, found.state, int(found.iterations[0]), float(found.residual[0]))


def _search(baseline: Baseline, shock: Shock, tolerance: float) -> Found:
    """Try the whole shock at once, then follow the equilibrium along a path of growing parts of it."""
    whole = pose(baseline, shock, baseline.theta[None], np.ones(1))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        first = iterate(whole, respond(baseline), unchanged(whole), replace(FIRST_TRY, tolerance=tolerance))
        if first.residual[0] <= tolerance:
            return first
        hopeless = not whole.gift.any() and one_way(whole)
        found = first if hopeless else follow(whole, tolerance)
        found = replace(found, iterations=found.iterations + (0 if hopeless else first.iterations))
        if found.residual[0] <= tolerance:
            return found
        raise NotConverged(_shortfall(whole, found, tolerance))


def _shortfall(whole: System, found: Found, tolerance: float) -> str:
    residual, rounds = float(sweep(whole, found.state).residual[0]), int(found.iterations[0])
    return (
        f"The trade model found no equilibrium: residual {residual:.2g} after {rounds} iterations, {tolerance:.0e} "
        f"wanted. {obstacle(whole, found.state)}"
    )


def balance(baseline: Baseline) -> Baseline:
    """Check a baseline and make its accounts exact: shares sum to one, every market clears to the last digit.

    Published tables are rounded, and what they leave open would otherwise show up as an effect of no shock at
    all. Only gaps up to 1e-6 are closed this way.

    Raises
    ------
    CaseError
        When the baseline is not usable, or its markets are further apart than 1e-6.
    """
    check(baseline)
    exact = rescaled(baseline)
    system = pose(exact, no_shock(), exact.theta[None], np.ones(1))
    found = iterate(system, respond(exact), unchanged(system), Limits(iterations=0))
    if not found.residual[0] <= LARGEST_IMBALANCE:
        raise CaseError(_imbalance(system, float(found.residual[0])))
    return settled(exact)


def settled(baseline: Baseline) -> Baseline:
    """The equilibrium that the shares of a baseline imply, whatever its spending and value added say now."""
    return solve(baseline, no_shock(), tolerance=FINEST).after


FINEST = 1e-13


def _imbalance(system: System, residual: float) -> str:
    return (
        f"The accounts of the baseline do not add up: the largest relative gap on a market is {residual:.2g}, and "
        f"{LARGEST_IMBALANCE:.0e} is allowed. Value added, spending, surpluses and shares must belong together."
    )
