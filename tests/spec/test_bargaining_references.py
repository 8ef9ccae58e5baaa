"""The frontier and the solutions of published negotiation scenarios, and of enumeration, are reproduced exactly."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from detente.deals.search.frontier import integer_utilities, merge_blocks, undominated
from detente.deals.search.solutions import (
    egalitarian_solution,
    kalai_smorodinsky_solution,
    max_min_optimum,
    nash_optimum,
    nash_solution,
)

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "negotiation" / "bargaining"
SCENARIOS = sorted(REFERENCE.glob("*.json"))
PRINTED = 2e-6
"""The tables print nine decimals of sums of printed utilities."""

needs_reference = pytest.mark.skipif(not SCENARIOS, reason="the reference folder beside the project is not here")


def load(path):
    table = json.loads(path.read_text(encoding="utf-8"))
    parties = table["parties"]
    blocks = [np.array([table["utility"][i][e] for i in range(parties)]).T for e in range(len(table["utility"][0]))]
    lowest = np.array([r[0] for r in table["range"]])
    disagreement = np.maximum(np.array(table["reservation"], dtype=float), lowest)
    return table["exact"], blocks, disagreement


def frontier_of(blocks):
    integers, unit = integer_utilities(blocks)
    merged = merge_blocks(integers, largest=100_000)
    assert merged is not None
    return merged.points * unit, merged.rows


@needs_reference
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_published_frontier_size_is_reproduced(path):
    exact, blocks, disagreement = load(path)
    points, _ = frontier_of(blocks)
    rational = (points >= disagreement - 1e-9).all(axis=1)
    assert len(points) == exact["frontier_size_ignoring_reservation"]
    assert rational.sum() == exact["frontier_size"]


@needs_reference
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_published_solutions_are_reproduced(path):
    exact, blocks, disagreement = load(path)
    points, rows = frontier_of(blocks)
    solvers = {
        "nash": nash_solution,
        "ks_max_min_gain": kalai_smorodinsky_solution,
    }
    for name, solve in solvers.items():
        at = solve(points, disagreement)
        np.testing.assert_allclose(points[at], exact[name]["utilities"], atol=PRINTED)
        assert rows[at].tolist() == exact[name]["choice"], name
    # Two packages may share the smallest gain and the sum of gains: the definition then leaves the choice open.
    fair, published = points[egalitarian_solution(points, disagreement)], exact["egalitarian_max_min_abs_gain"]
    published_gain = np.array(published["utilities"]) - disagreement
    np.testing.assert_allclose((fair - disagreement).min(), published_gain.min(), atol=PRINTED)


@needs_reference
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_optimisation_agrees_with_the_frontier(path):
    exact, blocks, disagreement = load(path)
    fair = max_min_optimum(blocks, -disagreement)
    np.testing.assert_allclose(
        fair.gains.min(), (np.array(exact["egalitarian_max_min_abs_gain"]["utilities"]) - disagreement).min(), atol=1e-6
    )
    product_of_gains = nash_optimum(blocks, -disagreement).gains.prod()
    expected = (np.array(exact["nash"]["utilities"]) - disagreement).prod()
    np.testing.assert_allclose(product_of_gains, expected, rtol=1e-6)


def enumerate_all(blocks):
    """The slow twin: every package, compared with every other."""
    rows = np.array(list(product(*(range(len(b)) for b in blocks))))
    points = np.array([sum(b[r] for b, r in zip(blocks, row, strict=True)) for row in rows])
    keep = [k for k, p in enumerate(points) if not any((q >= p).all() and (q > p).any() for q in points)]
    return {tuple(p) for p in points[keep].tolist()}


@pytest.mark.parametrize("parties", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("seed", range(6))
def test_merging_equals_enumeration_with_many_ties(parties, seed):
    draw = np.random.default_rng(seed)
    blocks = [draw.integers(0, 5, size=(draw.integers(1, 5), parties)) for _ in range(4)]
    merged = merge_blocks(blocks, largest=10_000)
    assert {tuple(p) for p in merged.points.tolist()} == enumerate_all(blocks)
    chosen = np.array([sum(b[r] for b, r in zip(blocks, row, strict=True)) for row in merged.rows])
    assert (chosen == merged.points).all()


def test_a_frontier_beyond_the_bound_is_refused_not_cut():
    draw = np.random.default_rng(0)
    blocks = [draw.integers(0, 1_000_000, size=(4, 3)) for _ in range(30)]
    assert merge_blocks(blocks, largest=100) is None


def test_undominated_keeps_one_of_equal_points():
    assert len(undominated(np.array([[3, 3, 3], [3, 3, 3]]))) == 1


def test_no_agreement_is_an_answer():
    assert nash_solution(np.array([[0.1, 0.9]]), np.array([0.5, 0.5])) is None
    assert max_min_optimum([np.array([[-1.0, 1.0]])], np.zeros(2)) is None
