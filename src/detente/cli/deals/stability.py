"""`detente stability`: in which states of a conflict would everyone stay, and why."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case import CaseError, ConflictModel
from detente.casefile import read_case, read_conflict
from detente.deals.stability import (
    CoalitionAnalysis,
    ConflictStability,
    StabilityCondition,
    StateSpace,
    Verdict,
    analyse_coalitions,
    analyse_conflict,
    describe_change,
    describe_state,
    explain_state,
    stability_condition,
    state_space,
)

MOST_STATES_OF_COALITIONS = 1024
MOST_SHOWN = 20
WORDS = {
    "nash": "no move of its own leads to a better state",
    "gmr": "every improvement can be answered",
    "smr": "every improvement can be answered, and a second move does not help",
    "seq": "every improvement can be answered by moves that are improvements themselves",
    "sim": "every improvement fails if others improve at the same time",
}


@dataclass(frozen=True, slots=True)
class StabilityReport:
    """What the command prints."""

    document: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    space: StateSpace
    result: ConflictStability
    seconds: float
    coalitions: CoalitionAnalysis | None
    verdicts: tuple[Verdict, ...]
    conditions: tuple[StabilityCondition, ...]


def stability_report(place: Path, state: str | None) -> StabilityReport:
    """Analyse the conflict of a case folder or of a file of its own.

    `state` is the state whose verdicts are explained and for which the inverse question is asked; None for the status
    quo. Raises CaseError when there is no conflict, when it has problems, or when there is no such state.
    """
    found = _find(_conflict_at(place), state)
    return StabilityReport(_document(found), _in_words(found))


def _conflict_at(place: Path) -> ConflictModel:
    if not place.is_dir():
        return read_conflict(place)
    conflict = read_case(place).conflict
    if conflict is None:
        raise CaseError(f"{place.as_posix()}: the case holds no conflict.yaml.\nWrite one, or name a file that is one.")
    return conflict


def _find(model: ConflictModel, state: str | None) -> _Found:
    began = time.perf_counter()
    result = analyse_conflict(model)
    seconds = time.perf_counter() - began
    state = state or result.status_quo
    coalitions = analyse_coalitions(model) if len(result.states) <= MOST_STATES_OF_COALITIONS else None
    concepts = [concept for concept in result.stable if concept != "sim"]
    conditions = [
        stability_condition(model, state, maker, concept) for maker in result.decision_makers for concept in concepts
    ]
    return _Found(state_space(model), result, seconds, coalitions, explain_state(model, state), tuple(conditions))


def _document(found: _Found) -> dict[str, Any]:
    result, coalitions = found.result, found.coalitions
    return {
        "title": result.title,
        "decision_makers": list(result.decision_makers),
        "options": [option.id for option in found.space.model.options],
        "states": list(result.states),
        "status_quo": result.status_quo,
        "rule": result.rule.value,
        "preferences_origin": found.space.model.origin.value,
        "stable": {
            concept: dict(zip(result.decision_makers, rows.tolist(), strict=True))
            for concept, rows in result.stable.items()
        },
        "equilibria": {concept: list(states) for concept, states in result.equilibria.items()},
        "ways": [
            {
                "state": way.state,
                "concepts": list(way.concepts),
                "moves": [{"decision_maker": maker, "state": to} for maker, to in way.moves],
            }
            for way in result.ways
        ],
        "coalitions": None if coalitions is None else _coalitions(coalitions),
        "explained": [
            {
                "decision_maker": verdict.decision_maker,
                "state": verdict.state,
                "concept": verdict.concept,
                "stable": verdict.stable,
                "reason": verdict.reason,
            }
            for verdict in found.verdicts
        ],
        "conditions": [_condition(condition) for condition in found.conditions],
        "notes": [*result.notes, *_note(found)],
        "seconds": round(found.seconds, 6),
    }


def _coalitions(found: CoalitionAnalysis) -> dict[str, Any]:
    return {
        "equilibria": {concept: list(states) for concept, states in found.equilibria.items()},
        "stable": [
            {"members": list(one.members), **{concept: holds.tolist() for concept, holds in one.stable.items()}}
            for one in found.coalitions
        ],
    }


def _condition(condition: StabilityCondition) -> dict[str, Any]:
    return {
        "decision_maker": condition.decision_maker,
        "state": condition.state,
        "concept": condition.concept,
        "stable_now": condition.stable_now,
        "requirements": [
            {"move": one.move, "alternatives": [list(states) for states in one.alternatives]}
            for one in condition.requirements
        ],
        "fewest_judgements": list(condition.fewest_judgements),
        "lift_past": list(condition.lift_past),
    }


def _note(found: _Found) -> tuple[str, ...]:
    if found.coalitions is not None:
        return ()
    return (f"Coalitions were not examined: more than {MOST_STATES_OF_COALITIONS:,} states.",)


def _in_words(found: _Found) -> str:
    parts = [_head(found), _equilibria(found), _ways(found), _reasons(found), _changes(found)]
    notes = [*found.result.notes, *_note(found)]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])])


def _head(found: _Found) -> str:
    result, model = found.result, found.space.model
    lines = [
        f"{result.title}: {len(result.states):,} states, {len(result.decision_makers)} decision makers.",
        f"Status quo: {_named(found, result.status_quo)}.",
        f"Preferences are {model.origin.value}: {(model.why or model.source).rstrip('.')}.",
    ]
    if model.options:
        order = ", ".join(option.title for option in model.options)
        lines.append(f"A state has one letter per option, Y where it is taken: {order}.")
    return "\n".join(lines)


def _equilibria(found: _Found) -> str:
    lines = ["States in which everyone would stay, by concept:"]
    for concept, states in found.result.equilibria.items():
        lines.append(f"  {concept} ({WORDS[concept]}): {len(states)}")
        lines += [f"    {_named(found, state)}" for state in states[:MOST_SHOWN]]
        lines += [f"    ... and {len(states) - MOST_SHOWN} more"] if len(states) > MOST_SHOWN else []
    if found.coalitions is not None and len(found.result.decision_makers) > 1:
        lines.append("Of these, stable against every coalition as well:")
        for concept, states in found.coalitions.equilibria.items():
            more = f", and {len(states) - MOST_SHOWN} more" if len(states) > MOST_SHOWN else ""
            lines.append(f"  {concept}: {', '.join(states[:MOST_SHOWN]) or 'none'}{more}")
    return "\n".join(lines)


def _ways(found: _Found) -> str:
    ways = found.result.ways
    if not ways:
        return "No sequence of improvements leads from the status quo to such a state."
    lines = ["Ways from the status quo, each move an improvement for whoever makes it:"]
    for way in ways[:MOST_SHOWN]:
        before, told = found.result.status_quo, []
        for maker, to in way.moves:
            told.append(f"{_title(found, maker)} would {_change(found, before, to)}")
            before = to
        lines.append(f"  {way.state} ({', '.join(way.concepts)}): {', then '.join(told) or 'it is the status quo'}")
    lines += [f"  ... and {len(ways) - MOST_SHOWN} more"] if len(ways) > MOST_SHOWN else []
    return "\n".join(lines)


def _reasons(found: _Found) -> str:
    lines = [f"Why, in {_named(found, found.verdicts[0].state)}:"]
    concepts: dict[str, list[str]] = {}
    for verdict in found.verdicts:
        concepts.setdefault(verdict.reason, []).append(verdict.concept)
    return "\n".join([*lines, *(f"  {', '.join(under)}: {reason}" for reason, under in concepts.items())])


def _changes(found: _Found) -> str:
    lines = ["What else would have to be preferred for it to be stable, the others preferring what they do:"]
    for condition in found.conditions:
        if not condition.stable_now:
            fewest = ", ".join(condition.fewest_judgements[:MOST_SHOWN])
            lines.append(
                f"  {_title(found, condition.decision_maker)}, {condition.concept}: {fewest} no better than this state;"
                f" or this state higher in the ranking by {len(condition.lift_past)}"
            )
    return "\n".join(lines if len(lines) > 1 else [*lines, "  nothing: it is stable for all under every concept"])


def _named(found: _Found, state: str) -> str:
    return f"{state} ({describe_state(found.space, found.space.state(state))})"


def _change(found: _Found, before: str, after: str) -> str:
    return describe_change(found.space, found.space.state(before), found.space.state(after))


def _title(found: _Found, maker: str) -> str:
    return found.space.model.decision_makers[found.space.decision_maker(maker)].title
