"""One decision maker in a stochastic world: the best it can reach, by policy iteration with direct solves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array, eye_array
from scipy.sparse.linalg import splu

from detente.case import NotConverged
from detente.durability.game.records import FloatArray, IntArray

# Values are compared after this relative rounding, so that ties of the last digit do not send a policy in circles.
TIE = 1e-12
# Policy iteration ends in a handful of steps; a run this long circles among ties and is not to be trusted.
LONGEST = 10_000
# Up to so many states a dense solve is quicker than a sparse one.
DENSE = 60


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A Markov decision process: choices in rows, those of a state together.

    `reward` (row,) now, `transition` (row, state) chances, `discount` (row,), `first` (state,) where
    the choices of each state begin. A choice with a reward of minus infinity is not open.
    """

    reward: FloatArray
    transition: csr_array
    discount: FloatArray
    first: IntArray

    def worth(self, value: FloatArray) -> FloatArray:
        """Worth of each choice when what follows is worth `value`: ``r + delta P V``, shape (row,)."""
        return np.asarray(self.reward + self.discount * (self.transition @ value))


def value_of(decision: Decision, policy: IntArray) -> FloatArray:
    """Present value of one choice per state, ``V = r + delta P V``, shape (state,).

    Examples
    --------
    >>> loop = Decision(np.array([1.0, 2.0]), csr_array(np.ones((2, 1))), np.array([0.5, 0.5]), np.array([0]))
    >>> value_of(loop, np.array([1]))
    array([4.])
    """
    return discounted_sum(decision.transition[policy], decision.reward[policy], decision.discount[policy])


def discounted_sum(transition: csr_array, reward: FloatArray, discount: FloatArray) -> FloatArray:
    """Solve ``V = reward + diag(discount) transition V``."""
    count = len(reward)
    if count <= DENSE:
        value = np.linalg.solve(np.eye(count) - discount[:, None] * transition.toarray(), reward)
    else:
        factors = splu(csc_array(eye_array(count) - diags_array(discount) @ transition))
        value = factors.solve(reward)
    if not np.isfinite(value).all():
        raise NotConverged("The value of a policy is not finite: the discounted game has no value.")
    return np.asarray(value)


def best_policy(decision: Decision, policy: IntArray) -> tuple[FloatArray, IntArray]:
    """Find the largest present value in every state and one policy that reaches it, from a first open policy.

    Policy iteration of [Howard1960]_: solve for the value of a policy, then move each state to a better choice.

    Examples
    --------
    >>> loop = Decision(np.array([1.0, 2.0]), csr_array(np.ones((2, 1))), np.array([0.5, 0.5]), np.array([0]))
    >>> best_policy(loop, np.array([0]))
    (array([4.]), array([1]))
    """
    for _ in range(LONGEST):
        value = value_of(decision, policy)
        worth = decision.worth(value)
        best = np.maximum.reduceat(worth, decision.first)
        better = best > worth[policy] + TIE * np.maximum(1.0, np.abs(best))
        if not better.any():
            return value, policy
        policy = np.where(better, first_reaching(worth, best, decision.first), policy)
    raise NotConverged(f"Policy iteration did not settle in {LONGEST:,} steps.")


def first_reaching(worth: FloatArray, best: FloatArray, first: IntArray) -> IntArray:
    """Row of the first choice of each state that reaches the given value, shape (state,)."""
    size = np.diff(np.append(first, len(worth)))
    hits = np.flatnonzero(worth == np.repeat(best, size))
    return np.asarray(hits[np.searchsorted(hits, first)])
