"""The sanctions that a case holds in force, with every estimate at its mode."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.case import Case, CaseError, Estimate, ShockRow
from detente.economy.coalitions.sanctions import Actor, Sanctions, actor, applying, sanctions_between
from detente.economy.shock_cells import combine, draw_rows
from detente.economy.trade import Baseline, Shock
from detente.worlds import draw_worlds


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose sanctions on whom: names of regions or parties, and ids of measures; empty takes all that is in force."""

    target: str
    senders: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def sanctions_of_case(case: Case, baseline: Baseline, wanted: Wanted) -> tuple[Baseline, Sanctions]:
    """Read the measures in force between a target and the others, at the mode of every estimate.

    Returns the baseline with the elasticities of the case beside the sanctions. A measure counts on whoever
    trades with the target under it, whoever issued it. Measures that are not counted, and measures between others,
    stay as they are in every coalition.

    Raises
    ------
    CaseError
        When a name is unknown, a sender has no measure, senders overlap, or no measure is in force.
    """
    settings = case.economy
    scale = 1.0 if settings.elasticity_scale is None else settings.elasticity_scale.mode
    scaled = replace(baseline, theta=baseline.theta * scale)
    rows = tuple(row for row in case.shocks if row.in_force)
    counted = _counted(rows, wanted.measures)
    known = parties_with_regions(case)
    target = actor(wanted.target, known, baseline)
    shocks = [_at_modes(case, scaled, ids) for ids in (counted, {row.id for row in rows} - counted)]
    senders = [actor(name, known, baseline) for name in dict.fromkeys(wanted.senders)]
    if not senders:
        found = _named([row for row in rows if row.id in counted], target, known, baseline)
        senders = applying(baseline, target, found, shocks[0])
    return scaled, sanctions_between(scaled, target, senders, *shocks)


def measures_on_trade(case: Case, baseline: Baseline, wanted: Wanted) -> tuple[str, ...]:
    """Measures in force, of those wanted, that touch any trade between the target and others."""
    target = actor(wanted.target, parties_with_regions(case), baseline)
    others = [Actor(name, (name,)) for name in baseline.regions if name not in target.regions]
    counted = _counted((row for row in case.shocks if row.in_force), wanted.measures)
    touching = {name for name in counted if applying(baseline, target, others, _at_modes(case, baseline, {name}))}
    return tuple(dict.fromkeys(row.id for row in case.shocks if row.id in touching))


def parties_with_regions(case: Case) -> dict[str, tuple[str, ...]]:
    """Parties that have regions of the world economy, by id."""
    return {party.id: tuple(party.regions) for party in case.parties if party.regions}


def _counted(rows: Iterable[ShockRow], measures: Collection[str]) -> set[str]:
    in_force = list(dict.fromkeys(row.id for row in rows))
    if not in_force:
        raise CaseError("The case has no measure in force: economy/shocks.csv needs rows with in_force: yes.")
    unknown = [name for name in measures if name not in in_force]
    if unknown:
        raise CaseError(f'"{unknown[0]}" is not a measure in force.\nThe measures in force are {", ".join(in_force)}.')
    return set(measures or in_force)


def _at_modes(case: Case, baseline: Baseline, ids: Collection[str]) -> Shock:
    """The shock of some measures in force, in the world in which every estimate is at its mode."""
    fixed = tuple(replace(row, factor=_mode(row.factor)) for row in case.shocks)
    drawn = draw_rows(replace(case, shocks=fixed), draw_worlds(1, 0), baseline)
    chosen = [entry for entry in drawn if entry.row.in_force and entry.row.id in ids]
    return combine(chosen, (), baseline.theta[None], case.economy.deficits)[0]


def _mode(estimate: Estimate) -> Estimate:
    return replace(estimate, low=None, high=None)


def _named(
    rows: Iterable[ShockRow], target: Actor, known: Mapping[str, tuple[str, ...]], baseline: Baseline
) -> list[Actor]:
    """Those whom rows name opposite the target, as written there; where a row names nobody, every region left."""
    written = [name for row in rows for name in (*row.origin, *row.destination)]
    everybody = any(not row.origin or not row.destination for row in rows)
    names = dict.fromkeys((*written, *(baseline.regions if everybody else ())))
    actors = [actor(name, known, baseline) for name in names]
    return apart([one for one in actors if not set(one.regions) & set(target.regions)])


def apart(actors: Iterable[Actor]) -> list[Actor]:
    """Actors without those that lie inside a larger one; the order stays.

    Examples
    --------
    >>> [one.name for one in apart([Actor("DEU", ("DEU",)), Actor("EU", ("DEU", "FRA")), Actor("USA", ("USA",))])]
    ['EU', 'USA']
    """
    listed = list(actors)
    by_size = sorted(listed, key=lambda one: -len(one.regions))
    taken: list[Actor] = []
    for one in by_size:
        if not any(set(one.regions) <= set(other.regions) for other in taken):
            taken.append(one)
    order = np.argsort([listed.index(one) for one in taken], kind="stable")
    return [taken[k] for k in order]
