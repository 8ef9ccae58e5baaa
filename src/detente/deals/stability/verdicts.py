"""Nash, GMR, SMR and SEQ for every decision maker in every state.

Each asks of every improvement whether the others can answer it, and an answer is a state that is no better than where
the decision maker began. So it is enough to know the *least* rank to which the others can bring it: no answer but the
worst needs a look. That least rank is found for all states at once (`reach`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.deals.stability.reach import (
    MoveRule,
    Moves,
    least_reached,
    least_reached_improving,
    most_by_one_move,
)

Stable = NDArray[np.bool_]


def stable_states(moves: Moves, rule: MoveRule = MoveRule.NO_ONE_TWICE_IN_A_ROW) -> Mapping[str, Stable]:
    """Say in which states each decision maker would stay, by four concepts of stability.

    With ``R_i`` the moves of i, ``R_i+`` those to a better state, ``R_{N-i}`` what the others can reach by legal
    sequences, ``R++_{N-i}`` the same when every move improves for its mover, state s is stable for i under

    - ``nash`` if ``R_i+(s)`` is empty [Nash1951]_;
    - ``gmr`` if for every ``a in R_i+(s)`` some ``b in R_{N-i}(a)`` is no better than s for i [Howard1971]_;
    - ``smr`` if moreover no ``c in R_i(b)`` is better than s for i [Howard1971]_;
    - ``seq`` if b can be found in ``R++_{N-i}(a)`` [FraserHipel1984]_,

    with the sequences of [Fang1993]_ for more than two.

    Returns
    -------
    mapping of str to array, shape (decision maker, state)

    Examples
    --------
    The prisoners' dilemma; states are both defect, only the first cooperates, only the second, both:

    >>> from detente.deals.stability.option_moves import OptionMoves
    >>> ranks = np.array([[1, 0, 3, 2], [1, 3, 0, 2]], dtype=np.int32)
    >>> moves = OptionMoves(np.arange(4), np.array([0, 1]), np.array([0, 0]), ranks)
    >>> stable = stable_states(moves)
    >>> stable["nash"].all(axis=0).tolist(), stable["seq"].all(axis=0).tolist()
    ([True, False, False, False], [True, False, False, True])
    """
    rows = [_of_one(moves, mover, rule) for mover in range(len(moves.ranks))]
    return {concept: np.stack([row[concept] for row in rows]) for concept in ("nash", "gmr", "smr", "seq")}


def _of_one(moves: Moves, mover: int, rule: MoveRule) -> Mapping[str, Stable]:
    rank = moves.ranks[mover][:, None]
    others = [other for other in range(len(moves.ranks)) if other != mover]
    answered = least_reached(moves, others, np.concatenate([rank, most_by_one_move(moves, mover, rank)], axis=1), rule)
    improving = least_reached_improving(moves, others, rank, rule)
    # To be stable, the worst that the others can make of any improvement must be no better than staying. An answer
    # that is no better than the start is never the improvement itself, so that a start included changes nothing.
    worst = np.concatenate([rank, answered, improving], axis=1)
    best_after_move = worst_case_of_improvements(moves, mover, worst)
    stays = best_after_move <= rank
    return {concept: stays[:, column] for column, concept in enumerate(("nash", "gmr", "smr", "seq"))}


def worst_case_of_improvements(moves: Moves, mover: int, worst: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
    """Return the largest of `worst` over the improvements of a decision maker, the smallest number where there is none.

    Shape (state, column), as `worst`.
    """
    best: NDArray[np.signedinteger] = -moves.least_improving(mover, -worst)
    return best
