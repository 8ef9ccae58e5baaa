"""Repairs: the amount by closed form, the verdict recomputed."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import Exposure
from detente.durability.repairs import enough_in
from unit.durability.agreement import a_case, a_setting, between, element, fixed, obligation, party


def tempting(count=1, **more):
    """Withholding pays for A when seen after more than ln(0.5) / ln(0.9) = 6.6 years (2,403 days), and it is."""
    late = between("lag_days:O.duty", 2500, 4000, "days")
    return a_setting(
        a_case(
            [party("A", stake=0.0), party("B", stake=0.0)],
            [element("duty"), element("relief")],
            {"one": 0.0, "two": 1.0},
            [
                obligation("O.duty", "A", "duty", "one", lag_days=late),
                obligation("O.relief", "B", "relief", "one"),
            ],
            **more,
        ),
        money={("A", "duty"): -2.5, ("A", "relief"): 5.0, ("B", "duty"): 4.0, ("B", "relief"): -1.0},
        count=count,
    )


def repairs(setting):
    return {r.kind: r for r in setting.assess().repairs}


def test_escrow_for_half_and_for_nine_of_ten_worlds_holds_there_when_recomputed():
    setting = tempting(count=500)
    assert setting.assess().holds_share == 0.0
    found = repairs(setting)
    assert found["escrow_half"].holds_share == pytest.approx(0.5, abs=0.01)
    assert found["escrow_nine_tenths"].holds_share == pytest.approx(0.9, abs=0.01)
    assert found["escrow_half"].amount < found["escrow_nine_tenths"].amount
    assert found["escrow_half"].unit == "USD bn"
    assert found["escrow_half"].text.startswith("Party A posts an escrow of ")
    assert "from phase One on" in found["escrow_half"].text


def test_shorter_lag_repairs_without_money():
    setting = tempting()
    assert setting.assess().holds_share == 0.0
    repair = repairs(setting)["lag_halved"]
    assert (repair.amount, repair.unit, repair.holds_share) == (0.5, "of the stated lag", 1.0)
    assert repair.worst == "No margin falls short in more than 5 of 100 worlds."


def test_breach_that_is_never_caught_is_not_repaired_by_escrow():
    setting = tempting()
    blind = obligation("O.duty", "A", "duty", "one", p_detect=fixed("p_detect:O.duty", 0.0))
    repair = repairs(setting.with_case(obligations=(blind, setting.case.obligations[1])))["escrow_half"]
    assert repair.amount is None
    assert repair.holds_share == 0.0
    assert repair.text.startswith("No escrow of Party A from phase One on brings all its margins to the floor")
    assert repair.worst.startswith("Party A in phase One by withholding what it owes: median margin −")


def test_two_parties_that_fail_need_escrows_of_both():
    exposure = Exposure("x", "B", "one", fixed("exposure:x", 100.0, "USD bn"))
    found = repairs(tempting(exposures=(exposure,)))
    assert found["escrow_half"].holds_share == 0.0
    assert found["escrow_half"].worst.startswith("Party A in phase One by withholding")
    assert found["escrows_all"].holds_share == 1.0
    assert found["escrows_all"].amount > found["escrow_half"].amount


def test_order_statistic_takes_the_smallest_amount_that_is_enough():
    needed = np.array([3.0, 0.0, 1.0, np.inf])
    assert [enough_in(needed, s) for s in (0.25, 0.5, 0.75, 0.9)] == [0.0, 1.0, 3.0, np.inf]
