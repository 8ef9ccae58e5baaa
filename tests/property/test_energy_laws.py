"""Laws of the energy equilibrium on generated networks, and its slow twin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from detente.economy.energy import (
    EnergyEquilibrium,
    EnergyShock,
    Lever,
    Network,
    dependence,
    party_surplus,
    solve_energy,
)
from detente.economy.energy.highs import highs_solver
from property.energy_networks import made_network, networks, shocks
from property.slow_energy import GaveUp, slow_energy

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
EXACT = 1e-9
"""Money as a share of what is at stake: two answers of one program agree to this."""


def stake(equilibrium: EnergyEquilibrium) -> float:
    surplus = equilibrium.surplus
    return max(1.0, surplus.gross_benefit, surplus.resource_cost, abs(surplus.unfilled))


@st.composite
def shocked(draw: st.DrawFn) -> tuple[Network, EnergyShock]:
    network = draw(networks())
    return network, draw(shocks(network))


@few
@given(shocked())
def test_every_condition_holds_and_the_parts_of_surplus_add_up(world: tuple[Network, EnergyShock]) -> None:
    found = solve_energy(*world)
    assert found.diagnostics.kkt < 1e-6
    assert found.diagnostics.gap < 1e-9
    assert found.diagnostics.identity < 1e-8
    unfilled = party_surplus(found).total.sum() + found.surplus.unfilled
    assert unfilled == pytest.approx(found.surplus.total, abs=1e-8 * stake(found))


@few
@given(shocked())
def test_quantities_stay_within_their_bounds_and_every_node_balances(world: tuple[Network, EnergyShock]) -> None:
    found = solve_energy(*world)
    network = found.network
    tolerance = 1e-7
    assert (found.supply <= network.supplies.capacity + tolerance).all()
    assert (found.flow <= network.arcs.capacity + tolerance).all()
    assert (found.level <= network.stores.working_volume[:, None] + tolerance).all()
    for quantity in (found.supply, found.flow, found.level, found.consumption, found.unserved, found.delivered):
        assert (quantity >= -tolerance).all()
    forced = (world[0].supplies.min_take > 0).any() or network.contracts.ids
    balance = net_arrivals(found)
    assert (balance > -1e-6).all()
    if not forced:
        assert balance == pytest.approx(0, abs=1e-6)


def net_arrivals(found: EnergyEquilibrium) -> np.ndarray:
    """What comes to each node less what goes; above zero only where something is let go."""
    network = found.network
    net = np.zeros(found.price.shape)
    np.add.at(net, network.supplies.node, found.supply)
    np.add.at(net, network.arcs.end, found.arriving)
    np.subtract.at(net, network.arcs.start, found.flow)
    np.add.at(net, network.stores.node, found.withdrawal - found.injection)
    np.subtract.at(net, network.demands.node, found.consumption)
    return net


@few
@given(shocked())
def test_fees_and_rents_are_never_negative(world: tuple[Network, EnergyShock]) -> None:
    surplus = solve_energy(*world).surplus
    least = -1e-6 * max(1.0, surplus.gross_benefit)
    for rent in (surplus.transit_fees, surplus.congestion, surplus.booking_rents, surplus.consumers):
        assert (rent >= least).all()


@few
@given(shocked())
def test_the_slow_twin_finds_the_same_equilibrium(world: tuple[Network, EnergyShock]) -> None:
    network, shock = world
    try:
        slow = slow_energy(network, shock)
    except GaveUp:
        assume(False)
    fast = solve_energy(network, shock)
    assert fast.surplus.total == pytest.approx(slow.total, abs=1e-6 * stake(fast))
    assert fast.supply == pytest.approx(slow.supply, rel=1e-5, abs=1e-4)
    # A price is unique where demand answers to it: on the falling part of a curve.
    answered = slow.flex > 1e-4
    price = fast.price[network.demands.node]
    assert price[answered] == pytest.approx(slow.price[network.demands.node][answered], rel=1e-5, abs=1e-4)


# HiGHS finds no start for seed 7 of these.
@pytest.mark.parametrize("seed", [seed for seed in range(13) if seed != 7])
def test_two_solvers_agree_on_the_same_program(seed: int) -> None:
    network = made_network(seed + 100, nodes=5, periods=3, plain=True)
    one, other = solve_energy(network), solve_energy(network, solver=highs_solver)
    assert other.diagnostics.solver == "HiGHS"
    assert one.surplus.total == pytest.approx(other.surplus.total, rel=1e-6)
    assert one.supply == pytest.approx(other.supply, rel=1e-6, abs=1e-6 * network.supplies.capacity.max())
    answered = (one.consumption > 1e-4) & (one.unserved < 1e-6)
    price, same = one.price[network.demands.node], other.price[network.demands.node]
    assert price[answered] == pytest.approx(same[answered], rel=1e-6)


@few
@given(networks(plain=True), st.integers(0, 50), st.floats(1.0, 3.0), st.sampled_from(["arc", "supply", "storage"]))
def test_more_capacity_never_lowers_total_surplus(network: Network, row: int, factor: float, kind: str) -> None:
    names = {"arc": network.arcs.ids, "supply": network.supplies.ids, "storage": network.nodes.ids}[kind]
    target = names[row % len(names)]
    lever = Lever(f"{kind}_capacity", f"supply:{target}" if kind == "supply" else target, factor)
    if kind == "storage":
        # A larger storage starts fuller and must end fuller; what is asked here is room, not gas.
        network = replace(
            network, stores=replace(network.stores, start=network.stores.start * 0, end=network.stores.end * 0)
        )
    before, after = solve_energy(network), solve_energy(network, EnergyShock((lever,)))
    assert after.surplus.total >= before.surplus.total - EXACT * stake(before)


@few
@given(networks(plain=True), st.data())
def test_an_embargo_never_raises_total_surplus_and_a_wider_one_lowers_it_further(
    network: Network, data: st.DataObject
) -> None:
    owner = f"owner:{data.draw(st.sampled_from(network.owners))}"
    into = tuple(data.draw(st.lists(st.sampled_from(network.nodes.ids), min_size=1, unique=True)))
    followed = solve_energy(network, EnergyShock((Lever("supply_levy", owner, 0.0, into[:1]), Lever("conduct", owner))))
    narrow = solve_energy(network, EnergyShock((Lever("embargo", owner, into=into[:1]),)))
    wide = solve_energy(network, EnergyShock((Lever("embargo", owner, into=into),)))
    assert narrow.surplus.total <= followed.surplus.total + EXACT * stake(followed)
    assert wide.surplus.total <= narrow.surplus.total + EXACT * stake(followed)


@few
@given(networks())
def test_levers_that_change_nothing_change_no_digit(network: Network) -> None:
    before = solve_energy(network)
    idle = [Lever("arc_capacity", "*", 1.0), Lever("demand", "*", 1.0), Lever("elasticity", "*", 1.0)]
    after = solve_energy(network, EnergyShock((*idle, Lever("contract", "*", 1.0))))
    assert np.array_equal(before.price, after.price, equal_nan=True)
    assert after.surplus.total == before.surplus.total


@few
@given(networks(), st.floats(0.01, 1000), st.floats(0.01, 1000))
def test_units_of_quantity_and_money_only_rescale(network: Network, quantity: float, price: float) -> None:
    before, after = solve_energy(network), solve_energy(in_other_units(network, quantity, price))
    scale = network.supplies.capacity.max()
    assert after.supply / quantity == pytest.approx(before.supply, rel=1e-6, abs=1e-6 * scale)
    assert after.surplus.total / (quantity * price) == pytest.approx(before.surplus.total, abs=1e-8 * stake(before))


def in_other_units(network: Network, quantity: float, price: float) -> Network:
    """The same network with numbers of quantity and price multiplied."""
    supplies, demands, stores, arcs = network.supplies, network.demands, network.stores, network.arcs
    return replace(
        network,
        about=replace(network.about, unserved_price=network.about.unserved_price * price),
        supplies=replace(
            supplies,
            capacity=supplies.capacity * quantity,
            min_take=supplies.min_take * quantity,
            cost=supplies.cost * price,
            slope=supplies.slope * price / quantity,
        ),
        demands=replace(demands, quantity=demands.quantity * quantity, price=demands.price * price),
        stores=replace(
            stores,
            working_volume=stores.working_volume * quantity,
            injection=stores.injection * quantity,
            withdrawal=stores.withdrawal * quantity,
            cost=stores.cost * price,
        ),
        arcs=replace(
            arcs,
            capacity=arcs.capacity * quantity,
            booked=arcs.booked * quantity,
            cost=arcs.cost * price,
            fee=arcs.fee * price,
        ),
        contracts=replace(
            network.contracts,
            least=network.contracts.least * quantity,
            most=network.contracts.most * quantity,
            price=network.contracts.price * price,
        ),
    )


@few
@given(networks(), st.randoms(use_true_random=False))
def test_relabelling_nodes_relabels_the_answer(network: Network, chance: object) -> None:
    order = np.array(chance.sample(range(len(network.nodes.ids)), len(network.nodes.ids)))  # type: ignore[attr-defined]
    place = np.argsort(order)
    nodes = network.nodes
    named = {name: tuple(getattr(nodes, name)[k] for k in order) for name in ("ids", "labels", "region", "kind")}
    moved = replace(
        network,
        nodes=replace(nodes, **named),
        supplies=replace(network.supplies, node=place[network.supplies.node]),
        demands=replace(network.demands, node=place[network.demands.node]),
        stores=replace(network.stores, node=place[network.stores.node]),
        arcs=replace(network.arcs, start=place[network.arcs.start], end=place[network.arcs.end]),
        contracts=replace(network.contracts, node=place[network.contracts.node]),
    )
    before, after = solve_energy(network), solve_energy(moved)
    assert after.surplus.total == pytest.approx(before.surplus.total, abs=1e-8 * stake(before))
    assert after.supply == pytest.approx(before.supply, rel=1e-6, abs=1e-5)


@few
@given(shocked())
def test_traced_deliveries_add_up_to_consumption(world: tuple[Network, EnergyShock]) -> None:
    found = solve_energy(*world)
    consumed = np.zeros(found.price.shape)
    np.add.at(consumed, found.network.demands.node, found.consumption)
    assert found.delivered.sum(axis=0) == pytest.approx(consumed, abs=1e-5)
    share = dependence(found, {"all": found.network.regions}).share
    assert np.isnan(share).all() or share.sum() == pytest.approx(1)


@few
@given(shocked())
def test_what_an_owner_may_not_sell_it_does_not_sell(world: tuple[Network, EnergyShock]) -> None:
    network, shock = world
    owner, into = network.owners[0], network.nodes.ids[:1]
    found = solve_energy(network, replace(shock, levers=(*shock.levers, Lever("embargo", f"owner:{owner}", into=into))))
    assert (found.sold[0, 0] == 0).all()


@few
@given(networks(), st.sampled_from([0.3, 0.9]), st.floats(1.0, 40.0))
def test_a_price_cap_settles_and_its_wedge_is_what_it_says(network: Network, share: float, cap: float) -> None:
    owner = f"owner:{network.owners[0]}"
    found = solve_energy(network, EnergyShock((Lever("price_cap", owner, cap, share=share),)))
    over = np.maximum(np.nan_to_num(found.price) - cap, 0.0)
    rent = (share * over * found.sold[0]).sum()
    assert found.surplus.cap_rents.sum() == pytest.approx(rent, rel=1e-6, abs=1e-6)


@few
@given(networks())
def test_no_flow_goes_in_a_circle_for_nothing(network: Network) -> None:
    found = solve_energy(network)
    arcs = network.arcs
    free = (arcs.cost == 0) & (arcs.fee == 0) & (arcs.loss == 0)
    for there in np.flatnonzero(free):
        for back in np.flatnonzero(free & (arcs.start == arcs.end[there]) & (arcs.end == arcs.start[there])):
            assert np.minimum(found.flow[there], found.flow[back]).max() == 0.0
