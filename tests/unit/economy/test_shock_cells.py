"""Rows of a shock on the cells of a world: who is named, which row decides, what is taken back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.shock_cells import combine, coordinates, draw_rows
from detente.worlds import draw_worlds
from unit.economy.small_economy import BASELINE, CASE, row, with_shocks

ONE = draw_worlds(1, 0)
THETA = BASELINE.theta[None]


def shock_of(*rows, named=("x",)):
    return combine(draw_rows(with_shocks(*rows), ONE, BASELINE), named, THETA)[0]


def test_a_party_stands_for_its_regions_and_not_for_what_they_sell_at_home():
    found = shock_of(row("x", "iceberg", 2.0, origin=("SOUTH",), destination=("SOUTH",))).iceberg
    assert (found[:, 1, 2] == 2).all()
    assert (found[:, 2, 1] == 2).all()
    assert (np.delete(found[0].ravel(), [1 * found.shape[1] + 2, 2 * found.shape[1] + 1]) == 1).all()


def test_a_region_named_twice_is_its_home_market():
    found = shock_of(row("x", "iceberg", 2.0, origin=("r1",), destination=("r1",))).iceberg
    assert (found[:, 1, 1] == 2).all()
    assert found.sum() == found.size + len(BASELINE.sectors)


def test_later_rows_of_one_shock_refine_earlier_ones_and_other_shocks_multiply():
    found = shock_of(
        row("x", "iceberg", 2.0, origin=("r0",)),
        row("x", "iceberg", 3.0, origin=("r0",), destination=("r1",)),
        row("y", "iceberg", 5.0, destination=("r1",)),
        named=("x", "y"),
    ).iceberg
    assert found[0, 1, 0] == pytest.approx(15)
    assert found[0, 2, 0] == pytest.approx(2)
    assert found[0, 1, 2] == pytest.approx(5)
    assert found[0, 1, 1] == 1


def test_trade_that_falls_is_the_cost_that_makes_it_fall():
    found = shock_of(row("x", "trade", 0.25, origin=("r0",), destination=("r1",))).iceberg
    np.testing.assert_allclose(found[:, 1, 0] ** -BASELINE.theta, 0.25)


def test_a_relief_in_two_options_takes_back_a_part_of_what_the_other_leaves():
    rows = (
        row("now", "iceberg", 4.0, origin=("r0",), in_force=True),
        row("x", "relief", 0.5, relieves="now"),
        row("y", "relief", 0.5, relieves="now", destination=("r1",)),
    )
    found = shock_of(*rows, named=("x", "y")).iceberg
    assert found[0, 2, 0] == pytest.approx(2)
    assert found[0, 1, 0] == pytest.approx(4**0.25)
    assert shock_of(*rows, named=()).iceberg[0, 1, 0] == pytest.approx(4)


@pytest.mark.parametrize(
    "side", [{}, {"origin": ("r1",)}, {"destination": ("r1",)}, {"sector": (BASELINE.sectors[0],)}]
)
def test_a_relief_with_an_empty_side_takes_back_what_a_measure_does_at_home(side):
    home = row("now", "iceberg", 4.0, origin=("r1",), destination=("r1",), in_force=True)
    found = shock_of(home, row("x", "relief", 1.0, relieves="now", **side)).iceberg
    assert found[0, 1, 1] == 1
    assert (found[1:, 1, 1] == (4 if "sector" in side else 1)).all()


def test_a_relief_between_groups_leaves_home_sales_alone():
    home = row("now", "iceberg", 4.0, origin=("r1",), destination=("r1",), in_force=True)
    between = row("x", "relief", 1.0, relieves="now", origin=("SOUTH",), destination=("SOUTH",))
    assert shock_of(home, between).iceberg[0, 1, 1] == 4


def test_a_relief_for_one_buyer_leaves_damage_to_production_alone():
    rows = (
        row("now", "productivity", 0.81, origin=("r2",), in_force=True),
        row("x", "relief", 0.5, relieves="now", destination=("r1",)),
    )
    np.testing.assert_allclose(shock_of(*rows).productivity[:, 2], 0.81)


def test_a_negative_relief_lets_a_measure_grow():
    rows = (row("now", "iceberg", 4.0, origin=("r0",), in_force=True), row("x", "relief", -0.5, relieves="now"))
    assert shock_of(*rows).iceberg[0, 1, 0] == pytest.approx(8)


def test_a_ban_stands_until_it_is_taken_back_in_full():
    ban = row("now", "quantity", 0.0, origin=("r0",), destination=("r1",), in_force=True)
    assert shock_of(ban, row("x", "relief", 0.9, relieves="now")).quantity[0, 1, 0] == 0
    assert shock_of(ban, row("x", "relief", 1.0, relieves="now")).quantity[0, 1, 0] == 1


def test_damage_to_production_is_taken_back_too():
    rows = (row("now", "productivity", 0.81, origin=("r2",), in_force=True), row("x", "relief", 0.5, relieves="now"))
    found = shock_of(*rows).productivity
    np.testing.assert_allclose(found[:, 2], 0.9)
    assert (np.delete(found, 2, axis=1) == 1).all()


def test_deficits_are_those_of_the_case():
    drawn = draw_rows(CASE, ONE, BASELINE)
    assert combine(drawn, (), THETA, "closed")[0].deficits == "closed"


def test_rows_of_one_shock_are_one_coordinate():
    drawn = draw_rows(CASE, draw_worlds(50, 0), BASELINE)
    assert coordinates(drawn, ()).shape == (50, 2)
    assert coordinates(drawn, ("relief",)).shape == (50, 3)
    assert coordinates(drawn, ("all-back",)).shape == (50, 2)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"origin": ("r9",)}, 'shock x: "r9" is neither a region nor a party with regions.'),
        ({"destination": ("NOWHERE",)}, 'shock x: "NOWHERE" is neither a region nor a party with regions.'),
        ({"sector": ("tea",)}, 'shock x: sector "tea" is unknown.'),
    ],
)
def test_names_that_the_world_does_not_have_are_an_error(place, message):
    with pytest.raises(CaseError, match=r"economy/shocks.csv") as caught:
        draw_rows(with_shocks(row("x", "iceberg", 2.0, **place)), ONE, BASELINE)
    assert message in str(caught.value)


def test_a_party_whose_regions_the_world_lacks_is_an_error():
    lost = replace(CASE.parties[1], regions={"atlantis": CASE.parties[1].regions["r1"]})
    case = replace(with_shocks(row("x", "iceberg", 2.0, origin=("SOUTH",))), parties=(lost,))
    with pytest.raises(CaseError, match="neither a region nor a party"):
        draw_rows(case, ONE, BASELINE)
