"""Whether it would hold and what would make it hold, on the first screen and in chapter 4."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.analysis import Analysis
from detente.case import NotConverged
from detente.durability.design import Shortfall, find_repair, repair
from detente.plots import names_of, of_100, two_digits
from detente.report.chapters.repairing import repair_exhibit
from detente.report.holding_answers import what_would_make_it_hold, would_it_hold
from detente.report.lookups import headline_durability
from unit.report import fixtures

# Cached, and called by the tests: what is worked out at import, every worker works out.
small = fixtures.small_analysis
NAMES = names_of(fixtures.small_case())


def drawn(analysis: Analysis) -> tuple[object, object, object]:
    return analysis.preferences, analysis.payoffs, analysis.worlds


def without_first_failure(analysis: Analysis) -> Analysis:
    kept = tuple(replace(p, first_failure=None) for p in analysis.durability.packages)
    return replace(analysis, durability=replace(analysis.durability, packages=kept))


def test_the_repair_of_the_analysis_is_that_of_the_headline_package() -> None:
    found = headline_durability(small())
    assert found is not None
    assert small().repair is not None
    again = find_repair(small().case, small().deals.headline, drawn(small()), found.holds_share)
    assert again == small().repair
    assert small().repair.package == small().deals.headline


def test_the_answer_names_the_change_what_it_costs_and_how_many_worlds_then_hold() -> None:
    design = small().repair
    assert design is not None
    assert design.verification is not None
    answer = what_would_make_it_hold(small(), NAMES)
    assert answer.big == of_100(design.verification.share)
    assert two_digits(design.costs.total) in answer.text
    for posting in design.escrows:
        assert NAMES.party(posting.party).name in answer.text


def test_the_margin_short_most_often_is_named_where_no_failure_is_frequent() -> None:
    weakest = small().prospects.weakest if small().prospects else None
    assert weakest is not None
    assert weakest.falls_short_share > 0
    text = would_it_hold(without_first_failure(small()), NAMES).text
    assert f"Short most often: {NAMES.party(weakest.party).name}, in the phase {NAMES.phase(weakest.phase)}" in text


def test_what_holds_in_99_of_100_worlds_needs_no_repair() -> None:
    assert find_repair(small().case, small().deals.headline, drawn(small()), 0.99) is None
    assert find_repair(small().case, small().deals.headline, drawn(small()), None) is None
    assert what_would_make_it_hold(replace(small(), repair=None), NAMES).big == "none"
    assert repair_exhibit(replace(small(), repair=None), NAMES) is None


def test_where_nothing_on_offer_is_enough_the_answer_says_what_is_missing_from_whom() -> None:
    assert small().repair is not None
    missing = Shortfall(small().case.parties[0].id, small().case.phases[0].id, "exit", 2.0)
    short = replace(small().repair, status="infeasible", verification=None, missing=(missing,))
    answer = what_would_make_it_hold(replace(small(), repair=short), NAMES)
    assert "Nothing on offer makes it hold" in answer.text
    assert "would still gain 2.0 bn USD too much" in answer.text
    exhibit = repair_exhibit(replace(small(), repair=short), NAMES)
    assert exhibit is not None
    assert exhibit.title.startswith("Nothing on offer makes")


def test_a_solver_without_an_answer_leaves_the_repair_unknown_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise NotConverged("The program stopped.")

    monkeypatch.setattr(repair, "design_package", fails)
    found = find_repair(small().case, small().deals.headline, drawn(small()), 0.5)
    assert found is not None
    assert (found.status, found.verification) == ("unknown", None)
    assert found.reason == "No repair was found, and none excluded: The program stopped."
    exhibit = repair_exhibit(replace(small(), repair=found), NAMES)
    assert exhibit is not None
    assert exhibit.title == "Whether a repair exists is unknown"
