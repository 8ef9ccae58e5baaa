"""The energy equilibrium again, slow and obvious: variables by name, conditions written one by one, solved by HiGHS."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import highspy
import numpy as np

from detente.economy.energy import EnergyShock, Network

Key = tuple[object, ...]


class GaveUp(Exception):
    """HiGHS circles on about one degenerate program in fifty; such a network is not compared."""


@dataclass
class Rows:
    """A quadratic program as dictionaries."""

    cost: dict[Key, float] = field(default_factory=dict)
    curve: dict[tuple[Key, Key], float] = field(default_factory=dict)
    upper: dict[Key, float] = field(default_factory=dict)
    lower: dict[Key, float] = field(default_factory=dict)
    balance: dict[Key, dict[Key, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    at_least: list[tuple[dict[Key, float], float]] = field(default_factory=list)
    equal_to: dict[Key, float] = field(default_factory=lambda: defaultdict(float))

    def variable(self, key: Key, cost: float = 0.0, upper: float = np.inf, lower: float = 0.0) -> Key:
        self.cost[key], self.upper[key], self.lower[key] = cost, upper, lower
        return key


@dataclass(frozen=True)
class SlowEnergy:
    """Price of each node and period, consumption below the unserved price by demand, supply, and total surplus."""

    price: np.ndarray
    flex: np.ndarray
    supply: np.ndarray
    total: float


def slow_energy(network: Network, shock: EnergyShock = EnergyShock()) -> SlowEnergy:
    """Every supply has flows of its own on every arc, from where it stands to where it is sold."""
    rows = Rows()
    for t in range(len(network.periods.ids)):
        _add_period(rows, network, shock, t)
    _add_stores(rows, network, shock)
    _add_contracts(rows, network)
    values, duals = _solved(rows)
    return _read(network, rows, values, duals)


def _pulled(network: Network, shock: EnergyShock, kind: str, names: dict[str, str], other: float) -> float:
    """The value of the last lever of a kind that speaks of something known by several names."""
    found = other
    for lever in shock.levers:
        spoken = lever.target == "*" or lever.target in names.values()
        if lever.kind == kind and spoken and (not lever.into or names.get("into") in lever.into):
            found = lever.value
    return found


def _add_period(rows: Rows, network: Network, shock: EnergyShock, t: int) -> None:
    n_supplies = len(network.supplies.ids)
    for s in range(n_supplies):
        _add_supply(rows, network, shock, s, t)
    softness = _add_demand(rows, network, shock, t)
    _add_sales(rows, network, shock, softness, t)
    for a in range(len(network.arcs.ids)):
        _add_arc(rows, network, shock, a, t)


def _add_supply(rows: Rows, network: Network, shock: EnergyShock, s: int, t: int) -> None:
    supplies = network.supplies
    names = {"owner": f"owner:{supplies.owner[s]}"}
    factor = _pulled(network, shock, "supply_capacity", names, 1.0)
    capacity = supplies.capacity[s, t] * factor
    least = min(supplies.min_take[s, t], capacity)
    q = rows.variable(("q", s, t), supplies.cost[s, t], capacity, least)
    rows.curve[q, q] = supplies.slope[s, t]
    rows.balance["own", s, supplies.node[s], t][q] += 1
    if (supplies.min_take[s] * factor > 0).any():
        rows.balance["own", s, supplies.node[s], t][rows.variable(("let go", s, t))] -= 1


def _add_demand(rows: Rows, network: Network, shock: EnergyShock, t: int) -> dict[int, float]:
    demands, top = network.demands, network.about.unserved_price
    softness: dict[int, float] = defaultdict(float)
    for d, node in enumerate(demands.node.tolist()):
        factor = _pulled(network, shock, "demand", {"node": network.nodes.ids[node]}, 1.0)
        q0, p0, e = demands.quantity[d, t] * factor, demands.price[d, t], demands.elasticity[d, t]
        if q0 == 0:
            continue
        fall = -p0 / (e * q0)
        softness[node] += 1 / fall
        choke = p0 + fall * q0
        firm = rows.variable(("firm", d, t), -min(top, choke), max((choke - top) / fall, 0.0))
        flex = rows.variable(("flex", d, t), -min(top, choke))
        rows.curve[flex, flex] = fall
        for key in (firm, flex):
            rows.balance["pool", node, t][key] -= 1
    for node in range(len(network.nodes.ids)):
        if node in network.contracts.node:
            rows.balance["pool", node, t][rows.variable(("let go at", node, t))] -= 1
    return softness


def _add_sales(rows: Rows, network: Network, shock: EnergyShock, softness: dict[int, float], t: int) -> None:
    supplies = network.supplies
    for s, owner in enumerate(supplies.owner):
        conduct = _pulled(network, shock, "conduct", {"owner": f"owner:{owner}"}, 0.0)
        places = sorted(set(network.demands.node.tolist()))
        if not _is_followed(network, shock, s):
            places = [int(supplies.node[s])]
        for node in places:
            names = {"owner": f"owner:{owner}", "into": network.nodes.ids[node]}
            barred = _pulled(network, shock, "embargo", names, 1.0) == 0.0
            barred |= conduct > 0 and node not in softness
            levy = _pulled(network, shock, "supply_levy", names, 0.0)
            sale = rows.variable(("sale", s, node, t), levy, 0.0 if barred else np.inf)
            rows.balance["own", s, node, t][sale] -= 1
            rows.balance["pool", node, t][sale] += 1
            for other in range(s + 1):
                if supplies.owner[other] == owner and conduct > 0 and node in softness:
                    rows.curve[sale, ("sale", other, node, t)] = conduct / softness[node]
                    rows.curve[("sale", other, node, t), sale] = conduct / softness[node]


def _is_followed(network: Network, shock: EnergyShock, s: int) -> bool:
    for lever in shock.levers:
        spoken = lever.target in {"*", f"owner:{network.supplies.owner[s]}"}
        if spoken and (lever.kind == "embargo" or (lever.kind in {"conduct", "supply_levy"} and lever.value != 0)):
            return True
    contracts = network.contracts
    return any(k == s and network.supplies.node[s] != n for k, n in zip(contracts.supply, contracts.node, strict=True))


def _add_arc(rows: Rows, network: Network, shock: EnergyShock, a: int, t: int) -> None:
    arcs = network.arcs
    names = {"arc": arcs.ids[a]}
    capacity = arcs.capacity[a, t] * _pulled(network, shock, "arc_capacity", names, 1.0)
    booked = _pulled(network, shock, "booked", names, arcs.booked[a])
    cost = arcs.cost[a] + _pulled(network, shock, "arc_levy", names, 0.0)
    carried = [("pool",)]
    carried += [("own", s) for s in range(len(network.supplies.ids)) if _is_followed(network, shock, s)]
    total: dict[Key, float] = {}
    for who in carried:
        flow = rows.variable(("flow", a, t, *who), cost)
        rows.balance[(*who, arcs.start[a], t)][flow] -= 1
        rows.balance[(*who, arcs.end[a], t)][flow] += 1 - arcs.loss[a]
        total[flow] = -1.0
    rows.at_least.append((dict(total), -capacity))
    beyond = rows.variable(("beyond booking", a, t), arcs.fee[a])
    rows.at_least.append(({**total, beyond: 1.0}, -booked))


def _add_stores(rows: Rows, network: Network, shock: EnergyShock) -> None:
    stores, periods = network.stores, len(network.periods.ids)
    for k, node in enumerate(stores.node.tolist()):
        factor = _pulled(network, shock, "storage_capacity", {"node": network.nodes.ids[node]}, 1.0)
        volume = stores.working_volume[k] * factor
        for t in range(periods):
            put = rows.variable(("in", k, t), stores.cost[k], stores.injection[k] * factor if volume else 0.0)
            out = rows.variable(("out", k, t), 0.0, stores.withdrawal[k] * factor if volume else 0.0)
            level = rows.variable(("level", k, t), 0.0, volume)
            rows.balance["pool", node, t][put] -= 1
            rows.balance["pool", node, t][out] += 1
            rows.balance["level", k, t] = {level: 1.0, put: stores.loss[k] - 1, out: 1.0}
            if t:
                rows.balance["level", k, t]["level", k, t - 1] = -1.0
            else:
                rows.equal_to["level", k, t] = stores.start[k] * volume
        short = rows.variable(("short", k), network.about.unserved_price)
        rows.at_least.append(({("level", k, periods - 1): 1.0, short: 1.0}, stores.end[k] * volume))


def _add_contracts(rows: Rows, network: Network) -> None:
    contracts, periods = network.contracts, len(network.periods.ids)
    for c in range(len(contracts.ids)):
        s, node = int(contracts.supply[c]), int(contracts.node[c])
        here = node == network.supplies.node[s]
        taken = [("q", s, t) if here else ("sale", s, node, t) for t in range(periods)]
        slack = rows.variable(("not taken", c), contracts.price[c])
        counted = {key: 1.0 for key in taken if key in rows.cost}
        rows.at_least.append(({**counted, slack: 1.0}, contracts.least[c]))


def _solved(rows: Rows) -> tuple[dict[Key, float], dict[Key, float]]:
    keys = list(rows.cost)
    at = {key: k for k, key in enumerate(keys)}
    conditions = [(name, terms, rows.equal_to[name], rows.equal_to[name]) for name, terms in rows.balance.items()]
    conditions += [(None, terms, bound, np.inf) for terms, bound in rows.at_least]
    matrix = np.zeros((len(conditions), len(keys)))
    for k, (_, terms, _, _) in enumerate(conditions):
        for key, value in terms.items():
            matrix[k, at[key]] += value
    curve = np.zeros((len(keys), len(keys)))
    for (one, other), value in rows.curve.items():
        curve[at[one], at[other]] = value
    x, duals = _highs(rows, keys, matrix, conditions, curve)
    named = {condition[0]: duals[k] for k, condition in enumerate(conditions) if condition[0] is not None}
    return dict(zip(keys, x, strict=True)), named


def _highs(rows, keys, matrix, conditions, curve):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("time_limit", 3.0)
    highs.setOptionValue("qp_regularization_value", 1e-10)
    model = highspy.HighsModel()
    lp = model.lp_
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_ = np.array([rows.cost[key] for key in keys])
    lp.col_lower_ = np.array([rows.lower[key] for key in keys])
    lp.col_upper_ = np.array([rows.upper[key] for key in keys])
    lp.row_lower_ = np.array([condition[2] for condition in conditions], dtype=float)
    lp.row_upper_ = np.array([condition[3] for condition in conditions], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum((matrix != 0).sum(axis=1))])
    lp.a_matrix_.index_ = np.nonzero(matrix)[1]
    lp.a_matrix_.value_ = matrix[matrix != 0]
    half = np.tril(curve)
    model.hessian_.dim_ = len(keys)
    model.hessian_.format_ = highspy.HessianFormat.kTriangular
    model.hessian_.start_ = np.concatenate([[0], np.cumsum((half != 0).sum(axis=0))])
    model.hessian_.index_ = np.nonzero(half.T)[1]
    model.hessian_.value_ = half.T[half.T != 0]
    highs.passModel(model)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise GaveUp(str(highs.getModelStatus()))
    solution = highs.getSolution()
    return np.array(solution.col_value), np.array(solution.row_dual)


def _read(network: Network, rows: Rows, values: dict[Key, float], duals: dict[Key, float]) -> SlowEnergy:
    periods = range(len(network.periods.ids))
    # A dual is what the cost that is minimised grows by for each unit that a balance must provide on top.
    price = [[duals.get(("pool", n, t), np.nan) for t in periods] for n in range(len(network.nodes.ids))]
    flex = [[values.get(("flex", d, t), 0.0) for t in periods] for d in range(len(network.demands.sector))]
    supply = [[values["q", s, t] for t in periods] for s in range(len(network.supplies.ids))]
    cost = sum(_resources(network, rows, key, value) for key, value in values.items())
    return SlowEnergy(np.array(price), np.array(flex), np.array(supply), -cost)


def _resources(network: Network, rows: Rows, key: Key, value: float) -> float:
    """Cost of supply, transport, storage and missing end levels; consumption counts by its worth, below zero."""
    if key[0] == "flow":
        return network.arcs.cost[key[1]] * value
    if key[0] in {"q", "in", "short", "firm", "flex"}:
        return rows.cost[key] * value + rows.curve.get((key, key), 0.0) / 2 * value**2
    return 0.0
