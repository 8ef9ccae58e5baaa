"""How large a bond, how sure a detection, how short a lag, when breaking pays until it is caught?

Keeping brings c a period, breaking d until the sanction, and n for ever after it. Each period of breaking is seen with
probability q, and the sanction starts L periods after the one that was seen. Then breaking is worth
``(d - X (d - n))/(1 - delta) - X E`` with the caught factor X and a bond E, and keeping ``c/(1 - delta)``.
"""

from __future__ import annotations

import math

from detente.durability.formulas.factors import caught_factor_of_game, existing, smallest_factor, whole_steps_down
from detente.durability.formulas.records import (
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    ROUNDING,
    SHARE,
    Answer,
    Formula,
    Input,
    Kind,
    Output,
)


def smallest_bond(
    keep: float, cheat: float, sanctioned: float, discount: float, p_detect: float, lag_periods: float
) -> Answer:
    """Find the smallest bond that makes breaking no better than keeping.

    ``X = q delta^L / (1 - (1-q) delta)`` and ``E = max(0, (g/X - (d-n))/(1-delta))`` with g = d - c: the hostage of
    [Schelling1960]_ and [Williamson1983]_, put in numbers. Zero iff ``X >= (d-c)/(d-n)``. None when breaking pays and
    is never caught.

    Examples
    --------
    >>> bond = smallest_bond(keep=3, cheat=5, sanctioned=1, discount=0.4, p_detect=1, lag_periods=1)
    >>> round(bond.values[0], 6)
    1.666667
    """
    caught = caught_factor_of_game(discount, p_detect, lag_periods)
    short = cheat - keep - caught * (cheat - sanctioned)
    bond = existing(smallest_factor(short, caught * (1 - discount)))
    notes = ("breaking pays and is never caught: a bond is never lost",) if bond is None else ()
    return Answer((bond,), notes, {"caught_factor": caught})


def least_detection(keep: float, cheat: float, sanctioned: float, discount: float, lag_periods: float) -> Answer:
    """Find the smallest chance of detection per period that deters without a bond.

    ``q* = delta_s (1-delta) / (delta^L - delta delta_s)`` with ``delta_s = (d-c)/(d-n)``, from the stream of
    `smallest_bond` with E = 0 [Schelling1960]_. None when even sure detection is too late: ``delta^L < delta_s``.

    Examples
    --------
    >>> detection = least_detection(keep=3, cheat=5, sanctioned=1, discount=0.9, lag_periods=4)
    >>> round(detection.values[0], 6)
    0.242601
    """
    needed = smallest_factor(cheat - keep, cheat - sanctioned)
    also = {"caught_factor_needed": existing(needed)}
    best = discount**lag_periods
    if best < needed - ROUNDING:
        why = f"even sure detection is not enough: it gives X = {best:.6g}, and {needed:.6g} is needed"
        return Answer((None,), (why,), also)
    return Answer((min(1.0, needed * (1 - discount) / (best - discount * needed)),), (), also)


def longest_lag(keep: float, cheat: float, sanctioned: float, discount: float, p_detect: float) -> Answer:
    """Find the longest lag between detection and sanction that deters without a bond, in whole periods.

    ``L* = floor(ln(delta_s (1-(1-q) delta)/q) / ln(delta))`` with ``delta_s = (d-c)/(d-n)``, from the stream of
    `smallest_bond` with E = 0 [Schelling1960]_. Zero means that the sanction must bite in the period of detection.

    Examples
    --------
    >>> longest_lag(keep=3, cheat=5, sanctioned=1, discount=0.9, p_detect=0.5).values
    (5.0,)
    """
    needed = smallest_factor(cheat - keep, cheat - sanctioned)
    if needed == 0:
        return Answer((None,), ("breaking gains nothing: there is no longest lag",))
    soonest = caught_factor_of_game(discount, p_detect, 0)
    if soonest < needed - ROUNDING:
        why = f"even a sanction at once is not enough: it gives X = {soonest:.6g}, and {needed:.6g} is needed"
        return Answer((None,), (why,))
    exact = math.log(needed / soonest) / math.log(discount)
    longest = whole_steps_down(max(0.0, exact))
    notes = ("only a sanction in the period of detection itself is soon enough",) if longest == 0 else ()
    return Answer((longest,), notes, {"exact_lag": max(0.0, exact)})


def longest_lag_in_years(
    keep: float, cheat: float, sanctioned: float, rate_per_year: float, detections_per_year: float
) -> Answer:
    """Find the longest lag between detection and sanction in continuous time, in years.

    ``l* = (1/r) ln(lam / ((lam + r) delta_s))`` with ``delta_s = (d-c)/(d-n)``: detection comes at the rate lam, the
    sanction l years later; the stream of `smallest_bond` in continuous time [Schelling1960]_.

    Examples
    --------
    >>> lag = longest_lag_in_years(keep=3, cheat=5, sanctioned=1, rate_per_year=0.1, detections_per_year=2)
    >>> round(lag.values[0], 3)
    6.444
    """
    needed = smallest_factor(cheat - keep, cheat - sanctioned)
    if needed == 0:
        return Answer((None,), ("breaking gains nothing: there is no longest lag",))
    soonest = detections_per_year / (detections_per_year + rate_per_year)
    if soonest < needed - ROUNDING:
        why = f"even a sanction at once is not enough: it gives X = {soonest:.6g}, and {needed:.6g} is needed"
        return Answer((None,), (why,))
    return Answer((max(0.0, math.log(soonest / needed)) / rate_per_year,))


