"""Worked cases of the rules on ownership, as the programmes publish them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.casefile import read_ownership
from detente.legal import decide_ownership

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "legal" / "ownership_cases.json"
REGIMES = {"ofac": "us", "eu": "eu", "uk": "uk"}
REVIEW = {"review_control": "unknown"}
"""A control test that a person has to apply is an answer that is not known."""

needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(), reason="the reference folder beside the project is not here"
)


def expected_answers():
    if not REFERENCE.exists():
        return []
    cases = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]
    return [(case["id"], regime) for case in cases for regime in case["expected"]]


@needs_reference
@pytest.mark.parametrize(("case_id", "programme"), expected_answers())
def test_published_answer_is_reproduced(case_id, programme):
    expected = {c["id"]: c["expected"] for c in json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]}
    holdings = next(h for h in read_ownership(REFERENCE) if h.id == case_id)
    answers = decide_ownership(holdings, REGIMES[programme]).answers
    for entity, answer in expected[case_id][programme].items():
        assert answers[entity].value == REVIEW.get(answer, answer)
