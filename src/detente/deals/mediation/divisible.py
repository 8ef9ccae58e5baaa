"""Who gets its way on what: adjusted winner between two parties, and where both would have it otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.case import Case, CaseError
from detente.deals.worth.gains import OptionGains, pairwise_gains

Points = Mapping[str, int | Fraction]
"""Points of one party per item, not negative."""

OFTEN = 0.5
"""An option that crosses a red line of the other party in at least this share of worlds cannot be won."""


@dataclass(frozen=True, slots=True)
class AdjustedWinner:
    """An equitable division between two parties, exact.

    `first` and `second` give each party's share of every item, in [0, 1]. Both end with `points` of their own 100
    (with the same share of their own total, whatever it is). At most one item, `shared`, is split: the party that led
    before, `giver`, hands over `handed_over` of it; '' and 0 where nothing needs to be split.
    """

    first: Mapping[str, Fraction]
    second: Mapping[str, Fraction]
    points: Fraction
    shared: str
    handed_over: Fraction
    giver: str


@dataclass(frozen=True, slots=True)
class Division:
    """Elements between two parties: who gets its way on which, by what getting it is worth to each.

    `first_wins` and `second_wins` map elements to the option that the winner wants. `common` are elements on which
    both want the same option. `left_out` are those where what one wants often crosses a red line of the other. The
    shared element counts as won by the party with the larger part of it.
    """

    parties: tuple[str, str]
    points: tuple[Mapping[str, Fraction], Mapping[str, Fraction]]
    outcome: AdjustedWinner
    first_wins: Mapping[str, str]
    second_wins: Mapping[str, str]
    common: Mapping[str, str]
    left_out: tuple[str, ...]


def adjusted_winner(first: Points, second: Points) -> AdjustedWinner:
    """Divide items between two parties by adjusted winner [BramsTaylor1996]_.

    Points are scaled to 100 for each party. Each item goes to the party that gives it more points (ties to the
    first). Then the leader hands items over, those with the smallest ratio of its points to the other's first, until
    both have the same; the last one is split. The result is efficient, equitable and free of envy. Raises CaseError
    for a negative number of points, for different items, or where a party gives no points at all.

    Examples
    --------
    >>> done = adjusted_winner({"land": 60, "name": 40}, {"land": 80, "name": 20})
    >>> done.shared, done.handed_over, done.points
    ('land', Fraction(2, 7), Fraction(400, 7))
    """
    a, b = _of_hundred(first), _of_hundred(second)
    if set(a) != set(b):
        raise CaseError("Both parties must give points to the same items.")
    share = {item: Fraction(a[item] >= b[item]) for item in a}
    lead = sum((a[i] * share[i] - b[i] * (1 - share[i]) for i in a), Fraction(0))
    giver = "first" if lead > 0 else "second" if lead < 0 else ""
    mine, other = (a, b) if lead > 0 else (b, a)
    gap, shared, handed = abs(lead), "", Fraction(0)
    held = [i for i in a if share[i] == (1 if lead > 0 else 0) and mine[i] + other[i] > 0]
    # mine / other ascending; an item that is worth nothing to the other comes last, and is never needed.
    for item in sorted(held, key=lambda i: (other[i] == 0, mine[i] / other[i] if other[i] else Fraction(0))):
        if gap == 0:
            break
        shared, handed = item, min(Fraction(1), gap / (mine[item] + other[item]))
        gap -= handed * (mine[item] + other[item])
        share[item] = 1 - handed if lead > 0 else handed
    points = sum((a[i] * share[i] for i in a), Fraction(0))
    return AdjustedWinner(share, {i: 1 - s for i, s in share.items()}, points, shared, handed, giver)


def _of_hundred(points: Points) -> dict[str, Fraction]:
    exact = {item: Fraction(p) for item, p in points.items()}
    total = sum(exact.values(), Fraction(0))
    if total <= 0 or min(exact.values()) < 0:
        raise CaseError("Points must not be negative, and each party must give some.")
    return {item: 100 * p / total for item, p in exact.items()}


def divide_elements(case: Case, options: OptionGains, first: str, second: str) -> Division | None:
    """Divide the elements that two parties see differently by adjusted winner; None where there are none.

    The points of an element are what getting its way there is worth to a party in the central world: the mean gain of
    the option it likes best less that of the option the other likes best, money included where it has a stake.
    """
    axes = options.preferences.axes
    few = pairwise_gains(options, [axes.party(first), axes.party(second)])
    mean = np.where(axes.exists, few.single.mean(axis=0), -np.inf)
    barred = few.red.mean(axis=0) >= OFTEN
    wanted = np.where(barred, -np.inf, mean).argmax(axis=2)
    points: tuple[dict[str, Fraction], dict[str, Fraction]] = ({}, {})
    common, left_out = {}, []
    for e, name in enumerate(axes.elements):
        a, b = (int(o) for o in wanted[:, e])
        if barred[:, e, [a, b]].any():
            left_out.append(name)
        elif a == b:
            common[name] = axes.options[e][a]
        else:
            points[0][name] = Fraction(float(mean[0, e, a] - mean[0, e, b]))
            points[1][name] = Fraction(float(mean[1, e, b] - mean[1, e, a]))
    if not all(sum(p.values()) > 0 for p in points):
        return None
    outcome = adjusted_winner(*points)
    wins: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for name, share in outcome.first.items():
        e, winner = axes.element(name), int(share <= Fraction(1, 2))
        wins[winner][name] = axes.options[e][wanted[winner, e]]
    return Division((first, second), points, outcome, *wins, common, tuple(left_out))
