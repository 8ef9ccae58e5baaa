"""Laws of the samplers of preferences, on generated odds, cuts and claims."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from detente.case import Stance
from detente.preferences.cells import Shape
from detente.preferences.cone import deepest_point, towards
from detente.preferences.constraints import Constraint, stand
from detente.preferences.parts import draw_subsets
from detente.preferences.stances import TABLE
from detente.preferences.walk import hit_and_run
from detente.worlds import draw_worlds
from property.cases import generated_case
from unit.preferences.small_case import drawn

SPEAKING = [row for row in TABLE if row.sign is not None]


@given(some.lists(some.sampled_from([0.0, 0.02, 0.5, 1.0, 49.0]), min_size=1, max_size=9), some.integers(0, 6))
def test_a_drawn_subset_holds_as_many_as_several_means_and_nothing_impossible(odds, at_least):
    taken = draw_subsets(draw_worlds(64, 1).uniform("s", len(odds)), np.tile(odds, (64, 1)), at_least)
    possible = np.array(odds) > 0
    assert (taken.sum(axis=1) >= min(at_least, possible.sum())).all()
    assert not taken[:, ~possible].any()


@given(some.integers(0, 10_000), some.integers(2, 7), some.integers(1, 4))
def test_a_walk_never_leaves_its_cuts_nor_the_simplex(seed, elements, count):
    cuts = np.random.default_rng(seed).normal(size=(count, elements))
    inside = deepest_point(cuts)
    if inside is None:
        return
    worlds = draw_worlds(16, seed)
    start = np.tile(towards(inside, np.full(elements, 1 / elements), cuts), (16, 1))
    walked = hit_and_run(start, np.tile(cuts, (16, 1, 1)), lambda s, n: worlds.uniform(f"x:{s}", n)).weights
    assert (walked @ cuts.T >= -1e-9).all()
    assert (walked >= 0).all()
    np.testing.assert_allclose(walked.sum(axis=1), 1)


@some.composite
def said(draw):
    """Claims of every stance on an element of two to five options, status quo first or in the middle."""
    count = draw(some.integers(2, 5))
    options = some.lists(some.integers(0, count - 1), min_size=1, max_size=count, unique=True)
    claims = [
        Constraint(
            f"C{n}", draw(some.sampled_from(SPEAKING)), tuple(draw(options)), draw(some.booleans()), 0.5, np.ones(1)
        )
        for n in range(draw(some.integers(1, 5)))
    ]
    return Shape(count, draw(some.integers(0, count - 1)), draw(some.booleans())), claims


@given(said())
def test_values_fit_whatever_can_be_fitted_and_fewer_words_always_leave_more_room(given_):
    shape, claims = given_
    standing = stand(claims, shape.status_quo)
    allowed = standing.allowed()
    if not shape.possible(allowed):
        return
    assert all(shape.possible(standing.allowed([n])) for n in range(len(claims)))
    values = shape.draw(draw_worlds(32, 1).uniform("v", shape.count + 2), allowed)
    quiet = values[:, shape.status_quo]
    assert all((values[:, o] >= quiet).all() for o in allowed.at_least)
    assert all((values[:, o] <= quiet).all() for o in allowed.at_most)
    if allowed.ideal is not None:
        assert (values[:, sorted(allowed.ideal)].max(axis=1) == 1).all()


@pytest.mark.parametrize("seed", range(6))
def test_every_claim_on_a_package_holds_in_its_worlds_unless_left_out_there(seed):
    """The gain of a package, added up element by element for each world, has the sign that the latest claim states."""
    case = generated_case(seed)
    preferences = drawn(case, 150)
    left_out: dict[str, int] = {}
    for dropped in preferences.dropped:
        left_out[dropped.claim] = left_out.get(dropped.claim, 0) + dropped.worlds
    decisive = {Stance.ACCEPTS: 1, Stance.PROPOSES: 1, Stance.DEMANDS: 1, Stance.REJECTS: -1}
    newest = sorted(case.claims, key=lambda c: (c.said_on is not None, c.said_on))
    last = {(c.party, c.package): c for c in newest if c.package and c.stance in decisive}
    for (party, package), claim in last.items():
        i = preferences.axes.party(party)
        if preferences.has_stake[i]:
            continue
        choices = next(p.choices for p in case.packages if p.id == package)
        wrong = 0
        for w in np.flatnonzero(preferences.in_force[claim.id]):
            gain = 0.0
            for element, option in choices.items():
                e = preferences.axes.element(element)
                value = preferences.values[w, i, e]
                o = preferences.axes.option(element, option)
                gain += preferences.weights[w, i, e] * (value[o] - value[preferences.axes.status_quo[e]])
            wrong += decisive[claim.stance] * gain < -1e-9
        assert wrong <= left_out.get(claim.id, 0)
