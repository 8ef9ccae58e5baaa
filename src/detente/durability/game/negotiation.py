"""Agreements negotiated anew from time to time: what tomorrow's bargaining power does to the promises of today."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detente.case import CaseError, Infeasible
from detente.durability.game.decisions import first_reaching
from detente.durability.game.elimination import SLACK, solve_game
from detente.durability.game.records import FloatArray, IntArray, StochasticGame
from detente.durability.game.replies import Replies, replies_of


@dataclass(frozen=True, slots=True, eq=False)
class Negotiated:
    """Repeated negotiation seen from the first period.

    `joint` (state,), `punishment` (state, party) and `terms` (state, party) are present values: the largest joint
    value, the harshest punishment with later negotiations counted in, and what a new negotiation gives each party.
    `policy` (state,) is the profile played first. `change` is the largest move of the values in the last step back:
    where it is not small, the answer depends on `periods`.
    """

    joint: FloatArray
    punishment: FloatArray
    terms: FloatArray
    policy: IntArray
    periods: int
    change: float


def negotiate_repeatedly(
    game: StochasticGame, chance: ArrayLike, periods: int, weights: ArrayLike | None = None
) -> Negotiated:
    """Find the equilibrium in which the agreement is negotiated anew with a given chance a period.

    The T-period repeated negotiation equilibrium of [GoldluckeKranz2023]_: in the first `periods` periods, with chance
    rho, what was agreed is forgotten, and the parties share ``U - sum v`` by their bargaining weights, over the
    harshest punishments ``v`` as disagreement; afterwards nothing is renegotiated. Backwards from there,

        ``U = max_a [sum g + delta E U']``, ``v_i = min_a c_i(a)``,
        ``c_i = max_b [g_i + delta E ((1 - rho) v_i' + rho r_i')]``, ``r_i = v_i + beta_i (U - sum v)``,

    over profiles with ``sum_i c_i <= sum g + delta E U'``. So a step that weakens a party's later bargaining position
    has a price now, and arming may pay because it extorts.

    Parameters
    ----------
    game : StochasticGame
        With the same discount factors for all parties.
    chance : number or array, shape (state,), in [0, 1]
        Chance of new negotiations on arriving in a state.
    periods : int
        At least 1; with 1 this is the game without renegotiation.
    weights : array, shape (party,), optional
        Bargaining weights that sum to 1; equal ones by default.

    Raises
    ------
    CaseError
        When patience differs between parties, or a chance, weight or number of periods is out of range.
    Infeasible
        When some state has no profile that can be kept.

    Examples
    --------
    Two friends gain 2 each; with delta 0.5 they keep, and with renegotiation every other period they do not:

    >>> from detente.durability.game import stochastic_game
    >>> pd = stochastic_game([[2, 2]], [[2, 2], [-1, 3], [3, -1], [0, 0]], np.ones((4, 1)), 0.5)
    >>> [int(negotiate_repeatedly(pd, rho, periods=50).policy[0]) for rho in (0.2, 0.5)]
    [0, 3]
    """
    chances = np.broadcast_to(np.asarray(chance, dtype=np.float64), len(game.actions))
    shares = _weights(game, weights)
    _check(game, chances, periods)
    start = solve_game(game)
    if not start.exists:
        raise Infeasible("The game has no pure-strategy equilibrium to negotiate from.")
    joint, punishment, policy = start.joint, start.punishment, start.policy
    terms = _share_out(joint, punishment, shares)
    replies = [replies_of(game, party) for party in range(game.actions.shape[1])]
    change = 0.0
    for _ in range(periods - 1):
        held = (1 - chances)[:, None] * punishment + chances[:, None] * terms
        earlier = _step_back(game, replies, joint, held)
        change = max(float(np.abs(earlier[0] - joint).max()), float(np.abs(earlier[1] - punishment).max()))
        joint, punishment, policy = earlier
        terms = _share_out(joint, punishment, shares)
    return Negotiated(joint, punishment, terms, policy, periods, change)


def _step_back(
    game: StochasticGame, replies: list[Replies], joint: FloatArray, held: FloatArray
) -> tuple[FloatArray, FloatArray, IntArray]:
    """One period earlier: joint value, punishments and policy, from those of the next period."""
    reach = game.payoff.sum(axis=1) + game.discount[:, 0] * (game.transition @ joint)
    alone = game.payoff + game.discount * (game.transition @ held)
    cheating = np.column_stack([r.best(alone[:, i]) for i, r in enumerate(replies)])
    tolerance = SLACK * max(1.0, float(np.abs(reach).max()), float(np.abs(cheating).max()))
    kept = reach - cheating.sum(axis=1) >= -tolerance
    if not np.logical_or.reduceat(kept, game.first).all():
        raise Infeasible("Some state of the game has no profile that can be kept.")
    open_reach = np.where(kept, reach, -np.inf)
    best = np.maximum.reduceat(open_reach, game.first)
    harm = np.minimum.reduceat(np.where(kept[:, None], cheating, np.inf), game.first, axis=0)
    return best, harm, first_reaching(open_reach, best, game.first)


def _share_out(joint: FloatArray, punishment: FloatArray, shares: FloatArray) -> FloatArray:
    return np.asarray(punishment + shares * (joint - punishment.sum(axis=1))[:, None])


def _weights(game: StochasticGame, weights: ArrayLike | None) -> FloatArray:
    parties = game.actions.shape[1]
    shares = np.full(parties, 1 / parties) if weights is None else np.asarray(weights, dtype=np.float64)
    if shares.shape != (parties,) or (shares < 0).any() or abs(shares.sum() - 1) > SLACK:
        raise CaseError(f"Bargaining weights must be {parties} numbers from 0 on that sum to 1.")
    return shares


def _check(game: StochasticGame, chances: FloatArray, periods: int) -> None:
    if periods < 1:
        raise CaseError("Repeated negotiation needs at least one period.")
    if not ((chances >= 0) & (chances <= 1)).all():
        raise CaseError("A chance of renegotiation must be in [0, 1].")
    if (game.discount != game.discount[:, :1]).any():
        raise CaseError("Repeated negotiation needs parties of equal patience.\nUse one discount factor for all.")
