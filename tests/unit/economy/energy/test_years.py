"""Years of a network: settings, levers, and what undoes them."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.energy.builtin_years import builtin_rows, builtin_year
from detente.economy.energy.equilibrium import solve_energy
from detente.economy.energy.records import EnergyShock, Lever
from detente.economy.energy.years import names, network_in_year
from unit.economy.energy.line_network import line_network, rows

HEAD = "year,kind,target,value,into,periods,share"


def test_a_year_closes_what_it_says_and_a_later_lever_reopens_it():
    table = rows(HEAD, "2030,measure,east-line,0,,,", "2031,measure,east-line,1,,,")
    network, shock = network_in_year(line_network(), table, 2030)
    assert float(solve_energy(network, shock).supply[0].sum()) == pytest.approx(0, abs=1e-6)
    reopened = EnergyShock((*shock.levers, Lever("measure", "east-line", 1.0)))
    assert float(solve_energy(network, reopened).supply[0].sum()) == pytest.approx(60)


def test_a_reference_price_moves_the_point_of_demand_and_a_later_row_counts():
    table = rows(HEAD, "2030,reference_price,*,30,,,", "2030,reference_price,N,40,,,")
    network, shock = network_in_year(line_network(), table, 2030)
    assert network.demands.price[:, 0].tolist() == [30, 40]
    assert network.demands.quantity.tolist() == line_network().demands.quantity.tolist()
    assert shock.levers == ()


def test_storage_starts_and_ends_as_the_year_says():
    network, _ = builtin_year("gas", 2024)
    at = [network.nodes.ids[k] for k in network.stores.node.tolist()].index
    assert network.stores.start[at("DEU")] == 0.86
    assert network.stores.end[at("DEU")] == 0.74
    assert network.stores.start[at("UKR")] == 0.25


def test_periods_and_nodes_of_a_row_reach_the_lever():
    table = rows(HEAD, "2030,price_cap,owner:AAA,12,M|N,p1,0.5")
    _, shock = network_in_year(line_network(), table, 2030)
    assert shock.levers == (Lever("price_cap", "owner:AAA", 12.0, into=("M", "N"), periods=("p1",), share=0.5),)


def test_an_unknown_year_is_refused_with_the_known_ones():
    with pytest.raises(CaseError, match=r"no table of the year 1999. Use one of: 2021, 2022, 2024, 2025\."):
        builtin_year("gas", 1999)


def test_an_unknown_table_is_refused():
    with pytest.raises(CaseError, match='no table "observed" beside the built-in network "crude"'):
        builtin_rows("crude", "observed")


def test_names_are_joined_by_a_bar():
    assert names("A|B") == ("A", "B")
    assert names("") == ()


@pytest.mark.parametrize(("commodity", "year"), [("gas", 2021), ("gas", 2022), ("gas", 2024), ("gas", 2025)])
def test_every_year_of_gas_is_solved_and_serves_all_demand(commodity, year):
    end = solve_energy(*builtin_year(commodity, year))
    assert float(end.unserved.sum()) < 1e-6
    assert float(end.unfilled.sum()) < 1e-6
    assert end.diagnostics.kkt < 1e-6


@pytest.mark.parametrize("year", [2021, 2023])
def test_every_year_of_crude_is_solved(year):
    end = solve_energy(*builtin_year("crude", year))
    assert end.diagnostics.kkt < 1e-6
    assert np.isfinite(end.supply).all()
