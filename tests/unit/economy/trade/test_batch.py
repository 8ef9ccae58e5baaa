"""Many draws at once give what one at a time gives, whoever does the work."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import Batch, Draws, expected_seconds, no_shock, partial, solve, solve_batch, solve_each
from detente.economy.trade.batch import CHUNK, SECONDS_PER_CELL
from detente.economy.trade.iterate import Limits
from detente.workers import Processes, processes
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


def test_the_number_of_jobs_changes_no_byte(baseline, shocks, draws, monkeypatch):
    monkeypatch.setattr(processes, "WORTH_A_PROCESS", 1e-9)
    one, three = (solve_batch(baseline, shocks, draws, Processes(jobs)) for jobs in (1, 3))
    for field in fields(Batch):
        assert getattr(one, field.name).tobytes() == getattr(three, field.name).tobytes()


def test_worlds_with_shocks_of_their_own_are_shared_likewise(baseline, shocks, draws, monkeypatch):
    monkeypatch.setattr(processes, "WORTH_A_PROCESS", 1e-9)
    own = [partial(shocks[0], size) for size in draws.size]
    start = solve_each(baseline, [no_shock()] * COUNT, draws.theta).state
    one, two = (solve_each(baseline, own, draws.theta, start, workers=Processes(jobs)) for jobs in (1, 2))
    assert one.real_income_hat.tobytes() == two.real_income_hat.tobytes()
    assert one.state.price.tobytes() == two.state.price.tobytes()
    together = solve_batch(baseline, shocks[:1], draws)
    np.testing.assert_allclose(one.real_income_hat, together.real_income_hat[:, 0], rtol=1e-6)


def test_a_shock_without_meaning_is_an_error_wherever_it_is_solved(baseline, shocks, draws, monkeypatch):
    monkeypatch.setattr(processes, "WORTH_A_PROCESS", 1e-9)
    bad = [replace(no_shock(), iceberg=np.zeros((1, 1, 1)))] * COUNT
    for jobs in (1, 2):
        with pytest.raises(CaseError, match="Lever iceberg: a factor of 0 has no meaning"):
            solve_each(baseline, bad, draws.theta, workers=Processes(jobs))


def test_what_a_batch_is_expected_to_take_grows_with_solves_and_flows(baseline):
    one = expected_seconds(baseline, 1)
    assert one == pytest.approx(SECONDS_PER_CELL * 2 * 3 * 3)
    assert expected_seconds(baseline, 7) == pytest.approx(7 * one)


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
