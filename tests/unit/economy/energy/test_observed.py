"""A year as it was observed: storage of known size, demand through the price of each month."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.energy.equilibrium import solve_energy
from detente.economy.energy.observed import observed_network
from unit.economy.energy.line_network import line_network, rows

HEAD = "series,nodes,period,value"
STORE = rows("node,working_volume,injection,withdrawal,cost,loss,start,end", "M,100,50,50,0,0,0.5,0.5")


@pytest.fixture
def network():
    return line_network(periods=("p1", "p2"), storage=STORE)


def test_demand_passes_through_the_price_of_its_period_with_the_slope_it_had(network):
    seen = observed_network(network, rows(HEAD, "reference_price,M,p2,48"))
    price, quantity, elasticity = seen.demands.price[0], seen.demands.quantity[0], seen.demands.elasticity[0]
    assert price.tolist() == [24, 48]
    # dq/dp = e q / p is the same in both periods.
    assert (elasticity * quantity / price).tolist() == pytest.approx([-0.1 * 100 / 24] * 2)


def test_what_storage_gave_is_supplied_and_what_it_took_is_wanted(network):
    seen = observed_network(network, rows(HEAD, "storage_share,*,p1,0.2", "storage_share,*,p2,0.5"))
    end = solve_energy(seen)
    assert len(seen.stores.node) == 0
    assert end.supply[-1].tolist() == pytest.approx([30, 0], abs=1e-6)
    assert end.consumption[-1].tolist() == pytest.approx([0, 30], rel=0.01)


def test_free_storage_levels_the_price_and_observed_storage_does_not(network):
    table = rows(HEAD, "storage_share,*,p1,0.5", "storage_share,*,p2,0.5", "reference_price,*,p2,24")
    scarce = line_network(
        periods=("p1", "p2"),
        storage=STORE,
        supply=rows(
            "supply,node,owner,origin_label,period,capacity,cost,slope,min_take",
            "east,A,AAA,East,p1,180,10,0,0",
            "east,A,AAA,East,p2,120,10,0,0",
        ),
    )
    free, seen = solve_energy(scarce), solve_energy(observed_network(scarce, table))
    rise = [float(end.price[2, 1] - end.price[2, 0]) for end in (free, seen)]
    assert rise[0] == pytest.approx(0, abs=1e-4)
    assert rise[1] > 10


def test_without_rows_storage_stays_where_it_starts(network):
    seen = observed_network(network, ())
    assert seen.supplies.capacity[-1].tolist() == [0, 0]
    assert seen.demands.quantity[-1].tolist() == [0, 0]
    assert np.array_equal(seen.demands.price[:2], network.demands.price)


def test_an_unknown_node_is_refused(network):
    with pytest.raises(CaseError, match='there is no node "X"'):
        observed_network(network, rows(HEAD, "storage_share,X,p1,0.2"))
