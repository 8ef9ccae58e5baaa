"""`detente economy coalition`: from measures of a case, or a shock file, to who carries the cost."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from detente.casefile.baseline import write_baseline_folder
from detente.casefile.baseline.examples import two_regions
from detente.economy.trade import LeverTable, shock_from_levers, solve
from detente.economy.trade.builtin import builtin_baseline, builtin_gdp
from unit.casefile.baseline.small_tables import write_csv

HEADER = ("lever", "origin", "destination", "sector", "factor")
ROWS = (
    ("iceberg", "RUS", "USA", "*", 1.5),
    ("iceberg", "USA", "RUS", "*", 1.5),
    ("tariff", "RUS", "GBR", "MIN", 1.4),
    ("iceberg", "RUS", "DEU", "REF", 1.3),
    ("iceberg", "USA", "CHN", "*", 1.1),
)
FILES = ["coalition.json", "members.csv", "subsets.csv", "transfers.csv"]


@pytest.fixture
def run(detente, tmp_path):
    """Ask about rows of a shock file, and return how it ended and the folder of results."""

    def call(*options, rows=ROWS, baseline="builtin", target="RUS"):
        shock = write_csv(tmp_path / "shock.csv", [HEADER, *rows])
        place = ["--baseline", baseline, "--shock", shock, "--target", target, "--output", tmp_path / "out"]
        return detente("economy", "coalition", *place, *options), tmp_path / "out"

    return call


@pytest.fixture
def case_of_shocks(root, tmp_path):
    """The main case with its measures in force."""
    return root / "cases/business-links-2025"


def read(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_a_shock_file_gives_every_subset_of_those_who_trade_with_the_target_under_it(run):
    ended, out = run()
    assert ended.code == 0, ended.err
    assert sorted(path.name for path in out.iterdir()) == FILES
    assert "8 coalitions of 3 senders are to be solved." in ended.err
    assert "Senders, those whose trade with RUS stands under them: USA, GBR, DEU." in ended.out
    rows = read(out / "subsets.csv")
    assert len(rows) == 8
    assert rows[0]["coalition"] == "nobody"
    assert float(rows[0]["target_usd_bn_per_year"]) == 0
    assert rows[-1]["coalition"] == "USA+GBR+DEU"


def test_numbers_are_those_of_the_plain_solver(run):
    _, out = run()
    base = builtin_baseline()
    whole, standing = (
        solve(base, shock_from_levers(base, LeverTable(*zip(*rows, strict=True)))) for rows in (ROWS, ROWS[-1:])
    )
    change = dict(zip(base.regions, whole.real_income_hat / standing.real_income_hat - 1, strict=True))
    found = json.loads((out / "coalition.json").read_text(encoding="utf-8"))
    full, gdp = found["full_coalition"], builtin_gdp()
    assert full["target_real_income_pct"] == pytest.approx(100 * change["RUS"], rel=1e-4)
    assert full["target_usd_bn_per_year"] == pytest.approx(change["RUS"] * gdp["RUS"].mode, rel=1e-4)
    assert full["USA_usd_bn_per_year"] == pytest.approx(change["USA"] * gdp["USA"].mode, rel=1e-4)
    others = {row["region"]: row["real_income_pct"] for row in found["others"]}
    assert set(others) == set(base.regions) - {"RUS", "USA", "DEU", "GBR"}
    assert others["CHN"] == pytest.approx(100 * change["CHN"], rel=1e-3)


def test_files_and_document_agree(run):
    ended, out = run("--format", "json", "--candidates", "CHN")
    document = json.loads(ended.out)
    assert document == json.loads((out / "coalition.json").read_text(encoding="utf-8"))
    members = read(out / "members.csv")
    assert [row["sender"] for row in members] == list(document["senders"])
    shapley = [float(row["target_loss_shapley_usd_bn_per_year"]) for row in members]
    assert sum(shapley) == pytest.approx(-document["full_coalition"]["target_usd_bn_per_year"], rel=1e-4)
    transfers = read(out / "transfers.csv")
    for rule in ("equal", "cap", "whole"):
        for method in ("bookkeeping", "model"):
            rows = [row for row in transfers if (row["rule"], row["method"]) == (rule, method)]
            assert [row["region"] for row in rows] == ["USA", "GBR", "DEU"]
            assert sum(float(row["received_usd_bn_per_year"]) for row in rows) == pytest.approx(0, abs=1e-5)
            if rule == "equal":
                assert np.ptp([float(row["real_income_after_pct"]) for row in rows]) < 1e-5
    assert [row["candidate"] for row in document["candidates"]] == ["CHN"]


def test_same_question_same_bytes(run):
    _, out = run()
    first = {name: (out / name).read_bytes() for name in FILES}
    run("--jobs", 2)
    assert {name: (out / name).read_bytes() for name in FILES} == first


def test_groups_and_unions_act_as_one(run):
    rows = [("iceberg", "RUS", member, "*", 1.3) for member in ("DEU", "FRA", "ITA")]
    ended, out = run("--senders", "european_union", rows=rows)
    assert ended.code == 0, ended.err
    document = json.loads((out / "coalition.json").read_text(encoding="utf-8"))
    assert len(document["senders"]["european_union"]) == 9
    assert document["solved"] == 2


def test_thirteen_senders_are_not_enumerated(run):
    senders = [region for region in builtin_baseline().regions if region != "RUS"][:13]
    ended, out = run(rows=[("iceberg", "RUS", name, "MIN", 1.2) for name in senders])
    assert ended.code == 0, ended.err
    assert len(read(out / "subsets.csv")) == 3 * 13 - 1
    assert all(row["target_loss_shapley_usd_bn_per_year"] == "" for row in read(out / "members.csv"))
    assert "one chain" in ended.out
    assert "unknown" in ended.out


def test_a_case_brings_its_measures_in_force(detente, case_of_shocks, tmp_path):
    measures = "eu-sanctions,us-sanctions,ally-sanctions"
    place = ["--target", "RUS", "--measures", measures, "--candidates", "CHN,IND", "--output", tmp_path]
    ended = detente("economy", "coalition", case_of_shocks, *place)
    assert ended.code == 0, ended.err
    found = json.loads((tmp_path / "coalition.json").read_text(encoding="utf-8"))
    assert list(found["senders"]) == ["EU", "USA", "GBR", "CAN", "JPN", "KOR"]
    assert found["measures_counted"] == measures.split(",")
    assert "war-damage" in found["measures_standing"]
    assert found["price_year"] == 2025
    # Not a forecast: wide bounds that a change of sign or of units would break.
    assert -8 < found["full_coalition"]["target_real_income_pct"] < -1
    assert found["candidates"][0]["candidate"] == "CHN"
    assert found["candidates"][0]["target_loss_more_pct"] > 0
    assert f"Wrote {tmp_path / 'coalition.json'}" in ended.out


def test_a_threshold_that_all_exceed_is_told_and_the_rest_is_written(run):
    rows = [("iceberg", "RUS", "BAL", "*", 2), ("iceberg", "RUS", "POL", "*", 2)]
    ended, out = run("--threshold", 0, rows=rows)
    assert ended.code == 0, ended.err
    assert "No transfers by the rule whole: Every region of a sender loses more than 0 percent" in ended.out
    found = json.loads((out / "coalition.json").read_text(encoding="utf-8"))
    assert set(found["impossible_transfers"]) == {"cap", "whole"}
    assert {row["rule"] for row in read(out / "transfers.csv")} == {"equal"}


def test_money_of_another_unit_is_unknown_and_percent_is_not(run, tmp_path):
    write_baseline_folder(tmp_path / "world", replace(two_regions(), unit="million thalers"))
    ended, out = run(baseline=tmp_path / "world", target="north", rows=[("iceberg", "north", "south", "goods", 1.2)])
    assert ended.code == 0, ended.err
    assert "amounts are unknown" in ended.out
    (member,) = read(out / "members.csv")
    assert member["own_loss_usd_bn_per_year"] == ""
    assert float(member["own_real_income_pct"]) < 0


def test_money_in_dollars_is_scaled_to_billions(run, tmp_path):
    write_baseline_folder(tmp_path / "world", replace(two_regions(), unit="million USD"))
    ended, out = run(baseline=tmp_path / "world", target="north", rows=[("iceberg", "north", "south", "goods", 1.2)])
    assert ended.code == 0, ended.err
    (member,) = read(out / "members.csv")
    # South has an income of 100 million.
    lost = -float(member["own_real_income_pct"]) / 100 * 0.1
    assert float(member["own_loss_usd_bn_per_year"]) == pytest.approx(lost, rel=1e-4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--senders", "MARS"], '"MARS" has no region here.\nThe regions are RUS, USA'),
        (["--senders", "RUS,USA"], "RUS is a sender and a target (RUS): leave one out."),
        (["--senders", "USA,CHN"], "No measure lies between RUS and CHN."),
        (["--senders", "DEU,european_union"], "DEU belongs to several senders: DEU, european_union."),
        (["--candidates", "USA"], "USA cannot join: it is a sender or the target already."),
        (["--candidates", "CHN", "--like", "IND"], "IND is not part of a sender"),
        (["--like", "Atlantis"], '"Atlantis" is not a region'),
        (["--measures", "x"], "--measures goes with a case."),
        (["--target", "MOON"], '"MOON" has no region here.'),
        (["--target", "CAN"], "no measure lies between CAN and anyone else"),
        (["--shock", "nowhere.csv"], "nowhere.csv"),
        (["--threshold", "-1"], "threshold"),
    ],
)
def test_what_cannot_be_answered_ends_with_two_and_writes_nothing(run, options, message):
    ended, out = run(*options)
    assert ended.code == 2
    assert message in ended.err
    assert not out.exists()


def test_a_case_or_a_shock_and_not_both(detente, case_of_shocks, tmp_path):
    rest = ["--target", "RUS", "--output", tmp_path / "out"]
    for words, message in (
        ([], "Name a case folder, or --baseline and --shock."),
        (["--baseline", "builtin"], "Name a case folder, or --baseline and --shock."),
        ([case_of_shocks, "--baseline", "builtin"], "leave out --baseline and --shock, or the case."),
        (
            [case_of_shocks, "--measures", "tax"],
            '"tax" is not a measure in force.\nThe measures in force are eu-sanctions',
        ),
    ):
        ended = detente("economy", "coalition", *words, *rest)
        assert (ended.code, message in ended.err) == (2, True), ended.err
        assert not (tmp_path / "out").exists()


def test_a_case_without_measures_is_told_so(detente, root, tmp_path):
    place = ["--target", "ROK", "--output", tmp_path / "out"]
    ended = detente("economy", "coalition", root / "cases/kaesong-2003", *place)
    assert ended.code == 2
    assert "The case has no measure in force: economy/shocks.csv needs rows with in_force: yes." in ended.err


def test_an_output_that_is_a_file_is_left_alone(run, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    ended, out = run()
    assert ended.code == 2
    assert "needs a folder" in ended.err
    assert out.read_text(encoding="utf-8") == "mine"


def test_without_a_choice_measures_of_all_sides_count_and_the_text_says_so(detente, case_of_shocks, tmp_path):
    ended = detente("economy", "coalition", case_of_shocks, "--target", "RUS", "--output", tmp_path)
    assert ended.code == 0, ended.err
    assert "Who issued a measure is not in the case: all in force were taken." in ended.out
    found = json.loads((tmp_path / "coalition.json").read_text(encoding="utf-8"))
    assert "eu-sanctions" in found["measures_counted"]
    # Damage to production is in force, and lies on no trade between the target and others.
    assert "war-damage" not in found["measures_counted"]
    assert "war-damage" in found["measures_standing"]
