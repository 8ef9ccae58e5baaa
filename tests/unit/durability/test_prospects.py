"""Peace against conflict, trust, dependence, variants, forecast and drivers, against hand computations and twins."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from detente.case import Casualties, Claim, Exposure, Stance, Worth
from detente.deals import sign_package
from detente.durability.flows import draw_side
from detente.durability.prospects import look_ahead
from detente.durability.prospects.drivers import estimates_behind, rank_drivers
from detente.durability.prospects.peace import gain_parts, weigh_peace
from detente.durability.prospects.precedents import base_rates
from detente.durability.prospects.trust import breaking_point, step_signals
from detente.durability.terms import draw_terms
from detente.preferences import Linkage
from unit.durability.agreement import Setting, a_case, a_setting, between, element, fixed, obligation, party
from unit.durability.agreement import random_setting as any_setting
from unit.durability.slow_twin import draw, keep, read_stream, slow_margin, stretch, transfer

RHO = -math.log(0.9)
TWIN_TOLERANCE = 1e-8


def looked(setting: Setting, estimates=()):
    case = setting.case
    return look_ahead(case, case.packages[0], setting.preferences, setting.payoffs, setting.worlds, estimates)


def two_party_setting(**more: object) -> Setting:
    """A owes duty, which costs it 2 a year; B owes relief, which brings A 5 and costs B 1; duty brings B 4."""
    case = a_case(
        [party("A"), party("B")],
        [replace(element("duty"), kind_of_worth=Worth.MILITARY), replace(element("relief"), kind_of_worth=Worth.TRADE)],
        {"now": 0.0, "later": 1.0},
        [obligation("o-duty", "A", "duty", "now"), obligation("o-relief", "B", "relief", "later")],
        **more,
    )
    money = {("A", "duty"): -2.0, ("A", "relief"): 5.0, ("B", "duty"): 4.0, ("B", "relief"): -1.0}
    return a_setting(case, money=money)


# Peace against conflict


def test_parts_are_sorted_by_kind_of_worth_and_add_up_to_the_gain():
    found = looked(two_party_setting()).peace
    assert {p.party: {part.kind: part.mean for part in p.parts} for p in found} == {
        "A": {"military": -2.0, "trade": 5.0},
        "B": {"military": 4.0, "trade": -1.0},
    }
    assert [p.total.median for p in found] == [3.0, 3.0]
    assert [(p.pays_share, p.money_pays_share) for p in found] == [(1.0, 1.0), (1.0, 1.0)]


@pytest.mark.parametrize("seed", range(6))
def test_parts_add_up_world_by_world_to_the_gain_by_which_acceptance_is_judged(seed):
    setting = any_setting(seed, count=5)
    case, package, preferences = setting.case, setting.case.packages[0], setting.preferences
    active = np.array([True, False, True, True, False])
    linkage = Linkage("C1", 1, 0, 2, 2, 1, False, active)
    preferences = replace(preferences, linkages=(linkage,))
    signing = sign_package(case, package, preferences, setting.payoffs)
    for row, name in enumerate(signing.parties):
        i = preferences.axes.party(name)
        money, politics = gain_parts(case, package, preferences, setting.payoffs, i)
        together = sum(money.values()) + preferences.stake[:, i] * politics
        assert together == pytest.approx(signing.gain[:, row], abs=1e-9)


def test_means_of_parts_add_up_to_the_mean_of_the_whole():
    setting = any_setting(3, count=200)
    for peace in weigh_peace(setting.case, setting.case.packages[0], setting.preferences, setting.payoffs):
        i = setting.preferences.axes.party(peace.party)
        money, politics = gain_parts(setting.case, setting.case.packages[0], setting.preferences, setting.payoffs, i)
        whole = sum(money.values()) + setting.preferences.stake[:, i] * politics
        assert sum(part.mean for part in peace.parts) == pytest.approx(whole.mean(), abs=1e-9)


def test_cost_of_conflict_is_saved_only_where_its_element_leaves_the_status_quo():
    setting = any_setting(1)
    case = setting.case
    stays = replace(case.packages[0], choices={**case.packages[0].choices, "E1": "E1.as-is"})
    ended, _ = gain_parts(case, case.packages[0], setting.preferences, setting.payoffs, 0)
    goes_on, _ = gain_parts(case, stays, setting.preferences, setting.payoffs, 0)
    assert ended["military"] == pytest.approx(setting.preferences.conflict_cost[:, 0])
    assert "military" not in goes_on


def test_without_a_stake_money_stands_alone_with_the_stake_that_would_turn_it():
    setting = two_party_setting()
    case = setting.case
    preferences = replace(
        setting.preferences,
        has_stake=np.array([False, True]),
        values=np.where(setting.preferences.axes.exists, np.linspace(0, 1, 3), 0)[None, None].repeat(2, 1),
    )
    money = setting.payoffs.money.copy()
    money[:, 0, 1] = 0.0
    payoffs = replace(setting.payoffs, money=money)
    first, second = weigh_peace(case, case.packages[0], preferences, payoffs)
    assert (first.total, first.pays_share, first.money.median) == (None, None, -2.0)
    assert first.break_even_stake == pytest.approx(2.0)
    assert "not stated" in first.reason
    assert second.total is not None


def test_red_lines_are_told_and_change_no_amount():
    setting = two_party_setting()
    red = setting.preferences.red_lines.copy()
    red[:, 0, 0, 2] = True
    crossed = replace(setting, preferences=replace(setting.preferences, red_lines=red))
    before, after = looked(setting).peace[0], looked(crossed).peace[0]
    assert (before.red_lines, after.red_lines) == ({}, {"duty": 1.0})
    assert after.parts == before.parts
    assert after.total == before.total


def test_red_line_on_a_named_option_that_changes_nothing_is_told_too():
    setting = two_party_setting()
    red = setting.preferences.red_lines.copy()
    red[:, 0, 0, 0] = True
    package = replace(setting.case.packages[0], choices={"duty": "duty.as-is", "relief": "relief.full"})
    preferences = replace(setting.preferences, red_lines=red)
    first = weigh_peace(setting.case, package, preferences, setting.payoffs)[0]
    assert first.red_lines == {"duty": 1.0}


def test_part_that_is_nothing_in_some_worlds_only_is_told():
    setting = replace(two_party_setting(), **grown(two_party_setting(), 2))
    setting.payoffs.money[0, 0, 0] = 0.0
    first = looked(setting).peace[0]
    assert {part.kind: part.mean for part in first.parts} == {"military": -1.0, "trade": 5.0}


def test_named_elements_are_unpriced_where_their_money_is_unknown_to_the_party():
    setting = two_party_setting()
    known = setting.payoffs.known.copy()
    known[0, 1] = False
    found = looked(replace(setting, payoffs=replace(setting.payoffs, known=known))).peace
    assert [p.unpriced_elements for p in found] == [("relief",), ()]


def test_casualties_are_counted_and_change_no_amount():
    count = Casualties("c", "A", "soldiers killed", fixed("casualties:c", 700.0, "people per year"))
    before, after = looked(two_party_setting()), looked(two_party_setting(casualties=(count,)))
    assert [(c.party, c.who, c.people_per_year.median) for c in after.casualties] == [("A", "soldiers killed", 700.0)]
    assert after.peace == before.peace
    assert before.casualties == ()


def test_what_politics_are_worth_to_a_party_that_told_is_kept_back():
    setting = two_party_setting()
    told = replace(setting, preferences=replace(setting.preferences, told=("A",)))
    first = looked(told).peace[0]
    assert (first.total, first.pays_share, first.break_even_stake, first.red_lines) == (None, None, None, {})
    assert "confidence" in first.reason
    assert all(part.kind != "politics" for part in first.parts)


# Trust


def value_if_broken_in(setting: Setting, who: str, t: int, way: str) -> float:
    """Present value at signature of keeping up to phase t and breaking there, stretch by stretch."""
    stream = read_stream(setting, 0, who)
    total = 0.0
    for u in range(t):
        done = [n for n, at in stream.phases.items() if at <= u]
        flow = sum(stream.gains[n] for n in done) + transfer(setting, 0, who, u)
        under_alarm = sum((1 - stream.reversible[n]) * stream.gains[n] for n in done)
        flow = (1 - stream.alarm_share) * flow + stream.alarm_share * under_alarm
        total += stretch(flow, stream.starts[u], stream.starts[u + 1], stream.rho)
        total -= one_off(setting, who, u) * math.exp(-stream.rho * stream.starts[u])
    at_break = keeping_from(setting, who, t) - slow_margin(setting, 0, who, t, way) - one_off(setting, who, t)
    return total + math.exp(-stream.rho * stream.starts[t]) * at_break


def one_off(setting: Setting, who: str, t: int) -> float:
    phases = [p.id for p in setting.case.phases]
    owed = (o for o in setting.case.obligations if o.owner == who and phases.index(o.phase) == t)
    return sum(draw(setting, 0, o.cost_once_usd_bn) for o in owed)


def keeping_from(setting: Setting, who: str, t: int) -> float:
    return keep(setting, 0, who, t, read_stream(setting, 0, who))


@pytest.mark.parametrize("seed", range(5))
def test_the_breaking_point_is_where_an_explicit_stream_of_keeping_then_breaking_is_worth_most(seed):
    setting = any_setting(seed, count=1)
    terms = draw_terms(setting.case, setting.case.packages[0], setting.preferences.axes, setting.worlds)
    side = draw_side(setting.case, setting.case.packages[0], terms, setting.preferences, setting.payoffs, 1)
    point = breaking_point(side, terms)
    keeping = value_of_never_breaking(setting, "P1")
    for t in range(3):
        ways = [w for w in ("withhold", "exit", "reverse", "seize") if slow_margin(setting, 0, "P1", t, w) is not None]
        best = max(value_if_broken_in(setting, "P1", t, way) for way in ways)
        assert point.loss[0, t] == pytest.approx(keeping - best, abs=TWIN_TOLERANCE)


def value_of_never_breaking(setting: Setting, who: str) -> float:
    return keeping_from(setting, who, 0) - one_off(setting, who, 0)


def test_costly_irreversible_step_that_earns_nothing_later_is_one_a_pretender_refuses():
    """A pays 9 once at signature, and B's relief comes at once: breaking early saves the 9."""
    case = a_case(
        [party("A"), party("B")],
        [element("duty"), element("relief")],
        {"now": 0.0, "later": 1.0},
        [
            obligation("o-duty", "A", "duty", "now", cost_once_usd_bn=fixed("cost", 9.0, "USD bn")),
            obligation("o-relief", "B", "relief", "now"),
        ],
    )
    setting = a_setting(case, money={("A", "relief"): 5.0})
    trust = {t.party: t for t in looked(setting).trust}
    (signal,) = trust["A"].steps
    # Refusing at once saves 9, and brings 5 a year until it is seen after a year. Taking the step and reversing it a
    # year after all is done brings 5 a year for three years, but pays the 9.
    assert signal.cost.median == pytest.approx(9.0 - 5 * (0.9 - 0.9**3) / RHO)
    assert (signal.obligation, signal.separates_share) == ("o-duty", 1.0)
    assert trust["A"].would_break_in == {"now": 1.0, "later": 0.0}


