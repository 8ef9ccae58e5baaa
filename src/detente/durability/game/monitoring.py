"""Imperfect public monitoring: what can be sustained when all that is seen is a noisy signal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.sparse import csr_array

from detente.case import CaseError, NotConverged
from detente.durability.game.records import FloatArray, IntArray, StochasticGame, stochastic_game
from detente.durability.game.replies import replies_of

# The sets shrink by the discount factor a round; where they still move after so many, the answer is not at hand.
ROUNDS = 2_000
# Rounds end when no value moves by more than this share of the largest.
STILL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class MonitoredGame:
    """A stochastic game in which only outcomes are seen, not actions.

    `game` holds actions, payoffs, next states and discounting. An outcome is a public signal together with the next
    state: `chance` (profile, outcome) says how likely each profile makes it, `arrival` (outcome,) which state it
    leads to.
    """

    game: StochasticGame
    chance: csr_array
    arrival: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class MonitoredSolution:
    """Payoffs of public play: ``u_i >= punishment[x, i]`` and ``sum_i u_i <= joint[x]``, present values.

    Where `exists` is False some state has no profile that can be kept, and values are NaN. `policy` (state,) is the
    profile of the best joint value. The sets were shrunk from outside for `rounds` rounds, and `change` is the last
    move: they never leave out what can be sustained, and may still be a little too large.
    """

    joint: FloatArray
    punishment: FloatArray
    policy: IntArray
    exists: bool
    rounds: int
    change: float


def monitored_game(
    actions: ArrayLike, payoff: ArrayLike, chance: ArrayLike | csr_array, arrival: ArrayLike, discount: ArrayLike
) -> MonitoredGame:
    """Check the arrays of a game with public signals and put them together.

    Parameters
    ----------
    actions, payoff, discount
        As for `stochastic_game`; every discount factor below 1.
    chance : array, shape (profile, outcome)
        Chances of the outcomes, each row summing to 1.
    arrival : array of int, shape (outcome,)
        State that each outcome leads to.
    """
    chances = csr_array(chance, dtype=np.float64)
    to = np.asarray(arrival, dtype=np.int64)
    states = len(np.asarray(actions))
    if to.shape != (chances.shape[1],) or ((to < 0) | (to >= states)).any():
        raise CaseError("Each outcome must lead to one of the states.")
    leads = csr_array((np.ones(len(to)), (np.arange(len(to)), to)), shape=(len(to), states))
    game = stochastic_game(actions, payoff, csr_array(chances @ leads), discount)
    if (game.discount >= 1).any() or not np.allclose(chances.sum(axis=1), 1):
        raise CaseError("Signals need discount factors below 1, and chances that sum to 1.")
    return MonitoredGame(game, chances, to)


def solve_monitored_game(monitored: MonitoredGame) -> MonitoredSolution:
    """Find what public strategies with transfers can sustain when only signals are seen.

    The set operator of [AbreuPearceStacchetti1990]_ keeps the shape of payoff sets with transfers
    [GoldluckeKranz2018]_: from sets ``{u_i >= v_i(x), sum u_i <= U(x)}`` of the next period, each profile gives a
    linear program over what follows each outcome, such that nobody gains from another action; the best joint value
    and the worst value of each party over profiles form the next set. This repeats until the sets stand still. Pure
    strategies; the time grows with profiles and outcomes, so the games must be small.

    Raises
    ------
    NotConverged
        When the sets still move after 2,000 rounds, or a linear program fails.

    Examples
    --------
    Effort costs 1 and brings the other side 3; it is seen to succeed with chance 0.8, and without effort with chance
    0.3. A bonus of 1 / (0.8 - 0.3) must be covered by the future, ``delta / (1 - delta) 2 >= 2``:

    >>> def agent(delta):
    ...     return monitored_game([[2, 1]], [[-1, 3], [0, 0]], [[0.8, 0.2], [0.3, 0.7]], [0, 0], delta)
    >>> [int(solve_monitored_game(agent(delta)).policy[0]) for delta in (0.49, 0.51)]
    [1, 0]
    """
    game = monitored.game
    programs = list(_programs(monitored))
    joint, punishment = _outer_bounds(game)
    admissible = np.ones(len(programs), dtype=bool)
    for rounds in range(1, ROUNDS + 1):
        best, worst = np.full(len(programs), -np.inf), np.full(game.payoff.shape, np.inf)
        for row in np.flatnonzero(admissible):
            found = programs[row].solve(joint, punishment)
            if found is not None:
                best[row], worst[row] = found
        admissible = best > -np.inf
        if not np.logical_or.reduceat(admissible, game.first).all():
            nothing = np.full(len(joint), np.nan)
            none = np.full(len(joint), -1)
            return MonitoredSolution(nothing, np.full(punishment.shape, np.nan), none, False, rounds, np.nan)
        new_joint = np.maximum.reduceat(best, game.first)
        new_punishment = np.minimum.reduceat(worst, game.first, axis=0)
        change = max(float(np.abs(new_joint - joint).max()), float(np.abs(new_punishment - punishment).max()))
        joint, punishment = new_joint, new_punishment
        if change <= STILL * max(1.0, float(np.abs(joint).max()), float(np.abs(punishment).max())):
            ends = np.append(game.first[1:], len(best))
            chosen = [f + int(best[f:e].argmax()) for f, e in zip(game.first, ends, strict=True)]
            return MonitoredSolution(joint, punishment, np.array(chosen), True, rounds, change)
    raise NotConverged(f"The payoff sets still moved by {change:.3g} after {ROUNDS:,} rounds.")


@dataclass(frozen=True, slots=True, eq=False)
class _Program:
    """The linear program of one profile over ``s_i(o) = u_i(o) - v_i``, what a party holds beyond its punishment.

    `gain` (party, outcome) are discounted chances under the profile. A deviation of `party` (deviation,) adds
    `swap` (deviation, outcome) to them and brings `gap` (deviation,) more now.
    """

    payoff: FloatArray
    gain: FloatArray
    arrival: IntArray
    party: IntArray
    swap: FloatArray
    gap: FloatArray

    def solve(self, joint: FloatArray, punishment: FloatArray) -> tuple[float, FloatArray] | None:
        """Best joint value and worst value of each party, or None where the profile cannot be kept."""
        floors = punishment[self.arrival].T
        room = joint[self.arrival] - floors.sum(axis=0)
        parties, outcomes = self.gain.shape
        if (room < -STILL * max(1.0, float(np.abs(joint).max()))).any():
            return None
        tempted = np.zeros((len(self.party), parties, outcomes))
        tempted[np.arange(len(self.party)), self.party] = self.swap
        limit = np.concatenate([np.maximum(room, 0), -self.gap - (self.swap * floors[self.party]).sum(axis=1)])
        share = np.tile(np.eye(outcomes), parties)
        left = np.vstack([share, tempted.reshape(-1, parties * outcomes)])
        base = self.payoff + (self.gain * floors).sum(axis=1)
        best = _optimum(-self.gain.ravel(), left, limit)
        if best is None:
            return None
        worst = [_optimum((np.eye(parties)[i][:, None] * self.gain).ravel(), left, limit) for i in range(parties)]
        return float(base.sum() - best), base + np.array(worst, dtype=np.float64)


def _programs(monitored: MonitoredGame) -> Iterator[_Program]:
    game = monitored.game
    parties = game.actions.shape[1]
    replies = [replies_of(game, i) for i in range(parties)]
    for row in range(len(game.payoff)):
        others = [(i, r) for i in range(parties) for r in replies[i].rows(np.array([row]))[0] if r != row]
        rows = np.array([row, *(r for _, r in others)])
        seen = np.unique(monitored.chance[rows].indices)
        chance = monitored.chance[rows][:, seen].toarray()
        party = np.array([i for i, _ in others], dtype=np.int64)
        yield _Program(
            payoff=game.payoff[row],
            gain=game.discount[row][:, None] * chance[0],
            arrival=monitored.arrival[seen],
            party=party,
            swap=game.discount[rows[1:], party][:, None] * chance[1:] - game.discount[row][party][:, None] * chance[0],
            gap=game.payoff[rows[1:], party] - game.payoff[row, party],
        )


def _optimum(cost: FloatArray, left: FloatArray, limit: FloatArray) -> float | None:
    found = linprog(cost, A_ub=left, b_ub=limit, bounds=(0, None), method="highs")
    if found.status == 2:
        return None
    if found.status != 0:
        raise NotConverged(f"A linear program of the monitored game failed: {found.message}")
    return float(found.fun)


def _outer_bounds(game: StochasticGame) -> tuple[FloatArray, FloatArray]:
    """Values that no play can exceed, to start from: shapes (state,) and (state, party)."""
    most, least = float(game.discount.max()), float(game.discount.min())
    low = np.minimum(game.payoff.min(axis=0), 0.0) / (1 - most)
    lent = (most - least) * float(np.abs(low).sum())
    high = max(float(game.payoff.sum(axis=1).max()) + lent, 0.0) / (1 - most)
    return np.full(len(game.actions), high), np.tile(low, (len(game.actions), 1))
