"""What the trade model says an option is worth: solved in the anchor worlds, interpolated in the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, CaseError, NotConverged
from detente.economy.anchors import distinct_worlds
from detente.economy.energy_payoffs import EnergySolver
from detente.economy.income_solver import ANCHORS, IncomeSolver, withdrawn_flows
from detente.economy.shock_cells import is_uncertain
from detente.economy.trade import Baseline
from detente.workers import ALONE, Workers
from detente.worlds import Modelled, Worlds

Array = NDArray[np.float64]

Options = tuple[str, ...]
"""Ids of options that bring shocks, in the order of the case: one alone, or several solved as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelRun:
    """Money by option and by combination of options, in USD bn a year in prices of the price year.

    `parties`: places of the parties with regions and GDP. `worth`: by the options, one or several, shape (world,
    party) over these; `error`: the same, shape (party,), root mean square of the error of interpolation. `direct` and
    `direct_error`: the part of both that comes from energy networks, where there is one. `real_income`: by id of an
    option, logarithm of real income over that of the status quo, shape (world, region of a party).
    """

    parties: NDArray[np.int64]
    worth: Mapping[Options, Array]
    error: Mapping[Options, Array]
    direct: Mapping[Options, Array]
    direct_error: Mapping[Options, Array]
    real_income: Mapping[str, Array]
    anchors: int
    solves: int
    failed: int
    energy: EnergySolver | None = None
    withdrawn: tuple[str, ...] = ()


def planned_solves(case: Case, worlds: Worlds) -> int:
    """Equilibria that `run_model` asks for: anchors times the status quo and every set of shocks.

    Sets are those of options, of named packages and of outcomes of no deal; the same set is solved once, and in one
    world where worlds do not differ by it.
    """
    sets = {frozenset[str](), *(item.shocks for item in _plan(case))}
    return sum(solves_of_set(case, named, min(ANCHORS, worlds.count)) for named in sets)


def solves_of_set(case: Case, named: Collection[str], anchors: int) -> int:
    """Equilibria that one set of shocks takes, measures in force included."""
    scale = case.economy.elasticity_scale
    # Prices of energy that pass through differ from world to world.
    differs = any(row.id in named for row in case.energy_shocks)
    return distinct_worlds(case.shocks, named, differs or (scale is not None and is_uncertain(scale)), anchors)


def planned_energy_solves(case: Case, worlds: Worlds, baseline: Baseline) -> int:
    """Equilibria of energy networks that `run_model` asks for: anchors times the status quo and every set of shocks."""
    if not case.energy_shocks:
        return 0
    return EnergySolver(case, worlds, baseline, ALONE).planned(item.shocks for item in _plan(case))


def run_model(case: Case, worlds: Worlds, baseline: Baseline, workers: Workers = ALONE) -> ModelRun:
    """Solve every option that brings shocks, and every named package and outcome of no deal of several such options.

    In anchor world ``w`` and region ``r`` the change of real income is ``W'[w,r] / W[w,r] - 1``, with ``W`` the exact
    real income [CaliendoParro2015]_ after the measures in force and ``W'`` after these as the option leaves them.
    A party gets ``sum_r share[w,i,r] (W'/W - 1)[w,r] GDP[w,r]``, and its share of the change of surplus in the energy
    networks, whose first-order effect is then left out of ``W'``.
    """
    energy = EnergySolver(case, worlds, baseline, workers) if case.energy_shocks else None
    run = _Run(case, worlds, baseline, workers, energy)
    run.solver.solve([item.shocks for item in _plan(case)])
    for item in _plan(case):
        run.price(item)
    return run.found()


