"""Frontiers and solutions of the central world against all packages of a small case, hard rules kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.deals.proposals import bargaining
from detente.deals.proposals.bargaining import central_frontiers
from detente.deals.worth.pairwise import central_world, gain_and_red
from property.slow_deals import lawful, small

ROUNDING = 1e-9
"""Utilities are added as integers of twelve digits or more."""


def central_utilities(case, pairwise, packages):
    """Utilities (package, party) in the central world, of lawful packages short of central red lines."""
    central = central_world(pairwise)
    judged = [gain_and_red(central, p) for p in packages]
    kept = [n for n, p in enumerate(packages) if lawful(case, p) and not judged[n][1].any()]
    return kept, np.array([judged[n][0][0] for n in kept]).reshape(len(kept), -1)


def undominated_by_comparison(points):
    return {
        tuple(np.round(p, 8).tolist())
        for p in points
        if not any((q >= p - ROUNDING).all() and (q > p + ROUNDING).any() for q in points)
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_frontier_between_all_is_that_of_enumeration(seed):
    case, pairwise, packages, _, _ = small(seed)
    kept, points = central_utilities(case, pairwise, packages)
    frontiers, solutions, failed = central_frontiers(pairwise, {})
    assert failed == ()
    rational = points[(points >= -ROUNDING).all(axis=1)] if kept else points
    if not kept:
        assert frontiers == ()
        return
    everyone = frontiers[-1]
    assert everyone.epsilon == (0.0, 0.0, 0.0)
    assert everyone.reservation.tolist() == [0.0, 0.0, 0.0]
    assert {tuple(np.round(u, 8).tolist()) for u in everyone.utilities} == undominated_by_comparison(rational)
    assert all(lawful(case, choice) for choice in everyone.choices)
    if len(rational):
        found = {s.name: min(s.gains.values()) for s in solutions}
        assert found["egalitarian"] == pytest.approx(rational.min(axis=1).max(), abs=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_the_picture_shows_the_exact_frontier_of_two_parties(seed):
    case, pairwise, packages, _, _ = small(seed, rules=0)
    frontiers, _, _ = central_frontiers(pairwise, {"start": packages[3]})
    pair = frontiers[0]
    columns = [pairwise.parties.index(pairwise.axes.party(p)) for p in pair.parties]
    two = replace(
        pairwise,
        parties=tuple(pairwise.parties[k] for k in columns),
        single=pairwise.single[:, columns],
        red=pairwise.red[:, columns],
        constant=pairwise.constant[:, columns],
        penalties=tuple(replace(p, party=columns.index(p.party)) for p in pairwise.penalties if p.party in columns),
    )
    _, points = central_utilities(case, two, packages)
    assert {tuple(np.round(u, 8).tolist()) for u in pair.utilities} == undominated_by_comparison(points)
    assert pair.packages["start"] == pytest.approx(gain_and_red(central_world(two), packages[3])[0][0].tolist())


@pytest.mark.parametrize("seed", range(8))
def test_beyond_the_bound_every_undominated_package_is_met_within_epsilon_and_solutions_stay(seed, monkeypatch):
    case, pairwise, _, _, _ = small(seed)
    exact, solutions, _ = central_frontiers(pairwise, {})
    monkeypatch.setattr(bargaining, "LARGEST_FRONTIER", {2: 50_000, 3: 2})
    rough, again, failed = central_frontiers(pairwise, {})
    if not exact or not len(exact[-1].utilities):
        return
    epsilon = np.array(rough[-1].epsilon)
    for point in exact[-1].utilities:
        assert (rough[-1].utilities >= point - epsilon - ROUNDING).all(axis=1).any()
    assert failed == ()
    assert ("within" in rough[-1].method) == bool(epsilon.any())
    gains = {s.name: min(s.gains.values()) for s in again}
    assert (
        gains.get("egalitarian", 0.0)
        == pytest.approx({s.name: min(s.gains.values()) for s in solutions}["egalitarian"], abs=1e-6)
        or not gains
    )
    assert all(lawful(case, pairwise.axes.choice(s.choices)) for s in again)


@pytest.mark.parametrize("seed", range(12))
def test_ties_beyond_the_bound_on_blocks_leave_the_solutions_as_they_are(seed, monkeypatch):
    case, pairwise, packages, _, _ = small(seed)
    _, points = central_utilities(case, pairwise, packages)
    monkeypatch.setattr(bargaining, "CENTRAL_BLOCK", 1)
    frontiers, solutions, failed = central_frontiers(pairwise, {})
    assert frontiers == ()
    assert failed == ()
    rational = points[(points > ROUNDING).all(axis=1)] if len(points) else points
    if not len(rational):
        return
    room = points[(points >= -ROUNDING).all(axis=1)].max(axis=0)
    found = {s.name: np.array(list(s.gains.values())) for s in solutions}
    assert found["egalitarian"].min() == pytest.approx(rational.min(axis=1).max(), abs=1e-6)
    assert found["Nash"].prod() == pytest.approx(rational.prod(axis=1).max(), rel=1e-5)
    assert (found["Kalai-Smorodinsky"] / room).min() == pytest.approx((rational / room).min(axis=1).max(), abs=1e-6)
    assert all(lawful(case, pairwise.axes.choice(s.choices)) for s in solutions)


def test_where_nobody_can_be_served_the_frontier_is_empty_and_there_is_no_solution():
    _, pairwise, _, _, _ = small(0)
    hopeless = replace(pairwise, constant=pairwise.constant - 100.0 * pairwise.range())
    frontiers, solutions, failed = central_frontiers(hopeless, {})
    assert solutions == () == failed
    assert all(f.points_total == len(f.utilities) for f in frontiers)
    assert any(f.points_total == 0 for f in frontiers)
    assert all(f.choices.shape == (len(f.utilities), len(pairwise.axes.elements)) for f in frontiers)


@pytest.mark.parametrize(
    ("total", "words"), [(1.0, "1"), (999_999.0, "999,999"), (1e6, "1.0e+06"), (3.2e21, "3.2e+21")]
)
def test_packages_are_counted_in_full_below_a_million(total, words):
    assert bargaining._count(total) == words
