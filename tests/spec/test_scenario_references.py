"""Published negotiation scenarios, read from their Genius files and solved: every point and solution is reproduced."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detente.casefile import read_scenario, write_scenario
from detente.deals import solve_scenario

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "negotiation" / "bargaining"
TABLES = sorted(REFERENCE.glob("*.json"))
PRINTED = 2e-6
"""The tables print nine decimals of sums; their stated tolerance is 1e-6."""

SOLUTIONS = {
    "nash": "nash",
    "kalai_smorodinsky": "ks_max_min_gain",
    "egalitarian": "egalitarian_max_min_abs_gain",
    "utilitarian": "max_welfare",
}

pytestmark = pytest.mark.skipif(not TABLES, reason="the reference folder beside the project is not here")


@pytest.fixture(params=TABLES, ids=lambda path: path.stem)
def published(request):
    table = json.loads(request.param.read_text(encoding="utf-8"))
    return table, read_scenario(REFERENCE / "xml" / request.param.stem)


def test_issues_and_utilities_are_those_of_the_table(published):
    table, scenario = published
    issues = [(issue["name"], tuple(issue["values"])) for issue in table["issues"]]
    assert [(e.name, e.options) for e in scenario.elements] == issues
    assert scenario.packages_total == table["outcomes"]
    for i, party in enumerate(table["utility"]):
        for e, row in enumerate(party):
            own = [float(scenario.weights[i][e] * value) for value in scenario.evaluations[i][e]]
            np.testing.assert_allclose(own, row, rtol=1e-12)


def test_the_frontier_holds_the_published_points_and_no_other(published):
    table, scenario = published
    result = solve_scenario(scenario)
    assert result.exact
    assert result.frontier_size == len(result.frontier) == table["exact"]["frontier_size"]
    own = np.array(sorted(package.utilities for package in result.frontier))
    np.testing.assert_allclose(own, np.array(sorted(map(tuple, table["exact"]["frontier"]))), atol=PRINTED)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_solutions_are_the_published_ones(published, name):
    table, scenario = published
    found = getattr(solve_scenario(scenario), name)
    expected = table["exact"][SOLUTIONS[name]]
    np.testing.assert_allclose(found.utilities, expected["utilities"], atol=PRINTED)
    chosen = [element.options[row] for element, row in zip(scenario.elements, expected["choice"], strict=True)]
    assert list(found.package.values()) == chosen


def test_optimisation_without_the_frontier_finds_the_published_values(published):
    table, scenario = published
    result = solve_scenario(scenario, largest=1)
    disagreement = np.array(result.disagreement)
    for name in ("nash", "egalitarian", "utilitarian"):
        own = np.array(getattr(result, name).utilities) - disagreement
        expected = np.array(table["exact"][SOLUTIONS[name]]["utilities"]) - disagreement
        compare = {"nash": np.prod, "egalitarian": np.min, "utilitarian": np.sum}[name]
        np.testing.assert_allclose(compare(own), compare(expected), rtol=1e-5)


def test_written_files_read_back_as_the_same_scenario(published, tmp_path):
    _, scenario = published
    write_scenario(scenario, tmp_path / "again")
    assert read_scenario(tmp_path / "again") == scenario
