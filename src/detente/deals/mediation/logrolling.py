"""Trades across elements: each side gives where the other gains more, named in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.deals.records import Change, Quantiles
from detente.deals.worth.gains import OptionGains, PairwiseGains, pairwise_gains
from detente.deals.worth.many import BARRED, as_it_is, gains_of, obeys, single_changes, unmet
from detente.deals.worth.spread import quantiles

TRADES = 5
"""Trades reported."""


@dataclass(frozen=True, slots=True)
class Trade:
    """One party gives on one element, the other on another, against the package on the table.

    `first_loses` and `second_gains` are what the first change brings to the two, `second_loses` and `first_gains` what
    the second one brings; all as amounts over worlds. `both_gain` is the share of worlds in which the two changes
    together leave both better off and cross no red line of theirs.
    """

    first: str
    second: str
    first_gives: Change
    second_gives: Change
    first_loses: Quantiles
    first_gains: Quantiles
    second_loses: Quantiles
    second_gains: Quantiles
    both_gain: float
    words: str


def trades(case: Case, options: OptionGains, choice: NDArray[np.int64], first: str, second: str) -> tuple[Trade, ...]:
    """Pairs of changes in which each party gives on what the other values more; the best `TRADES` of all pairs.

    In the median world the first change costs `first` and serves `second`, and the second the other way round. Pairs
    are ranked by the share of worlds in which both gain, and each element is used once: logrolling as in
    [Raiffa1982]_. Pairs that break a hard rule are left out. Shares are exact, conditions included.
    """
    axes = options.preferences.axes
    base = as_it_is(axes, choice)
    few = pairwise_gains(options, [axes.party(first), axes.party(second)]).starting_from(base)
    packages = single_changes(axes, base)
    gain, _ = gains_of(few, np.vstack([base[None], packages]))
    change = gain[1:] - gain[0]
    middle = np.median(change, axis=1)
    gives = np.flatnonzero((middle[:, 0] < 0) & (middle[:, 1] > 0))
    takes = np.flatnonzero((middle[:, 0] > 0) & (middle[:, 1] < 0))
    if not gives.size or not takes.size:
        return ()
    shares = np.array([_both_gain(few, base, packages, change, (int(m), takes)) for m in gives])
    made: list[Trade] = []
    used: set[int] = set()
    for k in np.argsort(-shares, axis=None, kind="stable"):
        m, n = int(gives[k // len(takes)]), int(takes[k % len(takes)])
        places = [int(np.flatnonzero(packages[x] != base)[0]) for x in (m, n)]
        if len(made) == TRADES or shares.flat[k] <= 0:
            break
        if used & set(places):
            continue
        used |= set(places)
        moves = [
            Change(axes.elements[e], *(axes.options[e][p[e]] for p in (base, packages[x])))
            for e, x in zip(places, (m, n), strict=True)
        ]
        made.append(_trade(case, few, (moves[0], moves[1]), (change[m], change[n]), float(shares.flat[k])))
    return tuple(made)


def _both_gain(
    few: PairwiseGains,
    base: NDArray[np.int64],
    packages: NDArray[np.int64],
    change: NDArray[np.float64],
    pairs: tuple[int, NDArray[np.int64]],
) -> NDArray[np.float64]:
    """Share of worlds in which both gain by one change together with each of some others; 0 where it is no pair.

    Gains add up but for conditions that the two changes meet or break together: those are set right claim by claim.
    """
    m, others = pairs
    moved = np.where(packages[m] != base, packages[m], packages[others])
    total = change[m] + change[others]
    elements = np.arange(len(base))
    new = (moved != base)[:, None, :]
    single = unmet(few, np.vstack([base[None], packages[m][None]])), unmet(few, packages[others])
    for k, after in enumerate(unmet(few, moved)):
        penalty = few.penalties[k]
        before, first, second = single[0][k, 0], single[0][k, 1], single[1][k]
        twice = after.astype(int) - int(first) - second.astype(int) + int(before)
        total[:, :, penalty.party] -= twice[:, None] * penalty.loss
        total[:, :, penalty.party] += np.where((after & ~before)[:, None] & penalty.red, BARRED, 0.0)
    for n, package in enumerate(moved):
        touched = elements[new[n, 0]]
        total[n][few.red[:, :, touched, package[touched]].any(axis=2)] = BARRED
    fine = obeys(few, moved) & (np.count_nonzero(new[:, 0], axis=1) == 2)
    shares: NDArray[np.float64] = np.logical_and.reduce(total > 0, axis=2).mean(axis=1) * fine
    return shares


def _trade(
    case: Case,
    few: PairwiseGains,
    moves: tuple[Change, Change],
    change: tuple[NDArray[np.float64], NDArray[np.float64]],
    share: float,
) -> Trade:
    names = tuple(few.axes.parties[i] for i in few.parties)
    has_stake = [case.party(p).stake_usd_bn_per_year is not None for p in names]
    units = ["USD bn per year" if known else "share of political range" for known in has_stake]
    amounts = [
        (quantiles(-change[0][:, 0], units[0]), quantiles(change[0][:, 1], units[1])),
        (quantiles(-change[1][:, 1], units[1]), quantiles(change[1][:, 0], units[0])),
    ]
    words = " ".join(_in_words(case, (names[k], names[1 - k]), moves[k], amounts[k]) for k in (0, 1))
    (first_loses, second_gains), (second_loses, first_gains) = amounts
    return Trade(names[0], names[1], *moves, first_loses, first_gains, second_loses, second_gains, share, words)


def _in_words(case: Case, parties: tuple[str, str], move: Change, amounts: tuple[Quantiles, Quantiles]) -> str:
    element = case.element(move.element)
    titles = {o.id: o.title for o in element.options}
    giver, taker = (case.party(p).name for p in parties)
    cost, worth = (_amount(a) for a in amounts)
    return (
        f"{giver} would give on {element.title}, from \u201c{titles[str(move.before)]}\u201d to"
        f" \u201c{titles[move.after]}\u201d: it costs {giver} {cost} and is worth {worth} to {taker}."
    )


def _amount(spread: Quantiles) -> str:
    money = spread.unit == "USD bn per year"
    scale, unit = (1.0, "bn USD a year") if money else (100.0, "percent of its political range")
    median, low, high = (_two_digits(scale * value) for value in (spread.median, spread.low, spread.high))
    return f"{median} {unit} ({low} to {high})"


def _two_digits(value: float) -> str:
    """Two significant digits, without an exponent or a negative nothing."""
    return f"{float(f'{value:.2g}') + 0.0:.10g}"
