"""The rows of the program, the margins of the durability stage and the explicit stream are one and the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.durability.breaches import Way
from detente.durability.design.plan import open_phases
from detente.durability.design.records import Snapback
from detente.durability.design.rows import margin_rows
from detente.durability.design.stream import stream_margin
from detente.durability.design.verify import carry_out
from detente.durability.verdict import weigh
from unit.durability.agreement import random_setting
from unit.durability.design.questions import RHO, drawn_of, random_plan, trade, with_outside_options

SLOW = Snapback("slow", "after 100 days", 100.0)


@pytest.mark.parametrize("seed", range(8))
def test_rows_give_the_margins_of_the_durability_stage_for_any_plan(seed):
    rng = np.random.default_rng(seed)
    found = with_outside_options(drawn_of(random_setting(seed, phases=4), SLOW), rng)
    plan = random_plan(found.agreement, rng)
    rows = margin_rows(found.agreement, plan.delivered > 0, exact=True)
    margins = rows.margins(plan.vector())
    carried = carry_out(found.terms, found.sides, plan)
    weighed = {(w.party, w.phase, w.way): w.margin for w in weigh(carried.sides, carried.terms).margins}
    keys = [(found.agreement.parties[g.party], g.phase, g.way) for g in rows.groups]
    assert set(keys) == set(weighed)
    for number, key in enumerate(keys):
        np.testing.assert_allclose(margins[rows.group == number], weighed[key], atol=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_rows_that_bound_are_never_above_the_margin_of_any_schedule(seed):
    rng = np.random.default_rng(seed)
    found = drawn_of(random_setting(seed, phases=3))
    plan = random_plan(found.agreement, rng)
    bound = margin_rows(found.agreement, open_phases(found.agreement), exact=False)
    values = bound.margins(plan.vector())
    carried = carry_out(found.terms, found.sides, plan)
    weighed = {(w.party, w.phase, w.way): w.margin for w in weigh(carried.sides, carried.terms).margins}
    for number, group in enumerate(bound.groups):
        margin = weighed.get((found.agreement.parties[group.party], group.phase, group.way))
        if margin is not None:
            rows = values[bound.group == number].reshape(-1, found.agreement.worlds)
            assert (rows.min(axis=0) <= margin + 1e-9).all()


def test_stream_gives_the_margin_worked_out_by_hand():
    # Keeping brings A 3 a year; withholding 5 until caught a year later, then the 2.5 that cannot be taken back.
    found = drawn_of(trade({"T0": 0.0}, reversible=0.5))
    side = next(s for s in found.sides if s.party == 0)
    by_hand = 3 / RHO - (5 * 0.1 + 2.5 * 0.9) / RHO
    assert stream_margin(side, found.terms, 0, Way.WITHHOLD, 0) == pytest.approx(by_hand, abs=1e-9)
    assert stream_margin(side, found.terms, 0, Way.EXIT, 0) == pytest.approx(3 / RHO - 2.5 / RHO, abs=1e-9)


def test_stream_with_slow_snapback_gives_the_margin_worked_out_by_hand():
    year = Snapback("year", "after a year", 365.25)
    found = drawn_of(trade({"T0": 0.0}, reversible=0.5), year)
    side = next(s for s in found.sides if s.party == 0)
    by_hand = 3 / RHO - (5 * (1 - 0.81) + 2.5 * 0.81) / RHO
    assert stream_margin(side, found.terms, 0, Way.WITHHOLD, 0) == pytest.approx(by_hand, abs=1e-9)
    assert stream_margin(side, found.terms, 0, Way.EXIT, 0) == pytest.approx((3 - 0.5 - 2.25) / RHO, abs=1e-9)


def test_breach_that_is_never_seen_is_never_snapped_back():
    found = drawn_of(trade({"T0": 0.0}, reversible=0.5))
    blind = replace(found.terms, p_detect=np.zeros_like(found.terms.p_detect))
    side = next(s for s in found.sides if s.party == 0)
    assert stream_margin(side, blind, 0, Way.WITHHOLD, 0) == pytest.approx((3 - 5) / RHO, abs=1e-9)


def test_parts_of_an_obligation_sum_to_it():
    rng = np.random.default_rng(3)
    found = drawn_of(random_setting(3, phases=4))
    plan = random_plan(found.agreement, rng)
    carried = carry_out(found.terms, found.sides, plan)
    for side, before in zip(carried.sides, found.sides, strict=True):
        np.testing.assert_allclose(side.gains.sum(axis=2), before.gains.sum(axis=2), atol=1e-12)
    np.testing.assert_allclose(carried.terms.cost_once.sum(axis=1), found.terms.cost_once.sum(axis=1), atol=1e-12)
