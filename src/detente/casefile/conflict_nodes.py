"""The parts of `conflict.yaml` that are no records: patterns, states, moves and preferences."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from detente.case import StatementError, StatePreference, parse_statement
from detente.casefile.problems import Findings, listed, quoted, suggestion
from detente.casefile.records import SHAPES, Record
from detente.casefile.scalars import BOOLEANS, NUMBER
from detente.casefile.yaml_tree import ListNode, MapNode, Node, ScalarNode

WAYS = ("statements", "ranking", "payoffs")
MOST_RANKED_OPTIONS = 14
HOW_TO_NAME = "Write one letter per option, in their order: Y where it is taken, N where it is not, such as"
Parts = tuple[Mapping[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that the rest of the file may use."""

    makers: tuple[str, ...]
    options: tuple[str, ...]
    states: tuple[str, ...]


def parts_of(record: Record, names: Names) -> Parts:
    """Read the parts of states that cannot be."""
    node = record.get("infeasible")
    parts = []
    for item in _items(node, "infeasible", record.findings) if node is not None else []:
        part = {}
        for option, value in _entries(item, "an entry of infeasible", record.findings).items():
            if _is_known(option, names.options, "option", value.line, record.findings):
                part[option] = _yes_or_no(value, option, record.findings)
        if isinstance(item, MapNode) and not item.entries:
            record.findings.add(item.line, "an entry of infeasible names no option.", "Delete it, or name options.")
        parts.append(part)
    return tuple(parts)


def status_quo_of(record: Record, names: Names) -> str | None:
    """Read the state that holds today: its name, or the options that are taken in it."""
    node, findings = record.get("status_quo"), record.findings
    if node is None:
        return None
    name = _state(node, names, findings) if isinstance(node, ScalarNode) else _taken(node, names, findings)
    if name and any(_agrees(name, part, names.options) for part in parts_of(record, names)):
        findings.add(node.line, "the status quo is infeasible.", "Correct status_quo, or the part that rules it out.")
    return name


def _taken(node: Node, names: Names, findings: Findings) -> str:
    taken = [
        item.text
        for item in _items(node, "status_quo", findings)
        if isinstance(item, ScalarNode) and _is_known(item.text, names.options, "option", item.line, findings)
    ]
    return "".join("Y" if option in taken else "N" for option in names.options)


