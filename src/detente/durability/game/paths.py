"""Whether one plan of play can be kept on the path, and what each party must be left with at every step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csgraph, csr_array

from detente.durability.game.decisions import Decision, value_of
from detente.durability.game.elimination import SLACK, incentive_slack, joint_reward
from detente.durability.game.records import BoolArray, FloatArray, GameSolution, IntArray, StochasticGame


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One profile per state, tested as the path that everyone keeps to.

    `joint` (state,) is the largest joint value of keeping to it. `cheating` (state, party) is the best that a party
    gets by cheating there once. `slack` (state,) is what the parties' futures hold beyond what keeps everyone from
    cheating, as money at that state; where it is negative, no transfers at any later time make everyone keep. `kept`
    (state,) says where it is not negative.
    """

    policy: IntArray
    joint: FloatArray
    cheating: FloatArray
    slack: FloatArray
    kept: BoolArray


def check_path(game: StochasticGame, solution: GameSolution, policy: IntArray) -> Path:
    """Test whether free transfers make one policy self-enforcing on the path.

    Off the path anything may follow that the game sustains: whoever cheats or refuses to pay gets `punishment` of the
    solution. On it, the futures must hold enough to keep everyone, at every state that the policy reaches:
    ``sum_i (c_i - g_i) / delta_i <= E U(x')`` with U the joint value of the policy itself (the condition of
    `solve_game`, for one path). When the game has no pure-strategy equilibrium, nothing is kept.

    Parameters
    ----------
    game : StochasticGame
        The game.
    solution : GameSolution
        What `solve_game` found for it.
    policy : array, shape (state,)
        Row of the profile in each state.

    Examples
    --------
    >>> from detente.durability.game import solve_game, stochastic_game
    >>> pd = stochastic_game([[2, 2]], [[2, 2], [-1, 3], [3, -1], [0, 0]], np.ones((4, 1)), 0.5)
    >>> check_path(pd, solve_game(pd), np.array([0])).slack
    array([2.])
    """
    cheating = solution.cheating[policy]
    payoff, discount, transition = game.payoff[policy], game.discount[policy], game.transition[policy]
    if not solution.exists:
        nothing = np.full(len(policy), np.nan)
        return Path(policy, nothing, cheating, nothing, np.zeros(len(policy), dtype=bool))
    first, reward = np.arange(len(policy)), joint_reward(payoff, cheating, discount)
    joint = value_of(Decision(reward, transition, discount.max(axis=1), first), first)
    slack = incentive_slack(payoff, cheating, discount, transition @ joint)
    tolerance = SLACK * max(1.0, float(np.abs(joint).max()), float(np.abs(cheating).max()))
    return Path(policy, joint, cheating, slack, slack >= -tolerance)


def reached(game: StochasticGame, policy: IntArray, start: int) -> BoolArray:
    """States that a policy can reach from a first state, that state included, shape (state,).

    Examples
    --------
    >>> from detente.durability.game import stochastic_game
    >>> two = stochastic_game([[1], [1]], [[1], [1]], [[1, 0], [1, 0]], 0.5)
    >>> reached(two, np.array([0, 1]), 0)
    array([ True, False])
    """
    order = csgraph.breadth_first_order(csr_array(game.transition[policy]), start, return_predecessors=False)
    found = np.zeros(len(policy), dtype=bool)
    found[order] = True
    return found
