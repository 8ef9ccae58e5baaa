"""Levers: what they change, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, NotConverged
from detente.economy.energy import EnergyShock, Lever, builtin_network, caps, followed_by, solve_energy
from detente.economy.energy.levers import pose
from unit.economy.energy.line_network import line_network, rows


def posed(*levers: Lever, periods=("p1",)):
    return pose(line_network(periods=periods), EnergyShock(levers))


def test_factors_act_on_what_they_name_and_in_their_periods_only():
    network = posed(Lever("arc_capacity", "m-n", 0.5, periods=("p2",)), periods=("p1", "p2")).network
    assert network.arcs.capacity.tolist() == [[1000, 1000], [1000, 1000], [1000, 500]]


def test_of_two_levers_on_one_thing_the_later_counts():
    network = posed(Lever("arc_capacity", "*", 0.0), Lever("arc_capacity", "m-n", 0.5)).network
    assert network.arcs.capacity[:, 0].tolist() == [0, 0, 500]


def test_a_region_stands_for_its_nodes():
    network = posed(Lever("demand", "region:EEE", 2.0)).network
    assert network.demands.quantity[:, 0].tolist() == [200, 50]


def test_only_sellers_with_rules_of_their_own_are_followed():
    assert posed().layer_of.tolist() == [0, 0]
    assert posed(Lever("embargo", "owner:BBB", into=("N",))).layer_of.tolist() == [0, 1]
    alike = posed(Lever("supply_levy", "*", 3.0, into=("N",)))
    assert alike.layer_of.tolist() == [1, 2], "owners are kept apart"


def test_a_levy_on_no_node_in_particular_is_one_on_exports():
    change = posed(Lever("supply_levy", "origin:East", 4.0))
    assert change.layer_of.tolist() == [0, 0]
    assert change.export_levy[:, 0].tolist() == [4, 0]


@pytest.mark.parametrize(
    ("lever", "said"),
    [
        (Lever("magic", "m-n"), "Lever 1 (magic on m-n): this kind of lever is unknown. Use one of: arc_capacity, "),
        (Lever("arc_capacity", "x-y"), 'there is no arc "x-y". Use one of: east-m, west-m, m-n.'),
        (Lever("measure", "none"), 'there is no measure "none". Use one of: east-line.'),
        (Lever("arc_capacity", "m-n", -1.0), "a value of -1 has no meaning. It must be finite and not negative."),
        (Lever("demand", "M", float("nan")), "a value of nan has no meaning."),
        (Lever("elasticity", "M", 0.0), "a factor of 0 has no meaning: demand would not answer to any price."),
        (Lever("conduct", "owner:AAA", 2.0), "a conduct of 2 has no meaning. 0 takes prices, 1 is Cournot."),
        (Lever("conduct", "*", 1.0), "conduct belongs to an owner: write owner:X."),
        (Lever("price_cap", "owner:AAA", 20.0, share=1.5), "a share of 1.5 has no meaning."),
        (Lever("embargo", "AAA"), '"AAA" names no seller. Write owner:X, origin:X or supply:X.'),
        (Lever("embargo", "owner:CCC"), 'there is no owner "CCC". Use one of: AAA, BBB.'),
        (Lever("embargo", "owner:AAA", into=("X",)), 'there is no node "X".'),
        (Lever("embargo", "owner:AAA", into=("region:X",)), 'there is no region "X".'),
        (Lever("arc_capacity", "m-n", 1.0, periods=("p9",)), 'there is no period "p9".'),
        (Lever("contract", "long", 1.0), 'there is no contract "long". The network has none.'),
    ],
)
def test_a_lever_without_meaning_is_refused_in_words(lever, said):
    with pytest.raises(CaseError) as refused:
        posed(lever)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "lever",
    [
        Lever("arc_capacity", "east-m", 0.01),
        Lever("measure", "east-line", 0.0),
        Lever("supply_capacity", "supply:east", 0.5),
        Lever("supply_cost", "owner:BBB", 5.0),
        Lever("embargo", "owner:BBB", into=("M", "N")),
        Lever("arc_levy", "m-n", 1.0),
        Lever("supply_levy", "owner:BBB", 2.0),
        Lever("supply_levy", "owner:BBB", 2.0, into=("M", "N")),
        Lever("demand", "M", 1.5),
        Lever("conduct", "owner:BBB", 1.0),
    ],
)
def test_each_kind_of_lever_moves_the_equilibrium(lever):
    before, after = solve_energy(line_network()), solve_energy(line_network(), EnergyShock((lever,)))
    moved = np.abs(after.supply - before.supply).max(), np.abs(after.price[2:] - before.price[2:]).max()
    assert max(moved) > 0.1


def test_a_cap_on_the_dear_seller_raises_the_price_when_its_cost_is_above_it():
    capped = Lever("price_cap", "owner:BBB", 22.0, into=("M", "N"), share=0.5)
    found = solve_energy(line_network(), EnergyShock((capped,)))
    # West needs 24 at M and receives half of the price and half of the cap: (p + 22) / 2 = 24.
    assert found.price[2, 0] == pytest.approx(26, abs=1e-6)


def test_a_measure_that_is_not_in_force_changes_nothing_whatever_else_is_known_of_the_arc():
    network = builtin_network("gas")
    wider = Lever("arc_capacity", "turkstream-2", 1.3)
    lifted = Lever("measure", "turkstream-europe", 1.0)
    one, other = (pose(network, EnergyShock(levers)).network.arcs for levers in ((wider,), (wider, lifted)))
    np.testing.assert_array_equal(one.capacity, other.capacity)


YEAR = EnergyShock(
    (
        Lever("arc_capacity", "m-n", 0.5, tier=0),
        Lever("supply_capacity", "owner:AAA", 0.5, tier=0),
        Lever("supply_cost", "owner:BBB", 2.0, tier=0),
        Lever("demand", "*", 0.5, tier=0),
        Lever("demand", "N", 0.6, tier=0),
        Lever("measure", "east-line", 0.0, tier=0),
        Lever("arc_levy", "m-n", 3.0, tier=0),
    )
)


def on_top(*levers: Lever):
    return pose(line_network(), followed_by(YEAR, EnergyShock(levers)))


def test_factors_multiply_those_of_the_year_and_additions_add_up():
    found = on_top(
        Lever("arc_capacity", "m-n", 0.8),
        Lever("supply_capacity", "supply:east", 0.8),
        Lever("supply_cost", "*", 1.0),
        Lever("demand", "M", 2.0),
        Lever("elasticity", "*", 2.0),
    ).network
    assert found.arcs.capacity[2, 0] == pytest.approx(1000 * 0.5 * 0.8)
    assert found.supplies.capacity[0, 0] == pytest.approx(60 * 0.5 * 0.8)
    assert found.supplies.cost[:, 0].tolist() == [11, 23]
    # Within the year the row for N refines the row for all; the shock multiplies what the year left at M.
    assert found.demands.quantity[:, 0] == pytest.approx([100 * 0.5 * 2.0, 50 * 0.6])


def test_three_tiers_multiply_and_within_each_the_later_counts():
    given = EnergyShock((Lever("arc_capacity", "m-n", 0.1), Lever("arc_capacity", "m-n", 0.8)))
    shock = EnergyShock((Lever("arc_capacity", "m-n", 0.25),))
    found = pose(line_network(), followed_by(followed_by(YEAR, given), shock))
    assert found.network.arcs.capacity[2, 0] == pytest.approx(1000 * 0.5 * 0.8 * 0.25)


def test_settings_of_a_shock_replace_those_of_the_year():
    found = on_top(Lever("measure", "east-line", 1.0), Lever("arc_levy", "m-n", 1.0))
    assert found.network.arcs.capacity[0, 0] == 1000
    assert found.arc_levy[2, 0] == 1.0
    assert on_top().network.arcs.capacity[0, 0] == 0


def test_a_factor_on_what_is_at_zero_is_refused_with_a_remedy():
    shut = EnergyShock((Lever("arc_capacity", "m-n", 0.0),))
    with pytest.raises(CaseError) as refused:
        pose(line_network(), followed_by(shut, EnergyShock((Lever("arc_capacity", "m-n", 1.0),))))
    assert "has brought this to 0, and a factor leaves it there." in str(refused.value)
    assert "close it by a measure" in str(refused.value)
    # One of several that are open, or one more zero, is no mistake.
    pose(line_network(), followed_by(shut, EnergyShock((Lever("arc_capacity", "*", 0.5),))))
    pose(line_network(), followed_by(shut, EnergyShock((Lever("arc_capacity", "m-n", 0.0),))))


def test_a_cap_that_does_not_settle_says_what_to_do(monkeypatch):
    monkeypatch.setattr(caps, "ROUNDS", 1)
    capped = Lever("price_cap", "owner:BBB", 5.0, into=("M", "N"), share=1.0)
    with pytest.raises(NotConverged, match=r"Enforce it on a share below 1, such as 0\.95, or on fewer nodes"):
        solve_energy(line_network(), EnergyShock((capped,)))


@pytest.mark.parametrize("size", [1.0, 1e6, 1e9])
def test_no_demand_at_all_is_solved_in_any_unit(size):
    bound = ("east,A,AAA,East,,60,10,0,40", "west,B,BBB,West,,1000,20,0,300")
    supply = rows("supply,node,owner,origin_label,period,capacity,cost,slope,min_take", *bound)
    network = line_network(supply=supply)
    supplies = replace(
        network.supplies, capacity=network.supplies.capacity * size, min_take=network.supplies.min_take * size
    )
    found = solve_energy(replace(network, supplies=supplies), EnergyShock((Lever("demand", "*", 0.0),)))
    assert found.supply[:, 0] == pytest.approx([40 * size, 300 * size], rel=1e-6)
    assert found.consumption.sum() == pytest.approx(0, abs=1e-6 * size)
