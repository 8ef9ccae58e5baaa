"""The draw as a whole: diagnostics, and rows that stay when more are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import Told
from property.cases import generated_case
from unit.preferences.small_case import a_case, claim, drawn, fixed, party, pays


def test_diagnostics_count_what_was_cut_kept_and_walked():
    preferences = drawn(a_case(claims=(claim("C1", "accepts", reliability=0.5),)), 600)
    (found,) = preferences.diagnostics
    assert (found.party, found.cuts) == ("A", ("C1",))
    assert found.worlds_cut == preferences.in_force["C1"].sum()
    left_out = sum(d.worlds for d in preferences.dropped)
    assert found.walked == round(found.worlds_cut * (1 - found.kept_share)) - left_out > 50
    assert 0.98 < found.split_r_hat < 1.1
    assert 1 < found.effective_sweeps <= found.sweeps


def test_without_a_cut_there_is_nothing_to_diagnose():
    assert drawn(a_case(claims=(claim("C1", "accepts", "E0.1"),)), 20).diagnostics == ()


def test_a_party_whose_draws_all_fit_walks_nowhere():
    rich = party("A", stake_usd_bn_per_year=fixed("stake:A", 1.0))
    case = a_case(rich, party("B"), claims=(claim("C1", "accepts"),), payoffs=(pays("A", "E0.1", 9.0),))
    (found,) = drawn(case, 30).diagnostics
    assert (found.kept_share, found.walked, found.split_r_hat, found.effective_sweeps) == (1.0, 0, None, None)


def test_weights_within_a_cut_are_those_of_rejection_sampling():
    """Without a stake the cut is ``sum_e k[e] (v[e, 1] - v[e, 0]) >= 0``; told values fix it in all worlds."""
    points = [(0.2, 1.0, 0.0), (0.7, 0.0, 1.0), (0.9, 0.0, 1.0), (0.5, 0.4, 0.9)]
    worth = np.array([0.8, -0.7, -0.9, (0.4 - 0.5) / (0.9 - 0.4)])
    values = {f"E{e}": {f"E{e}.{o}": p for o, p in enumerate(of_element)} for e, of_element in enumerate(points)}
    preferences = drawn(a_case(claims=(claim("C1", "accepts"),), told=(Told("A", values=values),)), 4_000)
    free = np.random.default_rng(1).dirichlet(np.ones(4), 400_000)
    slow = free[free @ worth >= 0]
    np.testing.assert_allclose(preferences.weights[:, 0].mean(axis=0), slow.mean(axis=0), atol=0.012)
    np.testing.assert_allclose(preferences.weights[:, 0].std(axis=0), slow.std(axis=0), atol=0.012)


@pytest.mark.parametrize("seed", [0, 3, 4])
def test_rows_stay_when_more_worlds_are_drawn_and_the_same_seed_gives_the_same_bytes(seed):
    case = generated_case(seed)
    few, many, again = drawn(case, 20), drawn(case, 75), drawn(case, 75)
    np.testing.assert_array_equal(few.values, many.values[:20])
    np.testing.assert_allclose(few.weights, many.weights[:20], atol=1e-12)
    for name, parts in few.accepted_parts.items():
        np.testing.assert_array_equal(parts, many.accepted_parts[name][:20])
    assert many.weights.tobytes() == again.weights.tobytes()
    assert many.dropped == again.dropped
    assert many.diagnostics == again.diagnostics
