"""`detente energy` as a user meets it: networks, years, shocks, files, and everything that can be wrong with them."""

from __future__ import annotations

import csv
import json
import math
import shutil
from pathlib import Path

import pytest

from detente.economy.energy import EnergyShock, Lever, solve_energy
from detente.economy.energy.builtin_years import builtin_year
from unit.casefile.energy.test_network_folder import SMALL, written

FILES = {
    "energy.html",
    "energy.json",
    "prices.csv",
    "consumption.csv",
    "supply.csv",
    "flows.csv",
    "storage.csv",
    "supply_by_entry.csv",
    "imports_by_origin.csv",
    "dependence.csv",
    "surplus_by_region.csv",
    "government_take.csv",
    "stress.csv",
    "leverage.csv",
    "transit.csv",
}
HALF = "kind,target,value\narc_capacity,pipe,0.5\n"


@pytest.fixture
def network(tmp_path: Path) -> Path:
    folder = tmp_path / "net"
    folder.mkdir()
    return written(folder)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shock(place: Path, text: str = HALF) -> Path:
    path = place / "shock.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_with_a_shock_gives_page_document_and_tables(detente, network, tmp_path):
    out = tmp_path / "out"
    ended = detente("energy", network, "--shock", shock(tmp_path), "--worlds", 2, "--output", out)
    assert ended.code == 0, ended.err
    assert {path.name for path in out.iterdir()} == FILES
    assert "Price to consumers, EUR/MWh" in ended.out
    assert "Winners and losers" in ended.out
    assert "Wrote 15 files" in ended.err
    document = json.loads((out / "energy.json").read_text(encoding="utf-8"))
    assert document["worlds"] == {"drawn": 2, "seed": 0, "failed": 0}
    assert document["shock"] == [
        {"kind": "arc_capacity", "target": "pipe", "value": 0.5, "into": [], "periods": [], "share": 1.0}
    ]
    for name in FILES - {"energy.html", "energy.json"}:
        rows = table(out, name.removesuffix(".csv"))
        listed = document["tables"][name.removesuffix(".csv")]
        assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in listed] == rows


def test_half_a_pipe_makes_the_buyer_pay_more_and_consume_less(detente, network, tmp_path):
    out = tmp_path / "out"
    assert detente("energy", network, "--shock", shock(tmp_path), "--worlds", 0, "--output", out).code == 0
    price = {(row["node"], row["period"]): row for row in table(out, "prices")}
    first = price["A", "m1"]
    assert float(first["after"]) > float(first["before"])
    assert float(first["change"]) == pytest.approx(float(first["after"]) - float(first["before"]), abs=1e-4)
    assert first["after_low"] == ""
    flow = next(row for row in table(out, "flows") if row["period"] == "m1")
    assert float(flow["after"]) == pytest.approx(20, abs=1e-5)
    assert (flow["capacity_before"], flow["capacity_after"]) == ("40.0", "20.0")
    total = {row["party"]: float(row["change"]) for row in table(out, "surplus_by_region") if row["part"] == "total"}
    assert total["DEU"] < 0
    parts = [row for row in table(out, "surplus_by_region") if row["part"] != "total"]
    summed = sum(float(row["change"]) for row in parts if row["party"] == "DEU")
    assert summed == pytest.approx(total["DEU"], rel=1e-4)
    (line,) = (row for row in table(out, "transit") if row["arc"] == "pipe")
    shipped = [sum(float(r[when]) for r in table(out, "flows") if r["arc"] == "pipe") for when in ("before", "after")]
    assert [float(line["flow_before"]), float(line["flow_after"])] == pytest.approx(shipped, rel=1e-5)
    assert float(line["congestion_after"]) > float(line["congestion_before"])
    cuts = table(out, "leverage")
    assert {row["supplier"] for row in cuts} == {"RUS"}
    assert [row["periods"] for row in cuts if row["when"] == "after"] == ["1", "2"]


def test_tables_hold_what_the_engine_says(detente, tmp_path):
    lines = "kind,target,value,into\nembargo,owner:RUS,,IND\n"
    out = tmp_path / "out"
    asked = ("energy", "crude@2023", "--shock", shock(tmp_path, lines), "--worlds", 0, "--buyers", "IND,CHN")
    assert detente(*asked, "--output", out).code == 0
    model, given = builtin_year("crude", 2023)
    found = solve_energy(model, EnergyShock((*given.levers, Lever("embargo", "owner:RUS", into=("IND",)))))
    told = {row["node"]: row["after"] for row in table(out, "prices")}
    for node, price in zip(model.nodes.ids, found.price[:, 0], strict=True):
        if math.isnan(price):
            assert told[node] == ""
        else:
            assert float(told[node]) == pytest.approx(price, rel=1e-5)
    assert {row["buyers"] for row in table(out, "stress")} == {"IND,CHN"}
    assert {row["group"] for row in table(out, "dependence")} >= {"IND,CHN", "IND", "CHN"}


