"""A shock from all sides, on a network small enough to know the answers."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.energy import (
    DOUBTS,
    EnergyQuestion,
    EnergyShock,
    Lever,
    doubtful_networks,
    followed_by,
    solve_energy,
    stress_supply,
    study_energy,
)
from detente.economy.energy.builtin_years import builtin_year
from detente.economy.trade.builtin import builtin_groups
from detente.worlds import draw_worlds
from unit.economy.energy.line_network import line_network, rows

NOTHING = EnergyShock()
SHUT = EnergyShock((Lever("arc_capacity", "east-m", 0.0),))


def studied(shock=SHUT, network=None, **more):
    return study_energy(EnergyQuestion(network or line_network(), NOTHING, shock, **more))


def test_without_a_shock_before_is_after():
    study = study_energy(EnergyQuestion(line_network(), buyers="EEE"))
    assert study.before is study.after
    assert study.security_before is study.security_after
    assert study.question.changed == ()


def test_the_buyers_are_those_that_import_most_where_there_is_no_union():
    assert studied().buyers == "EEE"
    assert studied().buying == ("EEE",)


def test_the_union_is_the_buyer_where_the_network_has_all_its_members():
    study = study_energy(EnergyQuestion(*builtin_year("gas", 2024), groups=builtin_groups()))
    assert study.buyers == "european_union"
    assert set(study.buying) == set(builtin_groups()["european_union"])
    # Canada is no region of the gas network, so that the G7 is no group of it.
    assert "g7" not in study.groups


def test_several_buyers_are_joined_and_an_unknown_one_is_refused():
    assert studied(buyers="EEE, NNN").buying == ("EEE", "NNN")
    with pytest.raises(CaseError, match='There is no region "XXX"'):
        studied(buyers="XXX")


def test_the_supplier_is_the_foreign_owner_that_sells_most_after_the_shock():
    before = study_energy(EnergyQuestion(line_network(), buyers="EEE"))
    # West sells what East cannot: 60 of East, the rest of West.
    assert before.leverage_before.supplier == "BBB"
    scarce = EnergyShock((Lever("supply_capacity", "supply:west", 0.03),))
    assert studied(scarce).leverage_after.supplier == "AAA"
    assert studied(supplier="AAA").leverage_before.supplier == "AAA"
    with pytest.raises(CaseError, match='No supply is owned by "ZZZ"'):
        studied(supplier="ZZZ")


def test_where_nothing_is_imported_there_is_no_stress_and_no_leverage():
    cut_off = EnergyShock((Lever("arc_capacity", "*", 0.0),))
    study = studied(cut_off, network=stiff(), buyers="EEE")
    assert study.security_before is not None
    assert study.security_after is None
    assert study.leverage_after is None
    assert study.after.unserved.sum() > 0


def test_levers_of_the_shock_count_over_those_given():
    both = followed_by(SHUT, EnergyShock((Lever("arc_capacity", "east-m", 1.0),)))
    question = EnergyQuestion(line_network(), SHUT, both)
    assert [lever.value for lever in question.changed] == [1.0]
    study = study_energy(question)
    row = study.before.network.arcs.ids.index("east-m")
    assert study.before.flow[row].sum() == 0
    assert study.after.flow[row].sum() > 1


def test_draws_have_the_same_world_before_and_after_and_stay_in_their_ranges():
    network = line_network()
    drawn = doubtful_networks(network, draw_worlds(200, seed=3))
    ratios = {
        "demand": [one.demands.quantity[0, 0] / network.demands.quantity[0, 0] for one in drawn],
        "elasticity": [one.demands.elasticity[1, 0] / network.demands.elasticity[1, 0] for one in drawn],
        "supply cost": [one.supplies.cost[0, 0] / network.supplies.cost[0, 0] for one in drawn],
    }
    for doubt in DOUBTS:
        values = ratios[doubt.name]
        assert doubt.low <= min(values) < 1 < max(values) <= doubt.high
    unchanged = EnergyShock((Lever("arc_capacity", "east-m", 1.0),))
    study = studied(unchanged, worlds=draw_worlds(5, seed=0))
    assert np.abs(study.draws.change).max() < 1e-5
    assert study.draws.failed == 0


def test_uncertain_levers_are_pulled_world_by_world():
    pairs = tuple((NOTHING, EnergyShock((Lever("arc_capacity", "east-m", value),))) for value in (0.0, 1.0))
    study = studied(worlds=draw_worlds(2, seed=0), drawn_shocks=pairs)
    first, second = np.abs(study.draws.change).max(axis=1)
    assert first > 1
    assert second < 1e-5


def stiff():
    """The line with demand that would pay any price up to the unserved one."""
    table = rows("node,sector,period,quantity,price,elasticity", "M,all,,100,24,-0.01", "N,all,,50,25,-0.01")
    return line_network(demand=table)


def test_who_is_short_is_said_by_region():
    found = stress_supply(stiff(), ("EEE", "NNN"), cold_periods=("p1",), cold_factor=1.5)
    lost = found.situations.index("source lost")
    # East has 60; at 500 demand is 0.81 of what it is at 24 and 0.815 of what it is at 25.
    wanted = 100 * (1 - 0.01 * (500 / 24 - 1)) + 50 * (1 - 0.01 * (500 / 25 - 1))
    assert found.unserved[lost] == pytest.approx(wanted - 60, rel=1e-6)
    assert found.unserved[-1] == pytest.approx(1.5 * wanted - 60, rel=1e-6)
    assert found.unserved_in.sum(axis=1) == pytest.approx(found.unserved)
    assert found.price[lost] == pytest.approx(500)
    with pytest.raises(CaseError, match='there is no period "p9"'):
        stress_supply(stiff(), ("EEE",), cold_periods=("p9",))


def test_demand_that_ends_below_the_unserved_price_goes_without_and_is_not_called_unserved():
    dry = solve_energy(line_network(), EnergyShock((Lever("supply_capacity", "*", 0.0),)))
    assert dry.unserved.sum() == 0
    # Linear demand through 24 with elasticity -0.1 ends at 24 * 11.
    assert dry.price[2:].min() == pytest.approx(264)
