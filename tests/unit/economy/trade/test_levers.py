"""Rows of a shock file become factors, against a slow reading row by row and cell by cell."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import LeverTable, shock_from_levers
from detente.economy.trade.levers import FLOW_LEVERS, SELLER_LEVERS
from unit.economy.trade.level_world import as_baseline, draw_world, solve_levels


@pytest.fixture(scope="module")
def baseline():
    world = draw_world(2)
    return as_baseline(world, solve_levels(world))


def table(*rows):
    return LeverTable(*(list(column) for column in zip(*rows, strict=True)))


def read_slowly(baseline, rows):
    """Every row in turn, every cell in turn; a later row replaces what an earlier one said."""
    regions, sectors = baseline.regions, baseline.sectors
    flows = {name: np.ones((len(sectors), len(regions), len(regions))) for name in FLOW_LEVERS}
    sellers = {name: np.ones((len(sectors), len(regions))) for name in SELLER_LEVERS}
    for lever, origin, destination, sector, factor in rows:
        for j, good in enumerate(sectors):
            for n, buyer in enumerate(regions):
                for i, seller in enumerate(regions):
                    named = all(w in ("*", x) for w, x in ((sector, good), (destination, buyer), (origin, seller)))
                    own = n == i and "*" in (origin, destination)
                    if lever in sellers and named:
                        sellers[lever][j, i] = factor
                    elif lever in flows and named and not own:
                        flows[lever][j, n, i] = factor
    return {**flows, **sellers}


def random_rows(baseline, seed, count):
    draw = np.random.default_rng(seed)
    regions, sectors = ("*", *baseline.regions), ("*", *baseline.sectors)
    rows = []
    for factor in draw.uniform(0.5, 2.0, count):
        lever = str(draw.choice(["tariff", "iceberg", "export_tax", "productivity", "capital", "quantity"]))
        buyer = "*" if lever in SELLER_LEVERS else str(draw.choice(regions))
        size = float(factor > 1) if lever == "quantity" else float(factor)
        rows.append((lever, str(draw.choice(regions)), buyer, str(draw.choice(sectors)), size))
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_many_rows_read_as_row_by_row(baseline, seed):
    rows = random_rows(baseline, seed, 60)
    shock = shock_from_levers(baseline, table(*rows))
    for name, factor in read_slowly(baseline, rows).items():
        np.testing.assert_array_equal(np.broadcast_to(getattr(shock, name), factor.shape), factor)


def test_a_wildcard_spares_what_a_region_sells_to_itself_and_naming_it_does_not(baseline):
    everyone = shock_from_levers(baseline, table(("iceberg", "*", "*", "*", 2.0)))
    assert (np.einsum("jnn->jn", everyone.iceberg) == 1.0).all()
    assert (everyone.iceberg != 1.0).sum() == 2 * 3 * 2
    itself = shock_from_levers(baseline, table(("iceberg", "B", "B", "s0", 2.0)))
    assert np.argwhere(itself.iceberg != 1.0).tolist() == [[0, 1, 1]]


def test_a_later_table_refines_an_earlier_shock(baseline):
    first = shock_from_levers(baseline, table(("tariff", "*", "A", "*", 1.5)))
    second = shock_from_levers(baseline, table(("tariff", "B", "A", "s0", 1.1)), first)
    assert second.tariff[0, 0].tolist() == [1.0, 1.1, 1.5]
    assert first.tariff[0, 0].tolist() == [1.0, 1.5, 1.5]


def test_transfers_are_shares_or_money_and_a_later_row_replaces_the_pair(baseline):
    world = baseline.value_added.sum()
    rows = [
        ("transfer_share", "A", "B", "*", 0.5),
        ("transfer_share", "A", "B", "*", 0.01),
        ("transfer", "C", "B", "*", 0.02 * world),
    ]
    np.testing.assert_allclose(shock_from_levers(baseline, table(*rows)).transfer, [-0.01, 0.03, -0.02])


def test_an_infinite_tariff_is_a_ban(baseline):
    shock = shock_from_levers(baseline, table(("tariff", "A", "B", "s0", np.inf)))
    assert np.argwhere(shock.banned).tolist() == [[0, 1, 0]]


def test_no_rows_are_no_shock(baseline):
    shock = shock_from_levers(baseline, LeverTable([], [], [], [], []))
    assert all((getattr(shock, name) == 1).all() for name in (*FLOW_LEVERS, *SELLER_LEVERS))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("tarif", "A", "B", "s0", 1.1), 'row 2: lever "tarif" is unknown'),
        (("tariff", "Atlantis", "B", "s0", 1.1), 'row 2: origin "Atlantis" is unknown'),
        (("tariff", "A", "Atlantis", "s0", 1.1), 'row 2: destination "Atlantis" is unknown'),
        (("tariff", "A", "B", "steel", 1.1), 'row 2: sector "steel" is unknown'),
        (("productivity", "A", "B", "s0", 1.1), "row 2: productivity acts on all buyers"),
        (("transfer", "*", "B", "*", 1.0), "row 2: transfer needs a giver and a receiver"),
        (("transfer", "A", "B", "s0", 1.0), "row 2: transfer needs a giver and a receiver"),
        (("tariff", "A", "B", "s0", 0.0), "Lever tariff: a factor of 0 has no meaning"),
        (("tariff", "A", "B", "s0", float("nan")), "Lever tariff: a factor of nan has no meaning"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(baseline, row, message):
    with pytest.raises(CaseError, match=message):
        shock_from_levers(baseline, table(("iceberg", "A", "B", "s0", 2.0), row))


def test_ten_problems_are_shown_and_the_rest_counted(baseline):
    with pytest.raises(CaseError) as caught:
        shock_from_levers(baseline, table(*[("tariff", "Atlantis", "B", "s0", 1.0)] * 25))
    assert str(caught.value).count("\n- row") == 10
    assert "and 15 more" in str(caught.value)


def test_columns_of_different_length_are_refused(baseline):
    with pytest.raises(CaseError, match="differ in length"):
        shock_from_levers(baseline, LeverTable(["tariff"], ["A"], ["B"], ["s0"], [1.0, 2.0]))