def test_step_signals_agree_with_withholding_when_only_one_step_is_due():
    setting = two_party_setting()
    terms = draw_terms(setting.case, setting.case.packages[0], setting.preferences.axes, setting.worlds)
    side = draw_side(setting.case, setting.case.packages[0], terms, setting.preferences, setting.payoffs, 0)
    point = breaking_point(side, terms)
    (signal,) = step_signals(side, terms, point)
    withheld = slow_margin(setting, 0, "A", 0, "withhold")
    assert signal.cost.median == pytest.approx(point.loss[0, 1:].min() - withheld, abs=1e-9)


def believing(
    setting: Setting, *, prior: float, slip: float, ratio: float | None = None, said: bool = False
) -> Setting:
    claim = Claim("C1", "A", Stance.ACCEPTS, 1.0, "test", None, package="deal")
    parties = (replace(setting.case.parties[0], p_genuine=fixed("p_genuine:A", prior)), *setting.case.parties[1:])
    return setting.with_case(
        parties=parties,
        p_slip=fixed("p_slip", slip),
        words_ratio=None if ratio is None else fixed("words_ratio", ratio, "ratio"),
        claims=(claim,) if said else (),
    )


def separating_setting() -> Setting:
    case = a_case(
        [party("A"), party("B")],
        [element("duty"), element("relief")],
        {"now": 0.0, "later": 1.0},
        [
            obligation("o-duty", "A", "duty", "now", cost_once_usd_bn=fixed("cost", 9.0, "USD bn")),
            obligation("o-relief", "B", "relief", "now"),
        ],
    )
    return a_setting(case, money={("A", "relief"): 5.0})


