"""A small world, a target, three senders, and slow twins that call the solver for one coalition at a time."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np

from detente.economy.coalitions import Actor, sanctions_between
from detente.economy.trade import LeverTable, no_shock, shock_from_levers, solve
from property.trade_worlds import in_equilibrium, trade_world

WORLD = next(world for world in map(trade_world, range(100)) if len(world.regions) == 6 and len(world.sectors) > 2)
"""Six regions: the target, a union of two, two states, and two others."""

TARGET = Actor("T", ("r0",))
SENDERS = (Actor("UNION", ("r1", "r2")), Actor("r3", ("r3",)), Actor("r4", ("r4",)))
ROWS = {
    "UNION": (
        ("iceberg", "r0", "r1", "*", 1.6),
        ("iceberg", "r0", "r2", "s0", 1.3),
        ("tariff", "r2", "r0", "*", 1.2),
    ),
    "r3": (("quantity", "r3", "r0", "s1", 0.0), ("iceberg", "r0", "r3", "*", 1.4)),
    "r4": (("export_tax", "r4", "r0", "*", 1.3),),
}
STANDING = (
    ("iceberg", "r0", "r5", "*", 1.2),
    ("productivity", "r5", "*", "*", 0.95),
    ("iceberg", "r0", "r1", "s0", 1.1),
)
GDP = np.array([50.0, 80.0, 20.0, 40.0, 10.0, 90.0])


def shock(rows, baseline=WORLD):
    return shock_from_levers(baseline, LeverTable(*zip(*rows, strict=True))) if rows else no_shock()


def sanctions(baseline=WORLD):
    counted = shock([row for rows in ROWS.values() for row in rows], baseline)
    return sanctions_between(baseline, TARGET, SENDERS, counted, shock(STANDING, baseline))


def slow_shock(names):
    """What stands, and the rows of some senders one after the other, written out as factors on top of each other."""
    made = shock(STANDING)
    for name in names:
        own = shock(ROWS[name])
        levers = ("tariff", "iceberg", "export_tax", "quantity")
        made = replace(made, **{lever: getattr(made, lever) * getattr(own, lever) for lever in levers})
    return made


def slow_change(names, transfer=None):
    """Change of real income by region under one coalition: two calls of the plain solver."""
    shocked = slow_shock(names)
    if transfer is not None:
        shocked = replace(shocked, transfer=transfer)
    before = solve(WORLD, slow_shock(()), tolerance=1e-12)
    return solve(WORLD, shocked, tolerance=1e-12).real_income_hat / before.real_income_hat - 1


def slow_shapley(worth, players):
    """Average over all orders of joining; `worth` maps frozensets to numbers."""
    total = dict.fromkeys(players, 0.0)
    orders = list(permutations(players))
    for order in orders:
        for k, player in enumerate(order):
            total[player] += worth[frozenset(order[: k + 1])] - worth[frozenset(order[:k])]
    return [total[player] / len(orders) for player in players]


def world_without_home_bias(regions=5, sectors=2):
    """Everybody buys the same mix from the same sellers, so that a transfer moves no price."""
    draw = np.random.default_rng(3)
    made = replace(
        trade_world(0),
        regions=tuple(f"r{k}" for k in range(regions)),
        sectors=tuple(f"s{k}" for k in range(sectors)),
        trade_share=np.repeat(draw.dirichlet(np.ones(regions), (sectors, 1)), regions, axis=1),
        tariff=np.ones((sectors, regions, regions)),
        export_tax=np.ones((sectors, regions, regions)),
        value_added_share=np.ones((sectors, regions)),
        input_share=np.zeros((regions, sectors, sectors)),
        final_share=np.repeat(draw.dirichlet(np.ones(sectors))[:, None], regions, axis=1),
        value_added=np.ones(regions),
        surplus=np.zeros(regions),
        expenditure=np.ones((sectors, regions)),
        theta=np.array([4.0, 6.0])[:sectors],
    )
    return in_equilibrium(made)
