"""Utilities as integers: exact where they fit, rounded in a way that keeps ties where they do not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from detente.case import CaseError
from detente.deals.search.integers import LIMIT, decimal_integers, integer_utilities


def decimals(*texts):
    return [Decimal(text) for text in texts]


def scores(*elements):
    """Evaluations of one party, given per element."""
    return [[[Decimal(x)] for x in element] for element in elements]


def test_products_of_short_decimals_are_exact():
    weights = [decimals("0.25", "0.75")]
    blocks, (unit,), exact = decimal_integers(weights, scores(["0.1", "3"], ["2", "0"]))
    assert exact
    assert [[Fraction(int(x)) * unit for x in b[:, 0]] for b in blocks] == [
        [Fraction("0.025"), Fraction("0.75")],
        [Fraction("1.5"), 0],
    ]


def test_each_party_has_a_unit_of_its_own():
    evaluations = [[[Decimal(1), Decimal(1)], [Decimal(3), Decimal(2)]]]
    blocks, units, exact = decimal_integers([decimals("0.001"), decimals("70")], evaluations)
    assert exact
    assert units == (Fraction(1, 1000), 70)
    assert blocks[0].tolist() == [[1, 1], [3, 2]]


def test_seventeen_digits_of_weight_and_whole_evaluations_are_exact():
    weights = [decimals("0.22971255212531766", "0.77028744787468234")]
    blocks, (unit,), exact = decimal_integers(weights, scores(["1", "5"], ["2", "9"]))
    assert exact
    assert int(blocks[1][1, 0]) * unit == Fraction("0.77028744787468234") * 9


def test_rounded_weights_keep_ties_between_equal_sums():
    # Two elements of equal weight, too long to be kept: 4 + 1 and 2 + 3 must tie although the weight is rounded.
    weight, other = decimals("0.3333333333333333333333333333", "0.1234567890123456789012345678")
    blocks, (unit,), exact = decimal_integers([[weight, weight, other]], scores(["4", "2"], ["1", "3"], ["1", "0"]))
    assert not exact
    assert blocks[0][0, 0] + blocks[1][0, 0] == blocks[0][1, 0] + blocks[1][1, 0]
    assert abs(int(blocks[0][0, 0]) * unit - Fraction(weight) * 4) < Fraction(1, 10**15)


def test_long_evaluations_are_rounded_as_products():
    long, longer = decimals("0.123456789012345678901", "0.987654321098765432109")
    blocks, (unit,), exact = decimal_integers([[long]], [[[long], [longer]]])
    assert not exact
    assert abs(int(blocks[0][0, 0]) * unit - Fraction(long) ** 2) <= unit / 2
    assert unit <= Fraction(1, 10**18)


def test_sums_stay_within_the_limit_and_use_most_of_it():
    draw = np.random.default_rng(3)
    weights = [[Decimal(repr(float(w))) for w in draw.random(40)]]
    evaluations = [[[Decimal(repr(float(v)))] for v in draw.random(5)] for _ in range(40)]
    blocks, _, exact = decimal_integers(weights, evaluations)
    total = sum(int(np.abs(b).max()) for b in blocks)
    assert not exact
    assert LIMIT / 50 < total < LIMIT


def test_negative_and_zero_numbers_are_numbers():
    blocks, (unit,), exact = decimal_integers([decimals("-0.5", "0")], scores(["2", "-4"], ["7", "1"]))
    assert exact
    assert [int(x) * unit for b in blocks for x in b[:, 0]] == [-1, 2, 0, 0]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1E+999999999", "1E-999999999"])
def test_unusable_numbers_are_refused(text):
    with pytest.raises(CaseError, match="is not a usable weight or evaluation"):
        decimal_integers([decimals(text)], scores(["1"]))


def test_float_noise_ties_and_the_sum_over_blocks_fits():
    blocks, unit = integer_utilities([np.array([[0.1 * 3], [0.3]]), np.array([[1e-9], [0.7]])])
    assert blocks[0][0] == blocks[0][1]
    np.testing.assert_allclose(blocks[1][1] * unit, 0.7, rtol=1e-13)
    many, _ = integer_utilities([np.array([[0.9]])] * 100_000)
    assert sum(int(b.max()) for b in many) < LIMIT


def test_all_zeros_need_no_unit():
    blocks, unit = integer_utilities([np.zeros((2, 2))])
    assert not blocks[0].any()
    assert unit > 0
    assert decimal_integers([decimals("0")], scores(["0", "0"]))[2]


def test_the_noise_of_large_numbers_ties_beside_a_block_of_small_ones():
    blocks, _ = integer_utilities([np.array([[1e-9], [0.0]]), np.array([[0.1 * 3], [0.3]])])
    assert blocks[1][0] == blocks[1][1]
    assert blocks[0][0] > blocks[0][1]


def test_the_unit_is_the_largest_that_counts_every_utility_whole():
    assert decimal_integers([decimals("2", "4")], scores(["1", "3"], ["5", "0"]))[1] == (2,)
    assert decimal_integers([decimals("0.0")], scores(["0", "0"]))[1] == (1,)