def moves_of(record: Record, names: Names) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Read the moves of a conflict in graph form."""
    node, findings = record.get("moves"), record.findings
    if node is None:
        return {}
    moves = {}
    for maker, listed_moves in _entries(node, "moves", findings).items():
        pairs = []
        _is_known(maker, names.makers, "decision maker", node.key_lines[maker], findings)
        for pair in _items(listed_moves, f"moves of {maker}", findings):
            ends = [_state(end, names, findings) for end in _items(pair, "a move", findings)]
            if len(ends) == 2 and ends[0] and ends[1]:
                pairs.append((ends[0], ends[1]))
            elif len(ends) != 2:
                findings.add(pair.line, "a move does not have two ends.", "Write it as [from, to].")
        moves[maker] = tuple(pairs)
    return moves


def preferences_of(record: Record, names: Names) -> tuple[StatePreference, ...]:
    """Read what each decision maker prefers."""
    node, findings = record.get("preferences"), record.findings
    if node is None:
        return ()
    entries = _entries(node, "preferences", findings)
    for maker in names.makers:
        if maker not in entries and isinstance(node, MapNode):
            findings.add(node.line, f"{maker} has no preferences.", f"Add {maker}: with {listed(WAYS, 'or')}.")
    preferences = []
    for maker, stated in entries.items():
        if _is_known(maker, names.makers, "decision maker", node.key_lines[maker], findings):
            ways = _entries(stated, f"preferences of {maker}", findings)
            if set(ways) <= set(WAYS) and len(ways) == 1:
                _check_not_empty(maker, ways, findings)
                preferences.append(_preference(maker, ways, record, names))
            elif isinstance(stated, MapNode):
                what = f"preferences of {maker} are not stated in exactly one way."
                findings.add(stated.line, what, f"Write {listed(WAYS, 'or')}, and nothing else.")
    return tuple(preferences)


def _preference(maker: str, ways: Mapping[str, Node], record: Record, names: Names) -> StatePreference:
    findings = record.findings
    if "statements" in ways:
        items = _items(ways["statements"], f"statements of {maker}", findings)
        return StatePreference(maker, statements=tuple(_statement(item, names, findings) for item in items))
    places: list[tuple[str, Node]] = []
    if "ranking" in ways:
        groups = []
        for item in _items(ways["ranking"], f"ranking of {maker}", findings):
            members = item.items if isinstance(item, ListNode) else [item]
            groups.append(tuple(_state(member, names, findings) or "" for member in members))
            places += zip(groups[-1], members, strict=True)
        _check_places(maker, ways["ranking"], places, record, names)
        return StatePreference(maker, ranking=tuple(groups))
    payoffs = {}
    for state, value in _entries(ways["payoffs"], f"payoffs of {maker}", findings).items():
        payoffs[state] = _number(value, maker, state, findings)
        places.append((_state(ScalarNode(value.line, state, plain=True), names, findings) or "", value))
    _check_places(maker, ways["payoffs"], places, record, names)
    return StatePreference(maker, payoffs=payoffs)


def _check_not_empty(maker: str, ways: Mapping[str, Node], findings: Findings) -> None:
    name, node = next(iter(ways.items()))
    held = node.items if isinstance(node, ListNode) else node.entries if isinstance(node, MapNode) else None
    if not held and held is not None:
        findings.add(node.line, f"{name} of {maker} has no entry.", "Write at least one, the most important first.")


def _check_places(maker: str, node: Node, places: list[tuple[str, Node]], record: Record, names: Names) -> None:
    """See that each state that can be has exactly one place."""
    findings, first = record.findings, dict[str, int]()
    if len(names.options) > MOST_RANKED_OPTIONS:
        what = f"{maker} ranks the states of {len(names.options)} options one by one."
        findings.add(node.line, what, f"Use statements with more than {MOST_RANKED_OPTIONS} options.")
        return
    possible = dict.fromkeys(_possible(record, names))
    for state, place in places:
        if state in first:
            what = f"{maker} ranks the state {state} twice; the first is on line {first[state]}."
            findings.add(place.line, what, "Keep one of the two.")
        elif state and state not in possible:
            findings.add(place.line, f"{maker} ranks the state {state}, which is infeasible.", "Delete it.")
        if state:
            first.setdefault(state, place.line)
    missing = [state for state in possible if state not in first]
    if missing and all(state for state, _ in places):
        findings.add(node.line, f"{maker} does not rank {listed(missing)}.", "Give every state that can be a place.")


def _possible(record: Record, names: Names) -> list[str]:
    if names.states:
        return list(names.states)
    # The findings of the parts are noted where they are read; here only the states count.
    parts = parts_of(Record(record.table, record.line, Findings(""), record.values, record.lines), names)
    states = ("".join(letters) for letters in product("NY", repeat=len(names.options)))
    return [state for state in states if not any(_agrees(state, part, names.options) for part in parts)]


def _agrees(state: str, part: Mapping[str, bool], options: tuple[str, ...]) -> bool:
    letter = dict(zip(options, state, strict=False))
    return bool(part) and all(letter.get(option) == ("Y" if wanted else "N") for option, wanted in part.items())


def _statement(node: Node, names: Names, findings: Findings) -> str:
    if not isinstance(node, ScalarNode):
        findings.add(node.line, f"a statement must be {SHAPES[ScalarNode]}.", "Write it in one line, such as: a if b.")
        return ""
    if not names.options:
        findings.add(node.line, "statements are about options, and there are none.", "Write a ranking or payoffs.")
        return ""
    try:
        parse_statement(node.text, names.options)
    except StatementError as error:
        findings.add(node.line, error.what, error.remedy)
    return node.text


def _state(node: Node, names: Names, findings: Findings) -> str | None:
    if not isinstance(node, ScalarNode):
        findings.add(node.line, f"a state must be {SHAPES[ScalarNode]}.", "Write its name.")
        return None
    if names.states:
        return node.text if _is_known(node.text, names.states, "state", node.line, findings) else None
    if not re.fullmatch("[YN]+", node.text) or len(node.text) != len(names.options):
        example = "".join("YN"[k % 2] for k in range(len(names.options)))
        findings.add(node.line, f"{quoted(node.text)} is not a state.", f"{HOW_TO_NAME} {example}.")
        return None
    return node.text


def _number(node: Node, maker: str, state: str, findings: Findings) -> float:
    if isinstance(node, ScalarNode) and NUMBER.fullmatch(node.text) and math.isfinite(float(node.text)):
        return float(node.text)
    findings.add(node.line, f"the payoff of {maker} in {state} is not a number.", "Write a number, such as 4.")
    return 0.0


def _yes_or_no(node: Node, option: str, findings: Findings) -> bool:
    if isinstance(node, ScalarNode) and node.text in BOOLEANS:
        return BOOLEANS[node.text]
    findings.add(node.line, f"{option} is neither yes nor no.", "Write yes or no.")
    return False


def _is_known(name: str, names: tuple[str, ...], noun: str, line: int, findings: Findings) -> bool:
    if name in names:
        return True
    what = f"{quoted(name)} is not {'an' if noun == 'option' else 'a'} {noun} of this conflict."
    findings.add(line, what, suggestion(name, names, f"The {noun}s are"))
    return False


def _items(node: Node, name: str, findings: Findings) -> list[Node]:
    if isinstance(node, ListNode):
        return node.items
    what = f"{name} must be {SHAPES[ListNode]}, not {SHAPES[type(node)]}."
    findings.add(node.line, what, "Write one entry per line, each behind a dash, or all between square brackets.")
    return []


def _entries(node: Node, name: str, findings: Findings) -> dict[str, Node]:
    if isinstance(node, MapNode):
        return node.entries
    what = f"{name} must be {SHAPES[MapNode]}, not {SHAPES[type(node)]}."
    findings.add(node.line, what, "Write one key, a colon and its value per line.")
    return {}
