"""An empty set names the smallest set of claims that contradict each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from detente.preferences import Dropped
from detente.preferences.cone import deepest_point
from detente.preferences.contradictions import IRREDUCIBLE, smallest_conflict
from unit.preferences.small_case import a_case, claim, drawn, element, fixed, party, pays


def brute(count, feasible):
    """Sizes and members of all smallest sets that cannot hold, by listing every subset."""
    wrong = [set(s) for k in range(count + 1) for s in combinations(range(count), k) if not feasible(s)]
    size = min(map(len, wrong))
    return [s for s in wrong if len(s) == size]


@pytest.mark.parametrize("seed", range(30))
def test_the_conflict_is_one_of_the_smallest_of_all_subsets(seed):
    draw = np.random.default_rng(seed)
    conflicts = [set(draw.choice(7, size=draw.integers(1, 5), replace=False)) for _ in range(3)]
    reliability = draw.random(7).tolist()

    def feasible(subset):
        return not any(c <= set(subset) for c in conflicts)

    found, proof = smallest_conflict(reliability, feasible)
    smallest = brute(7, feasible)
    assert set(found) in smallest
    assert proof == "smallest"
    assert min(reliability[n] for n in found) == min(reliability[n] for s in smallest for n in s)


def test_beyond_four_the_set_is_irreducible_and_says_so():
    wrong = set(range(1, 8))
    found, proof = smallest_conflict([0.5] * 9, lambda s: not wrong <= set(s))
    assert (set(found), proof) == (wrong, IRREDUCIBLE)


@pytest.mark.parametrize("seed", range(25))
def test_cuts_that_cannot_hold_are_found_as_a_linear_programme_finds_them(seed):
    cuts = np.random.default_rng(seed).normal(-0.35, 0.6, size=(5, 4))

    def slow(subset):
        rows = cuts[list(subset)]
        box = [(0, 1)] * 4
        done = linprog(np.zeros(4), -rows, -np.full(len(rows), 1e-7), np.ones((1, 4)), [1], box)
        return done.status == 0

    everyone = tuple(range(5))
    assert (deepest_point(cuts) is not None) == slow(everyone)
    if not slow(everyone):
        found, _ = smallest_conflict([0.5] * 5, lambda s: deepest_point(cuts[list(s)]) is not None)
        assert set(found) in brute(5, lambda s: not s or slow(s))


def test_values_name_the_two_claims_that_clash_and_not_the_bystander():
    claims = (
        claim("C1", "demands", "E0.1", reliability=0.99999999),
        claim("C2", "accepts", "E0.2", reliability=0.1),
        claim("C3", "accepts", "E0.0", "E0.1", reliability=0.99999999),
        claim("C4", "demands", "E0.0", reliability=0.99999999),
    )
    # The best cannot be the status quo while another option is at least as good for certain.
    found = drawn(a_case(claims=claims)).dropped
    assert all(d.claim != "C2" or d.against == ("C4",) for d in found)
    assert {(d.claim, d.against) for d in found} <= {("C2", ("C4",)), ("C3", ("C4",)), ("C4", ("C3",))}
    assert sum(d.worlds for d in found if d.claim == "C2") > 0


def test_a_claim_that_fits_no_value_function_is_dropped_against_none():
    """No single peak lies on both sides of the status quo."""
    middle = replace(element("E0", ordered=True), status_quo="E0.1")
    case = a_case(elements=2, claims=(claim("C1", "accepts", "E0.0", "E0.2"),))
    case = replace(case, elements=(middle, *case.elements[1:]))
    assert drawn(case, 50).dropped == (Dropped("C1", "A", 50, (), "smallest"),)


def test_packages_name_the_two_claims_that_no_weights_satisfy():
    """The twin is the same text with an option that is surely better and pays more: nobody takes the worse one only."""
    claims = (
        claim("C1", "accepts"),
        claim("C2", "rejects", package="twin", reliability=0.999999999),
        claim("C3", "demands", "E0.2"),
    )
    case = a_case(party("A", stake_usd_bn_per_year=fixed("stake:A", 1.0)), party("B"), claims=claims)
    whole = case.packages[0]
    twin = replace(whole, id="twin", choices={**whole.choices, "E0": "E0.2"})
    case = replace(case, packages=(whole, twin), payoffs=(pays("A", "E0.2", 0.01),))
    found = drawn(case, 300).dropped
    assert {d.proof for d in found} == {"smallest"}
    assert sum(d.worlds for d in found) == 300
    assert sum(d.worlds for d in found if (d.claim, d.against) == ("C2", ("C1",))) > 150
    # In the others one text alone is too good, or not good enough, for any weights.
    assert {d.against for d in found} == {(), ("C1",)}


def test_what_nothing_can_satisfy_alone_goes_before_a_less_reliable_claim():
    poor = party("A", stake_usd_bn_per_year=fixed("stake:A", 1.0))
    claims = (claim("C1", "accepts", reliability=0.999999999), claim("C2", "rejects", package="none", reliability=0.9))
    case = a_case(poor, party("B"), claims=claims, payoffs=(pays("A", "E0.1", -50.0),))
    none = replace(case.packages[0], id="none", choices={"E1": "E1.1"})
    found = drawn(replace(case, packages=(*case.packages, none)), 100).dropped
    assert ("C1", ()) in {(d.claim, d.against) for d in found}
    assert sum(d.worlds for d in found if d.claim == "C1") == 100
