"""Small games drawn at random, shared by the tests of self-enforcement."""

from __future__ import annotations

import numpy as np

from detente.durability.game import StochasticGame, stochastic_game


def random_game(seed: int, *, states: int = 3, parties: int = 2, patience: str = "equal") -> StochasticGame:
    """Up to three actions each. Under odd seeds what one gains the others nearly lose: some have no equilibrium."""
    rng = np.random.default_rng(seed)
    actions = rng.integers(1, 4, (states, parties))
    actions[0] = 2
    rows = int(np.prod(actions, axis=1).sum())
    payoff = rng.normal(0, 1, (rows, parties))
    payoff += rng.normal(0, 2, (rows, 1)) if seed % 2 == 0 else -0.9 * payoff.mean(axis=1, keepdims=True)
    transition = rng.dirichlet(np.full(states, 0.5), rows)
    return stochastic_game(actions, payoff, transition, discounts(rng, (rows, parties), patience))


def discounts(rng: np.random.Generator, shape: tuple[int, int], patience: str) -> object:
    if patience == "equal":
        return float(rng.uniform(0.1, 0.9))
    if patience == "by party":
        return rng.uniform(0.1, 0.9, (1, shape[1]))
    return rng.uniform(0.1, 0.9, shape)
