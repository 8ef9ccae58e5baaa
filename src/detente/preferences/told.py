"""What a party told of itself takes the place of what claims and priors would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Told
from detente.preferences.cells import Drawn
from detente.preferences.constraints import Cells, stand
from detente.preferences.package_cuts import Cut
from detente.preferences.parts import Parts
from detente.preferences.records import Preferences
from detente.worlds import Axes

ROUNDING = 1e-9


def told_weights(axes: Axes, told: Sequence[Told]) -> dict[int, NDArray[np.float64]]:
    """Weights of the parties that told them, (element,), summing to 1; an element without points weighs nothing."""
    found = {}
    for word in (t for t in told if t.weights):
        points = np.array([word.weights.get(e, 0.0) for e in axes.elements])
        found[axes.party(word.party)] = points / points.sum()
    return found


def told_values(axes: Axes, told: Sequence[Told]) -> dict[tuple[int, int], NDArray[np.float64]]:
    """Values per (party, element) that was told, (option,): points rescaled so that the worst is 0 and the best 1."""
    found = {}
    for word in told:
        for element, points in word.values.items():
            e = axes.element(element)
            given = np.array([points[o] for o in axes.options[e]])
            found[axes.party(word.party), e] = (given - given.min()) / (given.max() - given.min())
    return found


def told_red_lines(axes: Axes, told: Sequence[Told]) -> dict[int, set[tuple[int, int]]]:
    """Told red lines per party, as (element, option)."""
    owner = {o: (e, n) for e, options in enumerate(axes.options) for n, o in enumerate(options)}
    return {axes.party(word.party): {owner[o] for o in word.red_lines} for word in told}


def write_told(axes: Axes, told: Sequence[Told], drawn: Drawn) -> None:
    """Write told values and red lines over what was drawn, in place.

    On an element whose values were told, the told red lines are the only ones; elsewhere they come on top.
    """
    for (i, e), values in told_values(axes, told).items():
        drawn.values[:, i, e, : len(values)] = values
        drawn.red_lines[:, i, e] = False
        drawn.rejected[:, i, e] = False
    for i, lines in told_red_lines(axes, told).items():
        for e, o in lines:
            drawn.red_lines[:, i, e, o] = True


def with_walk_away(told: Sequence[Told], drawn: Preferences) -> Preferences:
    """Put the walk-away value r of those who told one in the place of no deal.

    A package is accepted if ``P(p) >= r``. With no stake and every element of no deal worth r this is what the gain
    says: ``sum_e k[e] (v[e, p_e] - r) = P(p) - r``. Money is not added: the party has weighed it already.
    """
    no_deal_values, has_stake = drawn.no_deal_values.copy(), drawn.has_stake.copy()
    for word in (t for t in told if t.walk_away is not None):
        i = drawn.axes.party(word.party)
        no_deal_values[:, i] = word.walk_away
        has_stake[i] = False
    return replace(drawn, no_deal_values=no_deal_values, has_stake=has_stake)


def without_told_linkages(told: Sequence[Told], drawn: Preferences) -> Preferences:
    """Leave out conditional claims on elements whose values the party told: the told values hold in any package."""
    cells = told_values(drawn.axes, told)
    return replace(drawn, linkages=tuple(x for x in drawn.linkages if (x.party, x.element) not in cells))


def claims_against(
    case: Case, cells: Cells, named: Parts, cuts: Mapping[int, Sequence[Cut]], drawn: Preferences
) -> tuple[str, ...]:
    """Ids of the claims that what their party told contradicts, sorted.

    On values and red lines a claim is judged as if all claims were in force, later ones replacing earlier ones. A claim
    on a whole package is judged where the party told its weights, and listed if it holds in none of its worlds.
    """
    axes = drawn.axes
    lines = told_red_lines(axes, case.told)
    found = set(_cuts_against(cuts, told_weights(axes, case.told), drawn))
    for i, e in cells:
        if i in lines:
            found |= set(_cell_against(axes, cells, (i, e), case.told, lines[i]))
    for claim in case.claims:
        i = axes.party(claim.party)
        if claim.id in named and i in lines and _too_few(axes, case, i, named[claim.id]):
            found.add(claim.id)
    return tuple(sorted(found))


def _cuts_against(
    cuts: Mapping[int, Sequence[Cut]], weights: Mapping[int, NDArray[np.float64]], drawn: Preferences
) -> Iterator[str]:
    for party, cut in ((i, c) for i in weights for c in cuts.get(i, ())):
        gain = np.einsum("we,we->w", cut.rate, drawn.weights[:, party])
        if cut.active.any() and (gain[cut.active] < -ROUNDING).all():
            yield cut.claim.id


def _cell_against(
    axes: Axes, cells: Cells, cell: tuple[int, int], told: Sequence[Told], red: set[tuple[int, int]]
) -> Iterator[str]:
    e, quiet = cell[1], int(axes.status_quo[cell[1]])
    constraints = [c for c in cells[cell] if not c.row.set_valued]
    values = told_values(axes, told).get(cell)
    standing = stand(constraints, quiet)
    for option, (number, sign) in standing.signs.items():
        crossed = sign > 0 and (e, option) in red
        if crossed or (values is not None and sign * (values[option] - values[quiet]) < 0):
            yield constraints[number].claim
    if standing.ideal is not None:
        number, best = standing.ideal
        if all((e, o) in red or (values is not None and values[o] < 1) for o in best):
            yield constraints[number].claim
    for option, number in standing.red.items():
        if values is not None and (e, option) not in red:
            yield constraints[number].claim


def _too_few(axes: Axes, case: Case, party: int, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether what was told leaves fewer parts acceptable than a set-valued claim means at least."""
    values, red = told_values(axes, case.told), told_red_lines(axes, case.told)[party]
    open_ = 0
    for e, o in parts:
        known = values.get((party, e))
        worse = known is not None and known[o] < known[axes.status_quo[e]]
        open_ += not worse and (e, o) not in red
    return open_ < min(case.several_means_at_least, len(parts))


def not_told(claims: Mapping[int, Sequence[Cut]], weights: Mapping[int, NDArray[np.float64]]) -> dict[int, list[Cut]]:
    """Cuts of the parties that did not tell their weights: what was told moves for no claim."""
    return {i: list(cuts) for i, cuts in claims.items() if i not in weights}
