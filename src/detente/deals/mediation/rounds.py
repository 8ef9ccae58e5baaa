"""Whose move is it next, how much has each side given so far, and which small step would turn the order?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package
from detente.deals.mediation.spoken import SpokenMove, spoken_moves
from detente.deals.records import Change, Quantiles
from detente.deals.worth.gains import INDIFFERENT, OptionGains, PairwiseGains, pairwise_gains
from detente.deals.worth.many import as_it_is, gains_of, joint_shares, obeys
from detente.deals.worth.spread import quantiles

LARGEST_STEP = 3
"""Most elements moved in the search for the next concession."""

MOST = 0.5
"""The order of risk limits counts as turned where it is turned in more than this share of worlds."""

UNKNOWN = "unknown: no package says who proposed it"


@dataclass(frozen=True, slots=True)
class Move:
    """A dated package of a party after an earlier one of its own.

    `given` is what the party lost by it in its own eyes, and `offered` what the other proposers gained on average, in
    shares of the range of their gains; negative where it went the other way.
    """

    party: str
    package: str
    on: date | None
    given: Quantiles
    offered: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a party stands between its own last package and those of the others.

    `to_move`: share of worlds in which its risk limit is the lowest alone. `would_take_other`: share in which it values
    the package of another at least as much as its own. `given_so_far` is what it has given in all its moves on average,
    a share of its range, and `given_per_move` the same per move. `gap_closed` is its part of what all have given.
    """

    party: str
    package: str
    risk_limit: Quantiles
    to_move: float
    would_take_other: float
    given_so_far: float
    given_per_move: float | None
    gap_closed: float | None


@dataclass(frozen=True, slots=True)
class NextStep:
    """The smallest concession of the party to move that turns the order of risk limits, towards another's package.

    `turned` is the share of worlds in which its risk limit is then above the other's; `joint_before` and `joint_after`
    are the shares in which all proposers accept the package of the party, before and after.
    """

    party: str
    towards: str
    changes: tuple[Change, ...]
    turned: float
    joint_before: float
    joint_after: float


@dataclass(frozen=True, slots=True)
class Rounds:
    """The sequence of rounds. `known` is False, and `why` says so, where packages do not say who proposed them.

    `mover` is the party most often to move next, '' where unknown. `tied` is the share of worlds in which several have
    the lowest risk limit, or one would take another's package as it is (`agreed`).
    """

    known: bool
    why: str
    moves: tuple[Move, ...]
    spoken: tuple[SpokenMove, ...]
    standings: tuple[Standing, ...]
    mover: str
    tied: float
    agreed: float
    next_step: NextStep | None


def risk_limits(
    own: NDArray[np.float64], worst_other: NDArray[np.float64], no_deal: NDArray[np.float64] | float = 0.0
) -> NDArray[np.float64]:
    """How much risk of no deal a party would bear rather than take what the others offer, in [0, 1].

    ``r = (U(own) - U(other)) / (U(own) - d)``, the criterion of [Zeuthen1930]_ in the form of [Harsanyi1956]_: whoever
    has the smaller one concedes next. With several others the least of their packages counts [Endriss2006]_. 1 where
    the own package is worth no more than no deal or the other's is worse than it; 0 where the other's is as good, to
    within 1e-9.

    Examples
    --------
    >>> risk_limits(np.array([10.0, 8.0]), np.array([4.0, 6.0]))
    array([0.6 , 0.25])
    """
    at_stake = own - no_deal
    ratio = (own - worst_other) / np.where(at_stake > 0, at_stake, 1.0)
    limit: NDArray[np.float64] = np.where(at_stake > 0, np.clip(ratio, 0.0, 1.0), 1.0)
    # Packages worth the same are added up in different orders: noise must not say that one is better.
    return np.where(worst_other - own >= INDIFFERENT, 0.0, limit)


def find_rounds(case: Case, options: OptionGains) -> Rounds:
    """Read the sequence of rounds off packages with `proposed_by`, and off dated claims.

    World by world the proposers' last packages are compared by Zeuthen's criterion; a package that crosses a red line
    of a party is worth no more than no deal to it. Needs packages of two parties at least; else only claims are read.
    """
    spoken = spoken_moves(case, options)
    proposals = _proposals(case)
    if len(proposals) < 2:
        why = UNKNOWN if not proposals else "unknown: packages of one party only say who proposed them"
        return Rounds(False, why, (), spoken, (), "", 0.0, 0.0, None)
    axes = options.preferences.axes
    few = pairwise_gains(options, [axes.party(p) for p in proposals])
    last = np.array([_complete(options, own[-1]) for own in proposals.values()])
    worth = _worth(few, last)
    limits = _limits(worth)
    moves = tuple(m for k, own in enumerate(proposals.values()) for m in _moves(options, few, own, k))
    lowest = limits == limits.min(axis=1, keepdims=True)
    alone = lowest & (lowest.sum(axis=1, keepdims=True) == 1)
    takes = limits <= 0
    share = (alone & ~takes.any(axis=1, keepdims=True)).mean(axis=0)
    mover = int(share.argmax()) if share.max() > 0 else -1
    agreed = float(takes.any(axis=1).mean())
    return Rounds(
        known=True,
        why="the last package of each proposer, by Zeuthen's criterion in every world",
        moves=moves,
        spoken=spoken,
        standings=_standings(proposals, limits, share, takes, moves),
        mover=list(proposals)[mover] if mover >= 0 else "",
        tied=float(1.0 - share.sum() - agreed),
        agreed=agreed,
        next_step=_next_step(few, last, mover) if mover >= 0 else None,
    )


