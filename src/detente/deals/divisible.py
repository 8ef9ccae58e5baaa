"""Who gets its way on what: adjusted winner between two parties, equitable shares between more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from detente.case import Case, CaseError, NotConverged
from detente.deals.gains import OptionGains, pairwise_gains

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


def equitable_shares(
    points: NDArray[np.float64], entitlement: Sequence[float] | None = None
) -> tuple[NDArray[np.float64], float]:
    """Divide items that can be split among two or more parties, so that the least well served does best.

    ``max t  s.t.  sum_e x[i, e] points[i, e] >= t entitlement_i sum_e points[i, e],  sum_i x[i, e] = 1,  x >= 0``, and
    among these the division with the largest sum. With equal entitlements it is the egalitarian-equivalent
    division for additive points [PaznerSchmeidler1978]_. Returns the shares (party, item) and t, the multiple of its
    entitled part of everything that each party reaches at least (entitlements of 1 mean shares of all).

    Examples
    --------
    >>> shares, reached = equitable_shares(np.array([[60.0, 40.0], [80.0, 20.0]]))
    >>> round(reached, 4)
    0.5714
    """
    count, items = points.shape
    own = points.sum(axis=1)
    if (points < 0).any() or (own <= 0).any():
        raise CaseError("Points must not be negative, and each party must give some.")
    worth = points / (own * np.ones(count) * (1.0 if entitlement is None else np.asarray(entitlement)))[:, None]
    rows = np.kron(np.eye(count), np.ones(items)) * np.tile(worth.ravel(), (count, 1))
    whole = np.tile(np.eye(items), count)
    fair = _best(np.append(np.zeros(count * items), 1.0), (np.column_stack([-rows, np.ones(count)]), 0.0), whole)
    reached = float(fair[-1])
    # A hair below the best, so that rounding leaves the second stage feasible.
    richest = _best(rows.sum(axis=0), (-rows, -(reached - 1e-9)), whole)
    return richest.reshape(count, items), reached


def _best(
    value: NDArray[np.float64], upper: tuple[NDArray[np.float64], float], whole: NDArray[np.float64]
) -> NDArray[np.float64]:
    rows, limit = upper
    equal = np.column_stack([whole, np.zeros((len(whole), len(value) - whole.shape[1]))])
    result = linprog(-value, rows, np.full(len(rows), limit), equal, np.ones(len(whole)), bounds=(0, None))
    if result.status != 0:
        raise NotConverged(f"The division of items stopped early: {result.message}")
    best: NDArray[np.float64] = result.x
    return best


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
