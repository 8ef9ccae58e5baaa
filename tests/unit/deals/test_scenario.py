"""Frontier and solutions of a scenario: equal to enumeration with fractions, honest at the edges."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import CaseError, Scenario, ScenarioElement
from detente.deals import solve_scenario
from detente.deals.scenario import search as scenario_search
from detente.deals.scenario import solving as scenario_module
from detente.deals.search.optimum import nash_optimum

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "maximin")


def scenario_of(weights, evaluations, reservation=None):
    """A scenario from numbers: weights (party, element), evaluations (party, element, option)."""
    sizes = [len(options) for options in evaluations[0]]
    return Scenario(
        name="made",
        parties=tuple(f"P{i}" for i in range(len(weights))),
        elements=tuple(ScenarioElement(f"E{e}", tuple(f"o{o}" for o in range(n))) for e, n in enumerate(sizes)),
        weights=tuple(tuple(Decimal(str(x)) for x in row) for row in weights),
        evaluations=tuple(tuple(tuple(Decimal(str(x)) for x in row) for row in party) for party in evaluations),
        reservation=tuple(reservation or [None] * len(weights)),
        discount=(None,) * len(weights),
    )


@st.composite
def scenarios(draw):
    parties, elements = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    sizes = [draw(st.integers(1, 4)) for _ in range(elements)]
    number = st.integers(-3, 6).map(lambda n: Decimal(n) / 4)
    weights = [[draw(number) for _ in sizes] for _ in range(parties)]
    evaluations = [[[draw(st.integers(-4, 9)) for _ in range(n)] for n in sizes] for _ in range(parties)]
    reservation = [draw(st.none() | st.integers(-20, 20).map(Decimal)) for _ in range(parties)]
    return scenario_of(weights, evaluations, reservation)


def twin(scenario):
    """The slow twin: every package, in fractions, compared with every other."""
    choices = list(product(*(range(len(e.options)) for e in scenario.elements)))
    points = [tuple(utility(scenario, i, choice) for i in range(len(scenario.parties))) for choice in choices]
    worst = [min(column) for column in zip(*points, strict=True)]
    told = [Fraction(r) if r is not None else w for r, w in zip(scenario.reservation, worst, strict=True)]
    floor = [max(r, w) for r, w in zip(told, worst, strict=True)]
    rational = {p for p in points if all(u >= d for u, d in zip(p, floor, strict=True))}
    frontier = {
        p for p in rational if not any(q != p and all(a >= b for a, b in zip(q, p, strict=True)) for q in rational)
    }
    return frontier, floor


def utility(scenario, party, choice):
    scores = scenario.evaluations[party]
    return sum(
        Fraction(w) * Fraction(scores[e][o])
        for e, (w, o) in enumerate(zip(scenario.weights[party], choice, strict=True))
    )


def gains(point, floor):
    return [u - d for u, d in zip(point, floor, strict=True)]


def shares(point, floor, frontier):
    ideal = [max(column) for column in zip(*(gains(p, floor) for p in frontier), strict=True)]
    return [g / b for g, b in zip(gains(point, floor), ideal, strict=True) if b > 0] or [Fraction(0)]


def value(name, point, floor, frontier):
    return {
        "nash": lambda: prod(gains(point, floor)),
        "kalai_smorodinsky": lambda: min(shares(point, floor, frontier)),
        "egalitarian": lambda: min(gains(point, floor)),
        "utilitarian": lambda: sum(point),
        "maximin": lambda: min(point),
    }[name]()


def options_of(scenario, package):
    return tuple(e.options.index(package[e.name]) for e in scenario.elements)


@given(scenario=scenarios())
@settings(max_examples=300)
def test_frontier_and_solutions_equal_enumeration_in_fractions(scenario):
    frontier, floor = twin(scenario)
    result = solve_scenario(scenario)
    assert result.packages_total == prod(len(e.options) for e in scenario.elements)
    assert result.frontier_size == len(frontier)
    assert {tuple(map(Fraction, p.utilities)) for p in result.frontier} == frontier
    for shown in result.frontier:
        choice = options_of(scenario, shown.package)
        assert shown.utilities == tuple(float(utility(scenario, i, choice)) for i in range(len(scenario.parties)))
    for name in SOLUTIONS:
        found = getattr(result, name)
        assert (found is None) == (not frontier)
        if found is not None:
            point = tuple(map(Fraction, found.utilities))
            assert point in frontier
            assert value(name, point, floor, frontier) == max(value(name, p, floor, frontier) for p in frontier)


@given(scenario=scenarios())
@settings(max_examples=60)
def test_optimisation_finds_values_as_good_as_enumeration(scenario):
    frontier, floor = twin(scenario)
    result = solve_scenario(scenario, largest=1)
    if result.exact or not frontier:
        assert result.frontier_size == len(frontier)
        return
    assert result.frontier_size is None
    assert not any("Left out" in note for note in result.notes)
    for name in SOLUTIONS:
        point = tuple(map(Fraction, getattr(result, name).utilities))
        best = max(value(name, p, floor, frontier) for p in frontier)
        assert float(value(name, point, floor, frontier)) >= float(best) - 1e-4 * (1 + abs(float(best))), name
    # Where no deal is the worst package, nothing kept can lie below it, and all that stands for the rest is shown.
    if set(scenario.reservation) == {None}:
        assert all(is_near_one_shown(point, result) for point in frontier)


def is_near_one_shown(point, result):
    kept = (zip(point, shown.utilities, result.epsilon, strict=True) for shown in result.frontier)
    return any(all(float(u) - v <= e + 1e-9 for u, v, e in triples) for triples in kept)


def test_no_zone_of_agreement_is_an_answer():
    result = solve_scenario(scenario_of([[1], [1]], [[[0, 2]], [[2, 0]]], [Decimal(1), Decimal(1)]))
    assert result.frontier_size == 0
    assert result.frontier == ()
    assert all(getattr(result, name) is None for name in SOLUTIONS)
    assert "there is no zone of agreement" in result.notes[0]


def test_a_reservation_that_no_package_reaches_is_an_answer():
    result = solve_scenario(scenario_of([[1], [1]], [[[0, 2]], [[2, 0]]], [Decimal("1e30"), None]))
    assert (result.frontier_size, result.exact) == (0, True)


def test_a_package_worth_exactly_the_reservation_counts():
    result = solve_scenario(scenario_of([["0.1", "0.2"]], [[[1, 0], [1, 0]]], [Decimal("0.3")]))
    assert result.frontier_size == 1


def test_ties_go_to_the_larger_sum_of_gains():
    result = solve_scenario(scenario_of([[1], [1], [1]], [[[2, 2, 0]], [[2, 2, 0]], [[3, 3, 0]]]))
    assert result.egalitarian.utilities == (2, 2, 3)
    result = solve_scenario(scenario_of([[1], [1], [1]], [[[2, 3, 0]], [[4, 2, 0]], [[2, 9, 0]]]))
    assert result.egalitarian.utilities == (3, 2, 9)


def test_a_party_that_can_gain_nothing_does_not_decide_the_fair_share():
    result = solve_scenario(scenario_of([[1], [1], [1]], [[[9, 5, 0]], [[1, 5, 8]], [[4, 4, 4]]]))
    assert result.kalai_smorodinsky.utilities == (5, 5, 4)


def test_digits_of_binary_arithmetic_make_no_extra_points():
    noisy = ["0.30000000000000004", "0.3", "0.39999999999999997"]
    scores = [[[0, 1], [1, 0], [0, 1]], [[1, 0], [0, 1], [1, 0]]]
    result = solve_scenario(scenario_of([noisy, ["0.3", "0.3", "0.4"]], scores))
    clean = solve_scenario(scenario_of([["0.3", "0.3", "0.4"]] * 2, scores))
    assert result.frontier_size == clean.frontier_size
    assert any("more than 14 digits" in note for note in result.notes)


def test_notes_tell_what_is_unusual():
    scenario = scenario_of([[2, -1], ["0.5", "0.4"]], [[[1, 2], [3, -4]], [[1, 2], [3, 4]]], [Decimal(-5), None])
    notes = " ".join(solve_scenario(scenario).notes)
    assert "P0: 1 of 2 weights are negative" in notes
    assert "P0: 1 of 4 evaluations are negative" in notes
    assert "P0: the reservation value -5 is negative" in notes
    assert "P1: the weights sum to 0.9, not to 1" in notes
    assert "P0: the weights" not in notes


def test_a_negative_reservation_below_the_worst_package_is_the_worst_package():
    result = solve_scenario(scenario_of([[1], [1]], [[[1, 2]], [[2, 1]]], [Decimal(-5), None]))
    assert result.disagreement == (1.0, 1.0)


def test_one_party_takes_its_best_package():
    result = solve_scenario(scenario_of([["0.5", "0.5"]], [[[1, 3], [2, 0]]]))
    assert result.frontier_size == 1
    assert result.nash.package == {"E0": "o1", "E1": "o0"}
    assert any("one party only" in note for note in result.notes)


def test_relabelling_parties_relabels_results():
    draw = np.random.default_rng(1)
    scores = draw.integers(0, 9, (3, 5, 4)).tolist()
    weights = draw.integers(1, 9, (3, 5)).tolist()
    one = solve_scenario(scenario_of(weights, scores))
    other = solve_scenario(scenario_of(weights[::-1], scores[::-1]))
    assert {p.utilities for p in one.frontier} == {p.utilities[::-1] for p in other.frontier}
    assert sum(one.utilitarian.utilities) == pytest.approx(sum(other.utilitarian.utilities))


def long_scenario(parties, elements):
    draw = np.random.default_rng(0)
    weights = [[f"{x:.16f}" for x in row] for row in draw.dirichlet(np.ones(elements), parties)]
    return scenario_of(weights, draw.integers(0, 100, (parties, elements, 3)).tolist())


def test_many_elements_are_answered_with_a_guarantee():
    result = solve_scenario(long_scenario(2, 10_000))
    assert result.packages_total == 3**10_000
    assert result.frontier_size is None
    assert not result.exact
    assert all(e > 0 for e in result.epsilon)
    assert result.nash is not None
    assert any("points stand for it" in note for note in result.notes)
    assert any("solutions are the best of the points kept" in note for note in result.notes)


def test_many_elements_of_many_parties_are_refused():
    with pytest.raises(CaseError, match="10,000 elements and 3 parties are too many"):
        solve_scenario(long_scenario(3, 10_000))


def test_ten_parties_get_proven_solutions():
    result = solve_scenario(long_scenario(10, 12), largest=1_000)
    assert result.frontier_size is None
    assert all(getattr(result, name) is not None for name in SOLUTIONS)
    total = sum(result.utilitarian.utilities)
    assert all(sum(p.utilities) <= total + 1e-6 for p in result.frontier)


def test_a_solution_that_is_not_proven_is_left_out_by_name(monkeypatch):
    def cut(*problem):
        best = nash_optimum(*problem)
        return replace(best, bound=best.value + 0.1)

    monkeypatch.setattr(scenario_search, "nash_optimum", cut)
    found = solve_scenario(long_scenario(4, 8), largest=50)
    assert found.nash is None
    assert found.egalitarian is not None
    assert any("Left out" in note and "nash" in note.lower() for note in found.notes)


def test_a_long_frontier_is_thinned_out_and_its_size_is_not():
    elements = 15
    power = [2**e for e in range(elements)]
    result = solve_scenario(scenario_of([power, power], [[[0, 1]] * elements, [[1, 0]] * elements]))
    assert result.frontier_size == 2**elements
    assert len(result.frontier) == 10_000
    assert result.frontier[0].utilities == (2**elements - 1, 0)
    assert result.frontier[-1].utilities == (0, 2**elements - 1)


def test_notes_of_the_reader_are_handed_on():
    scenario = replace(scenario_of([[1]], [[[1, 2]]]), notes=("something was left out",))
    assert "something was left out" in solve_scenario(scenario).notes


def test_noise_around_a_round_number_makes_no_point_of_its_own():
    first = ["0.30000000000000004", "0.29999999999999999", "0", "1"]
    found = solve_scenario(scenario_of([[1], [1]], [[first], [["0.5", "0.6", "1", "0"]]]))
    assert found.frontier_size == 3
    assert sorted(p.package["E0"] for p in found.frontier) == ["o1", "o2", "o3"]


def test_a_thinned_frontier_says_how_many_of_its_points_fall_below_no_deal():
    generator = np.random.default_rng(3)
    sizes, parties = 14, 4
    evaluations = generator.integers(0, 100, (parties, sizes, 3)).tolist()
    best = [sum(max(options) for options in party) for party in evaluations]
    reservation = [Decimal(int(0.7 * b)) for b in best]
    found = solve_scenario(scenario_of([[1] * sizes] * parties, evaluations, reservation), largest=6)
    assert not found.exact
    note = next(n for n in found.notes if "too large to hold" in n)
    assert "fall below no deal" in note
    assert "are not listed" in note


def test_solutions_among_very_many_options_are_near_the_bound_that_is_stated(monkeypatch):
    monkeypatch.setattr(scenario_module, "SEARCHED", 10)
    generator = np.random.default_rng(5)
    evaluations = generator.integers(0, 50, (2, 200, 4)).tolist()
    made = scenario_of([[1] * 200] * 2, evaluations)
    found = solve_scenario(made, largest=50)
    table = scenario_module.tabulate(made)
    bounds = scenario_module.supported_packages(table)
    gains = {name: np.array(getattr(found, name).utilities) - found.disagreement for name in SOLUTIONS}
    assert gains["egalitarian"].min() <= bounds.smallest
    assert gains["egalitarian"].min() == pytest.approx(bounds.smallest, rel=0.01)
    assert np.exp(np.log(gains["nash"]).mean()) <= bounds.mean * (1 + 1e-12)
    assert np.exp(np.log(gains["nash"]).mean()) == pytest.approx(bounds.mean, rel=0.01)
    best = sum(max(a + b for a, b in zip(*options, strict=True)) for options in zip(*evaluations, strict=True))
    assert gains["utilitarian"].sum() == best - sum(found.disagreement)
