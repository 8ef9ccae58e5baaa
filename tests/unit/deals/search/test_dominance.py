"""Undominated rows, compared with the definition."""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals.search.dominance import CHUNK, FEW, PAIRS, undominated


def by_definition(points):
    """The slow twin: of equal rows the first, and only if no other row is as good for all and better for one."""
    kept, seen = [], set()
    for row, point in enumerate(points):
        as_good = points[(points >= point).all(axis=1)]
        if not (as_good > point).any() and tuple(point) not in seen:
            kept.append(row)
        seen.add(tuple(point))
    return sorted(kept, key=lambda row: (-points[row]).tolist())


@pytest.mark.parametrize("parties", range(1, 8))
@pytest.mark.parametrize("largest", [2, 9, 1_000, 2**61])
def test_rows_and_their_order_equal_the_definition(parties, largest):
    draw = np.random.default_rng(parties)
    for count in (1, 2, 30, FEW + 60, PAIRS + 200):
        points = draw.integers(-largest, largest, size=(count, parties))
        assert undominated(points).tolist() == by_definition(points), (parties, largest, count)


@pytest.mark.parametrize("parties", [3, 4, 5, 6])
def test_more_points_than_one_chunk_that_nobody_dominates_all_stay(parties):
    draw = np.random.default_rng(parties)
    points = draw.integers(0, 10_000, size=(3 * CHUNK, parties))
    points[:, -1] = 10**6 - points[:, :-1].sum(axis=1)
    distinct = np.unique(points, axis=0)
    assert len(undominated(points)) == len(distinct)


@pytest.mark.parametrize("parties", [3, 4, 5])
def test_long_frontiers_with_ties_equal_the_definition(parties):
    draw = np.random.default_rng(parties)
    points = draw.integers(0, 80, size=(1_500, parties))
    points[:, -1] = 80 * parties - points[:, :-1].sum(axis=1) + draw.integers(0, 6, size=1_500)
    assert undominated(points).tolist() == by_definition(points)


@pytest.mark.parametrize("parties", [2, 3, 4])
def test_a_point_above_all_others_is_left_alone(parties):
    points = np.random.default_rng(0).integers(0, 1_000, size=(5_000, parties))
    points[1_234] = 1_000
    assert undominated(points).tolist() == [1_234]


def test_differences_of_one_in_large_numbers_count():
    high = 2**61
    points = np.array([[high, 0, 5], [high - 1, 0, 5], [high - 1, 1, 5], [high - 1, 1, 4]])
    assert undominated(points).tolist() == [0, 2]


def test_of_many_equal_points_the_first_stays():
    for parties in (1, 2, 3, 5):
        assert undominated(np.full((FEW * 2, parties), 7)).tolist() == [0]


def test_no_points_give_no_rows():
    assert undominated(np.empty((0, 3), dtype=np.int64)).tolist() == []


def test_many_parties_leave_no_room_for_a_grid():
    points = np.random.default_rng(1).integers(0, 3, size=(FEW + 50, 14))
    assert undominated(points).tolist() == by_definition(points)
