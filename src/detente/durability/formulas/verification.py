"""How often to look, and how much to trust a finding that may be wrong?"""

from __future__ import annotations

import math

from scipy.special import lambertw

from detente.durability.formulas.factors import (
    critical_discount,
    critical_factor,
    existing,
    smallest_factor,
    whole_steps_up,
)
from detente.durability.formulas.records import (
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    ROUNDING,
    SHARE,
    Answer,
    Formula,
    Input,
    Output,
)


def interval_and_bond(
    keep: float, cheat: float, sanctioned: float, rate_per_year: float, bond_cost: float, inspection_cost: float
) -> Answer:
    """Find the cheapest mix of inspections and bond: interval, bond, and the longest interval that needs no bond.

    An inspection every D years shows all breaking since the last one. Then the bond is
    ``E(D) = max(0, ((d-c)(e^{rD} - 1) - (c-n))/r)``, zero up to ``D0 = ln((d-n)/(d-c))/r``. The yearly cost
    ``k/D + kappa E(D)`` is least at ``D* = max(D0, root of k/D^2 = kappa (d-c) e^{rD})``: a bond in the sense of
    [Schelling1960]_ traded against inspections.

    Examples
    --------
    >>> mix = interval_and_bond(keep=3, cheat=9, sanctioned=1, rate_per_year=0.1, bond_cost=0.05, inspection_cost=0.2)
    >>> tuple(round(value, 4) for value in mix.values)
    (2.8768, 0.0, 2.8768)
    """
    gain, loss = cheat - keep, keep - sanctioned
    if gain <= 0:
        return Answer((None, 0.0, None), ("breaking gains nothing: no inspection and no bond are needed",))
    free = math.log1p(loss / gain) / rate_per_year if loss >= 0 else None
    notes = ("the sanction is better than keeping: every interval needs a bond",) if free is None else ()
    if inspection_cost > 0 and bond_cost == 0:
        why = "a bond that costs nothing to hold makes ever rarer inspections cheaper: there is no best interval"
        return Answer((None, None, free), (*notes, why))
    root = _cheapest_interval(gain, rate_per_year, bond_cost, inspection_cost) if inspection_cost > 0 else 0.0
    interval = max(free or 0.0, root)
    bond = max(0.0, (gain * math.expm1(rate_per_year * interval) - loss) / rate_per_year)
    # At D0 itself no bond is needed; what is left there is rounding.
    bond = 0.0 if interval == free else bond
    inspections = inspection_cost / interval if inspection_cost > 0 else 0.0
    return Answer((interval, bond, free), notes, {"cost_per_year": inspections + bond_cost * bond})


def imperfect_monitoring(keep: float, cheat: float, sanctioned: float, false_alarm: float, power: float) -> Answer:
    """Find the patience that holds an agreement when findings may be wrong and each finding ends it.

    ``delta* = g / ((1-alpha) g + (beta-alpha) pi)`` with g = d - c and pi = c - n: a public finding of breach comes
    with probability alpha if all keep, beta if someone breaks, and ends the agreement for ever, after
    [GreenPorter1984]_. None unless ``(beta-alpha) pi > alpha g``.

    Examples
    --------
    >>> patience = imperfect_monitoring(keep=3, cheat=5, sanctioned=1, false_alarm=0.05, power=0.9)
    >>> round(patience.values[0], 6)
    0.555556
    """
    gain, loss = cheat - keep, keep - sanctioned
    value = critical_factor(gain, (1 - false_alarm) * gain + (power - false_alarm) * loss)
    return critical_discount(value, _too_blunt(gain, loss, false_alarm, power))