KEEP = Input("c", "keep", "payoff of keeping", "per period")
CHEAT = Input("d", "cheat", "payoff of breaking until the sanction", "per period")
SANCTIONED = Input("n", "sanctioned", "payoff under the sanction, for ever", "per period")
PATIENCE = Input("delta", "discount", "discount factor per period", "", DISCOUNT)
DETECTION = Input("q", "p_detect", "chance that a period of breaking is seen", "per period", SHARE)
LAG = Input("L", "lag_periods", "periods from the one seen to the sanction", "periods", NOT_NEGATIVE, Kind.WHOLE)
STREAM = (
    "The party breaks from now on until it is caught; the sanction is for ever. Risk neutral. No false alarms. "
    "The others keep."
)
SCHELLING = "worked out after Schelling 1960, The Strategy of Conflict"

FORMULAS = (
    Formula(
        id="min_bond",
        title="Smallest bond",
        question="How much must a party stand to lose, besides the sanction, so that breaking does not pay?",
        function=smallest_bond,
        inputs=(KEEP, CHEAT, SANCTIONED, PATIENCE, DETECTION, LAG),
        outputs=(Output("bond", "smallest bond E, lost when the sanction starts", "payoff"),),
        also=(Output("caught_factor", "X, the discounted chance of being caught"),),
        equation="X = q delta^L / (1 - (1-q) delta);  E = max(0, ((d-c)/X - (d-n))/(1-delta))",
        assumptions=STREAM,
        limits="Posting the bond costs nothing here, and the bond is really lost: who holds it is not asked.",
        citation="Schelling 1960, The Strategy of Conflict; Williamson 1983, American Economic Review 73(4): 519-540; "
        "formula worked out here",
        keys=("Schelling1960", "Williamson1983"),
        example={"c": 3.0, "d": 5.0, "n": 1.0, "delta": 0.9, "q": 0.05, "L": 2},
    ),
    Formula(
        id="min_detection",
        title="Least detection",
        question="How surely must a breach be seen each period if there is no bond?",
        function=least_detection,
        inputs=(KEEP, CHEAT, SANCTIONED, PATIENCE, LAG),
        outputs=(Output("p_detect", "smallest chance of detection that deters", "per period"),),
        also=(Output("caught_factor_needed", "(d-c)/(d-n), the X that deters"),),
        equation="q* = s (1-delta)/(delta^L - delta s), s = (d-c)/(d-n)",
        assumptions=STREAM,
        limits="Detection is the same every period, and the party does not learn when it is watched.",
        citation=SCHELLING,
        keys=("Schelling1960",),
        example={"c": 3.0, "d": 5.0, "n": 1.0, "delta": 0.9, "L": 4},
    ),
    Formula(
        id="max_lag",
        title="Longest lag, in periods",
        question="How late may the sanction come after detection if there is no bond?",
        function=longest_lag,
        inputs=(KEEP, CHEAT, SANCTIONED, PATIENCE, DETECTION),
        outputs=(Output("lag", "longest lag that deters", "periods"),),
        also=(Output("exact_lag", "the same before rounding down", "periods"),),
        equation="L* = floor(ln(s (1-(1-q) delta)/q)/ln(delta)), s = (d-c)/(d-n)",
        assumptions=STREAM,
        limits="The sanction is certain once a breach was seen.",
        citation=SCHELLING,
        keys=("Schelling1960",),
        example={"c": 3.0, "d": 5.0, "n": 1.0, "delta": 0.9, "q": 0.5},
    ),
    Formula(
        id="max_lag_ct",
        title="Longest lag, in years",
        question="How many years may pass between detection and sanction if there is no bond?",
        function=longest_lag_in_years,
        inputs=(
            Input("c", "keep", "flow while keeping", "per year"),
            Input("d", "cheat", "flow while breaking", "per year"),
            Input("n", "sanctioned", "flow under the sanction, for ever", "per year"),
            Input("r", "rate_per_year", "discount rate", "per year", POSITIVE),
            Input("lam", "detections_per_year", "rate of detection", "per year", NOT_NEGATIVE),
        ),
        outputs=(Output("lag", "longest lag that deters", "years"),),
        equation="l* = (1/r) ln(lam/((lam + r) s)), s = (d-c)/(d-n)",
        assumptions=STREAM,
        limits="Detection may come at any moment alike; for inspections at fixed dates see interval_bond.",
        citation=SCHELLING,
        keys=("Schelling1960",),
        example={"c": 3.0, "d": 5.0, "n": 1.0, "r": 0.1, "lam": 2.0},
    ),
)
