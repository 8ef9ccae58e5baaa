"""The best package by optimisation, against enumeration and against a mixed-integer programme."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from detente.case import Infeasible, NotConverged
from detente.deals.search import optimum
from detente.deals.search.choices import PairRule, Penalty
from detente.deals.search.optimum import (
    best_for_party,
    max_min_optimum,
    maximin_optimum,
    nash_optimum,
    utilitarian_optimum,
)

SAME = 1e-7
"""Values found by search and by enumeration differ by float sums and by what is told apart, not more."""


def generated(seed):
    """One to four parties, up to five blocks, some closed rows, rules and penalties; whole numbers every other time."""
    draw = np.random.default_rng(seed)
    parties, count = int(draw.integers(1, 5)), int(draw.integers(1, 6))
    sizes = draw.integers(1, 5, count)
    if seed % 2:
        blocks = [draw.random((size, parties)) for size in sizes]
    else:
        blocks = [draw.integers(-2, 4, (size, parties)).astype(float) for size in sizes]
    for block in blocks:
        if len(block) > 1 and draw.random() < 0.2:
            block[draw.integers(len(block)), draw.integers(parties)] = -np.inf
    constant = -draw.random(parties) * count * 0.5
    rules, penalties = [], []
    for _ in range(int(draw.integers(0, 6)) if count > 1 else 0):
        a, b = (int(x) for x in draw.choice(count, 2, replace=False))
        first, second = (a, int(draw.integers(sizes[a]))), (b, int(draw.integers(sizes[b])))
        if draw.random() < 0.5:
            rules.append(PairRule(first, str(draw.choice(["requires", "excludes"])), second))
        else:
            penalties.append(Penalty(int(draw.integers(parties)), first, second, float(2 * draw.random())))
    return blocks, constant, rules, penalties


def breaks(rule, rows):
    holds = rows[rule.second[0]] == rule.second[1]
    return rows[rule.first[0]] == rule.first[1] and holds == (rule.kind == "excludes")


def gains_of(rows, blocks, constant, rules, penalties):
    """Gains of one package by the definition, or None where it may not be."""
    gains = constant + sum(block[row] for block, row in zip(blocks, rows, strict=True))
    if not np.isfinite(gains).all() or any(breaks(rule, rows) for rule in rules):
        return None
    for penalty in penalties:
        if rows[penalty.choice[0]] == penalty.choice[1] and rows[penalty.unless[0]] != penalty.unless[1]:
            gains[penalty.party] -= penalty.loss
    return gains


def acceptable(case):
    """The slow twin: gains of all packages that leave nobody worse off."""
    found = (gains_of(rows, *case) for rows in product(*(range(len(b)) for b in case[0])))
    return [g for g in found if g is not None and g.min() >= -1e-9]


def check(found, case, best):
    if best is None:
        assert found is None
        return
    assert found.value == pytest.approx(best, abs=SAME)
    assert found.value <= found.bound <= found.value + SAME * max(1.0, abs(best)) * 2
    np.testing.assert_allclose(gains_of(found.rows, *case), found.gains, atol=1e-12)


@pytest.mark.parametrize("seed", range(60))
def test_max_min_and_nash_equal_enumeration(seed):
    case = generated(seed)
    packages = acceptable(case)
    best = max((g.min() for g in packages), default=None)
    check(max_min_optimum(*case), case, best)
    if best is not None and best > 1e-9:
        product_of_gains = max(np.log(g).sum() for g in packages if g.min() > 0)
        check(nash_optimum(*case), case, product_of_gains)


@pytest.mark.parametrize("seed", range(60, 110))
def test_sums_smallest_utilities_and_own_gains_equal_enumeration(seed):
    case = generated(seed)
    packages = acceptable(case)
    check(utilitarian_optimum(*case), case, max((g.sum() for g in packages), default=None))
    no_deal = np.random.default_rng(seed).random(len(case[1]))
    lowest = max(((g + no_deal).min() for g in packages), default=None)
    check(maximin_optimum(case[0], case[1], no_deal, *case[2:]), case, lowest)
    for party in range(len(case[1])):
        if packages:
            assert best_for_party(case[0], case[1], party, *case[2:]) == pytest.approx(
                max(g[party] for g in packages), abs=SAME
            )
        else:
            with pytest.raises(Infeasible, match="Every package leaves someone worse off"):
                best_for_party(case[0], case[1], party, *case[2:])


def large(seed, whole, opposed, shape=(8, 18, 10)):
    """Preferences of (party, block, row), by default over 1e18 packages, with twelve random requires and excludes."""
    draw = np.random.default_rng(seed)
    (parties, blocks, rows), gates = shape, 12
    weights = draw.dirichlet(np.ones(blocks), size=parties)
    table = []
    for block in range(blocks):
        value = draw.random((rows, parties))
        if opposed:
            half = parties // 2
            value[:, -half:] = np.clip(1 - value[:, :half] + 0.1 * draw.standard_normal((rows, half)), 0, 1)
        table.append((np.rint(10 * value) / 10 if whole else value) * weights[:, block])
    pairs = [draw.choice(blocks, 2, replace=False) for _ in range(gates)]
    kinds = draw.choice(["requires", "excludes"], gates)
    rules = [
        PairRule((int(a), int(draw.integers(rows))), str(kind), (int(b), int(draw.integers(rows))))
        for (a, b), kind in zip(pairs, kinds, strict=True)
    ]
    return table, np.zeros(parties), rules


def by_mixed_integer_programme(blocks, constant, rules):
    """``max t`` as one integer programme: another engine for what enumeration cannot reach."""
    starts = np.cumsum([0, *(len(b) for b in blocks)])
    count = int(starts[-1])
    gain = np.column_stack([np.vstack(blocks).T, -np.ones(len(constant))])
    one_each = np.zeros((len(blocks), count + 1))
    for b, (start, end) in enumerate(pairwise(starts)):
        one_each[b, start:end] = 1
    pairs, most = np.zeros((len(rules), count + 1)), np.zeros(len(rules))
    for n, rule in enumerate(rules):
        sign = 1 if rule.kind == "excludes" else -1
        pairs[n, starts[rule.first[0]] + rule.first[1]] = 1
        pairs[n, starts[rule.second[0]] + rule.second[1]] = sign
        most[n] = max(sign, 0)
    result = milp(
        np.append(np.zeros(count), -1.0),
        constraints=[
            LinearConstraint(one_each, 1, 1),
            LinearConstraint(gain, -constant, np.inf),
            LinearConstraint(pairs, -np.inf, most),
        ],
        integrality=np.append(np.ones(count), 0),
        bounds=Bounds(np.append(np.zeros(count), -np.inf), np.append(np.ones(count), np.inf)),
        options={"mip_rel_gap": 0.0},
    )
    assert result.status == 0
    return -result.fun


@pytest.mark.parametrize(("seed", "whole", "opposed"), [(0, False, False), (1, True, False), (2, True, True)])
def test_large_tables_with_gates_agree_with_a_mixed_integer_programme(seed, whole, opposed):
    case = large(seed, whole, opposed, shape=(5, 12, 6))
    assert max_min_optimum(*case).value == pytest.approx(by_mixed_integer_programme(*case), abs=1e-6)


@pytest.mark.parametrize("opposed", [False, True])
def test_the_best_of_ten_to_the_eighteenth_packages_is_proven(opposed):
    case = large(9, False, opposed)
    found = max_min_optimum(*case)
    assert found.bound - found.value <= 1e-8
    assert gains_of(found.rows, *case, []).min() == pytest.approx(found.value)


def test_a_search_cut_short_states_a_gap_that_holds(monkeypatch):
    case = large(3, False, True)
    best = max_min_optimum(*case).value
    monkeypatch.setattr(optimum, "ROWS", 2_000.0)
    monkeypatch.setattr(optimum, "GREEDY_ROWS", 2_000.0)
    cut = max_min_optimum(*case)
    assert cut.value <= best + 1e-12
    assert cut.bound > cut.value + 1e-6
    assert cut.bound >= best


def test_a_search_cut_short_before_any_package_is_found_raises(monkeypatch):
    # Nobody can reach zero in the end, but mixtures can: without a search nothing is known.
    case = large(4, False, True)
    best = max_min_optimum(*case)
    hopeful = case[0], case[1] - best.value - 1e-4, case[2]
    assert max_min_optimum(*hopeful) is None
    monkeypatch.setattr(optimum, "ROWS", 2_000.0)
    monkeypatch.setattr(optimum, "GREEDY_ROWS", 2_000.0)
    with pytest.raises(NotConverged, match="No package was found before the search stopped"):
        max_min_optimum(*hopeful)


def test_rules_without_a_way_out_leave_no_package():
    blocks = [np.ones((1, 2)), np.ones((2, 2))]
    rules = [PairRule((0, 0), "excludes", (1, 0)), PairRule((0, 0), "excludes", (1, 1))]
    assert max_min_optimum(blocks, np.zeros(2), rules) is None


def test_what_requires_a_closed_row_is_closed():
    blocks = [np.array([[5.0], [1.0]]), np.array([[-np.inf], [1.0]])]
    rules = [PairRule((0, 0), "requires", (1, 0))]
    assert max_min_optimum(blocks, np.zeros(1), rules).rows.tolist() == [1, 1]


def test_no_one_gains_so_the_product_is_zero_and_the_smallest_gain_is_returned():
    blocks = [np.array([[0.0, 1.0], [-1.0, 3.0]])]
    found = nash_optimum(blocks, np.zeros(2))
    assert found.rows.tolist() == [0]
    assert found.value == 0.0


def test_a_linkage_turns_the_choice():
    blocks = [np.array([[1.0, 0.4], [0.3, 0.3]]), np.array([[0.0, 0.0], [-0.05, 0.1]])]
    free = max_min_optimum(blocks, np.zeros(2))
    tied = max_min_optimum(blocks, np.zeros(2), penalties=[Penalty(0, (0, 0), (1, 1), 0.9)])
    assert free.rows.tolist() == [0, 1]
    assert tied.rows.tolist() == [0, 1]
    dear = max_min_optimum(blocks, np.zeros(2), penalties=[Penalty(1, (0, 0), (1, 0), 0.4)])
    assert dear.rows.tolist() == [0, 0]