def test_belief_after_a_separating_step_is_that_of_bayes():
    trust = looked(believing(separating_setting(), prior=0.5, slip=0.1)).trust[0]
    (belief,) = trust.beliefs
    # One who means it takes the step in 9 of 10 cases, one who pretends in 1 of 10.
    assert belief.if_taken.median == pytest.approx(0.9)
    assert belief.if_missed.median == pytest.approx(0.1)
    assert trust.prior.median == 0.5
    (weight,) = trust.weights
    assert weight.if_taken == pytest.approx(belief.if_taken.median / (1 - belief.if_taken.median))
    assert weight.if_missed == pytest.approx(belief.if_missed.median / (1 - belief.if_missed.median))


def test_step_that_both_would_take_teaches_nothing():
    setting = two_party_setting()
    trust = looked(believing(setting, prior=0.3, slip=0.05)).trust[0]
    assert trust.would_break_in["now"] == 0.0
    assert trust.beliefs[0].if_taken.median == pytest.approx(0.3)
    assert trust.beliefs[0].if_missed.median == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("ratio", "said", "expected"), [(None, True, 0.5), (1.0, True, 0.5), (3.0, True, 0.75), (3.0, False, 0.5)]
)
def test_words_count_once_and_only_as_far_as_the_case_says(ratio, said, expected):
    setting = believing(separating_setting(), prior=0.5, slip=0.1, ratio=ratio, said=said)
    assert looked(setting).trust[0].after_words.median == pytest.approx(expected)


