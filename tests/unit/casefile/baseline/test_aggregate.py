"""Tables are added up by maps, by hand and against loops, and updated by customs figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.casefile.baseline import (
    Maps,
    SourceTable,
    aggregate,
    read_map,
    read_source,
    source_of_tables,
    update_trade,
)
from detente.casefile.baseline.examples import two_regions
from detente.casefile.baseline.maps import ASSUMED, STATED, AggregationMap
from unit.casefile.baseline.small_tables import COUNTRIES, FINAL, FLOWS, OUTPUT, VALUE_ADDED, wiod2016, write_csv

REGIONS = [("from", "to"), ("USA", "west"), ("DEU", "west"), ("RUS", "east")]
SECTORS = [("from", "to", "theta"), ("Goods", "all", "5"), ("Services", "all", "")]
TRADE = [
    ("t", "i", "j", "k", "v", "q"),
    (2022, 276, 842, "010121", 30, 1),
    (2022, 842, 276, "270900", 10, 1),
    (2022, 276, 643, "270900", 5, 1),
    (2022, 643, 276, "271121", 5, 1),
    (2022, 643, 156, "271121", 70, 1),
]
CODES = [("trade:276", "DEU"), ("trade:842", "USA"), ("trade:643", "RUS"), ("trade:156", "-")]


@pytest.fixture
def table(tmp_path):
    return read_source(wiod2016(tmp_path))


def a_map(folder, name, rows):
    return read_map(write_csv(folder / name, rows))


def countries(folder, *more):
    rows = [("from", "to"), *((country, country) for country in COUNTRIES), *CODES, *more]
    return a_map(folder, "regions.csv", rows)


def products(folder, *more):
    rows = [("from", "to"), ("Goods", "Goods"), ("Services", "Services"), ("trade:", "Goods"), *more]
    return a_map(folder, "sectors.csv", rows)


def test_without_maps_the_table_is_read_off_as_it_is(table):
    raw = aggregate(table, Maps())
    assert (raw.regions, raw.sectors) == (COUNTRIES, ("Goods", "Services"))
    np.testing.assert_allclose(raw.gross_output.T.ravel(), OUTPUT)
    np.testing.assert_allclose((raw.value_added_share * raw.gross_output).T.ravel(), VALUE_ADDED)
    # Russian goods bought in Germany: 9 and 2 as inputs, 4 in final demand.
    assert raw.trade[0, 0, 1] == pytest.approx(15)
    assert raw.trade[:, range(3), range(3)].tolist() == [[0, 0, 0], [0, 0, 0]]
    assert raw.theta_source == (ASSUMED, ASSUMED)
    assert any("Trade elasticity of 4 assumed for 2 of 2 sectors" in note for note in raw.notes)


def test_two_countries_and_all_industries_by_hand(table, tmp_path):
    raw = aggregate(table, Maps(a_map(tmp_path, "r.csv", REGIONS), a_map(tmp_path, "s.csv", SECTORS)))
    assert (raw.regions, raw.sectors) == (("west", "east"), ("all",))
    assert raw.theta.tolist() == [5]
    assert raw.theta_source == (STATED,)
    # The west sells the east 3+1+1+1 + 2+1+1+1 of inputs and 5+2+3+2 of final goods.
    assert raw.trade[0, 1, 0] == pytest.approx(23)
    # The east sells the west 9+2+1+1 + 2+1+0+1 and 4+1+2+1.
    assert raw.trade[0, 0, 1] == pytest.approx(25)
    assert raw.gross_output[0].tolist() == pytest.approx([OUTPUT[[0, 1, 4, 5]].sum(), OUTPUT[[2, 3]].sum()])
    assert raw.input_share.tolist() == [[[1.0]], [[1.0]]]


def test_any_map_agrees_with_adding_up_cell_by_cell():
    draw = np.random.default_rng(7)
    regions, sectors = 5, 4
    labels = [(f"r{i}", f"s{k}") for i in range(regions) for k in range(sectors)]
    flows, final = draw.uniform(0, 1, (20, 20)), draw.uniform(0, 1, (20, 10))
    owners = tuple(f"r{c // 2}" for c in range(10))
    table = SourceTable(*zip(*labels, strict=True), flows, owners, final, 2020, "USD", "drawn")
    to_region = {f"r{i}": f"R{i % 2}" for i in range(regions)}
    to_sector = {f"s{k}": f"S{k // 2}" for k in range(sectors)}
    raw = aggregate(replace(table, flows=flows), Maps(_map(to_region), _map(to_sector)))
    trade, bought = np.zeros((2, 2, 2)), np.zeros((2, 2, 2))
    for row, (i, k) in enumerate(labels):
        seller, good = int(to_region[i][1]), int(to_sector[k][1])
        for column, (n, j) in enumerate(labels):
            buyer, using = int(to_region[n][1]), int(to_sector[j][1])
            trade[good, buyer, seller] += flows[row, column]
            bought[buyer, good, using] += flows[row, column]
        for column, n in enumerate(owners):
            trade[good, int(to_region[n][1]), seller] += final[row, column]
    np.testing.assert_allclose(raw.gross_output, trade.sum(axis=1))
    np.testing.assert_allclose(raw.input_share, bought / bought.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(1 - raw.value_added_share, bought.sum(axis=1).T / trade.sum(axis=1))
    trade[:, [0, 1], [0, 1]] = 0
    np.testing.assert_allclose(raw.trade, trade)


def _map(names):
    return AggregationMap("map", tuple(dict.fromkeys(names.values())), dict(names), {}, {}, {})


def test_goods_sold_out_of_stocks_count_as_made_and_are_noted(table):
    final = np.array(FINAL)
    final[2, 3] = -33.0
    raw = aggregate(replace(table, final=final), Maps())
    assert any("Negative entries of final demand set to zero: 1" in note for note in raw.notes)
    assert raw.gross_output[0, 1] == pytest.approx(OUTPUT[2] - 31)


def test_value_added_below_nothing_is_raised_and_noted(table):
    flows = np.array(FLOWS)
    flows[0, 3] += 100
    raw = aggregate(replace(table, flows=flows), Maps())
    assert raw.value_added_share[1, 1] == pytest.approx(1e-3)
    assert any(note.startswith("RUS, Services: value added is -") for note in raw.notes)


def test_columns_of_no_country_are_left_out_and_noted(table):
    final = np.concatenate([table.final, np.full((6, 1), 2.0)], axis=1)
    raw = aggregate(replace(table, final=final, final_region=(*table.final_region, "ALL")), Maps())
    np.testing.assert_allclose(raw.gross_output.T.ravel(), OUTPUT)
    assert raw.notes[0] == "Statistical discrepancies are left out: 12 in all."


def test_an_entry_that_is_no_number(table):
    flows = np.array(FLOWS)
    flows[0, 0] = np.nan
    with pytest.raises(CaseError, match="not finite numbers"):
        aggregate(replace(table, flows=flows), Maps())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (REGIONS[:-1], 'r.csv: regions of World Input-Output Database, release 2016 are not mapped: "RUS".'),
        ([*REGIONS, ("USSR", "east")], 'r.csv, line 5: "USSR" is no region of World'),
        ([*REGIONS, ("RUS", "west")], 'r.csv, line 5: "RUS" is mapped twice.\nLine 4 maps it already.'),
        ([*REGIONS[:-1], ("RUS", "-")], 'r.csv, line 4: "RUS" goes to "-".'),
        ([*REGIONS[:-1], ("RUS", "")], 'r.csv, line 4: "RUS" goes to "".'),
        ([("von", "nach"), ("a", "b")], 'r.csv, line 1: "von" is not a column'),
        ([("from", "to", "theta"), ("RUS", "a", "0")], "r.csv, line 2: theta is 0."),
        (
            [("from", "to", "theta"), ("RUS", "a", "2"), ("USA", "a", "3")],
            'line 3: theta of "a" is 3 here and 2 above.',
        ),
    ],
)
def test_faults_of_a_map(table, rows, said, tmp_path):
    with pytest.raises(CaseError) as raised:
        aggregate(table, Maps(a_map(tmp_path, "r.csv", rows)))
    assert said in str(raised.value)


def test_a_trade_file_gives_the_pattern_and_the_table_the_total(table, tmp_path):
    maps = Maps(countries(tmp_path), products(tmp_path))
    raw = aggregate(table, maps)
    updated = update_trade(raw, write_csv(tmp_path / "BACI.csv", TRADE), maps)
    # By hand: 50 between the three, what goes to 156 left out; Germany sells the United States 30 of the 50.
    total = raw.trade[0].sum()
    assert updated.trade[0].sum() == pytest.approx(total)
    assert updated.trade[0, 2, 0] == pytest.approx(total * 30 / 50)
    assert updated.trade[0, 0, 2] == pytest.approx(total * 10 / 50)
    assert updated.trade[0, 1, 2] == 0
    np.testing.assert_array_equal(updated.trade[1], raw.trade[1])
    np.testing.assert_array_equal(updated.gross_output, raw.gross_output)
    assert "trade pattern of 2022 from BACI.csv" in updated.source


def test_the_longest_prefix_of_a_product_decides(table, tmp_path):
    maps = Maps(countries(tmp_path), products(tmp_path, ("trade:27", "Services"), ("trade:2711", "-")))
    raw = aggregate(table, maps)
    updated = update_trade(raw, write_csv(tmp_path / "BACI.csv", [*TRADE, (2022, 643, 276, 10129, 4, 1)]), maps)
    assert updated.trade[0, 2, 0] == pytest.approx(raw.trade[0].sum() * 30 / 34)
    assert updated.trade[1, 0, 2] == pytest.approx(raw.trade[1].sum() * 10 / 15)
    assert updated.trade[1, 0, 1] == 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([*TRADE, (2022, 999, 276, "010121", 1, 1)], 'BACI.csv, line 7: i "999" is not mapped.'),
        ([*TRADE, (2022, 276, 643, "010121", -1, 1)], "BACI.csv, line 7: v is negative or no number."),
        ([*TRADE, (2022, 276, 643, "010121", "NA", 1)], "BACI.csv, line 7: v is negative or no number."),
        ([*TRADE, (2021, 276, 643, "010121", 1, 1)], "the file holds 2 years: 2021 and 2022."),
        ([*TRADE, (2022, 276, 643)], "line 7: the row has 3 cells, the header has 6."),
        (TRADE[:3], "there is no trade of RUS."),
        (TRADE[:1], "no row is trade between two regions of the baseline."),
        ([("year", "i", "j", "k", "v")], "line 1: there is no column t."),
        ([], "there is no column t, i, j, k and v."),
    ],
)
def test_faults_of_a_trade_file(table, rows, said, tmp_path):
    maps = Maps(countries(tmp_path), products(tmp_path))
    with pytest.raises(CaseError) as raised:
        update_trade(aggregate(table, maps), write_csv(tmp_path / "BACI.csv", rows), maps)
    assert said in str(raised.value)


def test_a_folder_is_a_table_too():
    raw = aggregate(source_of_tables(two_regions()), Maps())
    np.testing.assert_allclose(raw.gross_output, 100)
    np.testing.assert_allclose(raw.value_added_share, 0.5)
    np.testing.assert_allclose(raw.trade, [[[0, 10], [10, 0]]] * 2)
    np.testing.assert_allclose(raw.input_share, [np.eye(2)] * 2)


def test_taxes_cannot_be_added_up():
    with pytest.raises(CaseError, match="cannot be built on"):
        source_of_tables(replace(two_regions(), tariff=np.full((2, 2, 2), 1.1)))
