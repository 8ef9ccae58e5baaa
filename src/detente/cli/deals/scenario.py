"""A solved scenario, as JSON types and in words."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from detente.casefile import read_scenario
from detente.cli.tables import as_table
from detente.deals import ScenarioPackage, ScenarioResult
from detente.deals.scenario.solving import present, search, tabulate

SOLUTIONS = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "maximin": "maximin",
}
MOST_ELEMENTS_SHOWN = 60

LARGEST_PRINTED = 10**4000
"""Larger counts are not written as numbers: most programs cannot read them."""


def scenario_deals(folder: Path) -> tuple[dict[str, Any], str]:
    """Read and solve the scenario in a folder.

    `seconds` is the time of the search for frontier and solutions; reading numbers and naming options are not in it.
    """
    scenario = read_scenario(folder)
    table = tabulate(scenario)
    began = time.perf_counter()
    found = search(table)
    seconds = time.perf_counter() - began
    result = present(scenario, table, found)
    return _document(result, seconds), _in_words(result, seconds)


def _document(result: ScenarioResult, seconds: float) -> dict[str, Any]:
    countable = result.packages_total < LARGEST_PRINTED
    return {
        "parties": list(result.parties),
        "elements": [{"name": element.name, "options": list(element.options)} for element in result.elements],
        "packages_total": result.packages_total if countable else None,
        "frontier_size": result.frontier_size,
        "frontier": [_package(package) for package in result.frontier],
        **{name: _package(getattr(result, name)) for name in SOLUTIONS},
        "epsilon": list(result.epsilon),
        "exact": result.exact,
        "method": result.method,
        "notes": [*result.notes, *([] if countable else [_packages(result)])],
        "seconds": round(seconds, 6),
    }


def _package(package: ScenarioPackage | None) -> dict[str, Any] | None:
    return {"package": dict(package.package), "utilities": list(package.utilities)} if package else None


def _counted(count: int, one: str, more: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {more}"


def _packages(result: ScenarioResult) -> str:
    total = result.packages_total
    if total < 10**12:
        return _counted(total, "package", "packages")
    # Python refuses to write very long integers out; the number of bits gives their length.
    return f"about 1e{int((total.bit_length() - 1) * 0.30103)} packages"


def _in_words(result: ScenarioResult, seconds: float) -> str:
    size = [_counted(len(result.parties), "party", "parties"), _counted(len(result.elements), "element", "elements")]
    head = f"{result.name}: {', '.join(size)}, {_packages(result)}."
    parts = [head, _frontier(result)]
    found = {title: getattr(result, name) for name, title in SOLUTIONS.items() if getattr(result, name)}
    if found:
        parts += [_utilities(result, found), _choices(result, found)]
    if result.notes:
        parts.append("\n".join(result.notes))
    return "\n\n".join([*parts, f"Solved in {seconds:.3f} s: {result.method}."])


def _frontier(result: ScenarioResult) -> str:
    if result.frontier_size is None:
        largest = ", ".join(f"{e:.6g}" for e in result.epsilon)
        return f"Frontier: too large to count; epsilon of the points kept, party by party: {largest}."
    if result.frontier_size == 0:
        return "Frontier: no package leaves every party at least as well off as no deal."
    return f"Frontier: {_counted(result.frontier_size, 'point', 'points')}, complete, nobody below no deal."


def _utilities(result: ScenarioResult, found: dict[str, ScenarioPackage]) -> str:
    rows = [("no deal", *(f"{d:.6g}" for d in result.disagreement))]
    rows += [(title, *(f"{u:.6g}" for u in package.utilities)) for title, package in found.items()]
    return as_table("Utilities", ("", *result.parties), rows)


def _choices(result: ScenarioResult, found: dict[str, ScenarioPackage]) -> str:
    """What the solutions choose; those that choose the same share a column."""
    columns: dict[tuple[str, ...], list[str]] = {}
    for title, package in found.items():
        columns.setdefault(tuple(package.package.values()), []).append(title)
    shown = result.elements[:MOST_ELEMENTS_SHOWN]
    rows = [(element.name, *(choice[e] for choice in columns)) for e, element in enumerate(shown)]
    table = as_table("Packages", ("element", *(", ".join(titles) for titles in columns.values())), rows)
    more = len(result.elements) - len(shown)
    return f"{table}\nand {more:,} more elements" if more else table
