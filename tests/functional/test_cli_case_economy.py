"""`detente economy CASE`: from a case folder to money by party, region, sector and partner."""

from __future__ import annotations

import csv
import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from detente.case import NotConverged
from detente.cli.economy.case import Run, value_clauses
from detente.economy.effects import over_worlds
from unit.casefile.small_case import put, write_small_case

HEADER = "id,lever,origin,destination,sector,relieves,in_force,low,mode,high,origin_of_number,source,why\n"
ROWS = (
    "ban,trade,EAST,WEST,,,yes,0.2,0.4,0.7,assumed,,example\n"
    "ban,trade,WEST,EAST,,,yes,0.2,0.4,0.7,assumed,,example\n"
    "thaw,relief,,,,ban,no,0.2,0.5,0.9,assumed,,example\n"
)
TABLES = {
    "payoffs_by_party.csv",
    "payoffs_by_region.csv",
    "groups.csv",
    "status_quo.csv",
    "measures.csv",
    "sectors.csv",
    "decomposition.csv",
    "trade_by_partner.csv",
    "trade_by_group.csv",
}
FILES = TABLES | {"economy.json"}
PARTS = ("terms_of_trade", "volume_of_trade", "trade_cost", "productivity", "transfers", "bans", "remainder")
DIGITS = 2e-5
"""Six significant digits, on each side of a comparison of sums."""


def regions(*names: str) -> str:
    stated = [f"      {name}: {{mode: 1, unit: share, origin: assumed, why: example}}\n" for name in names]
    return "    regions:\n" + "".join(stated)


def write_corridor(folder: Path) -> Path:
    """East is Russia and West Germany with Poland, in prices of 2025; opening the road takes half a ban back."""
    write_small_case(folder)
    (folder / "economy/shocks.csv").write_text(HEADER + ROWS, encoding="utf-8")
    put(folder, "case.yaml", "        lifts: [M1]\n", "        lifts: [M1]\n        shocks: [thaw]\n")
    put(folder, "case.yaml", "price_year: 2024", "price_year: 2025")
    put(folder, "case.yaml", "    kind: state\n", "    kind: state\n" + regions("RUS"))
    put(folder, "case.yaml", regions("west"), regions("DEU", "POL"))
    return folder


