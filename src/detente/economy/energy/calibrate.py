"""Few readable parameters of a network, fitted so that published quantities and prices come out of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from detente.case import CaseError
from detente.economy.energy.entries import entries_by_origin
from detente.economy.energy.records import Array, Names, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.targets import chosen_nodes, chosen_rows
from detente.economy.energy.years import names

Row = Mapping[str, str]
Solve = Callable[[Network], EnergyEquilibrium]
EVERY_ORIGIN = "*"
STEP = 1e-3
"""Step of the numerical derivatives, as a share of the parameter: well above what the solver leaves undecided."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the network that may move: `kind` says how, `target` where.

    `kind` is ``supply_capacity``, ``supply_slope``, ``arc_capacity`` or ``demand`` (all sectors of a node), a factor;
    or ``supply_cost``, ``arc_cost``, in price units. `prior` is the value without evidence, `spread` how far from it
    is as bad as missing a goal by its whole tolerance.
    """

    kind: str
    target: str
    prior: float
    spread: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Goal:
    """A published figure: entries of some origins into nodes, as quantity or share, a flow on arcs, or a price.

    `measure` is ``share`` (of all entries into the nodes in `where`), ``quantity``, ``flow`` (what arcs in `where`
    deliver over the year) or ``price`` (mean over the nodes and the periods named, all when none is). `tolerance` is a
    share of the value.
    """

    name: str
    measure: str
    value: float
    tolerance: float
    where: Names
    origins: Names = ()
    periods: Names = ()


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Values of the parameters and what the model then gives for each goal, in their orders.

    `pull` has, for each parameter, how many of its spreads the evidence moved it; `at_bound` whether it stopped at a
    bound; `evaluations` counts solutions of the model.
    """

    values: Array
    results: Array
    pull: Array
    at_bound: tuple[bool, ...]
    evaluations: int


def fit_parameters(network: Network, parameters: Sequence[Parameter], goals: Sequence[Goal], solve: Solve) -> Fit:
    """Move the parameters so that the goals come out of the model, by regularised least squares.

    Minimises ``sum_g ((f_g(x) - v_g) / (tolerance_g v_g))^2 + sum_p ((x_p - prior_p) / spread_p)^2`` within the
    bounds: the mode of a posterior with normal errors and normal priors [Tarantola2005]_. `solve` gives the
    equilibrium of a network.

    Examples
    --------
    How far would the rest of Asia have had to cut its imports for the hub to stay at 40 EUR/MWh?

    >>> from detente.economy.energy import solve_energy
    >>> from detente.economy.energy.builtin_years import builtin_year
    >>> network, shock = builtin_year("gas", 2021)
    >>> wanted = Parameter("demand", "ROA", prior=1, spread=10, low=0.1, high=2)
    >>> calm = Goal("hub", "price", value=40, tolerance=0.01, where=("BLX",))
    >>> fit = fit_parameters(network, [wanted], [calm], lambda one: solve_energy(one, shock))
    >>> bool(fit.values[0] < 0.9), round(float(fit.results[0]))
    (True, 40)

    Raises
    ------
    CaseError
        When a parameter or a goal names what the network does not have.
    NotConverged
        When the model has no solution at some values.
    """
    prior = np.array([parameter.prior for parameter in parameters])
    spread = np.array([parameter.spread for parameter in parameters])
    value, tolerance = np.array([(goal.value, goal.tolerance * goal.value) for goal in goals]).T
    low, high = np.array([(parameter.low, parameter.high) for parameter in parameters]).T
    evaluations = 0

    def misses(x: Array) -> Array:
        nonlocal evaluations
        evaluations += 1
        found = results_for(solve(with_parameters(network, parameters, x)), goals)
        return np.concatenate([(found - value) / tolerance, (x - prior) / spread])

    found = least_squares(misses, prior, bounds=(low, high), x_scale=spread, diff_step=STEP, xtol=1e-6, ftol=1e-8)
    misfit = found.fun[: len(goals)]
    return Fit(
        values=found.x,
        results=value + misfit * tolerance,
        pull=found.fun[len(goals) :],
        at_bound=tuple((found.active_mask != 0).tolist()),
        evaluations=evaluations,
    )


def with_parameters(network: Network, parameters: Sequence[Parameter], values: Array) -> Network:
    """The network with the parameters set.

    Raises
    ------
    CaseError
        When a parameter has an unknown kind or names what the network does not have.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> doubled = Parameter("arc_capacity", "transmed", prior=1, spread=1, low=0, high=9)
    >>> before = builtin_network("gas")
    >>> after = with_parameters(before, [doubled], np.array([2.0]))
    >>> row = before.arcs.ids.index("transmed")
    >>> float(after.arcs.capacity[row, 0] / before.arcs.capacity[row, 0])
    2.0
    """
    for parameter, value in zip(parameters, values.tolist(), strict=True):
        if parameter.kind not in _SET:
            raise CaseError(f'A parameter has no kind "{parameter.kind}". Use one of: {", ".join(_SET)}.')
        network = _SET[parameter.kind](network, parameter.target, value)
    return network