def snapback_length(
    keep: float, cheat: float, sanctioned: float, false_alarm: float, power: float, discount: float
) -> Answer:
    """Find the shortest suspension that deters when findings may be wrong, and the share of the surplus it leaves.

    ``1 - delta^T >= y = g (1-delta) / (delta [(beta-alpha) pi - alpha g])`` for the length T, and
    ``(1-delta)/(1-delta + alpha delta (1-delta^T))`` for the share that false alarms leave: reversion for T periods,
    after [GreenPorter1984]_.

    Examples
    --------
    >>> snapback = snapback_length(keep=3, cheat=5, sanctioned=1, false_alarm=0.05, power=0.9, discount=0.9)
    >>> snapback.values[0], round(snapback.values[1], 6)
    (2.0, 0.921234)
    """
    gain, loss = cheat - keep, keep - sanctioned
    net = (power - false_alarm) * loss - false_alarm * gain
    weight = smallest_factor(gain * (1 - discount), discount * net)
    also = {"weight_needed": existing(weight)}
    if math.isinf(weight):
        return Answer((None, None), (_too_blunt(gain, loss, false_alarm, power),), also)
    if weight > 1 - ROUNDING:
        why = (
            "only a suspension for ever deters" if weight <= 1 + ROUNDING else "even a suspension for ever is too weak"
        )
        return Answer((None, None), (f"{why} at this delta",), also)
    periods = whole_steps_up(math.log1p(-weight) / math.log(discount))
    suspended = -math.expm1(periods * math.log(discount))
    kept = (1 - discount) / (1 - discount + false_alarm * discount * suspended)
    return Answer((periods, kept), (), also)


def least_inspection(gain: float, fine: float) -> Answer:
    """Find the inspection probability that makes a breach not worth trying.

    ``q* = g/(g + F)``: one decision, a gain g if unseen, a loss F if seen; the inspection game of [Avenhaus2002]_.

    Examples
    --------
    >>> least_inspection(gain=2, fine=8).values
    (0.2,)
    """
    return Answer((smallest_factor(gain, gain + fine),))


def _cheapest_interval(gain: float, rate: float, bond_cost: float, inspection_cost: float) -> float:
    """Solve ``k/D^2 = kappa g e^{rD}``: with w = rD/2 it reads ``w e^w = (r/2) sqrt(k/(kappa g))``."""
    scaled = rate / 2 * math.sqrt(inspection_cost / bond_cost / gain)
    return float(2 / rate * lambertw(scaled).real)


def _too_blunt(gain: float, loss: float, false_alarm: float, power: float) -> str:
    caught, wrong = (power - false_alarm) * loss, false_alarm * gain
    return f"findings tell too little: (beta - alpha) pi = {caught:g} must be above alpha g = {wrong:g}"


KEEP = Input("c", "keep", "payoff of keeping", "per period")
CHEAT = Input("d", "cheat", "payoff of breaking", "per period")
SANCTIONED = Input("n", "sanctioned", "payoff while the agreement is suspended", "per period")
FALSE_ALARM = Input("false_alarm", "false_alarm", "alpha, chance of a finding when all keep", "per period", SHARE)
POWER = Input("power", "power", "beta, chance of a finding when someone breaks", "per period", SHARE)
PUBLIC = "Findings are public, the same for all, and independent from period to period. g = d - c, pi = c - n."
GREEN_PORTER = "after Green and Porter 1984, Econometrica 52(1): 87-100; for findings of yes or no"