def test_the_same_question_gives_the_same_bytes_whoever_works(detente, network, tmp_path):
    asked = ("energy", network, "--shock", shock(tmp_path), "--worlds", 12)
    for name, jobs in (("one", 1), ("two", 2)):
        assert detente(*asked, "--jobs", jobs, "--output", tmp_path / name).code == 0
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_year_is_described_without_a_shock(detente, tmp_path):
    ended = detente("energy", "crude", "--year", 2021, "--worlds", 0, "--output", tmp_path / "out", "--format", "json")
    assert ended.code == 0
    said = json.loads(ended.out)
    assert (said["network"], said["year"]) == ("crude", 2021)
    assert said["totals"]["before"] == said["totals"]["after"]
    assert all(row["before"] == row["after"] for row in table(tmp_path / "out", "flows"))


def test_what_is_given_holds_before_and_after(detente, network, tmp_path):
    out = tmp_path / "out"
    assert detente("energy", network, "--given", shock(tmp_path), "--worlds", 0, "--output", out).code == 0
    assert {row["capacity_before"] for row in table(out, "flows")} == {"20.0"}


def test_a_cold_spell_is_in_the_months_named(detente, network, tmp_path):
    out = tmp_path / "out"
    asked = ("energy", network, "--cold", 1.5, "--months", "m2", "--worlds", 0, "--output", out)
    assert detente(*asked).code == 0
    assert {row["cold_periods"] for row in table(out, "stress")} == {"m2"}


WRONG = [
    ("missing network", ["gaz"], "there is no such network.\nDid you mean gas? Use gas or crude"),
    ("unknown year", ["gas@1999"], "gas has no year 1999.\nUse 2021, 2022, 2024 or 2025."),
    ("no year", ["gas@now"], '"now" is no year.'),
    ("two years", ["gas@2024", "--year", "2021"], "name two years"),
    ("unknown buyers", ["crude", "--buyers", "XXX"], 'There is no region "XXX"'),
    ("unknown supplier", ["crude", "--supplier", "XXX"], 'No supply is owned by "XXX"'),
    ("unknown month", ["crude", "--months", "jan"], 'There is no period "jan".\nUse year.'),
    ("a cold spell that is warm", ["crude", "--cold", "0.5"], "Give a factor of at least 1."),
]


@pytest.mark.parametrize(("args", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_question_is_refused_with_a_remedy_and_nothing_is_written(detente, tmp_path, args, said):
    ended = detente("energy", *args, "--worlds", 0, "--output", tmp_path / "out")
    assert ended.code == 2
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "out").exists()


BAD_SHOCKS = [
    (
        "kind,target,value\narc_capacity,tunnel,0\n",
        'shock.csv, line 2: arc_capacity on tunnel: there is no arc "tunnel"',
    ),
    ("kind,target,value\n\n\nbomb,pipe,0\n", 'line 4: "bomb" is no kind of lever.'),
    ("kind,target,value\narc_capacity,pipe,-1\n", "line 2: arc_capacity on pipe: a value of -1 has no meaning"),
    ("kind,target,value\narc_capacity,pipe,much\n", 'value "much" is not a number.'),
    ("kind,target,value\ndemand,A,nan\n", 'line 2: value "nan" is not a number.'),
    ("kind,target,value,periods\ndemand,A,1,m9\n", 'line 2: demand on A: there is no period "m9"'),
    ("kind;target;value\narc_capacity;pipe;0\n", "the columns are not separated by commas."),
    ("kind,target,value\ndemand,A,1e400\n", "line 2: demand on A: a value of inf has no meaning. It must be finite"),
    (
        "kind,target,value\narc_capacity,pipe|tube,0\n",
        'line 2: arc_capacity on pipe|tube: there is no arc "pipe|tube". Use one of: pipe.\nA target is one name: '
        "write a row for each.",
    ),
    ("kind,target,value\n", "the file has a header and no rows."),
    ("", "the file is empty."),
]


@pytest.mark.parametrize(("text", "said"), BAD_SHOCKS)
def test_a_bad_shock_is_refused_with_its_line(detente, network, tmp_path, text, said):
    ended = detente("energy", network, "--shock", shock(tmp_path, text), "--output", tmp_path / "out")
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "out").exists()


