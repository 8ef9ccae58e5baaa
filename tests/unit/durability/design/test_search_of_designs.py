"""What the search of a design takes among equals, gives up, samples and refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.durability.breaches import Way, WayMargin
from detente.durability.design import AS_WRITTEN, DesignRequest, Limits, Prices, Regime
from detente.durability.design.program import unit_costs
from detente.durability.design.summary import worst_margins
from detente.durability.verdict import Weighing
from unit.durability.agreement import Setting, a_setting, between
from unit.durability.design.questions import RHO, design_of, drawn_of, trade

ESCROW_ONLY = DesignRequest(
    share=1.0, regimes=(AS_WRITTEN,), limits=Limits(transfer_usd_bn_per_year=0.0, subsidy_usd_bn_per_year=0.0)
)
# What the escrow of `test_escrow_is_what_a_hand_computation_gives` is: withholding brings 5 for a year, then 4.
NEEDED = (5 * 0.1 + 4 * 0.9 - 3) / 0.9 / RHO


def tempted_in_the_second_world() -> Setting:
    """The trade in two worlds; in the second what is at stake, and so the escrow that is needed, is three times it."""
    setting = trade({"T0": 0.0}, reversible=0.2)
    drawn = a_setting(setting.case, money={}, count=2)
    money = setting.payoffs.money * np.array([1.0, 3.0])[:, None, None, None]
    return replace(drawn, payoffs=replace(drawn.payoffs, money=money))


def test_a_world_that_nothing_can_mend_is_given_up_where_the_share_allows():
    setting = tempted_in_the_second_world()
    bounded = replace(ESCROW_ONLY, limits=replace(ESCROW_ONLY.limits, escrow_usd_bn=2 * NEEDED))
    assert design_of(setting, bounded).status == "infeasible"
    half = design_of(setting, replace(bounded, share=0.5))
    assert (half.status, half.verification.share) == ("designed", 0.5)
    assert [e.amount_usd_bn for e in half.escrows] == pytest.approx([NEEDED, NEEDED], abs=1e-5)


def test_of_two_ways_to_verify_at_the_same_cost_the_first_on_offer_is_taken():
    one, two = (Regime(name, name, 1e-3, 1.0, 1.0) for name in ("one", "two"))
    setting = trade({"T0": 0.0}, reversible=0.2)
    assert design_of(setting, replace(ESCROW_ONLY, regimes=(one, two))).regime.id == "one"
    assert design_of(setting, replace(ESCROW_ONLY, regimes=(two, one))).regime.id == "two"


def test_delay_of_a_part_of_an_element_costs_that_part():
    # A quarter of the duty, two years late, at 8 bn a year for the whole of it.
    setting = trade({"T0": 0.0, "T1": 2.0}, reversible=0.2)
    duty, relief = setting.case.obligations
    agreement = drawn_of(setting.with_case(obligations=(replace(duty, share=0.25), relief))).agreement
    costs = unit_costs(agreement, Prices(delay_usd_bn_per_year=8.0, delay_of_gain=0.0))
    assert costs[:4] == pytest.approx([0, 8 * 0.25 * 2, 0, 8 * 2])


def test_a_request_needs_a_world_to_optimise_on():
    with pytest.raises(CaseError, match="At least one world is needed to optimise on"):
        design_of(trade({"T0": 0.0}, reversible=0.2), replace(ESCROW_ONLY, sample=0))


def test_of_equal_worst_margins_the_first_is_named():
    case = trade({"T0": 0.0, "T1": 1.0}, reversible=0.2).case
    none = np.zeros(3)
    margins = tuple(
        WayMargin(who, phase, way, np.zeros((2, 3)), none, np.full(3, margin))
        for who, phase, way, margin in (
            (0, 0, Way.WITHHOLD, -2.0),
            (0, 1, Way.EXIT, -2.0),
            (1, 0, Way.WITHHOLD, -2.0),
            (1, 1, Way.EXIT, -3.0),
        )
    )
    found = worst_margins(case, Weighing(margins, ()), 0.0)
    assert [(w.party, w.phase, w.way, w.median_usd_bn) for w in found] == [
        ("A", "T0", "withhold", -2.0),
        ("B", "T1", "exit", -3.0),
    ]


def test_a_sample_is_no_larger_than_asked_for_and_costs_hardly_more_than_all_worlds_at_once():
    case = trade({"T0": 0.0}, reversible=0.2).case
    parties = (replace(p, patience=between(f"patience:{p.id}", 0.6, 0.97)) for p in case.parties)
    owed = (replace(o, reversible=between(f"reversible:{o.id}", 0.0, 0.5)) for o in case.obligations)
    money = {("A", "duty"): -2.0, ("B", "duty"): 5.0, ("A", "relief"): 5.0, ("B", "relief"): -2.0}
    setting = a_setting(replace(case, parties=tuple(parties), obligations=tuple(owed)), money=money, count=120)
    some = replace(ESCROW_ONLY, share=0.7, readings=0)
    whole, sampled = (design_of(setting, replace(some, sample=sample)) for sample in (120, 12))
    assert sampled.sample <= 12
    assert sampled.verification.share >= 0.7
    assert sampled.costs.total <= 1.05 * whole.costs.total