def results_for(equilibrium: EnergyEquilibrium, goals: Sequence[Goal]) -> Array:
    """What the model gives for each goal, shape (goal,).

    Raises
    ------
    CaseError
        When a goal names what the network does not have, or has another measure than share, quantity, flow or price.

    Examples
    --------
    >>> from detente.economy.energy import solve_energy
    >>> from detente.economy.energy.builtin_years import builtin_year
    >>> hub = Goal("hub", "price", value=34, tolerance=1, where=("BLX",))
    >>> bool(20 < results_for(solve_energy(*builtin_year("gas", 2024)), [hub])[0] < 50)
    True
    """
    return np.array([_result(equilibrium, goal) for goal in goals])


def _result(equilibrium: EnergyEquilibrium, goal: Goal) -> float:
    network = equilibrium.network
    if goal.measure == "flow":
        arcs = [chosen_rows("arc", arc, network.arcs.ids) for arc in goal.where]
        return float(equilibrium.arriving[np.concatenate(arcs)].sum())
    if goal.measure == "price":
        rows = chosen_nodes(network, goal.where)
        columns = [chosen_rows("period", period, network.periods.ids) for period in goal.periods or ("*",)]
        return float(equilibrium.price[np.ix_(rows, np.concatenate(columns))].mean())
    if goal.measure not in {"share", "quantity"}:
        raise CaseError(f'Goal "{goal.name}" has no measure "{goal.measure}". Use share, quantity, flow or price.')
    entries = entries_by_origin(equilibrium, goal.where)
    every = goal.origins == (EVERY_ORIGIN,)
    unknown = [] if every else [origin for origin in goal.origins if origin not in entries]
    if unknown:
        raise CaseError(f'Goal "{goal.name}": nothing of origin "{unknown[0]}" can enter.')
    amount = sum(entries.values()) if every else sum(entries[origin] for origin in goal.origins)
    return amount / sum(entries.values()) if goal.measure == "share" else amount


def parameters_from_rows(rows: Sequence[Row]) -> tuple[Parameter, ...]:
    """Parameters from the rows of a table with the columns of `Parameter`.

    Examples
    --------
    >>> from detente.economy.energy.builtin_years import builtin_rows
    >>> parameters_from_rows(builtin_rows("gas", "fitted"))[0].target
    'russia-pipeline'
    """
    numbers = ("prior", "spread", "low", "high")
    return tuple(Parameter(row["kind"], row["target"], *(float(row[name]) for name in numbers)) for row in rows)


def goals_from_rows(rows: Sequence[Row], year: int) -> tuple[Goal, ...]:
    """Goals of a year from the rows of a table; a goal without a tolerance has 1, and is shown, not fitted.

    Examples
    --------
    >>> from detente.economy.energy.builtin_years import builtin_rows
    >>> goals_from_rows(builtin_rows("gas", "targets"), 2021)[1].name
    'Norway share'
    """
    return tuple(
        Goal(
            name=row["target"],
            measure=row["measure"],
            value=float(row["value"]),
            tolerance=float(row["tolerance"] or 1),
            where=names(row["where"]),
            origins=names(row["origins"]),
            periods=names(row["periods"]),
        )
        for row in rows
        if row["year"] == str(year)
    )


def _supply_factor(field: str) -> Callable[[Network, str, float], Network]:
    def change(network: Network, target: str, value: float) -> Network:
        row = chosen_rows("supply", target, network.supplies.ids)
        changed = getattr(network.supplies, field).copy()
        changed[row] *= value
        return replace(network, supplies=replace(network.supplies, **{field: changed}))

    return change


def _supply_cost(network: Network, target: str, value: float) -> Network:
    cost = network.supplies.cost.copy()
    cost[chosen_rows("supply", target, network.supplies.ids)] = value
    return replace(network, supplies=replace(network.supplies, cost=cost))


def _arc_capacity(network: Network, target: str, value: float) -> Network:
    capacity = network.arcs.capacity.copy()
    capacity[chosen_rows("arc", target, network.arcs.ids)] *= value
    return replace(network, arcs=replace(network.arcs, capacity=capacity))


def _arc_cost(network: Network, target: str, value: float) -> Network:
    cost = network.arcs.cost.copy()
    cost[chosen_rows("arc", target, network.arcs.ids)] = value
    return replace(network, arcs=replace(network.arcs, cost=cost))


def _demand(network: Network, target: str, value: float) -> Network:
    quantity = network.demands.quantity.copy()
    quantity[np.isin(network.demands.node, chosen_nodes(network, (target,)))] *= value
    return replace(network, demands=replace(network.demands, quantity=quantity))


_SET: dict[str, Callable[[Network, str, float], Network]] = {
    "supply_capacity": _supply_factor("capacity"),
    "supply_slope": _supply_factor("slope"),
    "supply_cost": _supply_cost,
    "arc_capacity": _arc_capacity,
    "arc_cost": _arc_cost,
    "demand": _demand,
}
