"""From the text of one value to the value; what cannot be read is refused with a remedy."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.casefile.problems import closest, listed, quoted, with_article
from detente.casefile.separators import decimal_point
from detente.casefile.tables import Field, Interval

NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,9})?", re.ASCII)
INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
NOT_A_NUMBER = re.compile(r"[+-]?\.?(nan|inf|infinity)", re.IGNORECASE)
SLUG = re.compile(r"[A-Za-z][A-Za-z0-9._-]*", re.ASCII)
PREDICATE = re.compile(r"[A-Za-z][A-Za-z0-9_]*:\S+", re.ASCII)
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)
DAY_FIRST = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", re.ASCII)
LARGEST = 1e15
BOOLEANS = {"yes": True, "no": False, "true": True, "false": False}
NOUNS = {
    "evidence": "kind of evidence",
    "irreversible": "kind of irreversibility",
    "unit": "the unit of this table",
    "several_weighted_by": "weighting",
}


class Refused(Exception):
    """A value that cannot be read, with what is wrong and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a date may mean: one day, or a month or year when only that is known."""

    first: date
    last: date


def read_scalar(text: str, field: Field) -> Any:
    """Read one value of a field; raises `Refused`."""
    return SCALARS[field.kind](text, field)


def read_list(texts: list[str], field: Field) -> tuple[str, ...]:
    """Read a list of short values of a field; raises `Refused`."""
    if "" in texts:
        raise Refused(f"{field.name} has an empty entry.", "Delete the bar or the dash that has nothing beside it.")
    return tuple(LISTS[field.kind](text, field) for text in texts)


def _text(text: str, field: Field) -> str:
    return text


def _slug(text: str, field: Field) -> str:
    if not SLUG.fullmatch(text):
        remedy = "Start with a letter and use letters, digits, dots, hyphens and underscores, such as GAS.1."
        raise Refused(f"{field.name} {quoted(text)} is not an id.", remedy)
    return text


def _predicate(text: str, field: Field) -> str:
    if not PREDICATE.fullmatch(text):
        remedy = "Write verb:object without spaces, such as invest:energy; join several by |."
        raise Refused(f"{field.name} {quoted(text)} is not an activity.", remedy)
    return text


def _choice(text: str, field: Field) -> str:
    choices = field.argument.split("|")
    if text not in choices:
        noun = with_article(NOUNS.get(field.name, field.name))
        near = closest(text, choices)
        meant = f'Did you mean "{near}"? ' if near else ""
        raise Refused(f"{field.name} {quoted(text)} is not {noun}.", f"{meant}Use {listed(choices, 'or')}.")
    return text


def _bool(text: str, field: Field) -> bool:
    if text not in BOOLEANS:
        raise Refused(f"{field.name} {quoted(text)} is neither yes nor no.", "Write yes or no.")
    return BOOLEANS[text]


def _number(text: str, field: Field) -> float:
    if NOT_A_NUMBER.fullmatch(text):
        raise Refused(f"{field.name} {quoted(text)} is not a number.", "Leave it out when it is unknown.")
    if not NUMBER.fullmatch(text):
        remedy = "Write digits with a point, such as 1200 or 2.5; no colons, commas, underscores or units."
        if decimal_point(text) != text:
            remedy = f"Write {decimal_point(text)}: a point, not a comma."
        raise Refused(f"{field.name} {quoted(text)} is not a number.", remedy)
    number = float(text)
    if number == 0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        raise Refused(
            f"{field.name} {quoted(text)} is too small.", "Write 0, or use the unit that the field table states."
        )
    if abs(number) > LARGEST:
        raise Refused(f"{field.name} {quoted(text)} is too large.", "Use the unit that the field table states.")
    return in_interval(number, field)


def read_points(text: str, name: str, interval: Interval | None) -> float:
    """Read a number told in confidence: a refusal says what is wrong without repeating the number."""
    if not NUMBER.fullmatch(text) or abs(float(text)) > LARGEST:
        raise Refused(f"{name} is not a number.", "Write digits with a point, such as 40 or 2.5.")
    if interval is not None and not interval.holds(float(text)):
        raise Refused(f"{name} is out of range.", f"It must be {interval}.")
    return float(text)


def _points(text: str, field: Field) -> float:
    return read_points(text, field.name, field.interval)


def _integer(text: str, field: Field) -> int:
    if not INTEGER.fullmatch(text):
        raise Refused(f"{field.name} {quoted(text)} is not a whole number.", "Write digits only, such as 2024.")
    return int(_number(text, field))


def in_interval(number: float, field: Field) -> float:
    """Pass a number on if the field may hold it; raises `Refused`."""
    if field.interval is None or field.interval.holds(number):
        return number
    hint = " Shares and probabilities are never in percent." if field.unit == "share" else ""
    raise Refused(f"{field.name} {number:.15g} is out of range.", f"It must be {field.interval}.{hint}")


def _quantity(text: str, field: Field) -> tuple[float, float | None, float | None]:
    parts = [part.strip() for part in text.split("/")]
    if len(parts) not in (1, 3):
        remedy = "Write one number, or low/mode/high such as 20/30/60."
        raise Refused(f"{field.name} {quoted(text)} is neither a number nor a range.", remedy)
    numbers = [_number(part, field) for part in parts]
    low, mode, high = (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else (None, numbers[0], None)
    check_range(field.name, mode, low, high)
    return mode, low, high


def check_range(name: str, mode: float, low: float | None, high: float | None) -> None:
    """See that low, mode and high are in order and that both bounds are there or none; raises `Refused`."""
    if (low is None) != (high is None):
        missing = "low" if low is None else "high"
        raise Refused(f"{name} states a range without {missing}.", f"Add {missing}, or leave both low and high out.")
    if low is not None and high is not None and not low <= mode <= high:
        what = f"{name} has low {low:.15g}, mode {mode:.15g} and high {high:.15g}, which are not in order."
        raise Refused(what, "See that low is at most mode and mode is at most high.")


def _date(text: str, field: Field) -> date:
    period = _period(text)
    if period is None or period.first != period.last:
        raise Refused(
            f"{field.name} {quoted(text)} is not a date.",
            _date_remedy(text, "Write year-month-day, such as 2024-05-31."),
        )
    return period.first


def _date_remedy(text: str, otherwise: str) -> str:
    """Write out the day that was surely meant; with slashes the month may come first, so nothing is guessed."""
    found = DAY_FIRST.fullmatch(text)
    year, month, day = (int(part) for part in reversed(found.groups())) if found else (0, 0, 0)
    try:
        return f"Write {date(year, month, day).isoformat()}: year, month, day."
    except ValueError:
        return otherwise


def _date_or_undated(text: str, field: Field) -> Period | None:
    if text == "undated":
        return None
    period = _period(text)
    if period is None:
        remedy = _date_remedy(text, "Write 2024-05-31, 2024-05 or 2024 as far as it is known, or undated.")
        raise Refused(f"{field.name} {quoted(text)} is not a date.", remedy)
    return period


def _date_or_text(text: str, field: Field) -> str:
    if DATE.fullmatch(text):
        _date_or_undated(text, field)
    return text


def _period(text: str) -> Period | None:
    if not DATE.fullmatch(text):
        return None
    numbers = [int(part) for part in text.split("-")]
    try:
        first = date(numbers[0], *[*numbers[1:], 1, 1][:2])
    except ValueError:
        return None
    if len(numbers) == 3:
        return Period(first, first)
    month = numbers[1] if len(numbers) == 2 else 12
    return Period(first, date(first.year, month, calendar.monthrange(first.year, month)[1]))


def _shape_of_reference(text: str, field: Field) -> str:
    return text if text == "*" and field.argument == "element_or_all" else _slug(text, field)


SCALARS: Mapping[str, Callable[[str, Field], Any]] = {
    "text": _text,
    "slug": _slug,
    "ref": _shape_of_reference,
    "choice": _choice,
    "bool": _bool,
    "number": _number,
    "integer": _integer,
    "points": _points,
    "quantity": _quantity,
    "date": _date,
    "date_or_undated": _date_or_undated,
    "date_or_text": _date_or_text,
}
LISTS: Mapping[str, Callable[[str, Field], str]] = {
    "texts": _text,
    "slugs": _slug,
    "refs": _slug,
    "predicates": _predicate,
}
NUMERIC = frozenset({"number", "integer"})