def run_combinations(
    case: Case,
    worlds: Worlds,
    baseline: Baseline,
    combinations: Iterable[Options],
    earlier: Modelled,
    workers: Workers = ALONE,
) -> ModelRun:
    """Solve further combinations of options, whose real income alone is known from an `earlier` run.

    A combination of which too few worlds converge, or in which too much is uncertain, is left out of the result.
    """
    energy = None
    if earlier.carried is not None:
        energy = EnergySolver(case, worlds, baseline, workers, earlier.carried)
    run = _Run(case, worlds, baseline, workers, energy)
    for item in (_item(case, (option,)) for option in earlier.real_income):
        run.solver.remember(item.shocks, earlier.real_income[item.options[0]])
        run.price(item)
    further = [_item(case, options) for options in combinations]
    run.solver.solve(item.shocks for item in further)
    for item in further:
        try:
            run.price(item)
        except (NotConverged, CaseError):
            continue
    return run.found()


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing to solve: an option, or a combination of several, whose `parts` are the shocks of each."""

    options: Options
    shocks: frozenset[str]
    parts: tuple[frozenset[str], ...] = ()


def _plan(case: Case) -> tuple[_Item, ...]:
    single = ((o.id,) for e in case.elements for o in e.options if o.shocks)
    return tuple(_item(case, options) for options in (*single, *named_combinations(case)))


def _item(case: Case, options: Options) -> _Item:
    shocks = {o.id: frozenset(o.shocks) for e in case.elements for o in e.options}
    parts = tuple(shocks[option] for option in options)
    return _Item(options, frozenset[str]().union(*parts), parts if len(parts) > 1 else ())


def named_combinations(case: Case) -> tuple[Options, ...]:
    """What named packages and outcomes of no deal choose of options with shocks, where it is several; each once."""
    named = [*(p.choices for p in case.packages), *(o.choices for o in case.no_deal)]
    chosen = [
        tuple(o.id for e in case.elements for o in e.options if o.shocks and choices.get(e.id) == o.id)
        for choices in named
    ]
    return tuple(dict.fromkeys(options for options in chosen if len(options) > 1))


class _Run:
    """Prices items one after the other, from real income by region to money by party."""

    def __init__(
        self,
        case: Case,
        worlds: Worlds,
        baseline: Baseline,
        workers: Workers,
        energy: EnergySolver | None,
    ) -> None:
        self.parties, self._regions, self._shares, self._gdp = _parties_with_gdp(case, worlds, baseline)
        self.energy = energy
        self.solver = IncomeSolver(case, worlds, baseline, self._regions, workers, energy)
        self._baseline = baseline
        self._worth: dict[Options, Array] = {}
        self._error: dict[Options, Array] = {}
        self._direct: dict[Options, Array] = {}
        self._direct_error: dict[Options, Array] = {}
        self._real_income: dict[str, Array] = {}

    def price(self, item: _Item) -> None:
        """Raises NotConverged where too few worlds converge."""
        found = self.solver.change(item.shocks, item.parts)
        weights = self._shares * self._gdp[:, None]
        worth = np.einsum("wr,wir->wi", np.expm1(found.value), weights)
        off = np.einsum("ar,ir->ai", found.left_out, weights.mean(axis=0))
        squared = _squared(off)
        if self.energy is not None and self.energy.acts(item.shocks):
            change = self.energy.change(item.shocks, item.parts)
            direct = np.einsum("wr,wir->wi", change.worth[:, self._regions], self._shares)
            shares = self._shares.mean(axis=0)
            errors = [_squared(np.einsum("ar,ir->ai", o[:, self._regions], shares)) for o in change.left_out]
            self._direct[item.options], self._direct_error[item.options] = direct, np.sqrt(sum(errors))
            worth, squared = worth + direct, squared + sum(errors)
        self._worth[item.options], self._error[item.options] = worth, np.sqrt(squared)
        if not item.parts:
            self._real_income[item.options[0]] = found.value

    def found(self) -> ModelRun:
        """All that was priced."""
        solver = self.solver
        return ModelRun(
            parties=self.parties,
            worth=self._worth,
            error=self._error,
            direct=self._direct,
            direct_error=self._direct_error,
            real_income=self._real_income,
            anchors=solver.anchors,
            solves=solver.solves,
            failed=solver.failed,
            energy=self.energy,
            withdrawn=withdrawn_flows(solver.rows, solver.beside, self._baseline),
        )


def _squared(off: Array) -> Array:
    """Mean square of errors (anchor, party); zero where nothing was interpolated."""
    return np.asarray((off**2).mean(axis=0)) if len(off) else np.zeros(off.shape[1])


def _parties_with_gdp(
    case: Case, worlds: Worlds, baseline: Baseline
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array, Array]:
    """Parties of whom the GDP of every region is known, their regions, shares (world, party, region), GDP by region."""
    gdp = {r: worlds.estimate(e) for r, e in case.economy.gdp_usd_bn.items() if r in baseline.regions}
    priced = [i for i, p in enumerate(case.parties) if p.regions and set(p.regions) <= set(gdp)]
    regions = [r for r in baseline.regions if any(r in case.parties[i].regions for i in priced)]
    shares = np.zeros((worlds.count, len(priced), len(regions)))
    for row, i in enumerate(priced):
        for region, share in case.parties[i].regions.items():
            shares[:, row, regions.index(region)] = worlds.estimate(share)
    places = [baseline.regions.index(r) for r in regions]
    by_region = np.array([gdp[r] for r in regions]).T.reshape(worlds.count, len(regions))
    return np.array(priced, dtype=np.int64), np.array(places, dtype=np.int64), shares, by_region
