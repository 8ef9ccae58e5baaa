"""Laws of designs, and of the margins they rest on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from detente.durability.design import AS_WRITTEN, DesignRequest, Limits, Prices, Regime, Snapback
from detente.durability.design.proof import largest_gap
from detente.durability.design.verify import carry_out
from detente.durability.verdict import weigh
from unit.durability.agreement import Setting, fixed, random_setting
from unit.durability.design.questions import design_of, drawn_of, random_plan, with_outside_options

SEEDS = st.integers(min_value=0, max_value=10_000)

# Streams go through looks one by one; both are sums of tens of doubles of size up to some hundreds.
SAME = 1e-8
ROUNDING = 1e-9

# The program holds margins a thousand dollars above the floor, and costs are sums of such amounts.
SAME_COST = 1e-4


def positive_flows(setting: Setting) -> Setting:
    """Everything brings everyone something, nothing else is paid, seized or posted: flows grow from phase to phase."""
    preferences = setting.preferences
    return replace(
        setting,
        preferences=replace(
            preferences,
            no_deal_values=np.zeros_like(preferences.no_deal_values),
            no_deal_money=np.zeros_like(preferences.no_deal_money),
        ),
        payoffs=replace(setting.payoffs, money=np.abs(setting.payoffs.money)),
    ).with_case(
        transfers=(),
        escrows=(),
        guarantees=(),
        obligations=tuple(replace(o, cost_once_usd_bn=None) for o in setting.case.obligations),
        parties=tuple(replace(p, outside_usd_bn_per_year=None) for p in setting.case.parties),
    )


def margins_under(setting: Setting, snapback: Snapback) -> dict[tuple[int, int, str], np.ndarray]:
    found = drawn_of(setting, snapback)
    return {(w.party, w.phase, str(w.way)): w.margin for w in weigh(found.sides, found.terms).margins}


@given(SEEDS)
@examples(max_examples=25, deadline=None)
def test_margins_of_any_plan_equal_the_explicit_stream(seed):
    rng = np.random.default_rng(seed)
    snapback = Snapback("some", "some", float(rng.uniform(0, 200)))
    found = with_outside_options(drawn_of(random_setting(seed, phases=3, count=2), snapback), rng)
    carried = carry_out(found.terms, found.sides, random_plan(found.agreement, rng))
    gap, compared = largest_gap(carried, weigh(carried.sides, carried.terms))
    assert compared > 0
    assert gap < SAME


@given(SEEDS, st.floats(min_value=1.0, max_value=1000.0))
@examples(max_examples=25, deadline=None)
def test_slower_snapback_never_raises_a_margin_where_the_breach_pays_until_then(seed, days):
    setting = positive_flows(random_setting(seed))
    before = margins_under(setting, Snapback("now", "now"))
    after = margins_under(setting, Snapback("later", "later", days))
    assert all((after[key] <= before[key] + ROUNDING).all() for key in before)


@given(SEEDS, st.floats(min_value=0.3, max_value=0.99))
@examples(max_examples=25, deadline=None)
def test_less_patience_never_turns_a_negative_margin_positive_without_bond_and_upfront_cost(seed, factor):
    setting = positive_flows(random_setting(seed))
    hasty = setting.with_case(
        parties=tuple(
            replace(p, patience=fixed(f"patience:{p.id}", p.patience.mode * factor)) for p in setting.case.parties
        )
    )
    now = Snapback("now", "now")
    before, after = margins_under(setting, now), margins_under(hasty, now)
    assert all((after[key][before[key] < 0] <= ROUNDING).all() for key in before)


@given(SEEDS, st.floats(min_value=0.0, max_value=4.0))
@examples(max_examples=12, deadline=None)
def test_every_margin_of_a_design_is_at_its_floor(seed, floor):
    setting = random_setting(seed, phases=3, obligations=6, count=3)
    design = design_of(setting, DesignRequest(share=1.0, regimes=(AS_WRITTEN,), floor_usd_bn=floor, readings=1))
    if design.status == "infeasible":
        assert design.missing
        return
    assert design.verification.share == 1.0
    assert design.verification.largest_gap < SAME
    given_from_outside = {s.phase: s.amount_usd_bn_per_year for s in design.subsidies}
    for phase in {p.phase for p in design.payments}:
        total = sum(p.amount_usd_bn_per_year for p in design.payments if p.phase == phase)
        assert abs(total - given_from_outside.get(phase, 0.0)) < SAME
    order = [p.id for p in setting.case.phases]
    text = {o.id: order.index(o.phase) for o in setting.case.obligations}
    for delay in design.delays:
        assert abs(sum(d.share for d in delay.deliveries) - 1) < SAME
        assert min(order.index(d.phase) for d in delay.deliveries) >= text[delay.obligation]


@given(SEEDS, st.floats(min_value=0.1, max_value=3.0))
@examples(max_examples=10, deadline=None)
def test_higher_floor_never_costs_less_when_the_schedule_is_fixed(seed, more):
    setting = random_setting(seed, phases=2, obligations=5, count=2)
    dear = DesignRequest(share=1.0, regimes=(AS_WRITTEN,), prices=Prices(delay_usd_bn_per_year=1e7), readings=0)
    low = design_of(setting, replace(dear, floor_usd_bn=0.5))
    high = design_of(setting, replace(dear, floor_usd_bn=0.5 + more))
    if low.status == "infeasible":
        assert high.status == "infeasible"
    elif high.status != "infeasible":
        assert high.costs.total >= low.costs.total - SAME_COST


@given(SEEDS)
@examples(max_examples=8, deadline=None)
def test_more_on_offer_never_costs_more(seed):
    setting = random_setting(seed, phases=2, obligations=5, count=2)
    few = DesignRequest(share=1.0, regimes=(AS_WRITTEN,), floor_usd_bn=2.0, limits=Limits(), readings=0)
    watch = Regime("watch", "watch", 0.01, 0.95, 5.0, 0.95, 5.0)
    one, two = design_of(setting, few), design_of(setting, replace(few, regimes=(AS_WRITTEN, watch)))
    if one.status != "infeasible":
        assert two.costs.total <= one.costs.total + SAME_COST
