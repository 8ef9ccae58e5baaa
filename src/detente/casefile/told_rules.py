"""What must hold of told preferences, beyond the fields one by one; no message repeats what was told."""

from __future__ import annotations

from collections.abc import Mapping

from detente.casefile.draft import Draft
from detente.casefile.problems import listed, quoted, suggestion
from detente.casefile.records import Record
from detente.casefile.references import Known


def check_told(draft: Draft, known: Known) -> None:
    """Hold told preferences against the elements and options of the case."""
    first: dict[str, Record] = {}
    for record in draft.of("told"):
        party = record.get("party")
        if party and first.setdefault(party, record) is not record:
            what = f"party {party} told its preferences on line {first[party].line} already."
            record.note("party", what, "Put all that it told into one entry.")
        _check_weights(record, known)
        for element, points in (record.get("values") or {}).items():
            if _is_element(record, "values", element, known) and points is not None:
                _check_values(record, element, points, known)


def _check_weights(record: Record, known: Known) -> None:
    weights = record.get("weights") or {}
    for element in weights:
        _is_element(record, "weights", element, known)
    if weights and all(points == 0 for points in weights.values()):
        record.note("weights", "all weights are 0.", "Give points to what matters, or leave weights out.")


def _is_element(record: Record, name: str, element: str, known: Known) -> bool:
    if "element" not in known.ids or element in known.ids["element"]:
        return True
    remedy = suggestion(element, known.ids["element"], "The elements are")
    record.note(f"{name}.{element}", f"{name} names {quoted(element)}, which is not an element of this case.", remedy)
    return False


def _check_values(record: Record, element: str, points: Mapping[str, float | None], known: Known) -> None:
    options = known.options_of.get(element)
    if options is None:
        return
    for option in (o for o in points if o not in options):
        what = f"values names {quoted(option)}, which is not an option of {element}."
        remedy = suggestion(option, options, f"The options of {element} are")
        record.note(f"values.{element}.{option}", what, remedy)
    absent = [option for option in options if option not in points]
    if absent:
        what = f"values {element} leaves out {listed(absent)}."
        record.note(f"values.{element}", what, "Give points to every option of the element, or leave the element out.")
    elif len(set(points.values())) == 1 and None not in points.values():
        what = f"values {element} gives all options the same points."
        record.note(f"values.{element}", what, "Leave the element out of values, and out of weights if it is all one.")
