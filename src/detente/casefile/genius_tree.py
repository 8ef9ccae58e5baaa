"""Genius files as trees: safe parsing, exact numbers, issues and their options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from detente.case import ScenarioElement
from detente.casefile.files import LARGEST_BYTES
from detente.casefile.problems import Findings, listed, quoted

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
LONGEST_NUMBER = 60
MOST_DIGITS = 28
SMALLEST, LARGEST = Decimal("1e-40"), Decimal("1e30")
"""Sizes between which a number other than 0 lies, so that exact sums stay short."""

MOST_OPTIONS = 10_000
SAVE_AGAIN = "Open the file in the program that made it and save it again as XML in UTF-8."


def read_tree(path: Path, findings: Findings) -> Element | None:
    """Parse one XML file, or note why not; entities and anything from outside the file are refused."""
    try:
        if not path.is_file():
            findings.add(None, "this is not a plain file.", "Put an XML file there, or delete it.")
            return None
        if path.stat().st_size > LARGEST_BYTES:
            findings.add(None, f"the file has more than {LARGEST_BYTES:,} bytes.", "Keep only what the scenario needs.")
            return None
        root: Element = fromstring(path.read_bytes())
        return root
    except DefusedXmlException:
        what = "the file declares an entity or refers to something outside itself; this is refused."
        findings.add(None, what, "Delete the DOCTYPE and write every value out in full.")
    except ParseError as error:
        findings.add(error.position[0], f"this is not readable as XML: {error.msg}.", SAVE_AGAIN)
    except (LookupError, ValueError) as error:
        findings.add(None, f"the encoding cannot be read ({error}).", SAVE_AGAIN)
    except OSError as error:
        findings.add(None, f"the file cannot be read ({error.strerror}).", "See that you may read it.")
    return None


def number(text: str | None, what: str, findings: Findings) -> Decimal | None:
    """Read a finite decimal number exactly as it is written, or note that it is none.

    Examples
    --------
    >>> number("0.10", "weight", Findings("profile.xml"))
    Decimal('0.10')
    """
    plain = (text or "").strip()
    if len(plain) > LONGEST_NUMBER or not NUMBER.fullmatch(plain):
        said = f"is {quoted(plain)}, not a finite number" if plain else "is missing"
        findings.add(None, f"{what} {said}.", "Write a decimal number such as 0.25.")
        return None
    value = Decimal(plain)
    if len(value.as_tuple().digits) > MOST_DIGITS:
        findings.add(None, f"{what} has more than {MOST_DIGITS} digits.", "Round it; nobody knows it that well.")
        return None
    if value and not SMALLEST <= abs(value) <= LARGEST:
        findings.add(None, f"{what} is {plain}, out of range.", f"Write 0, or a size from {SMALLEST} to {LARGEST}.")
        return None
    return value


def read_elements(root: Element, findings: Findings) -> tuple[ScenarioElement, ...]:
    """All issues of a domain in the order of the file, however deep in objectives."""
    elements: dict[str, ScenarioElement] = {}
    for issue in root.iter("issue"):
        name = issue.get("name") or ""
        if not name:
            findings.add(None, "an issue has no name.", "Give every issue a name of its own.")
        elif name in elements:
            findings.add(None, f"the issue {quoted(name)} is here twice.", "Give every issue a name of its own.")
        else:
            elements[name] = ScenarioElement(name, _options(issue, name, findings))
    if not elements:
        findings.add(None, "the domain has no issue.", "Add at least one issue with its items.")
    return tuple(elements.values())


def kind_of(issue: Element) -> str:
    """What kind of issue it says to be: discrete unless it says otherwise."""
    said = issue.get("vtype") or issue.get("type") or issue.get("etype") or "discrete"
    return said.strip().lower()


def _options(issue: Element, name: str, findings: Findings) -> tuple[str, ...]:
    values = [item.get("value") for item in issue.findall("item")]
    if not values and kind_of(issue) == "integer":
        return tuple(str(value) for value in integer_range(issue, name, findings))
    if not values:
        remedy = "Only a finite set of options can be compared: write one item for each."
        findings.add(None, f"the issue {quoted(name)} ({kind_of(issue)}) has no items.", remedy)
    options = [value for value in values if value]
    if len(options) < len(values):
        findings.add(None, f"an item of the issue {quoted(name)} has no value.", "Give every item a value.")
    twice = sorted({option for option in options if options.count(option) > 1}) if _repeats(options) else []
    if twice:
        what = f"the issue {quoted(name)} has {listed(map(quoted, twice))} twice."
        findings.add(None, what, "Give every item a value of its own.")
    if len(options) > MOST_OPTIONS:
        findings.add(None, f"the issue {quoted(name)} has more than {MOST_OPTIONS:,} items.", "Take fewer.")
    return tuple(options)


def _repeats(options: list[str]) -> bool:
    return len(set(options)) < len(options)


def integer_range(issue: Element, name: str, findings: Findings) -> range:
    """The values of an integer issue, from its bounds on the issue itself or on a range below it."""
    places = [issue, *issue.findall("range")]
    bounds = [_bound(places, edge) for edge in ("lowerbound", "upperbound")]
    if None in bounds:
        remedy = 'Write lowerbound="0" upperbound="10", or one item for each value.'
        findings.add(None, f"the integer issue {quoted(name)} has no whole lower and upper bound.", remedy)
        return range(0)
    low, high = (int(bound) for bound in bounds if bound is not None)
    if not 0 <= high - low < MOST_OPTIONS:
        what = f"the integer issue {quoted(name)} runs from {low} to {high}."
        findings.add(None, what, f"Its bounds must span from 1 to {MOST_OPTIONS:,} values.")
        return range(0)
    return range(low, high + 1)


def _bound(places: list[Element], edge: str) -> str | None:
    """A bound as it is written, whatever the capitals of its name; None unless it is a whole number."""
    for found in _attributes(places, edge):
        return found if re.fullmatch(r"[+-]?\d{1,18}", found, re.ASCII) else None
    return None


def _attributes(places: list[Element], name: str) -> Iterator[str]:
    for place in places:
        yield from (text.strip() for key, text in place.attrib.items() if key.lower() == name)
