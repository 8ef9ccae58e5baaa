"""Packages within one, two and three changes: equal to trying every package, whatever ties elements together."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from detente.deals.proposals import near
from detente.deals.proposals import screen as screen_module
from detente.deals.proposals.near import best_within, near_packages
from detente.deals.proposals.neighbours import neighbours_of
from detente.deals.proposals.screen import Screen
from detente.deals.worth.acceptance import read_as_is
from detente.deals.worth.gains import option_gains, pairwise_gains
from property.slow_deals import drawn, lawful, small, tied_case

STARTS = [0, 17, 40, 66, 80]


def best_by_enumeration(case, pairwise, start, packages, gains, reds):
    """For each number of changes the largest count and its first package: fewest changes, then order of the case."""
    accepted = ((gains >= -1e-9) & ~reds).all(axis=2).sum(axis=1)
    status_quo = pairwise.axes.status_quo
    ranked = []
    for n, package in enumerate(packages):
        moved = np.flatnonzero(package != start)
        if lawful(case, package) and (package != status_quo).any():
            ranked.append((-int(accepted[n]), len(moved), [(int(e), int(package[e])) for e in moved], n))
    for changes in (1, 2, 3):
        within = [r for r in ranked if r[1] <= changes]
        yield (-min(within)[0], packages[min(within)[3]]) if within else (-1, start)


@pytest.mark.parametrize("seed", range(24))
@pytest.mark.parametrize("at", STARTS)
def test_equals_trying_every_package(seed, at):
    case, pairwise, packages, gains, reds = small(seed)
    start = packages[at]
    found = best_within(pairwise, start, 3)
    for one, (count, package) in zip(
        found, best_by_enumeration(case, pairwise, start, packages, gains, reds), strict=True
    ):
        assert one.accepted == count
        assert one.package.tolist() == package.tolist()
        assert one.exact


@pytest.mark.parametrize("seed", range(6))
def test_what_a_package_leaves_open_starts_at_the_status_quo_and_naming_it_is_a_change(seed):
    _, pairwise, _, _, _ = small(seed, rules=0)
    axes = pairwise.axes
    choice = np.full(4, -1)
    choice[0] = (axes.status_quo[0] + 1) % 3
    for most, found in enumerate(near_packages(pairwise, choice), start=1):
        assert found.proof == "exact"
        assert len(found.changes) <= most
        for change in found.changes:
            e = axes.element(change.element)
            assert change.before == (None if choice[e] < 0 else axes.options[e][choice[e]])


@pytest.mark.parametrize("seed", range(10))
def test_the_screen_counts_no_failure_that_is_none(seed):
    _, pairwise, packages, _, _ = small(seed)
    table = neighbours_of(pairwise, packages[11])
    screen = Screen(table, [()], table.worlds)
    assert screen.size == 3 * 12
    for one in range(len(table.element)):
        first = table.first_after((one,))
        added = np.arange(first, len(table.element))
        fails = table.worlds - table.accepted((one,), added)
        assert (screen.fails((one,), first) <= fails).all()
        could = screen.could_fail(one, first)
        for other in added.tolist():
            last = table.first_after((one, other))
            thirds = np.arange(last, len(table.element))
            if thirds.size:
                least = table.worlds - table.accepted((one, other), thirds).max()
                assert could[other - first] <= least


@pytest.mark.parametrize("seed", range(10))
def test_changes_and_their_interactions_add_up_to_the_changed_package(seed):
    _, pairwise, packages, gains, reds = small(seed)
    table = neighbours_of(pairwise, packages[5])
    index = {tuple(p.tolist()): n for n, p in enumerate(packages)}
    draw = np.random.default_rng(seed)
    for _ in range(30):
        elements = np.sort(draw.choice(4, size=3, replace=False))
        moves = [int(draw.choice(np.flatnonzero(table.element == e))) for e in elements]
        n = index[tuple(table.moved(moves).tolist())]
        gain, red = table.state(moves)
        np.testing.assert_allclose(gain.T, gains[n], atol=1e-9)
        assert ((red.T > 0) == reds[n]).all()


def test_a_search_too_large_to_finish_says_so_and_returns_what_it_found(monkeypatch):
    _, pairwise, packages, _, _ = next(
        s for s in map(small, range(30)) if best_within(s[1], s[2][40], 3)[2].accepted not in {-1, 12}
    )
    exact = best_within(pairwise, packages[40], 3)
    monkeypatch.setattr(near, "WORK", -1.0)
    cut = best_within(pairwise, packages[40], 3)
    assert [f.exact for f in cut] == [True, False, False]
    assert all(c.accepted <= e.accepted for c, e in zip(cut, exact, strict=True))
    assert near_packages(pairwise, packages[40])[2].proof.startswith("best found")


@pytest.mark.parametrize("seed", range(4))
def test_a_look_at_few_hard_worlds_first_changes_nothing(seed, monkeypatch):
    monkeypatch.setattr(screen_module, "HARDEST", 10)
    case = tied_case(seed, elements=6, options=4, claims=20)
    preferences, payoffs = drawn(case, count=300)
    pairwise = pairwise_gains(option_gains(case, preferences, payoffs), [0, 1, 2])
    start = pairwise.axes.choice(case.packages[0].choices)
    best = dict.fromkeys((0, 1, 2, 3), -1)
    for elements in (c for size in range(4) for c in combinations(range(6), size)):
        for moved in product(*([o for o in range(4) if o != start[e]] for e in elements)):
            package = start.copy()
            package[list(elements)] = moved
            if lawful(case, package) and (package != pairwise.axes.status_quo).any():
                accepted = int(read_as_is(pairwise, package).joint([0, 1, 2]).sum())
                best[len(elements)] = max(best[len(elements)], accepted)
    found = best_within(pairwise, start, 3)
    assert [f.accepted for f in found] == [max(best[k] for k in range(size + 1)) for size in (1, 2, 3)]


def test_a_world_counts_as_lost_where_any_one_party_falls_short():
    gain = np.random.default_rng(5).normal(size=(3, 7, 11)).astype(np.float32)
    least = np.random.default_rng(6).normal(size=(3, 7)).astype(np.float32) - 1
    found = screen_module._count_below(gain, least, 4)
    by_hand = [sum(any(gain[i, w, k] < least[i, w] for i in range(3)) for w in range(7)) for k in range(4, 11)]
    assert found.tolist() == by_hand
    assert 0 < found.sum() < found.size * 7


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("at", STARTS)
def test_the_changes_told_lead_from_the_package_to_the_one_found(seed, at):
    _, pairwise, packages, _, _ = small(seed)
    axes, start = pairwise.axes, packages[at]
    for told, found in zip(near_packages(pairwise, start), best_within(pairwise, start, 3), strict=True):
        changed = start.copy()
        for change in told.changes:
            e = axes.element(change.element)
            assert change.before == axes.options[e][start[e]]
            changed[e] = axes.options[e].index(change.after)
        assert changed.tolist() == found.package.tolist()
        assert told.joint_as_is == max(found.accepted, 0) / 12


def test_where_nobody_would_sign_anything_near_the_share_is_nothing():
    _, pairwise, packages, _, _ = small(2, rules=0)
    hopeless = replace(pairwise, constant=pairwise.constant - 100.0 * pairwise.range())
    for start in (packages[40], pairwise.axes.status_quo):
        assert [found.joint_as_is for found in near_packages(hopeless, start)] == [0.0, 0.0, 0.0]
