"""From margins to a verdict: who fails first, in how many worlds all hold, what stays unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.deals import quantiles
from detente.durability.breaches import UnknownWay, WayMargin, weigh_breaches
from detente.durability.flows import Side
from detente.durability.records import Failure, Margin
from detente.durability.terms import FloatArray, Terms

UNIT = "USD bn"

# One dollar: a margin that a repair brings exactly to the floor must not fail by rounding.
TOLERANCE_USD_BN = 1e-9

# A failure in fewer worlds than this is not named as the first one.
RARE_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """Every margin of the obliged parties under some terms, and what could not be weighed."""

    margins: tuple[WayMargin, ...]
    unknown_ways: tuple[UnknownWay, ...]


def weigh(sides: Iterable[Side], terms: Terms) -> Weighing:
    """Weigh keeping against breaking for each side whose future can be discounted."""
    weighed = [way for side in sides if terms.rate_known[side.party] for way in weigh_breaches(side, terms)]
    return Weighing(
        margins=tuple(w for w in weighed if isinstance(w, WayMargin)),
        unknown_ways=tuple(w for w in weighed if isinstance(w, UnknownWay)),
    )


def falls_short(margin: FloatArray, floor: float) -> NDArray[np.bool_]:
    """Worlds in which a margin lies below the floor, to one dollar."""
    return np.asarray(margin < floor - TOLERANCE_USD_BN)


def worlds_that_hold(margins: Iterable[WayMargin], floor: float, count: int) -> NDArray[np.bool_]:
    """Worlds in which no known margin falls short, shape (world,)."""
    holds = np.ones(count, dtype=bool)
    for way in margins:
        if way.margin is not None:
            holds &= ~falls_short(way.margin, floor)
    return holds


def first_to_fail(margins: Iterable[WayMargin], floor: float) -> WayMargin | None:
    """Find the first to gain from breaking: the earliest phase, in it the lowest median margin.

    A phase counts when some median margin lies below the floor; if none does, when some margin falls
    short in more than one world in twenty.
    """
    known = [(way, way.margin) for way in margins if way.margin is not None]
    medians = {id(way): float(np.median(margin)) for way, margin in known}
    failing = [way for way, _ in known if medians[id(way)] < floor - TOLERANCE_USD_BN]
    if not failing:
        failing = [way for way, margin in known if falls_short(margin, floor).mean() > RARE_SHARE]
    return min(failing, key=lambda way: (way.phase, medians[id(way)]), default=None)


def describe_failure(case: Case, way: WayMargin, floor: float) -> Failure:
    """Put the first failure into the words of the case."""
    if way.margin is None:
        raise ValueError("A failure needs a margin that is known.")
    return Failure(
        party=case.parties[way.party].id,
        phase=case.phases[way.phase].id,
        way=str(way.way),
        margin=quantiles(way.margin, UNIT),
        money_alone=float(np.median(way.pair[0])),
        break_even_stake=break_even_stake(way.pair),
        fails_share=float(falls_short(way.margin, floor).mean()),
    )


def describe_margin(case: Case, side: Side, way: WayMargin) -> Margin:
    """Put one margin into the words of the case."""
    return Margin(
        party=case.parties[way.party].id,
        phase=case.phases[way.phase].id,
        way=str(way.way),
        money_alone=_read_only(way.pair[0]),
        per_stake=_read_only(way.pair[1]),
        margin=None if way.margin is None else _read_only(way.margin),
        quantiles=None if way.margin is None else quantiles(way.margin, UNIT),
        money_quantiles=quantiles(way.pair[0], UNIT),
        break_even_stake=break_even_stake(way.pair),
        holds_share=None if way.margin is None else float(1 - falls_short(way.margin, case.margin_floor_usd_bn).mean()),
        unpriced_elements=side.unpriced_elements,
    )


def break_even_stake(pair: FloatArray) -> float | None:
    """Stake at which a margin turns from negative to positive: the median of ``-m0 / m1`` where m1 > 0.

    None where no stake turns it, or where it is positive without any.

    Examples
    --------
    >>> break_even_stake(np.array([[-6.0, -6.0], [2.0, -1.0]]))
    3.0
    """
    money, per_stake = pair
    rising = per_stake > 0
    stake = float(np.median(-money[rising] / per_stake[rising])) if rising.any() else 0.0
    return stake if stake > 0 else None


def why_unknown(case: Case, sides: Iterable[Side], terms: Terms, weighing: Weighing) -> dict[str, str]:
    """Say for each obliged party with an unknown margin what the case does not state."""
    reasons: dict[str, str] = {}
    for side in sides:
        party = case.parties[side.party]
        missing = []
        if party.patience is None:
            missing.append("its patience is not stated")
        elif not terms.rate_known[side.party]:
            missing.append("its patience leaves no finite present value")
        if side.stake is None:
            missing.append(_why_apart(case, party.id))
        if not side.money_stated:
            missing.append("no money is stated for it")
        if unwatched := _unwatched(weighing, side.party):
            missing.append(f"detection or lag is not stated for {', '.join(unwatched)}")
        if missing:
            reasons[party.id] = f"{party.name}: {'; '.join(missing)}."
    return reasons


def _why_apart(case: Case, party: str) -> str:
    if any(told.party == party and told.walk_away is not None for told in case.told):
        return "it told a walk-away value, which weighs money already, so politics and money are not joined"
    return "its political stake is not stated, so politics and money stay apart"


def _unwatched(weighing: Weighing, party: int) -> tuple[str, ...]:
    ids = (o for way in weighing.unknown_ways if way.party == party for o in way.obligations)
    return tuple(dict.fromkeys(ids))


def _read_only(values: FloatArray) -> FloatArray:
    frozen = np.array(values)
    frozen.setflags(write=False)
    return frozen