def test_every_wrong_line_of_a_shock_is_named(detente, network, tmp_path):
    text = "kind,target,value\narc_capacity,tunnel,0\narc_capacity,pipe,1\ndemand,B9,1\n"
    ended = detente("energy", network, "--shock", shock(tmp_path, text), "--output", tmp_path / "out")
    assert "line 2" in ended.err
    assert "line 4" in ended.err
    assert "line 3" not in ended.err


BAD_NETWORKS = [
    ({"arcs": SMALL["arcs"].replace(",40,", ",-40,")}, 'arcs.csv, line 2: capacity "-40" has no meaning.'),
    ({"demand": SMALL["demand"].replace("-0.2", "0.2")}, 'demand.csv, line 2: elasticity "0.2" has no meaning.'),
    ({"arcs": SMALL["arcs"].replace("B,A", "B,B")}, "arc pipe: starts where it ends."),
    ({"nodes": ""}, "the file is empty."),
]


@pytest.mark.parametrize(("changes", "said"), BAD_NETWORKS)
def test_a_bad_network_is_refused_with_its_place(detente, tmp_path, changes, said):
    folder = tmp_path / "net"
    folder.mkdir()
    ended = detente("energy", written(folder, **changes), "--output", tmp_path / "out")
    assert ended.code == 2
    assert said in ended.err
    assert folder.as_posix() in ended.err


def test_a_folder_that_is_none_and_a_file_are_refused(detente, network, tmp_path):
    (tmp_path / "empty").mkdir()
    for place, said in ((tmp_path / "empty", "cannot be found"), (network / "arcs.csv", "this is a file.")):
        ended = detente("energy", place, "--output", tmp_path / "out")
        assert ended.code == 2
        assert said in ended.err
    ended = detente("energy", network, "--year", 2022, "--output", tmp_path / "out")
    assert "there is no year 2022.\nUse 2021, or write rows of 2022 in years.csv." in ended.err
    ended = detente("energy", network, "--output", network / "arcs.csv")
    assert ended.code == 2
    assert "this is a file, and --output needs a folder" in ended.err


def test_a_node_that_nothing_reaches_is_solved_and_reported_as_unserved(detente, tmp_path):
    folder = tmp_path / "net"
    folder.mkdir()
    lonely = {
        "nodes": SMALL["nodes"] + "C,Island,ITA,market,assumed,made\n",
        "demand": SMALL["demand"] + "C,all,,10,20,-0.01,assumed,made\n",
    }
    ended = detente("energy", written(folder, **lonely), "--worlds", 0, "--output", tmp_path / "out")
    assert ended.code == 0
    island = [row for row in table(tmp_path / "out", "consumption") if row["node"] == "C"]
    assert all(float(row["before"]) == pytest.approx(0, abs=1e-6) for row in island)
    # Linear demand through 20 with elasticity -0.01 is 0.86 of 10 at the unserved price of 300.
    assert all(float(row["unserved_before"]) == pytest.approx(8.6, abs=1e-4) for row in island)
    assert "Short already: Island" in (tmp_path / "out" / "energy.html").read_text(encoding="utf-8")


def test_a_circle_of_pipes_is_solved(detente, tmp_path):
    folder = tmp_path / "net"
    folder.mkdir()
    circle = {"arcs": SMALL["arcs"] + "back,A,B,pipeline,UKR,40,0,1,2,0,,assumed,made\n"}
    assert detente("energy", written(folder, **circle), "--worlds", 0, "--output", tmp_path / "out").code == 0
    back = [row for row in table(tmp_path / "out", "flows") if row["arc"] == "back"]
    assert all(float(row["before"]) == pytest.approx(0, abs=1e-5) for row in back)


def test_a_case_without_energy_shocks_and_options_of_a_network_are_refused(detente, root, tmp_path):
    case = tmp_path / "kaesong"
    shutil.copytree(root / "cases/kaesong-2003", case)
    ended = detente("energy", case, "--output", tmp_path / "out")
    assert ended.code == 2
    assert "no option brings a shock of economy/energy.csv" in ended.err
    ended = detente("energy", case, "--year", 2021, "--output", tmp_path / "out")
    assert "--year belongs to a network" in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "year", "worlds"), [("crude", 2023, 2), ("gas", 2024, 0)])
def test_a_copy_of_a_built_in_network_gives_the_same_numbers(detente, tmp_path, name, year, worlds):
    copy = tmp_path / "copy"
    ended = detente("energy", name, "--copy", "--output", copy)
    assert ended.code == 0, ended.err
    assert (copy / "years.csv").is_file()
    levers = shock(tmp_path, "kind,target,value\nsupply_capacity,owner:NOR,0.8\n")
    for place, out in ((name, "built-in"), (copy, "own")):
        asked = ("energy", place, "--year", year, "--shock", levers, "--worlds", worlds, "--output", tmp_path / out)
        assert detente(*asked).code == 0
    for file in FILES - {"energy.json"}:
        assert (tmp_path / "own" / file).read_bytes() == (tmp_path / "built-in" / file).read_bytes(), file
    one, other = (
        json.loads((tmp_path / out / "energy.json").read_text(encoding="utf-8")) for out in ("own", "built-in")
    )
    assert one["network"].pop("place") != other["network"].pop("place")
    assert one == other


