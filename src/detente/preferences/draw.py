"""Draws of weights, values, red lines and stakes, world by world, consistent with the claims in force there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim
from detente.positions import Positions
from detente.preferences.cells import Drawn, ValueSampler
from detente.preferences.constraints import Cells, binding_claims, claims_in_force, constraints_by_cell
from detente.preferences.contradictions import Contradictions
from detente.preferences.linkages import linkages_of
from detente.preferences.no_deal import expected_no_deal
from detente.preferences.package_cuts import cut_weights, package_cuts
from detente.preferences.parts import (
    Parts,
    accepted_worlds,
    as_good_as_now,
    draw_parts,
    odds_of,
    part_odds,
    parts_named,
    share_so_far,
)
from detente.preferences.records import Dropped, PartOdds, Preferences
from detente.preferences.told import (
    claims_against,
    not_told,
    told_weights,
    with_walk_away,
    without_told_linkages,
    write_told,
)
from detente.preferences.voices import Blend, blends_of
from detente.preferences.weights import concentrated_weights, simplex_weights
from detente.workers import ALONE, Workers, once
from detente.worlds import Axes, Payoffs, Worlds

METHOD = (
    "values exact by enumeration or order polytope; parts of a set-valued acceptance exact by conditional Bernoulli "
    "draws; weights uniform on the simplex, within cuts by coordinate hit-and-run"
)


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """What every step shares: the case on its axes, the claims that bind each party, and where they are in force."""

    case: Case
    axes: Axes
    worlds: Worlds
    ordered: Sequence[Claim]
    binding: Mapping[str, Sequence[Claim]]
    in_force: dict[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True, eq=False)
class _Money:
    """Payoffs with the stakes that weigh politics against them, (world, party) and (party,)."""

    payoffs: Payoffs
    stake: NDArray[np.float64]
    has_stake: NDArray[np.bool_]


def draw_preferences(case: Case, positions: Positions, payoffs: Payoffs, worlds: Worlds) -> Preferences:
    """Draw what each party would take, in every world, consistent with the claims in force there.

    See ``docs/explanation/preferences.md`` for each step and its sampler. What a party told (`case.told`) takes the
    place of claims and priors.

    Examples
    --------
    >>> from detente.casefile import example_case
    >>> from detente.economy import value_options
    >>> from detente.positions import tally_positions
    >>> from detente.worlds import draw_worlds
    >>> case, worlds = example_case(), draw_worlds(50, seed=0)
    >>> drawn = draw_preferences(case, tally_positions(case), value_options(case, worlds), worlds)
    >>> drawn.weights.shape, bool(np.allclose(drawn.weights.sum(axis=2), 1))  # world, party, element
    ((50, 3, 6), True)
    """
    by_id = {c.id: c for c in case.claims}
    ordered = [by_id[i] for i in positions.in_order]
    setting = _Setting(
        case, payoffs.axes, worlds, ordered, binding_claims(case, ordered), claims_in_force(case, worlds)
    )
    left_out = Contradictions()
    weights, blends = _blended(setting, _free(setting, simplex_weights))
    money = _Money(payoffs, *_party_estimates(case, worlds, "stake_usd_bn_per_year"))
    named = parts_named(case, payoffs.axes, ordered)
    drawn, accepted, cells, odds = _draw_values(setting, money, weights, named, left_out)
    preferences = _put_together(setting, money, weights, drawn)
    preferences = without_told_linkages(case.told, with_walk_away(case.told, preferences))
    cuts = package_cuts(case, setting.binding, preferences, payoffs)
    told = told_weights(payoffs.axes, case.told)
    cut = cut_weights(preferences, not_told(cuts, told), blends, worlds, left_out)
    against = claims_against(case, cells, named, cuts, cut) if case.told else ()
    return _freeze(replace(cut, accepted_parts=accepted, part_odds=odds, told_against=against), left_out)


def draw_uncut_weights(
    case: Case,
    positions: Positions,
    axes: Axes,
    worlds: Worlds,
    concentration: float,
    workers: Workers = ALONE,
) -> NDArray[np.float64]:
    """Draw weights by a symmetric Dirichlet prior, (world, party, element); claims on whole packages do not cut them.

    Told weights and the influence of voices stand as in `draw_preferences`, whose prior has a concentration of 1. The
    prior of each party owes nothing to the claims: `workers` may recall it.
    """
    by_id = {c.id: c for c in case.claims}
    ordered = [by_id[i] for i in positions.in_order]
    setting = _Setting(case, axes, worlds, ordered, binding_claims(case, ordered), claims_in_force(case, worlds))
    return _blended(setting, _free(setting, lambda u: once(workers, concentrated_weights, u, concentration)))[0]


def _free(setting: _Setting, drawn: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> NDArray[np.float64]:
    """Weights of each party by itself, (world, party, element), drawn from uniforms (world, element)."""
    axes, worlds = setting.axes, setting.worlds
    free = np.empty((worlds.count, len(axes.parties), len(axes.elements)))
    for i, party in enumerate(axes.parties):
        free[:, i] = drawn(worlds.uniform(f"weights:{party}", len(axes.elements)))
    return free


def _blended(setting: _Setting, free: NDArray[np.float64]) -> tuple[NDArray[np.float64], dict[int, Blend]]:
    """Weights before any cut, (world, party, element), and the blends of parties on which voices have influence."""
    axes, worlds = setting.axes, setting.worlds
    blends = blends_of(setting.case, axes, worlds, setting.ordered, setting.in_force, free)
    weights = free.copy()
    for i, blend in blends.items():
        weights[:, i] = blend.of(blend.own)
    for i, told in told_weights(axes, setting.case.told).items():
        weights[:, i] = told
        blends.pop(i, None)
    return weights, blends


def _draw_values(
    setting: _Setting, money: _Money, weights: NDArray[np.float64], named: Parts, left_out: Contradictions
) -> tuple[Drawn, dict[str, NDArray[np.bool_]], Cells, tuple[PartOdds, ...]]:
    """Values under the claims that say which options they mean, then the parts meant by the others, then both."""
    case, axes = setting.case, setting.axes
    cells = constraints_by_cell(axes, setting.binding, setting.in_force, {})
    moved = [
        (axes.party(party), e)
        for party, claims in setting.binding.items()
        for c in claims
        for e in dict.fromkeys(e for e, _ in named.get(c.id, ()))
    ]
    moved = sorted(set(moved))
    settled = {cell: said for cell, said in cells.items() if cell not in moved}
    first = {cell: said for cell, said in cells.items() if cell in moved}
    sampler = ValueSampler(case, axes, setting.worlds)
    sampler.draw_all(settled, left_out)
    for (i, e), said in first.items():
        sampler.draw_bound(i, e, said, Contradictions())
    write_told(axes, case.told, sampler.drawn)
    accepted, odds = _draw_parts(setting, money, weights, named, sampler.drawn)
    final = constraints_by_cell(axes, setting.binding, setting.in_force, accepted_worlds(named, accepted))
    for i, e in moved:
        if final.get((i, e)):
            sampler.draw_bound(i, e, final[i, e], left_out)
    write_told(axes, case.told, sampler.drawn)
    return sampler.drawn, accepted, final, odds


def _draw_parts(
    setting: _Setting, money: _Money, weights: NDArray[np.float64], named: Parts, drawn: Drawn
) -> tuple[dict[str, NDArray[np.bool_]], tuple[PartOdds, ...]]:
    """Which parts each set-valued claim means, (world, part), and what is reported of the odds."""
    accepted: dict[str, NDArray[np.bool_]] = {}
    odds: list[PartOdds] = []
    case, axes = setting.case, setting.axes
    for claim in (c for c in setting.ordered if named.get(c.id)):
        i, targets = axes.party(claim.party), named[claim.id]
        stake = money.stake[:, i] if money.has_stake[i] else None
        good = as_good_as_now(i, targets, drawn, weights[:, i], stake, money.payoffs)
        elements, options = (list(axis) for axis in zip(*targets, strict=True))
        rejected = (drawn.rejected | drawn.red_lines)[:, i, elements, options]
        weighted = odds_of(share_so_far(good), rejected, case.several_weighted_by)
        accepted[claim.id] = draw_parts(setting.worlds, claim.id, weighted, case.several_means_at_least)
        odds += part_odds(axes, claim, targets, good, accepted[claim.id][setting.in_force[claim.id]])
    return accepted, tuple(odds)


def _put_together(setting: _Setting, money: _Money, weights: NDArray[np.float64], drawn: Drawn) -> Preferences:
    case, axes, worlds = setting.case, setting.axes, setting.worlds
    no_deal_values, no_deal_money = expected_no_deal(case, worlds, drawn.values, money.payoffs)
    cost, has_cost = _party_estimates(case, worlds, "conflict_cost_usd_bn_per_year")
    return Preferences(
        axes=axes,
        weights=weights,
        values=drawn.values,
        red_lines=drawn.red_lines,
        stake=money.stake,
        has_stake=money.has_stake,
        conflict_cost=cost,
        has_conflict_cost=has_cost,
        no_deal_values=no_deal_values,
        no_deal_money=no_deal_money,
        linkages=linkages_of(axes, setting.binding, setting.in_force),
        in_force=setting.in_force,
        accepted_parts={},
        dropped=(),
        method=METHOD,
        told=tuple(t.party for t in case.told),
    )


def _party_estimates(case: Case, worlds: Worlds, field: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Draws of one estimate of every party; a voice that ratifies takes its party's where it states none."""
    drawn = np.zeros((worlds.count, len(case.parties)))
    stated = np.zeros(len(case.parties), dtype=bool)
    for i, party in enumerate(case.parties):
        estimate = getattr(party, field)
        if estimate is None and party.voice_of and party.ratifies:
            estimate = getattr(case.party(party.voice_of), field)
        if estimate is not None:
            drawn[:, i], stated[i] = worlds.estimate(estimate), True
    return drawn, stated


def _freeze(drawn: Preferences, left_out: Contradictions) -> Preferences:
    dropped = tuple(
        Dropped(claim, party, n, against, proof)
        for (claim, party, against, proof), n in sorted(left_out.counts.items())
    )
    for array in (drawn.weights, drawn.values, drawn.red_lines, drawn.stake, drawn.conflict_cost):
        array.setflags(write=False)
    return replace(drawn, dropped=dropped)
