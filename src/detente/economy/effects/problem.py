"""What is to be solved, and how many equilibria that takes: laid out before anything is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from detente.case import Case
from detente.economy.effects.items import items_of, sets_of
from detente.economy.effects.records import BASELINE_INCOME, GDP, Array, Item, Plan
from detente.economy.effects.steps import STEPS, step_between
from detente.economy.model_payoffs import solves_of_set
from detente.economy.shock_cells import TRADE, DrawnRow, combine, draw_rows
from detente.economy.status_quo import at_modes
from detente.economy.trade import Baseline, Shock, no_shock
from detente.economy.trade.builtin import builtin_groups
from detente.economy.world_economy import with_costs, world_economy
from detente.worlds import Worlds, draw_worlds

Horizon = Literal["long", "short"]

HORIZONS: tuple[Horizon, ...] = ("long", "short")

WORLD, THIRD_COUNTRIES = "world", "third_countries"


@dataclass(frozen=True, slots=True, eq=False)
class Centre:
    """The central world of one horizon: every estimate at its mode.

    `baseline` has the elasticities of that world. `before`: the world without measures, deficits as the case has them.
    `shocks`: for each set of shocks, measures in force included. `on_trade`: measures in force that state trade.
    """

    baseline: Baseline
    before: Shock
    shocks: Mapping[frozenset[str], Shock]
    on_trade: tuple[DrawnRow, ...]

    def bans_first(self, named: frozenset[str]) -> Shock | None:
        """What comes before a set, with the bans of the set; None where the set changes no ban."""
        start, end = self._ends(named)
        return replace(start, quantity=end.quantity) if (start.banned != end.banned).any() else None

    def step(self, named: frozenset[str]) -> Shock:
        """What a set changes besides bans: the status quo against the world before, others against the status quo."""
        start, end = self._ends(named)
        return step_between(replace(start, quantity=end.quantity), end)

    def _ends(self, named: frozenset[str]) -> tuple[Shock, Shock]:
        return self.shocks[frozenset()] if named else self.before, self.shocks[named]


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

    @property
    def weights(self) -> dict[str, str]:
        """What members of each group weigh by in its percentage: GDP where all have one, else income before."""
        known = set(self.case.economy.gdp_usd_bn)
        return {name: GDP if set(members) <= known else BASELINE_INCOME for name, members in self.groups.items()}


def pose_effects(case: Case, worlds: Worlds, horizons: Sequence[Horizon] = HORIZONS) -> Problem:
    """Lay out the effects of a case over `worlds`, each of which is solved; the first 64 are the anchors of payoffs.

    Raises
    ------
    CaseError
        When the case has no shocks, or they name regions and sectors that the baseline does not have.
    """
    case = with_costs(case)
    found = {h: world_economy(in_run(case, h)) for h in horizons}
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
        centres={h: _centre(in_run(case, h), b, sets) for h, b in baselines.items()},
    )


def _groups(baseline: Baseline, parties: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The world, known groups of which all members are there, and regions that belong to nobody at the table."""
    known = {name: members for name, members in builtin_groups().items() if set(members) <= set(baseline.regions)}
    taken = {region for members in parties.values() for region in members}
    others = tuple(r for r in baseline.regions if r not in taken)
    return {WORLD: baseline.regions, **known, **({THIRD_COUNTRIES: others} if others else {})}


def in_run(case: Case, horizon: Horizon) -> Case:
    """The case with the horizon that is asked for."""
    return replace(case, economy=replace(case.economy, horizon=horizon))


def _centre(case: Case, baseline: Baseline, sets: Sequence[frozenset[str]]) -> Centre:
    scale = case.economy.elasticity_scale
    central = replace(baseline, theta=baseline.theta * (1.0 if scale is None else scale.mode))
    rows = draw_rows(at_modes(case), draw_worlds(1, 0), central)
    deficits = case.economy.deficits
    shocks = {named: combine(rows, named, central.theta[None], deficits)[0] for named in sets}
    return Centre(
        central, no_shock(deficits), shocks, tuple(e for e in rows if e.row.in_force and e.row.lever == TRADE)
    )


def plan_of(problem: Problem) -> Plan:
    """Count the equilibria, before the first is solved.

    In each horizon: every set of shocks, the status quo among them, and the world before where deficits are closed;
    each in every world, or once where worlds do not differ by it. In the central world: the same, and the steps of
    every decomposition, one more where bans change.
    """
    horizons, case, count = len(problem.baselines), problem.case, problem.worlds.count
    over = sum(solves_of_set(case, named, count) for named in problem.sets)
    if case.economy.deficits == "closed":
        over += solves_of_set(replace(case, shocks=()), (), count)
    pairs = [(centre, named) for centre in problem.centres.values() for named in problem.sets]
    bans = sum(centre.bans_first(named) is not None for centre, named in pairs)
    return Plan(
        horizons=tuple(problem.baselines),
        anchors=count,
        sets=len(problem.sets),
        over_worlds=horizons * over,
        central=horizons * (len(problem.sets) + 1) + len(pairs) * sum(STEPS) + bans,
    )


def central_gdp(problem: Problem) -> Array:
    """GDP of the price year at its mode, shape (region,); not a number where the case has none."""
    known = problem.case.economy.gdp_usd_bn
    return np.array([known[region].mode if region in known else np.nan for region in _regions(problem)])


def gdp_of(problem: Problem) -> Array:
    """GDP of the price year, shape (world, region), USD bn; not a number where the case has none."""
    gdp = np.full((problem.worlds.count, len(_regions(problem))), np.nan)
    for n, region in enumerate(_regions(problem)):
        if region in problem.case.economy.gdp_usd_bn:
            gdp[:, n] = problem.worlds.estimate(problem.case.economy.gdp_usd_bn[region])
    return gdp


def _regions(problem: Problem) -> tuple[str, ...]:
    return next(iter(problem.baselines.values())).regions
