"""`conflict.yaml`: a conflict for the graph model, read and checked in one go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detente.case import (
    CaseError,
    ConflictModel,
    ConflictOption,
    ConflictState,
    DecisionMaker,
    Irreversible,
    Origin,
)
from detente.case.statements import CONNECTIVES
from detente.casefile.conflict_nodes import Names, moves_of, parts_of, preferences_of, status_quo_of
from detente.casefile.files import read_text, shown_path
from detente.casefile.problems import Findings, quoted, suggestion, with_article
from detente.casefile.records import Record, check_origin, record_of_map
from detente.casefile.tables import field_tables
from detente.casefile.yaml_tree import MapNode, read_yaml

MOST_OPTIONS = 20
HOW = "Write title:, decision_makers:, options:, status_quo:, preferences: and origin:, each with its value."


def read_conflict(path: Path) -> ConflictModel:
    """Read a conflict from a file of its own; raises CaseError with every problem in one message.

    Ids of parties are not looked at: the file stands alone.
    """
    findings = Findings(shown_path(path))
    text = read_text(path.parent, path, findings)
    record = None if text is None else conflict_record(text, findings)
    model = None if record is None else conflict_model(record)
    problems = findings.in_order()
    if problems or model is None:
        raise CaseError("\n\n".join(str(problem) for problem in problems))
    return model


def conflict_record(text: str, findings: Findings) -> Record | None:
    """Read the fields of a conflict; None after noting why there are none."""
    node = read_yaml(text, findings)
    if isinstance(node, MapNode):
        return record_of_map(node, field_tables()["conflict"], findings)
    if not findings.in_order():
        findings.add(None, "the file is empty." if node is None else "the file does not hold keys with values.", HOW)
    return None


def conflict_model(record: Record) -> ConflictModel | None:
    """Put a conflict together, or note in the findings of the record why that cannot be done and return None."""
    check_origin(record)
    for name in ("decision_makers", "options", "states"):
        _check_single_ids(record, name)
    _check_form(record)
    names = _names(record)
    _check_options(record, names)
    preferences = preferences_of(record, names)
    infeasible = parts_of(record, names)
    status_quo = status_quo_of(record, names)
    moves = moves_of(record, names)
    if record.findings.in_order() or status_quo is None:
        return None
    values = record.values
    return ConflictModel(
        title=values["title"],
        decision_makers=tuple(DecisionMaker(**maker.values) for maker in record.nested("decision_makers")),
        preferences=preferences,
        status_quo=status_quo,
        options=tuple(_option(option) for option in record.nested("options")),
        infeasible=infeasible,
        states=tuple(ConflictState(**state.values) for state in record.nested("states")),
        moves=moves,
        origin=Origin(values["origin"]),
        source=values["source"],
        why=values["why"],
    )


def _option(record: Record) -> ConflictOption:
    return ConflictOption(**{**record.values, "irreversible": Irreversible(record.values["irreversible"])})


def _names(record: Record) -> Names:
    ids = {name: tuple(one.get("id") or "" for one in record.nested(name)) for name in _LISTS}
    return Names(ids["decision_makers"], ids["options"], ids["states"])


_LISTS: Mapping[str, str] = {"decision_makers": "decision maker", "options": "option", "states": "state"}


def _check_single_ids(record: Record, name: str) -> None:
    first: dict[str, Record] = {}
    for one in record.nested(name):
        id_ = one.get("id")
        before = first.setdefault(id_, one) if id_ else one
        if before is not one:
            noun = with_article(_LISTS[name])
            what = f"the id {quoted(id_)} of {noun} is here a second time; the first is on line {before.line}."
            one.note("id", what, "Give one of the two another id.")


def _check_form(record: Record) -> None:
    options, states = record.nested("options"), record.nested("states")
    if options and states:
        record.note("states", "a conflict has either options or states, not both.", "Delete one of the two lists.")
    elif not options and not states and {"options", "states"} <= set(record.values):
        record.note("options", "a conflict needs options, or states with moves.", "List what each can take or leave.")
    if states and record.get("infeasible") is not None:
        record.note("infeasible", "infeasible parts are for options only.", "Leave the state out of states instead.")
    if options and record.get("moves") is not None:
        record.note("moves", "with options, moves follow from who owns them.", "Delete moves.")
    if len(options) > MOST_OPTIONS:
        what = f"{len(options)} options make 2^{len(options)} states, more than the 2^{MOST_OPTIONS} counted through."
        record.note("options", what, "Merge options that are taken together, or leave out those that change nothing.")


def _check_options(record: Record, names: Names) -> None:
    for option in record.nested("options"):
        owner, id_ = option.get("owner"), option.get("id")
        if owner and owner not in names.makers:
            remedy = suggestion(owner, names.makers, "The decision makers are")
            option.note("owner", f"owner {quoted(owner)} is not a decision maker of this conflict.", remedy)
        if id_ in CONNECTIVES:
            option.note("id", f"the id {quoted(id_)} joins statements.", "Give the option another id.")
