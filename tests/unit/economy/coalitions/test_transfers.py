"""Transfers among senders: on paper, in the model, and against a root finder that calls the plain solver."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import root

from detente.case import Infeasible, NotConverged
from detente.economy.coalitions import (
    CAP,
    EQUAL,
    RULES,
    WHOLE,
    Actor,
    by_bookkeeping,
    effects_of_coalitions,
    gain_from_leaving,
    in_model,
    model_transfers,
    sanctions_between,
    worth_with,
)
from detente.economy.trade import no_shock
from unit.economy.coalitions.small_sanctions import (
    GDP,
    ROWS,
    WORLD,
    sanctions,
    shock,
    slow_change,
    world_without_home_bias,
)

SOLVED = effects_of_coalitions(WORLD, sanctions(), GDP)
MEMBERS = np.arange(1, 5)
BEFORE = SOLVED.change[SOLVED.grand, MEMBERS]
EVEN = 1e-8


@pytest.mark.parametrize("method", [by_bookkeeping, lambda *args: in_model(WORLD, *args)])
@pytest.mark.parametrize("rule", RULES)
def test_transfers_sum_to_zero_and_meet_their_rule(rule, method):
    found = method(SOLVED, rule)
    assert found.received.sum() == pytest.approx(0, abs=1e-12)
    assert found.region.tolist() == MEMBERS.tolist()
    assert found.residual < EVEN
    joint = -(BEFORE @ GDP[MEMBERS]) / GDP[MEMBERS].sum()
    assert found.threshold == pytest.approx(max(joint, 0))
    helped = -found.threshold - 1e-12 > BEFORE
    if rule == EQUAL:
        assert np.ptp(found.after) < EVEN
    else:
        wanted = -found.threshold if rule == CAP else 0.0
        np.testing.assert_allclose(found.after[helped], wanted, atol=EVEN)
        assert helped.any()
        assert (found.received[helped] > 0).all()
        assert (found.received[~helped] < 0).all()


def test_equal_burden_on_paper_is_the_mean_loss():
    found = by_bookkeeping(SOLVED, EQUAL)
    mean = (BEFORE @ GDP[MEMBERS]) / GDP[MEMBERS].sum()
    np.testing.assert_allclose(found.received, (mean - BEFORE) * GDP[MEMBERS], atol=1e-12)
    np.testing.assert_allclose(found.share, found.received / GDP[MEMBERS])
    assert found.moved == pytest.approx(np.abs(found.received).sum() / 2)


def test_who_pays_for_others_pays_in_proportion_to_gdp():
    found = by_bookkeeping(SOLVED, WHOLE)
    paying = found.received < 0
    rates = found.received[paying] / GDP[MEMBERS][paying]
    np.testing.assert_allclose(rates, rates[0])
    lost = -(BEFORE * GDP[MEMBERS])[~paying].sum()
    assert found.moved == pytest.approx(lost)


def test_a_threshold_that_nobody_crosses_moves_nothing():
    for found in (by_bookkeeping(SOLVED, CAP, 1.0), in_model(WORLD, SOLVED, CAP, 1.0)):
        assert (found.received == 0).all()
        np.testing.assert_allclose(found.after, BEFORE, atol=1e-9)


def test_nobody_is_left_to_pay_when_all_lose_more():
    heavy = replace(SOLVED, change=np.where(SOLVED.change == 0, 0, -0.02))
    for method in (by_bookkeeping, lambda *args: in_model(WORLD, *args)):
        with pytest.raises(Infeasible, match="Every region of a sender loses more than 1 percent"):
            method(heavy, WHOLE, 0.01)


def test_equal_burden_in_the_model_is_what_a_root_finder_finds():
    world = WORLD.value_added.sum()

    def gaps(given):
        transfer = np.zeros(6)
        transfer[1:4], transfer[4] = given, -given.sum()
        change = slow_change(ROWS, transfer)[MEMBERS]
        return 1e3 * (change[:3] - change[3])

    twin = root(gaps, np.zeros(3), tol=1e-13)
    found = in_model(WORLD, SOLVED, EQUAL)
    given = np.append(twin.x, -twin.x.sum()) * world
    np.testing.assert_allclose(found.share, given / WORLD.income[MEMBERS], atol=1e-8)
    money = given / WORLD.income[MEMBERS].sum() * GDP[MEMBERS].sum()
    np.testing.assert_allclose(found.received, money, atol=1e-6)


def difference(world, size):
    """How far paper and model are apart for an equal burden, as shares of income, when costs grow by `size`."""
    rows = [("iceberg", "r0", "r1", "*", 1 + size), ("iceberg", "r2", "r0", "*", 1 + 2 * size)]
    senders = [Actor("r1", ("r1",)), Actor("r2", ("r2",)), Actor("r3", ("r3",))]
    counted = shock([*rows, ("iceberg", "r3", "r0", "*", 1 + size / 4)], world)
    made = sanctions_between(world, Actor("r0", ("r0",)), senders, counted, no_shock())
    found = effects_of_coalitions(world, made, np.array(world.income))
    paper, model = by_bookkeeping(found, EQUAL), in_model(world, found, EQUAL)
    return np.abs(paper.share - model.share).max(), np.abs(model.share).max()


def test_paper_and_model_agree_to_second_order_where_a_transfer_moves_no_price():
    world = world_without_home_bias()
    (large, moved), (small, _) = difference(world, 0.08), difference(world, 0.04)
    assert 3 < large / small < 5
    assert large < 0.1 * moved


def test_with_a_bias_for_home_they_differ_in_proportion_to_the_shock():
    """A transfer then raises the price of what its receiver makes: an effect of first order."""
    (large, _), (small, moved) = difference(WORLD, 0.08), difference(WORLD, 0.04)
    assert 1.7 < large / small < 2.5
    assert small > 0.01 * moved


def test_with_transfers_who_leaves_loses_what_it_received():
    found = in_model(WORLD, SOLVED, EQUAL)
    worth = worth_with(SOLVED, found)
    np.testing.assert_allclose(worth, [found.after[0] * 100, found.after[2] * 40, found.after[3] * 10])
    without = gain_from_leaving(SOLVED)
    more = worth - SOLVED.sender_worth[SOLVED.grand]
    np.testing.assert_allclose(gain_from_leaving(SOLVED, found), without - more)


def test_a_single_sender_of_one_region_has_nobody_to_share_with():
    counted = shock(ROWS["r4"])
    alone = sanctions_between(WORLD, Actor("T", ("r0",)), [Actor("r4", ("r4",))], counted, no_shock())
    found = effects_of_coalitions(WORLD, alone, GDP)
    for rule in RULES:
        for transfers in (by_bookkeeping(found, rule), in_model(WORLD, found, rule)):
            assert transfers.received.tolist() == [0.0]


def test_transfers_that_do_not_settle_raise(monkeypatch):
    monkeypatch.setattr(model_transfers, "ROUNDS", 1)
    with pytest.raises(NotConverged, match="did not settle"):
        in_model(WORLD, SOLVED, EQUAL)


def test_an_equilibrium_that_is_not_found_raises(monkeypatch):
    monkeypatch.setattr(model_transfers, "TOLERANCE", 1e-30)
    with pytest.raises(NotConverged, match=r"^With transfers of guess 1: The trade model"):
        in_model(WORLD, SOLVED, EQUAL)


def test_slopes_are_measured_anew_when_they_no_longer_help(monkeypatch):
    monkeypatch.setattr(model_transfers, "SLOW", 0.0)
    careful = in_model(WORLD, SOLVED, EQUAL)
    monkeypatch.undo()
    np.testing.assert_allclose(careful.received, in_model(WORLD, SOLVED, EQUAL).received, atol=1e-6)
