"""`detente economy solve` in detail: tables, simpler models, shocks in a row, and the three sets of arrays."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import numpy as np
import pytest

from detente.casefile.baseline import write_baseline_folder
from detente.casefile.baseline.examples import two_regions
from unit.casefile.baseline.small_tables import write_csv

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "trade"
HEADER = ("lever", "origin", "destination", "sector", "factor")
NAFTA = ("Mexico", "Canada", "USA")
TABLES = ("sectors", "flows", "partners", "regions")

with_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference folder beside the project is not here"
)


@pytest.fixture
def world(tmp_path):
    write_baseline_folder(tmp_path / "world", two_regions())
    return tmp_path / "world"


@pytest.fixture
def solve(detente, tmp_path):
    """Solve for a shock; the rows of the result by region, and the rows of each table."""

    def call(baseline, rows, *options):
        shock = write_csv(tmp_path / "shock.csv", [HEADER, *rows])
        out, tables = tmp_path / "effects.csv", tmp_path / "tables"
        call = ["--baseline", baseline, "--shock", shock, "--output", out, "--detail", tables, *options]
        ended = detente("economy", "solve", *call)
        assert ended.code == 0, ended.err
        found = {name: _rows(tables / f"{name}.csv") for name in TABLES}
        return {row["region"]: row for row in _rows(out)}, found

    return call


def _rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def tariffs_of_2005(pairs):
    with np.load(REFERENCE / "cp2015_raw1993.npz") as raw:
        names, old, new = raw["countries"].tolist(), raw["tariff1993"], raw["tariff2005"]
    places = [(seller, buyer, names.index(buyer), names.index(seller)) for buyer, seller in pairs]
    return [
        ("tariff", seller, buyer, j, repr(float((100 + new[j, n, i]) / (100 + old[j, n, i]))))
        for seller, buyer, n, i in places
        for j in range(len(new))
    ]


def inside():
    return [(buyer, seller) for buyer in NAFTA for seller in NAFTA if buyer != seller]


def numbers(rows):
    return {
        r: np.array([float(row[c]) for c in row if c not in ("region", "real_income_change")])
        for r, row in rows.items()
    }


@with_reference
@pytest.mark.parametrize("name", ["cp2015_base_noS", "cp2015_base_withS", "cp2015_raw1993"])
def test_all_arrays_lead_to_the_printed_tables(solve, name):
    """Tables 2 and 3 from all three; growth of imports from the partners as the abstract has it, in whole percent."""
    first = () if name.endswith("noS") else ("--deficits", "closed-first")
    found, tables = solve(REFERENCE / f"{name}.npz", tariffs_of_2005(inside()), *first)
    printed = json.loads((REFERENCE / "cp2015_expected.json").read_text(encoding="utf-8"))
    columns = {
        "welfare": "first_order_welfare_pct",
        "tot": "terms_of_trade_pct",
        "vot": "volume_of_trade_pct",
        "realwage": "real_wage_pct",
    }
    for country in NAFTA:
        for short, column in columns.items():
            assert float(found[country][column]) == pytest.approx(printed["table2"][country][short], abs=0.005)
    pairs = {(row["region"], row["partner"]): row for row in tables["partners"]}
    for country, row in printed["table3"].items():
        if country in NAFTA:
            for column, (members, others) in {"tot_pct": row[:2], "vot_pct": row[2:]}.items():
                split = [
                    sum(float(pairs[country, p][column]) for p in found if p != country and (p in NAFTA) == where)
                    for where in (True, False)
                ]
                assert split == pytest.approx([members, others], abs=0.0051)
    growth = {}
    for country in NAFTA:
        rows = [pairs[country, p] for p in NAFTA if p != country]
        growth[country] = 100 * (
            sum(float(r["imports_after"]) for r in rows) / sum(float(r["imports_before"]) for r in rows) - 1
        )
    assert growth == pytest.approx({"Mexico": 118, "Canada": 11, "USA": 41}, abs=0.5)


@with_reference
def test_deficits_that_are_kept_are_another_world(solve):
    """Deficits closed by the shock are part of its effect; closed first they are not."""
    place, rows = REFERENCE / "cp2015_base_withS.npz", tariffs_of_2005(inside())
    kept, closed, first = (
        numbers(solve(place, rows, "--deficits", how)[0])["Mexico"] for how in ("kept", "closed", "closed-first")
    )
    assert abs(kept[0] - first[0]) > 0.01
    assert abs(closed[0] - first[0]) > 0.5


@with_reference
def test_a_shock_given_another_chains_with_it(solve, tmp_path):
    base = REFERENCE / "cp2015_base_noS.npz"
    with np.load(REFERENCE / "cp2015_raw1993.npz") as raw:
        names = raw["countries"].tolist()
    others = [(b, s) for b in names for s in names if b != s and (b, s) not in inside()]
    write_csv(tmp_path / "others.csv", [HEADER, *tariffs_of_2005(others)])
    then, _ = solve(base, tariffs_of_2005(inside()), "--given", tmp_path / "others.csv")
    both, _ = solve(base, tariffs_of_2005(inside() + others))
    before, _ = solve(base, tariffs_of_2005(others))
    for region in NAFTA:
        steps = [1 + float(part[region]["real_income_pct"]) / 100 for part in (before, then)]
        assert steps[0] * steps[1] == pytest.approx(1 + float(both[region]["real_income_pct"]) / 100, rel=1e-9)


def test_tables_agree_with_the_result_and_with_each_other(solve, world):
    rows = [("iceberg", "south", "north", "goods", 1.3), ("tariff", "north", "south", "services", 1.2)]
    found, tables = solve(world, rows)
    assert [len(tables[name]) for name in TABLES] == [4, 8, 2, 2]
    for region, row in found.items():
        for column, whole in (("tot_pct", "terms_of_trade_pct"), ("vot_pct", "volume_of_trade_pct")):
            for name in ("sectors", "partners"):
                total = sum(float(part[column]) for part in tables[name] if part["region"] == region)
                assert total == pytest.approx(float(row[whole]), abs=1e-9)
        shares = [float(s["export_share_after_pct"]) for s in tables["sectors"] if s["region"] == region]
        assert sum(shares) == pytest.approx(100)
    flow = next(
        f for f in tables["flows"] if (f["origin"], f["destination"], f["sector"]) == ("north", "south", "services")
    )
    assert (float(flow["tariff_before_pct"]), float(flow["tariff_after_pct"])) == (0, pytest.approx(20))
    assert float(flow["growth_pct"]) == pytest.approx(100 * (float(flow["after"]) / float(flow["before"]) - 1))
    partner = next(p for p in tables["partners"] if p["region"] == "south")
    into_south = [f for f in tables["flows"] if (f["origin"], f["destination"]) == ("north", "south")]
    assert float(partner["imports_after"]) == pytest.approx(sum(float(f["after"]) for f in into_south))


def test_json_holds_the_tables_when_asked(detente, world, tmp_path):
    shock = write_csv(tmp_path / "shock.csv", [HEADER, ("quantity", "south", "north", "goods", 0)])
    call = ["--baseline", world, "--shock", shock, "--output", tmp_path / "effects.json"]
    assert detente("economy", "solve", *call).code == 0
    assert "detail" not in json.loads((tmp_path / "effects.json").read_text("utf-8"))
    ended = detente("economy", "solve", *call, "--detail", tmp_path / "t", "--variant", "no-materials")
    assert "Tables by sectors, flows, partners, regions are in" in ended.err
    told = json.loads((tmp_path / "effects.json").read_text("utf-8"))
    assert told["variants"] == ["no-materials"]
    assert set(told["detail"]) == set(TABLES)
    banned = next(
        f
        for f in told["detail"]["flows"]
        if (f["origin"], f["sector"], f["destination"]) == ("south", "goods", "north")
    )
    assert (banned["after"], banned["growth_pct"], banned["volume_pct"]) == (0, -100, -100)


@pytest.mark.parametrize("variant", ["no-materials", "no-linkages", "one-sector"])
def test_simpler_models_by_the_closed_form(solve, world, variant):
    """Autarky from own shares of 0.9: each of two sectors loses by 0.9 to the power of 1 / (theta gamma)."""
    found, _ = solve(world, [("iceberg", "*", "*", "*", "inf")], "--variant", variant)
    gamma = 1.0 if variant == "no-materials" else 0.5
    powers = [1 / (4.5 * gamma)] * 2 if variant == "one-sector" else [1 / (5 * gamma), 1 / (4 * gamma)]
    exact = 0.9 ** (sum(powers) / 2)
    for row in found.values():
        assert float(row["real_income_pct"]) == pytest.approx(100 * (exact - 1), rel=1e-8)


def test_one_sector_takes_an_elasticity(solve, world):
    found, tables = solve(world, [("iceberg", "*", "*", "*", "inf")], "--variant", "one-sector", "--theta", "8")
    assert float(found["north"]["real_income_pct"]) == pytest.approx(100 * (0.9 ** (1 / 4) - 1), rel=1e-8)
    assert {row["sector"] for row in tables["sectors"]} == {"all"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--theta", "4"], "An elasticity for the whole needs --variant one-sector."),
        (["--theta", "0", "--variant", "one-sector"], "An elasticity of 0 has no meaning"),
        (["--theta", "nan", "--variant", "one-sector"], "An elasticity of nan has no meaning"),
        (["--given", "nowhere.csv"], "nowhere.csv"),
        (["--detail", "shock.csv"], "is a file"),
    ],
)
def test_what_is_asked_wrongly_is_refused_and_nothing_is_written(detente, world, tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    shock = write_csv(tmp_path / "shock.csv", [HEADER, ("iceberg", "*", "*", "*", 1.1)])
    ended = detente("economy", "solve", "--baseline", world, "--shock", shock, "--output", "effects.csv", *options)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "effects.csv").exists()


@with_reference
def test_forty_thousand_rows_are_read_and_solved_at_once(solve):
    rows = [("iceberg", "USA", "Mexico", k % 40, 1 + k / 1e6) for k in range(40_000)]
    began = time.process_time()
    solve(REFERENCE / "cp2015_base_noS.npz", rows)
    # Reading and solving take 0.2 seconds of the processor, tables of 38,000 flows as much; the rest is for crowds.
    assert time.process_time() - began < 5
