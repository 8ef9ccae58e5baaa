"""What would make it hold: a few changes of terms, each with its verdict recomputed from scratch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.case import Case
from detente.durability.breaches import Way, WayMargin
from detente.durability.flows import Side
from detente.durability.records import Repair
from detente.durability.terms import FloatArray, Terms
from detente.durability.verdict import UNIT, Weighing, falls_short, first_to_fail, weigh, worlds_that_hold

WAY_IN_WORDS = {
    Way.WITHHOLD: "withholding what it owes",
    Way.EXIT: "leaving",
    Way.REVERSE: "taking back what it did",
    Way.SEIZE: "seizing assets",
    Way.HYBRID: "a deniable breach",
}

# Kind, share of worlds in which all margins of the failing party are to reach the floor, and its wording.
ESCROW_AIMS = (("escrow_half", 0.5, "half of the worlds"), ("escrow_nine_tenths", 0.9, "nine of ten worlds"))


@dataclass(frozen=True, slots=True)
class Posting:
    """An escrow that a party would post from a phase on; both are indices."""

    party: int
    phase: int
    amount_usd_bn: float


def propose_repairs(case: Case, terms: Terms, sides: Sequence[Side], weighing: Weighing) -> tuple[Repair, ...]:
    """Try escrow of the first to fail, half the lag, and escrows of all who fail.

    An escrow E raises a margin by ``X E``, so that the amount a world needs is ``max (floor - margin) / X``
    over the party's phases and ways; the amount posted is the order statistic of that over worlds.
    """
    repairs = []
    first = first_to_fail(weighing.margins, case.margin_floor_usd_bn)
    if first is not None:
        repairs += _escrow_of_one(case, terms, sides, weighing, first)
    repairs.append(_halved_lag(case, terms, sides))
    postings = _escrows_of_all(case, sides, weighing)
    if len(postings) > 1:
        repairs.append(_posted_by_all(case, terms, sides, postings))
    return tuple(repairs)


def escrow_needed(margins: Iterable[WayMargin], floor: float, from_phase: int) -> FloatArray:
    """Escrow that brings all margins of one party to the floor, USD bn, shape (world,).

    Infinite where a failing breach is never caught, or comes before the escrow is posted.
    """
    known = [(way, way.margin) for way in margins if way.margin is not None]
    needed = np.zeros_like(known[0][1])
    for way, margin in known:
        caught = way.caught if way.phase >= from_phase else np.zeros_like(way.caught)
        price = np.divide(floor - margin, caught, out=np.full_like(margin, np.inf), where=caught > 0)
        needed = np.maximum(needed, np.where(falls_short(margin, floor), price, 0.0))
    return needed


def enough_in(needed: FloatArray, share: float) -> float:
    """Smallest amount that is enough in at least a share of worlds.

    Examples
    --------
    >>> enough_in(np.array([4.0, 1.0, np.inf, 2.0]), 0.5)
    2.0
    """
    return float(np.sort(needed)[math.ceil(share * needed.size - 1e-9) - 1])


def rounded_up(amount: float) -> float:
    """Two digits are as many as the ranges bear; up, so that the amount named is enough.

    Examples
    --------
    >>> rounded_up(116.81), rounded_up(0.031), rounded_up(50.0)
    (120.0, 0.031, 50.0)
    """
    if not 0 < amount < math.inf:
        return amount
    step = 10.0 ** (math.floor(math.log10(amount)) - 1)
    return float(f"{math.ceil(amount / step - 1e-9) * step:.6g}")


def _escrow_of_one(
    case: Case, terms: Terms, sides: Sequence[Side], weighing: Weighing, first: WayMargin
) -> list[Repair]:
    own = [way for way in weighing.margins if way.party == first.party]
    needed = escrow_needed(own, case.margin_floor_usd_bn, first.phase)
    party, phase = case.parties[first.party].name, case.phases[first.phase].title
    repairs: list[Repair] = []
    for kind, share, worlds_in_words in ESCROW_AIMS:
        amount = enough_in(needed, share)
        if math.isinf(amount):
            text = (
                f"No escrow of {party} from phase {phase} on brings all its margins to the floor in "
                f"{worlds_in_words}: its breach is never caught there, or comes before that phase."
            )
            repairs.append(_recompute(case, terms, sides, Repair(kind, text, None, UNIT, 0.0, "")))
        elif amount > 0:
            text = (
                f"{party} posts an escrow of {_enough(amount)} bn USD from phase {phase} on, lost if it is caught "
                f"breaking: enough for all its margins in {worlds_in_words}."
            )
            posted = _post(terms, [Posting(first.party, first.phase, amount)])
            repairs.append(_recompute(case, posted, sides, Repair(kind, text, amount, UNIT, 0.0, "")))
    return repairs


def _halved_lag(case: Case, terms: Terms, sides: Sequence[Side]) -> Repair:
    text = "The time between a breach and snapback is halved for every obligation."
    return _recompute(
        case,
        replace(terms, lag_years=terms.lag_years / 2),
        sides,
        Repair("lag_halved", text, 0.5, "of the stated lag", 0.0, ""),
    )


def _escrows_of_all(case: Case, sides: Sequence[Side], weighing: Weighing) -> list[Posting]:
    """For each party that fails, what half of the worlds need, from the phase in which it first fails."""
    postings = []
    for side in sides:
        own = [way for way in weighing.margins if way.party == side.party]
        first = first_to_fail(own, case.margin_floor_usd_bn)
        if first is None:
            continue
        amount = enough_in(escrow_needed(own, case.margin_floor_usd_bn, first.phase), 0.5)
        if 0 < amount < math.inf:
            postings.append(Posting(side.party, first.phase, amount))
    return postings


def _posted_by_all(case: Case, terms: Terms, sides: Sequence[Side], postings: list[Posting]) -> Repair:
    total = sum(p.amount_usd_bn for p in postings)
    shares = "; ".join(
        f"{case.parties[p.party].name} {_enough(p.amount_usd_bn)} bn USD from phase {case.phases[p.phase].title} on"
        for p in postings
    )
    text = f"All who would gain from breaking post escrows at once, {_enough(total)} bn USD in all: {shares}."
    return _recompute(case, _post(terms, postings), sides, Repair("escrows_all", text, total, UNIT, 0.0, ""))


def _post(terms: Terms, postings: Iterable[Posting]) -> Terms:
    escrow = terms.escrow.copy()
    for posting in postings:
        escrow[:, posting.party, posting.phase :] += posting.amount_usd_bn
    return replace(terms, escrow=escrow)


def _recompute(case: Case, terms: Terms, sides: Sequence[Side], repair: Repair) -> Repair:
    """Weigh everything again under changed terms: a repair of one party may leave another as the first to fail."""
    weighing = weigh(sides, terms)
    floor = case.margin_floor_usd_bn
    holds = worlds_that_hold(weighing.margins, floor, terms.suspended.shape[0])
    return replace(repair, holds_share=float(holds.mean()), worst=_worst(case, weighing, floor))


def _worst(case: Case, weighing: Weighing, floor: float) -> str:
    first = first_to_fail(weighing.margins, floor)
    if first is None or first.margin is None:
        return "No margin falls short in more than 5 of 100 worlds."
    return (
        f"{case.parties[first.party].name} in phase {case.phases[first.phase].title} by {WAY_IN_WORDS[first.way]}: "
        f"median margin {_figure(float(np.median(first.margin)))} bn USD, "
        f"short in {100 * falls_short(first.margin, floor).mean():.0f} of 100 worlds."
    )


def _enough(amount: float) -> str:
    return _figure(rounded_up(amount))


def _figure(amount: float) -> str:
    """Two significant digits, thousands with a comma, the true minus."""
    digits = f"{float(f'{amount:.2g}'):,.10g}"
    return digits.replace("-", "\N{MINUS SIGN}")
