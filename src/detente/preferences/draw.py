"""Draws of weights, values, red lines and stakes, world by world, consistent with the claims in force there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim, Stance
from detente.positions import Positions, constrains
from detente.preferences.constraints import Allowed, Constraint, claims_in_force, constraints_by_cell, resolve
from detente.preferences.no_deal import expected_no_deal
from detente.preferences.package_cuts import cut_weights
from detente.preferences.records import Dropped, Linkage, Preferences
from detente.preferences.values import draw_ordered, draw_unordered, possible_peaks, possible_rankings
from detente.preferences.weights import simplex_weights
from detente.worlds import Axes, Payoffs, Worlds

Counts = dict[tuple[str, str, tuple[str, ...]], int]


@dataclass(frozen=True, slots=True, eq=False)
class _Element:
    """What drawing values needs to know of one element."""

    count: int
    status_quo: int
    ordered: bool

    def possible(self, allowed: Allowed) -> bool:
        if self.ordered:
            return len(possible_rankings(self.count, self.status_quo, allowed)) > 0
        return bool(possible_peaks(self.count, self.status_quo, allowed))

    def draw(self, u: NDArray[np.float64], allowed: Allowed) -> NDArray[np.float64]:
        return (draw_ordered if self.ordered else draw_unordered)(u, self.status_quo, allowed)


def draw_preferences(case: Case, positions: Positions, payoffs: Payoffs, worlds: Worlds) -> Preferences:
    """Draw what each party would take, in every world, consistent with the claims in force there.

    See ``docs/explanation/preferences.md`` for each step and its sampler.
    """
    axes = payoffs.axes
    by_id = {c.id: c for c in case.claims}
    ordered = [by_id[i] for i in positions.in_order]
    in_force = claims_in_force(case, worlds)
    cells, parts = constraints_by_cell(case, axes, ordered, in_force, worlds)
    counts: Counts = defaultdict(int)
    values, red_lines = _draw_values(case, axes, worlds, cells, counts)
    weights = np.stack([simplex_weights(worlds.uniform(f"weights:{p}", len(axes.elements))) for p in axes.parties], 1)
    no_deal_values, no_deal_money = expected_no_deal(case, axes, worlds, values, payoffs.money)
    stake, has_stake = _party_estimates(case, worlds, "stake_usd_bn_per_year")
    cost, has_cost = _party_estimates(case, worlds, "conflict_cost_usd_bn_per_year")
    drawn = Preferences(
        axes=axes,
        weights=weights,
        values=values,
        red_lines=red_lines,
        stake=stake,
        has_stake=has_stake,
        conflict_cost=cost,
        has_conflict_cost=has_cost,
        no_deal_values=no_deal_values,
        no_deal_money=no_deal_money,
        linkages=_linkages(axes, ordered, in_force),
        in_force=in_force,
        accepted_parts=parts,
        dropped=(),
        method="values exact by enumeration or order polytope; weights uniform on the simplex, hit-and-run within cuts",
    )
    drawn = cut_weights(case, ordered, drawn, payoffs, worlds, counts)
    return _freeze(drawn, counts)


def _draw_values(
    case: Case,
    axes: Axes,
    worlds: Worlds,
    cells: dict[tuple[int, int], list[Constraint]],
    counts: Counts,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    values = np.zeros((worlds.count, len(axes.parties), *axes.exists.shape))
    red_lines = np.zeros(values.shape, dtype=bool)
    for i, party in enumerate(axes.parties):
        for e, element in enumerate(case.elements):
            shape = _Element(len(element.options), int(axes.status_quo[e]), element.ordered)
            u = worlds.uniform(f"values:{party}:{element.id}", shape.count + 2)
            constraints = cells.get((i, e), [])
            for rows, active in _patterns(constraints, worlds.count):
                allowed = _without_contradiction(party, active, shape, counts, int(rows.sum()))
                values[rows, i, e, : shape.count] = shape.draw(u[rows], allowed)
                for option in allowed.red:
                    red_lines[rows, i, e, option] = True
    return values, red_lines


def _patterns(constraints: Sequence[Constraint], count: int) -> list[tuple[NDArray[np.bool_], list[Constraint]]]:
    """Group worlds in which the same constraints are active."""
    if not constraints:
        return [(np.ones(count, dtype=bool), [])]
    active = np.stack([c.active for c in constraints], axis=1)
    patterns, which = np.unique(active, axis=0, return_inverse=True)
    which = which.reshape(-1)
    return [
        (which == k, [c for c, on in zip(constraints, pattern, strict=True) if on])
        for k, pattern in enumerate(patterns)
    ]


def _without_contradiction(
    party: str, constraints: list[Constraint], shape: _Element, counts: Counts, worlds: int
) -> Allowed:
    """Resolve the constraints; while nothing fits, leave out the least reliable and count it."""
    kept = list(constraints)
    while not shape.possible(allowed := resolve(kept, shape.status_quo)):
        weakest = min(kept, key=lambda c: c.reliability)
        kept.remove(weakest)
        counts[weakest.claim, party, tuple(c.claim for c in kept)] += worlds
    return allowed


def _party_estimates(case: Case, worlds: Worlds, field: str) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    drawn = np.zeros((worlds.count, len(case.parties)))
    stated = np.zeros(len(case.parties), dtype=bool)
    for i, party in enumerate(case.parties):
        estimate = getattr(party, field)
        if estimate is not None:
            drawn[:, i], stated[i] = worlds.estimate(estimate), True
    return drawn, stated


def _linkages(axes: Axes, ordered: Sequence[Claim], in_force: dict[str, NDArray[np.bool_]]) -> tuple[Linkage, ...]:
    """Conditional claims, newest first; a later claim in force on the same option replaces an earlier one."""
    owner = {o: e for e, options in enumerate(axes.options) for o in options}
    later: dict[tuple[str, str], NDArray[np.bool_]] = {}
    linkages = []
    for claim in (c for c in reversed(ordered) if c.element and constrains(c)):
        for option in claim.options:
            replaced = later.get((claim.party, option), np.zeros_like(in_force[claim.id]))
            if claim.stance is Stance.CONDITIONAL:
                condition = owner[claim.condition_option]
                linkages.append(_linkage(axes, claim, option, condition, in_force[claim.id] & ~replaced))
            if claim.stance is not Stance.ACCEPTS_IN_PART:
                later[claim.party, option] = replaced | in_force[claim.id]
    return tuple(linkages)


def _linkage(axes: Axes, claim: Claim, option: str, condition: int, active: NDArray[np.bool_]) -> Linkage:
    e = axes.element(claim.element)
    return Linkage(
        claim=claim.id,
        party=axes.party(claim.party),
        element=e,
        option=axes.options[e].index(option),
        condition_element=condition,
        condition_option=axes.options[condition].index(claim.condition_option),
        red_line=claim.red_line,
        active=active,
    )


def _freeze(drawn: Preferences, counts: Counts) -> Preferences:
    dropped = tuple(Dropped(claim, party, n, against) for (claim, party, against), n in sorted(counts.items()))
    for array in (drawn.weights, drawn.values, drawn.red_lines, drawn.stake, drawn.conflict_cost):
        array.setflags(write=False)
    return replace(drawn, dropped=dropped)
