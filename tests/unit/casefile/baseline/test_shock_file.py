"""Shock files: names, factors and places are checked row by row."""

from __future__ import annotations

import time

import numpy as np
import pytest

from detente.case import CaseError
from detente.casefile.baseline import LEVER_RULES, read_shock_file
from detente.economy.trade.levers import LEVERS
from unit.casefile.baseline.small_tables import write_csv

REGIONS, SECTORS = ("Germany", "Russia"), ("gas", "services")
HEADER = ("lever", "origin", "destination", "sector", "factor")


def read(folder, *rows, header=HEADER):
    return read_shock_file(write_csv(folder / "shock.csv", [header, *rows]), REGIONS, SECTORS)


def test_every_lever_of_the_model_has_its_rule():
    assert tuple(LEVER_RULES) == LEVERS


def test_rows_come_out_as_written(tmp_path):
    rows = [
        ("tariff", "Russia", "Germany", "gas", "1.25"),
        (" iceberg", "*", "* ", "*", "inf"),
        ("quantity", "Russia", "Germany", "gas", "0"),
        ("productivity", "Russia", "*", "gas", "0.9"),
        ("transfer", "Germany", "Russia", "*", "-3e2"),
    ]
    read_rows = read(tmp_path, *rows)
    assert list(read_rows.lever) == ["tariff", "iceberg", "quantity", "productivity", "transfer"]
    assert read_rows.factor.tolist() == [1.25, np.inf, 0, 0.9, -300]
    assert read_rows.destination[1] == "*"


FAULTS = [
    (("tarif", "*", "*", "*", 1), 'lever "tarif" is not a lever here.\nDid you mean "tariff"?'),
    (("tariff", "Rusia", "*", "*", 1), 'origin "Rusia" is not a region here.\nDid you mean "Russia"?'),
    (("tariff", "*", "", "*", 1), 'destination "" is not a region here.'),
    (("tariff", "*", "*", "0", 1), 'sector "0" is not a sector here.\nThe sectors are gas and services.'),
    (("tariff", "*", "*", "*", "many"), 'factor "many" is not a number.'),
    (("tariff", "*", "*", "*", "nan"), 'factor "nan" is not a number.'),
    (("tariff", "*", "*", "*", ""), 'factor "" is not a number.'),
    (("tariff", "*", "*", "*", 0), "a factor of 0 has no meaning here.\nGive a factor above 0"),
    (("iceberg", "*", "*", "*", "-1.5"), "a factor of -1.5 has no meaning here."),
    (("export_tax", "*", "*", "*", "-inf"), "a factor of -inf has no meaning here."),
    (("quantity", "*", "*", "*", 0.5), "a factor of 0.5 has no meaning here.\nGive 0 for a ban or 1 for none"),
    (("quantity", "*", "*", "*", "inf"), "a factor of inf has no meaning here."),
    (("productivity", "*", "*", "*", 0), "to stop the flows use lever quantity with factor 0."),
    (("capital", "*", "*", "*", "inf"), "a factor of inf has no meaning here."),
    (("productivity", "Russia", "Germany", "*", 1), 'acts on all buyers, and the row names "Germany".'),
    (("transfer", "*", "Germany", "*", 1), "lever transfer needs a giver, a receiver and no sector."),
    (("transfer", "Russia", "Germany", "gas", 1), "needs a giver, a receiver and no sector."),
    (("transfer_share", "Russia", "Germany", "*", "inf"), "a factor of inf has no meaning here."),
    (("tariff", "*", "*", 1), "the row has 4 cells, the header has 5."),
]


@pytest.mark.parametrize(("row", "said"), FAULTS, ids=[fault[1][:50] for fault in FAULTS])
def test_a_fault_is_named_with_file_and_line(row, said, tmp_path):
    with pytest.raises(CaseError) as raised:
        read(tmp_path, ("tariff", "*", "*", "gas", 1), row)
    assert "shock.csv, line 3: " in str(raised.value)
    assert said in str(raised.value)


def test_many_faults_are_not_all_shown(tmp_path):
    with pytest.raises(CaseError) as raised:
        read(tmp_path, *[("tariff", "*", "*", "coal", 1)] * 1000)
    assert str(raised.value).count("shock.csv, line") == 20
    assert str(raised.value).endswith("There are more problems of this kind.")


def test_a_file_without_rows_or_with_another_header(tmp_path):
    with pytest.raises(CaseError, match="the file has a header and no rows"):
        read(tmp_path)
    with pytest.raises(CaseError, match="there is no column lever, origin, destination, sector and factor"):
        read(tmp_path, ("tariff", "*"), header=("a", "b"))
    with pytest.raises(CaseError, match="the columns are not separated by commas"):
        read(tmp_path, header=(";".join(HEADER),))
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    with pytest.raises(CaseError, match=r"empty\.csv: the file is empty"):
        read_shock_file(tmp_path / "empty.csv", REGIONS, SECTORS)


def test_forty_thousand_rows_are_read_in_well_under_a_second(tmp_path):
    path = write_csv(tmp_path / "shock.csv", [HEADER, *[("iceberg", "Russia", "Germany", "gas", 1.1)] * 40_000])
    times = []
    for _ in range(3):
        began = time.process_time()
        assert len(read_shock_file(path, REGIONS, SECTORS).lever) == 40_000
        times.append(time.process_time() - began)
    assert min(times) < 0.8
