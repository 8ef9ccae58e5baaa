"""Phased plans with plain numbers: one by hand and many at random."""

from __future__ import annotations

import numpy as np

from detente.durability.game import PhasedPlan


def random_plan(
    seed: int, *, parties: int = 3, phases: int = 3, obligations: int = 7, richness: float = 1.0
) -> PhasedPlan:
    """Every feature that the margins know; parties gain from what others do and bear what they do themselves."""
    rng = np.random.default_rng(seed)
    owner = np.arange(obligations) % parties
    gain = rng.uniform(0, 2 * richness, (parties, obligations))
    gain[owner, np.arange(obligations)] = -rng.uniform(0, 2, obligations)
    hybrid = np.full((parties, 3), np.nan)
    hybrid[0] = rng.uniform(0.1, 1), rng.uniform(0.1, 0.9), rng.uniform(0.1, 1)
    exposure = np.full((parties, phases), np.nan)
    exposure[-1, phases // 2 :] = rng.uniform(0, 3)
    payment = rng.uniform(0, 0.5)
    transfer = np.zeros((parties, phases))
    transfer[0], transfer[-1] = -payment, payment
    return PhasedPlan(
        starts_years=np.cumsum([0.0, *rng.uniform(0.3, 2.0, phases - 1)]),
        owner=owner,
        phase=rng.integers(0, phases, obligations),
        gain=gain,
        reversible=rng.uniform(0, 1, obligations),
        cost_once=rng.uniform(0, 1, obligations),
        p_detect=rng.uniform(0.2, 1, obligations),
        lag_years=np.where(rng.random(obligations) < 0.2, 0.0, rng.uniform(0.05, 1, obligations)),
        rate=rng.uniform(0.05, 0.4, parties),
        transfer=transfer,
        escrow=np.where(np.arange(parties)[:, None] == 1, rng.uniform(0, 2), 0.0) * np.ones((1, phases)),
        exposure=exposure,
        hybrid=hybrid,
        suspended=float(rng.uniform(0, 0.1)),
    )


def delivery(*, received: float, lag: float = 0.1, escrow: float = 0.0) -> PhasedPlan:
    """One bears 3 a year so that another receives something; what was done is fully undone by snapback."""
    one = np.ones(1)
    return PhasedPlan(
        starts_years=np.array([0.0]),
        owner=np.array([0]),
        phase=np.array([0]),
        gain=np.array([[-3.0], [received]]),
        reversible=one,
        cost_once=0 * one,
        p_detect=one,
        lag_years=lag * one,
        rate=np.array([0.1, 0.1]),
        transfer=np.zeros((2, 1)),
        escrow=np.array([[escrow], [0.0]]),
        exposure=np.full((2, 1), np.nan),
        hybrid=np.full((2, 3), np.nan),
    )
