"""The energy equilibrium on networks that can be computed by hand.

Demand at A and B is ``p = 100 - q`` unless said otherwise: reference quantity 50 at price 50, elasticity -1.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.economy.energy import EnergyShock, Lever, Network, network_from_tables, solve_energy

EXACT = 1e-7


def network(**changes: list[str]) -> Network:
    """Nodes A and B, demand ``100 - q`` at both, no supply; rows of tables as words in the order of their columns."""
    tables = {
        "about": ["name hand", "commodity gas", "quantity_unit TWh", "price_unit EUR/MWh", "money_unit EUR"],
        "periods": ["t first 30"],
        "nodes": ["A A A market", "B B B market"],
        "supply": [],
        "demand": ["A all - 50 50 -1", "B all - 50 50 -1"],
        "storage": [],
        "arcs": [],
        "contracts": [],
    }
    tables["about"] += ["year 2021", "source hand", "unserved_price 90"]
    return network_from_tables({name: rows(name, lines) for name, lines in {**tables, **changes}.items()})


COLUMNS = {
    "about": "key value",
    "periods": "period label days",
    "nodes": "node label region kind",
    "supply": "supply node owner origin_label period capacity cost slope min_take",
    "demand": "node sector period quantity price elasticity",
    "storage": "node working_volume injection withdrawal cost loss start end",
    "arcs": "arc from_node to_node kind owner capacity booked cost fee loss measure",
    "contracts": "contract seller supply node least most price_rule price",
}


def rows(table: str, lines: list[str]) -> list[dict[str, str]]:
    names = COLUMNS[table].split()
    return [
        {name: "" if word == "-" else word for name, word in zip(names, line.split(), strict=True)} for line in lines
    ]


FROM_A = ["one A X x - 1000 10 0 0"]
PIPE = ["pipe A B pipeline P 1000 0 5 0 0 -"]


def test_price_is_cost_where_capacity_is_ample_and_cost_plus_transport_at_the_other_end() -> None:
    found = solve_energy(network(supply=FROM_A, arcs=PIPE))
    assert found.price[:, 0] == pytest.approx([10, 15], abs=EXACT)
    assert found.consumption[:, 0] == pytest.approx([90, 85], abs=1e-5)
    # Triangles under the demand curves: (90 - 10) * 10 for what is worth the unserved price of 90, then 80^2 / 2.
    assert found.surplus.consumers == pytest.approx([80 * 10 + 80**2 / 2, 75 * 10 + 75**2 / 2], rel=EXACT)
    assert found.surplus.total == pytest.approx(found.surplus.consumers.sum(), rel=EXACT)


def test_a_full_pipeline_earns_the_difference_of_prices() -> None:
    found = solve_energy(network(supply=FROM_A, arcs=["pipe A B pipeline P 40 0 5 0 0 -"]))
    assert found.price[:, 0] == pytest.approx([10, 60], abs=EXACT)
    assert found.surplus.congestion == pytest.approx([40 * (60 - 10 - 5)], rel=EXACT)


def test_a_fee_is_paid_only_beyond_what_is_booked() -> None:
    pipe = ["pipe A B pipeline P 1000 30 5 2 0 -"]
    found = solve_energy(network(supply=FROM_A, arcs=pipe))
    assert found.price[1, 0] == pytest.approx(17, abs=EXACT)
    assert found.surplus.transit_fees == pytest.approx([2 * (83 - 30)], rel=1e-6)
    assert found.surplus.booking_rents == pytest.approx([2 * 30], rel=1e-6)
    assert found.surplus.booking_fees == pytest.approx([2 * 30])
    full = solve_energy(network(supply=FROM_A, arcs=pipe), EnergyShock((Lever("booked", "pipe", 500.0),)))
    assert full.price[1, 0] == pytest.approx(15, abs=EXACT)


def test_losses_make_the_far_price_higher() -> None:
    found = solve_energy(network(supply=FROM_A, arcs=["pipe A B pipeline P 1000 0 5 0 0.25 -"]))
    assert found.price[1, 0] == pytest.approx((10 + 5) / 0.75, abs=EXACT)
    assert found.arriving[0, 0] == pytest.approx(0.75 * found.flow[0, 0])


def test_demand_that_nothing_reaches_goes_unserved_at_the_unserved_price() -> None:
    found = solve_energy(network(supply=["one A X x - 4 10 0 0"]))
    # A wants 10 at the price of 90 and gets 4; B, with no arc at all, wants 10 and gets nothing.
    assert found.price[:, 0] == pytest.approx([90, 90], abs=EXACT)
    assert found.unserved[:, 0] == pytest.approx([6, 10], abs=1e-4)
    assert found.consumption[:, 0] == pytest.approx([4, 0], abs=1e-6)


def test_a_price_without_any_trade_is_unknown() -> None:
    lone = network(supply=FROM_A, nodes=["A A A market", "B B B market", "C C C transit"])
    assert np.isnan(solve_energy(lone).price[2, 0])


def test_a_monopolist_halves_what_competition_would_sell() -> None:
    one_market = network(supply=FROM_A, demand=["A all - 50 50 -1"])
    found = solve_energy(one_market, EnergyShock((Lever("conduct", "owner:X", 1.0),)))
    # Marginal revenue 100 - 2 q meets cost 10 at q = 45.
    assert found.supply[0, 0] == pytest.approx(45, abs=1e-6)
    assert found.price[0, 0] == pytest.approx(55, abs=1e-6)
    assert found.surplus.producers == pytest.approx([45 * 45], rel=EXACT)


def test_two_cournot_owners_sell_two_thirds() -> None:
    both = ["one A X x - 1000 10 0 0", "two A Y y - 1000 10 0 0"]
    one_market = network(supply=both, demand=["A all - 50 50 -1"])
    levers = (Lever("conduct", "owner:X", 1.0), Lever("conduct", "owner:Y", 1.0))
    found = solve_energy(one_market, EnergyShock(levers))
    assert found.supply[:, 0] == pytest.approx([30, 30], abs=1e-6)
    assert found.price[0, 0] == pytest.approx(40, abs=1e-6)


def test_two_supplies_of_one_owner_act_as_one() -> None:
    both = ["one A X x - 1000 10 0 0", "two A X y - 1000 10 0 0"]
    levers = (Lever("conduct", "owner:X", 1.0), Lever("supply_levy", "supply:two", 1e-9, ("A",)))
    found = solve_energy(network(supply=both, demand=["A all - 50 50 -1"]), EnergyShock(levers))
    assert found.supply.sum() == pytest.approx(45, abs=1e-6)


def test_an_embargo_stops_sales_and_not_transit() -> None:
    through = network(
        supply=["one A X x - 1000 10 0 0", "two B Y y - 1000 40 0 0"],
        nodes=["A A A producer", "B B B market", "C C C market"],
        demand=["B all - 50 50 -1", "C all - 50 50 -1"],
        arcs=["ab A B pipeline P 1000 0 5 0 0 -", "bc B C pipeline P 1000 0 5 0 0 -"],
    )
    found = solve_energy(through, EnergyShock((Lever("embargo", "owner:X", into=("B",)),)))
    assert found.price[1:, 0] == pytest.approx([40, 20], abs=EXACT)
    assert found.flow[:, 0] == pytest.approx([80, 80], abs=1e-5)
    assert found.sold[0, :, 0] == pytest.approx([0, 0, 80], abs=1e-5)


def test_a_levy_at_the_node_raises_revenue_there() -> None:
    found = solve_energy(
        network(supply=FROM_A, arcs=PIPE), EnergyShock((Lever("supply_levy", "owner:X", 20.0, ("B",)),))
    )
    # Sold in A, nothing stops the gas from moving on to B as anybody's: a levy only binds where the pool does not lead.
    assert found.price[:, 0] == pytest.approx([10, 15], abs=EXACT)
    closed = network(
        supply=["one C X x - 1000 10 0 0"],
        nodes=["A A A market", "B B B market", "C C C producer"],
        arcs=["ca C A pipeline P 1000 0 0 0 0 -", "cb C B pipeline P 1000 0 5 0 0 -"],
    )
    taxed = solve_energy(closed, EnergyShock((Lever("supply_levy", "owner:X", 20.0, ("B",)),)))
    assert taxed.price[:2, 0] == pytest.approx([10, 35], abs=EXACT)
    assert taxed.surplus.levies[1] == pytest.approx(20 * 65, rel=1e-6)


def test_a_cap_enforced_in_part_takes_that_part_of_the_excess() -> None:
    rising = network(supply=["one A X x - 1000 10 1 0"], demand=["A all - 50 50 -1"])
    found = solve_energy(rising, EnergyShock((Lever("price_cap", "owner:X", 40.0, share=0.5),)))
    # Net price (p + 40) / 2 = 10 + q with p = 100 - q: q = 40, p = 60; the buyers of half gain 20 on it.
    assert found.supply[0, 0] == pytest.approx(40, abs=1e-5)
    assert found.price[0, 0] == pytest.approx(60, abs=1e-5)
    assert found.surplus.cap_rents[0] == pytest.approx(0.5 * 20 * 40, rel=1e-6)


def test_a_fully_enforced_cap_holds_the_seller_at_the_cap() -> None:
    rising = network(supply=["one A X x - 1000 10 1 0"], demand=["A all - 50 50 -1"])
    found = solve_energy(rising, EnergyShock((Lever("price_cap", "owner:X", 40.0),)))
    assert found.supply[0, 0] == pytest.approx(30, abs=1e-5)
    assert found.price[0, 0] == pytest.approx(70, abs=1e-5)


def test_storage_carries_gas_to_the_dear_month_until_prices_differ_by_its_cost() -> None:
    two = network(
        periods=["t1 summer 30", "t2 winter 30"],
        supply=["one A X x t1 1000 10 0 0", "one A X x t2 0 10 0 0"],
        demand=["A all - 50 50 -1"],
        storage=["A 1000 1000 1000 3 0.2 0 0"],
    )
    found = solve_energy(two)
    assert found.price[0] == pytest.approx([10, (10 + 3) / 0.8], abs=1e-6)
    assert found.withdrawal[0, 1] == pytest.approx(100 - 16.25, abs=1e-5)
    assert found.surplus.storage[0] == pytest.approx(0, abs=1e-3)


def test_an_end_level_that_supply_cannot_fill_is_reported_and_not_a_crash() -> None:
    short = network(supply=["one A X x - 5 10 0 0"], demand=[], storage=["A 50 50 50 0 0 0 1"])
    found = solve_energy(short)
    assert found.unfilled == pytest.approx([45], abs=1e-6)


def test_gas_under_contract_is_taken_even_where_it_costs_more_than_the_market() -> None:
    supply = ["one A X x - 1000 10 0 0", "dear A Y y - 1000 30 0 0"]
    contracts = ["long Y dear A 20 30 fixed 35"]
    found = solve_energy(network(supply=supply, demand=["A all - 50 50 -1"], contracts=contracts))
    assert found.taken == pytest.approx([20], abs=1e-6)
    assert found.price[0, 0] == pytest.approx(10, abs=EXACT)
    assert found.surplus.contract_premium == pytest.approx([(35 - 10) * 20], rel=1e-6)


def test_gas_under_contract_is_paid_and_not_taken_where_taking_costs_more_than_paying() -> None:
    supply = ["one A X x - 1000 10 0 0", "dear A Y y - 1000 60 0 0"]
    contracts = ["long Y dear A 20 30 fixed 35"]
    found = solve_energy(network(supply=supply, demand=["A all - 50 50 -1"], contracts=contracts))
    assert found.taken == pytest.approx([0], abs=1e-5)
    assert found.paid_not_taken == pytest.approx([20], abs=1e-5)
    assert found.surplus.contract_premium == pytest.approx([35 * 20], rel=1e-5)
    assert found.surplus.producers.sum() == pytest.approx(0, abs=1e-3)


def test_a_contract_with_a_far_node_is_served_through_the_network() -> None:
    supply = ["one A X x - 1000 10 0 0", "own B Y y - 1000 12 0 0"]
    contracts = ["long X one B 40 40 hub 20"]
    found = solve_energy(network(supply=supply, arcs=PIPE, contracts=contracts))
    # From A a unit costs 15 in B, where it sells for 12; what is not taken costs 20.
    assert found.taken == pytest.approx([40], abs=1e-5)
    assert found.price[1, 0] == pytest.approx(12, abs=EXACT)
    assert found.surplus.contract_premium == pytest.approx([0], abs=1e-3)


def test_deliveries_mix_in_proportion() -> None:
    supply = ["one A X x - 30 10 0 0", "two A Y y - 10 10 0 0", "own B Z z - 20 1 0 0"]
    found = solve_energy(network(supply=supply, arcs=PIPE, demand=["B all - 50 50 -1"]))
    assert found.delivered[:, 1, 0] == pytest.approx([30, 10, 20, 0], abs=1e-5)


def test_what_storage_held_at_the_start_has_no_origin() -> None:
    stored = network(supply=["one A X x - 10 10 0 0"], demand=["A all - 50 50 -1"], storage=["A 30 30 30 0 0 1 0"])
    found = solve_energy(stored)
    assert found.delivered[:, 0, 0] == pytest.approx([10, 30], abs=1e-5)


def test_flows_without_cost_do_not_go_round() -> None:
    ring = network(
        supply=FROM_A,
        arcs=["ab A B pipeline P 1000 0 0 0 0 -", "ba B A pipeline P 1000 0 0 0 0 -"],
    )
    found = solve_energy(ring)
    assert found.flow[:, 0] == pytest.approx([90, 0], abs=1e-5)


def test_a_measure_closes_its_arcs() -> None:
    pipe = ["pipe A B pipeline P 1000 0 5 0 0 stop"]
    found = solve_energy(network(supply=FROM_A, arcs=pipe), EnergyShock((Lever("measure", "stop", 0.0),)))
    assert found.flow[0, 0] == 0
    assert found.unserved[1, 0] == pytest.approx(10)


def test_the_year_of_a_network_plays_no_part() -> None:
    one = network(supply=FROM_A, arcs=PIPE)
    other = replace(one, about=replace(one.about, year=1999))
    assert solve_energy(one).surplus.total == solve_energy(other).surplus.total
