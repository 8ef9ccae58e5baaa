"""What is wrong with a request, all of it at once."""

from __future__ import annotations

import math

from detente.case import CaseError
from detente.durability.design.records import DesignRequest, Limits, Prices, Regime


def check_request(request: DesignRequest) -> None:
    """Raise CaseError with every fault of a request at once: shares and chances in [0, 1], no negative price."""
    faults = [*_faults_of_numbers(request), *_faults_of_prices(request.prices, request.limits)]
    faults += [f for regime in request.regimes for f in _faults_of_regime(regime)]
    faults += [
        f"snapback {s.id}: delay and cost must be 0 or more."
        for s in request.snapbacks
        if not (0 <= s.delay_days < math.inf and 0 <= s.cost_usd_bn_per_year < math.inf)
    ]
    if not request.regimes or not request.snapbacks:
        faults.append("At least one way of verifying and one snapback must be on offer.")
    if faults:
        raise CaseError("\n".join(faults))


def _faults_of_numbers(request: DesignRequest) -> list[str]:
    faults = []
    if not 0 < request.share <= 1:
        faults.append(f"share {request.share:g}: the share of worlds must lie above 0 and at most at 1.")
    if request.floor_usd_bn is not None and not math.isfinite(request.floor_usd_bn):
        faults.append("The floor of the margins must be a finite number of USD bn.")
    if request.sample < 1:
        faults.append("At least one world is needed to optimise on.")
    return faults


def _faults_of_prices(prices: Prices, limits: Limits) -> list[str]:
    faults = []
    if not 0 < prices.discount < 1:
        faults.append(f"discount {prices.discount:g}: a discount factor must lie strictly between 0 and 1.")
    for name in ("subsidy", "transfer", "escrow_per_year", "delay_usd_bn_per_year"):
        if not 0 < getattr(prices, name) < math.inf:
            faults.append(f"price {name} {getattr(prices, name):g}: a price must be above 0, or nothing is least.")
    if not 0 <= prices.delay_of_gain < math.inf:
        faults.append(f"price delay_of_gain {prices.delay_of_gain:g}: it must be 0 or more.")
    for name in ("escrow_usd_bn", "transfer_usd_bn_per_year", "subsidy_usd_bn_per_year"):
        if not getattr(limits, name) >= 0:
            faults.append(f"limit {name} {getattr(limits, name):g}: a limit must be 0 or more.")
    return faults


def _faults_of_regime(regime: Regime) -> list[str]:
    faults = []
    for name in ("p_detect", "hybrid_p_detect"):
        chance = getattr(regime, name)
        if chance is not None and not 0 <= chance <= 1:
            faults.append(f"regime {regime.id}: {name} {chance:g} is no probability. It must lie between 0 and 1.")
    for name in ("lag_days", "hybrid_lag_days"):
        lag = getattr(regime, name)
        if lag is not None and not 0 <= lag < math.inf:
            faults.append(f"regime {regime.id}: {name} {lag:g} must be 0 or more days.")
    if not 0 <= regime.cost_usd_bn_per_year < math.inf:
        faults.append(f"regime {regime.id}: the yearly cost must be 0 or more.")
    return faults
