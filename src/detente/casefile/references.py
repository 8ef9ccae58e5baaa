"""Ids that stand once, and references that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.casefile.draft import Draft
from detente.casefile.problems import closest, quoted, suggestion, with_article
from detente.casefile.records import Record
from detente.casefile.tables import Field

IN_CASE = (
    "party",
    "element",
    "package",
    "outcome",
    "phase",
    "assumption",
    "escrow",
    "exposure",
    "transfer",
    "guarantee",
    "casualties",
    "verifier",
    "reciprocity",
    "leverage",
    "rule",
)
LIST_KEYS = {
    "party": "parties",
    "element": "elements",
    "package": "packages",
    "outcome": "no_deal",
    "phase": "phases",
    "assumption": "assumptions",
    "escrow": "escrows",
    "exposure": "exposures",
    "transfer": "transfers",
    "guarantee": "guarantees",
    "casualties": "casualties",
    "verifier": "verifiers",
    "reciprocity": "reciprocity",
    "leverage": "leverage",
    "rule": "rules",
}
IN_ROWS = {
    "claim": "claims",
    "obligation": "obligations",
    "venture": "ventures",
    "council": "councils",
    "measure": "measures",
    "event": "events",
}
PLURALS = {
    "party": "parties",
    "element": "elements",
    "package": "packages",
    "phase": "phases",
    "option": "options",
    "measure": "measures",
    "obligation": "obligations",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Ids by what they name. A noun that is absent is not judged: its own file could not be read."""

    ids: Mapping[str, tuple[str, ...]]
    options_of: Mapping[str, tuple[str, ...]]


def known_ids(draft: Draft) -> Known:
    """Gather every id that a reference may lead to."""
    ids = {}
    for noun in PLURALS:
        records = _all(draft, noun)
        if records is not None and all(record.get("id") for record in records):
            ids[noun] = tuple(record.get("id") for record in records)
    options_of = {
        element.get("id"): tuple(option.get("id") for option in element.nested("options") if option.get("id"))
        for element in draft.listed("elements")
        if element.get("id") and "options" in element.values
    }
    return Known(ids, options_of)


def _all(draft: Draft, noun: str) -> list[Record] | None:
    if noun in IN_ROWS:
        return draft.rows.get(IN_ROWS[noun], [])
    if draft.case is None:
        return None
    if noun == "option":
        elements = draft.case.get("elements")
        if elements is None or any("options" not in element.values for element in elements):
            return None
        return [option for element in elements for option in element.nested("options")]
    found: list[Record] | None = draft.case.get(LIST_KEYS[noun])
    return found


def check_ids_are_single(draft: Draft) -> None:
    """Note every id that stands a second time for the same kind of thing."""
    for noun in (*IN_CASE, "option", *IN_ROWS):
        first: dict[str, Record] = {}
        for record in _all(draft, noun) or []:
            id_ = record.get("id")
            before = first.setdefault(id_, record) if id_ else record
            if before is not record:
                line = before.lines.get("id", before.line)
                what = (
                    f"the id {quoted(id_)} of {with_article(noun)} is here a second time; the first is on line {line}."
                )
                record.note("id", what, "Give one of the two another id.")


def check_references(draft: Draft, known: Known) -> None:
    """Note every reference that leads nowhere."""
    for record in every_record(draft):
        for described in record.table.fields.values():
            if described.kind in ("ref", "refs") and record.get(described.name):
                value = record.get(described.name)
                for id_ in (value,) if described.kind == "ref" else value:
                    _check_one(record, described, id_, known)
            elif described.kind == "mapping" and described.argument == "option":
                _check_choices(record, described, known)


def every_record(draft: Draft) -> Iterator[Record]:
    """Every record of the case, nested ones after the one that holds them."""
    tops: Iterable[Record | None] = [draft.case, *(row for rows in draft.rows.values() for row in rows or [])]
    waiting = [record for record in tops if record is not None][::-1]
    while waiting:
        record = waiting.pop()
        yield record
        nested: list[Record] = []
        for value in record.values.values():
            nested += [value] if isinstance(value, Record) else []
            nested += [item for item in value if isinstance(item, Record)] if isinstance(value, list) else []
        waiting += nested[::-1]


def _check_one(record: Record, described: Field, id_: str, known: Known) -> None:
    target = described.argument
    if target == "own_option":
        options = tuple(option.get("id") for option in record.nested("options"))
        _must_be_option(record, described.name, id_, options, str(record.get("id")))
    elif target == "option_of_element":
        _check_option_of_element(record, described.name, id_, known)
    elif not (target == "element_or_all" and id_ == "*"):
        _must_be_known(record, described.name, id_, "element" if target == "element_or_all" else target, known)


def _check_option_of_element(record: Record, name: str, id_: str, known: Known) -> None:
    element = record.get("element")
    if element in known.options_of:
        _must_be_option(record, name, id_, known.options_of[element], element)
    elif element in ("", "*"):
        what = f"{name} {quoted(id_)} is named without its element."
        record.note(name, what, "Fill in element: the id of the element to which the option belongs.")


def _must_be_option(record: Record, name: str, id_: str, options: tuple[str, ...], element: str) -> None:
    if id_ not in options and all(options):
        remedy = suggestion(id_, options, f"The options of {element} are")
        record.note(name, f"{name} {quoted(id_)} is not an option of {element}.", remedy)


def _must_be_known(record: Record, name: str, id_: str, noun: str, known: Known) -> None:
    if noun in known.ids and id_ not in known.ids[noun]:
        remedy = suggestion(id_, known.ids[noun], f"The {PLURALS[noun]} are")
        if record.table.name == "claims" and noun == "party" and closest(id_, known.ids[noun]) is None:
            remedy += " Or add it to parties in case.yaml: whoever speaks is a party."
        record.note(name, f"{name} {quoted(id_)} is not {with_article(noun)} of this case.", remedy)


def _check_choices(record: Record, described: Field, known: Known) -> None:
    for element, option in (record.get(described.name) or {}).items():
        name = f"{described.name}.{element}"
        if "element" in known.ids and element not in known.ids["element"]:
            remedy = suggestion(element, known.ids["element"], "The elements are")
            record.note(name, f"choices names {quoted(element)}, which is not an element of this case.", remedy)
        elif option is not None and element in known.options_of:
            options = known.options_of[element]
            if option not in options and all(options):
                remedy = suggestion(option, options, f"The options of {element} are")
                record.note(name, f"choices takes {quoted(option)}, which is not an option of {element}.", remedy)