def test_the_last_year_of_a_copy_is_meant_and_what_it_shut_stays_shut(detente, tmp_path):
    assert detente("energy", "gas", "--copy", "--output", tmp_path / "copy").code == 0
    out = tmp_path / "out"
    assert detente("energy", tmp_path / "copy", "--worlds", 0, "--output", out).code == 0
    capacity = {row["arc"]: row["capacity_before"] for row in table(out, "flows")}
    assert capacity["nord-stream-2"] == "0.0"
    document = json.loads((out / "energy.json").read_text(encoding="utf-8"))
    assert document["network"]["year"] == 2025
    assert document["buyers"]["name"] == "european_union"


def test_a_folder_that_does_not_say_what_was_shut_is_told_so(detente, network, tmp_path):
    ended = detente("energy", network, "--worlds", 0, "--output", tmp_path / "out")
    assert "has no years.csv: all its lines are taken to be open" in ended.err
    refused = detente("energy", network, "--copy", "--output", tmp_path / "copy")
    assert refused.code == 2
    assert "--copy writes gas or crude" in refused.err
    (network / "years.csv").write_text(
        "year,kind,target,value,into,periods,share\n2021,arc_capacity,tube,0,,,\n", encoding="utf-8"
    )
    refused = detente("energy", network, "--output", tmp_path / "other")
    assert refused.code == 2
    assert 'years.csv, year 2021: Lever 1 (arc_capacity on tube): there is no arc "tube"' in refused.err


def test_a_factor_of_a_shock_multiplies_that_of_the_year(detente, tmp_path):
    levers = shock(tmp_path, "kind,target,value\nsupply_capacity,supply:algeria-lng,0.8\n")
    out = tmp_path / "out"
    assert detente("energy", "gas@2024", "--shock", levers, "--worlds", 0, "--output", out).code == 0
    rows = [row for row in table(out, "supply") if row["supply"] == "algeria-lng"]
    for row in rows:
        assert float(row["capacity_after"]) == pytest.approx(0.8 * float(row["capacity_before"]), rel=1e-5)


def test_a_factor_on_what_the_year_shut_is_refused_with_its_line(detente, tmp_path):
    levers = shock(tmp_path, "kind,target,value\narc_capacity,baltic-pipe,1\n")
    ended = detente("energy", "gas@2021", "--shock", levers, "--output", tmp_path / "out")
    assert ended.code == 2
    assert "shock.csv, line 2: arc_capacity on baltic-pipe: what holds before" in ended.err


def test_a_long_study_says_how_much_there_is_to_solve(detente, network, tmp_path):
    ended = detente("energy", network, "--shock", shock(tmp_path), "--worlds", 12, "--output", tmp_path / "out")
    assert "About 40 equilibria to find: 2 for the year, 8 for stress, 6 for cuts, 24 for drawn worlds." in ended.err
    short = detente("energy", network, "--worlds", 0, "--output", tmp_path / "out")
    assert "equilibria to find" not in short.err


def test_a_place_that_cannot_be_written_is_refused_in_words(detente, network):
    ended = detente("energy", network, "--worlds", 0, "--output", "/proc/nowhere/out")
    assert ended.code == 2
    assert "this folder cannot be made" in ended.err
    assert "Errno" not in ended.err


def test_what_goes_unmet_is_said_where_nothing_is_called_unserved(detente, tmp_path):
    out = tmp_path / "out"
    assert detente("energy", "gas@2024", "--worlds", 0, "--output", out).code == 0
    whole = {row["situation"]: row for row in table(out, "stress") if row["region"] == "*" and row["when"] == "after"}
    assert float(whole["as it is"]["unmet"]) == 0
    assert float(whole["both"]["unserved"]) == 0
    assert float(whole["both"]["unmet"]) > 100
    for row in whole.values():
        assert float(row["wanted"]) - float(row["consumed"]) == pytest.approx(float(row["unmet"]), abs=0.02)
    page = (out / "energy.html").read_text(encoding="utf-8")
    assert "of demand unmet" in page
    assert "Pacific LNG exporters" in page
    for odd in (">Gme", "Turkstream 2", "US Europe", ">PAC<", ">IRN<"):
        assert odd not in page
