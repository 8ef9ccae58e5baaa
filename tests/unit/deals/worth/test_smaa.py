"""Stochastic multicriteria acceptability against a slow, obvious twin and against what can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals.worth.smaa import (
    CHUNK,
    ordinal_weights,
    rank_acceptability,
    ranks_of,
    sample_smaa,
    smaa,
    uniform_weights,
)


def slow_twin(values, weights):
    """One draw at a time: rank is the number of alternatives with a higher value; sums kept in plain lists."""
    drawn = values if values.ndim == 3 else [values] * len(weights)
    count, criteria = drawn[0].shape
    counts = [[0] * count for _ in range(count)]
    sums = [[0.0] * criteria for _ in range(count)]
    for table, weight in zip(drawn, weights, strict=True):
        worth = [sum(k * v for k, v in zip(weight, row, strict=True)) for row in table]
        for a in range(count):
            rank = sum(other > worth[a] + 1e-11 for other in worth)
            counts[a][rank] += 1
            if rank == 0:
                sums[a] = [s + k for s, k in zip(sums[a], weight, strict=True)]
    central = [[s / c[0] if c[0] else np.nan for s in row] for row, c in zip(sums, counts, strict=True)]
    confidence = []
    for a in range(count):
        if not counts[a][0]:
            confidence.append(np.nan)
            continue
        firsts = 0
        for table in drawn:
            worth = [float(np.dot(central[a], row)) for row in table]
            firsts += all(other <= worth[a] + 1e-11 for other in worth)
        confidence.append(firsts / len(drawn))
    return np.array(counts) / len(weights), np.array(central), np.array(confidence)


def assert_equal_to_twin(values, weights):
    found = smaa(values, weights)
    shares, central, confidence = slow_twin(values, weights)
    assert (found.rank_acceptability == shares).all()
    assert found.central_weights == pytest.approx(central, abs=1e-12, nan_ok=True)
    assert found.confidence == pytest.approx(confidence, abs=1e-12, nan_ok=True)
    assert found.draws == len(weights)


@pytest.mark.parametrize("seed", range(5))
def test_known_values_agree_with_the_slow_twin(seed):
    draw = np.random.default_rng(seed)
    assert_equal_to_twin(draw.random((7, 4)), uniform_weights(draw, 300, 4))


@pytest.mark.parametrize("seed", range(5))
def test_drawn_values_agree_with_the_slow_twin(seed):
    draw = np.random.default_rng(seed)
    assert_equal_to_twin(draw.normal(size=(200, 5, 3)), uniform_weights(draw, 200, 3))


@pytest.mark.parametrize("seed", range(5))
def test_ties_share_the_better_rank_as_in_the_slow_twin(seed):
    draw = np.random.default_rng(seed)
    values = draw.integers(0, 3, size=(6, 2)) / 10
    assert_equal_to_twin(np.vstack([values, values[::-1]]), uniform_weights(draw, 200, 2))


def test_draws_beyond_one_chunk_are_all_counted():
    draw = np.random.default_rng(3)
    values, weights = draw.random((4, 3)), uniform_weights(draw, CHUNK + 5, 3)
    ranks = np.argsort(np.argsort(-(weights @ values.T), axis=1), axis=1)
    expected = [[np.mean(ranks[:, a] == r) for r in range(4)] for a in range(4)]
    found = smaa(values, weights)
    assert found.draws == CHUNK + 5
    assert found.rank_acceptability == pytest.approx(np.array(expected), abs=1e-15)


def test_the_share_of_the_simplex_is_found():
    # The first wins where k > 0.8 (1 - k), that is k > 4/9: five ninths of the weights, with mean (4/9 + 1)/2.
    found = sample_smaa(np.array([[1.0, 0.0], [0.0, 0.8]]), draws=200_000, seed=5)
    standard_error = np.sqrt(5 / 9 * 4 / 9 / 200_000)
    assert found.rank_acceptability[0, 0] == pytest.approx(5 / 9, abs=4 * standard_error)
    assert found.central_weights[0, 0] == pytest.approx(13 / 18, abs=0.002)


def test_a_known_order_of_criteria_narrows_the_weights():
    # With k1 >= k2 the first wins always.
    found = sample_smaa(np.array([[1.0, 0.0], [0.0, 0.8]]), draws=10_000, seed=5, order=(0, 1))
    assert found.rank_acceptability[:, 0].tolist() == [1.0, 0.0]
    assert np.isnan(found.central_weights[1]).all()
    assert np.isnan(found.confidence[1])


def test_ordinal_weights_have_the_means_of_the_sorted_simplex():
    # Mean of the r-th largest of n uniform shares: sum from r to n of 1/j, over n.
    weights = ordinal_weights(np.random.default_rng(1), 100_000, order=(1, 2, 0))
    assert weights.mean(axis=0) == pytest.approx([1 / 9, 11 / 18, 5 / 18], abs=0.003)


def test_one_seed_gives_one_result():
    values = np.random.default_rng(2).random((5, 3))
    one, same, other = (sample_smaa(values, 5000, seed) for seed in (1, 1, 2))
    assert (one.rank_acceptability == same.rank_acceptability).all()
    assert (one.rank_acceptability != other.rank_acceptability).any()


def test_more_alternatives_than_a_byte_counts():
    values = np.arange(300.0)[:, None]
    ranks = ranks_of(values)
    assert ranks[:, 0].tolist() == list(range(299, -1, -1))
    assert smaa(values, np.ones((2, 1))).rank_acceptability[0, 299] == 1.0


def test_minus_infinity_ranks_below_everything():
    ranks = ranks_of(np.array([[-np.inf], [0.0], [-np.inf]]))
    assert ranks[:, 0].tolist() == [1, 0, 1]
    assert rank_acceptability(ranks).tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        (np.ones((2, 3)), np.ones((4, 2)), "do not share their criteria"),
        (np.ones(3), np.ones((4, 3)), "do not share their criteria"),
        (np.ones((5, 2, 3)), np.ones((4, 3)), "do not share their draws"),
        (np.ones((2, 3)), np.ones((0, 3)), "do not share their draws"),
        (np.array([[np.nan, 1.0]]), np.ones((4, 2)), "not a finite number"),
    ],
)
def test_bad_input_is_refused(values, weights, message):
    with pytest.raises(ValueError, match=message):
        smaa(values, weights)


def test_an_order_that_forgets_a_criterion_is_refused():
    with pytest.raises(ValueError, match="each of the 3 criteria once"):
        sample_smaa(np.ones((2, 3)), 10, 0, order=(0, 1))


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="at least 1, not 0"):
        sample_smaa(np.ones((2, 3)), 0, 0)
