"""What holding measures is worth, and who lets go first."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from detente.case import Measure, Option
from detente.deals.coalitions import leverage
from detente.deals.coalitions.leaving import CoalitionStability, Leaving, coalition_stability, order_of_leaving
from detente.deals.coalitions.leverage import any_holder_worth, find_leverage, relief_gain, reliefs
from detente.deals.coalitions.shapley import sampled_shapley_values, shapley_values
from detente.deals.records import Quantiles
from detente.deals.worth.evaluate import evaluate
from property.cases import generated_case
from unit.deals.mediation.test_bridging import drawn


def lifting_case(seed=0):
    """The packages lift M0 (of P1) and M1 (of P1 or P2) on two elements, M2 (of P3, not in force) on a third."""
    case = generated_case(seed)
    lifts = {}
    for package in case.packages:
        moved = [e for e in case.elements if package.choices.get(e.id, e.status_quo) != e.status_quo]
        for element, measures in zip(moved, (("M0",), ("M0", "M1"), ("M2",)), strict=False):
            lifts[package.choices[element.id]] = measures
    elements = tuple(
        replace(e, options=tuple(Option(o.id, o.title, lifts.get(o.id, ())) for o in e.options)) for e in case.elements
    )
    measures = (
        Measure("M0", "P1", "act", (), "in_force"),
        Measure("M1", "P2", "act", (), "in_force", who_can_lift="P2; Party 1"),
        Measure("M2", "P3", "act", (), "pending"),
    )
    return replace(case, elements=elements, measures=measures)


def slow_shapley(players, worth):
    """Average contribution over all orders of arrival."""
    shares = np.zeros(players)
    orders = list(permutations(range(players)))
    for order in orders:
        before = 0
        for i in order:
            shares[i] += worth[before | 1 << i] - worth[before]
            before |= 1 << i
    return shares / len(orders)


@pytest.mark.parametrize("players", [1, 2, 3, 4, 5, 6])
def test_shapley_value_is_the_average_over_all_orders(players):
    worth = np.random.default_rng(players).normal(size=2**players)
    np.testing.assert_allclose(shapley_values(worth), slow_shapley(players, worth), atol=1e-12)


def test_games_are_solved_side_by_side():
    worth = np.random.default_rng(0).normal(size=(16, 3))
    apart = np.stack([shapley_values(worth[:, k]) for k in range(3)], axis=1)
    np.testing.assert_allclose(shapley_values(worth), apart, atol=1e-12)


def test_a_table_of_coalitions_that_is_no_power_of_two_is_refused():
    with pytest.raises(ValueError, match="2\\*\\*n"):
        shapley_values(np.zeros(6))


@pytest.mark.parametrize("seed", range(8))
def test_any_holder_games_have_a_closed_form(seed):
    draw = np.random.default_rng(seed)
    holders = draw.random((4, 6)) < 0.5
    holders[:, 0] |= ~holders.any(axis=1)
    relief = draw.normal(size=4)
    closed = (relief[:, None] * holders / holders.sum(axis=1)[:, None]).sum(axis=0)
    np.testing.assert_allclose(shapley_values(any_holder_worth(holders, relief)), closed, atol=1e-12)


def test_sampled_orders_are_within_their_error_of_the_exact_value():
    worth = np.random.default_rng(2).random(2**6)
    codes = 1 << np.arange(6)
    mean, error = sampled_shapley_values(6, lambda s: worth[s @ codes], orders=20_000, seed=5)
    exact = shapley_values(worth)
    assert (abs(mean - exact) < 4.5 * error).all()
    assert (error < 0.01).all()
    assert mean.sum() == pytest.approx(worth[-1] - worth[0])


def test_relief_counts_measures_in_force_and_those_who_hold_them():
    case = lifting_case()
    found = reliefs(case, case.packages[0])
    assert [r.holders for r in found] == [("P1",), ("P1", "P2")]


def test_the_hold_over_a_party_is_what_it_would_gain_shared_by_element():
    case = lifting_case()
    options = drawn(case)
    for result in find_leverage(case, options):
        package = next(p for p in case.packages if p.id == result.package)
        held = [r for r in reliefs(case, package) if r.element in result.elements]
        expected = {}
        for relief in held:
            gained = relief_gain(options, result.target, relief)
            for holder in relief.holders:
                expected[holder] = expected.get(holder, 0) + gained / len(relief.holders)
        assert result.target not in expected
        for holding in result.shares:
            assert holding.value.median == pytest.approx(np.median(expected[holding.holder]))
        assert sum(s.part for s in result.shares) == pytest.approx(1.0)
        assert all(s.error == 0 for s in result.shares)
        assert result.method.startswith("exact")


def test_some_party_is_held_over_by_others():
    assert any(find_leverage(case, drawn(case)) for case in map(lifting_case, range(4)))


def test_many_holders_are_sampled_with_an_error(monkeypatch):
    cases = [lifting_case(seed) for seed in range(4)]
    exact = [find_leverage(c, drawn(c)) for c in cases]
    monkeypatch.setattr(leverage, "MOST_EXACT", 0)
    sampled = [find_leverage(c, drawn(c)) for c in cases]
    pairs = [(e, s) for one, other in zip(exact, sampled, strict=True) for e, s in zip(one, other, strict=True)]
    assert pairs
    for known, found in pairs:
        parts = {s.holder: s.part for s in known.shares}
        assert found.method == f"{leverage.ORDERS} sampled orders"
        for holding in found.shares:
            assert abs(holding.part - parts[holding.holder]) <= 4.5 * holding.error + 1e-9


def test_a_holder_leaves_where_the_relief_brings_itself_something():
    case = lifting_case()
    options = drawn(case)
    for result in coalition_stability(case, options):
        package = next(p for p in case.packages if p.id == result.package)
        axes = options.preferences.axes
        choice = np.where(axes.choice(package.choices) < 0, axes.status_quo, axes.choice(package.choices))
        gain, _ = evaluate(options, choice)
        keeps = np.ones(len(gain), dtype=bool)
        for leaving in result.leaving:
            held = [
                r
                for r in reliefs(case, package)
                if leaving.holder in r.holders
                and result.target not in r.holders
                and relief_gain(options, result.target, r).mean() > 0
            ]
            own = sum(relief_gain(options, leaving.holder, r) for r in held)
            assert leaving.lifts_alone == pytest.approx((own > 0).mean())
            deal = np.maximum(gain[:, axes.party(leaving.holder)], 0)
            assert leaving.rather_than_deal == pytest.approx((own > deal).mean())
            keeps &= (own <= 0) | (not leaving.heard)
        assert result.stable == pytest.approx(keeps.mean())


def test_holders_leave_in_the_order_of_the_relief_offered():
    for case in map(lifting_case, range(6)):
        stability = coalition_stability(case, drawn(case))
        for first in order_of_leaving(stability):
            offers = [
                (s.offered, leaving.lifts_alone)
                for s in stability
                if s.target == first.target
                for leaving in s.leaving
                if leaving.holder == first.holder
            ]
            left = [offered for offered, share in offers if share >= 0.5]
            assert first.offered == (min(left) if left else None)
            assert bool(first.package) == bool(left)


def test_a_case_without_measures_has_no_leverage():
    case = generated_case(1)
    assert find_leverage(case, drawn(case)) == coalition_stability(case, drawn(case)) == ()
    assert order_of_leaving(()) == ()


def test_holders_that_leave_at_no_offer_come_last():
    def offer(package, offered, **lifts):
        nothing = Quantiles(0, 0, 0, 0, 0, "share of political range")
        stands = tuple(Leaving(holder, True, False, nothing, share, 0.0) for holder, share in lifts.items())
        return CoalitionStability(package, "T", offered, "share of political range", stands, 0.0)

    first = order_of_leaving((offer("large", 2.0, A=0.2, B=0.9, C=0.4), offer("small", 1.0, A=0.4, B=0.1, C=0.5)))
    assert [(f.holder, f.package, f.offered) for f in first] == [
        ("C", "small", 1.0),
        ("B", "large", 2.0),
        ("A", "", None),
    ]


def test_hold_is_looked_at_over_whoever_some_package_needs():
    for case in map(lifting_case, range(6)):
        options = drawn(case)
        expected = [
            (package.id, target)
            for package in case.packages
            for target in ("P0", "P1", "P2")
            for held in [[r for r in reliefs(case, package) if target not in r.holders]]
            if any(relief_gain(options, target, r).mean() > 0 for r in held)
        ]
        assert [(found.package, found.target) for found in find_leverage(case, options)] == expected
