"""The inverse question: which preferences make this outcome stable?

Whether a state s is stable for i depends on the preferences of i only through the set of states that are *no better
than s* for i. The larger this set, the more stable: every condition here is "for each own move, one of several sets
lies within it".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from detente.case import CaseError, ConflictModel, NotConverged
from detente.deals.stability.records import Requirement, StabilityCondition
from detente.deals.stability.sequences import improving_sequences, legal_sequences
from detente.deals.stability.space import StateSpace, state_space

Alternative = tuple[int, ...]
Ask = tuple[int, tuple[Alternative, ...]]
NoBetter = NDArray[np.bool_]
MOST_ALTERNATIVES = 200_000


def stability_condition(model: ConflictModel, state: str, decision_maker: str, concept: str) -> StabilityCondition:
    """Say which preferences of one decision maker make a state stable for it; the others keep theirs.

    With L the states that i finds no better than s, s is stable for i exactly if for every move ``a in R_i(s)``

    - ``nash``: a is in L;
    - ``gmr``: a, or some ``b in R_{N-i}(a)``, is in L;
    - ``smr``: a is in L, or some ``b in R_{N-i}(a)`` and all of ``R_i(b)`` are;
    - ``seq``: a, or some ``b in R++_{N-i}(a)``, is in L.

    Sequences follow the rule that nobody moves twice in a row. The smallest set of judgements to change is a smallest
    hitting set, found and proven by integer programming. Raising s alone enlarges L by one state after the other in
    the order of the ranking; every state y passed on the way to the highest one that is needed, x, costs one swap in
    any other ranking too, for y is either raised over or kept over x. So the first raise that suffices is the fewest
    swaps of neighbours.

    Raises
    ------
    CaseError
        When the state, decision maker or concept is not known, or more than 200,000 alternatives are to be weighed.
    NotConverged
        When the integer programme was not solved to proof.

    Examples
    --------
    >>> from detente.case import ConflictOption, DecisionMaker, StatePreference
    >>> model = ConflictModel(
    ...     title="Two prisoners",
    ...     decision_makers=(DecisionMaker("A", "First"), DecisionMaker("B", "Second")),
    ...     options=(ConflictOption("a", "Cooperate", "A"), ConflictOption("b", "Cooperate", "B")),
    ...     preferences=(StatePreference("A", ("b", "not a")), StatePreference("B", ("a", "not b"))),
    ...     status_quo="YY",
    ... )
    >>> stability_condition(model, "YY", "A", "nash").lift_past
    ('NY',)
    """
    space = state_space(model)
    row, maker = space.state(state), space.decision_maker(decision_maker)
    if concept not in ALTERNATIVES:
        raise CaseError(f'"{concept}" has no inverse question here.\nUse {", ".join(ALTERNATIVES)}.')
    asks = _asks(space, row, maker, concept)
    rank = space.ranks[maker]
    no_better = rank <= rank[row]
    stable = _met(asks, no_better)
    lift = np.zeros(0, dtype=np.int64) if stable else _least_lift(asks, rank, row)
    fewest = [] if stable else _fewest_judgements(asks, no_better)
    names = space.states
    return StabilityCondition(
        decision_maker,
        state,
        concept,
        tuple(Requirement(names[a], tuple(tuple(names[x] for x in one) for one in ways)) for a, ways in asks),
        stable,
        tuple(names[x] for x in fewest),
        tuple(names[x] for x in lift.tolist()),
    )


def _asks(space: StateSpace, row: int, maker: int, concept: str) -> list[Ask]:
    asks: list[Ask] = []
    count = 0
    for move in space.moves.targets(maker, np.array([row]))[1].tolist():
        ways = ((move,), *ALTERNATIVES[concept](space, move, maker))
        count += len(ways)
        if count > MOST_ALTERNATIVES:
            raise CaseError(
                f"more than {MOST_ALTERNATIVES:,} alternatives are to be weighed.\n"
                "Ask for nash, or make the conflict smaller."
            )
        asks.append((move, ways))
    return asks


def _answers(space: StateSpace, move: int, maker: int) -> list[int]:
    others = [other for other in range(len(space.ranks)) if other != maker]
    reached = legal_sequences(space.moves, move, others).reached()
    reached[move] = False
    return [int(state) for state in np.flatnonzero(reached)]


def _any_answer(space: StateSpace, move: int, maker: int) -> list[Alternative]:
    return [(answer,) for answer in _answers(space, move, maker)]


def _answer_without_escape(space: StateSpace, move: int, maker: int) -> list[Alternative]:
    answers = _answers(space, move, maker)
    position, target = space.moves.targets(maker, np.array(answers, dtype=np.int64))
    own: dict[int, list[int]] = {answer: [] for answer in answers}
    for at, escape in zip(position.tolist(), target.tolist(), strict=True):
        own[answers[at]].append(escape)
    return [(answer, *(escape for escape in escapes if escape != answer)) for answer, escapes in own.items()]


def _improving_answer(space: StateSpace, move: int, maker: int) -> list[Alternative]:
    others = [other for other in range(len(space.ranks)) if other != maker]
    reached = improving_sequences(space.moves, move, others).reached()
    reached[move] = False
    return [(int(state),) for state in np.flatnonzero(reached)]


ALTERNATIVES: dict[str, Callable[[StateSpace, int, int], list[Alternative]]] = {
    "nash": lambda _space, _move, _maker: [],
    "gmr": _any_answer,
    "smr": _answer_without_escape,
    "seq": _improving_answer,
}


def _met(asks: Sequence[Ask], no_better: NoBetter) -> bool:
    return all(any(all(no_better[x] for x in one) for one in ways) for _, ways in asks)


def _least_lift(asks: Sequence[Ask], rank: NDArray[np.int32], row: int) -> NDArray[np.int64]:
    """Halve the levels above the state: a higher lift never loses what a lower one has."""
    low, high = int(rank[row]), int(rank.max())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _met(asks, rank <= middle) else (middle, high)
    passed = np.flatnonzero((rank > rank[row]) & (rank <= high))
    return passed[np.argsort(rank[passed], kind="stable")]


def _fewest_judgements(asks: Sequence[Ask], no_better: NoBetter) -> list[int]:
    """Choose the fewest states so that every requirement has an alternative within them and the states no better."""
    open_asks = [ways for _, ways in asks if not _met([(0, ways)], no_better)]
    missing = [[[x for x in one if not no_better[x]] for one in ways] for ways in open_asks]
    states = sorted({x for ways in missing for one in ways for x in one})
    column = {x: at for at, x in enumerate(states)}
    entries: list[tuple[int, int, float]] = []
    rows, width = 0, len(states)
    low: list[float] = []
    for ways in missing:
        chosen = range(width, width + len(ways))
        width += len(ways)
        entries += [(rows, way, 1.0) for way in chosen]
        low.append(1.0)
        rows += 1
        for way, one in zip(chosen, ways, strict=True):
            # An alternative counts only as far as all its states are judged anew.
            for x in one:
                entries += [(rows, column[x], 1.0), (rows, way, -1.0)]
                low.append(0.0)
                rows += 1
    return [states[at] for at in _solve(entries, np.array(low), len(states), width)]


def _solve(entries: Sequence[tuple[int, int, float]], low: NDArray[np.float64], states: int, width: int) -> list[int]:
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    matrix = coo_array((value, (row, column)), shape=(low.size, width)).tocsr()
    # Only the states need be whole: an alternative that lacks one of its states cannot count even in part.
    cost = np.concatenate([np.ones(states), np.zeros(width - states)])
    found = milp(
        cost,
        integrality=cost,
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, lb=low),
        options={"mip_rel_gap": 0},
    )
    if found.status != 0:
        raise NotConverged(f"the fewest judgements to change were not found ({found.message}).\nAsk for the lift only.")
    return [int(at) for at in np.flatnonzero(found.x[:states] > 0.5)]
