"""Margins by way of breaking, against hand computations and the slow twin."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from detente.case import Escrow, Exposure, Hybrid, Transfer
from detente.durability.breaches import caught_factor
from unit.durability.agreement import (
    a_case,
    a_setting,
    element,
    fixed,
    obligation,
    party,
    random_setting,
)
from unit.durability.slow_twin import slow_margins

RHO = -math.log(0.9)

# The twin sums series and integrals term by term; both are in doubles.
TWIN_TOLERANCE = 1e-8


def two_sided(**more):
    """A gives 'duty' (costs A 2 a year), B gives 'relief' (brings A 5 a year); both in phase one."""
    return a_setting(
        a_case(
            [party("A"), party("B")],
            [element("duty"), element("relief")],
            {"one": 0.0, "two": 2.0},
            [obligation("O.duty", "A", "duty", "one"), obligation("O.relief", "B", "relief", "one")],
            **more,
        ),
        money={("A", "duty"): -2.0, ("A", "relief"): 5.0, ("B", "duty"): 3.0, ("B", "relief"): -1.0},
    )


def margins(setting):
    return {(m.party, m.phase, m.way): float(m.margin[0]) for m in setting.assess().margins}


@pytest.mark.parametrize("seed", range(6))
def test_margins_agree_with_the_slow_twin(seed):
    setting = random_setting(seed)
    result = setting.assess()
    for world in range(setting.worlds.count):
        expected = slow_margins(setting, world)
        found = {(m.party, m.phase, m.way): float(m.margin[world]) for m in result.margins}
        assert found == pytest.approx(expected, abs=TWIN_TOLERANCE)


def test_margin_is_affine_in_the_stake():
    setting = random_setting(3)
    richer = replace(setting, preferences=replace(setting.preferences, stake=2 * setting.preferences.stake))
    for before, after in zip(setting.assess().margins, richer.assess().margins, strict=True):
        stake = setting.preferences.stake[:, setting.preferences.axes.party(before.party)]
        assert after.margin == pytest.approx(before.money_alone + 2 * stake * before.per_stake)


def test_withholding_is_worth_the_full_relief_until_caught_after_a_year():
    caught = math.exp(-RHO)
    expected = (5 - 2) / RHO - 5 * (1 - caught) / RHO
    assert margins(two_sided())["A", "one", "withhold"] == pytest.approx(expected)


def test_leaving_is_caught_at_once():
    assert margins(two_sided())["A", "one", "exit"] == pytest.approx((5 - 2) / RHO)


def test_withholding_is_open_only_where_something_is_due():
    assert ("A", "two", "withhold") not in margins(two_sided())


def test_reversing_gives_back_only_the_reversible_part():
    setting = two_sided()
    half = replace(setting.case.obligations[0], reversible=fixed("reversible:O.duty", 0.5))
    setting = setting.with_case(obligations=(half, setting.case.obligations[1]))
    caught = math.exp(-RHO)
    unnoticed, snapped_back = 5 - 1, -1
    expected = 3 / RHO - unnoticed * (1 - caught) / RHO - caught * snapped_back / RHO
    assert margins(setting)["A", "two", "reverse"] == pytest.approx(expected)


def test_what_cannot_be_undone_cannot_be_reversed():
    setting = two_sided()
    gone = replace(setting.case.obligations[0], reversible=fixed("reversible:O.duty", 0.0))
    assert ("A", "two", "reverse") not in margins(setting.with_case(obligations=(gone, setting.case.obligations[1])))


def test_seizing_takes_the_exposed_assets_from_the_phase_in_which_they_are_exposed():
    exposure = Exposure("x", "A", "two", fixed("exposure:x", 7.0, "USD bn"))
    found = margins(two_sided(exposures=(exposure,)))
    assert ("A", "one", "seize") not in found
    assert found["A", "two", "seize"] == pytest.approx(found["A", "two", "exit"] - 7)


def test_escrow_is_lost_when_caught():
    escrow = Escrow("e", "A", "one", fixed("escrow:e", 4.0, "USD bn"))
    before, after = margins(two_sided()), margins(two_sided(escrows=(escrow,)))
    assert after["A", "one", "exit"] - before["A", "one", "exit"] == pytest.approx(4)
    assert after["A", "one", "withhold"] - before["A", "one", "withhold"] == pytest.approx(4 * math.exp(-RHO))
    assert after["B", "one", "exit"] == before["B", "one", "exit"]


def test_hybrid_breach_keeps_what_is_due_and_adds_its_gain():
    hybrid = Hybrid(
        fixed("hybrid_gain:A", 1.0, "USD bn per year"),
        fixed("hybrid_p_detect:A", 1.0),
        fixed("hybrid_lag:A", 365.25, "days"),
    )
    setting = two_sided()
    parties = (replace(setting.case.parties[0], hybrid=hybrid), setting.case.parties[1])
    caught = math.exp(-RHO)
    expected = 3 / RHO - (3 + 1) * (1 - caught) / RHO
    found = margins(setting.with_case(parties=parties))
    assert found["A", "one", "hybrid"] == pytest.approx(expected)
    assert ("B", "one", "hybrid") not in found


def test_transfers_stop_at_snapback():
    transfer = Transfer("t", "B", "A", "one", fixed("transfer:t", 0.5, "USD bn per year"))
    before, after = margins(two_sided()), margins(two_sided(transfers=(transfer,)))
    assert after["A", "one", "exit"] - before["A", "one", "exit"] == pytest.approx(0.5 / RHO)
    assert after["B", "one", "exit"] - before["B", "one", "exit"] == pytest.approx(-0.5 / RHO)


def test_one_off_cost_is_saved_by_withholding_and_counted_once():
    setting = two_sided()
    costly = replace(setting.case.obligations[0], cost_once_usd_bn=fixed("cost_once:O.duty", 1.5, "USD bn"))
    after = margins(setting.with_case(obligations=(costly, setting.case.obligations[1])))
    before = margins(setting)
    assert after["A", "one", "withhold"] - before["A", "one", "withhold"] == pytest.approx(-1.5)
    assert after["A", "two", "exit"] == pytest.approx(before["A", "two", "exit"])


def test_one_off_cost_of_a_later_phase_lowers_keeping_now():
    setting = two_sided()
    cost = fixed("cost_once:O.duty", 1.5, "USD bn")
    later = replace(setting.case.obligations[0], phase="two")
    free = margins(setting.with_case(obligations=(later, setting.case.obligations[1])))
    costly = replace(later, cost_once_usd_bn=cost)
    paid = margins(setting.with_case(obligations=(costly, setting.case.obligations[1])))
    assert free["A", "one", "exit"] - paid["A", "one", "exit"] == pytest.approx(1.5 * 0.9**2)


def test_false_alarms_take_their_share_of_the_time():
    alarms = {
        "false_alarms_per_year": fixed("false_alarms", 2.0, "per year"),
        "false_alarm_days": fixed("false_alarm_days", 36.525, "days"),
    }
    before, after = margins(two_sided()), margins(two_sided(**alarms))
    assert after["A", "one", "exit"] == pytest.approx(0.8 * before["A", "one", "exit"])


def test_being_caught_is_certain_at_once_without_lag_and_never_without_detection():
    q, lag, rate = np.array([0.3, 0.0, 0.0]), np.array([0.0, 0.0, 1.0]), np.full(3, 0.1)
    assert caught_factor(q, lag, rate) == pytest.approx([1.0, 0.0, 0.0])


def test_best_watched_obligation_decides_when_withholding_is_caught():
    setting = two_sided()
    hidden = obligation("O.side", "A", "duty", "one", share=0.0, p_detect=fixed("p_detect:O.side", 0.01))
    watched = setting.with_case(obligations=(*setting.case.obligations, hidden))
    assert margins(watched)["A", "one", "withhold"] == pytest.approx(margins(setting)["A", "one", "withhold"])
