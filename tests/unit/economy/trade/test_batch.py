"""Many draws at once give what one at a time gives, whatever the number of jobs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import Draws, no_shock, partial, solve, solve_batch
from detente.economy.trade.batch import CHUNK
from detente.economy.trade.iterate import Limits
from unit.economy.trade.level_world import as_baseline, draw_world, solve_levels

COUNT = CHUNK + 5
"""One full chunk and a rest."""


@pytest.fixture(scope="module")
def baseline():
    world = draw_world(11)
    return as_baseline(world, solve_levels(world))


@pytest.fixture(scope="module")
def shocks():
    flow = np.random.default_rng(0).uniform(1.0, 1.6, (2, 3, 3))
    ban = np.ones((2, 3, 3))
    ban[0, 0, 1] = 0.0
    taxed = replace(no_shock(), tariff=flow, export_tax=np.flip(flow, axis=0))
    return [replace(no_shock(), iceberg=flow), taxed, replace(no_shock(), quantity=ban)]


@pytest.fixture(scope="module")
def draws():
    draw = np.random.default_rng(1)
    return Draws(draw.uniform(1.5, 9.0, (COUNT, 2)), draw.uniform(0.2, 1.5, COUNT))


def test_a_batch_equals_one_solve_at_a_time(baseline, shocks, draws):
    batch = solve_batch(baseline, shocks, draws, tolerance=1e-11)
    assert batch.converged.all()
    assert (batch.solves, batch.failed) == (3 * COUNT, 0)
    for d in range(0, COUNT, 6):
        drawn = replace(baseline, theta=draws.theta[d])
        for s, shock in enumerate(shocks):
            one = solve(drawn, shock if s == 2 else partial(shock, draws.size[d]), tolerance=1e-11)
            np.testing.assert_allclose(batch.real_income_hat[d, s], one.real_income_hat, rtol=1e-9)
            np.testing.assert_allclose(batch.real_wage_hat[d, s], one.real_wage_hat, rtol=1e-9)


def test_the_number_of_jobs_changes_no_digit(baseline, shocks, draws):
    one, three = (solve_batch(baseline, shocks, draws, jobs=jobs) for jobs in (1, 3))
    np.testing.assert_array_equal(one.real_income_hat, three.real_income_hat)
    np.testing.assert_array_equal(one.residual, three.residual)


def test_draws_that_do_not_settle_are_masked_and_counted_and_spare_the_others(baseline, shocks, draws):
    """At an elasticity of 500 whole markets flip from seller to seller; no search by small steps settles them."""
    mad = np.arange(COUNT) == 3
    whole = solve_batch(baseline, shocks[:1], draws)
    part = solve_batch(baseline, shocks[:1], replace(draws, theta=np.where(mad[:, None], 500.0, draws.theta)))
    assert (part.failed, part.solves) == (1, COUNT)
    assert np.isnan(part.real_income_hat[mad]).all()
    assert np.isnan(part.real_wage_hat[mad]).all()
    np.testing.assert_allclose(part.real_income_hat[~mad], whole.real_income_hat[~mad], rtol=1e-12)


def test_draws_that_fail_at_first_get_a_second_try(baseline, shocks, draws, monkeypatch):
    whole = solve_batch(baseline, shocks[:1], draws)
    monkeypatch.setattr("detente.economy.trade.batch.FIRST_TRY", Limits(iterations=12))
    again = solve_batch(baseline, shocks[:1], draws)
    assert again.failed == 0
    assert (again.iterations > whole.iterations).any()
    np.testing.assert_allclose(again.real_income_hat, whole.real_income_hat, rtol=1e-7)


@pytest.mark.parametrize(
    ("theta", "size", "message"),
    [
        (np.ones((4, 3)), np.ones(4), r"Draws of theta need the shape \(draw, 2\)"),
        (np.ones((0, 2)), np.ones(0), "Draws of theta need the shape"),
        (np.ones((4, 2)), np.ones(3), "one entry for each draw"),
        (np.zeros((4, 2)), np.ones(4), "must be above 0 in every draw"),
        (np.ones((4, 2)), np.zeros(4), "must be above 0 in every draw"),
        (np.full((4, 2), np.inf), np.ones(4), "must be above 0 in every draw"),
    ],
)
def test_draws_that_do_not_fit_are_refused(baseline, shocks, theta, size, message):
    with pytest.raises(CaseError, match=message):
        solve_batch(baseline, shocks, Draws(theta, size))
