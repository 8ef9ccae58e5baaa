"""Entries into a group of nodes, by origin: gas mixes where it passes, and is counted where it crosses the border."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.energy.builtin_years import builtin_rows, builtin_year
from detente.economy.energy.calibrate import goals_from_rows
from detente.economy.energy.entries import entries_by_origin, mixes
from detente.economy.energy.equilibrium import solve_energy
from unit.economy.energy.line_network import line_network, rows


@pytest.fixture(scope="module")
def line():
    return solve_energy(line_network())


@pytest.fixture(scope="module")
def gas():
    return solve_energy(*builtin_year("gas", 2021))


EUROPE = goals_from_rows(builtin_rows("gas", "targets"), 2021)[0].where


def test_gas_is_counted_by_origin_where_it_enters(line):
    # East gives its 60 and West, at 20 + 4 on the margin, the other 90 of the 150 wanted at 24 and 25.
    assert entries_by_origin(line, ("M", "N")) == pytest.approx({"East": 60, "West": 90})


def test_what_passes_a_market_has_the_mix_of_that_market(line):
    assert entries_by_origin(line, ("N",)) == pytest.approx({"East": 60 / 3, "West": 90 / 3})


def test_gas_made_inside_is_no_entry_and_that_of_others_is():
    made = rows(
        "supply,node,owner,origin_label,period,capacity,cost,slope,min_take",
        "east,A,AAA,East,,60,10,0,0",
        "own,M,EEE,Own,,90,20,0,0",
    )
    end = solve_energy(line_network(supply=made))
    assert entries_by_origin(end, ("M", "N")) == pytest.approx({"East": 60})
    assert entries_by_origin(end, ("N",)) == pytest.approx({"East": 20, "Own": 30})


def test_gas_drawn_from_storage_outside_is_no_origin_of_its_own():
    store = rows("node,working_volume,injection,withdrawal,cost,loss,start,end", "M,100,0,50,0,0,0.5,0.25")
    end = solve_energy(line_network(storage=store))
    assert float(end.withdrawal.sum()) == pytest.approx(25)
    entries = entries_by_origin(end, ("N",))
    assert set(entries) == {"East", "West"}
    # A sixth of what M passes on comes out of storage.
    assert sum(entries.values()) == pytest.approx(float(end.arriving[2].sum()) * 125 / 150, rel=1e-6)


def test_an_unknown_node_is_refused(line):
    with pytest.raises(CaseError, match='there is no node "X"'):
        entries_by_origin(line, ("X",))


def test_shares_add_up_to_one_wherever_gas_passes(gas):
    total = mixes(gas).sum(axis=0)
    at = np.flatnonzero(total > 1e-9)
    assert len(at) > 30
    assert total[at] == pytest.approx(np.ones(len(at)), abs=1e-6)


def test_entries_add_up_to_what_crosses_the_border_less_what_comes_back(gas):
    arcs, network = gas.network.arcs, gas.network
    inside = np.isin(np.arange(len(network.nodes.ids)), [network.nodes.ids.index(node) for node in EUROPE])
    crossing = ~inside[arcs.start] & inside[arcs.end]
    gross = float(gas.arriving[crossing].sum())
    assert 0.98 * gross < sum(entries_by_origin(gas, EUROPE).values()) <= gross + 1e-6


def test_mixes_agree_with_following_gas_step_by_step(gas):
    network, flow = gas.network, gas.arriving.sum(axis=1)
    drawn = (gas.withdrawal - gas.injection).sum(axis=1).clip(min=0)
    share = np.zeros((len(network.origins), len(network.nodes.ids)))
    for _ in range(400):
        inflow = np.zeros_like(share)
        for s, quantity in enumerate(gas.supply.sum(axis=1)):
            inflow[network.origins.index(network.supplies.origin[s]), network.supplies.node[s]] += quantity
        for k, quantity in enumerate(drawn):
            inflow[-1, network.stores.node[k]] += quantity
        for a, quantity in enumerate(flow):
            inflow[:, network.arcs.end[a]] += quantity * share[:, network.arcs.start[a]]
        share = inflow / np.maximum(inflow.sum(axis=0), 1e-12)
    through = np.array([flow[network.arcs.end == n].sum() for n in range(len(network.nodes.ids))])
    passed = through > 1
    assert share[:, passed] == pytest.approx(mixes(gas)[:, passed], abs=1e-6)