def test_without_a_prior_no_probability_is_given_and_what_is_missing_is_named():
    trust = looked(separating_setting()).trust[0]
    assert (trust.prior, trust.after_words, trust.beliefs) == (None, None, ())
    assert trust.reason == (
        "No probability is given: the case does not state how likely Party A means it (p_genuine) "
        "and how often steps slip (trust, p_slip)."
    )


def test_without_a_prior_steps_still_tell_by_how_much_they_multiply_the_odds():
    stated = believing(separating_setting(), prior=0.5, slip=0.1)
    silent = stated.with_case(parties=tuple(replace(p, p_genuine=None) for p in stated.case.parties))
    trust = looked(silent).trust[0]
    assert (trust.prior, trust.beliefs) == (None, ())
    assert trust.weights == looked(stated).trust[0].weights
    # One who means it takes the step with 0.9, one who pretends and breaks now with 0.1.
    assert trust.weights[0].if_taken == pytest.approx(9.0)
    assert trust.weights[0].if_missed == pytest.approx(1 / 9)


def test_party_with_unknown_margins_has_no_steps():
    setting = two_party_setting()
    preferences = replace(setting.preferences, has_stake=np.array([False, True]))
    trust = looked(replace(setting, preferences=preferences)).trust[0]
    assert (trust.would_break_in, trust.steps) == ({}, ())


# Dependence


