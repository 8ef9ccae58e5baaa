"""Laws of acceptability: ranks, weights and the value of asking on generated tables."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.deals.mediation.answers import value_answers
from detente.deals.worth.smaa import ranks_of, smaa, uniform_weights

SEEDS = st.integers(0, 10_000)
SIZES = st.tuples(st.integers(1, 8), st.integers(1, 6))


def table(seed, size, draws=80):
    draw = np.random.default_rng(seed)
    return draw.random(size), uniform_weights(draw, draws, size[1])


@settings(max_examples=40, deadline=None)
@given(SEEDS, SIZES)
def test_each_alternative_takes_one_rank_and_each_rank_is_taken_once(seed, size):
    found = smaa(*table(seed, size))
    assert np.allclose(found.rank_acceptability.sum(axis=0), 1)
    assert np.allclose(found.rank_acceptability.sum(axis=1), 1)


@settings(max_examples=40, deadline=None)
@given(SEEDS, SIZES)
def test_central_weights_lie_on_the_simplex_and_average_to_all_weights(seed, size):
    values, weights = table(seed, size)
    found = smaa(values, weights)
    first = found.rank_acceptability[:, 0]
    ever = first > 0
    assert (np.isnan(found.central_weights).all(axis=1) == ~ever).all()
    assert np.allclose(found.central_weights[ever].sum(axis=1), 1)
    assert np.allclose(first[ever] @ found.central_weights[ever], weights.mean(axis=0))


@settings(max_examples=40, deadline=None)
@given(SEEDS, SIZES)
def test_relabelling_alternatives_relabels_the_result(seed, size):
    values, weights = table(seed, size)
    order = np.random.default_rng(seed + 1).permutation(size[0])
    one, other = smaa(values, weights), smaa(values[order], weights)
    assert (one.rank_acceptability[order] == other.rank_acceptability).all()
    assert np.allclose(one.central_weights[order], other.central_weights, equal_nan=True)


@settings(max_examples=40, deadline=None)
@given(SEEDS, SIZES, st.floats(0.1, 1000), st.floats(-50, 50))
def test_unit_and_zero_of_the_values_change_nothing(seed, size, scale, shift):
    values, weights = table(seed, size)
    one, other = smaa(values, weights), smaa(values * scale + shift, weights)
    assert (one.rank_acceptability == other.rank_acceptability).all()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(1, 6))
def test_a_dominated_alternative_is_never_first_and_changes_no_first_place(seed, criteria):
    values, weights = table(seed, (4, criteria))
    worse = np.vstack([values, values[0] - 0.1])
    one, other = smaa(values, weights), smaa(worse, weights)
    assert other.rank_acceptability[4, 0] == 0
    assert (one.rank_acceptability[:, 0] == other.rank_acceptability[:4, 0]).all()


@settings(max_examples=40, deadline=None)
@given(SEEDS, SIZES)
def test_known_values_equal_drawn_values_that_never_change(seed, size):
    values, weights = table(seed, size)
    one, other = smaa(values, weights), smaa(np.repeat(values[None], len(weights), axis=0), weights)
    assert (one.rank_acceptability == other.rank_acceptability).all()
    assert np.allclose(one.confidence, other.confidence, equal_nan=True)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(1, 12))
def test_ranks_equal_those_of_sorting(seed, count):
    values = np.random.default_rng(seed).random((count, 30))
    assert (ranks_of(values) == np.argsort(np.argsort(-values, axis=0), axis=0)).all()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(1, 6))
def test_asking_never_hurts_in_the_sample_and_never_gains_more_than_there_is_to_gain(seed, candidates):
    draw = np.random.default_rng(seed)
    joint, yes = draw.random((candidates, 90)) < 0.5, draw.random((5, 90)) < 0.5
    found = value_answers(yes, ~yes, joint, headline=0)
    room = joint.any(axis=0).mean() - joint.mean(axis=1).max()
    assert (found.in_sample >= 0).all()
    assert (found.in_sample <= room + 1e-12).all()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(1, 6))
def test_the_opposite_question_is_worth_the_same(seed, candidates):
    draw = np.random.default_rng(seed)
    joint, yes = draw.random((candidates, 90)) < 0.5, draw.random((5, 90)) < 0.5
    one, other = value_answers(yes, ~yes, joint, 0), value_answers(~yes, yes, joint, 0)
    assert np.allclose(one.value, other.value)
    assert np.allclose(one.joint_if_yes, other.joint_if_no)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_with_one_candidate_no_answer_is_worth_anything(seed):
    draw = np.random.default_rng(seed)
    joint, yes = draw.random((1, 90)) < 0.5, draw.random((5, 90)) < 0.5
    found = value_answers(yes, ~yes, joint, 0)
    assert not found.value.any()
    assert not found.in_sample.any()
