"""Networks of any size for the timings: seasonal demand, storage at two thirds of the nodes, 2.4 arcs per node."""

from __future__ import annotations

import numpy as np

from detente.economy.energy import About, Arcs, Contracts, Demands, Network, Nodes, Periods, Stores, Supplies

NEIGHBOURS = 5


def made_network(nodes: int, months: int, seed: int = 0) -> Network:
    """Draw a network; one fifth of the arcs are booked, every fourth owner is an owner of several supplies."""
    draw = np.random.default_rng(seed)
    ids, times = tuple(f"n{k}" for k in range(nodes)), tuple(f"m{k}" for k in range(months))
    nothing, none = np.zeros(0), np.zeros(0, dtype=np.int64)
    return Network(
        about=About("made", "gas", "TWh", "EUR/MWh", "million EUR", 2021, "drawn", 400.0),
        nodes=Nodes(ids, ids, tuple(f"R{k % 8}" for k in range(nodes)), ("market",) * nodes),
        periods=Periods(times, times, np.full(months, 30.0)),
        supplies=_supplies(draw, nodes, months),
        demands=_demands(draw, nodes, months),
        stores=_stores(draw, 2 * nodes // 3),
        arcs=_arcs(draw, nodes, months),
        contracts=Contracts((), (), none, none, nothing, nothing, (), nothing),
    )


def _each_month(values: np.ndarray, months: int) -> np.ndarray:
    return np.repeat(values[:, None], months, axis=1)


def _supplies(draw: np.random.Generator, count: int, months: int) -> Supplies:
    return Supplies(
        ids=tuple(f"s{k}" for k in range(count)),
        node=draw.integers(0, count, count),
        owner=tuple(f"o{k % 5}" for k in range(count)),
        origin=tuple(f"origin {k % 6}" for k in range(count)),
        capacity=_each_month(draw.uniform(10, 80, count), months),
        cost=_each_month(draw.uniform(5, 30, count), months),
        slope=_each_month(draw.uniform(0.05, 0.5, count), months),
        min_take=np.zeros((count, months)),
    )


def _demands(draw: np.random.Generator, nodes: int, months: int) -> Demands:
    season = 1 + 0.5 * np.cos(2 * np.pi * np.arange(months) / 12)
    count = 2 * nodes
    return Demands(
        node=np.tile(np.arange(nodes), 2),
        sector=("homes",) * nodes + ("industry",) * nodes,
        quantity=draw.uniform(2, 25, (count, 1)) * season,
        price=np.full((count, months), 20.0),
        elasticity=_each_month(-draw.uniform(0.05, 0.3, count), months),
    )


def _stores(draw: np.random.Generator, count: int) -> Stores:
    return Stores(
        node=np.arange(count),
        working_volume=draw.uniform(20, 100, count),
        injection=draw.uniform(5, 20, count),
        withdrawal=draw.uniform(5, 25, count),
        cost=np.full(count, 0.5),
        loss=np.full(count, 0.01),
        start=np.full(count, 0.4),
        end=np.full(count, 0.4),
    )


def _arcs(draw: np.random.Generator, nodes: int, months: int) -> Arcs:
    count = int(2.4 * nodes)
    start = draw.integers(0, nodes, count)
    return Arcs(
        ids=tuple(f"a{k}" for k in range(count)),
        start=start,
        end=(start + 1 + draw.integers(0, NEIGHBOURS, count)) % nodes,
        kind=("pipeline",) * count,
        owner=tuple(f"R{k % 8}" for k in range(count)),
        capacity=_each_month(draw.uniform(5, 60, count), months),
        booked=np.where(draw.random(count) < 0.2, 10.0, 0.0),
        cost=draw.uniform(0.2, 2, count),
        fee=draw.uniform(0, 2, count),
        loss=np.full(count, 0.005),
        measure=("",) * count,
    )
