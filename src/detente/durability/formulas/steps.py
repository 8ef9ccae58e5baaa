"""How large may the next step be, when steps cannot be taken back or partners may not be what they say?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.case import CaseError
from detente.durability.formulas.factors import whole_steps_down, whole_steps_up
from detente.durability.formulas.records import (
    ANY,
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
    Range,
)


def gradual_steps(worth: float, discount: float, total: float, left: float | None = None) -> Answer:
    """Find the largest safe first step of mutual concessions that cannot be taken back.

    ``a_0 = C (1 - 1/(delta b))``, and each next step is the last divided by delta b: the fastest path on which
    ``a_t <= (b-1) sum_{s>=1} delta^s a_{t+s}``, after [LockwoodThomas2002]_ for payoffs that are linear. Each unit
    conceded costs its side 1 a period for ever and gives the other b. No step is safe unless delta b > 1. With eps
    given, the phases until no more than the share eps of C is left are ``ln(1/eps)/ln(delta b)``, rounded up.

    Examples
    --------
    >>> answer = gradual_steps(worth=2, discount=0.9, total=1, left=0.05)
    >>> round(answer.values[0], 6), answer.also["phases"]
    (0.444444, 6.0)
    """
    growth = discount * worth
    if growth <= 1 + ROUNDING:
        why = f"delta b = {growth:.6g} is not above 1: what the other gives later never makes up for a step now"
        return Answer((0.0,), (why,), {"phases": None} if left is not None else {})
    also: dict[str, float | None] = {"ratio": 1 / growth}
    if left is not None:
        also["phases"] = whole_steps_up(math.log(1 / left) / math.log(growth))
    return Answer((total * (1 - 1 / growth),), (), also)


def tranche_margins(tranches: Sequence[float], costs: Sequence[float], discount: float, pay: str) -> Answer:
    """Find what a party gains, in each phase, from performing rather than leaving.

    Backwards from ``m_{K+1} = 0``: ``m_k = -c_k + delta (A_{k+1} + m_{k+1})`` when the tranche A_k is paid before the
    party performs at cost c_k, ``m_k = delta A_k - c_k + delta m_{k+1}`` when it is paid after; the constraints of a
    plan that ends with a breach [Telser1980]_. The holdback is the largest shortfall.

    Examples
    --------
    >>> answer = tranche_margins([10, 10, 10], [6, 6, 6], discount=0.9, pay="before")
    >>> [round(margin, 2) for margin in answer.values], answer.also["holdback"]
    ([0.84, -2.4, -6.0], 6.0)
    """
    if len(tranches) != len(costs):
        raise CaseError(f"there are {len(tranches)} tranches and {len(costs)} costs.\nGive one cost for each tranche.")
    received = [*tranches[1:], 0.0] if pay == "before" else list(tranches)
    margins, margin = [], 0.0
    for cost, payment in zip(reversed(costs), reversed(received), strict=True):
        margin = discount * (payment + margin) - cost
        margins.append(margin)
    margins.reverse()
    failing = [str(k) for k, m in enumerate(margins, start=1) if m < -ROUNDING]
    notes = (f"leaving is better in phase {', '.join(failing)}",) if failing else ()
    return Answer(tuple(margins), notes, {"holdback": max(0.0, *(-m for m in margins))})


def starting_small(betrayal: float, mutual: float, loss: float, discount: float, trustworthy: float) -> Answer:
    """Find the fastest growth of stakes that still unmasks a false partner at once, and the largest first stake.

    Stakes may grow by ``(g - v)/(delta g)`` a period; the first, as a share of the full stake, is at most
    ``min(1, pi delta v/(1-delta) / ((1-pi) l - pi v))``: two types and discrete stakes, after [Watson1999]_ and
    [Watson2002]_. At stake x a kept promise brings v x a period, betrayal brings g x once and costs the other l x.

    Examples
    --------
    >>> answer = starting_small(betrayal=4, mutual=1, loss=5, discount=0.7, trustworthy=0.6)
    >>> [round(value, 6) for value in answer.values]
    [1.071429, 1.0]
    """
    growth = (betrayal - mutual) / (discount * betrayal) if betrayal > mutual else None
    gain = trustworthy * discount * mutual / (1 - discount)
    exposed = (1 - trustworthy) * loss - trustworthy * mutual
    first = min(1.0, gain / exposed) if exposed > 0 else 1.0
    notes = [] if growth is not None else ["betrayal brings no more than keeping for a period: the false type waits"]
    if growth is not None and growth < 1 - ROUNDING:
        notes.append("stakes would have to shrink: at constant stakes the false type waits")
    phases = None
    if first >= 1 - ROUNDING:
        phases = 0.0
    elif growth is not None and growth > 1 and first > 0:
        phases = whole_steps_up(math.log(1 / first) / math.log(growth))
    if first == 0:
        notes.append("no first stake is small enough")
    return Answer((growth, first), tuple(notes), {"phases_to_full_stake": phases})


def graduated_reciprocation(
    response_a: float,
    response_b: float,
    initiative_a: float,
    initiative_b: float,
    cap: float | None = None,
    step: float | None = None,
) -> Answer:
    """Find where mutual concessions end when each side answers a share of the other's and adds its own.

    ``x* = (g + a h)/(1 - a b)`` and ``y* = (h + b g)/(1 - a b)``, where ``x' = g + a y`` and ``y' = h + b x`` come to
    rest: the initiatives of [Osgood1962]_ in a linear reaction of the kind of [Richardson1960]_. Concessions grow
    without end unless ab < 1. With a cap on exposure and a step s, a side stops after ``floor(cap/s)`` steps that were
    not answered.

    Examples
    --------
    >>> answer = graduated_reciprocation(response_a=0.8, response_b=0.9, initiative_a=1, initiative_b=0.5)
    >>> [round(value, 6) for value in answer.values]
    [5.0, 5.0]
    """
    if (cap is None) != (step is None):
        raise CaseError("cap and s belong together: steps are counted against the cap.\nGive both or neither.")
    also: dict[str, float | None] = {}
    if cap is not None and step is not None:
        also["unanswered_steps"] = whole_steps_down(cap / step)
    room = 1 - response_a * response_b
    if room <= ROUNDING:
        why = f"a b = {response_a * response_b:g} is not below 1: concessions do not settle"
        return Answer((None, None), (why,), also)
    level_a = (initiative_a + response_a * initiative_b) / room
    return Answer((level_a, (initiative_b + response_b * initiative_a) / room), (), also)


PATIENCE = Input("delta", "discount", "discount factor per period", "", DISCOUNT)

FORMULAS = (
    Formula(
        id="gradual_steps",
        title="Largest safe step",
        question="How large may the first of many irreversible mutual concessions be?",
        function=gradual_steps,
        inputs=(
            Input(
                "b", "worth", "what a unit conceded gives the other, where it costs its own side 1", "", NOT_NEGATIVE
            ),
            PATIENCE,
            Input("C", "total", "what each side is to concede in all", "units", NOT_NEGATIVE),
            Input(
                "eps", "left", "share of C that may be left at the end", "", Range(0, 1, low_open=True), needed=False
            ),
        ),
        outputs=(Output("first_step", "largest first step; 0 when no step is safe", "units"),),
        also=(
            Output("ratio", "each next step as a share of the one before"),
            Output("phases", "phases until no more than eps C is left", "phases"),
        ),
        equation="a_0 = C (1 - 1/(delta b));  a_{t+1} = a_t/(delta b);  none unless delta b > 1",
        assumptions="Both sides alike; steps cannot be taken back; after a breach both stop for ever.",
        limits="Payoffs are linear. The path never ends: a plan with a last step needs a bond from outside for it.",
        citation="after Lockwood and Thomas 2002, Review of Economic Studies 69(2): 339-356; linear case",
        keys=("LockwoodThomas2002",),
        example={"b": 2.0, "delta": 0.9, "C": 1.0},
    ),
    Formula(
        id="tranches",
        title="Release in tranches",
        question="In which phase would the party that is paid in tranches rather leave?",
        function=tranche_margins,
        inputs=(
            Input("tranches", "tranches", "payment of each phase", "payoff", ANY, Kind.NUMBERS),
            Input("costs", "costs", "cost of performing in each phase", "payoff", ANY, Kind.NUMBERS),
            PATIENCE,
            Input("pay", "pay", "when a tranche is paid", kind=Kind.WORDS, choices=("before", "after")),
        ),
        outputs=(Output("margin", "gain from performing in the phase rather than leaving", "payoff", repeated=True),),
        also=(Output("holdback", "bond, or amount to withhold, that closes the worst gap", "payoff"),),
        equation="before: m_k = -c_k + delta (A_{k+1} + m_{k+1});  after: m_k = delta A_k - c_k + delta m_{k+1}",
        assumptions="A breach ends the plan. Nothing follows the last phase.",
        limits="The payer is taken at its word.",
        citation="Telser 1980, Journal of Business 53(1): 27-44; recursion worked out here",
        keys=("Telser1980",),
        example={"tranches": (10.0, 10.0, 10.0), "costs": (6.0, 6.0, 6.0), "delta": 0.9, "pay": "before"},
    ),
    Formula(
        id="starting_small",
        title="Starting small",
        question="How small to start with a partner who may be false, and how fast to grow?",
        function=starting_small,
        inputs=(
            Input("g", "betrayal", "what betrayal brings once, per unit of stake", "payoff", POSITIVE),
            Input("v", "mutual", "what a kept promise brings, per unit of stake", "per period", NOT_NEGATIVE),
            Input("l", "loss", "what betrayal costs the other, per unit of stake", "payoff", NOT_NEGATIVE),
            PATIENCE,
            Input("pi", "trustworthy", "probability that the partner is true", "", SHARE),
        ),
        outputs=(
            Output("growth", "largest factor from one stake to the next"),
            Output("first_stake", "largest first stake, as a share of the full one"),
        ),
        also=(Output("phases_to_full_stake", "phases from the first stake to the full one", "phases"),),
        equation="growth <= (g - v)/(delta g);  first stake <= min(1, pi delta v/(1-delta)/((1-pi) l - pi v))",
        assumptions="Two types; the false one betrays at the best moment; after the first stake trust is full.",
        limits="Simpler than the source, which has a continuum of stakes and of paths.",
        citation="after Watson 1999, Journal of Economic Theory 85(1): 52-90, and 2002, Games and Economic Behavior "
        "38(1): 176-199; two types, worked out here",
        keys=("Watson1999", "Watson2002"),
        example={"g": 4.0, "v": 1.0, "l": 5.0, "delta": 0.7, "pi": 0.6},
    ),
    Formula(
        id="grit",
        title="Graduated reciprocation",
        question="Where do concessions end that answer each other?",
        function=graduated_reciprocation,
        inputs=(
            Input("a", "response_a", "share of B's last concession that A answers", "", NOT_NEGATIVE),
            Input("b", "response_b", "share of A's last concession that B answers", "", NOT_NEGATIVE),
            Input("g", "initiative_a", "what A concedes of its own accord", "units"),
            Input("h", "initiative_b", "what B concedes of its own accord", "units"),
            Input("cap", "cap", "exposure that a side can bear unanswered", "units", NOT_NEGATIVE, needed=False),
            Input("s", "step", "size of a step", "units", POSITIVE, needed=False),
        ),
        outputs=(
            Output("level_A", "level at which A's concessions settle", "units"),
            Output("level_B", "level at which B's concessions settle", "units"),
        ),
        also=(Output("unanswered_steps", "steps to take without an answer before stopping", "steps"),),
        equation="x = (g + a h)/(1 - ab);  y = (h + b g)/(1 - ab);  settles iff ab < 1",
        assumptions="Both react in proportion, every period, to what the other did last.",
        limits="A modelling choice: the source is in words. Nobody reasons about incentives here.",
        citation="after Osgood 1962, An Alternative to War or Surrender; Richardson 1960, Arms and Insecurity",
        keys=("Osgood1962", "Richardson1960"),
        example={"a": 0.8, "b": 0.9, "g": 1.0, "h": 0.5},
    ),
)
