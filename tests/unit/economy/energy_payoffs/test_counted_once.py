"""Energy is counted once: surplus first, then what trade adds beyond first order, and no flow in both models."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from detente.case import OwnNetwork
from detente.economy.energy_payoffs import FEWEST_ANCHORS as SOLVED
from detente.economy.energy_payoffs import EnergySolver
from detente.economy.energy_payoffs.networks import money_by_region, networks_of
from detente.economy.energy_payoffs.pass_through import cost_of_delivery, pass_through
from detente.economy.income_solver import IncomeSolver
from detente.economy.trade import no_shock, solve
from detente.economy.trade.builtin import builtin_baseline
from detente.workers import ALONE
from unit.economy.energy_payoffs.small_energy import (
    ABOUT,
    IN_FORCE,
    TABLES,
    WORLDS,
    by_hand,
    drawn,
    energy_case,
    left,
    lever,
    payoffs_of,
    rows,
    towards_none,
)
from unit.economy.small_economy import BASELINE, CASE, element, number, row


@cache
def valued():
    """What the case is worth, worked out when the first test asks."""
    return payoffs_of(energy_case(shocks=()))


def party(name):
    """Where a party stands on the axis of parties."""
    return valued().axes.party(name)


def test_money_of_the_regions_adds_up_to_the_total_surplus():
    network = networks_of(energy_case(), WORLDS, BASELINE)[0]
    for found in (by_hand(0, 0.2, 2.0), by_hand(0, 0.9, 0.5, 1.3)):
        assert money_by_region(found, network.places).sum() == pytest.approx(found.surplus.total, rel=1e-9)


def priced(world: int):
    """Bill of consumption in the status quo, before and after the line reopens, by region, USD bn a year."""
    shut, levy = drawn(IN_FORCE[0], world), drawn(IN_FORCE[1], world)
    kept = left(world, 0)
    before = by_hand(world, shut, levy)
    after = by_hand(world, towards_none(shut, 1.0, kept), towards_none(levy, 0.0, kept))
    quantity, node = before.consumption, before.network.demands.node
    rate = float(WORLDS.estimate(energy_case().energy.usd_per_eur)[world]) / 1000
    return [(quantity * found.price[node]).sum(axis=1) * rate for found in (before, after)]


def test_the_indirect_effect_is_what_trade_adds_beyond_first_order():
    world, j = 2, 1
    bill, new_bill = priced(world)
    # Demand stands in r2 and in r0, in this order.
    value, cost = np.zeros(len(BASELINE.regions)), np.zeros(len(BASELINE.regions))
    for region, old, new in zip(("r2", "r0"), bill, new_bill, strict=True):
        value[BASELINE.regions.index(region)] = old
        cost[BASELINE.regions.index(region)] = old * np.log(new / old)
    theta = BASELINE.theta * WORLDS.estimate(CASE.economy.elasticity_scale)[world]
    economy = replace(BASELINE, theta=theta)
    gdp = {"r0": 500.0, "r1": 100.0, "r2": float(WORLDS.estimate(CASE.economy.gdp_usd_bn["r2"])[world])}
    spent = BASELINE.expenditure[j] / BASELINE.income
    iceberg, first = np.ones_like(BASELINE.trade_share), np.zeros(len(BASELINE.regions))
    for region, money in gdp.items():
        n = BASELINE.regions.index(region)
        kappa = cost[n] / max(spent[n] * money, value[n])
        iceberg[j, n, :] = np.exp(kappa)
        first[n] = -spent[n] * kappa
    hat = solve(economy, replace(no_shock(), iceberg=iceberg)).real_income_hat
    indirect = {r: (hat[k] - 1 - first[k]) * gdp[r] for k, r in enumerate(BASELINE.regions) if r in gdp}
    direct = valued().modelled.carried.direct["LINE.1"][world]
    money = valued().money[world, :, 0, 1]
    assert money[party("EAST")] == pytest.approx(direct[party("EAST")] + indirect["r0"], abs=1e-4)
    assert money[party("SOUTH")] == pytest.approx(direct[party("SOUTH")] + indirect["r1"] + indirect["r2"], abs=1e-4)
    assert abs(indirect["r0"]) > 1e-3


def beyond_first_order(size: float) -> float:
    """What the world as a whole gains beyond first order, over the first order, when energy gets cheaper by a part."""
    world = builtin_baseline("fontagne")
    j, income = world.sectors.index("EGW"), world.income[None]
    spent = world.expenditure[j][None] / income
    value = 0.2 * spent * income
    passed = pass_through(j, value, value * np.log(1 - size), spent, income)
    iceberg = np.ones_like(world.trade_share)
    iceberg[j] *= np.exp(passed.cost[0])[:, None]
    gain = (solve(world, replace(no_shock(), iceberg=iceberg)).real_income_hat - 1) @ world.income
    first = passed.first_order[0] @ world.income
    assert first > 0
    return float(gain / first - 1)


def test_for_small_shocks_the_world_gains_its_first_order_and_no_more():
    large, small = beyond_first_order(0.2), beyond_first_order(0.02)
    assert abs(small) < 0.002
    assert abs(large) > 3 * abs(small)


def test_the_first_order_is_the_bill_of_consumers():
    bill, new_bill = np.array([[40.0, 10.0]]), np.array([[40.4, 9.9]])
    income, spent = np.array([[1000.0, 500.0]]), np.array([[0.08, 0.03]])
    passed = pass_through(0, bill, cost_of_delivery(bill, new_bill), spent, income)
    np.testing.assert_allclose(-passed.first_order * income, new_bill - bill, rtol=0.01)


def test_a_commodity_is_at_most_all_of_its_sector_and_nothing_passes_where_no_gdp_is_known():
    bill, new_bill = np.array([[40.0, 10.0]]), np.array([[44.0, 11.0]])
    passed = pass_through(
        0, bill, cost_of_delivery(bill, new_bill), np.array([[0.01, 0.5]]), np.array([[1000.0, np.nan]])
    )
    np.testing.assert_allclose(passed.cost, [[np.log(1.1), 0.0]])


def test_a_price_that_collapses_passes_on_a_twentieth():
    assert cost_of_delivery(np.array([10.0]), np.array([0.0]))[0] == pytest.approx(-10 * np.log(20))
    assert cost_of_delivery(np.array([0.0]), np.array([5.0]))[0] == 0


SAME_FLOW = row("reopen", "iceberg", 0.7, 0.8, 0.9, origin=("r0",), destination=("r2",), sector=(BASELINE.sectors[1],))


def test_where_energy_and_trade_speak_of_one_flow_the_network_alone_answers():
    found = payoffs_of(energy_case(shocks=(SAME_FLOW,)))
    np.testing.assert_allclose(found.money[:SOLVED, :, 0, 1], valued().money[:SOLVED, :, 0, 1], atol=1e-9)
    assert f"trade shocks leave to the networks what these carry: reopen: {BASELINE.sectors[1]} from r0 to r2" in (
        found.method
    )


def test_without_the_energy_shock_the_same_trade_shock_counts():
    alone = payoffs_of(replace(energy_case(shocks=(SAME_FLOW,)), energy_shocks=()))
    assert np.abs(alone.money[:, party("SOUTH"), 0, 1]).mean() > 1e-3


@pytest.mark.parametrize(
    "other",
    [
        {"origin": ("r0",), "destination": ("r2",), "sector": (BASELINE.sectors[0],)},
        {"origin": ("r2",), "destination": ("r0",), "sector": (BASELINE.sectors[1],)},
    ],
)
def test_other_sectors_and_other_pairs_stay_in_the_trade_model(other):
    shock = row("reopen", "iceberg", 0.7, 0.8, 0.9, **other)
    found = payoffs_of(energy_case(shocks=(shock,)))
    assert "leave to the networks" not in found.method
    south = party("SOUTH")
    assert np.abs(found.money[:SOLVED, south, 0, 1] - valued().money[:SOLVED, south, 0, 1]).mean() > 0.01


def test_a_relief_on_trade_leaves_the_flow_of_the_network_to_it_also_in_a_package():
    measure = row(
        "ban", "trade", 0.4, origin=("r0",), destination=("r2",), sector=(BASELINE.sectors[1],), in_force=True
    )
    relief = row("cold", "relief", 1.0, relieves="ban")
    case = energy_case(shocks=(measure, relief))
    case = replace(case, packages=(replace(case.packages[0], choices={"LINE": "LINE.1", "COLD": "COLD.1"}),))
    case = replace(case, energy_shocks=tuple(r for r in case.energy_shocks if r.id != "cold"))
    found = payoffs_of(case)
    assert f"cold: {BASELINE.sectors[1]} from r0 to r2" in found.method
    chosen = valued().axes.choice(case.packages[0].choices)
    choice = np.where(chosen < 0, 0, chosen)
    whole = found.of_package(choice).sum(axis=2)
    # Alone the relief is worth something; in the package the line answers for the flow.
    assert np.abs(found.money[:SOLVED, party("SOUTH"), 2, 1]).mean() > 1e-3
    np.testing.assert_allclose(whole[:SOLVED], found.money[:SOLVED, :, 0, 1], atol=1e-6)


def test_a_lever_that_changes_nothing_is_worth_nothing_in_either_model():
    same = lever("cold", "demand", "M", 1.0)
    found = payoffs_of(
        energy_case(energy_shocks=(*IN_FORCE, same), elements=(element("COLD", ("cold",)),), packages=())
    )
    np.testing.assert_allclose(found.money, 0.0, atol=1e-6)
    assert found.modelled.covers[party("EAST"), 0, 1]


def test_the_unit_of_the_money_of_a_network_changes_no_payoff():
    """The same network written in USD, every price times the rate: what passes through is a share, not an amount."""
    rate = 1.1
    case = energy_case(shocks=())
    sure = replace(case.energy, usd_per_eur=number("usd_per_eur", rate))
    in_usd = {**TABLES, "about": rows("key,value", *(f"{k},{v}" for k, v in {**ABOUT, **IN_USD}.items()))}
    for table, columns in (("supply", ("cost", "slope")), ("demand", ("price",)), ("arcs", ("cost", "fee"))):
        in_usd[table] = tuple({**one, **{c: str(float(one[c]) * rate) for c in columns}} for one in TABLES[table])
    levy = replace(IN_FORCE[1], value=number("shock:levy", 2.0 * rate, 1.0 * rate, 3.0 * rate))
    other = replace(sure, own={"gas": OwnNetwork("economy/gas", in_usd)})
    euro = payoffs_of(replace(case, energy=sure))
    dollar = payoffs_of(replace(case, energy=other, energy_shocks=(IN_FORCE[0], levy, *case.energy_shocks[2:])))
    np.testing.assert_allclose(dollar.money[:SOLVED], euro.money[:SOLVED], atol=2e-5)
    assert np.abs(euro.money[:SOLVED, party("SOUTH"), 0, 1]).mean() > 0.05


IN_USD = {"price_unit": "USD/MWh", "money_unit": "million USD", "unserved_price": "550"}


def test_only_the_sector_from_which_users_buy_carries_the_price_and_no_trade_shock_does():
    """With no trade shock at all, the trade model sees the cost of energy on one sector of one buyer's purchases."""
    case = energy_case(shocks=())
    energy = EnergySolver(case, WORLDS, BASELINE, ALONE)
    solver = IncomeSolver(case, WORLDS, BASELINE, np.arange(len(BASELINE.regions)), ALONE, energy)
    named = frozenset({"reopen"})
    solver.change(named)
    (passed,) = solver.beside[named].passed
    assert passed.sector == energy.networks[0].buyers
    elsewhere = [k for k, region in enumerate(BASELINE.regions) if region not in ("r0", "r2")]
    np.testing.assert_array_equal(passed.cost[:, elsewhere], 0.0)
    assert (passed.cost[:, BASELINE.regions.index("r2")] < 0).all()
