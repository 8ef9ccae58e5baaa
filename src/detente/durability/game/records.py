"""A discounted stochastic game with transfers, as flat arrays, and what solving it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csgraph, csr_array, diags_array

from detente.case import CaseError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

# Probabilities are written as decimals, so their sum may miss one by a little.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class StochasticGame:
    """A game in states, with action profiles of all states in one list.

    `actions` (state, party) counts the actions of each party; the profiles of a state follow one another with the
    last party's action running fastest, states in order. `payoff` (profile, party) is what a profile brings in its
    period, as money now. `transition` (profile, state) holds the chances of the next state; a row may sum to less than
    one, and what is missing ends the game. `discount` (profile, party) is the worth now of one unit at the start
    of the next period; it may differ between parties, and between profiles whose periods differ in length.
    """

    actions: IntArray
    payoff: FloatArray
    transition: csr_array
    discount: FloatArray

    @property
    def profiles(self) -> IntArray:
        """Number of action profiles of each state, shape (state,)."""
        return np.asarray(np.prod(self.actions, axis=1), dtype=np.int64)

    @property
    def first(self) -> IntArray:
        """Row of the first profile of each state, shape (state,)."""
        counts = self.profiles
        return np.cumsum(counts) - counts

    @property
    def state(self) -> IntArray:
        """State of each profile, shape (profile,)."""
        return np.repeat(np.arange(len(self.actions)), self.profiles)

    def row(self, state: int, actions: Sequence[int]) -> int:
        """Row of the profile in which each party takes the named action."""
        return int(self.first[state] + np.ravel_multi_index(tuple(actions), tuple(self.actions[state])))

    def actions_of(self, row: int) -> tuple[int, ...]:
        """Return the action of each party in one profile."""
        state = int(self.state[row])
        return tuple(int(a) for a in np.unravel_index(row - self.first[state], tuple(self.actions[state])))


@dataclass(frozen=True, slots=True, eq=False)
class GameSolution:
    """All payoffs that subgame-perfect play can bring in each state.

    Before the first move of a period, the set of payoffs in state x is every vector with ``u_i >= punishment[x, i]``
    and ``sum_i u_i <= joint[x]``. Values are present values; `average` turns them into averages per period.
    `policy` (state,) is the row of the profile played on the path, `punishment_policy` (state, party) of the profile
    played once to punish a party, `cheating` (profile, party) is the best that a party gets by cheating on a profile
    and being punished after, `admissible` (profile,) marks what was not eliminated. When `exists` is False no
    pure-strategy equilibrium exists, `emptied` names the states that lost every profile, and the values are NaN.
    """

    joint: FloatArray
    punishment: FloatArray
    policy: IntArray
    punishment_policy: IntArray
    cheating: FloatArray
    admissible: BoolArray
    emptied: tuple[int, ...]
    rounds: int
    discount: FloatArray

    @property
    def exists(self) -> bool:
        """Whether any pure-strategy equilibrium exists."""
        return not self.emptied

    def average(self, values: FloatArray) -> FloatArray:
        """Turn present values into averages per period, ``(1 - delta) V``; needs one discount factor for all."""
        factors = np.unique(self.discount)
        if len(factors) != 1:
            raise CaseError("An average per period needs one discount factor.\nUse the present values.")
        return np.asarray((1 - factors[0]) * values)


def stochastic_game(
    actions: ArrayLike, payoff: ArrayLike, transition: ArrayLike | csr_array, discount: ArrayLike
) -> StochasticGame:
    """Check the arrays of a game and put them together.

    Parameters
    ----------
    actions : array, shape (state, party)
        Number of actions of each party, at least 1.
    payoff : array, shape (profile, party)
        Payoffs, profiles in the order that `StochasticGame` states.
    transition : array or sparse array, shape (profile, state)
        Chances of the next state, in [0, 1], each row summing to at most 1.
    discount : number or array, (state, party), (profile, party) or broadcast to them
        Above 0 and below 1; 1 where no time passes, as between two stages of a period, but not round a circle.

    Raises
    ------
    CaseError
        When shapes disagree, a number is not finite, or a chance or a discount factor is out of range.

    Examples
    --------
    A prisoners' dilemma played for ever:

    >>> pd = stochastic_game([[2, 2]], [[2, 2], [-1, 3], [3, -1], [0, 0]], np.ones((4, 1)), 0.7)
    >>> pd.row(0, (1, 0)), pd.actions_of(2)
    (2, (1, 0))
    """
    counts = np.asarray(actions, dtype=np.int64)
    if counts.ndim != 2 or counts.size == 0 or (counts < 1).any():
        raise CaseError("Each party needs at least one action in each state.\nGive actions as (state, party), from 1.")
    rows = int(np.sum(np.prod(counts, axis=1)))
    paid = np.asarray(payoff, dtype=np.float64)
    moves = csr_array(transition, dtype=np.float64)
    if paid.shape != (rows, counts.shape[1]) or moves.shape != (rows, len(counts)):
        raise CaseError(
            f"Payoffs {paid.shape} or transitions {moves.shape} do not fit {rows} profiles.\n"
            f"Give payoffs as {(rows, counts.shape[1])} and transitions as {(rows, len(counts))}."
        )
    factors = _per_profile(np.asarray(discount, dtype=np.float64), counts)
    _check_numbers(paid, moves, factors)
    game = StochasticGame(counts, paid, moves, factors)
    _check_time_passes(game)
    return game


def with_renegotiation(game: StochasticGame, chance: ArrayLike, terms: FloatArray) -> StochasticGame:
    """Let the agreement be negotiated anew with a given chance at the start of each period.

    With chance ``rho[x']`` on arriving in x' the past is forgotten and party i goes on with ``terms[x', i]``, whatever
    was promised: the truncated game of [GoldluckeKranz2023]_. In a game of one state this leaves the incentives of
    the discount factor ``delta (1 - rho)``.

    Parameters
    ----------
    game : StochasticGame
        The game under an agreement that is never reopened.
    chance : number or array, shape (state,), in [0, 1]
        Chance of new negotiations on arriving in a state.
    terms : array, shape (state, party)
        Present value that new negotiations bring, for a turnover that ends the agreement: that of no deal.

    Examples
    --------
    >>> pd = stochastic_game([[2, 2]], [[2, 2], [-1, 3], [3, -1], [0, 0]], np.ones((4, 1)), 0.5)
    >>> with_renegotiation(pd, 0.25, np.array([[4.0, 4.0]])).payoff[3]
    array([0.5, 0.5])
    """
    chances = np.broadcast_to(np.asarray(chance, dtype=np.float64), len(game.actions))
    if not ((chances >= 0) & (chances <= 1)).all():
        raise CaseError("A chance of renegotiation must be in [0, 1].")
    if terms.shape != game.actions.shape or not np.isfinite(terms).all():
        raise CaseError(f"The negotiated values must be finite, with shape {game.actions.shape}.")
    renewed = game.transition @ (chances[:, None] * terms)
    kept = csr_array(game.transition @ diags_array(1 - chances))
    return StochasticGame(game.actions, game.payoff + game.discount * renewed, kept, game.discount)


def _check_numbers(payoff: FloatArray, transition: csr_array, discount: FloatArray) -> None:
    if not np.isfinite(payoff).all():
        raise CaseError("A payoff of the game is not a number.")
    sums = transition.sum(axis=1)
    if not ((transition.data >= 0).all() and (sums <= 1 + ROUNDING).all()):
        raise CaseError("The chances of the next state must not be negative, and must sum to at most 1.")
    if not ((discount > 0) & (discount <= 1)).all():
        raise CaseError("A discount factor must be above 0 and below 1.")


def _per_profile(discount: FloatArray, counts: IntArray) -> FloatArray:
    profiles = np.prod(counts, axis=1)
    shape = (int(profiles.sum()), counts.shape[1])
    if discount.ndim == 2 and discount.shape[0] == shape[0] != len(counts):
        return np.broadcast_to(discount, shape).copy()
    try:
        per_state = np.broadcast_to(discount, counts.shape)
    except ValueError:
        raise CaseError(f"Give one discount factor, or an array of shape {counts.shape} or {shape}.") from None
    return np.repeat(per_state, profiles, axis=0)


def _check_time_passes(game: StochasticGame) -> None:
    """Refuse profiles that could follow one another for ever without any discounting."""
    timeless = np.flatnonzero((game.discount >= 1).any(axis=1))
    if not len(timeless):
        return
    states = len(game.actions)
    ones = np.ones(len(timeless))
    leave = csr_array((ones, (game.state[timeless], np.arange(len(timeless)))), shape=(states, len(timeless)))
    step = csr_array(leave @ game.transition[timeless])
    pieces = csgraph.connected_components(step, connection="strong", return_labels=False)
    if pieces < states or (step.diagonal() > 0).any():
        raise CaseError(
            "A discount factor of 1 stands where play can repeat for ever.\nUse a factor above 0 and below 1."
        )
