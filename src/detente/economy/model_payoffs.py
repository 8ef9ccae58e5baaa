"""What the trade model says an option is worth: solved in the anchor worlds, interpolated in the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, CaseError, NotConverged
from detente.economy.anchors import Anchors, counted, distinct_worlds, solve_anchors
from detente.economy.interpolation import Interpolated, interpolate
from detente.economy.shock_cells import coordinates, draw_rows, is_uncertain, within
from detente.economy.trade import Baseline, Each, setting_of
from detente.workers import ALONE, Workers
from detente.worlds import Worlds

Array = NDArray[np.float64]

ANCHORS = 64
"""The first worlds, in which the model is solved; the same for every stage."""

MOST_FAILED = 0.25
"""Part of the anchors of one option that may fail to converge before the option has no payoff to trust."""

TOLERANCE = 1e-7
"""Largest relative gap left on a market: a millionth of a billion dollars in the income of a small state."""

DIGITS = 9
"""Decimals of a logarithm that are kept: further ones are beyond the tolerance, and differ between machines."""


Options = tuple[str, ...]
"""Ids of options that bring shocks, in the order of the case: one alone, or several solved as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelRun:
    """Real income by option and by combination of options, in USD bn a year in prices of the price year.

    `parties`: places of the parties with regions and GDP. `worth`: by the options, one or several, shape (world,
    party) over these; `error`: the same, shape (party,), root mean square of the error of interpolation. `real_income`:
    by id of an option, logarithm of real income over that of the status quo, shape (world, region of a party).
    """

    parties: NDArray[np.int64]
    worth: Mapping[Options, Array]
    error: Mapping[Options, Array]
    real_income: Mapping[str, Array]
    anchors: int
    solves: int
    failed: int


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
    return distinct_worlds(case.shocks, named, scale is not None and is_uncertain(scale), anchors)


def run_model(case: Case, worlds: Worlds, baseline: Baseline, workers: Workers = ALONE) -> ModelRun:
    """Solve every option that brings shocks, and every named package and outcome of no deal of several such options.

    In anchor world ``w`` and region ``r`` the change of real income is ``W'[w,r] / W[w,r] - 1``, with ``W`` the exact
    real income [CaliendoParro2015]_ after the measures in force and ``W'`` after these as the option leaves them.
    A party gets ``sum_r share[w,i,r] (W'/W - 1)[w,r] GDP[w,r]``.
    """
    run = _Run(case, worlds, baseline, workers)
    run.solver.solve([item.shocks for item in _plan(case)])
    for item in _plan(case):
        run.price(item)
    return run.found()


def run_combinations(
    case: Case,
    worlds: Worlds,
    baseline: Baseline,
    combinations: Iterable[Options],
    known: Mapping[str, Array],
    workers: Workers = ALONE,
) -> ModelRun:
    """Solve further combinations of options, whose real income alone is `known` from an earlier run.

    A combination of which too few worlds converge, or in which too much is uncertain, is left out of the result.
    """
    run = _Run(case, worlds, baseline, workers)
    for item in (_item(case, (option,)) for option in known):
        run.solver.remember(item.shocks, known[item.options[0]])
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

    def __init__(self, case: Case, worlds: Worlds, baseline: Baseline, workers: Workers) -> None:
        self.parties, regions, self._weights = _gdp_of_parties(case, worlds, baseline)
        self.solver = _Solver(case, worlds, baseline, regions, workers)
        self._worth: dict[Options, Array] = {}
        self._error: dict[Options, Array] = {}
        self._real_income: dict[str, Array] = {}

    def price(self, item: _Item) -> None:
        """Raises NotConverged where too few worlds converge."""
        found = self.solver.change(item.shocks, item.parts)
        self._worth[item.options] = np.einsum("wr,wir->wi", np.expm1(found.value), self._weights)
        off = np.einsum("ar,ir->ai", found.left_out, self._weights.mean(axis=0))
        self._error[item.options] = np.sqrt((off**2).mean(axis=0)) if len(off) else np.zeros(len(self.parties))
        if not item.parts:
            self._real_income[item.options[0]] = found.value

    def found(self) -> ModelRun:
        """All that was priced."""
        solver = self.solver
        return ModelRun(
            self.parties, self._worth, self._error, self._real_income, solver.anchors, solver.solves, solver.failed
        )


