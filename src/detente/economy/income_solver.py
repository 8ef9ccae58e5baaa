"""Real income by region under sets of shocks: solved in the anchor worlds, interpolated in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, CaseError, NotConverged
from detente.economy.anchors import Anchors, Beside, counted, solve_anchors
from detente.economy.energy_payoffs import EnergySolver, is_withdrawn, pass_through
from detente.economy.interpolation import Interpolated, interpolate
from detente.economy.shock_cells import DrawnRow, coordinates, draw_rows, is_uncertain, within
from detente.economy.trade import Baseline, Each, setting_of
from detente.workers import Workers
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


class IncomeSolver:
    """Solves shocks in the anchor worlds, each from the equilibrium of the status quo, and counts."""

    def __init__(
        self,
        case: Case,
        worlds: Worlds,
        baseline: Baseline,
        regions: NDArray[np.int64],
        workers: Workers,
        energy: EnergySolver | None = None,
    ) -> None:
        self.rows = draw_rows(case, worlds, baseline)
        self._count, self.anchors = worlds.count, min(ANCHORS, worlds.count)
        self._regions, self._workers, self._energy = regions, workers, energy
        self._gdp = _gdp(case, worlds, baseline)[: self.anchors]
        scale = case.economy.elasticity_scale
        drawn = np.ones(worlds.count) if scale is None else worlds.estimate(scale)
        self._scale = np.log(drawn)[:, None] if scale is not None and is_uncertain(scale) else None
        theta = baseline.theta * drawn[: self.anchors, None]
        self._known: dict[frozenset[str], Interpolated] = {}
        self._solved: dict[frozenset[str], Each] = {}
        self.beside: dict[frozenset[str], Beside] = {}
        self.solves = self.failed = 0
        here = Anchors(
            setting_of(baseline, TOLERANCE), within(self.rows, slice(self.anchors)), theta, case.economy.deficits
        )
        self._now = next(iter(self._all_of(here, [frozenset()])))
        self._anchors = replace(here, start=self._now.state)

    def solve(self, named: Iterable[frozenset[str]]) -> None:
        """Solve sets of shocks together, from the equilibrium of the status quo, each set once.

        Sets whose energy shocks could not be solved are passed over; `change` says why.
        """
        wanted = [item for item in dict.fromkeys(named) if item not in self._solved and item not in self._known]
        if self._energy is not None:
            self._energy.solve(wanted)
            wanted = [item for item in wanted if self._is_ready(item)]
        self._solved.update(zip(wanted, self._all_of(self._anchors, wanted), strict=True))

    def _is_ready(self, named: frozenset[str]) -> bool:
        try:
            self._put_beside(named)
        except (NotConverged, CaseError):
            return False
        return True

    def _put_beside(self, named: frozenset[str]) -> None:
        """Work out what the energy shocks of a set do in the trade model."""
        energy = self._energy
        if energy is None or not energy.acts(named) or named in self.beside:
            return
        here, spent = slice(self.anchors), self._now.spent
        passed = tuple(
            pass_through(one.buyers, one.value[here], one.cost[here], spent[:, one.buyers], self._gdp)
            for one in energy.change(named).delivered
        )
        self.beside[named] = Beside(passed, energy.sector, energy.withdrawn(named))

    def _all_of(self, anchors: Anchors, wanted: Sequence[frozenset[str]]) -> list[Each]:
        found = solve_anchors(replace(anchors, beside=self.beside), wanted, self._workers)
        solves, failed = counted(replace(anchors, beside=self.beside), wanted, found)
        self.solves, self.failed = self.solves + solves, self.failed + failed
        return found

    def remember(self, named: frozenset[str], value: Array) -> None:
        """Take over what an earlier run found, so that it is not solved again."""
        self._known[named] = Interpolated(value, np.zeros((0, value.shape[1])))

    def change(self, named: frozenset[str], parts: tuple[frozenset[str], ...] = ()) -> Interpolated:
        """Logarithm of real income over that of the status quo, shape (world, region of a party).

        Of what networks carry only the indirect effect is in it: beyond the first order of its cost. Of a package only
        what goes beyond its `parts` is interpolated, for that is small.
        """
        if named not in self._known:
            self._put_beside(named)
            self.solve([named])
            solved = self._solved[named]
            usable = np.flatnonzero(solved.converged & self._now.converged)
            if len(usable) < (1 - MOST_FAILED) * self.anchors:
                raise NotConverged(
                    f"The trade model cleared its markets in {len(usable)} of {self.anchors} anchor worlds only, with "
                    f"the shocks {', '.join(sorted(named))}. Make the ranges of economy/shocks.csv smaller."
                )
            ratio = np.log(solved.real_income_hat / self._now.real_income_hat)
            ratio = self._beyond_first_order(named, ratio)[np.ix_(usable, self._regions)]
            apart = sum((self.change(part).value for part in parts), np.zeros((self._count, len(self._regions))))
            found = interpolate(ratio - apart[usable], usable, self.place(named))
            self._known[named] = replace(found, value=np.round(found.value + apart, DIGITS))
        return self._known[named]

    def _beyond_first_order(self, named: frozenset[str], ratio: Array) -> Array:
        """The logarithm whose change of real income is short of what the surplus of the networks holds already."""
        beside = self.beside.get(named)
        return ratio if beside is None else np.log1p(np.expm1(ratio) - beside.first_order)

    def place(self, named: frozenset[str]) -> Array:
        """What differs between worlds and bears on a set of shocks, shape (world, coordinate)."""
        place = coordinates(self.rows, named)
        parts = [x for x in (place if place.size else None, self._scale) if x is not None]
        if self._energy is not None:
            told = {entry.row.id for entry in self.rows}
            parts += [x[:, None] for name, x in self._energy.coordinates(named).items() if name not in told]
        return np.hstack(parts) if parts else np.zeros((self._count, 0))


def _gdp(case: Case, worlds: Worlds, baseline: Baseline) -> Array:
    """GDP of the price year, shape (world, region), USD bn; not a number where the case has none."""
    known = case.economy.gdp_usd_bn
    missing = np.full(worlds.count, np.nan)
    return np.array([worlds.estimate(known[r]) if r in known else missing for r in baseline.regions]).T


def withdrawn_flows(
    rows: Iterable[DrawnRow], beside: Mapping[frozenset[str], Beside], baseline: Baseline
) -> tuple[str, ...]:
    """Trade shocks that are withdrawn somewhere, with the flows of the sector, in words; each once."""
    entries, found = list(rows), dict[str, NDArray[np.bool_]]()
    for named, one in beside.items():
        for entry in entries:
            if entry.row.id in named and not entry.row.in_force:
                pairs = is_withdrawn(entry, entries, one.sector, one.withdrawn)
                found[entry.row.id] = found.get(entry.row.id, np.zeros_like(pairs)) | pairs
    sector = next((baseline.sectors[one.sector] for one in beside.values()), "")
    return tuple(f"{name}: {sector} {_flows(pairs, baseline)}" for name, pairs in found.items() if pairs.any())


def _flows(pairs: NDArray[np.bool_], baseline: Baseline) -> str:
    """Who sells to whom: sellers with the same buyers together."""
    buyers: dict[str, list[str]] = {}
    for i, seller in enumerate(baseline.regions):
        to = ", ".join(baseline.regions[n] for n in np.flatnonzero(pairs[:, i]))
        if to:
            buyers.setdefault(to, []).append(seller)
    return "; ".join(f"from {', '.join(sellers)} to {to}" for to, sellers in buyers.items())
