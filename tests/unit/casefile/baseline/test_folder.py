"""A baseline folder is read as it was written, and says what is wrong with it."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.casefile.baseline import (
    account_gaps,
    baseline_arrays,
    is_baseline_folder,
    read_baseline_folder,
    write_baseline_folder,
)
from detente.casefile.baseline.examples import two_regions


@pytest.fixture
def folder(tmp_path):
    write_baseline_folder(tmp_path / "world", two_regions())
    return tmp_path / "world"


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def taxed_world():
    """North puts 25 percent on goods from south, and south taxes their export by 60 percent.

    North pays 12.5 for what passes the border at 10 and leaves the factory at 6.25. By hand: north spends 102.5 on
    goods, south receives 96.25 for goods.
    """
    world = two_regions()
    tariff, export_tax = np.ones((2, 2, 2)), np.ones((2, 2, 2))
    tariff[0, 0, 1], export_tax[0, 0, 1] = 1.25, 1.6
    final, value_added = np.array(world.final), np.array(world.value_added)
    final[0, 0] += 2.5
    value_added[0, 1] -= 3.75
    return replace(world, tariff=tariff, export_tax=export_tax, final=final, value_added=value_added)


@pytest.mark.parametrize("world", [two_regions(), taxed_world(), replace(two_regions(), year=None)])
def test_what_is_written_is_read_again(world, tmp_path):
    world = replace(world, substitution=(0.5, 0.6, 0.9))
    write_baseline_folder(tmp_path / "world", world)
    assert is_baseline_folder(tmp_path / "world")
    again = read_baseline_folder(tmp_path / "world")
    for field in fields(world):
        found, wanted = getattr(again, field.name), getattr(world, field.name)
        if isinstance(wanted, np.ndarray):
            np.testing.assert_allclose(found, wanted, rtol=1e-14)
        else:
            assert found == wanted


def test_awkward_numbers_survive(tmp_path):
    """A random world of 5 regions and 4 sectors whose accounts are made to add up; 15 digits are kept."""
    draw = np.random.default_rng(4)
    trade = draw.lognormal(0, 4, (4, 5, 5))
    made, spent = trade.sum(axis=1), trade.sum(axis=2)
    # Inputs take a tenth of what a region spends or makes, whichever is less, spread evenly.
    inputs = np.repeat(np.repeat((np.minimum(made, spent).min(axis=0) / 40)[:, None, None], 4, 1), 4, 2)
    world = replace(
        two_regions(),
        regions=tuple("abcde"),
        sectors=("one, two", 'a "b"', "é", "4"),
        trade=trade,
        tariff=np.ones((4, 5, 5)),
        export_tax=np.ones((4, 5, 5)),
        inputs=inputs,
        final=spent - inputs.sum(axis=2).T,
        value_added=made - inputs.sum(axis=1).T,
        theta=draw.uniform(1, 9, 4),
        theta_source=("x",) * 4,
    )
    write_baseline_folder(tmp_path / "world", world)
    again = read_baseline_folder(tmp_path / "world")
    np.testing.assert_allclose(again.trade, trade, rtol=1e-14)
    assert max(np.abs(gap).max() for gap in account_gaps(again)) < 1e-12
    assert again.sectors == world.sectors


def test_shares_of_the_taxed_world_by_hand():
    arrays = baseline_arrays(taxed_world())
    assert arrays["X"][0, 0] == pytest.approx(102.5)
    assert arrays["pi"][0, 0].tolist() == pytest.approx([90 / 102.5, 12.5 / 102.5])
    assert arrays["va_share"][0, 1] == pytest.approx(46.25 / 96.25)
    assert arrays["S"].tolist() == pytest.approx([0, 0])
    assert arrays["alpha"][:, 0].tolist() == pytest.approx([52.5 / 102.5, 50 / 102.5])


def test_a_sector_nobody_makes_or_buys_has_its_own_seller():
    world = two_regions()
    trade, inputs, amounts = np.array(world.trade), np.array(world.inputs), np.array(world.final)
    trade[1], inputs[:, 1, 1], amounts[1] = 0, 0, 0
    arrays = baseline_arrays(replace(world, trade=trade, inputs=inputs, final=amounts, value_added=amounts))
    assert arrays["pi"][1].tolist() == [[1, 0], [0, 1]]
    assert arrays["va_share"][1].tolist() == [1, 1]
    assert arrays["io"][:, :, 1].tolist() == [[0, 0], [0, 0]]


FAULTS = [
    (
        "trade.csv",
        "goods,north,south,10",
        "goods,nord,south,10",
        'trade.csv, line 4: origin "nord" is not a region here.',
    ),
    ("trade.csv", "goods,north,south,10", "godos,north,south,10", 'line 4: sector "godos" is not a sector here.'),
    ("trade.csv", "goods,north,south,10", "goods,north,south,ten", 'line 4: value "ten" is not a number.'),
    ("trade.csv", "goods,north,south,10", "goods,north,south,nan", 'line 4: value "nan" is not a number.'),
    ("trade.csv", "goods,north,south,10", "goods,north,south,1_0", 'line 4: value "1_0" is not a number.'),
    ("trade.csv", "goods,north,south,10", "goods,north,south,", 'line 4: value "" is not a number.'),
    ("trade.csv", "goods,north,south,10", "goods,north,south,inf", "line 4: value is infinite."),
    ("trade.csv", "goods,north,south,10", "goods,north,south,-10", "line 4: value is negative (-10)."),
    ("trade.csv", "goods,north,south,10", "goods,north,north,10", "line 4: the same entry stands further up."),
    ("trade.csv", "goods,north,south,10", "goods,north,10", "line 4: the row has 3 cells, the header has 4."),
    ("trade.csv", "sector,origin", "sector,source", 'trade.csv, line 1: "source" is not a column of this file.'),
    ("trade.csv", "goods,north,south,10", "goods,north,south,10.1", "south, goods: 100.1 is spent on it"),
    ("trade.csv", "goods,north,south,10", 'goods,"north,south,10', "this is not readable as CSV"),
    ("regions.csv", "south", "south\neast", "no flow above 0 has east as destination."),
    ("regions.csv", "south", "north", 'regions.csv, line 3: region "north" is here twice.'),
    ("regions.csv", "south", "*", 'line 3: "*" is no name of a region.'),
    ("sectors.csv", "goods,5", "goods,0", "sectors.csv, line 2: theta is 0."),
    ("sectors.csv", "goods,5", "goods,-3", "sectors.csv, line 2: theta is -3."),
    ("sectors.csv", "goods,5", "goods,inf", "sectors.csv, line 2: theta is infinite."),
    ("sectors.csv", "goods,5", "goods,five", 'line 2: theta "five" is not a number.'),
    ("inputs.csv", "north,goods,goods,50", "north,goods,goods,51", "north, goods: 100 is received for it"),
    ("final.csv", "north,goods,50", "north,goods,-50", "final.csv, line 2: value is negative (-50)."),
    ("production.csv", "south,goods,50", "south,goods,50.001", "south, goods: 100 is received for it"),
    ("about.csv", "unit,million USD", "unit,", "the unit of money is not stated."),
    ("about.csv", "unit,", "units,", 'key "units" is not a key here.\nDid you mean "unit"?'),
    ("about.csv", "year,2020", "year,twenty", 'the year "twenty" is not a year.'),
    ("about.csv", "year,2020", "substitution_inputs,0", 'substitution_inputs "0" is no elasticity.'),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), FAULTS, ids=[fault[3][:60] for fault in FAULTS])
def test_a_fault_is_named_with_file_and_line(folder, name, old, new, said):
    edit(folder, name, old, new)
    with pytest.raises(CaseError) as raised:
        read_baseline_folder(folder)
    assert said in str(raised.value)
    assert name in str(raised.value) or "trade.csv" in str(raised.value) or "production.csv" in str(raised.value)


def test_all_faults_of_a_file_are_told_at_once(folder):
    edit(folder, "trade.csv", "goods,north,south,10", "goods,nord,south,-10")
    edit(folder, "trade.csv", "goods,south,north,10", "goods,south,north,x")
    with pytest.raises(CaseError) as raised:
        read_baseline_folder(folder)
    for said in ('origin "nord"', "value is negative", '"x" is not a number'):
        assert said in str(raised.value)


def test_a_gap_below_a_millionth_is_let_through_and_one_above_is_not(folder):
    edit(folder, "final.csv", "north,goods,50", "north,goods,50.00009")
    read_baseline_folder(folder)
    edit(folder, "final.csv", "north,goods,50.00009", "north,goods,50.00011")
    with pytest.raises(
        CaseError, match=r"north, goods: 100 is spent on it, and inputs.csv and final.csv hold 1.0000011"
    ):
        read_baseline_folder(folder)


@pytest.mark.parametrize("tax", ["-1", "inf", "much"])
def test_a_tax_without_meaning(tax, tmp_path):
    write_baseline_folder(tmp_path / "world", taxed_world())
    edit(tmp_path / "world", "trade.csv", "goods,south,north,10,0.25", f"goods,south,north,10,{tax}")
    with pytest.raises(CaseError, match=r"trade.csv, line 3: tariff"):
        read_baseline_folder(tmp_path / "world")


@pytest.mark.parametrize("name", ["trade.csv", "about.csv", "sectors.csv"])
def test_empty_and_missing_files(folder, name):
    header = (folder / name).read_text(encoding="utf-8").splitlines()[0]
    (folder / name).write_text("", encoding="utf-8")
    with pytest.raises(CaseError, match=f"{name}: the file is empty"):
        read_baseline_folder(folder)
    (folder / name).write_text(header + "\n", encoding="utf-8")
    with pytest.raises(CaseError, match=f"{name}: the file has a header and no rows"):
        read_baseline_folder(folder)
    (folder / name).unlink()
    with pytest.raises(CaseError, match=f"{name} cannot be found"):
        read_baseline_folder(folder)


def test_a_text_that_is_not_utf_8(folder):
    (folder / "trade.csv").write_bytes(b"sector,origin,destination,value\n\xff\xfe,a,b,1\n")
    with pytest.raises(CaseError, match="the text is not UTF-8"):
        read_baseline_folder(folder)


def test_a_region_without_value_added(folder):
    edit(folder, "production.csv", "south,goods,50", "south,goods,0")
    edit(folder, "production.csv", "south,services,50", "south,services,0")
    with pytest.raises(CaseError, match="south has no value added"):
        read_baseline_folder(folder)


def test_a_folder_that_holds_something_is_left_alone(folder):
    before = (folder / "trade.csv").read_bytes()
    with pytest.raises(CaseError, match="exists and holds something"):
        write_baseline_folder(folder, two_regions())
    assert (folder / "trade.csv").read_bytes() == before
