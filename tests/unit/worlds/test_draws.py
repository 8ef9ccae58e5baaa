"""Draws are keyed by name: they depend neither on the number of worlds nor on what else is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import Estimate, Origin
from detente.worlds import draw_worlds


def estimate(low, mode, high):
    return Estimate("x", mode, "days", Origin.ASSUMED, low, high, why="test")


def test_rows_do_not_depend_on_the_number_of_worlds():
    few, many = draw_worlds(10, 5), draw_worlds(1000, 5)
    assert (few.uniform("a", 7) == many.uniform("a", 7)[:10]).all()


def test_names_and_seeds_give_different_draws():
    worlds = draw_worlds(50, 5)
    assert (worlds.uniform("a") != worlds.uniform("b")).all()
    assert (worlds.uniform("a") != draw_worlds(50, 6).uniform("a")).all()


def test_triangular_draws_have_the_published_mean_and_variance():
    low, mode, high = 2.0, 3.0, 10.0
    draws = draw_worlds(100_000, 1).estimate(estimate(low, mode, high))
    assert draws.min() >= low
    assert draws.max() <= high
    np.testing.assert_allclose(draws.mean(), (low + mode + high) / 3, rtol=0.01)
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    np.testing.assert_allclose(draws.var(), variance, rtol=0.03)


@pytest.mark.parametrize(("low", "mode", "high"), [(1.0, 1.0, 5.0), (1.0, 5.0, 5.0), (5.0, 5.0, 5.0)])
def test_mode_at_an_end_is_allowed(low, mode, high):
    draws = draw_worlds(1000, 1).estimate(estimate(low, mode, high))
    assert np.isfinite(draws).all()
    assert draws.min() >= low
    assert draws.max() <= high


def test_no_worlds_is_an_error():
    with pytest.raises(ValueError, match="at least 1"):
        draw_worlds(0, 0)


@given(first=st.integers(0, 300), count=st.integers(1, 60), size=st.integers(1, 9))
def test_a_part_of_the_worlds_has_the_draws_that_they_have_among_all(first, count, size):
    worlds = draw_worlds(320, 11)
    part = worlds.part(first, count)
    assert part.count == min(count, 320 - first)
    assert (part.uniform("a", size) == worlds.uniform("a", size)[first : first + count]).all()
    again = part.part(part.count - 1, 5)
    assert (again.uniform("a", size) == worlds.uniform("a", size)[first + part.count - 1 : first + part.count]).all()
