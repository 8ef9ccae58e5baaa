"""Laws of effects on generated worlds: parts add up, measures taken back return what they cost, order is nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import Case, EconomySettings, Party, Role
from detente.economy.effects import Effects, effects_of
from detente.economy.effects.problem import pose_on
from detente.worlds import draw_worlds
from property.trade_worlds import trade_world
from unit.economy.small_economy import CASE, element, number, row

seeds = st.integers(0, 10**6)
FLOW_PARTS = ("terms_of_trade", "volume_of_trade", "trade_cost")
SOLVED = 2e-6


def case_on(regions: tuple[str, ...], seed: int) -> Case:
    """Sanctions between the first region and all others, a productivity shock, and options that take them back."""
    draw = np.random.default_rng(seed)
    fall, harm, back = draw.uniform(0.2, 0.9), draw.uniform(0.8, 1.1), draw.uniform(0.1, 0.9)
    first, others = regions[:1], regions[1:]
    return replace(
        CASE,
        parties=(Party("A", "A", "state", Role.SIGNATORY, regions={first[0]: number("region:A", 1.0)}),),
        elements=(element("SANC", ("part",), ("all",)), element("IDLE", ("idle",))),
        packages=(),
        shocks=(
            row("sanctions", "trade", fall * 0.9, fall, fall * 1.1, origin=first, destination=others, in_force=True),
            row("sanctions", "trade", fall, origin=others, destination=first, in_force=True),
            row("harm", "productivity", harm, origin=first, in_force=True),
            row("part", "relief", back, relieves="sanctions"),
            row("all", "relief", 1.0, relieves="sanctions"),
            row("all", "relief", 1.0, relieves="harm"),
            row("idle", "iceberg", 1.0, origin=first, destination=others),
        ),
        economy=EconomySettings(gdp_usd_bn={r: number(f"gdp:{r}", 10.0 + k) for k, r in enumerate(regions)}),
    )


def found_on(seed: int) -> Effects:
    baseline = trade_world(seed)
    return effects_of(pose_on(case_on(baseline.regions, seed), draw_worlds(2, seed), {"long": baseline}))


@settings(max_examples=15)
@given(seeds)
def test_parts_add_up_and_the_remainder_is_small(seed):
    found = found_on(seed)
    parts = found.decomposition
    flows = sum(getattr(parts, name).sum(axis=(2, 4)) for name in FLOW_PARTS)
    total = flows + parts.productivity.sum(axis=2) + parts.transfers
    exact = np.log1p(found.central.real_income_change)
    np.testing.assert_allclose(total + parts.remainder, exact, atol=1e-12)
    assert np.abs(parts.remainder).max() < 1e-3 * np.abs(exact).max() + 1e-7


@settings(max_examples=15)
@given(seeds)
def test_measures_taken_back_in_full_return_what_they_cost_and_nothing_changes_nothing(seed):
    found = found_on(seed)
    share = found.over_worlds.real_income_share[0]
    np.testing.assert_allclose((1 + share[0]) * (1 + share[found.item("SANC.2")]), 1.0, atol=SOLVED)
    np.testing.assert_allclose(share[found.item("IDLE.1")], 0.0, atol=SOLVED)
    np.testing.assert_allclose(found.central.output_change[0, found.item("IDLE.1")], 0.0, atol=1e-7)


@settings(max_examples=10)
@given(seeds)
def test_the_order_of_options_changes_no_number(seed):
    baseline = trade_world(seed)
    case = case_on(baseline.regions, seed)
    turned = replace(case, elements=case.elements[::-1])
    one, two = (effects_of(pose_on(c, draw_worlds(2, seed), {"long": baseline})) for c in (case, turned))
    for item in one.items:
        a, b = one.item(item.id, item.kind), two.item(item.id, item.kind)
        np.testing.assert_array_equal(one.over_worlds.usd_bn_per_year[:, a], two.over_worlds.usd_bn_per_year[:, b])
        np.testing.assert_array_equal(one.central.output_change[:, a], two.central.output_change[:, b])
