"""Whether those who hold measures keep together, and who would let go first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.deals.coalitions.blockers import heard_parties
from detente.deals.coalitions.leverage import ReliefGame, relief_gain, relief_games, unit_of
from detente.deals.records import Quantiles
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import OptionGains
from detente.deals.worth.many import as_it_is
from detente.deals.worth.spread import quantiles

LEAVES = 0.5
"""A holder leaves where it would rather lift alone in at least this share of worlds."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How one holder stands to the relief in a package; shares of worlds.

    `lifts_alone`: its own gain from the relief is positive, so it would rather lift while the others keep than keep.
    `rather_than_deal`: that gain is also above its gain from the whole package. `renewing` marks a member who can end
    a measure by not renewing it. Where nothing is known of it on what the package changes (`heard` False), the shares
    show the priors alone.
    """

    holder: str
    heard: bool
    renewing: bool
    own_gain: Quantiles
    lifts_alone: float
    rather_than_deal: float


@dataclass(frozen=True, slots=True)
class CoalitionStability:
    """Whether the holders of the measures over one party keep together when a package offers to lift them.

    `offered` is the mean gain of that party from the relief, in `unit`. `stable` is the share of worlds in which no
    holder that was heard would rather lift alone. `leaving` is sorted, the first to leave first.
    """

    package: str
    target: str
    offered: float
    unit: str
    leaving: tuple[Leaving, ...]
    stable: float


@dataclass(frozen=True, slots=True)
class FirstToLeave:
    """The package with the least relief for the target at which a holder leaves; '' if it leaves at none."""

    target: str
    holder: str
    package: str
    offered: float | None


def coalition_stability(case: Case, options: OptionGains) -> tuple[CoalitionStability, ...]:
    """Who would rather lift alone while the others keep, per package and party relieved, the least relief first.

    Internal stability [DAspremont1983]_: no member gains by leaving. A holder that lifts alone gains its part of what
    the relief brings itself, so only the sign counts; keeping gains nothing against the status quo. What the wording of
    an option makes the relief wait for is part of how the holder values that option.
    """
    gains = {}
    found = []
    for game in relief_games(case, options):
        if game.package.id not in gains:
            axes = options.preferences.axes
            gains[game.package.id], _ = evaluate(options, as_it_is(axes, axes.choice(game.package.choices)))
        leaving, stable = _leaving(case, options, game, gains[game.package.id])
        offered = sum(float(relief_gain(options, game.target, r).mean()) for r in game.held)
        unit = unit_of(options, game.target)
        found.append(CoalitionStability(game.package.id, game.target, offered, unit, leaving, stable))
    order = {p.id: i for i, p in enumerate(case.parties)}
    return tuple(sorted(found, key=lambda s: (order[s.target], s.offered)))


def _leaving(
    case: Case, options: OptionGains, game: ReliefGame, gain: NDArray[np.float64]
) -> tuple[tuple[Leaving, ...], float]:
    axes = options.preferences.axes
    holders = dict.fromkeys(h for r in game.held for h in r.holders)
    members = dict.fromkeys(m for r in game.held for m in r.renewing if m not in holders and m != game.target)
    heard = heard_parties(case, game.package)
    found, keeps = [], np.ones(len(gain), dtype=bool)
    for holder in (*holders, *members):
        held = [r for r in game.held if holder in r.holders or holder in r.renewing]
        own = np.sum([relief_gain(options, holder, r) for r in held], axis=0)
        rather = own > np.maximum(gain[:, axes.party(holder)], 0.0)
        spread = quantiles(own, unit_of(options, holder))
        shares = float((own > 0).mean()), float(rather.mean())
        found.append(Leaving(holder, holder in heard, holder in members, spread, *shares))
        keeps &= (own <= 0) | (holder not in heard)
    return tuple(sorted(found, key=lambda x: (not x.heard, -x.lifts_alone))), float(keeps.mean())


def order_of_leaving(stability: Sequence[CoalitionStability]) -> tuple[FirstToLeave, ...]:
    """Per party relieved, the holders by the least relief offered at which they leave; those who stay come last.

    Only holders that were heard count.
    """
    first: dict[tuple[str, str], FirstToLeave] = {}
    for game in sorted(stability, key=lambda s: s.offered):
        for leaving in (x for x in game.leaving if x.heard):
            key = game.target, leaving.holder
            left = leaving.lifts_alone >= LEAVES
            if left and (key not in first or not first[key].package):
                first[key] = FirstToLeave(*key, game.package, game.offered)
            first.setdefault(key, FirstToLeave(*key, "", None))
    targets = list(dict.fromkeys(s.target for s in stability))
    return tuple(sorted(first.values(), key=lambda f: (targets.index(f.target), not f.package, f.offered or 0.0)))
