"""`detente economy CASE` where options act on energy networks: which row stands for what, in table and files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from detente.casefile import read_case
from detente.cli.economy.case import Run, value_clauses
from detente.economy import value_options, with_costs
from detente.worlds import draw_worlds
from functional.test_cli_case_economy import write_corridor
from unit.casefile.small_case import put

WORLDS = 20
ENERGY = (
    "id,network,kind,target,relieves,in_force,low,mode,high,origin_of_number,source,why\n"
    "crude-ban,crude,measure,eu-seaborne-ban,,yes,,0,,assumed,,made\n"
    "thaw,crude,relief,,crude-ban,no,0.25,0.5,0.75,assumed,,made\n"
)
DIGITS = 2e-5


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """East is Russia, West is Germany and Poland; the relief of trade is one of crude as well."""
    place = write_corridor(tmp_path_factory.mktemp("energy") / "corridor")
    put(place, "case.yaml", "no_deal:\n", "energy:\n  crude: builtin@2023\nno_deal:\n")
    (place / "economy/energy.csv").write_text(ENERGY, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def told(folder):
    return value_clauses(folder, folder.parent / "out", Run(worlds=WORLDS, seed=0, jobs=1))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder.parent / "out" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_table_of_trade_marks_what_networks_carry_and_a_second_one_has_it(told):
    lines = told.text.splitlines()
    assert sum(line.split("│")[0].strip() == "ROAD.open *" for line in lines) == 1
    assert "* by trade alone; networks carry flows of energy that the item changes." in told.text
    assert f"With flows of energy, long run, bn USD a year: median [5 percent, 95 percent] of {WORLDS} worlds." in lines
    assert "status-quo *" not in told.text
    assert "In trade beside the networks nothing is said of: thaw: MIN from RUS to DEU, POL." in told.text


def test_together_is_the_money_of_the_payoffs(folder, told):
    case, worlds = with_costs(read_case(folder)), draw_worlds(WORLDS, 0)
    payoffs = value_options(case, worlds)
    rows = {row["party"]: row for row in table(folder, "payoffs_with_energy.csv") if row["item"] == "ROAD.open"}
    e, o = payoffs.axes.element("ROAD"), payoffs.axes.option("ROAD", "ROAD.open")
    for party, row in rows.items():
        i = payoffs.axes.party(party)
        for part, money in (
            ("together", payoffs.money[:, i, e, o]),
            ("networks", payoffs.modelled.carried.direct["ROAD.open"][:, i]),
        ):
            for name, point in (("low", 0.05), ("median", 0.5), ("high", 0.95)):
                expected = float(np.quantile(money, point))
                assert float(row[f"usd_bn_{part}_{name}"]) == pytest.approx(expected, rel=DIGITS, abs=1e-6)
        assert float(row["usd_bn_error"]) == pytest.approx(payoffs.modelled.error[i, e, o], rel=DIGITS, abs=1e-6)
    assert float(rows["EAST"]["usd_bn_networks_median"]) > 0.1


def test_json_holds_the_rows_and_how_they_were_found(folder, told):
    document = json.loads((folder.parent / "out/economy.json").read_text(encoding="utf-8"))["with_energy"]
    rows = table(folder, "payoffs_with_energy.csv")
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in document["rows"]] == rows
    assert {row["kind"] for row in rows} == {"option", "package"}
    assert document["worlds_solved"] == 16
    assert document["equilibria"] == {"solved": 17, "failed": 0}  # The ban is certain: its status quo is one world.
    assert told.document["payoffs_with_energy"] == document["rows"]


def test_the_plan_comes_first(detente, folder, tmp_path):
    ended = detente("economy", folder, "--output", tmp_path / "out", "--worlds", "2", "--jobs", "1")
    assert ended.code == 0, ended.err
    assert "Flows of energy: 3 equilibria of networks planned, and 4 of the trade model with them." in ended.err
