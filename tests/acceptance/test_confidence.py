"""What a party told in confidence reaches no reader: not as a number, and not as a number that gives it away."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.analysis import analyse
from detente.case import Told
from detente.casefile import read_case
from detente.report import analysis_document, render_report

CASE = Path(__file__).parents[2] / "cases" / "kaesong-2003"
WEIGHTS = {"ZONE": 37.123, "WAGES": 41.777, "ACCESS": 11.311, "VERIFY": 9.789}
VALUES = {"WAGES": {"WAGES.1": 0.0, "WAGES.2": 6.431, "WAGES.3": 9.713}}
WALK_AWAY = 0.61833


@pytest.fixture(scope="module")
def analysis():
    case = read_case(CASE)
    told = Told("DPRK", weights=WEIGHTS, values=VALUES, walk_away=WALK_AWAY)
    return analyse(replace(case, told=(told,)), 200, seed=0)


def secrets():
    """What was told, as shares of its scale, and the amounts that one step of arithmetic makes of it."""
    whole = sum(WEIGHTS.values())
    weights = [w / whole for w in WEIGHTS.values()]
    values = [v / 9.713 for v in VALUES["WAGES"].values() if 0 < v < 9.713]
    plain = [*WEIGHTS.values(), 6.431, 9.713, WALK_AWAY, 1 - WALK_AWAY, *weights, *values]
    wages = WEIGHTS["WAGES"] / whole
    return [*plain, *(1 - v for v in values), *(wages * v for v in values), *(wages * (1 - v) for v in values)]


def numbers(document):
    if isinstance(document, dict):
        document = list(document.values())
    if isinstance(document, list):
        return [n for inner in document for n in numbers(inner)]
    return [abs(document)] if isinstance(document, float) else []


def test_no_told_number_is_in_the_document(analysis):
    found = np.array(numbers(json.loads(json.dumps(analysis_document(analysis, [])))))
    assert len(found) > 500
    for secret in secrets():
        near = found[np.abs(found - secret) < 1e-6]
        assert not near.size, f"{secret} shows as {near[0]}"


def test_differences_between_packages_give_nothing_away(analysis):
    deals = analysis.deals
    assert all("DPRK" not in s.gains for s in (*deals.solutions, *deals.candidates))
    assert all("DPRK" not in f.parties for f in deals.frontiers)
    own = [p for package in deals.packages for p in package.parties if p.party == "DPRK"]
    assert own
    assert all(np.isnan(p.gain.median) and 0 <= p.as_is <= 1 for p in own)


def test_no_told_number_is_on_the_page_and_the_page_says_on_what_it_rests(analysis):
    page = render_report(analysis, [])
    assert "In confidence." in page
    for told in ("37.123", "41.777", "11.311", "9.789", "6.431", "9.713", "0.618", "0.6183"):
        assert told not in page


def test_without_a_told_word_nothing_is_kept_back():
    open_case = analyse(read_case(CASE), 100, seed=0)
    assert all("DPRK" in s.gains for s in open_case.deals.solutions)
    assert "In confidence." not in render_report(open_case, [])
