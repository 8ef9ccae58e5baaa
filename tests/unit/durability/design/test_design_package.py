"""Designs worked out by hand, repairs of a plan that does everything at once, and what cannot be repaired."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, Hybrid
from detente.durability.design import AS_WRITTEN, DesignRequest, Limits, Prices, Regime, Snapback
from detente.durability.design.elements import paid_elements, take_out
from detente.durability.design.search import least_change, sample_question, without_needless
from detente.durability.design.verify import weigh_plan
from unit.durability.agreement import (
    Setting,
    a_case,
    a_setting,
    between,
    element,
    fixed,
    obligation,
    party,
    random_setting,
)
from unit.durability.design.questions import NOTHING_BUT_TIME, RHO, design_of, drawn_of, trade
from unit.durability.design.slow_program import least_cost_of_payments_and_escrow

ALL = DesignRequest(share=1.0, regimes=(AS_WRITTEN,))
ESCROW_ONLY = replace(ALL, limits=Limits(transfer_usd_bn_per_year=0.0, subsidy_usd_bn_per_year=0.0))
TIME_ONLY = replace(ALL, limits=NOTHING_BUT_TIME)
THOUSAND_DOLLARS = 1e-6


def test_agreement_that_holds_is_left_as_it_is():
    design = design_of(trade({"T0": 0.0}, reversible=1.0), ALL)
    assert design.status == "holds"
    assert design.costs.total == 0
    assert (design.escrows, design.payments, design.delays, design.subsidies) == ((), (), (), ())
    assert design.verification.share_before == 1.0


def test_escrow_is_what_a_hand_computation_gives():
    # Reversible by 0.2: withholding brings 5 for a year, then 4; keeping 3. With X = 0.9 the escrow must be
    # (0.5 + 3.6 - 3) / 0.9 / rho; leaving is caught at once and needs (4 - 3) / rho, which is less.
    design = design_of(trade({"T0": 0.0}, reversible=0.2), ESCROW_ONLY)
    needed = (5 * 0.1 + 4 * 0.9 - 3) / 0.9 / RHO
    assert design.status == "designed"
    assert [e.party for e in design.escrows] == ["A", "B"]
    assert [e.amount_usd_bn for e in design.escrows] == pytest.approx([needed, needed], abs=1e-5)
    assert design.costs.escrow == pytest.approx(2 * needed * 0.02 / -np.log(0.95), abs=1e-5)
    assert design.costs.total == pytest.approx(design.costs.escrow)
    assert design.verification.share == 1.0
    assert design.verification.largest_gap < 1e-8
    assert design.verification.compared > 0


def test_party_held_by_escrow_alone_is_named_with_what_it_loses():
    # A gives 2 a year and gets 1: with phases of one year nothing is ever worth signing for, whatever it posts.
    # At patience 0.9 that is -1 / rho; with a cost of 3 at signature, 3 more. B gains and is not named.
    setting = trade({"T0": 0.0}, reversible=0.2)
    money = setting.payoffs.money.copy()
    axes = setting.payoffs.axes
    money[:, axes.party("A"), axes.element("relief"), axes.option("relief", "relief.full")] = 1.0
    duty, relief = setting.case.obligations
    costly = (replace(duty, cost_once_usd_bn=fixed("cost_once", 3.0, "USD bn")), relief)
    poorer = replace(setting, payoffs=replace(setting.payoffs, money=money)).with_case(obligations=costly)
    design = design_of(poorer, ESCROW_ONLY)
    assert design.status == "designed"
    assert design.verification.share == 1.0
    assert [(loser.party, loser.losing_share) for loser in design.losers] == [("A", 1.0)]
    assert design.losers[0].median_usd_bn == pytest.approx(-1 / RHO - 3)
    assert design_of(setting, ESCROW_ONLY).losers == ()


def test_dearer_month_of_lag_is_what_a_hand_computation_gives():
    design = design_of(trade({"T0": 0.0}, reversible=0.2), ESCROW_ONLY)
    caught = 0.9 ** (1 + 1 / 12)
    more = (5 * (1 - caught) + 4 * caught - 3) / caught / RHO - (0.5 + 3.6 - 3) / 0.9 / RHO
    reading = design.readings[0]
    assert reading.way == "withhold"
    assert reading.month_escrow_usd_bn == pytest.approx(more, abs=1e-5)
    assert reading.month_cost == pytest.approx(more * 0.02 / -np.log(0.95), abs=1e-5)
    assert reading.price == pytest.approx(1 / 0.9 * 0.02 / -np.log(0.95), abs=1e-6)


def test_saving_without_a_margin_is_what_the_next_one_needs():
    design = design_of(trade({"T0": 0.0}, reversible=0.2), ESCROW_ONLY)
    price = 0.02 / -np.log(0.95)
    next_one = (4 - 3) / RHO
    needed = (0.5 + 3.6 - 3) / 0.9 / RHO
    assert design.readings[0].saving_without == pytest.approx((needed - next_one) * price, abs=1e-5)


def test_plan_that_does_everything_at_once_is_repaired_by_steps_alone():
    setting = trade({"T0": 0.0, "T1": 1.0, "T2": 2.0}, reversible=0.2)
    before = setting.assess()
    assert before.holds_share == 0.0
    assert before.first_failure.phase == "T0"
    design = design_of(setting, TIME_ONLY)
    assert design.status == "designed"
    assert design.delays
    assert (design.escrows, design.payments, design.subsidies) == ((), (), ())
    assert design.verification.share == 1.0
    for delay in design.delays:
        assert sum(d.share for d in delay.deliveries) == pytest.approx(1.0)
        assert delay.mean_years > 0


@pytest.mark.parametrize("limits", [NOTHING_BUT_TIME, Limits(), Limits(escrow_usd_bn=0.0)], ids=["time", "all", "pay"])
def test_taking_out_any_paid_element_breaks_a_margin(limits):
    setting = trade({"T0": 0.0, "T1": 1.0, "T2": 2.0}, reversible=0.2)
    found = drawn_of(setting)
    question = sample_question(found.terms, found.sides, replace(ALL, limits=limits), 0.0, np.arange(1))
    candidate = least_change(question, AS_WRITTEN, Snapback("at-once", "at once"))
    candidate = without_needless(question, candidate, lambda _: True)
    assert all((w.margin >= 0).all() for w in weigh_plan(found.terms, found.sides, candidate.plan).margins)
    elements = paid_elements(candidate.agreement, candidate.plan)
    assert elements
    for taken in elements:
        without = take_out(candidate.agreement, candidate.plan, taken)
        lowest = min(float(w.margin.min()) for w in weigh_plan(found.terms, found.sides, without).margins)
        assert lowest < -THOUSAND_DOLLARS, taken


@pytest.mark.parametrize("seed", range(6))
def test_cost_is_that_of_the_slow_twin_when_the_schedule_is_fixed(seed):
    setting = random_setting(seed, phases=3, obligations=5, count=2)
    prices, limits = Prices(delay_usd_bn_per_year=1e6), Limits()
    found = drawn_of(setting)
    expected = least_cost_of_payments_and_escrow(found, prices, limits, 0.5)
    request = replace(ALL, prices=prices, limits=limits, floor_usd_bn=0.5)
    design = design_of(setting, request)
    if expected is None:
        assert design.status == "infeasible" or design.delays
    else:
        assert design.costs.total == pytest.approx(expected, rel=1e-4, abs=1e-4)
        assert design.verification.share == 1.0


def test_what_is_missing_is_named_with_party_phase_and_way():
    design = design_of(trade({"T0": 0.0}, reversible=0.2), TIME_ONLY)
    assert design.status == "infeasible"
    missing = {(s.party, s.phase, s.way): s.missing_usd_bn for s in design.missing}
    assert missing[("A", "T0", "exit")] == pytest.approx((4 - 3) / RHO, abs=1e-4)
    assert missing[("A", "T0", "withhold")] == pytest.approx((0.5 + 3.6 - 3) / RHO, abs=1e-4)
    assert {party for party, _, _ in missing} == {"A", "B"}


def test_transfers_sum_to_the_subsidy_and_never_below():
    setting = random_setting(4, phases=3, count=4)
    design = design_of(setting, replace(ALL, floor_usd_bn=3.0, limits=Limits(escrow_usd_bn=0.0)))
    assert design.payments
    given = {s.phase: s.amount_usd_bn_per_year for s in design.subsidies}
    for phase in {p.phase for p in design.payments}:
        total = sum(p.amount_usd_bn_per_year for p in design.payments if p.phase == phase)
        assert total == pytest.approx(given.get(phase, 0.0), abs=1e-9)
        assert total > -1e-9


def test_better_verification_is_bought_where_it_is_cheaper_than_escrow():
    cheap = Regime("watch", "watch", 1e-3, 1.0, 1.0)
    setting = trade({"T0": 0.0}, reversible=0.2, lag_days=2000.0)
    alone = design_of(setting, ESCROW_ONLY)
    design = design_of(setting, replace(ESCROW_ONLY, regimes=(AS_WRITTEN, cheap)))
    assert design.regime.id == "watch"
    assert design.costs.total < alone.costs.total
    assert {o.regime: o.cost for o in design.offers}["as-written"] == pytest.approx(alone.costs.total, rel=1e-6)


def test_slower_snapback_is_taken_only_where_it_saves():
    at_once = Snapback("ready", "kept ready", 0.0, 5.0)
    slow = Snapback("slow", "after 30 days", 30.0, 0.0)
    design = design_of(trade({"T0": 0.0}, reversible=0.2), replace(ESCROW_ONLY, snapbacks=(at_once, slow)))
    assert design.snapback.id == "slow"
    dearer = replace(slow, cost_usd_bn_per_year=6.0)
    design = design_of(trade({"T0": 0.0}, reversible=0.2), replace(ESCROW_ONLY, snapbacks=(at_once, dearer)))
    assert design.snapback.id == "ready"


def test_share_of_worlds_costs_less_than_all_of_them_and_is_reached_on_all():
    case = a_case(
        [replace(party("A"), patience=between("patience:A", 0.6, 0.97)), party("B")],
        [element("duty"), element("relief")],
        {"T0": 0.0},
        [
            obligation("duty", "A", "duty", "T0", reversible=between("reversible:d", 0.0, 0.5)),
            obligation("relief", "B", "relief", "T0", reversible=between("reversible:r", 0.0, 0.5)),
        ],
    )
    money = {("A", "duty"): -2.0, ("B", "duty"): 5.0, ("A", "relief"): 5.0, ("B", "relief"): -2.0}
    setting = a_setting(case, money=money, count=300)
    some = design_of(setting, replace(ESCROW_ONLY, share=0.8))
    everyone = design_of(setting, ESCROW_ONLY)
    assert some.verification.worlds == 300
    assert some.verification.share >= 0.8
    assert everyone.verification.share == 1.0
    assert some.costs.total < everyone.costs.total
    assert everyone.sample <= 100


def test_humanitarian_steps_and_those_asked_for_stay_on_time():
    setting = trade({"T0": 0.0, "T1": 1.0, "T2": 2.0}, reversible=0.2)
    duty, relief = setting.case.elements
    humane = setting.with_case(elements=(duty, replace(relief, domain="humanitarian")))
    for design in (design_of(humane, ALL), design_of(setting, replace(ALL, on_time=("relief",)))):
        assert design.status == "designed"
        assert "relief" not in {d.obligation for d in design.delays}
    assert "relief" in {d.obligation for d in design_of(setting, TIME_ONLY).delays}


def test_what_waits_for_another_is_never_delivered_further():
    setting = trade({"T0": 0.0, "T1": 1.0, "T2": 2.0}, reversible=0.2)
    duty, relief = setting.case.obligations
    design = design_of(setting.with_case(obligations=(duty, replace(relief, after=("duty",)))), TIME_ONLY)
    done = {d.obligation: {x.phase: x.share for x in d.deliveries} for d in design.delays}
    for phases in (("T0",), ("T0", "T1")):
        relief_so_far = sum(done["relief"].get(p, 0.0) for p in phases)
        duty_so_far = sum(done["duty"].get(p, 0.0) for p in phases) if "duty" in done else 1.0
        assert relief_so_far <= duty_so_far + 1e-6


def test_party_without_stake_is_left_out_and_named():
    setting = trade({"T0": 0.0}, reversible=0.2)
    silent = party("B", stake=None)
    preferences = replace(setting.preferences, has_stake=np.array([True, False]))
    setting = replace(setting, preferences=preferences).with_case(parties=(setting.case.parties[0], silent))
    design = design_of(setting, ESCROW_ONLY)
    assert design.unknown_parties == ("B",)
    assert "stake is not stated" in design.reason
    assert {e.party for e in design.escrows} == {"A"}


def test_nothing_is_designed_where_no_margin_is_known():
    setting = trade({"T0": 0.0}, reversible=0.2)
    preferences = replace(setting.preferences, has_stake=np.array([False, False]))
    setting = replace(setting, preferences=preferences).with_case(
        parties=(party("A", stake=None), party("B", stake=None))
    )
    design = design_of(setting, ALL)
    assert design.status == "unknown"
    assert design.verification is None
    assert design.unknown_parties == ("A", "B")


def test_hybrid_breach_that_is_never_caught_cannot_be_bought_off_by_escrow():
    setting = trade({"T0": 0.0}, reversible=1.0)
    tempted = replace(setting.case.parties[0], hybrid=Hybrid(fixed("gain", 1.0), fixed("q", 0.0), fixed("lag", 30.0)))
    design = design_of(setting.with_case(parties=(tempted, setting.case.parties[1])), ESCROW_ONLY)
    assert design.status == "infeasible"
    assert [(s.party, s.way) for s in design.missing] == [("A", "hybrid")]
    assert design.missing[0].missing_usd_bn == pytest.approx(1 / RHO, abs=1e-4)


def irreversible_relief() -> Setting:
    """What A owes is taken back at once, what B owes never: A would break, and B has something to spare."""
    setting = trade({"T0": 0.0}, reversible=1.0)
    duty, relief = setting.case.obligations
    return setting.with_case(obligations=(duty, replace(relief, reversible=fixed("reversible:r", 0.0))))


def test_payment_is_what_a_hand_computation_gives():
    # A keeps 3 + p. Withholding brings (5 + p) for a year, then 5: 0.1 (5 + p) + 0.9 * 5. So p = 2 / 0.9.
    design = design_of(irreversible_relief(), replace(ALL, limits=Limits(escrow_usd_bn=0.0)))
    paid = {p.party: p.amount_usd_bn_per_year for p in design.payments}
    assert paid == pytest.approx({"A": 2 / 0.9, "B": -2 / 0.9}, abs=1e-5)
    assert design.subsidies == ()
    assert design.costs.total == pytest.approx(0.2 * 2 / 0.9 / -np.log(0.95), abs=1e-5)


def test_only_those_who_may_pay_do():
    limits = Limits(escrow_usd_bn=0.0, payers=("A",))
    design = design_of(irreversible_relief(), replace(ALL, limits=limits))
    assert {p.party for p in design.payments} == {"A"}
    assert [s.amount_usd_bn_per_year for s in design.subsidies] == pytest.approx([2 / 0.9], abs=1e-5)


def test_payer_that_is_no_party_is_refused():
    request = replace(ALL, limits=Limits(payers=("C",)))
    with pytest.raises(CaseError, match=r"payers: test has no party C\.\nParties: A, B\."):
        design_of(trade({"T0": 0.0}, reversible=0.2), request)


def test_unknown_package_names_the_nearest():
    with pytest.raises(
        CaseError, match=r"there is no package deal-2\.\nDid you mean deal\? Packages of this case: deal\."
    ):
        design_of(trade({"T0": 0.0}, reversible=0.2), ALL, package="deal-2")


def test_package_without_obligations_is_an_error():
    setting = trade({"T0": 0.0}, reversible=0.2).with_case(obligations=())
    with pytest.raises(CaseError, match="package deal carries no obligation"):
        design_of(setting, ALL)


def test_obligations_that_wait_for_each_other_in_a_circle_are_named():
    setting = trade({"T0": 0.0}, reversible=0.2)
    duty, relief = setting.case.obligations
    circle = (replace(duty, after=("relief",)), replace(relief, after=("duty",)))
    with pytest.raises(CaseError, match=r"wait for each other in a circle: (duty|relief) -> "):
        design_of(setting.with_case(obligations=circle), ALL)


def test_every_fault_of_a_request_is_named_at_once():
    request = DesignRequest(
        share=1.5,
        regimes=(Regime("bad", "bad", 0.0, 1.2),),
        prices=Prices(discount=1.0, subsidy=0.0),
        limits=Limits(escrow_usd_bn=-1.0),
    )
    with pytest.raises(CaseError) as raised:
        design_of(trade({"T0": 0.0}, reversible=0.2), request)
    message = str(raised.value)
    for words in ("share 1.5", "p_detect 1.2 is no probability", "discount 1", "price subsidy 0", "escrow_usd_bn -1"):
        assert words in message
