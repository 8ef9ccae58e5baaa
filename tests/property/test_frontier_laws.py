"""Laws of the frontier: equal to enumeration, blind to order and labels, and within the stated distance when coarse."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.deals.search.frontier import epsilon_frontier, merge_blocks

UTILITY = st.integers(-6, 6)


@st.composite
def tables(draw, most_blocks=5):
    """Blocks of one to four rows with many ties, for one to five parties."""
    parties = draw(st.integers(1, 5))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=most_blocks))
    return [draw(arrays(np.int64, (size, parties), elements=UTILITY)) for size in sizes]


def every_sum(blocks):
    return {tuple(sum(rows).tolist()) for rows in product(*blocks)}


def frontier_of(points):
    """The slow twin: points that no other point matches or beats."""
    return {p for p in points if not any(q != p and all(a >= b for a, b in zip(q, p, strict=True)) for q in points)}


def as_set(merged):
    return set(map(tuple, merged.points.tolist()))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tables())
def test_merging_equals_enumeration(blocks):
    merged = merge_blocks(blocks, 10_000)
    assert as_set(merged) == frontier_of(every_sum(blocks))
    assert len(merged.points) == len(as_set(merged))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tables(), st.integers(1, 12))
def test_every_frontier_point_has_a_kept_point_within_epsilon(blocks, largest):
    coarse = epsilon_frontier(blocks, largest)
    assert len(coarse.points) <= largest
    assert as_set(coarse) <= every_sum(blocks)
    for point in frontier_of(every_sum(blocks)):
        assert (coarse.points >= np.array(point) - coarse.epsilon).all(axis=1).any()


@pytest.mark.parametrize("parties", [2, 3, 4])
@pytest.mark.parametrize("seed", range(4))
def test_the_distance_holds_where_many_points_are_left_out(parties, seed):
    draw = np.random.default_rng(seed)
    blocks = [draw.integers(0, 10_000, size=(5, parties)) for _ in range(7)]
    exact, coarse = merge_blocks(blocks, 10**6), epsilon_frontier(blocks, 25)
    assert len(coarse.points) <= 25 < len(exact.points)
    for point in exact.points:
        assert (coarse.points >= point - coarse.epsilon).all(axis=1).any()
    assert (coarse.epsilon < exact.points.max(axis=0) - exact.points.min(axis=0) + 1).any()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(tables(), st.lists(st.integers(-12, 12), min_size=5, max_size=5), st.integers(1, 6))
def test_a_floor_keeps_exactly_the_points_at_or_above_it(blocks, lowest, largest):
    floor = np.array(lowest[: blocks[0].shape[1]])
    wanted = {p for p in frontier_of(every_sum(blocks)) if (np.array(p) >= floor).all()}
    assert as_set(merge_blocks(blocks, 10_000, floor)) == wanted
    coarse = epsilon_frontier(blocks, largest, floor)
    for point in wanted:
        assert (coarse.points >= np.array(point) - coarse.epsilon).all(axis=1).any()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_blocks_and_parties_does_not_matter(blocks, random):
    order = random.sample(range(len(blocks)), len(blocks))
    parties = random.sample(range(blocks[0].shape[1]), blocks[0].shape[1])
    moved = merge_blocks([blocks[b][:, parties] for b in order], 10_000)
    assert as_set(moved) == {tuple(p[i] for i in parties) for p in as_set(merge_blocks(blocks, 10_000))}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tables())
def test_units_of_single_parties_do_not_matter(blocks):
    scale = np.arange(1, blocks[0].shape[1] + 1)
    scaled = merge_blocks([b * scale for b in blocks], 10_000)
    assert as_set(scaled) == {tuple((np.array(p) * scale).tolist()) for p in as_set(merge_blocks(blocks, 10_000))}
