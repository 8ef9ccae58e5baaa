"""What the report shows of the world economy: the measures in force, the headline package, and the other horizon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from detente.case import Case, NotConverged
from detente.economy.effects import PACKAGE, STATUS_QUO, Effects, Item, OverWorlds, Problem, effects_of, pose_effects
from detente.economy.effects.items import sets_of
from detente.economy.effects.over_worlds import solve_over_worlds, worth_over_worlds
from detente.economy.effects.problem import HORIZONS
from detente.workers import ALONE, Workers
from detente.worlds import Worlds, draw_worlds

ANCHORS = 64
"""Worlds in which the measures in force and the headline package are solved in both horizons, and all options in the
one that the verdict does not use."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """All items in the horizon that the verdict does not use; `over_worlds` has this horizon alone."""

    horizon: str
    items: tuple[Item, ...]
    parties: tuple[str, ...]
    over_worlds: OverWorlds
    solved: int
    failed: int


@dataclass(frozen=True, slots=True, eq=False)
class EconomyLook:
    """What the report shows of the world economy.

    `effects`: the measures in force and, where it brings shocks, the headline package; in both horizons where both
    could be solved. `beside`: all options in the other horizon. Either is None where markets did not clear; `unsolved`
    says why, a sentence each.
    """

    effects: Effects | None
    beside: Beside | None
    unsolved: tuple[str, ...]


def look_at_economy(case: Case, headline: str, worlds: Worlds, workers: Workers = ALONE) -> EconomyLook | None:
    """Solve what the report shows of the world economy; None in a case that brings no shock to it.

    Payoffs have been solved before and decide the verdict. So a search that fails here stops nothing: what is then
    missing is named.
    """
    named = {name for element in case.elements for option in element.options for name in option.shocks}
    if not any(row.in_force or row.id in named for row in case.shocks):
        return None
    unsolved: list[str] = []
    effects = _of_headline(case, headline, worlds, workers, unsolved)
    beside = _beside(case, worlds, workers, unsolved)
    return EconomyLook(effects, beside, tuple(dict.fromkeys(unsolved)))


def _of_headline(case: Case, headline: str, worlds: Worlds, workers: Workers, unsolved: list[str]) -> Effects | None:
    """Both horizons, or that of the verdict where the other one cannot be solved."""
    for horizons in (HORIZONS, (case.economy.horizon,)):
        problem = pose_effects(case, _first(worlds, ANCHORS), horizons)
        shown = [i for i in problem.items if i.kind == STATUS_QUO or (i.kind, i.id) == (PACKAGE, headline)]
        try:
            return effects_of(_only(problem, shown), workers)
        except NotConverged as error:
            unsolved.append(str(error))
    return None


def _beside(case: Case, worlds: Worlds, workers: Workers, unsolved: list[str]) -> Beside | None:
    other = next(h for h in HORIZONS if h != case.economy.horizon)
    problem = pose_effects(case, _first(worlds, ANCHORS), (other,))
    try:
        found = solve_over_worlds(problem, other, workers)
    except NotConverged as error:
        unsolved.append(str(error))
        return None
    over = worth_over_worlds(problem, [found])
    return Beside(other, problem.items, tuple(problem.parties), over, found.solved, found.failed)


def _first(worlds: Worlds, count: int) -> Worlds:
    """The first worlds: a row of draws does not depend on how many there are."""
    return draw_worlds(min(count, worlds.count), worlds.seed)


def _only(problem: Problem, items: Collection[Item]) -> Problem:
    return replace(problem, items=tuple(items), sets=sets_of(tuple(items)))