def test_links_name_who_can_cut_and_what_both_would_lose():
    links = {(x.element, x.holder, x.other): x for x in looked(two_party_setting()).links}
    relief = links["relief", "B", "A"]
    assert (relief.loss_to_holder.median, relief.loss_to_other.median, relief.leverage) == (-1.0, 5.0, 6.0)
    assert (relief.hold_up_share, relief.deters_share, relief.lopsided_share) == (1.0, 0.0, 0.0)
    assert set(links) == {("relief", "B", "A"), ("duty", "A", "B")}


def test_link_deters_where_the_holder_loses_too():
    setting = two_party_setting()
    money = setting.payoffs.money.copy()
    money[:, 1, 1] = np.where(money[:, 1, 1] < 0, 2.0, 0.0)
    links = {x.element: x for x in looked(replace(setting, payoffs=replace(setting.payoffs, money=money))).links}
    assert (links["relief"].deters_share, links["relief"].lopsided_share, links["relief"].hold_up_share) == (1, 1, 0)


def test_amounts_below_one_count_like_any_other():
    """The holder loses half a billion and the other three quarters; then the holder nothing."""
    setting = two_party_setting()
    money = setting.payoffs.money.copy()
    money[:, :, 1, 2] = [0.75, 0.5]
    links = {x.element: x for x in looked(replace(setting, payoffs=replace(setting.payoffs, money=money))).links}
    assert (links["relief"].deters_share, links["relief"].lopsided_share, links["relief"].hold_up_share) == (1, 1, 0)
    money[:, 1, 1, 2] = 0.0
    links = {x.element: x for x in looked(replace(setting, payoffs=replace(setting.payoffs, money=money))).links}
    assert (links["relief"].deters_share, links["relief"].lopsided_share, links["relief"].hold_up_share) == (0, 0, 1)


def test_what_the_other_has_sunk_into_a_link_is_its_own_cost_on_that_link():
    setting = two_party_setting()
    costs = [("o-duty", "A", "duty", 2.0), ("o-relief", "B", "relief", 7.0), ("o-port", "A", "relief", 4.0)]
    owed = tuple(
        obligation(name, owner, on, "now", share=0.5, cost_once_usd_bn=fixed(f"cost:{name}", cost, "USD bn"))
        for name, owner, on, cost in costs
    )
    links = {(x.element, x.holder): x for x in looked(setting.with_case(obligations=owed)).links}
    assert {link: x.sunk_usd_bn for link, x in links.items()} == {
        ("duty", "A"): 0.0,
        ("relief", "A"): 7.0,
        ("relief", "B"): 4.0,
    }


def test_link_whose_money_is_unknown_to_a_party_is_not_guessed():
    setting = two_party_setting()
    known = setting.payoffs.known.copy()
    known[0, 1] = False
    links = looked(replace(setting, payoffs=replace(setting.payoffs, known=known))).links
    assert {x.element for x in links} == {"duty"}


# The whole and its parts


def test_parts_leave_out_the_other_sort_of_elements():
    whole, economic, security = looked(two_party_setting()).variants
    assert (whole.elements, economic.elements, security.elements) == (("duty", "relief"), ("relief",), ("duty",))
    assert (whole.signing_share, economic.signing_share, security.signing_share) == (1.0, 0.0, 0.0)
    assert (whole.holding_share, economic.holding_share, security.holding_share) == (1.0, 0.0, 0.0)
    assert economic.first == ("B", "now", "exit")


def test_whole_is_weighed_like_the_package_itself():
    setting = any_setting(2, count=30)
    whole = looked(setting).variants[0]
    assert whole.holding_share == setting.assess().holds_share


def test_part_that_changes_nothing_says_so():
    setting = two_party_setting()
    plain = setting.with_case(elements=tuple(replace(e, kind_of_worth=Worth.OTHER) for e in setting.case.elements))
    _, economic, security = looked(plain).variants
    assert economic.reason == security.reason == "The package changes no element of that kind."
    assert economic.signing_share is None


# Forecast and drivers


