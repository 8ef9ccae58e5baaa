"""Closed forms of bargaining, steps and dependence agree with programmes, sums and definitions written out."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.durability.formulas import answer_formula, find_formula
from property import slow_formulas as slow
from property.formula_games import EXAMPLES, NEAR, discounts, numbers, values


@EXAMPLES
@given(st.lists(numbers(0, 1), min_size=1, max_size=8), numbers(0.001, 0.6), discounts)
def test_a_path_is_peaceful_when_a_programme_finds_divisions(path, destroyed, delta):
    answer = answer_formula(find_formula("powell_path"), {"path": tuple(path), "d": destroyed, "delta": delta})
    assume(abs(answer.also["margin"]) > 1e-6)
    assert answer.values == (float(slow.path_is_peaceful(path, destroyed, delta)),)


@EXAMPLES
@given(numbers(0, 1), numbers(0, 1), numbers(0.001, 0.6), discounts, st.integers(1, 5))
def test_a_jump_leads_to_war_however_late_it_comes(before, after, destroyed, delta, wait):
    war, largest = values("powell_shift", p0=before, p1=after, d=destroyed, delta=delta)
    late, one_step, all_steps = values("powell_delay", p0=before, pN=after, d=destroyed, delta=delta)
    margin = answer_formula(
        find_formula("powell_path"), {"path": (before, after), "d": destroyed, "delta": delta}
    ).also["margin"]
    assume(abs(margin) > 1e-6)
    peaceful = slow.path_is_peaceful([before] * wait + [after] * 2, destroyed, delta)
    assert (war, late, one_step, all_steps) == (1 - peaceful, 1 - peaceful, peaceful, peaceful)
    if before < largest < 1:
        assert slow.path_is_peaceful([before, largest - 1e-5], destroyed, delta)
        assert not slow.path_is_peaceful([before, largest + 1e-5], destroyed, delta)


@EXAMPLES
@given(numbers(0, 1), numbers(0, 0.5), numbers(0, 0.5), numbers(-0.2, 0.3), numbers(-0.2, 0.3), numbers(0, 1))
def test_the_bargaining_range_holds_the_shares_that_both_prefer(p, cost_a, cost_b, extra_a, extra_b, share):
    low, high = values("fearon_range", p=p, cA=cost_a, cB=cost_b, sA=extra_a, sB=extra_b)
    slack_a, slack_b = share + extra_a - (p - cost_a), 1 - share + extra_b - (1 - p - cost_b)
    assume(min(abs(slack_a), abs(slack_b)) > 1e-9)
    assert (low is not None and low <= share <= high) == (slack_a > 0 and slack_b > 0)


@EXAMPLES
@given(numbers(0, 1), numbers(0, 0.8), numbers(0.05, 0.8))
def test_no_other_demand_pays_more(p, cost_a, largest):
    demand, p_war = values("risk_return", p=p, cA=cost_a, C=largest)

    def payoff(x):
        refused = min(1.0, max(0.0, (x - p) / largest))
        return x * (1 - refused) + (p - cost_a) * refused

    assert p_war == pytest.approx(max(0.0, demand - p) / largest, abs=1e-9)
    assert all(payoff(demand) >= payoff(p + largest * k / 200) - 1e-12 for k in range(-20, 221))


@settings(max_examples=40)
@given(numbers(1.1, 5), discounts, numbers(0.1, 3))
def test_no_path_of_concessions_starts_with_a_larger_step(worth, delta, total):
    assume(delta * worth > 1.02)
    (first,) = values("gradual_steps", b=worth, delta=delta, C=total)
    assert first == pytest.approx(slow.largest_first_step(worth, delta, total), rel=1e-6)


@EXAMPLES
@given(st.lists(st.tuples(numbers(-5, 10), numbers(-2, 8)), min_size=1, max_size=8), discounts, st.booleans())
def test_margins_of_tranches_are_sums_of_what_is_still_to_come(phases, delta, before):
    tranches, costs = zip(*phases, strict=True)
    margins = values("tranches", tranches=tranches, costs=costs, delta=delta, pay="before" if before else "after")
    for k, margin in enumerate(margins):
        later = range(k, len(phases))
        paid = sum(delta ** (j - k + (not before)) * tranches[j] for j in later if j > k or not before)
        performed = sum(delta ** (j - k) * costs[j] for j in later)
        assert margin == pytest.approx(paid - performed, abs=1e-9)


@EXAMPLES
@given(numbers(1, 6), numbers(0.1, 0.9), numbers(0, 8), discounts, numbers(0, 1))
def test_starting_small_unmasks_at_once_and_risks_no_more_than_it_wins(g, part, loss, delta, pi):
    v = part * g
    growth, first = values("starting_small", g=g, v=v, l=loss, delta=delta, pi=pi)
    for factor, at_once in ((growth * (1 - NEAR), True), (growth * (1 + NEAR), False)):
        assert (g * 1.0 >= v * 1.0 + delta * g * factor) == at_once

    def expected(stake):
        true_partner = v * stake + sum(v * delta**t for t in range(1, slow.HORIZON))
        return pi * true_partner - (1 - pi) * loss * stake

    assert expected(first) >= -1e-9
    assert first == 1 or expected(first + NEAR) < 0


@EXAMPLES
@given(numbers(0, 0.95), numbers(0, 1), numbers(-2, 2), numbers(-2, 2))
def test_reciprocation_settles_where_iterating_does(a, b, g, h):
    x = y = 0.0
    for _ in range(3000):
        x, y = g + a * y, h + b * x
    assert values("grit", a=a, b=b, g=g, h=h) == pytest.approx((x, y), abs=1e-7)


@EXAMPLES
@given(st.integers(0, 1000), numbers(0.5, 9), st.one_of(st.none(), numbers(0.5, 4)))
def test_a_lost_partner_costs_what_the_price_index_says(permille, elasticity, factor):
    inputs = {"share": permille / 1000, "elasticity": elasticity, "cost_factor": factor}
    (loss,) = values("trade_cost", **inputs)
    assert loss == pytest.approx(slow.ces_loss(permille / 1000, elasticity, factor), abs=1e-9)
    assume(0 < loss < 0.999)
    critical = answer_formula(find_formula("trade_cost"), {**inputs, "w": loss}).also["critical_share"]
    assert critical == pytest.approx(permille / 1000, rel=1e-6)


@EXAMPLES
@given(numbers(0.01, 3), numbers(0, 3), numbers(0, 5), numbers(0, 5), discounts, st.integers(1, 9))
def test_margins_of_a_link_are_sums(loss_a, loss_b, gain_a, gain_b, delta, periods):
    inputs = {"loss_A": loss_a, "loss_B": loss_b, "gain_A": gain_a, "gain_B": gain_b, "delta": delta}
    answer = answer_formula(find_formula("asymmetry"), {**inputs, "T": periods})
    later = sum(delta**t for t in range(1, slow.HORIZON))
    assert answer.values == pytest.approx((loss_a * later - gain_a, loss_b * later - gain_b, loss_b / loss_a))
    held = (loss_a + answer.also["extra_cost_A"]) * later - gain_a
    assert held >= -1e-9
    assert answer.also["extra_cost_A"] == 0 or held == pytest.approx(0, abs=1e-9)
    assert answer.also["cost_of_threat_to_A"] == pytest.approx(sum(loss_a * delta**t for t in range(periods)))


@EXAMPLES
@given(numbers(0, 3), numbers(0, 3), numbers(0, 1))
def test_with_the_guarantee_the_investor_just_comes(cost, value, share):
    (guarantee,) = values("holdup", cost=cost, value=value, share=share)
    assert share * value + guarantee >= cost - 1e-9
    assert guarantee == 0 or share * value + guarantee == pytest.approx(cost)


@EXAMPLES
@given(st.integers(1, 6), st.data())
def test_vulnerable_parties_are_those_of_the_definition(count, data):
    pairs = [(i, j) for i in range(count) for j in range(i + 1, count) if data.draw(st.booleans())]
    strength = tuple(float(data.draw(st.integers(0, 4))) for _ in range(count))
    advantage = data.draw(st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0]))
    net = ", ".join(f"{i}-{j}" for i, j in pairs) or "empty"
    found = values("alliance_vulnerability", n=count, net=net, M=strength, gamma=advantage)
    assert found == (slow.count_vulnerable(count, pairs, strength, advantage),)