class _Solver:
    """Solves shocks in the anchor worlds, each from the equilibrium of the status quo, and counts."""

    def __init__(
        self, case: Case, worlds: Worlds, baseline: Baseline, regions: NDArray[np.int64], workers: Workers
    ) -> None:
        self._rows = draw_rows(case, worlds, baseline)
        self._count, self.anchors = worlds.count, min(ANCHORS, worlds.count)
        self._regions, self._workers = regions, workers
        scale = case.economy.elasticity_scale
        drawn = np.ones(worlds.count) if scale is None else worlds.estimate(scale)
        self._scale = np.log(drawn)[:, None] if scale is not None and is_uncertain(scale) else None
        theta = baseline.theta * drawn[: self.anchors, None]
        self._known: dict[frozenset[str], Interpolated] = {}
        self._solved: dict[frozenset[str], Each] = {}
        self.solves = self.failed = 0
        here = Anchors(
            setting_of(baseline, TOLERANCE), within(self._rows, slice(self.anchors)), theta, case.economy.deficits
        )
        self._now = next(iter(self._all_of(here, [frozenset()])))
        self._anchors = replace(here, start=self._now.state)

    def solve(self, named: Iterable[frozenset[str]]) -> None:
        """Solve sets of shocks together, from the equilibrium of the status quo, each set once."""
        wanted = [item for item in dict.fromkeys(named) if item not in self._solved and item not in self._known]
        self._solved.update(zip(wanted, self._all_of(self._anchors, wanted), strict=True))

    def _all_of(self, anchors: Anchors, wanted: Sequence[frozenset[str]]) -> list[Each]:
        found = solve_anchors(anchors, wanted, self._workers)
        solves, failed = counted(anchors, wanted, found)
        self.solves, self.failed = self.solves + solves, self.failed + failed
        return found

    def remember(self, named: frozenset[str], value: Array) -> None:
        """Take over what an earlier run found, so that it is not solved again."""
        self._known[named] = Interpolated(value, np.zeros((0, value.shape[1])))

    def change(self, named: frozenset[str], parts: tuple[frozenset[str], ...] = ()) -> Interpolated:
        """Logarithm of real income over that of the status quo, shape (world, region of a party).

        Of a package only what goes beyond its `parts` is interpolated, for that is small.
        """
        if named not in self._known:
            self.solve([named])
            solved = self._solved[named]
            usable = np.flatnonzero(solved.converged & self._now.converged)
            if len(usable) < (1 - MOST_FAILED) * self.anchors:
                raise NotConverged(
                    f"The trade model cleared its markets in {len(usable)} of {self.anchors} anchor worlds only, with "
                    f"the shocks {', '.join(sorted(named))}. Make the ranges of economy/shocks.csv smaller."
                )
            ratio = np.log(solved.real_income_hat / self._now.real_income_hat)[np.ix_(usable, self._regions)]
            apart = sum((self.change(part).value for part in parts), np.zeros((self._count, len(self._regions))))
            found = interpolate(ratio - apart[usable], usable, self._place(named))
            self._known[named] = replace(found, value=np.round(found.value + apart, DIGITS))
        return self._known[named]

    def _place(self, named: frozenset[str]) -> Array:
        place = coordinates(self._rows, named)
        parts = [x for x in (place if place.size else None, self._scale) if x is not None]
        return np.hstack(parts) if parts else np.zeros((self._count, 0))


def _gdp_of_parties(
    case: Case, worlds: Worlds, baseline: Baseline
) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """Parties of whom the GDP of every region is known, their regions, and share times GDP (world, party, region)."""
    gdp = {r: worlds.estimate(e) for r, e in case.economy.gdp_usd_bn.items() if r in baseline.regions}
    priced = [i for i, p in enumerate(case.parties) if p.regions and set(p.regions) <= set(gdp)]
    regions = [r for r in baseline.regions if any(r in case.parties[i].regions for i in priced)]
    weights = np.zeros((worlds.count, len(priced), len(regions)))
    for row, i in enumerate(priced):
        for region, share in case.parties[i].regions.items():
            weights[:, row, regions.index(region)] = worlds.estimate(share) * gdp[region]
    places = [baseline.regions.index(r) for r in regions]
    return np.array(priced, dtype=np.int64), np.array(places, dtype=np.int64), weights
