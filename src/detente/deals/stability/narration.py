"""The reason for each verdict, in plain words and with options' titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

import numpy as np

from detente.case import CaseError, ConflictModel
from detente.deals.stability.option_moves import OptionMoves
from detente.deals.stability.records import Verdict
from detente.deals.stability.sequences import Step, improving_sequences, legal_sequences
from detente.deals.stability.space import StateSpace, state_space

NONE_TAKEN = "no option is taken"
CONCEPTS = ("nash", "gmr", "smr", "seq", "sim")
MOST_TOGETHER = 100_000


def explain_state(model: ConflictModel, state: str) -> tuple[Verdict, ...]:
    """Say for every decision maker and concept whether it would stay in a state, and why.

    For a verdict of staying, the reason shows the best improvement and the shortest answer to it; for one of moving,
    an improvement that stands. Sequences follow the rule that nobody moves twice in a row.

    Raises
    ------
    CaseError
        When the record contradicts itself or there is no such state.

    Examples
    --------
    >>> from detente.case import ConflictOption, DecisionMaker, StatePreference
    >>> model = ConflictModel(
    ...     title="Two prisoners",
    ...     decision_makers=(DecisionMaker("A", "First"), DecisionMaker("B", "Second")),
    ...     options=(ConflictOption("a", "Keep silent", "A"), ConflictOption("b", "Keep silent too", "B")),
    ...     preferences=(StatePreference("A", ("b", "not a")), StatePreference("B", ("a", "not b"))),
    ...     status_quo="YY",
    ... )
    >>> print(explain_state(model, "YY")[0].reason)
    First would move: it could drop "Keep silent", which is better for it.
    """
    space = state_space(model)
    row = space.state(state)
    concepts = CONCEPTS if isinstance(space.moves, OptionMoves) else CONCEPTS[:-1]
    return tuple(_verdict(space, row, maker, concept) for maker in range(len(space.ranks)) for concept in concepts)


def describe_state(space: StateSpace, row: int) -> str:
    """Name a state by the titles of the options that are taken, or by its own title."""
    if space.model.states:
        return f'"{space.model.states[row].title}"'
    taken = [option.title for option, is_taken in zip(space.model.options, space.taken[row], strict=True) if is_taken]
    return "; ".join(taken) if taken else NONE_TAKEN


def describe_change(space: StateSpace, before: int, after: int) -> str:
    """Say what a move does: the options that it takes and drops, or where it leads.

    Two states of one conflict in option form differ by some option, so that there is something to say.
    """
    if space.model.states:
        return f"move to {describe_state(space, after)}"
    changed = np.flatnonzero(space.taken[before] != space.taken[after]).tolist()
    taken = [f'"{space.model.options[k].title}"' for k in changed if space.taken[after, k]]
    dropped = [f'"{space.model.options[k].title}"' for k in changed if not space.taken[after, k]]
    parts = [f"{verb} {_and(titles)}" for verb, titles in (("take", taken), ("drop", dropped)) if titles]
    return " and ".join(parts)


def _verdict(space: StateSpace, row: int, maker: int, concept: str) -> Verdict:
    targets = space.moves.targets(maker, np.array([row]))[1]
    rank = space.ranks[maker]
    better = targets[rank[targets] > rank[row]]
    improvements = [int(state) for state in better[np.argsort(-rank[better], kind="stable")]]
    stands, reason = _judge(space, row, (maker, concept), improvements)
    name = _title(space, maker)
    if not improvements:
        why = "none of its moves leads to a better state for it" if targets.size else "it has no move from here"
        text = f"{name} would stay: {why}."
    else:
        text = f"{name} would {'move' if stands else 'stay'}: {reason}."
    return Verdict(space.decision_makers[maker], space.states[row], concept, not stands, text)


def _judge(space: StateSpace, row: int, asked: tuple[int, str], improvements: Sequence[int]) -> tuple[bool, str]:
    """Say whether some improvement stands, and what is to be said of it; else what answers the best one."""
    concept, first = asked[1], ""
    for goal in improvements:
        change = describe_change(space, row, goal)
        answer = "" if concept == "nash" else _answer(space, row, asked, goal)
        if not answer:
            return True, f"it could {change}, which is better for it{_unanswered(concept)}"
        first = first or f"it could {change}, which is better for it, but {answer}"
    if len(improvements) == 2:
        first += "; its other improvement can be answered as well"
    elif len(improvements) > 2:
        first += f"; its {len(improvements) - 1} other improvements can be answered as well"
    return False, first


def _unanswered(concept: str) -> str:
    return {
        "nash": "",
        "gmr": ", and no answer of the others leads to a state that is no better for it than staying",
        "smr": ", and no answer of the others holds it there: it is still better off, or can move on to a better state",
        "seq": ", and no answer in the others' own interest leads to a state that is no better for it than staying",
        "sim": ", and no improvement of the others at the same time makes the result no better for it than staying",
    }[concept]


def _answer(space: StateSpace, row: int, asked: tuple[int, str], goal: int) -> str:
    maker, concept = asked
    if concept == "sim":
        return _simultaneous_answer(space, row, maker, goal)
    others = [other for other in range(len(space.ranks)) if other != maker]
    search = improving_sequences if concept == "seq" else legal_sequences
    found = search(space.moves, goal, others)
    rank = space.ranks[maker]
    held = np.flatnonzero(found.reached() & (rank <= rank[row]))
    if concept == "smr" and held.size:
        position, target = space.moves.targets(maker, held)
        escapes = np.bincount(position[rank[target] > rank[row]], minlength=held.size) > 0
        held = held[~escapes]
    if not held.size:
        return ""
    ways = [found.shortest(int(state)) for state in held]
    way = min(ways, key=len)
    words = {
        "gmr": "that is no better for it than staying",
        "smr": "that is no better for it than staying, and no move of its own from there leads to anything better",
        "seq": "each move is better for whoever makes it, and the result is no better for it than staying",
    }
    return f"{_told(space, goal, way)}; {words[concept]}"


def _told(space: StateSpace, start: int, way: Sequence[Step]) -> str:
    told, before = [], start
    for number, step in enumerate(way):
        then = "could then" if number == 0 else "then could"
        told.append(f"{_title(space, step.mover)} {then} {describe_change(space, before, step.state)}")
        before = step.state
    return ", and ".join(told)


def _simultaneous_answer(space: StateSpace, row: int, maker: int, goal: int) -> str:
    """Look through the improvements of the others, few movers first."""
    rank = space.ranks[maker]
    for number, together in enumerate(_together(_improvements_of_others(space, row, maker))):
        if number == MOST_TOGETHER:
            raise CaseError("too many moves at the same time to look through.\nMake the conflict smaller.")
        result = _joined(space, goal, together)
        if result >= 0 and rank[result] <= rank[row]:
            told = [f"{_title(space, step.mover)} could {describe_change(space, row, step.state)}" for step in together]
            return f"at the same time {_and(told)}; the result is no better for it than staying"
    return ""


def _together(choices: Mapping[int, Sequence[int]]) -> Iterator[list[Step]]:
    for size in range(1, len(choices) + 1):
        for group in combinations(choices, size):
            for targets in product(*(choices[other] for other in group)):
                yield [Step(other, target) for other, target in zip(group, targets, strict=True)]


def _joined(space: StateSpace, goal: int, together: Sequence[Step]) -> int:
    """Row of the state that results when others change their options too, negative where it cannot be."""
    if not isinstance(space.moves, OptionMoves):
        raise TypeError("Moves at the same time need options.")
    code = int(space.moves.codes[goal])
    for step in together:
        mask = space.moves.own_mask(step.mover)
        code = code & ~mask | int(space.moves.codes[step.state]) & mask
    return int(space.moves.state_of[code])


def _improvements_of_others(space: StateSpace, row: int, maker: int) -> dict[int, list[int]]:
    choices = {}
    for other in range(len(space.ranks)):
        targets = space.moves.targets(other, np.array([row]))[1]
        better = [int(state) for state in targets if space.ranks[other, state] > space.ranks[other, row]]
        if other != maker and better:
            choices[other] = better
    return choices


def _title(space: StateSpace, maker: int) -> str:
    return space.model.decision_makers[maker].title


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
