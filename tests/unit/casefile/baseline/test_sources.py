"""Published tables in their own layouts come out as the same small world."""

from __future__ import annotations

import importlib.util
import re

import numpy as np
import pytest

from detente.case import CaseError
from detente.casefile.baseline import read_source
from detente.casefile.baseline.sources import recognised
from unit.casefile.baseline import small_tables

WITH_PYMRIO = ("icio", "wiod2013", "exiobase", "eora", "gloria")
needs_pymrio = pytest.mark.skipif(importlib.util.find_spec("pymrio") is None, reason="pymrio is not installed")

YEARS = {"icio": 2018, "wiod2013": None, "wiod2016": 2014, "exiobase": None, "eora": 2015, "gloria": 2019}
"""The year of each table as its name gives it; where a folder holds many, it is asked for."""


def read(kind, folder):
    asked = {"eora": 2015, "gloria": 2019}.get(kind)
    return read_source(getattr(small_tables, kind)(folder / kind), year=asked)


def assert_small_world(table):
    # The release of 2013 names its industries by codes, and EXIOBASE its countries by two letters.
    industries = dict(zip(small_tables.CODES, small_tables.INDUSTRIES, strict=True))
    labels = [
        (region[:2], industries.get(sector, sector))
        for region, sector in zip(table.row_region, table.row_sector, strict=True)
    ]
    rows = [labels.index((country[:2], industry)) for country, industry in small_tables.LABELS]
    np.testing.assert_allclose(table.flows[np.ix_(rows, rows)], small_tables.FLOWS, rtol=1e-9)
    for country in range(3):
        owned = np.array([region[:2] == small_tables.COUNTRIES[country][:2] for region in table.final_region])
        wanted = small_tables.FINAL[:, 2 * country : 2 * country + 2].sum(axis=1)
        np.testing.assert_allclose(table.final[rows][:, owned].sum(axis=1), wanted, rtol=1e-9)


def test_wiod_2016_needs_nothing_but_this_project(tmp_path):
    table = read("wiod2016", tmp_path)
    assert_small_world(table)
    assert (table.year, table.unit) == (2014, "million USD")
    assert table.source == "World Input-Output Database, release 2016"


@needs_pymrio
@pytest.mark.parametrize("kind", WITH_PYMRIO)
def test_a_table_is_recognised_and_read_as_the_same_world(kind, tmp_path):
    table = read(kind, tmp_path)
    assert_small_world(table)
    assert table.year == YEARS[kind]
    assert table.unit


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ICIO2021_2018.csv", "icio"),
        ("2020_SML.csv", "icio"),
        ("wiot11_row_apr12.xlsx", "wiod2013"),
        ("IOT_2019_ixi.csv", None),
        ("exiobase_3_8_2_2019_ixi.zip", "exiobase"),
        ("Eora26_2015_bp.zip", "eora"),
    ],
)
def test_a_table_is_recognised_by_its_name(name, kind, tmp_path):
    (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    assert recognised(tmp_path / name) == kind


def test_a_table_of_no_known_name_has_to_be_named(tmp_path):
    (tmp_path / "mine.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"mine\.csv: it cannot be told which table this is\.\nName it with --table"):
        read_source(tmp_path / "mine.csv")


def test_a_place_where_nothing_is(tmp_path):
    with pytest.raises(CaseError, match="there is no such file or folder"):
        read_source(tmp_path / "nowhere.csv")


@needs_pymrio
def test_what_pymrio_cannot_read_is_bad_input(tmp_path):
    (tmp_path / "ICIO2021_2018.csv").write_text("nothing,of,the,sort\n1,2,3,4\n", encoding="utf-8")
    with pytest.raises(CaseError, match="pymrio cannot read OECD"):
        read_source(tmp_path / "ICIO2021_2018.csv")


def test_without_pymrio_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pymrio", None)
    with pytest.raises(CaseError, match=re.escape("pip install 'detente[baselines]'")):
        read_source(small_tables.icio(tmp_path))


@pytest.mark.parametrize("cell", ["much", "", "1 000", "1..2"])
def test_wiod_2016_names_the_line_of_a_cell_that_is_no_number(cell, tmp_path):
    with pytest.raises(CaseError, match=r'WIOT2014_Nov16_ROW\.csv, line 3: ".*" is not a number'):
        read_source(small_tables.wiod2016(tmp_path, cell))


def test_wiod_2016_row_without_a_column(tmp_path):
    path = small_tables.wiod2016(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("RUS2", "ZZZ2"), encoding="utf-8")
    with pytest.raises(CaseError, match=r"RUS Services has a row \(RNr 2\) and no column RUS2"):
        read_source(path)


def test_wiod_2016_row_that_is_too_short(tmp_path):
    path = small_tables.wiod2016(tmp_path)
    with path.open("a", encoding="utf-8") as file:
        file.write("Goods,,DEU\n")
    with pytest.raises(CaseError, match="line 9: the row has 3 cells, the header has 18"):
        read_source(path)
