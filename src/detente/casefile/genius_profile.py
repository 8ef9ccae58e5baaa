"""One Genius profile: what every option of every issue is worth to one party."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from xml.etree.ElementTree import Element

from detente.case import ScenarioElement
from detente.casefile.genius_tree import integer_range, kind_of, number
from detente.casefile.problems import Findings, listed, quoted, suggestion

EXACT = Context(prec=200)
"""Wide enough that no product or sum of numbers as long as the reader takes is rounded."""

SPELL_OUT = "Write one item with its evaluation for each value."


@dataclass(frozen=True, slots=True)
class Profile:
    """A party's weights (element), evaluations (element, option), reservation and discount; notes on what was left."""

    party: str
    weights: tuple[Decimal, ...]
    evaluations: tuple[tuple[Decimal, ...], ...]
    reservation: Decimal | None
    discount: Decimal | None
    notes: tuple[str, ...]


def read_profile(root: Element, party: str, elements: Sequence[ScenarioElement], findings: Findings) -> Profile:
    """Read a profile against the elements of its domain; what is wrong goes to `findings`."""
    if root.find(".//hyperRectangle") is not None or (root.get("type") or "").lower().startswith("nonlinear"):
        what = "the utilities are not sums over issues."
        findings.add(None, what, "Only additive profiles can be read: one weight and evaluations for each issue.")
    issues = _issues_by_name(root, elements, findings)
    weights = _weights(root, findings)
    rows = [_row(issues[e.name], e, weights, findings) for e in elements if e.name in issues]
    return Profile(
        party=root.get("party") or party,
        weights=tuple(weight for weight, _ in rows),
        evaluations=tuple(evaluations for _, evaluations in rows),
        reservation=_single(root, "reservation", findings),
        discount=_single(root, "discount_factor", findings),
        notes=_unused(root, weights, findings),
    )


def _issues_by_name(root: Element, elements: Sequence[ScenarioElement], findings: Findings) -> dict[str, Element]:
    known = {element.name: element.name for element in elements}
    known = {**{_loose(name): name for name in known}, **known}
    issues: dict[str, Element] = {}
    for issue in root.iter("issue"):
        said = issue.get("name") or ""
        name = known.get(said) or known.get(_loose(said))
        if name is None:
            names = [element.name for element in elements]
            findings.add(None, f"the domain has no issue {quoted(said)}.", suggestion(said, names, "Its issues are"))
        elif name in issues:
            findings.add(None, f"the issue {quoted(name)} is here twice.", "Keep one of the two.")
        else:
            issues[name] = issue
    missing = [quoted(element.name) for element in elements if element.name not in issues]
    if missing:
        findings.add(None, f"nothing is said on {listed(missing)}.", "Add each issue with its items and its weight.")
    return issues


def _loose(text: str) -> str:
    """Names that differ in nothing but blanks mean the same, unless the domain tells them apart."""
    return " ".join(text.split())


def _weights(root: Element, findings: Findings) -> dict[str, Decimal]:
    weights: dict[str, Decimal] = {}
    for weight in root.iter("weight"):
        index = (weight.get("index") or "").strip()
        value = number(weight.get("value"), f"the weight with index {quoted(index)}", findings)
        if weights.setdefault(index, value or Decimal(0)) != (value or Decimal(0)):
            findings.add(None, f"there are two weights with index {quoted(index)}.", "Keep one of the two.")
    return weights


def _row(
    issue: Element, element: ScenarioElement, weights: Mapping[str, Decimal], findings: Findings
) -> tuple[Decimal, tuple[Decimal, ...]]:
    index = (issue.get("index") or "").strip()
    weight = weights.get(index) if index else None
    if weight is None:
        what = f"the issue {quoted(element.name)} (index {quoted(index)}) has no weight."
        findings.add(None, what, "Add a weight with the index of the issue; a weight may be 0.")
    evaluations = _by_item(issue, element, findings) if issue.find("item") is not None else None
    return weight or Decimal(0), evaluations or _by_function(issue, element, findings)


