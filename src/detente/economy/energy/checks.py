"""What a network must satisfy before it is solved; every problem is named, not only the first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.case import CaseError
from detente.economy.energy.records import Array, Mask, Names, Network

SHOWN_PROBLEMS = 10
KINDS_OF_NODES = ("market", "producer", "terminal", "transit")
PRICE_RULES = ("fixed", "hub")


def check_network(network: Network) -> None:
    """Raise `CaseError` that lists what in a network has no meaning: signs, bounds, rates, ends of storages.

    A node that nothing reaches and a demand that nothing can meet are no errors: they are solved, and reported as
    unserved.
    """
    problems = [*_of_supplies(network), *_of_demands(network), *_of_arcs(network), *_of_stores(network)]
    problems += [*_of_contracts(network), *_of_the_whole(network)]
    if problems:
        shown = "\n".join(f"- {text}" for text in problems[:SHOWN_PROBLEMS])
        more = f"\n- and {len(problems) - SHOWN_PROBLEMS} more." if len(problems) > SHOWN_PROBLEMS else ""
        raise CaseError(f"The energy network cannot be used:\n{shown}{more}")


def _of_the_whole(network: Network) -> Iterator[str]:
    if not network.nodes.ids or not network.periods.ids:
        yield "it needs at least one node and one period."
    price = network.about.unserved_price
    if not (np.isfinite(price) and price > 0):
        yield f"the unserved price is {price:g}; it must be above 0 and finite."
    for node, kind in zip(network.nodes.ids, network.nodes.kind, strict=True):
        if kind not in KINDS_OF_NODES:
            yield f'node {node}: kind "{kind}" is unknown. Use {", ".join(KINDS_OF_NODES)}.'


def _of_supplies(network: Network) -> Iterator[str]:
    supplies = network.supplies
    names = tuple(f"supply {one}" for one in supplies.ids)
    yield from _where(names, "capacity is negative", ~(supplies.capacity >= 0))
    yield from _where(names, "cost is not a finite number", ~np.isfinite(supplies.cost))
    yield from _where(names, "slope is negative: cost must not fall with quantity", ~_finite_from(supplies.slope, 0))
    yield from _where(names, "min_take is negative or above capacity", ~_between(supplies.min_take, supplies.capacity))


def _of_demands(network: Network) -> Iterator[str]:
    demands = network.demands
    sites = [network.nodes.ids[k] for k in demands.node.tolist()]
    names = tuple(f"demand of {sector} at {site}" for sector, site in zip(demands.sector, sites, strict=True))
    yield from _where(names, "quantity is negative", ~_finite_from(demands.quantity, 0))
    yield from _where(names, "price is not above 0", ~((demands.price > 0) & np.isfinite(demands.price)))
    yield from _where(names, "elasticity is not below 0", ~((demands.elasticity < 0) & np.isfinite(demands.elasticity)))
    above = demands.price > network.about.unserved_price
    yield from _where(names, "price is above the unserved price", above)


def _of_arcs(network: Network) -> Iterator[str]:
    arcs = network.arcs
    names = tuple(f"arc {one}" for one in arcs.ids)
    yield from _where(names, "capacity is negative", ~(arcs.capacity >= 0))
    for name in ("booked", "cost", "fee"):
        yield from _where(names, f"{name} is negative", ~_finite_from(getattr(arcs, name), 0))
    yield from _where(names, "loss is not in [0, 1)", ~(_finite_from(arcs.loss, 0) & (arcs.loss < 1)))
    yield from _where(names, "starts where it ends", arcs.start == arcs.end)


def _of_stores(network: Network) -> Iterator[str]:
    stores = network.stores
    names = tuple(f"storage at {network.nodes.ids[k]}" for k in stores.node.tolist())
    for name in ("working_volume", "injection", "withdrawal", "cost"):
        yield from _where(names, f"{name} is negative", ~_finite_from(getattr(stores, name), 0))
    yield from _where(names, "loss is not in [0, 1)", ~(_finite_from(stores.loss, 0) & (stores.loss < 1)))
    for name in ("start", "end"):
        yield from _where(names, f"{name} is not a share in [0, 1]", ~_between(getattr(stores, name), np.ones(1)))
    filled = stores.start * stores.working_volume + (1 - stores.loss) * stores.injection * len(network.periods.ids)
    unreachable = stores.end * stores.working_volume > filled * (1 + 1e-12)
    yield from _where(names, "cannot reach its end level at its injection rate", unreachable)


def _of_contracts(network: Network) -> Iterator[str]:
    contracts = network.contracts
    names = tuple(f"contract {one}" for one in contracts.ids)
    yield from _where(names, "least is negative or above most", ~_between(contracts.least, contracts.most))
    yield from _where(names, "price is negative", ~_finite_from(contracts.price, 0))
    wrong = np.array([rule not in PRICE_RULES for rule in contracts.price_rule], dtype=bool)
    yield from _where(names, f"price_rule is not one of {', '.join(PRICE_RULES)}", wrong)


def _finite_from(values: Array, least: float) -> Mask:
    return np.asarray(np.isfinite(values) & (values >= least))


def _between(values: Array, most: Array) -> Mask:
    return np.asarray(np.isfinite(values) & (values >= 0) & (values <= most))


def _where(names: Names, problem: str, bad: Mask) -> Iterator[str]:
    """One line for each thing with a problem in any period."""
    rows = bad if bad.ndim == 1 else np.logical_or.reduce(bad, axis=1)
    for k in np.flatnonzero(rows).tolist():
        yield f"{names[k]}: {problem}."