def test_months_count_worlds_signed_and_held_and_signed_and_broken():
    setting = any_setting(4, count=40)
    found = looked(setting)
    forecast, durability = found.forecast, setting.assess()
    joint = sign_package(setting.case, setting.case.packages[0], setting.preferences, setting.payoffs).joint
    assert forecast.deals == joint.mean()
    assert forecast.stalls == 1 - joint.mean()
    last = forecast.moments[-1]
    assert last.phase == "T2"
    assert last.in_force == (joint & durability.holds).mean()
    assert last.holds_if_signed == durability.holds_share
    for moment in forecast.moments:
        assert moment.in_force + moment.broken + forecast.stalls == pytest.approx(1.0)


def test_worlds_in_force_never_rise_over_the_months():
    for seed in range(5):
        moments = looked(any_setting(seed, count=30)).forecast.moments
        assert all(b.in_force <= a.in_force for a, b in pairwise(moments))


def test_unknown_margins_leave_the_months_unknown_and_the_signing_known():
    setting = two_party_setting()
    preferences = replace(setting.preferences, has_stake=np.array([False, True]))
    found = looked(replace(setting, preferences=preferences))
    assert {(m.in_force, m.broken) for m in found.forecast.moments} == {(None, None)}
    assert found.forecast.deals in (0.0, 1.0)


def test_without_obligations_peace_is_still_said():
    found = looked(two_party_setting().with_case(obligations=()))
    assert (found.weakest, found.drivers, found.trust, found.links) == (None, (), (), ())
    assert [p.total.median for p in found.peace] == [3.0, 3.0]
    assert found.variants[0].reason == "No obligation carries it out."


def test_base_rates_count_only_what_was_known_in_the_year():
    one, three, five = base_rates(2025)
    assert (one.in_force, one.observed, three.in_force, three.observed) == (31, 32, 25, 29)
    assert 0 < five.low < five.median < five.high < 1
    assert base_rates(1950) == ()


def test_drivers_rank_what_moves_the_margin_and_leave_out_noise():
    setting = two_party_setting()
    worlds = replace(setting.worlds, count=900)
    strong, weak, idle = (between(name, 0, 1) for name in ("strong", "weak", "idle"))
    margin = 10 * worlds.estimate(strong) + 4 * worlds.estimate(weak)
    named = [("strong one", strong), ("weak one", weak), ("idle one", idle), ("fixed", fixed("fixed", 1.0))]
    drivers = rank_drivers(margin, margin > 7, named, worlds)
    assert [d.id for d in drivers] == ["strong", "weak"]
    assert drivers[0].on_margin_usd_bn > 3
    assert 0 < drivers[1].on_holding < drivers[0].on_holding <= 1
    assert (drivers[0].low, drivers[0].high) == (0, 1)


def test_only_estimates_that_enter_the_margins_of_a_party_are_asked_about():
    setting = any_setting(0)
    behind = estimates_behind(setting.case, setting.case.packages[0], 0)
    assert {"patience:P0", "hybrid_gain:P0", "escrow:es", "transfer:tr", "reversible:O1", "p_detect:O0"} <= behind
    assert not {"patience:P1", "exposure:ex", "p_detect:O1", "guarantee_loss:ga"} & behind
    assert "guarantee_loss:ga" in estimates_behind(setting.case, setting.case.packages[0], 2)


def test_weakest_margin_is_short_in_most_worlds():
    exposure = Exposure("x", "A", "now", between("exposure:x", 10, 60, "USD bn"))
    setting = two_party_setting(exposures=(exposure,))
    setting = replace(setting, **grown(setting, 50))
    weakest = looked(setting).weakest
    shares = {(m.party, m.phase, m.way): m.holds_share for m in setting.assess().margins}
    assert 1 - weakest.falls_short_share == pytest.approx(min(shares.values()))
    assert (weakest.party, weakest.way) == ("A", "seize")


def grown(setting: Setting, count: int) -> dict[str, object]:
    """The same draws in every one of `count` worlds."""
    fresh = a_setting(setting.case, money={}, count=count)
    money = np.repeat(setting.payoffs.money, count, axis=0)
    return {
        "worlds": fresh.worlds,
        "preferences": fresh.preferences,
        "payoffs": replace(fresh.payoffs, money=money),
    }
