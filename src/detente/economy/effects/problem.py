"""What is to be solved, and how many equilibria that takes: laid out before anything is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.case import Case, Estimate
from detente.economy.effects.items import items_of, sets_of
from detente.economy.effects.records import Array, Item, Plan
from detente.economy.effects.steps import STEPS, step_between
from detente.economy.shock_cells import combine, draw_rows
from detente.economy.trade import Baseline, Shock, no_shock
from detente.economy.trade.builtin import builtin_groups
from detente.economy.world_economy import world_economy
from detente.worlds import Worlds, draw_worlds

Horizon = Literal["long", "short"]

HORIZONS: tuple[Horizon, ...] = ("long", "short")

WORLD, THIRD_COUNTRIES = "world", "third_countries"


@dataclass(frozen=True, slots=True, eq=False)
class Centre:
    """The central world of one horizon: every estimate at its mode.

    `baseline` has the elasticities of that world. `before`: the world without measures, deficits as the case has them.
    `shocks`: for each set of shocks, measures in force included.
    """

    baseline: Baseline
    before: Shock
    shocks: Mapping[frozenset[str], Shock]

    def step(self, named: frozenset[str]) -> Shock | None:
        """What a set changes: the status quo against the world before, others against the status quo.

        None where a ban stands on one side only.
        """
        return step_between(self.shocks[frozenset()] if named else self.before, self.shocks[named])


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A case with everything that its effects are solved from; axes as in `Effects`.

    All of `worlds` are solved. `case` holds the GDP of every region that has one; `baselines` are by horizon.
    """

    case: Case
    worlds: Worlds
    baselines: Mapping[Horizon, Baseline]
    items: tuple[Item, ...]
    sets: tuple[frozenset[str], ...]
    parties: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    centres: Mapping[Horizon, Centre]


def pose_effects(case: Case, worlds: Worlds, horizons: Sequence[Horizon] = HORIZONS) -> Problem:
    """Lay out the effects of a case over `worlds`, each of which is solved; the first 64 are the anchors of payoffs.

    Raises
    ------
    CaseError
        When the case has no shocks, or they name regions and sectors that the baseline does not have.
    """
    found = {h: world_economy(replace(case, economy=replace(case.economy, horizon=h))) for h in horizons}
    priced = next(iter(found.values()))[0]
    economy = replace(priced.economy, horizon=case.economy.horizon)
    return pose_on(replace(priced, economy=economy), worlds, {h: baseline for h, (_, baseline) in found.items()})


def pose_on(case: Case, worlds: Worlds, baselines: Mapping[Horizon, Baseline]) -> Problem:
    """The same on world economies that are handed in; regions without a GDP in the case have no money."""
    items = items_of(case)
    sets = sets_of(items)
    baseline = next(iter(baselines.values()))
    parties = {p.id: tuple(p.regions) for p in case.parties if p.regions and set(p.regions) <= set(baseline.regions)}
    return Problem(
        case=case,
        worlds=worlds,
        baselines=baselines,
        items=items,
        sets=sets,
        parties=parties,
        groups=_groups(baseline, parties),
        centres={h: _centre(case, b, sets, items) for h, b in baselines.items()},
    )


def _groups(baseline: Baseline, parties: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The world, known groups of which all members are there, and regions that belong to nobody at the table."""
    known = {name: members for name, members in builtin_groups().items() if set(members) <= set(baseline.regions)}
    taken = {region for members in parties.values() for region in members}
    others = tuple(r for r in baseline.regions if r not in taken)
    return {WORLD: baseline.regions, **known, **({THIRD_COUNTRIES: others} if others else {})}


def _centre(case: Case, baseline: Baseline, sets: Sequence[frozenset[str]], items: Sequence[Item]) -> Centre:
    scale = case.economy.elasticity_scale
    central = replace(baseline, theta=baseline.theta * (1.0 if scale is None else scale.mode))
    at_mode = replace(case, shocks=tuple(replace(row, factor=_at_mode(row.factor)) for row in case.shocks))
    rows = draw_rows(at_mode, draw_worlds(1, 0), central)
    deficits = case.economy.deficits
    shocks = {named: combine(rows, named, central.theta[None], deficits)[0] for named in sets}
    return Centre(central, no_shock(deficits), shocks)


def _at_mode(estimate: Estimate) -> Estimate:
    return replace(estimate, low=None, high=None)


def plan_of(problem: Problem) -> Plan:
    """Count the equilibria, before the first is solved.

    In each horizon and world: every set of shocks, the status quo among them, and the world before where deficits are
    closed. In the central world: the same, and the steps of every decomposition.
    """
    horizons, sets = len(problem.baselines), len(problem.sets)
    before = int(problem.case.economy.deficits == "closed")
    chains = sum(centre.step(named) is not None for centre in problem.centres.values() for named in problem.sets)
    return Plan(
        horizons=tuple(problem.baselines),
        anchors=problem.worlds.count,
        sets=sets,
        over_worlds=horizons * problem.worlds.count * (sets + before),
        central=horizons * (sets + 1) + chains * sum(STEPS),
    )


def gdp_of(problem: Problem) -> Array:
    """GDP of the price year, shape (world, region), USD bn; not a number where the case has none."""
    gdp = np.full((problem.worlds.count, len(_regions(problem))), np.nan)
    for n, region in enumerate(_regions(problem)):
        if region in problem.case.economy.gdp_usd_bn:
            gdp[:, n] = problem.worlds.estimate(problem.case.economy.gdp_usd_bn[region])
    return gdp


def _regions(problem: Problem) -> tuple[str, ...]:
    return next(iter(problem.baselines.values())).regions
