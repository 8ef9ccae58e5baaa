"""What every coalition of senders costs the target, its members and everybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError, NotConverged
from detente.economy.coalitions.sanctions import Array, Flags, Sanctions, senders_regions, shock_of
from detente.economy.coalitions.subsets import MOST_ENUMERATED, all_subsets, chain, ends
from detente.economy.trade import Baseline, Shock, State, solve, solve_each
from detente.workers import ALONE, Workers

TOLERANCE = 1e-10
"""Largest relative gap on a market: differences between coalitions are small, and taken between equilibria."""

MOST_CELLS = 10_000_000
"""Factors of shocks that are held in memory at a time: 80 MB for each lever in use."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionEffects:
    """Real income under every coalition that was solved. Axes: coalition, sender or region.

    Attributes
    ----------
    sanctions : Sanctions
        Who applies what.
    joined : array of bool, shape (coalition, sender)
        Who is in; nobody in row 0.
    change : array, shape (coalition, region)
        Exact change of real income as a share, against the world in which no sender has a measure.
    gdp : array, shape (region,)
        GDP of the price year, USD bn a year; not a number where it is unknown.
    exhaustive : bool
        Whether every subset was solved.
    solves : int
        Equilibria that were solved; all converged.
    """

    sanctions: Sanctions
    joined: Flags
    change: Array
    gdp: Array
    exhaustive: bool
    solves: int

    def row(self, joined: Flags) -> int:
        """Where a coalition is; KeyError when it was not solved."""
        found = np.flatnonzero(np.logical_and.reduce(self.joined == joined, axis=1))
        if not len(found):
            raise KeyError("This coalition was not solved.")
        return int(found[0])

    @property
    def grand(self) -> int:
        """Row of the coalition of all senders."""
        return self.row(np.ones(len(self.sanctions.senders), dtype=bool))

    @property
    def worth(self) -> Array:
        """Change in USD bn a year at GDP of the price year, shape (coalition, region)."""
        return np.asarray(self.change * self.gdp)

    def worth_of(self, regions: Flags) -> Array:
        """Change for some regions together, USD bn a year, shape (coalition,); not a number if a GDP is unknown."""
        return np.asarray(self.worth[:, regions].sum(axis=1))

    def change_of(self, regions: Flags) -> Array:
        """Change for some regions together as a share of their joint GDP, shape (coalition,)."""
        return np.asarray(self.worth_of(regions) / self.gdp[regions].sum())

    @property
    def target_loss(self) -> Array:
        """What the target loses, USD bn a year, shape (coalition,); negative is a gain."""
        return -self.worth_of(self.sanctions.target)

    @property
    def sender_worth(self) -> Array:
        """What each sender gains, in or out, USD bn a year, shape (coalition, sender)."""
        return np.asarray(np.stack([self.worth_of(own) for own in self.sanctions.members], axis=1))

    @property
    def third(self) -> Flags:
        """Regions that are neither target nor sender."""
        return ~(self.sanctions.target | senders_regions(self.sanctions))


def effects_of_coalitions(
    baseline: Baseline, sanctions: Sanctions, gdp: Array, progress: Progress | None = None, workers: Workers = ALONE
) -> CoalitionEffects:
    """Solve the trade model under coalitions of the senders, as in [Chowdhry2024]_, and measure everybody's change.

    With ``W_r(S)`` the exact real income of region ``r`` when the senders in ``S`` apply what is theirs and the
    others nothing, the change is ``W_r(S) / W_r(nobody) - 1``. Up to twelve senders every subset is solved; of more,
    nobody, everybody alone, all but one, all, and one chain in the order of cost per loss of those alone. All are
    started from the equilibrium of the full coalition. `progress` is called with the number of solves done.

    Raises
    ------
    CaseError
        When `gdp`, shape (region,), is unknown or not above 0 for the target or a sender.
    NotConverged
        When the markets of one coalition do not clear, with its members.

    Examples
    --------
    >>> from detente.economy.coalitions.sanctions import Actor, sanctions_between
    >>> from detente.economy.trade import LeverTable, no_shock, shock_from_levers
    >>> from detente.economy.trade.builtin import builtin_baseline
    >>> world = builtin_baseline()
    >>> rows = LeverTable(["iceberg"] * 2, ["RUS"] * 2, ["USA", "DEU"], ["*"] * 2, [1.5] * 2)
    >>> target, usa, germany = (Actor(name, (name,)) for name in ("RUS", "USA", "DEU"))
    >>> made = sanctions_between(world, target, [usa, germany], shock_from_levers(world, rows), no_shock())
    >>> found = effects_of_coalitions(world, made, world.income)
    >>> found.joined.astype(int).tolist(), bool((found.target_loss[1:] > 0).all())
    ([[0, 0], [1, 0], [0, 1], [1, 1]], True)
    """
    _check_gdp(baseline, sanctions, gdp)
    count = len(sanctions.senders)
    look = _Solver(baseline, sanctions, workers, progress).solve
    if count <= MOST_ENUMERATED:
        joined = all_subsets(count)
        income = look(joined)
        return _frozen(sanctions, joined, income / income[0] - 1, np.array(gdp), True)
    joined = ends(count)
    income = look(joined)
    change = income / income[0] - 1
    alone = CoalitionEffects(sanctions, joined, change, gdp, False, len(joined))
    inner = chain(order_alone(alone))
    change = np.vstack([change, look(inner) / income[0] - 1])
    return _frozen(sanctions, np.vstack([joined, inner]), change, np.array(gdp), False)


