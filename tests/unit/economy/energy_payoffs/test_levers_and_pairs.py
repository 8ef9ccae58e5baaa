"""What reliefs leave of measures, and of which pairs of regions an energy shock speaks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import OwnNetwork
from detente.economy.energy import EnergyShock, Lever
from detente.economy.energy_payoffs import energy_problems
from detente.economy.energy_payoffs.levers import draw_levers, shock_in
from detente.economy.energy_payoffs.networks import networks_of
from detente.economy.energy_payoffs.withdrawn import withdrawn_pairs
from detente.worlds import draw_worlds
from unit.economy.energy_payoffs.small_energy import NETWORK, TABLES, WORLDS, energy_case, lever, rows
from unit.economy.small_economy import BASELINE

WORLD = draw_worlds(1, 0)


def levers_after(*rows, named=("back",), year=()):
    drawn = draw_levers(energy_case(energy_shocks=rows), WORLD, "gas")
    return shock_in(drawn, named, 0, NETWORK, EnergyShock(tuple(year))).levers


def relief(share, of="x", **other):
    return lever("back", "relief", "", share, relieves=of, **other)


LEFT = [
    ("measure", "line-shut", 0.2, 0.5, 0.6),
    ("arc_capacity", "line", 0.0, 0.3, 0.3),
    ("arc_levy", "line", 6.0, 0.5, 3.0),
    ("supply_cost", "owner:r0", 4.0, 1.0, 0.0),
    ("demand", "M", 1.2, 0.5, 1.1),
    ("conduct", "owner:r0", 0.8, 0.25, 0.6),
    ("booked", "line", 8.0, 0.5, 4.0),
]


@pytest.mark.parametrize(("kind", "target", "measure", "share", "expected"), LEFT)
def test_a_relief_lies_between_the_measure_and_none(kind, target, measure, share, expected):
    (found,) = levers_after(lever("x", kind, target, measure, in_force=True), relief(share))
    assert (found.kind, found.target) == (kind, target)
    assert found.value == pytest.approx(expected)


def test_two_reliefs_take_back_one_after_the_other():
    measure = lever("x", "measure", "line-shut", 0.0, in_force=True)
    second = lever("again", "relief", "", 0.5, relieves="x")
    (found,) = levers_after(measure, relief(0.5), second, named=("back", "again"))
    assert found.value == pytest.approx(0.75)


def test_a_measure_that_grows_stops_at_its_bound():
    (shut,) = levers_after(lever("x", "measure", "line-shut", 0.2, in_force=True), relief(-0.5))
    assert shut.value == 0.0
    (levy,) = levers_after(lever("x", "arc_levy", "line", -2.0, in_force=True), relief(-0.5))
    assert levy.value == -3.0
    (slow,) = levers_after(lever("x", "elasticity", "M", 0.2, in_force=True), relief(-1.0))
    assert 0 < slow.value < 1e-3


def test_of_a_price_cap_the_share_enforced_is_taken_back():
    cap = lever("x", "price_cap", "owner:r0", 20.0, into=("M",), share=0.4, in_force=True)
    assert [(one.value, one.share) for one in levers_after(cap, relief(0.25))] == [(20.0, pytest.approx(0.3))]
    assert [one.share for one in levers_after(cap, relief(1.0))] == [0.0]
    assert [one.share for one in levers_after(cap, relief(-2.0))] == [1.0]


def test_an_embargo_stands_until_it_is_taken_back_in_full():
    embargo = lever("x", "embargo", "owner:r0", 0.0, into=("M",), in_force=True)
    assert [one.kind for one in levers_after(embargo, relief(0.9))] == ["embargo"]
    assert levers_after(embargo, relief(1.0)) == ()


def test_a_relief_may_speak_of_one_target():
    rows = (
        lever("x", "arc_capacity", "line", 0.0, in_force=True),
        lever("x", "arc_capacity", "on", 0.0, in_force=True),
        lever("back", "relief", "on", 0.5, relieves="x"),
    )
    assert [one.value for one in levers_after(*rows)] == [0.0, 0.5]


def test_the_year_comes_first_then_measures_then_what_is_brought():
    year = (Lever("measure", "line-shut", 0.1),)
    rows = (lever("back", "demand", "M", 1.3), lever("x", "measure", "line-shut", 0.4, in_force=True))
    assert [one.value for one in levers_after(*rows, year=year)] == [0.1, 0.4, 1.3]
    assert [one.value for one in levers_after(*rows, named=(), year=year)] == [0.1, 0.4]


def pairs(*rows, named=("back",)):
    """Sellers and buyers as names."""
    case = energy_case(energy_shocks=rows)
    found = withdrawn_pairs(networks_of(case, WORLD, BASELINE)[0], draw_levers(case, WORLD, "gas"), named)
    return {(BASELINE.regions[seller], BASELINE.regions[buyer]) for buyer, seller in np.argwhere(found)}


SPOKEN = [
    ("arc_capacity", "line", (), {("r0", "r2")}),
    ("arc_levy", "west-m", (), {("r1", "r2")}),
    ("measure", "line-shut", (), {("r0", "r2")}),
    ("supply_capacity", "*", (), {("r0", "r2"), ("r1", "r2")}),
    ("embargo", "origin:West", ("M",), {("r1", "r2")}),
    ("embargo", "origin:West", ("A",), set()),
    ("supply_cost", "owner:WEST-CO", (), {("r1", "r2")}),
    ("demand", "M", (), set()),
]


@pytest.mark.parametrize(("kind", "target", "into", "expected"), SPOKEN)
def test_a_lever_speaks_of_who_sells_through_it_and_who_buys(kind, target, into, expected):
    assert pairs(lever("back", kind, target, 0.0, into=into)) == expected


def test_a_relief_speaks_of_what_it_relieves_and_a_measure_in_force_alone_of_nothing():
    measure = lever("x", "arc_capacity", "line", 0.0, in_force=True)
    assert pairs(measure, relief(0.5)) == {("r0", "r2")}
    assert pairs(measure, relief(0.5), named=()) == set()


WRONG = [
    (lever("x", "arc_capacity", "lin", 0.5, line=7), (7, 'there is no arc "lin".', "Use one of: line, on, west-m.")),
    (
        lever("x", "embargo", "owner:r9", 0.0, into=("M",), line=3),
        (3, 'there is no owner "r9".', "Use one of: r0, WEST-CO."),
    ),
    (
        lever("x", "demand", "region:r4", 0.5, line=2),
        (2, 'there is no region "r4".', "Use one of: r0, r1, r3, r2."),
    ),
    (
        lever("x", "arc_capacity", "line", 0.5, periods=("p3",), line=2),
        (2, 'there is no period "p3".', "Use one of: p1, p2."),
    ),
    (
        lever("x", "embargo", "line", 0.0, line=5),
        (5, '"line" names no seller.', "Write owner:X, origin:X or supply:X."),
    ),
]


@pytest.mark.parametrize(("wrong", "expected"), WRONG)
def test_names_that_the_network_does_not_have_are_found_with_their_line(wrong, expected):
    good = lever("y", "demand", "M", 1.1, line=4)
    assert energy_problems(energy_case(energy_shocks=(good, wrong)), BASELINE) == (expected,)


def test_a_network_without_the_year_is_a_problem_of_the_case():
    case = energy_case()
    case = replace(case, energy=replace(case.energy, gas="builtin@1999", own={}))
    ((line, what, remedy),) = energy_problems(case, BASELINE)
    assert line == 0
    assert what.startswith("gas: The network has no table of the year 1999.")
    assert remedy


def test_an_own_network_stands_in_the_last_year_of_its_table_of_years():
    years = rows(
        "year,kind,target,value,into,periods,share",
        "2029,measure,line-shut,0.5,,,",
        "2030,measure,line-shut,0,,,",
        "2030,demand,M,1.5,,,",
    )
    case = energy_case()
    own = {"gas": OwnNetwork("economy/gas", TABLES | {"years": years})}
    network = networks_of(replace(case, energy=replace(case.energy, own=own)), WORLDS, BASELINE)[0]
    assert [(lever.kind, lever.value) for lever in network.status_quo.levers] == [("measure", 0.0), ("demand", 1.5)]
    assert networks_of(case, WORLDS, BASELINE)[0].status_quo.levers == ()
