"""Levers: what they change, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.energy import EnergyShock, Lever, builtin_network, solve_energy
from detente.economy.energy.levers import pose
from unit.economy.energy.line_network import line_network


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