def order_alone(effects: CoalitionEffects) -> list[int]:
    """Senders by what all senders lose for each dollar that the target loses when one acts alone, cheapest first."""
    count = len(effects.sanctions.senders)
    rows = [effects.row(alone) for alone in np.eye(count, dtype=bool)]
    harm = effects.target_loss[rows]
    cost = -effects.sender_worth.sum(axis=1)[rows]
    ratio = np.where(harm > 0, cost / np.where(harm > 0, harm, 1.0), np.inf)
    return [int(k) for k in np.argsort(ratio, kind="stable")]


def _frozen(sanctions: Sanctions, joined: Flags, change: Array, gdp: Array, exhaustive: bool) -> CoalitionEffects:
    for array in (joined, change, gdp):
        array.setflags(write=False)
    return CoalitionEffects(sanctions, joined, change, gdp, exhaustive, len(joined))


def _check_gdp(baseline: Baseline, sanctions: Sanctions, gdp: Array) -> None:
    needed = sanctions.target | senders_regions(sanctions)
    unknown = [name for name, use, x in zip(baseline.regions, needed, gdp, strict=True) if use and not x > 0]
    if unknown:
        raise CaseError(
            f"The GDP of {', '.join(unknown)} is not known: no loss can be told in money.\n"
            "Write it to gdp_usd_bn under economy in case.yaml."
        )


class _Solver:
    """Solves coalitions side by side, each from the equilibrium in which all senders take part."""

    def __init__(self, baseline: Baseline, sanctions: Sanctions, workers: Workers, progress: Progress | None) -> None:
        self._baseline, self._sanctions, self._workers, self._progress = baseline, sanctions, workers, progress
        self._done = 0
        everybody = shock_of(sanctions, np.ones(len(sanctions.senders), dtype=bool))
        now = solve_each(baseline, [everybody], baseline.theta[None], tolerance=TOLERANCE)
        self._start = now.state if now.converged[0] else None

    def solve(self, joined: Flags) -> Array:
        """Real income against the baseline, shape (coalition, region)."""
        size = max(1, MOST_CELLS // self._baseline.trade_share.size)
        return np.concatenate([self._some(joined[k : k + size]) for k in range(0, len(joined), size)])

    def _some(self, joined: Flags) -> Array:
        shocks = [shock_of(self._sanctions, row) for row in joined]
        income = real_incomes(
            self._baseline, shocks, partial(self._name, joined), self._start, TOLERANCE, self._workers
        )
        self._done += len(joined)
        if self._progress is not None:
            self._progress(self._done)
        return income

    def _name(self, joined: Flags, row: int) -> str:
        inside = [name for name, x in zip(self._sanctions.senders, joined[row], strict=True) if x]
        return f"the coalition of {', '.join(inside) or 'nobody'}"


def real_incomes(
    baseline: Baseline,
    shocks: list[Shock],
    name: Callable[[int], str],
    start: State | None = None,
    tolerance: float = TOLERANCE,
    workers: Workers = ALONE,
) -> Array:
    """Real income after each shock, shape (shock, region); those that get lost are tried once more, step by step.

    `start` is one state for all. Raises `NotConverged` with the `name` of the first shock that has no solution.
    """
    theta = np.broadcast_to(baseline.theta, (len(shocks), len(baseline.theta)))
    tiled = None if start is None else _tiled(start, len(shocks))
    found = solve_each(baseline, shocks, theta, tiled, tolerance, workers)
    income = np.array(found.real_income_hat)
    for row in np.flatnonzero(~found.converged):
        try:
            income[row] = solve(baseline, shocks[row], tolerance).real_income_hat
        except NotConverged as error:
            raise NotConverged(f"With {name(int(row))}: {error}") from error
    return income


def _tiled(state: State, count: int) -> State:
    parts: list[NDArray[np.float64]] = [state.wage, state.price, state.spending]
    return State(*(np.repeat(part, count, axis=0) for part in parts))
