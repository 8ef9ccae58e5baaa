"""A slow and obvious twin: a world in levels, with technologies and costs, solved by nested loops.

Nothing here is shared with the engine, and nothing is a ratio: prices are found by going round, spending by a linear
system written out entry by entry, wages by raising those whose labour is short.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from detente.economy.trade import Baseline, Substitution, balance


@dataclass(frozen=True)
class LevelWorld:
    """Primitives: `state_of_art[j][i]`, `cost[j][n][i]`, taxes as one plus, endowments, weights, elasticities."""

    state_of_art: np.ndarray
    skill: np.ndarray
    cost: np.ndarray
    tariff: np.ndarray
    export_tax: np.ndarray
    labour: np.ndarray
    labour_weight: np.ndarray
    input_weight: np.ndarray
    final_weight: np.ndarray
    gift: np.ndarray
    theta: np.ndarray
    substitution: Substitution = field(default_factory=Substitution)


@dataclass(frozen=True)
class LevelSolution:
    wage: np.ndarray
    price: np.ndarray
    share: np.ndarray
    value_added_share: np.ndarray
    input_share: np.ndarray
    final_share: np.ndarray
    spending: np.ndarray
    income: np.ndarray
    living_cost: np.ndarray


def draw_world(
    seed: int, regions: int = 3, sectors: int = 2, substitution: Substitution = Substitution()
) -> LevelWorld:
    draw = np.random.default_rng(seed)
    flows = (sectors, regions, regions)
    own = np.eye(regions, dtype=bool)
    weight = draw.uniform(0.2, 1.0, (regions, sectors, sectors))
    final = draw.uniform(0.2, 1.0, (sectors, regions))
    gift = draw.normal(0, 0.01, regions)
    return LevelWorld(
        state_of_art=draw.uniform(0.5, 2.0, (sectors, regions)),
        skill=np.ones((sectors, regions)),
        cost=np.where(own, 1.0, draw.uniform(1.2, 2.0, flows)),
        tariff=np.where(own, 1.0, draw.uniform(1.0, 1.3, flows)),
        export_tax=np.where(own, 1.0, draw.uniform(0.95, 1.1, flows)),
        labour=draw.uniform(0.5, 2.0, regions),
        labour_weight=draw.uniform(0.3, 0.7, (sectors, regions)),
        input_weight=weight / weight.sum(axis=1, keepdims=True),
        final_weight=final / final.sum(axis=0),
        gift=gift - gift.mean(),
        theta=draw.uniform(2.0, 6.0, sectors),
        substitution=substitution,
    )


def ces(weights, prices, elasticity):
    """Price of a bundle, and the share of each good in its cost."""
    if elasticity == 1.0:
        return np.exp(sum(w * np.log(p) for w, p in zip(weights, prices, strict=True))), np.array(weights)
    parts = np.array([w * p ** (1 - elasticity) for w, p in zip(weights, prices, strict=True)])
    return parts.sum() ** (1 / (1 - elasticity)), parts / parts.sum()


def unit_cost(world, wage, price, j, n):
    """Cost of a unit, value-added share and composition of inputs."""
    s = world.substitution
    inputs, composition = ces(world.input_weight[n, :, j], price[:, n], s.inputs)
    gamma = world.labour_weight[j, n]
    cost, shares = ces([gamma, 1 - gamma], [wage[n] / world.skill[j, n], inputs], s.factors)
    return cost / world.state_of_art[j, n], shares[0], composition


def prices_at(world, wage):
    """Prices, trade shares and cost shares at given wages: go round until nothing moves."""
    sectors, regions = world.state_of_art.shape
    price = np.ones((sectors, regions))
    share = np.zeros((sectors, regions, regions))
    gamma, composition = np.zeros_like(price), np.zeros((regions, sectors, sectors))
    for _ in range(2000):
        before, cost = price.copy(), np.zeros_like(price)
        for j in range(sectors):
            for n in range(regions):
                cost[j, n], gamma[j, n], composition[n, :, j] = unit_cost(world, wage, before, j, n)
        for j in range(sectors):
            for n in range(regions):
                delivered = [
                    cost[j, i] * world.export_tax[j, n, i] * world.cost[j, n, i] * world.tariff[j, n, i]
                    for i in range(regions)
                ]
                parts = np.array([d ** -world.theta[j] for d in delivered])
                price[j, n] = parts.sum() ** (-1 / world.theta[j])
                share[j, n] = parts / parts.sum()
        if np.abs(price - before).max() < 1e-15:
            break
    return price, share, gamma, composition


def spending_at(world, wage, share, gamma, composition, final):
    """Spending from the linear system of goods markets, entry by entry."""
    sectors, regions = world.state_of_art.shape
    size = sectors * regions
    matrix, right = np.eye(size), np.zeros(size)
    total = (wage * world.labour).sum()
    for k in range(sectors):
        for n in range(regions):
            row = k * regions + n
            right[row] = final[k, n] * (wage[n] * world.labour[n] + world.gift[n] * total)
            for j in range(sectors):
                for m in range(regions):
                    at_border = share[j, m, n] / world.tariff[j, m, n]
                    received = at_border / world.export_tax[j, m, n]
                    matrix[row, j * regions + m] -= composition[n, k, j] * (1 - gamma[j, n]) * received
                    matrix[row, j * regions + m] -= final[k, n] * (at_border - received)
                for i in range(regions):
                    duty = share[j, n, i] * (1 - 1 / world.tariff[j, n, i])
                    matrix[row, j * regions + n] -= final[k, n] * duty
    return np.linalg.solve(matrix, right).reshape(sectors, regions)


def solve_levels(world: LevelWorld) -> LevelSolution:
    """Raise the wages of regions whose labour is short, until none is; total labour income is 1."""
    sectors, regions = world.state_of_art.shape
    wage = np.full(regions, 1 / world.labour.sum())
    for _ in range(4000):
        price, share, gamma, composition = prices_at(world, wage)
        living, final = np.zeros(regions), np.zeros((sectors, regions))
        for n in range(regions):
            living[n], final[:, n] = ces(world.final_weight[:, n], price[:, n], world.substitution.final)
        spending = spending_at(world, wage, share, gamma, composition, final)
        received = spending[:, :, None] * share / world.tariff / world.export_tax
        demand = (gamma * received.sum(axis=1)).sum(axis=0) / (wage * world.labour)
        if np.abs(demand - 1).max() < 1e-13:
            break
        wage = wage * demand**0.3
        wage = wage / (wage * world.labour).sum()
    else:
        raise AssertionError("the slow twin did not settle")
    income = (spending - inputs_of(received, gamma, composition)).sum(axis=0)
    return LevelSolution(wage, price, share, gamma, composition, final, spending, income, living)


def inputs_of(received, gamma, composition):
    bought = (1 - gamma) * received.sum(axis=1)
    return np.einsum("nkj,jn->kn", composition, bought)


def as_baseline(world: LevelWorld, solved: LevelSolution) -> Baseline:
    """What a statistical office would publish about the world."""
    sectors, regions = world.state_of_art.shape
    return balance(
        Baseline(
            regions=tuple("ABCDEFGH"[:regions]),
            sectors=tuple(f"s{j}" for j in range(sectors)),
            year=2000,
            unit="share of world value added",
            source="made up",
            trade_share=solved.share,
            tariff=world.tariff,
            export_tax=world.export_tax,
            value_added_share=solved.value_added_share,
            input_share=solved.input_share,
            final_share=solved.final_share,
            value_added=solved.wage * world.labour,
            surplus=-world.gift,
            expenditure=solved.spending,
            theta=world.theta,
            substitution=world.substitution,
        )
    )


def shocked(world: LevelWorld, **factors) -> LevelWorld:
    """The same world with primitives multiplied, or, for gifts, added to."""
    changes = {
        name: getattr(world, name) + by if name == "gift" else getattr(world, name) * by for name, by in factors.items()
    }
    return replace(world, **changes)
