"""A second look at a few worlds at a time is the same look."""

from __future__ import annotations

import numpy as np
import pytest

from detente.analysis import second_looks
from detente.positions import tally_positions
from detente.preferences import cells, draw_preferences
from detente.worlds import draw_worlds
from property.cases import generated_case
from property.slow_deals import drawn


@pytest.mark.parametrize("seed", range(4))
def test_worlds_looked_at_a_few_at_a_time_give_the_same_shares(seed, monkeypatch):
    case = generated_case(seed)
    preferences, payoffs = drawn(case, 50, seed=1)
    whole = second_looks.look_again(case, preferences, payoffs, draw_worlds(50, 1))
    assert any(0.0 < share < 1.0 for share in whole[0].joint_as_is.values())
    monkeypatch.setattr(second_looks, "WORLDS_AT_ONCE", 7)
    assert second_looks.look_again(case, preferences, payoffs, draw_worlds(50, 1)) == whole


@pytest.mark.parametrize("at_once", [1, 90, 10**9])
def test_values_do_not_depend_on_how_many_are_drawn_at_once(at_once, monkeypatch):
    case = generated_case(3)
    preferences, payoffs = drawn(case, 40, seed=1)
    monkeypatch.setattr(cells, "ROWS_AT_ONCE", at_once)
    again = draw_preferences(case, tally_positions(case), payoffs, draw_worlds(40, 1))
    np.testing.assert_array_equal(again.values, preferences.values)
