"""How patient must both be for the threat of punishment to hold an agreement?

The agreement is a prisoner's dilemma every period: T to the one who breaks, R when both keep, P when both break, S to
the one who alone keeps, with T > R > P > S. Ties are allowed; then the answers are the limits.
"""

from __future__ import annotations

import math

from scipy.optimize import brentq

from detente.case import CaseError
from detente.durability.formulas.factors import critical_discount, existing, smallest_factor, whole_steps_up
from detente.durability.formulas.records import (
    AT_LEAST_ONE,
    DISCOUNT,
    POSITIVE,
    ROUNDING,
    Answer,
    Formula,
    Input,
    Kind,
    Output,
)

SMALLEST = 1e-300

NOTHING_LOST = "mutual breach is no worse than keeping: nothing is lost by breaking"


def grim_trigger(
    temptation: float, reward: float, punishment: float, sucker: float, rate_per_year: float | None = None
) -> Answer:
    """Find the patience that holds an agreement when one breach ends it for ever.

    ``delta* = (T - R)/(T - P)`` [Friedman1971]_. With a discount rate r a year, decisions may lie at most
    ``-ln(delta*)/r`` years apart.

    Examples
    --------
    >>> grim_trigger(temptation=5, reward=3, punishment=1, sucker=0).values
    (0.5,)
    """
    _check_dilemma(temptation, reward, punishment, sucker)
    value = smallest_factor(temptation - reward, temptation - punishment)
    answer = critical_discount(value, NOTHING_LOST)
    if rate_per_year is None:
        return answer
    longest = -math.log(value) / rate_per_year if 0 < value < 1 else None
    return Answer(answer.values, answer.notes, {"longest_period": longest})


def limited_punishment(
    temptation: float, reward: float, punishment: float, sucker: float, periods: int, discount: float | None = None
) -> Answer:
    """Find the patience that holds an agreement when a breach is punished for n periods.

    The smallest root of ``sum_{k=1..n} delta^k = (T - R)/(R - P)`` [MailathSamuelson2006]_. There is none below 1 when
    ``n <= (T - R)/(R - P)``. With delta given, the shortest punishment that holds is
    ``n >= ln(1 - (1-delta)(T-R)/(delta(R-P))) / ln(delta)``.

    Examples
    --------
    >>> answer = limited_punishment(temptation=5, reward=3, punishment=1, sucker=0, periods=2, discount=0.9)
    >>> round(answer.values[0], 6), answer.also["shortest_punishment"]
    (0.618034, 2.0)
    """
    _check_dilemma(temptation, reward, punishment, sucker)
    ratio = smallest_factor(temptation - reward, reward - punishment)
    why = f"with n = {periods} punishment costs less than {periods} (R - P), and breaking gains {ratio:g} (R - P)"
    why = NOTHING_LOST if math.isinf(ratio) else why
    value = _root(ratio, periods) if ratio < periods else math.inf
    answer = critical_discount(value, why)
    if discount is None:
        return answer
    return Answer(answer.values, answer.notes, {"shortest_punishment": existing(_shortest(ratio, discount))})


def tit_for_tat(temptation: float, reward: float, punishment: float, sucker: float) -> Answer:
    """Find the patience at which answering in kind is a best reply to itself.

    ``delta* = max((T - R)/(T - P), (T - R)/(R - S))`` [Axelrod1984]_: breaking for ever, or once and then atoning.

    Examples
    --------
    >>> round(tit_for_tat(temptation=5, reward=3, punishment=1, sucker=0).values[0], 6)
    0.666667
    """
    _check_dilemma(temptation, reward, punishment, sucker)
    for_ever = smallest_factor(temptation - reward, temptation - punishment)
    once = smallest_factor(temptation - reward, reward - sucker)
    value = max(for_ever, once)
    return critical_discount(value, NOTHING_LOST if once < 1 else _too_tempting(once, "one period of atoning"))


def penance(temptation: float, reward: float, punishment: float, sucker: float) -> Answer:
    """Find the patience that holds an agreement whose punishment the victim will not waive.

    ``delta* = max((T - R)/(R - S), (P - S)/(R - S))`` [VanDamme1989]_, [FarrellMaskin1989]_: who broke keeps alone for
    one period, in which the other takes T >= R, and all is forgiven. Refusing penance starts it anew.

    Examples
    --------
    >>> round(penance(temptation=5, reward=3, punishment=1, sucker=0).values[0], 6)
    0.666667
    """
    _check_dilemma(temptation, reward, punishment, sucker)
    breaking = smallest_factor(temptation - reward, reward - sucker)
    refusing = smallest_factor(punishment - sucker, reward - sucker)
    value = max(breaking, refusing)
    why = _too_tempting(breaking, "one period of penance") if breaking >= 1 else "refusing penance costs nothing"
    return critical_discount(value, why)


def _too_tempting(times: float, punishment: str) -> str:
    if math.isinf(times):
        return f"{punishment} costs nothing here, so it deters nobody"
    return f"breaking gains {times:g} times what {punishment} costs"


