"""The measures that relief would lift: what holding them is worth to each holder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package
from detente.deals.coalitions.blockers import lifted_measures, measure_vetoes, moved_options, parties_named
from detente.deals.coalitions.shapley import MOST_EXACT, sampled_shapley_values, shapley_values
from detente.deals.records import Quantiles
from detente.deals.worth.gains import OptionGains
from detente.deals.worth.spread import quantiles

ORDERS = 4_000
"""Orders of arrival sampled where there are too many holders to enumerate."""


@dataclass(frozen=True, slots=True)
class Relief:
    """An element on which a package lifts measures in force, and who holds them.

    `holders` issue the measures, or can lift them. `renewing` are members without whose renewal one of them lapses.
    """

    element: str
    option: str
    holders: tuple[str, ...]
    renewing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReliefGame:
    """One package and one party that its relief serves: the elements on which others hold measures."""

    package: Package
    target: str
    held: tuple[Relief, ...]


@dataclass(frozen=True, slots=True)
class HolderShare:
    """What a holder's hold is worth: its Shapley value over worlds, in the target's unit, and its part of the whole.

    `error` is the standard error of `part` where orders were sampled, 0 where all coalitions were enumerated.
    """

    holder: str
    value: Quantiles
    part: float
    error: float


@dataclass(frozen=True, slots=True)
class Leverage:
    """What those who hold measures hold over one party, by what that party would gain from the relief in a package."""

    package: str
    target: str
    elements: tuple[str, ...]
    relief: Quantiles
    shares: tuple[HolderShare, ...]
    method: str


def any_holder_worth(holders: NDArray[np.bool_], relief: NDArray[np.float64]) -> NDArray[np.float64]:
    """Worth of every coalition when each element's relief is withheld by any one of its holders, (2**n,).

    ``v(S) = sum_e relief_e [S meets the holders of e]``; `holders` has shape (element, player), `relief` (element,).
    Its Shapley value is known in closed form, ``sum_e relief_e [i holds e] / |holders of e|``.

    Examples
    --------
    >>> any_holder_worth(np.array([[True, True], [False, True]]), np.array([3.0, 1.0])).tolist()
    [0.0, 3.0, 4.0, 4.0]
    """
    players = holders.shape[1]
    members = (np.arange(1 << players)[:, None] >> np.arange(players)) & 1
    worth: NDArray[np.float64] = ((members @ holders.T.astype(int)) > 0) @ relief
    return worth


def reliefs(case: Case, package: Package) -> tuple[Relief, ...]:
    """Elements on which a package lifts measures in force that parties of the case hold."""
    found = []
    for element, option in moved_options(case, package).items():
        measures = [m for m in lifted_measures(case, element, option) if m.status == "in_force"]
        named = [(*parties_named(case, m.issuer), *parties_named(case, m.who_can_lift)) for m in measures]
        renewing = [v.holders for m in measures for v in measure_vetoes(case, m) if not v.any_one]
        holders = tuple(dict.fromkeys(p for group in named for p in group))
        if holders:
            members = tuple(dict.fromkeys(p for group in renewing for p in group if p not in holders))
            found.append(Relief(element, option, holders, members))
    return tuple(found)


def find_leverage(case: Case, options: OptionGains, seed: int = 0) -> tuple[Leverage, ...]:
    """For each package and each party whose signature some package needs: who holds how much over it.

    A coalition withholds the relief on an element if any of its members holds a measure that must be lifted for it, so
    ``v(S) = sum_e relief_e [S meets H_e]``; the share of a holder is its Shapley value [Shapley1953]_. Elements that
    bring the target nothing on average, or that it holds itself, do not count.
    """
    return tuple(_leverage(options, game, seed) for game in relief_games(case, options))


def relief_games(case: Case, options: OptionGains) -> tuple[ReliefGame, ...]:
    """For each package and each party that some package needs: the relief that brings it something and others hold."""
    signing = [p.id for p in case.parties if any(p.id in package.required for package in case.packages)]
    found = []
    for package in case.packages:
        lifted = reliefs(case, package)
        for target in signing:
            held = [r for r in lifted if target not in r.holders and relief_gain(options, target, r).mean() > 0]
            if held:
                found.append(ReliefGame(package, target, tuple(held)))
    return tuple(found)


def relief_gain(options: OptionGains, party: str, relief: Relief) -> NDArray[np.float64]:
    """What a party gains by the relief on one element against the status quo, (world,)."""
    axes = options.preferences.axes
    i, e = axes.party(party), axes.element(relief.element)
    single = options.of_element(i, e)
    gained: NDArray[np.float64] = single[:, axes.options[e].index(relief.option)] - single[:, axes.status_quo[e]]
    return gained


def unit_of(options: OptionGains, party: str) -> str:
    """The unit in which the gains of a party are read."""
    staked = options.preferences.has_stake[options.preferences.axes.party(party)]
    return "USD bn per year" if staked else "share of political range"


def _leverage(options: OptionGains, game: ReliefGame, seed: int) -> Leverage:
    target, held = game.target, game.held
    names = tuple(dict.fromkeys(h for r in held for h in r.holders))
    table = np.array([[n in r.holders for n in names] for r in held])
    relief = np.stack([relief_gain(options, target, r) for r in held], axis=1)
    parts, errors, method = _element_parts(table, relief.mean(axis=0), seed)
    values, total = relief @ parts, float(relief.mean(axis=0).sum())
    unit = unit_of(options, target)
    shares = (
        HolderShare(name, quantiles(values[:, k], unit), float(values[:, k].mean() / total), float(errors[k] / total))
        for k, name in enumerate(names)
    )
    return Leverage(
        package=game.package.id,
        target=target,
        elements=tuple(r.element for r in held),
        relief=quantiles(relief.sum(axis=1), unit),
        shares=tuple(sorted(shares, key=lambda s: -s.part)),
        method=method,
    )


def _element_parts(
    table: NDArray[np.bool_], mean: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], str]:
    """Shapley value of each holder in the game of each element alone, (element, holder), and errors at the mean relief.

    The value is additive over games, so worlds differ only by how much each element weighs.
    """
    players = table.shape[1]
    if players <= MOST_EXACT:
        worth = np.stack([any_holder_worth(row[None], np.ones(1)) for row in table], axis=1)
        return shapley_values(worth).T, np.zeros(players), f"exact: all {1 << players} coalitions"
    parts = np.zeros(table.shape)
    for e, row in enumerate(table):
        parts[e], _ = sampled_shapley_values(players, partial(_meets, row), ORDERS, seed)
    _, errors = sampled_shapley_values(players, partial(_withheld, table, mean), ORDERS, seed)
    return parts, errors, f"{ORDERS} sampled orders"


def _meets(holders: NDArray[np.bool_], coalitions: NDArray[np.bool_]) -> NDArray[np.float64]:
    return (coalitions & holders).any(axis=1).astype(float)


def _withheld(
    table: NDArray[np.bool_], relief: NDArray[np.float64], coalitions: NDArray[np.bool_]
) -> NDArray[np.float64]:
    return np.stack([_meets(row, coalitions) for row in table], axis=1) @ relief
