"""Small energy networks for the laws: made from a seed, with islands, circles, bookings, contracts and forced takes."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from detente.economy.energy import (
    About,
    Arcs,
    Contracts,
    Demands,
    EnergyShock,
    Lever,
    Network,
    Nodes,
    Periods,
    Stores,
    Supplies,
)

UNSERVED = 300.0


@st.composite
def networks(draw: st.DrawFn, plain: bool = False) -> Network:
    """Two to six nodes, one to four periods; `plain` leaves out fees, levies, contracts and forced takes."""
    seed = draw(st.integers(0, 2**31))
    nodes = draw(st.integers(2, 6))
    periods = draw(st.integers(1, 4))
    return made_network(seed, nodes, periods, plain)


@st.composite
def shocks(draw: st.DrawFn, network: Network) -> EnergyShock:
    """One to three levers of any kind but a price cap."""
    return EnergyShock(tuple(draw(st.lists(levers(network), min_size=1, max_size=3))))


def levers(network: Network) -> st.SearchStrategy[Lever]:
    owners = st.sampled_from([f"owner:{owner}" for owner in network.owners])
    arcs, nodes = st.sampled_from(network.arcs.ids), st.sampled_from(network.nodes.ids)
    factors = st.sampled_from([0.0, 0.3, 1.0, 1.7])
    into = st.lists(nodes, min_size=1, max_size=3, unique=True).map(tuple)
    return st.one_of(
        st.builds(Lever, st.just("arc_capacity"), arcs, factors),
        st.builds(Lever, st.just("supply_capacity"), owners, factors),
        st.builds(Lever, st.just("storage_capacity"), nodes, factors),
        st.builds(Lever, st.just("embargo"), owners, st.just(0.0), into),
        st.builds(Lever, st.just("supply_levy"), owners, st.floats(0, 20), into),
        st.builds(Lever, st.just("arc_levy"), arcs, st.floats(0, 10)),
        st.builds(Lever, st.just("demand"), nodes, factors),
        st.builds(Lever, st.just("conduct"), owners, st.sampled_from([0.0, 0.5, 1.0])),
        st.builds(Lever, st.just("booked"), arcs, st.floats(0, 30)),
    )


def made_network(seed: int, nodes: int, periods: int, plain: bool = False) -> Network:
    """A network drawn from a seed; about one demand in six is zero and one node in ten has no arc."""
    draw = np.random.default_rng(seed)
    ids = tuple(f"n{k}" for k in range(nodes))
    times = tuple(f"t{k}" for k in range(periods))
    supplies = _supplies(draw, nodes, periods, plain)
    return Network(
        about=About("made", "gas", "TWh", "EUR/MWh", "million EUR", 2021, "drawn", UNSERVED),
        nodes=Nodes(ids, ids, tuple(f"R{k % 3}" for k in range(nodes)), ("market",) * nodes),
        periods=Periods(times, times, np.full(periods, 30.0)),
        supplies=supplies,
        demands=_demands(draw, nodes, periods),
        stores=_stores(draw, nodes),
        arcs=_arcs(draw, nodes, periods, plain),
        contracts=no_contracts() if plain else _contracts(draw, supplies, nodes, periods),
    )


def _supplies(draw: np.random.Generator, nodes: int, periods: int, plain: bool) -> Supplies:
    count = int(draw.integers(1, nodes + 2))
    capacity = np.repeat(draw.uniform(5, 60, (count, 1)), periods, axis=1)
    forced = (draw.random((count, 1)) < 0.2) & (not plain)
    return Supplies(
        ids=tuple(f"s{k}" for k in range(count)),
        node=draw.integers(0, nodes, count),
        owner=tuple(f"o{k % 3}" for k in range(count)),
        origin=tuple(f"origin {k % 4}" for k in range(count)),
        capacity=capacity,
        cost=np.repeat(draw.uniform(2, 30, (count, 1)), periods, axis=1),
        slope=np.repeat(draw.uniform(0.02, 0.6, (count, 1)), periods, axis=1),
        min_take=np.where(forced, draw.uniform(0, 1) * capacity, 0.0),
    )


def _demands(draw: np.random.Generator, nodes: int, periods: int) -> Demands:
    count = 2 * nodes
    quantity = draw.uniform(2, 25, (count, periods)) * (draw.random((count, 1)) > 1 / 6)
    return Demands(
        node=np.tile(np.arange(nodes), 2),
        sector=("homes",) * nodes + ("industry",) * nodes,
        quantity=quantity,
        price=np.full((count, periods), 20.0),
        elasticity=-draw.uniform(0.05, 0.8, (count, periods)),
    )


def _stores(draw: np.random.Generator, nodes: int) -> Stores:
    count = int(draw.integers(0, nodes))
    start = draw.uniform(0, 1, count)
    return Stores(
        node=np.arange(count),
        working_volume=draw.uniform(0, 40, count) * (draw.random(count) > 0.15),
        injection=draw.uniform(1, 20, count),
        withdrawal=draw.uniform(1, 25, count),
        cost=draw.uniform(0, 1, count) * (draw.random(count) > 0.3),
        loss=draw.uniform(0, 0.03, count) * (draw.random(count) > 0.3),
        start=start,
        end=start * draw.uniform(0, 1, count),
    )


def _arcs(draw: np.random.Generator, nodes: int, periods: int, plain: bool) -> Arcs:
    count = int(draw.integers(1, 3 * nodes))
    start = draw.integers(0, nodes, count)
    free = draw.random(count) < 0.3
    fee = np.where(free, 0.0, draw.uniform(0, 2, count)) * (not plain)
    return Arcs(
        ids=tuple(f"a{k}" for k in range(count)),
        start=start,
        end=(start + draw.integers(1, nodes, count)) % nodes,
        kind=("pipeline",) * count,
        owner=tuple(f"R{k % 3}" for k in range(count)),
        capacity=np.repeat(draw.uniform(0, 50, (count, 1)) * (draw.random((count, 1)) > 0.1), periods, axis=1),
        booked=np.where(draw.random(count) < 0.3, 12.0, 0.0) * (not plain),
        cost=np.where(free, 0.0, draw.uniform(0, 3, count)),
        fee=fee,
        loss=np.where(free, 0.0, draw.uniform(0, 0.02, count)),
        measure=("",) * count,
    )


def _contracts(draw: np.random.Generator, supplies: Supplies, nodes: int, periods: int) -> Contracts:
    count = int(draw.integers(0, 2))
    supply = draw.integers(0, len(supplies.ids), count)
    least = supplies.capacity[supply, 0] * periods * draw.uniform(0, 0.8, count)
    return Contracts(
        ids=tuple(f"c{k}" for k in range(count)),
        seller=tuple(supplies.owner[k] for k in supply),
        supply=supply,
        node=draw.integers(0, nodes, count),
        least=least,
        most=least * 1.3,
        price_rule=("fixed",) * count,
        price=draw.uniform(5, 40, count),
    )


def no_contracts() -> Contracts:
    nothing, none = np.zeros(0), np.zeros(0, dtype=np.int64)
    return Contracts((), (), none, none, nothing, nothing, (), nothing)