@pytest.fixture
def corridor(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_corridor(Path("cases/corridor"))


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """The files of one run, for tests that read them only."""
    place = tmp_path_factory.mktemp("economy")
    value_clauses(write_corridor(place / "corridor"), place / "out", Run(worlds=3, seed=0, jobs=1))
    return place / "out"


def table(folder: Path, name: str, **where: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if all(row[key] == value for key, value in where.items())]


def test_files_and_table_say_what_each_item_is_worth(detente, corridor, out):
    ended = detente("economy", corridor, "--output", "here", "--worlds", "3", "--jobs", "1")
    assert ended.code == 0, ended.err
    assert {path.name for path in Path("here").iterdir()} == FILES
    for name in FILES:
        assert Path("here", name).read_bytes() == (out / name).read_bytes()
    assert "equilibria planned, long and short run: 2 sets of shocks in 3 worlds, 12;" in ended.err
    assert "Real income, bn USD a year in prices of 2025: median [5 percent, 95 percent] of 3 worlds." in ended.out
    assert "PLAN: The plan (package)" in ended.out
    assert "equilibria converged." in ended.out
    assert "Payoffs of the verdict are those of the long run." in ended.out
    shown = [line.split("│")[0].strip() for line in ended.out.splitlines() if "│" in line]
    assert [name for name in shown if name] == ["item", "status-quo", "ROAD.open", "PLAN"]


def test_json_holds_the_numbers_of_the_tables(out):
    document = json.loads((out / "economy.json").read_text(encoding="utf-8"))
    assert (document["verdict_horizon"], document["horizons"]) == ("long", ["long", "short"])
    assert document["equilibria"]["planned"] == document["equilibria"]["solved"]
    assert document["equilibria"]["failed"] == 0
    assert [item["id"] for item in document["items"]] == ["status-quo", "ROAD.open", "PLAN"]
    for item in document["items"]:
        for horizon, run in item["runs"].items():
            where = {"kind": item["kind"], "item": item["id"], "horizon": horizon}
            by_table = table(out, "payoffs_by_party.csv", **where)
            assert [row["party"] for row in by_table] == ["EAST", "WEST"]
            assert [float(row["usd_bn_median"]) for row in by_table] == [x["usd_bn_median"] for x in run["parties"]]
            assert len(run["regions"]) == len(document["baseline"]["regions"])
            assert len(run["sectors"]) == len(document["baseline"]["regions"]) * len(document["baseline"]["sectors"])


def test_relief_brings_back_a_part_of_what_the_status_quo_costs(out):
    for horizon in ("long", "short"):
        cost, relief = (
            [float(r["usd_bn_median"]) for r in table(out, "payoffs_by_party.csv", item=item, horizon=horizon)]
            for item in ("status-quo", "ROAD.open")
        )
        assert all(c < 0 < r < -c for c, r in zip(cost, relief, strict=True))
    long, short = (
        float(table(out, "payoffs_by_party.csv", item="status-quo", horizon=h, party="EAST")[0]["usd_bn_median"])
        for h in ("long", "short")
    )
    assert short < long


def test_tables_add_up(out):
    for row in table(out, "decomposition.csv", by="all"):
        where = {name: row[name] for name in ("kind", "item", "horizon", "region")}
        parts = [float(row[f"{part}_pct"]) for part in PARTS]
        assert sum(parts) == pytest.approx(float(row["sum_pct"]), abs=DIGITS)
        income = float(table(out, "payoffs_by_region.csv", **where)[0]["real_income_pct_central"])
        assert 100 * np.expm1(float(row["sum_pct"]) / 100) == pytest.approx(income, rel=DIGITS, abs=DIGITS)
    where = {"item": "ROAD.open", "horizon": "long", "region": "RUS"}
    whole = table(out, "decomposition.csv", by="all", **where)[0]
    for by, parts in (("sector", PARTS[:4]), ("partner", PARTS[:3])):
        rows = table(out, "decomposition.csv", by=by, **where)
        for part in parts:
            added = sum(float(row[f"{part}_pct"]) for row in rows)
            assert added == pytest.approx(float(whole[f"{part}_pct"]), abs=DIGITS)


def test_trade_turns_and_adds_up_by_partner(out):
    where = {"item": "status-quo", "horizon": "long"}
    sold = table(out, "trade_by_partner.csv", seller="RUS", **where)
    assert len(sold) == 21
    change = {row["buyer"]: float(row["change_pct"]) for row in sold}
    assert change["DEU"] < -20
    assert change["CHN"] > 0
    to_world = {"party": "EAST", "direction": "exports", "partner": "world", **where}
    whole = table(out, "trade_by_group.csv", sector="*", **to_world)[0]
    for when in ("before", "after"):
        by_sector = [r for r in table(out, "trade_by_group.csv", **to_world) if r["sector"] != "*"]
        assert sum(float(r[when]) for r in sold) == pytest.approx(float(whole[when]), rel=DIGITS)
        assert sum(float(r[when]) for r in by_sector) == pytest.approx(float(whole[when]), rel=DIGITS)


def test_what_the_status_quo_costs_stands_in_one_table(out):
    rows = table(out, "status_quo.csv", horizon="long")
    named = {(row["whose"], row["name"]): row for row in rows}
    assert {"EAST", "WEST"} == {name for whose, name in named if whose == "party"}
    assert named["party", "EAST"]["usd_bn_median"] == named["region", "RUS"]["usd_bn_median"]
    assert named["party", "EAST"]["usd_bn_median"].startswith("-")
    assert named["group", "third_countries"]["real_income_pct_central"] != ""


def test_the_status_quo_shows_the_trade_that_its_measures_state(detente, corridor, out):
    rows = table(out, "measures.csv")
    assert [(row["horizon"], row["measure"]) for row in rows] == [
        (h, "ban") for h in ("long", "long", "short", "short")
    ]
    sold = {row["seller"]: row for row in table(out, "trade_by_partner.csv", item="status-quo", horizon="long")}
    assert sold.keys() >= {"RUS", "DEU"}
    for row in rows[:2]:
        assert float(row["modelled"]) == pytest.approx(0.4, rel=1e-3)
        assert (row["stated"], row["missed_sectors"]) == ("0.4", "")
    for long, short in zip(rows[:2], rows[2:], strict=True):
        assert short["mean_cost_pct"] == long["mean_cost_pct"]
        assert float(short["modelled"]) > 0.5
    flows = table(out, "trade_by_partner.csv", item="status-quo", horizon="long", seller="RUS")
    before, after = (sum(float(r[when]) for r in flows if r["buyer"] in ("DEU", "POL")) for when in ("before", "after"))
    assert after / before == pytest.approx(0.4, rel=1e-3)
    assert before == pytest.approx(float(rows[0]["trade_before"]), rel=DIGITS)
    ended = detente("economy", corridor, "--output", "o", "--worlds", "1", "--horizon", "long")
    assert "Trade as it was seen: the long run shows it on 2 of 2 rows in force; measures.csv holds each." in ended.out
    assert "Not met" not in ended.out


SHUT = "shut,quantity,,DEU,MIN,,yes,,0,,assumed,,example\nshut,quantity,DEU,DEU,MIN,,yes,,0,,assumed,,example\n"


def test_a_ban_of_all_suppliers_is_found_by_check_and_named_when_it_is_solved(detente, corridor):
    (corridor / "economy/shocks.csv").write_text(HEADER + ROWS + SHUT, encoding="utf-8")
    said = "shock shut: with the measures in force, DEU may buy MIN from nobody, not even at home."
    checked = detente("check", corridor)
    assert checked.code == 2
    assert checked.out.startswith(f"cases/corridor/economy/shocks.csv: {said}\nLeave a supplier out of the ban")
    ended = detente("economy", corridor, "--output", "out", "--worlds", "1")
    assert ended.code == 2
    assert f"economy/shocks.csv, {said}" in ended.err
    assert not Path("out").exists()


def test_worlds_that_do_not_differ_are_solved_once_and_counted_once(detente, corridor):
    fixed = (HEADER + ROWS).replace("0.2,0.4,0.7", ",0.4,").replace("0.2,0.5,0.9", ",0.5,")
    (corridor / "economy/shocks.csv").write_text(fixed, encoding="utf-8")
    ended = detente("economy", corridor, "--output", "out", "--worlds", "30", "--horizon", "long")
    assert ended.code == 0, ended.err
    document = json.loads(Path("out/economy.json").read_text(encoding="utf-8"))
    assert document["equilibria"]["in_worlds"] == 2
    assert document["equilibria"]["planned"] == document["equilibria"]["solved"]
    row = table(Path("out"), "payoffs_by_region.csv", item="ROAD.open", region="RUS")[0]
    central, median = float(row["real_income_pct_central"]), float(row["real_income_pct_median"])
    assert central == pytest.approx(median, abs=1e-4)


def test_same_seed_same_bytes_whatever_the_number_of_jobs(detente, corridor):
    for name, jobs in (("a", "1"), ("b", "2")):
        call = ("economy", corridor, "--output", name, "--worlds", "2", "--jobs", jobs, "--horizon", "long")
        assert detente(*call).code == 0
    for name in FILES:
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()


def test_another_seed_gives_other_numbers(detente, corridor):
    seen = set()
    for seed in ("0", "1"):
        call = ("economy", corridor, "--output", f"s{seed}", "--worlds", "2", "--seed", seed, "--horizon", "long")
        assert detente(*call).code == 0
        seen.add(Path(f"s{seed}/payoffs_by_party.csv").read_bytes())
    assert len(seen) == 2


def test_one_world_one_horizon_as_json(detente, corridor):
    ended = detente(
        "economy", corridor, "-o", "out", "--worlds", "1", "--horizon", "short", "--jobs", "1", "--format", "json"
    )
    assert ended.code == 0
    document = json.loads(ended.out)
    assert set(document["files"]) == FILES
    for row in document["payoffs_by_party"]:
        assert row["usd_bn_low"] == row["usd_bn_median"] == row["usd_bn_high"]
        assert (row["horizon"], row["worlds"]) == ("short", 1)


def test_options_may_stand_before_the_folder(detente, corridor):
    ended = detente("economy", "--worlds", "1", "--horizon", "long", "--output", "out", corridor)
    assert ended.code == 0, ended.err


@pytest.mark.parametrize("name", ["solve", "CASE"])
def test_a_folder_may_have_the_name_of_a_command(detente, corridor, name):
    corridor.rename(name)
    place = name if name == "CASE" else f"./{name}"
    ended = detente("economy", place, "--output", "out", "--worlds", "1", "--horizon", "long")
    assert ended.code == 0, ended.err


def test_a_party_without_gdp_is_unknown(detente, corridor):
    put(corridor, "case.yaml", "price_year: 2025", "price_year: 2019")
    ended = detente("economy", corridor, "--output", "out", "--worlds", "1", "--horizon", "long")
    assert ended.code == 0
    assert "unknown" in ended.out
    row = table(Path("out"), "payoffs_by_party.csv", item="ROAD.open", party="EAST")[0]
    assert row["usd_bn_median"] == row["real_income_pct_median"] == ""
    region = table(Path("out"), "payoffs_by_region.csv", item="ROAD.open", region="RUS")[0]
    assert (region["usd_bn_median"], float(region["real_income_pct_median"]) > 0) == ("", True)


def test_a_lifted_ban_is_a_part_of_its_own(detente, corridor):
    extra = "stop,quantity,RUS,DEU,MIN,,yes,,0,,assumed,,example\nthaw,relief,,,,stop,no,,1,,assumed,,example\n"
    (corridor / "economy/shocks.csv").write_text(HEADER + ROWS + extra, encoding="utf-8")
    ended = detente("economy", corridor, "--output", "out", "--worlds", "1", "--horizon", "long")
    assert ended.code == 0, ended.err
    assert "Not decomposed" not in ended.out
    rows = table(Path("out"), "decomposition.csv", item="ROAD.open")
    assert {row["by"] for row in rows} == {"all", "sector", "partner"}
    bans = {row["region"]: float(row["bans_pct"]) for row in rows if row["by"] == "all"}
    assert bans["DEU"] > 0
    assert bans["RUS"] > 0
    assert not any(row["unknown"] for row in rows)


def lose(monkeypatch, count: int) -> None:
    """Let every set of shocks fail in the first worlds."""
    as_it_is = over_worlds.solve_anchors

    def fails(*arguments):
        found = as_it_is(*arguments)
        for each in found:
            each.converged[:count] = False
            each.real_income_hat[:count] = np.nan
        return found

    monkeypatch.setattr(over_worlds, "solve_anchors", fails)


def test_worlds_that_do_not_converge_are_said(detente, corridor, monkeypatch):
    lose(monkeypatch, 1)
    ended = detente("economy", corridor, "--output", "out", "--worlds", "3", "--horizon", "short")
    assert ended.code == 0
    assert "equilibria converged; what did not is left out." in ended.out
    assert "Worlds left: PLAN 2 (short run), ROAD.open 2 (short run), status-quo 2 (short run)." in ended.out
    assert {row["worlds"] for row in table(Path("out"), "payoffs_by_party.csv")} == {"2"}


def test_markets_that_never_clear_end_with_three_and_write_nothing(detente, corridor, monkeypatch):
    lose(monkeypatch, 3)
    ended = detente("economy", corridor, "--output", "out", "--worlds", "3", "--horizon", "short")
    assert ended.code == NotConverged.exit_code
    assert ended.err.count("The measures in force: the trade model cleared its markets in none of 3 worlds") == 1
    assert not Path("out").exists()


def test_a_case_without_shocks_says_what_to_write(detente, corridor):
    (corridor / "economy/shocks.csv").unlink()
    ended = detente("economy", corridor, "--output", "out")
    assert ended.code == 2
    assert "cases/corridor: there is no economy/shocks.csv" in ended.err
    assert "docs/how-to/value-the-clauses.md" in ended.err
    assert not Path("out").exists()


def test_shocks_that_nobody_brings_are_nothing_to_solve(detente, corridor):
    put(corridor, "case.yaml", "        shocks: [thaw]\n", "")
    (corridor / "economy/shocks.csv").write_text(
        HEADER + "idle,iceberg,EAST,WEST,,,no,,1.1,,assumed,,example\n", encoding="utf-8"
    )
    ended = detente("economy", corridor, "--output", "out")
    assert ended.code == 2
    assert "no measure is in force and no option brings a shock" in ended.err


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_an_output_that_is_a_file_is_refused_before_any_work(detente, corridor, place):
    Path("taken").write_text("mine")
    ended = detente("economy", corridor, "--output", place)
    assert ended.code == 2
    assert "taken: this is a file, and --output needs a folder" in ended.err
    assert "planned" not in ended.err
    assert Path("taken").read_text() == "mine"


def test_a_folder_that_is_no_case_is_named(detente, tmp_path):
    (tmp_path / "empty").mkdir()
    ended = detente("economy", tmp_path / "empty", "--output", tmp_path / "out")
    assert ended.code == 2
    assert "empty" in ended.err
    assert "Traceback" not in ended.err


def test_an_unknown_sector_is_named(detente, corridor):
    put(corridor, "economy/shocks.csv", "EAST,WEST,,,yes", "EAST,WEST,FUR,,yes")
    ended = detente("economy", corridor, "--output", "out")
    assert ended.code == 2
    assert "FUR" in ended.err


@pytest.mark.parametrize(("word", "said"), [("slove", "Did you mean solve?"), ("cases/nowhere", "is neither a folder")])
def test_a_word_that_is_neither_command_nor_folder_is_helped(detente, word, said):
    ended = detente("economy", word, "--output", "out")
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_help_of_the_group_shows_folder_and_commands(detente):
    ended = detente("economy", "--help")
    assert ended.code == 0
    for name in ("CASE", "solve"):
        assert f"\n  {name} " in ended.out
    assert "detente economy CASE [OPTIONS]" in detente("economy", "CASE", "--help").out
    assert "detente economy solve" in detente("economy", "solve", "--help").out


def test_a_write_that_fails_leaves_what_was_there(detente, corridor, monkeypatch):
    call = ("economy", corridor, "--output", "out", "--worlds", "1", "--horizon", "long")
    assert detente(*call).code == 0
    before = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    writing = import_module("detente.cli.writing")
    opened = writing.os.fdopen
    count = iter(range(100))

    def full(*arguments, **named):
        if next(count) == 4:
            raise OSError("No space left on device")
        return opened(*arguments, **named)

    with monkeypatch.context() as disk:
        disk.setattr(writing.os, "fdopen", full)
        ended = detente(*call, "--seed", "1")
    assert ended.code == 2
    assert "No space left on device" in ended.err
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == before


def names_in(value: object) -> set[str]:
    """Names of fields in a document, but not keys that are ids."""
    if isinstance(value, list):
        return set().union(*(names_in(entry) for entry in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    return set(value) | set().union(*(names_in(entry) for entry in value.values()))


def test_every_file_column_and_field_is_documented(out, root):
    text = (root / "docs/reference/economy-json.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([^`]+)`", text))
    for name in TABLES:
        assert name in named
        assert set(table(out, name)[0]) - named == set()
    document = json.loads((out / "economy.json").read_text(encoding="utf-8"))
    ids = {*document["parties"], *document["groups"], *document["horizons"]}
    assert names_in(document) - named - ids == set()


def party(name: str, region: str) -> str:
    return f"  - id: {name}\n    name: {name}\n    kind: state\n    role: affected\n" + regions(region)


def test_many_parties_are_rows_with_both_runs_beside_each_other(detente, corridor):
    more = "".join(party(name, name) for name in ("CHN", "IND", "TUR", "USA"))
    put(corridor, "case.yaml", "elements:\n", more + "elements:\n")
    ended = detente("economy", corridor, "--output", "out", "--worlds", "1", "--jobs", "1")
    assert ended.code == 0, ended.err
    head, *rows = [[x.strip() for x in line.split("│")] for line in ended.out.splitlines() if "│" in line]
    assert head == ["item", "party", "long run", "short run"]
    assert [row[1] for row in rows[:6]] == ["EAST", "WEST", "CHN", "IND", "TUR", "USA"]
    assert [row[0] for row in rows if row[0]] == ["status-quo", "ROAD.open", "PLAN"]


def test_a_party_of_unknown_regions_is_said_not_to_be_valued(detente, corridor):
    put(corridor, "case.yaml", "elements:\n", party("MOON", "luna") + "elements:\n")
    ended = detente("economy", corridor, "--output", "out", "--worlds", "1", "--horizon", "long")
    assert ended.code == 0, ended.err
    assert "Not valued: MOON. The baseline has no region luna." in ended.out
    assert {row["party"] for row in table(Path("out"), "payoffs_by_party.csv")} == {"EAST", "WEST"}


@pytest.mark.parametrize("place", ["cases/corridor/case.yaml", "cases"])
def test_a_place_that_holds_no_case_is_bad_input(detente, corridor, place):
    ended = detente("economy", place, "--output", "out")
    assert ended.code == 2
    assert place in ended.err
    assert "Traceback" not in ended.err
    assert not Path("out").exists()
