"""Policy elimination: the payoffs that self-enforcing play can bring in every state of a game."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.case import NotConverged
from detente.durability.game.decisions import LONGEST, TIE, Decision, best_policy, first_reaching
from detente.durability.game.records import BoolArray, FloatArray, GameSolution, IntArray, StochasticGame
from detente.durability.game.replies import Replies, replies_of

# An action profile may miss its condition by this share of the largest value: rounding, not incentive.
SLACK = 1e-9


def solve_game(game: StochasticGame) -> GameSolution:
    """Find all payoffs of subgame-perfect play with voluntary transfers, under perfect monitoring.

    Policy elimination of [GoldluckeKranz2018]_, for pure strategies and any number of parties. Before moves, parties
    may pay each other or burn money. Then the payoffs in state x are ``u_i >= v_i(x)``, ``sum u_i <= U(x)``.
    With ``c_i(a)`` the best that party i gets when it cheats on profile a and is punished from then on,

        ``v_i(x) = min_a c_i(a)``,  ``c_i(a) = max_b [g_i(b, a_-i) + delta_i E v_i(x')]``,
        ``U(x) = max_a [sum_i g_i(a) + delta E U(x')]``,

    both over profiles that are still admissible. A profile is eliminated when
    ``sum_i c_i(a) > sum_i g_i(a) + delta E U(x')``; this repeats until the chosen policies survive.

    Parties may differ in patience. Then the promise that keeps party i from cheating costs
    ``(c_i - g_i) / delta_i`` of what follows, the most patient party holds the rest, and the condition reads
    ``sum_i (c_i - g_i) / delta_i <= E U(x')``; with equal patience it is the one above.

    Parameters
    ----------
    game : StochasticGame
        Any finite game; the time grows with its number of action profiles.

    Returns
    -------
    GameSolution
        Present values. `exists` is False when no pure-strategy equilibrium exists.

    Raises
    ------
    NotConverged
        When policy iteration circles among ties.

    Examples
    --------
    A prisoners' dilemma in which cheating gains 1 and punishment costs 2 a period for ever after: both keep
    from ``delta = 1/3`` on.

    >>> payoffs = [[2, 2], [-1, 3], [3, -1], [0, 0]]
    >>> from detente.durability.game import stochastic_game
    >>> solution = solve_game(stochastic_game([[2, 2]], payoffs, np.ones((4, 1)), 0.7))
    >>> solution.average(solution.joint).round(6), solution.policy
    (array([4.]), array([0]))
    >>> solve_game(stochastic_game([[2, 2]], payoffs, np.ones((4, 1)), 0.33)).policy
    array([3])
    """
    elimination = _Elimination(game)
    for round_number in range(1, len(game.payoff) + 2):
        elimination.refresh()
        feasible = elimination.admissible & (elimination.slack() >= -elimination.tolerance())
        if feasible[elimination.chosen()].all():
            return elimination.solution(round_number)
        left = np.logical_or.reduceat(feasible, elimination.first)
        if not left.all():
            return _empty(game, np.flatnonzero(~left), round_number)
        elimination.admissible = feasible
    raise NotConverged("The elimination of policies did not end.")


def joint_reward(payoff: FloatArray, cheating: FloatArray, discount: FloatArray) -> FloatArray:
    """What a row adds to the joint value, ``sum_i [g_i + (c_i - g_i) (1 - delta / delta_i)]``, shape (row,).

    Here delta is the largest discount factor of the row. With equal patience it is the sum of payoffs; otherwise
    promises to the less patient cost joint value, for the most patient would have held them longer.
    """
    most = discount.max(axis=1, keepdims=True)
    return np.asarray(np.sum(payoff + (cheating - payoff) * (1 - most / discount), axis=1))


def incentive_slack(
    payoff: FloatArray, cheating: FloatArray, discount: FloatArray, next_joint: FloatArray
) -> FloatArray:
    """What is left of the next joint value once nobody gains from cheating, as money now; negative: not kept.

    ``delta E U(x') - sum_i (c_i - g_i) delta / delta_i`` with delta the largest discount factor, shape (row,).
    """
    most = discount.max(axis=1)
    return np.asarray(most * next_joint - np.sum((cheating - payoff) * (most[:, None] / discount), axis=1))


def cheating_values(game: StochasticGame, replies: Replies, party: int, punishment: FloatArray) -> FloatArray:
    """Best value to one party of cheating on each profile, ``c_i(a)``, shape (profile,)."""
    return replies.best(game.payoff[:, party] + game.discount[:, party] * (game.transition @ punishment))


@dataclass(slots=True, eq=False)
class _Elimination:
    """The admissible profiles and the best and harshest policies among them; later rounds start from earlier ones."""

    game: StochasticGame
    first: IntArray
    replies: list[Replies]
    admissible: BoolArray
    policy: IntArray
    punishment_policy: IntArray
    joint: FloatArray
    punishment: FloatArray
    cheating: FloatArray

    def __init__(self, game: StochasticGame) -> None:
        states, parties = game.actions.shape
        self.game, self.first = game, game.first
        self.replies = [replies_of(game, party) for party in range(parties)]
        self.admissible = np.ones(len(game.payoff), dtype=bool)
        self.policy = self.first.copy()
        self.punishment_policy = np.repeat(self.first[:, None], parties, axis=1)
        self.joint, self.punishment = np.zeros(states), np.zeros((states, parties))
        self.cheating = np.zeros_like(game.payoff)

    def refresh(self) -> None:
        """Solve for the harshest punishments and then the best joint value over the admissible profiles."""
        for party in range(self.game.actions.shape[1]):
            self._punish(party)
        reward = np.where(self.admissible, joint_reward(self.game.payoff, self.cheating, self.game.discount), -np.inf)
        decision = Decision(reward, self.game.transition, self.game.discount.max(axis=1), self.first)
        self.joint, self.policy = best_policy(decision, self._admissible(self.policy))

    def slack(self) -> FloatArray:
        next_joint = self.game.transition @ self.joint
        return incentive_slack(self.game.payoff, self.cheating, self.game.discount, next_joint)

    def tolerance(self) -> float:
        return SLACK * max(1.0, float(np.abs(self.joint).max()), float(np.abs(self.cheating).max()))

    def chosen(self) -> IntArray:
        return np.concatenate([self.policy, self.punishment_policy.ravel()])

    def _admissible(self, policy: IntArray) -> IntArray:
        """Keep a policy where it is admissible; elsewhere start from the first profile that is."""
        marks = self.admissible.astype(np.float64)
        return np.where(self.admissible[policy], policy, first_reaching(marks, np.ones(len(policy)), self.first))

    def _punish(self, party: int) -> None:
        """Harshest punishment of one party: the others choose profiles, the party its best replies to them."""
        replies, policy = self.replies[party], self._admissible(self.punishment_policy[:, party])
        own = policy
        for _ in range(LONGEST):
            value, own = self._best_replies(party, policy, own)
            cheating = cheating_values(self.game, replies, party, value)
            harm = np.where(self.admissible, -cheating, -np.inf)
            best = np.maximum.reduceat(harm, self.first)
            better = best > harm[policy] + TIE * np.maximum(1.0, np.abs(best))
            if not better.any():
                self.punishment_policy[:, party], self.punishment[:, party] = policy, value
                self.cheating[:, party] = cheating
                return
            policy = np.where(better, first_reaching(harm, best, self.first), policy)
        raise NotConverged("The harshest punishment circles among ties.")

    def _best_replies(self, party: int, policy: IntArray, own: IntArray) -> tuple[FloatArray, IntArray]:
        """Value of best replies to one profile per state; replies need not be admissible."""
        rows, first = self.replies[party].rows(policy)
        decision = Decision(
            self.game.payoff[rows, party], self.game.transition[rows], self.game.discount[rows, party], first
        )
        value, chosen = best_policy(decision, _position(rows, first, own))
        return value, rows[chosen]

    def solution(self, rounds: int) -> GameSolution:
        return GameSolution(
            joint=self.joint,
            punishment=self.punishment,
            policy=self.policy,
            punishment_policy=self.punishment_policy,
            cheating=self.cheating,
            admissible=self.admissible,
            emptied=(),
            rounds=rounds,
            discount=self.game.discount,
        )


def _position(rows: IntArray, first: IntArray, wanted: IntArray) -> IntArray:
    """Where each wanted profile stands among the rows of its state; the first row of a state where it is not there."""
    size = np.diff(np.append(first, len(rows)))
    hits = np.flatnonzero(rows == np.repeat(wanted, size))
    start = first.copy()
    start[np.repeat(np.arange(len(first)), size)[hits]] = hits
    return start


def _empty(game: StochasticGame, emptied: IntArray, rounds: int) -> GameSolution:
    states, parties = game.actions.shape
    return GameSolution(
        joint=np.full(states, np.nan),
        punishment=np.full((states, parties), np.nan),
        policy=np.full(states, -1),
        punishment_policy=np.full((states, parties), -1),
        cheating=np.full(game.payoff.shape, np.nan),
        admissible=np.zeros(len(game.payoff), dtype=bool),
        emptied=tuple(int(s) for s in emptied),
        rounds=rounds,
        discount=game.discount,
    )