def _proposals(case: Case) -> dict[str, list[Package]]:
    """Packages of each proposer, oldest first; undated ones come before dated ones, in the order of the case."""
    made: dict[str, list[Package]] = {}
    for package in sorted(case.packages, key=lambda p: p.proposed_on or date.min):
        if package.proposed_by:
            made.setdefault(package.proposed_by, []).append(package)
    return {p.id: made[p.id] for p in case.parties if p.id in made}


def _complete(options: OptionGains, package: Package) -> NDArray[np.int64]:
    axes = options.preferences.axes
    return as_it_is(axes, axes.choice(package.choices))


def _worth(few: PairwiseGains, packages: NDArray[np.int64]) -> NDArray[np.float64]:
    """Gain of each party from each package, (package, world, party); at most no deal where it crosses a red line."""
    gain, accepts = gains_of(few, packages)
    return np.where(~accepts & (gain >= INDIFFERENT), 0.0, gain)


def _limits(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Risk limits (world, party) when package k belongs to party k."""
    columns = []
    for i in range(worth.shape[2]):
        others = np.delete(worth[:, :, i], i, axis=0).min(axis=0)
        columns.append(risk_limits(worth[i, :, i], others))
    return np.stack(columns, axis=1)


def _moves(options: OptionGains, few: PairwiseGains, own: list[Package], row: int) -> list[Move]:
    if len(own) < 2:
        return []
    gain, _ = gains_of(few, np.array([_complete(options, p) for p in own]))
    normalised = gain / few.range()
    others = [i for i in range(len(few.parties)) if i != row]
    party = few.axes.parties[few.parties[row]]
    return [
        Move(
            party,
            own[k].id,
            own[k].proposed_on,
            quantiles(normalised[k - 1, :, row] - normalised[k, :, row], "share of its range"),
            float((normalised[k][:, others] - normalised[k - 1][:, others]).mean()),
        )
        for k in range(1, len(own))
    ]


def _standings(
    proposals: dict[str, list[Package]],
    limits: NDArray[np.float64],
    share: NDArray[np.float64],
    takes: NDArray[np.bool_],
    moves: tuple[Move, ...],
) -> tuple[Standing, ...]:
    given = {p: sum(m.given.median for m in moves if m.party == p) for p in proposals}
    counts = {p: len(own) - 1 for p, own in proposals.items()}
    conceded = sum(max(g, 0.0) for g in given.values())
    return tuple(
        Standing(
            party=party,
            package=own[-1].id,
            risk_limit=quantiles(limits[:, i], "share"),
            to_move=float(share[i]),
            would_take_other=float(takes[:, i].mean()),
            given_so_far=given[party],
            given_per_move=given[party] / counts[party] if counts[party] else None,
            gap_closed=max(given[party], 0.0) / conceded if conceded > 0 else None,
        )
        for i, (party, own) in enumerate(proposals.items())
    )


def _next_step(few: PairwiseGains, last: NDArray[np.int64], mover: int) -> NextStep | None:
    """Try one, two and three elements of each other package, the fewest first; the most joint acceptance wins."""
    names = [few.axes.parties[i] for i in few.parties]
    before = float(joint_shares(few, last[mover][None])[0])
    for count in range(1, LARGEST_STEP + 1):
        best: NextStep | None = None
        for other in (k for k in range(len(last)) if k != mover):
            tried = _steps(last[mover], last[other], count)
            tried = tried[obeys(few, tried)] if len(tried) else tried
            if not len(tried):
                continue
            turned = _turned(few, last, tried, mover, other)
            joint = np.where(turned > MOST, joint_shares(few, tried), -1.0)
            at = int(joint.argmax())
            if joint[at] >= 0 and (best is None or joint[at] > best.joint_after):
                changes = _changes(few, last[mover], tried[at])
                best = NextStep(names[mover], names[other], changes, float(turned[at]), before, float(joint[at]))
        if best is not None:
            return best
    return None


def _steps(own: NDArray[np.int64], other: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    differing = np.flatnonzero(own != other)
    chosen = np.array(list(combinations(differing.tolist(), count)), dtype=np.int64).reshape(-1, count)
    made = np.repeat(own[None, :], len(chosen), axis=0)
    np.put_along_axis(made, chosen, other[chosen], axis=1)
    return made


def _turned(
    few: PairwiseGains, last: NDArray[np.int64], tried: NDArray[np.int64], mover: int, other: int
) -> NDArray[np.float64]:
    """Share of worlds in which the mover's risk limit is above the other's, or the other takes it."""
    standing, stepped = _worth(few, last), _worth(few, tried)
    shares = np.empty(len(tried))
    for k in range(len(tried)):
        worth = standing.copy()
        worth[mover] = stepped[k]
        limits = _limits(worth)
        taken = limits[:, other] <= 0
        shares[k] = float((taken | (limits[:, mover] > limits[:, other])).mean())
    return shares


def _changes(few: PairwiseGains, before: NDArray[np.int64], after: NDArray[np.int64]) -> tuple[Change, ...]:
    axes = few.axes
    where = np.flatnonzero(before != after).tolist()
    return tuple(Change(axes.elements[e], axes.options[e][before[e]], axes.options[e][after[e]]) for e in where)
