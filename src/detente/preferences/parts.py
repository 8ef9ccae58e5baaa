"""Set-valued acceptance: which parts are meant when a party accepts several without saying which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim
from detente.preferences.cells import Drawn
from detente.preferences.records import PartOdds
from detente.preferences.stances import ROWS
from detente.worlds import Axes, Payoffs, Worlds

LOWEST, HIGHEST = 0.02, 0.98
"""Bounds of the odds: what else is known of a party never makes a part certain or impossible by itself."""

Parts = dict[str, list[tuple[int, int]]]
"""The (element, option) pairs among which each set-valued claim chooses."""


def parts_named(case: Case, axes: Axes, ordered: Sequence[Claim]) -> Parts:
    """The parts of each set-valued claim: the options it names, or what the package it names would choose."""
    found: Parts = {}
    for claim in (c for c in ordered if ROWS[c.stance].set_valued):
        if claim.element and claim.options:
            found[claim.id] = [(axes.element(claim.element), axes.option(claim.element, o)) for o in claim.options]
        for package in case.packages:
            if package.id == claim.package and not claim.element:
                found[claim.id] = [(axes.element(e), axes.option(e, o)) for e, o in package.choices.items()]
    return found


def as_good_as_now(
    party: int,
    targets: Sequence[tuple[int, int]],
    drawn: Drawn,
    weights: NDArray[np.float64],
    stake: NDArray[np.float64] | None,
    payoffs: Payoffs,
) -> NDArray[np.bool_]:
    """Whether each part is at least as good for the party as the status quo, no red line crossed; (world, part).

    ``lam k (v[o] - v[q]) + m[o] >= 0`` with a stake, ``v[o] >= v[q]`` without one. Money that is not known is left
    out, as everywhere. `weights` has shape (world, element), `stake` (world,) or None.
    """
    elements, options = (np.array(axis) for axis in zip(*targets, strict=True))
    quiet = payoffs.axes.status_quo[elements]
    values = drawn.values[:, party]
    worth = values[:, elements, options] - values[:, elements, quiet]
    if stake is not None:
        known = payoffs.known[party, elements, options]
        money = np.where(known, payoffs.money[:, party, elements, options], 0.0)
        worth = stake[:, None] * weights[:, elements] * worth + money
    good: NDArray[np.bool_] = (worth >= 0) & ~drawn.red_lines[:, party, elements, options]
    return good


def share_so_far(happens: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Share of the worlds drawn before each one in which something happens, same shape as `happens`.

    ``(1 + number of times) / (2 + number of worlds)``, the rule of succession of [Laplace1814]_. Counting only earlier
    worlds keeps a row independent of how many worlds follow, and of its own draw.

    Examples
    --------
    >>> share_so_far(np.array([True, True, False])).round(2).tolist()
    [0.5, 0.67, 0.75]
    """
    before: NDArray[np.int64] = np.cumsum(happens, axis=0) - happens
    count = np.arange(len(happens)).reshape(-1, *[1] * (happens.ndim - 1))
    share: NDArray[np.float64] = np.divide(1.0 + before, 2.0 + count)
    return share


def draw_subsets(u: NDArray[np.float64], odds: NDArray[np.float64], at_least: int) -> NDArray[np.bool_]:
    """Draw subsets S of the parts with P(S) proportional to ``prod_{e in S} odds[e]``, given ``|S| >= at_least``.

    Conditional Bernoulli sampling [ChenDempsterLiu1994]_, exact, without rejection: T[j][r] sums the weights of all
    subsets of the parts from j on that hold at least r of them, T[j][r] = T[j+1][r] + odds[j] T[j+1][max(r-1, 0)], and
    part j is taken with probability odds[j] T[j+1][max(r-1, 0)] / T[j][r] while r are still wanted. `u` and `odds` have
    shape (world, part); a part with odds 0 is never taken, and where fewer than `at_least` remain, all of them are.

    Examples
    --------
    >>> draw_subsets(np.array([[0.9, 0.9, 0.1]]), np.array([[1.0, 1.0, 0.0]]), at_least=2).tolist()
    [[True, True, False]]
    """
    worlds, parts = odds.shape
    most = min(at_least, parts)
    tail = np.zeros((parts + 1, most + 1, worlds))
    tail[parts, 0] = 1.0
    fewer = np.maximum(np.arange(most + 1) - 1, 0)
    for j in reversed(range(parts)):
        tail[j] = tail[j + 1] + odds[:, j] * tail[j + 1, fewer]
    wanted = np.minimum(np.count_nonzero(odds > 0, axis=1), most)
    every, taken = np.arange(worlds), np.zeros((worlds, parts), dtype=bool)
    for j in range(parts):
        chance = odds[:, j] * tail[j + 1, fewer[wanted], every] / tail[j, wanted, every]
        taken[:, j] = u[:, j] < chance
        wanted = np.where(taken[:, j], fewer[wanted], wanted)
    return taken


def odds_of(share: NDArray[np.float64], rejected: NDArray[np.bool_], weighted_by: str) -> NDArray[np.float64]:
    """Odds p / (1 - p) of each part; p is clipped, 0 for what the party rejects, and 1/2 throughout under `nothing`."""
    if weighted_by == "nothing":
        return np.ones_like(share)
    p = np.clip(share, LOWEST, HIGHEST)
    return np.where(rejected, 0.0, p / (1.0 - p))


def draw_parts(worlds: Worlds, claim: str, odds: NDArray[np.float64], at_least: int) -> NDArray[np.bool_]:
    """Draw which parts one claim means, shape (world, part), with the draws named ``parts:<claim>``."""
    return draw_subsets(worlds.uniform(f"parts:{claim}", odds.shape[1]), odds, at_least)


def part_odds(
    axes: Axes,
    claim: Claim,
    targets: Sequence[tuple[int, int]],
    good: NDArray[np.bool_],
    accepted: NDArray[np.bool_],
) -> tuple[PartOdds, ...]:
    """What is reported of one claim: per part, how good it is anyhow and how often it is meant."""
    return tuple(
        PartOdds(
            claim.id,
            claim.party,
            axes.elements[e],
            axes.options[e][o],
            float(good[:, n].mean()),
            float(accepted[:, n].mean()) if len(accepted) else None,
        )
        for n, (e, o) in enumerate(targets)
    )


def accepted_worlds(
    named: Parts, drawn: Mapping[str, NDArray[np.bool_]]
) -> dict[str, list[tuple[int, int, NDArray[np.bool_]]]]:
    """Per set-valued claim: element, option and the worlds in which that part is meant."""
    return {claim: [(e, o, drawn[claim][:, n]) for n, (e, o) in enumerate(targets)] for claim, targets in named.items()}