def _by_item(issue: Element, element: ScenarioElement, findings: Findings) -> tuple[Decimal, ...]:
    name = quoted(element.name)
    known = {**{_loose(option): option for option in element.options}, **{o: o for o in element.options}}
    scores: dict[str, Decimal] = {}
    for item in issue.findall("item"):
        said = item.get("value") or ""
        option = known.get(said) or known.get(_loose(said))
        if option is None:
            remedy = suggestion(said, element.options, "Its options are")
            findings.add(None, f"the issue {name} has no option {quoted(said)} in the domain.", remedy)
        elif option in scores:
            findings.add(None, f"the issue {name} scores {quoted(option)} twice.", "Keep one of the two.")
        else:
            scores[option] = _score(item, f"the evaluation of {quoted(option)} in {name}", findings)
    missing = [quoted(option) for option in element.options if option not in scores]
    if missing:
        findings.add(None, f"the issue {name} does not score {listed(missing)}.", "Give every option an evaluation.")
    return tuple(scores.get(option, Decimal(0)) for option in element.options)


def _score(item: Element, what: str, findings: Findings) -> Decimal:
    return number(item.get("evaluation"), what, findings) or Decimal(0)


def _by_function(issue: Element, element: ScenarioElement, findings: Findings) -> tuple[Decimal, ...]:
    """Evaluations of an integer issue by a straight line, where every way to read it agrees.

    Programs differ in whether the line starts at zero or at the lower bound, and in whether it is cut off at 0 and 1.
    """
    name, evaluator = quoted(element.name), issue.find("evaluator")
    kind = (evaluator.get("ftype") or "linear").lower() if evaluator is not None else ""
    if evaluator is None or kind_of(issue) != "integer" or kind not in {"linear", "constant"}:
        findings.add(None, f"the options of {name} have no evaluations that can be read.", SPELL_OUT)
        return ()
    values = [value for value in integer_range(issue, element.name, findings) if str(value) in element.options]
    if [str(value) for value in values] != list(element.options):
        findings.add(None, f"the range of {name} is not the one of the domain.", "Give both the same bounds.")
        return ()
    readings = _readings(evaluator, kind, values, name, findings)
    if any(reading != readings[0] for reading in readings[1:]):
        what = f"programs read the {kind} evaluator of {name} differently."
        findings.add(None, what, SPELL_OUT)
    return readings[0]


def _readings(
    evaluator: Element, kind: str, values: Sequence[int], name: str, findings: Findings
) -> list[tuple[Decimal, ...]]:
    shifted = evaluator.get("offset") is not None or evaluator.get("slope") is not None
    names = ("offset", "slope") if shifted else ("parameter0", "parameter1")
    start = number(evaluator.get(names[0]), f"{names[0]} of {name}", findings) or Decimal(0)
    slope = Decimal(0)
    if kind == "linear":
        slope = number(evaluator.get(names[1]), f"{names[1]} of {name}", findings) or Decimal(0)
    plain = [EXACT.add(start, EXACT.multiply(slope, Decimal(value))) for value in values]
    first = values[0] if shifted and values else 0
    other = [EXACT.add(start, EXACT.multiply(slope, Decimal(value - first))) for value in values]
    return [tuple(plain), tuple(min(max(value, Decimal(0)), Decimal(1)) for value in other)]


def _single(root: Element, tag: str, findings: Findings) -> Decimal | None:
    found = list(root.iter(tag))
    if len(found) > 1:
        findings.add(None, f"there are {len(found)} {tag} values.", "Keep one.")
    return number(found[0].get("value"), f"the {tag}", findings) if found else None


def _unused(root: Element, weights: Mapping[str, Decimal], findings: Findings) -> tuple[str, ...]:
    indices = {(issue.get("index") or "").strip() for issue in root.iter("issue")}
    unused = [index for index, weight in weights.items() if index not in indices and weight != 1]
    if not unused:
        return ()
    return (f"{findings.path}: the weights with index {listed(unused)} belong to no issue and are not used.",)