def _check_dilemma(temptation: float, reward: float, punishment: float, sucker: float) -> None:
    if not temptation >= reward >= punishment >= sucker:
        given = f"T = {temptation:g}, R = {reward:g}, P = {punishment:g}, S = {sucker:g}"
        raise CaseError(f"{given}: this is no prisoner's dilemma.\nGive payoffs with T > R > P > S.")


def _root(ratio: float, periods: int) -> float:
    """Solve ``delta + delta^2 + ... + delta^n = ratio`` for delta in [0, 1], where 0 <= ratio < n."""
    if ratio == 0:
        return 0.0
    # An endless sum would reach the ratio at the lower end, the first term alone at the upper one.
    low, high = ratio / (1 + ratio), min(1.0, ratio)
    if _powers(low, periods) >= ratio:
        return low
    if _powers(high, periods) <= ratio:
        return high
    return float(brentq(lambda delta: _powers(delta, periods) - ratio, low, high, xtol=1e-15, rtol=1e-14))


def _powers(delta: float, periods: int) -> float:
    """``delta + ... + delta^n``, exact where delta is close to 1."""
    if delta >= 1:
        return float(periods)
    return -delta * math.expm1(periods * math.log(max(delta, SMALLEST))) / (1 - delta)


def _shortest(ratio: float, discount: float) -> float:
    """Fewest periods of punishment that deter at a given patience, infinite when none is long enough."""
    if math.isinf(ratio):
        return math.inf
    lost = (1 - discount) * ratio / discount
    if lost >= 1 - ROUNDING:
        return math.inf
    return whole_steps_up(math.log1p(-lost) / math.log(discount))


PAYOFFS = (
    Input("T", "temptation", "payoff of breaking alone", "per period"),
    Input("R", "reward", "payoff when both keep", "per period"),
    Input("P", "punishment", "payoff when both break", "per period"),
    Input("S", "sucker", "payoff of keeping alone", "per period"),
)
CRITICAL = Output("critical_discount", "smallest discount factor per period that holds the agreement")
DILEMMA = "Two sides, the same prisoner's dilemma every period for ever, T > R > P > S; breaches are seen at once."
GAME = {"T": 5.0, "R": 3.0, "P": 1.0, "S": 0.0}

FORMULAS = (
    Formula(
        id="grim",
        title="Grim trigger",
        question="How patient must both be if one breach ends the agreement for ever?",
        function=grim_trigger,
        inputs=(*PAYOFFS, Input("r", "rate_per_year", "discount rate", "per year", POSITIVE, needed=False)),
        outputs=(CRITICAL,),
        also=(Output("longest_period", "longest time between decisions at r", "years"),),
        equation="delta* = (T - R)/(T - P)",
        assumptions=DILEMMA,
        limits="The end of the agreement hurts the punisher too: whether it would be carried out is not asked.",
        citation="Friedman 1971, Review of Economic Studies 38(1): 1-12",
        keys=("Friedman1971",),
        example=GAME,
    ),
    Formula(
        id="limited_punishment",
        title="Punishment of n periods",
        question="How patient must both be if a breach suspends the agreement for n periods?",
        function=limited_punishment,
        inputs=(
            *PAYOFFS,
            Input("n", "periods", "length of the punishment", "periods", AT_LEAST_ONE, Kind.WHOLE),
            Input("delta", "discount", "discount factor per period", "", DISCOUNT, needed=False),
        ),
        outputs=(CRITICAL,),
        also=(Output("shortest_punishment", "shortest punishment that holds at delta", "periods"),),
        equation="delta + delta^2 + ... + delta^n = (T - R)/(R - P), smallest root",
        assumptions=f"{DILEMMA} After a breach both break for n periods, then both keep again.",
        limits="Unforgiving of errors, which do not happen here: see snapback_length.",
        citation="Mailath and Samuelson 2006, Repeated Games and Reputations",
        keys=("MailathSamuelson2006",),
        example={**GAME, "n": 2},
    ),
    Formula(
        id="tit_for_tat",
        title="Tit for tat",
        question="How patient must both be if each step is answered in kind?",
        function=tit_for_tat,
        inputs=PAYOFFS,
        outputs=(CRITICAL,),
        equation="delta* = max((T - R)/(T - P), (T - R)/(R - S))",
        assumptions=DILEMMA,
        limits="A Nash equilibrium: the threat is a best reply on the path, not after every history.",
        citation="Axelrod 1984, The Evolution of Cooperation",
        keys=("Axelrod1984",),
        example=GAME,
    ),
    Formula(
        id="penance",
        title="Penance that is not waived",
        question="How patient must both be if the punishment is one that the punisher likes?",
        function=penance,
        inputs=PAYOFFS,
        outputs=(CRITICAL,),
        equation="delta* = max((T - R)/(R - S), (P - S)/(R - S))",
        assumptions=f"{DILEMMA} Who broke keeps alone for one period, then all is forgiven.",
        limits="One period of penance; a longer one would ask for less patience.",
        citation="van Damme 1989, Journal of Economic Theory 47(1): 206-217; Farrell and Maskin 1989, Games and "
        "Economic Behavior 1(4): 327-360",
        keys=("VanDamme1989", "FarrellMaskin1989"),
        example=GAME,
    ),
)
