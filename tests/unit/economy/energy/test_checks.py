"""Networks that cannot be used are refused with every problem; those that can only not be served are solved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.energy import solve_energy
from detente.economy.energy.checks import check_network
from unit.economy.energy.line_network import line_network, rows

STORAGE = "node,working_volume,injection,withdrawal,cost,loss,start,end"
CONTRACT = "contract,seller,supply,node,least,most,price_rule,price"


def test_all_problems_are_named_at_once():
    network = line_network()
    arcs = replace(network.arcs, capacity=-network.arcs.capacity, loss=network.arcs.loss + 1)
    demands = replace(network.demands, elasticity=-network.demands.elasticity)
    with pytest.raises(CaseError) as refused:
        check_network(replace(network, arcs=arcs, demands=demands))
    said = str(refused.value)
    for problem in (
        "arc east-m: capacity is negative.",
        "arc m-n: loss is not in [0, 1).",
        "demand of all at M: elasticity is not below 0.",
    ):
        assert problem in said


@pytest.mark.parametrize(
    ("table", "lines", "said"),
    [
        ("storage", (STORAGE, "M,50,1,1,0,0,0,0.5"), "storage at M: cannot reach its end level at its injection rate."),
        ("storage", (STORAGE, "M,50,1,1,0,0,2,0.5"), "storage at M: start is not a share in [0, 1]."),
        ("contracts", (CONTRACT, "c,AAA,east,M,9,3,fixed,20"), "contract c: least is negative or above most."),
        ("contracts", (CONTRACT, "c,AAA,east,M,9,,oil,20"), "contract c: price_rule is not one of fixed, hub."),
        ("contracts", (CONTRACT, "c,AAA,north,M,9,,hub,20"), 'contracts: supply "north" is not in its table.'),
        (
            "nodes",
            ("node,label,region,kind", *["A,A,A,well", "B,B,B,producer", "M,M,M,market", "N,N,N,market"]),
            'node A: kind "well" is unknown.',
        ),
        ("periods", ("period,label,days", "p1,p1,30", "p1,p1,30"), 'periods names period "p1" twice.'),
        ("periods", ("period,label,days", "p1,p1,many"), 'periods: days "many" is not a number'),
    ],
)
def test_tables_without_meaning_are_refused_in_words(table, lines, said):
    with pytest.raises(CaseError) as refused:
        line_network(**{table: rows(*lines)}) if table != "periods" else _with_periods(lines)
    assert said in str(refused.value)


def _with_periods(lines):
    from detente.economy.energy.tables import _periods  # noqa: PLC0415

    return _periods(rows(*lines))


def test_a_network_without_any_arc_is_solved():
    network = line_network(arcs=())
    found = solve_energy(network)
    assert found.consumption.max() < 1e-6
    assert np.isnan(found.price[:2]).all()
    # Choke prices: 24 * 11 and 25 * 11, below the unserved price of 500.
    assert found.price[2:, 0] == pytest.approx([264, 275])


def test_no_demand_at_all_is_solved():
    found = solve_energy(line_network(demand=()))
    assert found.supply.max() < 1e-9
    assert found.surplus.total == pytest.approx(0, abs=1e-9)
