"""What is assessed, what stays unknown, and how the verdict is read off the margins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import Outcome, Package, Told
from detente.durability.breaches import Way, WayMargin
from detente.durability.prospects.drivers import describe_weakest
from detente.durability.terms import draw_terms
from detente.durability.verdict import describe_failure
from unit.durability.agreement import (
    a_case,
    a_setting,
    between,
    element,
    fixed,
    obligation,
    party,
    random_setting,
)


def simple(**more):
    return a_setting(
        a_case(
            [party("A"), party("B")],
            [element("duty"), element("relief"), element("words")],
            {"one": 0.0, "two": 1.0},
            [obligation("O.duty", "A", "duty", "one"), obligation("O.relief", "B", "relief", "two")],
            **more,
        ),
        money={("A", "duty"): -1.0, ("A", "relief"): 5.0, ("B", "duty"): 4.0, ("B", "relief"): -1.0},
    )


def test_an_agreement_that_pays_holds_in_every_phase():
    result = simple().assess()
    assert (result.status, result.reason, result.unknown_parties) == ("assessed", "", ())
    assert result.holds is not None
    assert result.holds.all()
    assert result.holds_share == 1.0
    assert result.holds_by_phase == {"one": 1.0, "two": 1.0}
    assert (result.first_failure, result.repairs) == (None, ())


def test_elements_without_obligation_are_listed_and_give_no_flow():
    result = simple().assess()
    assert result.obligations == ("O.duty", "O.relief")
    assert result.elements_without_obligation == ("words",)
    setting = simple()
    setting.payoffs.money[:, :, 2] = 100.0
    assert [m.margin.tolist() for m in setting.assess().margins] == [m.margin.tolist() for m in result.margins]


def test_status_quo_package_has_nothing_to_keep():
    package = Package("as-is", "As it is", {"duty": "duty.as-is"}, ("A",))
    setting = simple()
    result = setting.with_case(packages=(*setting.case.packages, package)).assess("as-is")
    assert result.status == "unknown"
    assert result.reason == "Every option that the package names is the status quo: there is nothing to keep or break."


def test_package_that_names_nothing_is_unknown_rather_than_the_status_quo():
    setting = simple()
    result = setting.with_case(packages=(Package("text", "Text", {}, ("A",)),)).assess("text")
    assert (result.status, result.holds) == ("unknown", None)
    assert result.reason == "The package names no option, so that nobody's obligations under it are known."


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"phases": ()}, "The case states no phases."),
        ({"obligations": ()}, "The case states no obligations."),
        (
            {"obligations": (obligation("O", "A", "duty", "one", options=("duty.part",)),)},
            "No obligation of the case carries out an option of this package.",
        ),
    ],
)
def test_without_obligations_or_phases_durability_is_unknown(changes, reason):
    result = simple().with_case(**changes).assess()
    assert (result.status, result.reason, result.holds, result.margins) == ("unknown", reason, None, ())


def test_terms_without_obligations_have_no_column_of_costs():
    setting = simple().with_case(obligations=())
    terms = draw_terms(setting.case, setting.case.packages[0], setting.preferences.axes, setting.worlds)
    assert (terms.cost_once.shape, terms.reversible.shape) == ((1, 0), (1, 0))


def test_obligation_that_names_the_status_quo_applies_there():
    setting = simple()
    keep_quiet = obligation("O.quiet", "A", "words", "one", options=("words.as-is",))
    choices = {"duty": "duty.full", "words": "words.as-is"}
    package = Package("mixed", "Mixed", choices, ("A",))
    changed = setting.with_case(obligations=(*setting.case.obligations, keep_quiet), packages=(package,))
    assert changed.assess("mixed").obligations == ("O.duty", "O.quiet")


def test_party_without_patience_gets_no_margin_and_is_named():
    setting = simple()
    parties = (replace(setting.case.parties[0], patience=None), setting.case.parties[1])
    result = setting.with_case(parties=parties).assess()
    assert {m.party for m in result.margins} == {"B"}
    assert result.unknown_parties == ("A",)
    assert result.reason == "Party A: its patience is not stated."
    assert (result.holds, result.holds_share, result.holds_by_phase, result.repairs) == (None, None, {}, ())


def test_nobody_with_patience_makes_the_package_unknown():
    setting = simple()
    parties = tuple(replace(p, patience=None) for p in setting.case.parties)
    result = setting.with_case(parties=parties).assess()
    assert result.status == "unknown"
    assert result.unknown_parties == ("A", "B")
    assert result.reason == "Party A: its patience is not stated. Party B: its patience is not stated."


def test_patience_of_one_leaves_no_finite_present_value():
    setting = simple()
    parties = (replace(setting.case.parties[0], patience=fixed("patience:A", 1.0)), setting.case.parties[1])
    result = setting.with_case(parties=parties).assess()
    assert result.reason == "Party A: its patience leaves no finite present value."


def test_party_without_stake_shows_money_alone_and_leaves_the_verdict_unknown():
    setting = simple()
    without = replace(setting.preferences, has_stake=np.array([False, True]))
    result = replace(setting, preferences=without).assess()
    own = [m for m in result.margins if m.party == "A"]
    assert own
    assert all(m.margin is None and m.quantiles is None and m.holds_share is None for m in own)
    assert all(np.isfinite(m.money_alone).all() for m in own)
    assert (result.holds, result.unknown_parties) == (None, ("A",))
    assert result.reason == "Party A: its political stake is not stated, so politics and money stay apart."


def test_a_told_walk_away_value_is_why_politics_and_money_are_not_joined():
    setting = simple(told=(Told("A", walk_away=0.4),))
    without = replace(setting.preferences, has_stake=np.array([False, True]))
    result = replace(setting, preferences=without).assess()
    assert (result.holds, result.unknown_parties) == (None, ("A",))
    assert result.reason == (
        "Party A: it told a walk-away value, which weighs money already, so politics and money are not joined."
    )


def test_unstated_detection_leaves_withholding_unknown_and_exit_known():
    setting = simple()
    unwatched = replace(setting.case.obligations[0], p_detect=None)
    result = setting.with_case(obligations=(unwatched, setting.case.obligations[1])).assess()
    assert {m.way for m in result.margins if m.party == "A"} == {"exit"}
    assert (result.holds, result.unknown_parties) == (None, ("A",))
    assert result.reason == "Party A: detection or lag is not stated for O.duty."


def test_unknown_money_is_listed_beside_the_margin():
    setting = simple()
    setting.payoffs.known[0, 1, 2] = False
    by_party = {m.party: m.unpriced_elements for m in setting.assess().margins}
    assert by_party == {"A": ("relief",), "B": ()}


def test_unknown_money_of_no_deal_is_unpriced_too():
    outcome = Outcome("war", "War", {"duty": "duty.part"}, fixed("probability:war", 1.0))
    setting = simple(no_deal=(outcome,))
    setting.payoffs.known[1, 0, 1] = False
    assert {m.unpriced_elements for m in setting.assess().margins if m.party == "B"} == {("duty",)}


def test_an_element_said_not_to_be_economic_is_not_unpriced():
    setting = simple()
    setting.payoffs.known[:] = False
    elements = tuple(replace(e, economic=False) for e in setting.case.elements)
    assert {m.unpriced_elements for m in setting.with_case(elements=elements).assess().margins} == {()}


def test_cost_of_conflict_is_credited_once_and_only_when_the_element_leaves_the_status_quo():
    setting = simple()
    elements = tuple(replace(e, ends_conflict=True) for e in setting.case.elements)
    costly = replace(setting.preferences, conflict_cost=np.array([[2.0, 0.0]]))
    setting = replace(setting.with_case(elements=elements), preferences=costly)
    free = simple().assess()
    after = setting.assess()
    rate = -np.log(0.9)
    gained = after.margins[0].margin - free.margins[0].margin
    assert after.margins[0].way == "withhold"
    # Its own duty ends the conflict: keeping brings 2 a year more, withholding forgoes all of it.
    assert gained == pytest.approx(2 / rate)


def test_first_failure_is_the_earliest_phase_then_the_lowest_median():
    setting = simple()
    setting.payoffs.money[:, 0, 1, 2] = -3.0
    first = setting.assess().first_failure
    assert first is not None
    assert (first.party, first.phase) == ("A", "one")
    lowest = min(np.median(m.margin) for m in setting.assess().margins if m.phase == "one")
    assert first.margin.median == pytest.approx(lowest)
    assert first.fails_share == 1.0


def test_break_even_stake_is_where_the_margin_turns():
    setting = simple()
    setting.payoffs.money[:, 0, 0, 2] = -9.0
    setting.preferences.values[:, 0, 1, 2] = 1.0
    margin = next(m for m in setting.assess().margins if (m.party, m.way) == ("A", "withhold"))
    assert margin.break_even_stake > 0
    setting.preferences.stake[:, 0] = margin.break_even_stake
    again = next(m for m in setting.assess().margins if (m.party, m.way) == ("A", "withhold"))
    assert again.margin == pytest.approx(0, abs=1e-9)


def test_margin_floor_is_what_margins_must_reach():
    result = simple().with_case(margin_floor_usd_bn=1000.0).assess()
    assert result.holds_share == 0.0


def test_share_that_holds_never_rises_from_phase_to_phase():
    setting = random_setting(5, count=50)
    shares = list(setting.assess().holds_by_phase.values())
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] == setting.assess().holds_share


def test_rare_failures_are_named_when_no_median_fails():
    setting = simple()
    setting = a_setting(
        replace(
            setting.case,
            obligations=(
                replace(setting.case.obligations[0], cost_once_usd_bn=between("cost_once:O", 0.0, 30.0, "USD bn")),
                setting.case.obligations[1],
            ),
        ),
        money={("A", "duty"): -1.0, ("A", "relief"): 4.0, ("B", "duty"): 4.0, ("B", "relief"): -1.0},
        count=400,
    )
    first = setting.assess().first_failure
    assert first is not None
    assert 0.05 < first.fails_share < 0.5
    assert first.margin.median > 0


def test_a_margin_that_is_unknown_is_described_neither_as_failure_nor_as_weakest():
    setting = simple()
    unknown = WayMargin(0, 0, Way.EXIT, np.zeros((2, 1)), np.zeros(1), None)
    with pytest.raises(ValueError, match="A failure needs a margin that is known"):
        describe_failure(setting.case, unknown, 0.0)
    with pytest.raises(ValueError, match="A weakest margin is a known one"):
        describe_weakest(setting.case, unknown)


def test_results_are_read_only():
    result = simple().assess()
    with pytest.raises(ValueError, match="read-only"):
        result.holds[0] = False
    with pytest.raises(ValueError, match="read-only"):
        result.margins[0].margin[0] = 0.0


def test_draws_of_different_length_are_refused():
    setting = simple()
    with pytest.raises(ValueError, match="same number of worlds"):
        replace(setting, worlds=replace(setting.worlds, count=2)).assess()
