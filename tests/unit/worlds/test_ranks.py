"""Ranks are those of scipy, whose module of statistics takes a quarter of a second to load."""

import numpy as np
import pytest
from scipy.stats import rankdata

from detente.worlds import mid_ranks


@pytest.mark.parametrize("seed", range(20))
def test_ranks_are_those_of_scipy_with_ties_and_without(seed):
    draws = np.random.default_rng(seed).normal(size=1 + 7 * seed)
    for values in (draws, draws.round(1), np.zeros_like(draws), -draws):
        assert (mid_ranks(values) == rankdata(values)).all()


def test_nothing_has_no_ranks_and_what_is_unknown_leaves_all_unknown():
    assert mid_ranks(np.empty(0)).shape == (0,)
    assert np.isnan(mid_ranks(np.array([1.0, np.nan, 2.0]))).all()
