"""What changed between two runs: every change is told, nothing else, and unknown stays unknown."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from detente.case import CaseError
from detente.report import (
    analysis_document,
    compare_analyses,
    comparison_document,
    comparison_in_words,
    render_report,
)
from unit.report import fixtures

Run = dict[str, Any]


@pytest.fixture
def run() -> Run:
    made: Run = json.loads(json.dumps(analysis_document(fixtures.small_analysis(), fixtures.MISSING)))
    return made


def later(run: Run, change: Callable[[Run], object]) -> Run:
    changed = copy.deepcopy(run)
    change(changed)
    return changed


def test_a_run_does_not_differ_from_itself(run: Run) -> None:
    found = compare_analyses(run, copy.deepcopy(run))
    assert (found.answers, found.inputs, found.same_draws) == ((), (), True)
    assert found.finding == "No answer changed; 0 inputs differ."


def test_a_share_that_moves_is_told_in_worlds_and_one_that_hardly_moves_is_not(run: Run) -> None:
    package = run["deals"]["packages"][0]
    package["joint_as_is"] = 0.5

    def moved(by: float) -> Run:
        return later(run, lambda r: r["deals"]["packages"][0].update(joint_as_is=0.5 + by))

    assert compare_analyses(run, moved(0.004)).answers == ()
    (told,) = compare_analyses(run, moved(0.2)).answers
    assert (told.before, told.after) == ("50 of 100 worlds", "70 of 100 worlds")
    assert package["title"] in told.what
    assert not told.by_chance


def test_chance_of_the_draw_is_named_only_where_the_draws_differ_and_may_account_for_it(run: Run) -> None:
    run["deals"]["packages"][0]["joint_as_is"], run["worlds"]["count"] = 0.5, 100

    def drawn_again(share: float) -> Run:
        def change(r: Run) -> None:
            r["worlds"]["seed"] += 1
            r["deals"]["packages"][0]["joint_as_is"] = share

        return later(run, change)

    assert [d.by_chance for d in compare_analyses(run, drawn_again(0.55)).answers] == [True]
    assert [d.by_chance for d in compare_analyses(run, drawn_again(0.9)).answers] == [False]


def test_what_was_unknown_is_said_to_have_been_unknown(run: Run) -> None:
    known = run["durability"]["packages"][0]
    before = later(run, lambda r: r["durability"]["packages"][0].update(holds_share=None))
    (told,) = [d for d in compare_analyses(before, run).answers if d.about == "would it hold"]
    assert known["holds_share"] is not None
    assert told.before == "unknown"
    assert told.after.endswith("of 100 worlds")


def test_statements_numbers_packages_and_measures_put_in_differently_are_listed(run: Run) -> None:
    def change(r: Run) -> None:
        r["case"]["claims"].pop(0)
        r["estimates"][0]["mode"] += 1.0
        r["case"]["packages"][0]["choices"].popitem()
        r["case"]["measures"][0]["status"] = "ended"

    found = compare_analyses(run, later(run, change))
    assert [d.about for d in found.inputs] == ["statement", "number", "package", "measure"]
    assert found.inputs[0].after == "absent"
    assert run["estimates"][0]["id"] in found.inputs[1].what


def test_two_cases_are_not_compared(run: Run) -> None:
    other = later(run, lambda r: r["case"].update(slug="elsewhere", title="Another matter"))
    with pytest.raises(CaseError, match="of different cases"):
        compare_analyses(run, other)


def test_a_copy_of_a_case_under_another_name_is_compared_with_it(run: Run) -> None:
    assert compare_analyses(run, later(run, lambda r: r["case"].update(slug="with-our-claims"))).answers == ()


def test_words_plain_data_and_report_say_the_same(run: Run) -> None:
    after = later(run, lambda r: r["deals"]["packages"][0].update(joint_as_is=0.123))
    found = compare_analyses(run, after)
    assert found.answers
    assert comparison_document(found)["answers"][0]["after"] == "12 of 100 worlds"
    assert "-> 12 of 100 worlds" in comparison_in_words(found)
    assert " both times." in comparison_in_words(found)
    page = render_report(fixtures.small_analysis(), (), found)
    assert 'id="f-since"' in page
    assert "12 of 100 worlds" in page
    assert 'id="f-since"' not in render_report(fixtures.small_analysis(), ())
