"""Levers pulled one by one: what each kind sets, and how tiers of levers come on top of one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.case import CaseError
from detente.economy.energy.records import Array, Index, Lever, Mask, Names, Network
from detente.economy.energy.targets import chosen_nodes, chosen_periods, chosen_rows, chosen_sellers

Places = tuple[Index, ...]
"""Rows along each axis of a table, as NumPy takes them."""


@dataclass(slots=True, eq=False)
class Pulled:
    """What the levers say so far; factors start at 1, additions at 0."""

    arc_capacity: Array
    measure: Array
    supply_capacity: Array
    supply_cost: Array
    export_levy: Array
    arc_levy: Array
    storage: Array
    demand: Array
    elasticity: Array
    booked: Array
    contract: Array
    barred: Mask
    levy: Array
    cap: Array
    enforced: Array
    cut: Mask
    conduct: Array


FACTORS = ("arc_capacity", "supply_capacity", "storage", "demand", "elasticity", "contract")


def pull_tier(network: Network, levers: list[tuple[int, Lever]], pulled: Pulled) -> None:
    """Pull levers that stand side by side, and put their factors and additions on top of what was pulled before."""
    below = {name: getattr(pulled, name) for name in (*FACTORS, "supply_cost")}
    for name in FACTORS:
        setattr(pulled, name, np.ones_like(below[name]))
    pulled.supply_cost = np.zeros_like(below["supply_cost"])
    for number, lever in levers:
        try:
            _check_value(lever)
            index = _PULL[lever.kind](network, lever, pulled)
            _refuse_nothing(lever, below, index)
        except CaseError as problem:
            raise CaseError(f"Lever {number} ({lever.kind} on {lever.target}): {problem}") from None
    for name in FACTORS:
        setattr(pulled, name, getattr(pulled, name) * below[name])
    pulled.supply_cost = pulled.supply_cost + below["supply_cost"]


def _refuse_nothing(lever: Lever, below: dict[str, Array], index: Places) -> None:
    """Refuse a factor on what an earlier factor brought to zero: it would change nothing, and look as if it did."""
    name = FACTOR_OF.get(lever.kind)
    if name and lever.value > 0 and below[name][index].size and not below[name][index].any():
        raise CaseError(
            "what holds before, the year among it, has brought this to 0, and a factor leaves it there. "
            "Take that row out, or close it by a measure, which can be set again."
        )


def unpulled(network: Network) -> Pulled:
    """A network before any lever is pulled."""
    s, n, t = len(network.supplies.ids), len(network.nodes.ids), len(network.periods.ids)
    a, d = len(network.arcs.ids), len(network.demands.sector)
    return Pulled(
        arc_capacity=np.ones((a, t)),
        measure=np.ones((a, t)),
        supply_capacity=np.ones((s, t)),
        supply_cost=np.zeros((s, t)),
        export_levy=np.zeros((s, t)),
        arc_levy=np.zeros((a, t)),
        storage=np.ones(len(network.stores.node)),
        demand=np.ones((d, t)),
        elasticity=np.ones((d, t)),
        booked=network.arcs.booked.copy(),
        contract=np.ones(len(network.contracts.ids)),
        barred=np.zeros((s, n, t), dtype=bool),
        levy=np.zeros((s, n, t)),
        cap=np.full((s, n, t), np.inf),
        enforced=np.zeros((s, n, t)),
        cut=np.zeros((s, n, t), dtype=bool),
        conduct=np.zeros(s),
    )


def _arc_capacity(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.arc_capacity, lever, _on_arcs(network, lever))


def _measure(network: Network, lever: Lever, pulled: Pulled) -> Places:
    measures = network.arcs.measure
    known = tuple(dict.fromkeys(name for name in measures if name))
    names = {known[k] for k in chosen_rows("measure", lever.target, known).tolist()}
    rows = np.array([k for k, name in enumerate(measures) if name in names], dtype=np.int64)
    return _set(pulled.measure, lever, np.ix_(rows, chosen_periods(network, lever)))


def _supply_capacity(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.supply_capacity, lever, _of_sellers(network, lever))


def _supply_cost(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.supply_cost, lever, _of_sellers(network, lever))


def _storage_capacity(network: Network, lever: Lever, pulled: Pulled) -> Places:
    rows = np.flatnonzero(np.isin(network.stores.node, chosen_nodes(network, (lever.target,))))
    return _set(pulled.storage, lever, (rows,))


def _embargo(network: Network, lever: Lever, pulled: Pulled) -> Places:
    sales = _sales(network, lever)
    pulled.barred[sales] = True
    return sales


def _cut(network: Network, lever: Lever, pulled: Pulled) -> Places:
    sales = _embargo(network, lever, pulled)
    pulled.cut[sales] = True
    return sales


def _arc_levy(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.arc_levy, lever, _on_arcs(network, lever))


def _supply_levy(network: Network, lever: Lever, pulled: Pulled) -> Places:
    if lever.into:
        return _set(pulled.levy, lever, _sales(network, lever))
    return _set(pulled.export_levy, lever, _of_sellers(network, lever))


def _price_cap(network: Network, lever: Lever, pulled: Pulled) -> Places:
    sales = _sales(network, lever)
    pulled.enforced[sales] = lever.share
    return _set(pulled.cap, lever, sales)


def _demand(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.demand, lever, _demanded(network, lever))


def _elasticity(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.elasticity, lever, _demanded(network, lever))


def _conduct(network: Network, lever: Lever, pulled: Pulled) -> Places:
    if not lever.target.startswith("owner:"):
        raise CaseError("conduct belongs to an owner: write owner:X.")
    return _set(pulled.conduct, lever, (chosen_sellers(network, lever.target),))


def _booked(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.booked, lever, (chosen_rows("arc", lever.target, network.arcs.ids),))


def _contract(network: Network, lever: Lever, pulled: Pulled) -> Places:
    return _set(pulled.contract, lever, (chosen_rows("contract", lever.target, network.contracts.ids),))


def _set(table: Array, lever: Lever, places: Places) -> Places:
    table[places] = lever.value
    return places


def _on_arcs(network: Network, lever: Lever) -> Places:
    return np.ix_(chosen_rows("arc", lever.target, network.arcs.ids), chosen_periods(network, lever))


def _of_sellers(network: Network, lever: Lever) -> Places:
    return np.ix_(chosen_sellers(network, lever.target), chosen_periods(network, lever))


def _demanded(network: Network, lever: Lever) -> Places:
    rows = np.flatnonzero(np.isin(network.demands.node, chosen_nodes(network, (lever.target,))))
    return np.ix_(rows, chosen_periods(network, lever))


def _sales(network: Network, lever: Lever) -> Places:
    """Sales of a seller into nodes in periods, as an index of (supply, node, period)."""
    nodes = chosen_nodes(network, lever.into or ("*",))
    return np.ix_(chosen_sellers(network, lever.target), nodes, chosen_periods(network, lever))


_PULL: dict[str, Callable[[Network, Lever, Pulled], Places]] = {
    "arc_capacity": _arc_capacity,
    "measure": _measure,
    "supply_capacity": _supply_capacity,
    "supply_cost": _supply_cost,
    "storage_capacity": _storage_capacity,
    "embargo": _embargo,
    "cut": _cut,
    "arc_levy": _arc_levy,
    "supply_levy": _supply_levy,
    "price_cap": _price_cap,
    "demand": _demand,
    "elasticity": _elasticity,
    "conduct": _conduct,
    "booked": _booked,
    "contract": _contract,
}

LEVER_KINDS: Names = tuple(_PULL)
SIGNED = ("supply_cost", "arc_levy", "supply_levy", "embargo", "cut")
FACTOR_OF = {
    "arc_capacity": "arc_capacity",
    "supply_capacity": "supply_capacity",
    "storage_capacity": "storage",
    "demand": "demand",
    "elasticity": "elasticity",
    "contract": "contract",
}


def _check_value(lever: Lever) -> None:
    """Refuse values without a meaning: what is no number, negative factors, shares outside [0, 1]."""
    if lever.kind not in _PULL:
        raise CaseError(f"this kind of lever is unknown. Use one of: {', '.join(LEVER_KINDS)}.")
    if not np.isfinite(lever.value) or (lever.value < 0 and lever.kind not in SIGNED):
        raise CaseError(f"a value of {lever.value:g} has no meaning. It must be finite and not negative.")
    if lever.kind == "elasticity" and lever.value == 0:
        raise CaseError("a factor of 0 has no meaning: demand would not answer to any price.")
    if lever.kind == "conduct" and lever.value > 1:
        raise CaseError(f"a conduct of {lever.value:g} has no meaning. 0 takes prices, 1 is Cournot.")
    if not 0 <= lever.share <= 1:
        raise CaseError(f"a share of {lever.share:g} has no meaning. It lies between 0 and 1.")
