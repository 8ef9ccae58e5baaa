"""Writing a scenario as Genius files, so that other programs of the field can carry on with it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from detente.case import CaseError, Scenario
from detente.casefile.files import shown_path
from detente.casefile.genius_tree import number
from detente.casefile.problems import Findings, quoted

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold in any form."""


def write_scenario(scenario: Scenario, folder: Path) -> tuple[Path, ...]:
    """Write the domain and one profile per party into a new or empty folder and return the files written.

    Reading the folder gives an equal scenario. File names begin with a number, so that their order is the order of
    the parties; the name of a party stands in its file. Raises CaseError, and writes nothing, when the folder holds
    anything or when a name or a number is one that could not be read back.
    """
    place = shown_path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError(f"{place}: something is there already.\nName a folder that is new or empty.")
    findings = Findings(place)
    _check(scenario, findings)
    problems = findings.in_order()
    if problems:
        raise CaseError("\n\n".join(str(problem) for problem in problems))
    width = len(str(len(scenario.parties)))
    files = {"domain.xml": _domain(scenario)}
    for party, name in enumerate(scenario.parties):
        files[f"profile-{party + 1:0{width}}-{_slug(name)}.xml"] = _profile(scenario, party)
    return tuple(_write(folder / file, root) for file, root in files.items())


def _check(scenario: Scenario, findings: Findings) -> None:
    """Note what a reader would refuse or read as something else."""
    names = [scenario.name, *scenario.parties, *(text for e in scenario.elements for text in (e.name, *e.options))]
    if any(not name or UNWRITABLE.search(name) for name in names):
        findings.add(None, "a name is empty or holds a control character.", "Give every name plain text.")
    sets = [scenario.parties, [e.name for e in scenario.elements], *(e.options for e in scenario.elements)]
    if not all(sets) or any(len(set(group)) < len(group) for group in sets):
        remedy = "Give at least one party, element and option, each a name of its own."
        findings.add(None, "parties, elements or the options of one are none, or share a name.", remedy)
    for i, party in enumerate(scenario.parties):
        told = [x for x in (scenario.reservation[i], scenario.discount[i]) if x is not None]
        scores = (x for element in scenario.evaluations[i] for x in element)
        for value in (*scenario.weights[i], *told, *scores):
            number(str(value), f"a number of {quoted(party)}", findings)


def _slug(name: str) -> str:
    """The part of a party's name that any file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "party"


def _domain(scenario: Scenario) -> Element:
    root = Element("negotiation_template", name=scenario.name)
    space = SubElement(root, "utility_space", number_of_issues=str(len(scenario.elements)))
    _issues(space, scenario, None)
    return root


def _profile(scenario: Scenario, party: int) -> Element:
    root = Element("utility_space", party=scenario.parties[party])
    objective = _issues(root, scenario, party)
    for index, weight in enumerate(scenario.weights[party], start=1):
        SubElement(objective, "weight", index=str(index), value=str(weight))
    _value(root, "discount_factor", scenario.discount[party])
    _value(root, "reservation", scenario.reservation[party])
    return root


def _issues(space: Element, scenario: Scenario, party: int | None) -> Element:
    objective = SubElement(space, "objective", index="0", etype="objective", type="objective", name=scenario.name)
    for e, element in enumerate(scenario.elements):
        issue = SubElement(objective, "issue", index=str(e + 1), etype="discrete", type="discrete", vtype="discrete")
        issue.set("name", element.name)
        for o, option in enumerate(element.options):
            item = SubElement(issue, "item", index=str(o + 1), value=option)
            if party is not None:
                item.set("evaluation", str(scenario.evaluations[party][e][o]))
    return objective


def _value(root: Element, tag: str, value: Decimal | None) -> None:
    if value is not None:
        SubElement(root, tag, value=str(value))


def _write(path: Path, root: Element) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        indent(root)
        ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        message = f"{shown_path(path)}: cannot be written ({error.strerror})."
        raise CaseError(f"{message}\nName a folder you may write to.") from error
    return path
