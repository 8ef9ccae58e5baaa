"""Merging blocks into a frontier: what is kept, in which order, and what happens at the bound."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from detente.deals.search import frontier
from detente.deals.search.frontier import epsilon_frontier, merge_blocks


def random_blocks(seed, blocks, rows, parties, largest=1_000):
    draw = np.random.default_rng(seed)
    return [draw.integers(0, largest, size=(rows, parties)) for _ in range(blocks)]


def sums(blocks, rows):
    return np.array([sum(b[r] for b, r in zip(blocks, row, strict=True)) for row in rows])


@pytest.mark.parametrize("parties", [1, 2, 3, 4])
def test_rows_lead_to_the_points_and_points_are_sorted_by_the_first_party(parties):
    blocks = random_blocks(parties, 6, 4, parties)
    merged = merge_blocks(blocks, 100_000)
    assert (sums(blocks, merged.rows) == merged.points).all()
    assert (np.diff(merged.points[:, 0]) <= 0).all()
    assert not merged.epsilon.any()


def test_a_few_sums_at_a_time_give_the_same_frontier(monkeypatch):
    blocks = random_blocks(7, 6, 5, 3)
    whole = merge_blocks(blocks, 100_000)
    monkeypatch.setattr(frontier, "SUMS", 40)
    parts = merge_blocks(blocks, 100_000)
    assert set(map(tuple, parts.points.tolist())) == set(map(tuple, whole.points.tolist()))
    assert (sums(blocks, parts.rows) == parts.points).all()


def test_memory_does_not_grow_with_the_number_of_packages():
    def peak(blocks):
        tracemalloc.start()
        merge_blocks(blocks, 100_000)
        _, top = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return top

    # The second has 1e20 times as many packages, but coarse numbers keep both frontiers short.
    few, many = random_blocks(0, 10, 10, 2, largest=30), random_blocks(0, 30, 10, 2, largest=30)
    assert peak(many) < 20 * peak(few)
    assert peak(many) < 5_000_000


def test_beyond_the_bound_the_exact_merge_gives_up_and_the_coarse_one_goes_on():
    blocks = random_blocks(1, 12, 6, 3)
    assert merge_blocks(blocks, 50) is None
    coarse = epsilon_frontier(blocks, 50)
    assert 1 <= len(coarse.points) <= 50
    assert (coarse.epsilon > 0).all()
    assert (sums(blocks, coarse.rows) == coarse.points).all()


def test_within_the_bound_the_coarse_merge_is_exact():
    blocks = random_blocks(2, 5, 4, 2)
    exact, coarse = merge_blocks(blocks, 10_000), epsilon_frontier(blocks, 10_000)
    assert (exact.points == coarse.points).all()
    assert not coarse.epsilon.any()


def test_one_point_is_enough_for_a_bound_of_one():
    for parties in (2, 3, 5):
        assert len(epsilon_frontier(random_blocks(3, 5, 4, parties), 1).points) == 1


def test_a_floor_that_nothing_reaches_leaves_no_points():
    merged = merge_blocks(random_blocks(4, 4, 3, 2), 1_000, floor=np.array([10**6, 0]))
    assert merged.points.shape == (0, 2)
    assert merged.rows.shape == (0, 4)


def test_blocks_of_one_row_only_shift_the_points():
    blocks = [np.array([[5, 7]]), np.array([[1, 0], [0, 1]]), np.array([[-3, 2]])]
    assert merge_blocks(blocks, 10).points.tolist() == [[3, 9], [2, 10]]


def test_a_frontier_of_ten_to_the_thirtieth_packages_is_held_whole():
    draw = np.random.default_rng(5)
    weights = draw.dirichlet(np.ones(30), size=2)
    blocks = [(draw.integers(0, 11, (10, 2)) * np.rint(weights[:, e] * 1e6)).astype(np.int64) for e in range(30)]
    merged = merge_blocks(blocks, 1_000_000)
    best = sum(b.max(axis=0) for b in blocks)
    assert (merged.points.max(axis=0) == best).all()
    # Every supported point is there: the best sum for any weights is found block by block.
    for share in np.linspace(0, 1, 21):
        ahead = sum(float((b @ [share, 1 - share]).max()) for b in blocks)
        np.testing.assert_allclose((merged.points @ [share, 1 - share]).max(), ahead, rtol=1e-12)