FORMULAS = (
    Formula(
        id="interval_bond",
        title="Inspection interval and bond",
        question="How often to inspect, and how large a bond to hold, at least cost?",
        function=interval_and_bond,
        inputs=(
            Input("c", "keep", "flow while keeping", "per year"),
            Input("d", "cheat", "flow while breaking", "per year"),
            Input("n", "sanctioned", "flow under the sanction, for ever", "per year"),
            Input("r", "rate_per_year", "discount rate", "per year", POSITIVE),
            Input("kappa", "bond_cost", "cost of holding one unit of bond", "per year", NOT_NEGATIVE),
            Input("k", "inspection_cost", "cost of one inspection", "payoff", NOT_NEGATIVE),
        ),
        outputs=(
            Output("interval", "cheapest interval D* between inspections", "years"),
            Output("bond", "bond that goes with it", "payoff"),
            Output("interval_without_bond", "longest interval D0 that needs no bond", "years"),
        ),
        also=(Output("cost_per_year", "cost of inspections and bond", "per year"),),
        equation="E(D) = max(0, ((d-c)(e^{rD}-1) - (c-n))/r);  D0 = ln((d-n)/(d-c))/r;  "
        "D* = max(D0, root of k/D^2 = kappa (d-c) e^{rD})",
        assumptions="Inspections come every D years and show all breaking since the last one; the sanction then starts "
        "at once, for ever, and the bond is lost.",
        limits="Dates are known beforehand: a party breaks right after an inspection. Surprise is not modelled.",
        citation="worked out after Schelling 1960, The Strategy of Conflict",
        keys=("Schelling1960",),
        example={"c": 3.0, "d": 9.0, "n": 1.0, "r": 0.1, "kappa": 0.05, "k": 0.2},
    ),
    Formula(
        id="imperfect_monitoring",
        title="False alarms and misses",
        question="How patient must the parties be if findings may be wrong and each one ends the agreement?",
        function=imperfect_monitoring,
        inputs=(KEEP, CHEAT, SANCTIONED, FALSE_ALARM, POWER),
        outputs=(Output("critical_discount", "smallest discount factor per period that holds the agreement"),),
        equation="delta* = g/((1-alpha) g + (beta-alpha) pi);  needs (beta-alpha) pi > alpha g",
        assumptions=f"{PUBLIC} A finding ends the agreement for ever.",
        limits="A harsh rule: see snapback_length for one that suspends.",
        citation=GREEN_PORTER,
        keys=("GreenPorter1984",),
        example={"c": 3.0, "d": 5.0, "n": 1.0, "false_alarm": 0.05, "power": 0.9},
    ),
    Formula(
        id="snapback_length",
        title="Shortest suspension that deters",
        question="How long must snapback last to deter, and what do its false alarms cost?",
        function=snapback_length,
        inputs=(
            KEEP,
            CHEAT,
            SANCTIONED,
            FALSE_ALARM,
            POWER,
            Input("delta", "discount", "discount factor per period", "", DISCOUNT),
        ),
        outputs=(
            Output("periods", "shortest suspension T that deters", "periods"),
            Output("share_kept", "share of the surplus c - n that is left after false alarms"),
        ),
        also=(Output("weight_needed", "y, the weight 1 - delta^T that deters"),),
        equation="1 - delta^T >= g (1-delta)/(delta [(beta-alpha) pi - alpha g]);  "
        "share kept = (1-delta)/(1-delta + alpha delta (1-delta^T))",
        assumptions=f"{PUBLIC} A finding suspends the agreement for T periods, then it goes on.",
        limits="Nobody can contest a finding, and nobody breaks while the agreement is suspended.",
        citation=GREEN_PORTER,
        keys=("GreenPorter1984",),
        example={"c": 3.0, "d": 5.0, "n": 1.0, "false_alarm": 0.05, "power": 0.9, "delta": 0.9},
    ),
    Formula(
        id="inspection",
        title="Least inspection",
        question="How often must one inspect if a breach that is seen costs a fine?",
        function=least_inspection,
        inputs=(
            Input("gain", "gain", "gain from a breach that is not seen", "payoff", NOT_NEGATIVE),
            Input("fine", "fine", "loss from a breach that is seen", "payoff", NOT_NEGATIVE),
        ),
        outputs=(Output("p_inspect", "smallest inspection probability that deters"),),
        equation="q* = g/(g + F)",
        assumptions="One decision. An inspection always sees a breach.",
        limits="Repeated decisions need less, since a breach also ends what would have followed: see min_detection.",
        citation="Avenhaus, von Stengel and Zamir 2002, Inspection Games, in Handbook of Game Theory 3: 1947-1987",
        keys=("Avenhaus2002",),
        example={"gain": 2.0, "fine": 8.0},
    ),
)
