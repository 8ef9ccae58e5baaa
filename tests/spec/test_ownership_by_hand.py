"""Cases worked by hand from the published rules: what each regime says, and why it says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from detente.casefile import read_ownership
from detente.legal import decide_ownership, explain_answer

CASES = json.loads((Path(__file__).parents[1] / "data" / "legal" / "ownership_worked.json").read_text(encoding="utf-8"))


def worked():
    for case in CASES["cases"]:
        for regime, answers in case["expected"].items():
            yield pytest.param(case, regime, answers, id=f"{case['id']}-{regime}")


def holdings_of(tmp_path, case):
    path = tmp_path / "case.json"
    path.write_text(json.dumps({key: value for key, value in case.items() if key != "on"}), encoding="utf-8")
    return read_ownership(path)[0]


@pytest.mark.parametrize(("case", "regime", "answers"), list(worked()))
def test_the_answer_is_the_one_worked_by_hand(tmp_path, case, regime, answers):
    on = date.fromisoformat(case["on"]) if case["on"] else None
    decision = decide_ownership(holdings_of(tmp_path, case), regime, on)
    assert {name: decision.answers[name].value for name in answers} == answers
    assert all(explain_answer(decision, name)[0].why for name in answers)


def test_a_holder_whom_nobody_knows_is_named_in_the_chain(tmp_path):
    case = next(c for c in CASES["cases"] if c["id"] == "bearer-shares-beside-a-listed-holder")
    decision = decide_ownership(holdings_of(tmp_path, case), "us")
    assert explain_answer(decision, "A")[0].why == "X 35 + a holder nobody knows 20"
    assert "" not in decision.answers


def test_an_owner_left_out_is_a_slip_and_not_a_holder_whom_nobody_knows(tmp_path):
    path = tmp_path / "case.json"
    path.write_text('{"id": "a", "listed": ["X"], "owns": [{"owned": "A", "pct": "60"}]}', encoding="utf-8")
    with pytest.raises(Exception, match="owner is not a name"):
        read_ownership(path)
