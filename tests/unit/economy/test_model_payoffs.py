"""Payoffs of the trade model: each number is one that anybody can solve for by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, NotConverged, Payoff
from detente.economy import anchors, income_solver, model_payoffs
from detente.economy.payoffs import HAND_ENTERED, value_options, value_with_model
from detente.economy.trade import LeverTable, shock_from_levers, solve
from detente.workers import Processes, processes
from detente.worlds import draw_worlds
from unit.economy.small_economy import BASELINE, CASE, IN_FORCE, number, row, with_shocks

WORLDS = draw_worlds(70, 3)
PAYOFFS = value_with_model(CASE, BASELINE, WORLDS)
DEAL = np.where(PAYOFFS.axes.choice(CASE.packages[0].choices) < 0, 0, PAYOFFS.axes.choice(CASE.packages[0].choices))
SOLVED = 1e-4
"""USD bn: markets clear to 1e-7, and the largest GDP is 500."""


def real_income(levers: list[tuple], world: int) -> np.ndarray:
    """Solve one world by hand from rows of lever, origin, destination, sector, factor."""
    theta = BASELINE.theta * WORLDS.estimate(CASE.economy.elasticity_scale)[world]
    economy = replace(BASELINE, theta=theta)
    columns = list(zip(*levers, strict=True)) if levers else [()] * 5
    return solve(economy, shock_from_levers(economy, LeverTable(*columns))).real_income_hat


def drawn(entry, world: int) -> float:
    return float(WORLDS.estimate(entry.factor)[world])


def measures(world: int, sanctions: float = 1.0, damage: float = 1.0) -> list[tuple]:
    """The measures in force by hand, each at a part of its strength."""
    theta = BASELINE.theta * WORLDS.estimate(CASE.economy.elasticity_scale)[world]
    out, back, harm = (drawn(entry, world) for entry in IN_FORCE)
    rows = []
    for name, elasticity in zip(BASELINE.sectors, theta, strict=True):
        for other in ("r1", "r2"):
            rows.append(("iceberg", "r0", other, name, out ** (-sanctions / elasticity)))
            rows.append(("iceberg", other, "r0", name, back ** (-sanctions / elasticity)))
    return [*rows, ("productivity", "r2", "*", "*", harm**damage)]


def worth(before: np.ndarray, after: np.ndarray, world: int) -> dict[str, float]:
    gdp = {r: WORLDS.estimate(e)[world] for r, e in CASE.economy.gdp_usd_bn.items()}
    change = dict(zip(BASELINE.regions, after / before - 1, strict=True))
    return {
        "EAST": change["r0"] * gdp["r0"],
        "SOUTH": change["r1"] * gdp["r1"] + change["r2"] * gdp["r2"],
    }


def beyond_the_sum() -> np.ndarray:
    """What the options of the deal bring together beyond each alone, (world, party)."""
    return PAYOFFS.wholes.beyond[PAYOFFS.wholes.row(DEAL)]


def money(party: str, element: str, option: str) -> np.ndarray:
    axes = PAYOFFS.axes
    return PAYOFFS.money[:, axes.party(party), axes.element(element), axes.option(element, option)]


@pytest.mark.parametrize("world", [0, 17, 63])
@pytest.mark.parametrize("party", ["EAST", "SOUTH"])
def test_an_anchor_holds_what_solving_by_hand_gives(world, party):
    share = drawn(CASE.shocks[3], world)
    before, after = real_income(measures(world), world), real_income(measures(world, sanctions=1 - share), world)
    assert money(party, "SANC", "SANC.1")[world] == pytest.approx(worth(before, after, world)[party], abs=SOLVED)


def test_taking_all_measures_back_is_worth_what_they_cost():
    cost = worth(real_income(measures(5), 5), np.ones(len(BASELINE.regions)), 5)
    assert money("SOUTH", "SANC", "SANC.2")[5] == pytest.approx(cost["SOUTH"], abs=SOLVED)


def test_a_shock_that_an_option_brings_comes_on_top_of_the_measures():
    before = real_income(measures(9), 9)
    road = [("iceberg", "r2", "r0", "*", drawn(CASE.shocks[6], 9))]
    by_hand = measures(9)
    factors = {(o, d, s): f for lever, o, d, s, f in by_hand if lever == "iceberg"}
    both = [*by_hand, *(("iceberg", "r2", "r0", s, factors["r2", "r0", s] * road[0][4]) for s in BASELINE.sectors)]
    after = real_income(both, 9)
    assert money("EAST", "ROAD", "ROAD.1")[9] == pytest.approx(worth(before, after, 9)["EAST"], abs=SOLVED)


def test_a_package_is_solved_as_a_whole_and_its_residual_kept():
    share, world = drawn(CASE.shocks[3], 9), 9
    before, relieved = real_income(measures(world), world), measures(world, sanctions=1 - share)
    factors = {(o, d, s): f for lever, o, d, s, f in relieved if lever == "iceberg"}
    road = drawn(CASE.shocks[6], world)
    both = [*relieved, *(("iceberg", "r2", "r0", s, factors["r2", "r0", s] * road) for s in BASELINE.sectors)]
    whole = worth(before, real_income(both, world), world)["SOUTH"]
    apart = money("SOUTH", "SANC", "SANC.1")[world] + money("SOUTH", "ROAD", "ROAD.1")[world]
    found = beyond_the_sum()[world, PAYOFFS.axes.party("SOUTH")]
    assert found == pytest.approx(whole - apart, abs=SOLVED)
    assert abs(found) > SOLVED


def test_worlds_between_the_anchors_are_within_the_error_that_is_printed():
    axes = PAYOFFS.axes
    for party in ("EAST", "SOUTH"):
        i, e = axes.party(party), axes.element("SANC")
        off = []
        for world in range(64, 70):
            share = drawn(CASE.shocks[3], world)
            before = real_income(measures(world), world)
            exact = worth(before, real_income(measures(world, sanctions=1 - share), world), world)[party]
            off.append(money(party, "SANC", "SANC.1")[world] - exact)
        printed = PAYOFFS.modelled.error[i, e, 1]
        assert 0 < printed < 0.1 * money(party, "SANC", "SANC.1").std()
        assert np.sqrt(np.mean(np.square(off))) < 3 * printed


def test_solves_are_planned_and_counted():
    assert PAYOFFS.modelled.anchors == 64
    assert PAYOFFS.modelled.solves == model_payoffs.planned_solves(CASE, WORLDS) == 64 * 5
    assert PAYOFFS.modelled.failed == 0
    assert "320 equilibria" in PAYOFFS.method


def test_a_party_without_regions_or_gdp_stays_unknown():
    axes = PAYOFFS.axes
    assert not PAYOFFS.known[axes.party("NOWHERE"), axes.element("SANC"), 1]
    poor = replace(CASE, economy=replace(CASE.economy, gdp_usd_bn={"r0": number("gdp:r0", 500.0)}))
    found = value_with_model(poor, BASELINE, draw_worlds(3, 0))
    assert found.known[axes.party("EAST"), axes.element("SANC"), 1]
    assert not found.known[axes.party("SOUTH"), axes.element("SANC"), 1]
    assert (found.money[:, axes.party("SOUTH")] == 0).all()


def test_what_no_shock_reaches_is_unknown_and_the_status_quo_is_nothing():
    axes = PAYOFFS.axes
    assert not PAYOFFS.known[:, axes.element("FLAG"), 1].any()
    assert PAYOFFS.known[:, axes.element("SANC"), 0].all()
    assert (PAYOFFS.money[:, :, axes.element("SANC"), 0] == 0).all()


@pytest.mark.parametrize(("said", "hand", "model"), [("replaced", 0.0, 1.0), ("kept", 1.0, 0.0), ("added", 1.0, 1.0)])
def test_a_row_entered_by_hand_is_replaced_kept_or_added_as_its_author_says(said, hand, model):
    entered = Payoff("EAST", "SANC", "SANC.1", number("payoff:EAST:SANC.1", 7.0), said)
    found = value_with_model(replace(CASE, payoffs=(entered,)), BASELINE, WORLDS)
    i, e = found.axes.party("EAST"), found.axes.element("SANC")
    expected = hand * 7.0 + model * money("EAST", "SANC", "SANC.1")
    np.testing.assert_allclose(found.money[:, i, e, 1], expected, atol=1e-12)
    assert found.modelled.covers[i, e, 1] == bool(model)
    assert found.modelled.replaced == (("payoff:EAST:SANC.1",) if said == "replaced" else ())


def test_more_worlds_leave_the_first_ones_as_they_are():
    more = value_with_model(CASE, BASELINE, draw_worlds(200, 3))
    np.testing.assert_array_equal(more.money[:64], PAYOFFS.money[:64])
    np.testing.assert_allclose(more.money[:70], PAYOFFS.money, atol=1e-9)


def test_the_number_of_jobs_changes_no_digit(monkeypatch):
    monkeypatch.setattr(processes, "WORTH_A_PROCESS", 1e-9)
    asked = []
    monkeypatch.setattr(processes, "_in_processes", counted(processes._in_processes, asked))
    found = value_with_model(CASE, BASELINE, WORLDS, Processes(2))
    assert asked == [2, 2]
    assert found.money.tobytes() == PAYOFFS.money.tobytes()


def counted(function, asked: list[int]):
    """The same function, its first arguments kept."""

    def counting(count, *arguments):
        asked.append(count)
        return function(count, *arguments)

    return counting


def test_worlds_that_do_not_converge_are_counted_and_interpolated(monkeypatch):
    few = unconverged(monkeypatch, 4)
    axes = few.axes
    assert few.modelled.failed == 4 * 5
    assert "20 of which did not converge" in few.method
    i, e = axes.party("EAST"), axes.element("SANC")
    np.testing.assert_allclose(few.money[:, i, e, 1], PAYOFFS.money[:, i, e, 1], atol=0.2)
    assert np.isfinite(few.money).all()


def test_too_many_that_do_not_converge_are_an_error(monkeypatch):
    with pytest.raises(NotConverged, match="in 30 of 64 anchor worlds only"):
        unconverged(monkeypatch, 34)


def without(solved, count: int):
    """The same equilibria, the first of which failed."""
    converged = solved.converged.copy()
    converged[:count] = False
    income = np.where(converged[:, None], solved.real_income_hat, np.nan)
    return replace(solved, converged=converged, real_income_hat=income)


def unconverged(monkeypatch, count: int):
    """Payoffs when the first anchors fail."""
    as_it_is = income_solver.solve_anchors

    def fails(*arguments):
        return [without(solved, count) for solved in as_it_is(*arguments)]

    monkeypatch.setattr(income_solver, "solve_anchors", fails)
    return value_with_model(CASE, BASELINE, WORLDS)


def test_without_ranges_every_world_is_the_same():
    case = with_shocks(row("x", "iceberg", 0.8, origin=("r0",)))
    fixed = replace(case, economy=replace(CASE.economy, elasticity_scale=None))
    found = value_with_model(fixed, BASELINE, draw_worlds(80, 0))
    east = found.money[:, 0, 0, 1]
    np.testing.assert_allclose(east, east[0], atol=1e-9)
    assert east[0] != 0
    # One equilibrium of the status quo and one of the option stand for all anchors.
    assert found.modelled.solves == model_payoffs.planned_solves(fixed, draw_worlds(80, 0)) == 2
    assert found.modelled.error.max() == pytest.approx(0.0, abs=1e-9)
    uncertain = replace(fixed, shocks=(row("x", "iceberg", 0.7, 0.8, 0.9, origin=("r0",)),))
    planned = model_payoffs.planned_solves(uncertain, draw_worlds(80, 0))
    # Of the status quo nothing is uncertain, of the option something is.
    assert value_with_model(uncertain, BASELINE, draw_worlds(80, 0)).modelled.solves == planned == 1 + 64


def test_one_equilibrium_for_all_worlds_that_fails_is_counted_once_and_is_an_error(monkeypatch):
    case = with_shocks(row("x", "iceberg", 0.8, origin=("r0",)))
    fixed = replace(case, economy=replace(CASE.economy, elasticity_scale=None))
    as_it_is = anchors.solve_chunk

    def fails(setting, chunk):
        found = as_it_is(setting, chunk)
        return replace(found, converged=np.zeros_like(found.converged))

    monkeypatch.setattr(anchors, "solve_chunk", fails)
    with pytest.raises(NotConverged, match="in 0 of 64 anchor worlds only"):
        value_with_model(fixed, BASELINE, draw_worlds(80, 0))


def test_a_case_without_shocks_is_entered_by_hand_alone():
    found = value_options(replace(CASE, shocks=()), draw_worlds(3, 0))
    assert found.method == HAND_ENTERED
    assert found.modelled is None


def test_more_uncertain_shocks_than_anchors_can_tell_apart_are_an_error():
    names = [f"x{k}" for k in range(40)]
    case = with_shocks(*(row(n, "iceberg", 0.9, 1.0, 1.1, origin=("r0",)) for n in names), options=(tuple(names),))
    with pytest.raises(
        CaseError, match="41 uncertain shocks act together, and 64 solved worlds cannot tell them apart"
    ):
        value_with_model(case, BASELINE, WORLDS)


def test_the_options_of_a_package_add_up_to_the_whole():
    added = (PAYOFFS.of_package(DEAL) - PAYOFFS.money[:, :, np.arange(len(DEAL)), DEAL]).sum(axis=2)
    np.testing.assert_allclose(added, beyond_the_sum(), atol=1e-12)
    assert (added[:, PAYOFFS.axes.party("NOWHERE")] == 0).all()


def test_without_a_model_a_package_is_the_sum_of_its_options():
    by_hand = value_options(replace(CASE, shocks=()), draw_worlds(3, 0))
    np.testing.assert_array_equal(by_hand.of_package(DEAL), by_hand.money[:, :, np.arange(len(DEAL)), DEAL])
