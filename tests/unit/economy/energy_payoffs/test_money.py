"""Money of energy shocks: each number is one that anybody can solve for by hand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from detente.case import CaseError, NotConverged, Payoff
from detente.economy import income_solver, model_payoffs
from detente.economy.energy_payoffs import anchors as energy_anchors
from detente.economy.energy_payoffs.solver import FEWEST_ANCHORS, EnergySolver
from detente.economy.payoffs import value_options, value_with_model
from detente.economy.whole_packages import value_combinations_on
from detente.workers import ALONE, Processes
from unit.economy.energy_payoffs.small_energy import (
    BOTH,
    BROUGHT,
    IN_FORCE,
    TABLES,
    WORLDS,
    by_hand,
    change_by_hand,
    drawn,
    energy_case,
    left,
    lever,
    payoffs_of,
    regions_by_hand,
    rows,
    towards_none,
)
from unit.economy.small_economy import BASELINE, CASE, element, number, row

SOLVED = 1e-6
"""USD bn: networks are solved to 1e-6 of their scale, and a year of the network is some 5 bn EUR."""


@cache
def valued():
    """What the case is worth, worked out when the first test asks."""
    return payoffs_of(energy_case())


def axes():
    return valued().axes


def carried():
    return valued().modelled.carried


def reopened(world: int) -> dict[str, float]:
    kept = left(world, 0)
    return change_by_hand(
        world,
        shut=towards_none(drawn(IN_FORCE[0], world), 1.0, kept),
        levy=towards_none(drawn(IN_FORCE[1], world), 0.0, kept),
    )


@pytest.mark.parametrize("world", [0, 7, FEWEST_ANCHORS - 1])
def test_the_direct_effect_is_the_change_of_surplus_of_the_regions_of_a_party(world):
    change = reopened(world)
    direct = carried().direct["LINE.1"][world]
    assert direct[axes().party("EAST")] == pytest.approx(change["r0"], abs=SOLVED)
    assert direct[axes().party("SOUTH")] == pytest.approx(change["r1"] + change["r2"], abs=SOLVED)
    assert abs(change["r0"]) > 0.01
    assert direct[axes().party("NOWHERE")] == 0


def test_a_lever_that_an_option_brings_comes_on_top_of_the_measures():
    change = change_by_hand(3, demand=drawn(BROUGHT[3], 3))
    assert carried().direct["COLD.1"][3, axes().party("SOUTH")] == pytest.approx(
        change["r1"] + change["r2"], abs=SOLVED
    )


def test_elsewhere_it_is_interpolated_and_the_error_says_how_well():
    world = FEWEST_ANCHORS + 5
    change = reopened(world)
    off = carried().direct["LINE.1"][world, axes().party("SOUTH")] - (change["r1"] + change["r2"])
    assert abs(off) < 6 * carried().error["LINE.1"][axes().party("SOUTH")] + SOLVED


def test_a_package_that_relieves_one_measure_twice_is_the_whole_and_not_the_sum():
    choice = axes().choice(BOTH)
    choice = np.where(choice < 0, 0, choice)
    money = valued().of_package(choice).sum(axis=2)
    alone = valued().money[:, :, np.arange(3), choice].sum(axis=2)
    world, south = 4, axes().party("SOUTH")
    whole = change_by_hand(
        world,
        shut=towards_none(drawn(IN_FORCE[0], world), 1.0, left(world, 0, 2)),
        levy=towards_none(drawn(IN_FORCE[1], world), 0.0, left(world, 0)),
    )
    solver = EnergySolver(energy_case(), WORLDS, BASELINE, ALONE)
    parts = (frozenset({"reopen"}), frozenset({"reopen-too"}))
    direct = solver.change(parts[0] | parts[1], parts).worth[world]
    expected = {region: direct[BASELINE.regions.index(region)] for region in whole}
    assert expected == pytest.approx(whole, abs=SOLVED)
    beyond = whole["r1"] + whole["r2"] - sum(carried().direct[name][world, south] for name in ("LINE.1", "AGAIN.1"))
    assert beyond < -0.02
    assert money[world, south] - alone[world, south] < beyond / 2


def test_equilibria_are_planned_and_counted():
    planned = model_payoffs.planned_energy_solves(energy_case(), WORLDS, BASELINE)
    assert planned == carried().solves == FEWEST_ANCHORS * 5
    assert carried().failed == 0
    assert f"solved exactly in {FEWEST_ANCHORS} worlds, {planned} equilibria, and interpolated" in valued().method


def test_a_later_stage_solves_what_is_new_and_remembers_the_rest():
    case = energy_case(packages=())
    before = payoffs_of(case)
    after = value_combinations_on(case, BASELINE, WORLDS, before, (("LINE.1", "AGAIN.1"),))
    named = valued().wholes.beyond[0]
    assert after.modelled.carried.solves - before.modelled.carried.solves == FEWEST_ANCHORS
    np.testing.assert_allclose(after.wholes.beyond[0][:FEWEST_ANCHORS], named[:FEWEST_ANCHORS], atol=1e-6)
    assert np.abs(after.wholes.beyond[0] - named).max() < 0.2 * np.abs(named).max()
    np.testing.assert_array_equal(before.money, valued().money)


def test_the_number_of_workers_changes_no_digit():
    several = value_with_model(energy_case(), BASELINE, WORLDS, Processes(2))
    np.testing.assert_array_equal(several.money, valued().money)


def test_fewer_anchors_are_a_parameter():
    case = energy_case()
    solver = EnergySolver(case, WORLDS, BASELINE, ALONE, anchors=12)
    found = solver.change(frozenset({"reopen"}))
    assert solver.solves == 24
    east = BASELINE.regions.index("r0")
    np.testing.assert_allclose(found.worth[:12, east], carried().direct["LINE.1"][:12, axes().party("EAST")], atol=1e-6)


def test_a_case_may_state_the_anchors():
    case = energy_case()
    solver = EnergySolver(replace(case, energy=replace(case.energy, anchors=40)), WORLDS, BASELINE, ALONE)
    assert (solver.anchors, solver.planned([frozenset({"cold"})])) == (40, 80)


def test_where_more_is_uncertain_more_worlds_are_solved():
    many = tuple(lever(f"cold-{k}", "demand", "M", 1.0, 1.1, 1.3) for k in range(9))
    named = tuple(row.id for row in many)
    case = energy_case(energy_shocks=(*IN_FORCE, *many), elements=(element("COLD", named),), packages=())
    # A plane over two measures in force and nine shocks has twelve slopes.
    assert EnergySolver(case, WORLDS, BASELINE, ALONE).anchors == 24
    assert EnergySolver(energy_case(), WORLDS, BASELINE, ALONE).anchors == FEWEST_ANCHORS


def test_worlds_that_do_not_differ_are_solved_once_and_the_one_stands_for_all():
    sure = (lever("shut", "measure", "line-shut", 0.2, in_force=True), lever("cold", "demand", "M", 1.2))
    case = energy_case(energy_shocks=sure, elements=(element("COLD", ("cold",)),), packages=())
    solver = EnergySolver(case, WORLDS, BASELINE, ALONE)
    found = solver.change(frozenset({"cold"}))
    assert solver.solves == 2
    before, after = (regions_by_hand(by_hand(0, 0.2, 0.0, demand)) for demand in (1.0, 1.2))
    east = BASELINE.regions.index("r0")
    rate = WORLDS.estimate(case.energy.usd_per_eur) / 1000
    np.testing.assert_allclose(found.worth[:, east], (after["r0"] - before["r0"]) * rate, atol=SOLVED)
    assert found.left_out[0].max(initial=0.0) < SOLVED


def failing(monkeypatch, worlds: set[int]):
    """Networks of some worlds are not found."""
    as_it_is = energy_anchors._solve_part

    def solve(shared, task):
        found = as_it_is(shared, task)
        return [
            energy_anchors._read(None, shared[task[0][0]]) if w in worlds else one
            for w, one in zip(task[1], found, strict=True)
        ]

    monkeypatch.setattr(energy_anchors, "_solve_part", solve)


def test_networks_that_are_not_found_are_counted_and_interpolated(monkeypatch):
    failing(monkeypatch, {0, 1})
    few = payoffs_of(energy_case())
    assert few.modelled.carried.failed == 2 * 5
    assert "10 of which were not found and are left out" in few.method
    south, e = axes().party("SOUTH"), axes().element("LINE")
    exact = valued().money[0, south, e, 1]
    assert few.money[0, south, e, 1] != exact
    assert few.money[0, south, e, 1] == pytest.approx(exact, abs=0.2 * abs(exact) + 6 * few.modelled.error[south, e, 1])


def test_too_many_that_are_not_found_are_an_error(monkeypatch):
    failing(monkeypatch, set(range(10)))
    with pytest.raises(NotConverged, match=r"gas was solved in 6 of 16 anchor worlds only, with the shocks reopen"):
        payoffs_of(energy_case())


def test_demand_that_no_supply_can_meet_is_said():
    short = rows(
        "supply,node,owner,origin_label,period,capacity,cost,slope,min_take",
        "east,A,r0,East,,40,10,0.01,0",
        "west,B,WEST-CO,West,,30,14,0.2,0",
    )
    inelastic = rows("node,sector,period,quantity,price,elasticity", "M,all,,100,24,-0.01", "A,all,,20,12,-0.01")
    case = energy_case()
    own = replace(case.energy.own["gas"], tables={**TABLES, "supply": short, "demand": inelastic})
    found = payoffs_of(replace(case, energy=replace(case.energy, own={"gas": own})))
    assert "demand that no supply can meet: gas in the status quo: 0." in found.method


def test_hand_entered_rows_are_replaced_kept_or_added_as_beside_trade():
    def entered(option: str, beside: str) -> Payoff:
        return Payoff("SOUTH", option[:-2], option, number(f"payoff:SOUTH:{option}", 5.0), beside)

    hand = (entered("LINE.1", "replaced"), entered("AGAIN.1", "kept"), entered("COLD.1", "added"))
    found, south = payoffs_of(energy_case(payoffs=hand)), axes().party("SOUTH")
    np.testing.assert_array_equal(found.money[:, south, 0, 1], valued().money[:, south, 0, 1])
    np.testing.assert_array_equal(found.money[:, south, 1, 1], 5.0)
    np.testing.assert_allclose(found.money[:, south, 2, 1], valued().money[:, south, 2, 1] + 5.0)
    assert found.modelled.replaced == ("payoff:SOUTH:LINE.1",)


def test_trade_and_energy_rows_of_one_name_are_drawn_together_and_both_act():
    other = row("reopen", "iceberg", 0.8, 0.9, 0.95, origin=("r2",), destination=("r0",), sector=(BASELINE.sectors[0],))
    found = payoffs_of(energy_case(shocks=(*CASE.shocks, other)))
    alone = payoffs_of(replace(energy_case(), shocks=(*CASE.shocks, other), energy_shocks=()))
    east, e = axes().party("EAST"), axes().element("LINE")
    both = valued().money[:FEWEST_ANCHORS, east, e, 1] + alone.money[:FEWEST_ANCHORS, east, e, 1]
    # Costs of energy and of the road meet in the trade model, so that the sum is near and not exact.
    np.testing.assert_allclose(found.money[:FEWEST_ANCHORS, east, e, 1], both, rtol=0.02, atol=0.05)


def test_a_name_in_both_files_is_one_thing_that_differs_between_worlds():
    other = row("reopen", "iceberg", 0.8, 0.9, 0.95, origin=("r2",), destination=("r0",))
    case = energy_case(shocks=(*CASE.shocks, other))
    energy = EnergySolver(case, WORLDS, BASELINE, ALONE)
    solver = income_solver.IncomeSolver(case, WORLDS, BASELINE, np.arange(2), ALONE, energy)
    # Sanctions, damage, elasticities, the line, its levy, and the name once.
    assert solver.place(frozenset({"reopen"})).shape == (WORLDS.count, 6)


def test_a_case_may_have_energy_shocks_alone():
    found = payoffs_of(energy_case(shocks=()))
    np.testing.assert_array_equal(found.modelled.carried.direct["LINE.1"], carried().direct["LINE.1"])


def test_a_node_outside_the_world_economy_is_an_error():
    lost = rows("node,label,region,kind", "A,a,r0,producer", "B,b,r1,producer", "T,t,XX,transit", "M,m,r2,market")
    case = energy_case()
    own = replace(case.energy.own["gas"], tables={**TABLES, "nodes": lost})
    with pytest.raises(CaseError, match=r'gas: node T lies in "XX", which is no region of the world economy'):
        payoffs_of(replace(case, energy=replace(case.energy, own={"gas": own})))


def test_money_in_euro_needs_a_rate():
    case = energy_case()
    with pytest.raises(CaseError, match=r"the money of gas is in EUR\.\nState usd_per_eur"):
        payoffs_of(replace(case, energy=replace(case.energy, usd_per_eur=None)))


def test_without_a_sector_of_the_case_the_built_in_names_must_fit():
    case = energy_case()
    with pytest.raises(CaseError, match=r'no sector "MIN"'):
        payoffs_of(replace(case, energy=replace(case.energy, sector="")))


def test_a_case_without_energy_is_as_before():
    assert value_options(replace(CASE, shocks=()), WORLDS).modelled is None
    assert value_with_model(CASE, BASELINE, WORLDS).modelled.carried is None
