"""`detente economy solve` and `detente baseline`: from files to effects by region."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from detente.casefile.baseline import baseline_arrays, read_baseline_folder, write_baseline_folder
from detente.casefile.baseline.examples import two_regions
from unit.casefile.baseline.small_tables import icio, wiod2016, write_csv

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "trade"
COLUMNS = [
    "region",
    "real_income_pct",
    "real_income_change",
    "real_wage_pct",
    "first_order_welfare_pct",
    "terms_of_trade_pct",
    "volume_of_trade_pct",
]
HEADER = ("lever", "origin", "destination", "sector", "factor")
NAFTA = ("Mexico", "Canada", "USA")
TRADED = 20

with_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference folder beside the project is not here"
)
with_pymrio = pytest.mark.skipif(find_spec("pymrio") is None, reason="pymrio is not installed")
with_builtin = pytest.mark.skipif(
    find_spec("detente.economy.trade.builtin") is None, reason="there is no built-in baseline"
)


@pytest.fixture
def world(tmp_path):
    write_baseline_folder(tmp_path / "world", two_regions())
    return tmp_path / "world"


@pytest.fixture
def solve(detente, tmp_path):
    """Solve for a shock of some rows and return the rows of the result."""

    def call(baseline, *rows, name="effects.csv", options=()):
        shock = write_csv(tmp_path / "shock.csv", [HEADER, *rows])
        place = ["--baseline", baseline, "--shock", shock, "--output", tmp_path / name, *options]
        ended = detente("economy", "solve", *place)
        assert (ended.code, ended.out) == (0, ""), ended.err
        text = (tmp_path / name).read_text(encoding="utf-8")
        return json.loads(text) if text.startswith("{") else list(csv.DictReader(text.splitlines()))

    return call


def numbers(rows):
    return np.array([[float(row[name]) for name in COLUMNS[1:]] for row in rows])


@with_reference
def test_table_2_of_caliendo_and_parro_through_files(solve):
    base = REFERENCE / "cp2015_base_noS.npz"
    with np.load(REFERENCE / "cp2015_raw1993.npz") as raw:
        names = raw["countries"].tolist()
        rows = [("tariff", "*", "*", j, 1) for j in range(40)]
        for buyer in NAFTA:
            for seller in set(NAFTA) - {buyer}:
                place = (slice(None), names.index(buyer), names.index(seller))
                factor = (100 + raw["tariff2005"][place]) / (100 + raw["tariff1993"][place])
                rows += [("tariff", seller, buyer, j, repr(float(factor[j]))) for j in range(TRADED)]
    found = {row["region"]: row for row in solve(base, *rows)}
    printed = json.loads((REFERENCE / "cp2015_expected.json").read_text(encoding="utf-8"))["table2"]
    columns = {
        "welfare": "first_order_welfare_pct",
        "tot": "terms_of_trade_pct",
        "vot": "volume_of_trade_pct",
        "realwage": "real_wage_pct",
    }
    for country in NAFTA:
        for printed_as, column in columns.items():
            assert float(found[country][column]) == pytest.approx(printed[country][printed_as], abs=0.005)
    exact = {country: float(found[country]["real_income_pct"]) for country in NAFTA}
    assert exact == pytest.approx({"Mexico": 0.007, "Canada": -0.110, "USA": 0.074}, abs=0.0005)


@with_reference
def test_no_change_in_forty_thousand_rows_changes_nothing(solve, tmp_path):
    rows = [("iceberg", "USA", "Mexico", k % 40, 1.5) for k in range(39_999)]
    found = solve(REFERENCE / "cp2015_base_noS.npz", *rows, ("iceberg", "*", "*", "*", 1), name="effects.json")
    # Half a second where nothing else runs.
    assert found["seconds"] < 10
    np.testing.assert_allclose(numbers(found["regions"])[:, 0], 0, atol=1e-9)


def test_a_row_for_each_region_with_the_documented_columns(solve, world):
    rows = solve(world, ("iceberg", "*", "*", "goods", 1.2))
    assert list(rows[0]) == COLUMNS
    assert [row["region"] for row in rows] == ["north", "south"]
    # The two are alike: they lose the same, and prices between them do not move.
    effects = numbers(rows)
    np.testing.assert_allclose(effects[0], effects[1], rtol=1e-6, atol=1e-8)
    assert -2 < effects[0, 0] < -0.1
    # North has an income of 100 million, so that a percent is a million.
    assert effects[0, 1] == pytest.approx(effects[0, 0], rel=1e-9)
    assert effects[0, 4] == pytest.approx(0, abs=1e-8)


def test_nothing_but_bilateral_trade_costs_by_the_closed_form(solve, tmp_path):
    """With inputs of the own sector at half of cost: dln W = sum_j alpha_j / (theta_j gamma) ln(own share ratio)."""
    rows = solve(_folder(tmp_path), ("iceberg", "*", "*", "*", "inf"))
    # Full autarky: own shares go from 0.9 to 1; goods theta 5, services theta 4, each half of demand, gamma = 1/2.
    exact = 0.9 ** (0.5 / (5 * 0.5)) * 0.9 ** (0.5 / (4 * 0.5))
    np.testing.assert_allclose(numbers(rows)[:, 0], 100 * (exact - 1), rtol=1e-8)


def _folder(tmp_path):
    write_baseline_folder(tmp_path / "pair", two_regions())
    return tmp_path / "pair"


def test_a_ban_an_infinite_tariff_and_an_infinite_cost_are_the_same(solve, world):
    results = [
        numbers(solve(world, (lever, "south", "north", "goods", factor)))[:, 0]
        for lever, factor in (("quantity", 0), ("tariff", "inf"), ("iceberg", "inf"), ("export_tax", "inf"))
    ]
    for other in results[1:]:
        np.testing.assert_allclose(other, results[0], rtol=1e-9)
    high = numbers(solve(world, ("iceberg", "south", "north", "goods", 1e4)))[:, 0]
    np.testing.assert_allclose(high, results[0], rtol=1e-6)


def test_later_rows_refine_earlier_ones(solve, world):
    wide, exception = ("tariff", "*", "*", "*", 1.3), ("tariff", "south", "north", "goods", 1)
    apart = [("tariff", "south", "north", "services", 1.3), ("tariff", "north", "south", "*", 1.3)]
    refined = numbers(solve(world, wide, exception))
    np.testing.assert_allclose(refined, numbers(solve(world, *apart)), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(numbers(solve(world, exception, wide)), numbers(solve(world, wide)), rtol=1e-12)


def test_json_says_how_it_was_solved(solve, world):
    found = solve(world, ("tariff", "south", "north", "*", 1.1), name="effects.json")
    keys = {"baseline", "year", "unit", "shock", "deficits", "regions", "iterations", "residual", "seconds"}
    assert set(found) == keys
    assert found["residual"] <= 1e-10
    assert (found["year"], found["unit"], found["deficits"]) == (2020, "million USD", "kept")
    assert list(found["regions"][0]) == COLUMNS


def test_the_format_option_beats_the_ending(solve, world):
    assert isinstance(solve(world, ("tariff", "*", "*", "*", 1), options=("--format", "json")), dict)
    assert isinstance(solve(world, ("tariff", "*", "*", "*", 1), name="e.json", options=("--format", "csv")), list)


def test_sectors_and_regions_without_names_have_an_index(solve, tmp_path):
    np.savez(tmp_path / "pair.npz", **baseline_arrays(two_regions()))
    rows = solve(tmp_path / "pair.npz", ("iceberg", "1", "0", "1", "1.5"))
    assert [row["region"] for row in rows] == ["0", "1"]
    named = solve(_folder(tmp_path), ("iceberg", "south", "north", "services", "1.5"))
    np.testing.assert_allclose(numbers(rows), numbers(named), rtol=1e-9, atol=1e-10)


def test_deficits_can_be_closed(solve, tmp_path):
    world = two_regions()
    # North borrows 5 from south to buy more of its goods.
    trade, final = np.array(world.trade), np.array(world.final)
    trade[0] = [[90, 15], [10, 85]]
    final[0] = [55, 45]
    write_baseline_folder(tmp_path / "lent", replace(world, trade=trade, final=final))
    kept = numbers(solve(tmp_path / "lent", ("tariff", "*", "*", "*", 1)))
    closed = numbers(solve(tmp_path / "lent", ("tariff", "*", "*", "*", 1), options=("--deficits", "closed")))
    np.testing.assert_allclose(kept[:, 0], 0, atol=1e-9)
    assert closed[0, 0] < -4
    assert closed[1, 0] > 4


def refused(detente, tmp_path, baseline, *rows):
    shock = write_csv(tmp_path / "shock.csv", [HEADER, *rows])
    output = tmp_path / "out" / "effects.csv"
    ended = detente("economy", "solve", "--baseline", baseline, "--shock", shock, "--output", output)
    assert not output.exists()
    assert "Traceback" not in ended.err
    assert ended.out == ""
    return ended


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("tarif", "*", "*", "*", 1), 'shock.csv, line 2: lever "tarif" is not a lever here.'),
        (("tariff", "*", "nort", "*", 1), 'shock.csv, line 2: destination "nort" is not a region here.'),
        (("tariff", "*", "*", "coal", 1), 'shock.csv, line 2: sector "coal" is not a sector here.'),
        (("iceberg", "*", "*", "*", 0), "shock.csv, line 2: a factor of 0 has no meaning here."),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(detente, world, tmp_path, row, said):
    ended = refused(detente, tmp_path, world, row)
    assert ended.code == 2
    assert said in ended.err


def test_a_ban_of_all_suppliers_is_refused(detente, world, tmp_path):
    rows = [("quantity", "south", "north", "goods", 0), ("quantity", "north", "north", "goods", 0)]
    ended = refused(detente, tmp_path, world, *rows)
    assert ended.code == 2
    assert "All suppliers of goods to north are banned" in ended.err


def test_markets_that_cannot_clear_end_with_3_the_residual_and_the_reason(detente, world, tmp_path):
    ended = refused(detente, tmp_path, world, ("quantity", "south", "north", "*", 0))
    assert ended.code == 3
    assert "residual" in ended.err
    assert "With this shock north can sell to others and buy nothing from them" in ended.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pi": None}, "The baseline lacks pi."),
        ({"theta": np.ones(3)}, "theta has shape (3,); (2,) is needed"),
        ({"theta": np.array([0.0, 4.0])}, "theta must be above 0; it is 0 at 0"),
        ({"pi": np.ones((2, 2))}, "pi has 2 axes"),
        ({"pi": np.full((2, 2, 2), 0.5001)}, "trade_share must sum to 1 over sellers (a partner may be missing)"),
        ({"alpha": np.array([[0.5, 0.5], [0.5, 0.500002]])}, "final_share must sum to 1 over sectors"),
        ({"pi": np.array([[[1.1, -0.1], [0.1, 0.9]]] * 2)}, "trade_share must be at least 0; it is -0.1"),
        ({"VA": np.array([np.nan, 1])}, "value_added has 1 entries that are not a finite number"),
        ({"X": np.array([["a"]])}, "X holds <U1, not numbers."),
    ],
)
def test_faults_of_an_npz_file(detente, tmp_path, change, said):
    arrays = {**baseline_arrays(two_regions()), **change}
    np.savez(tmp_path / "bad.npz", **{name: array for name, array in arrays.items() if array is not None})
    for ended in (
        refused(detente, tmp_path, tmp_path / "bad.npz", ("tariff", "*", "*", "*", 1)),
        detente("baseline", "check", tmp_path / "bad.npz"),
    ):
        assert ended.code == 2
        assert "bad.npz" in ended.err
        assert said in ended.err


def test_a_baseline_that_is_not_there(detente, tmp_path):
    ended = refused(detente, tmp_path, tmp_path / "nowhere", ("tariff", "*", "*", "*", 1))
    assert ended.code == 2
    assert "there is no such folder" in ended.err


@with_builtin
def test_the_builtin_baseline_has_a_name(detente):
    ended = detente("baseline", "check", "builtin")
    assert (ended.code, ended.err) == (0, "")
    assert "builtin: no problems. 22 regions, 12 sectors" in ended.out


def test_check_and_describe_a_folder(detente, world):
    checked = detente("baseline", "check", world)
    assert checked.code == 0
    assert "no problems. 2 regions, 2 sectors, 2020, million USD; world value added 200" in checked.out
    told = json.loads(detente("baseline", "describe", world, "--format", "json").out)
    assert (told["world_value_added"], told["world_trade"]) == (pytest.approx(200), pytest.approx(40))
    assert told["regions"][0]["share_of_world"] == pytest.approx(0.5)
    assert told["sectors"][0]["traded_between_regions"] == pytest.approx(0.1)
    assert told["largest_flows"][0]["value"] == pytest.approx(10)
    words = detente("baseline", "describe", world).out
    assert all(word in words for word in ("Regions", "Sectors", "Largest flows", "north", "services"))


def test_check_names_a_fault_with_its_line(detente, world):
    path = world / "trade.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("goods,north,south,10", "goods,north,south,-1"), "utf-8")
    ended = detente("baseline", "check", world)
    assert (ended.code, ended.out) == (2, "")
    assert "trade.csv, line 4: value is negative (-1)." in ended.err


def maps(tmp_path):
    regions = [("from", "to"), ("DEU", "West"), ("USA", "West"), ("RUS", "East")]
    sectors = [("from", "to", "theta"), ("Goods", "goods", 5), ("Services", "services", 3)]
    codes = [("trade:276", "West"), ("trade:842", "West"), ("trade:643", "East")]
    return [
        "--regions",
        write_csv(tmp_path / "regions.csv", [*regions, *codes]),
        "--sectors",
        write_csv(tmp_path / "sectors.csv", [*sectors, ("trade:", "goods", "")]),
    ]


@pytest.mark.parametrize("kind", [wiod2016, pytest.param(icio, marks=with_pymrio)])
def test_build_check_and_solve_a_table(detente, solve, tmp_path, kind):
    folder = tmp_path / "mine"
    ended = detente("baseline", "build", kind(tmp_path), *maps(tmp_path), "--output", folder)
    assert ended.code == 0, ended.err
    assert "2 regions, 2 sectors" in ended.out
    assert detente("baseline", "check", folder).code == 0
    told = json.loads(detente("baseline", "describe", folder, "--format", "json").out)
    assert [sector["theta"] for sector in told["sectors"]] == [5, 3]
    # The tiny table adds up by itself: value added of the world is final demand, 579.
    assert told["world_value_added"] == pytest.approx(579, rel=1e-6)
    # West sells East 3+1+1+1+5 and 2+1+1+2 of its goods and services ...
    east = next(row for row in told["regions"] if row["region"] == "East")
    assert (east["exports"], east["imports"]) == (pytest.approx(25, rel=1e-6), pytest.approx(23, rel=1e-6))
    effects = numbers(solve(folder, ("iceberg", "West", "East", "*", 2), ("iceberg", "East", "West", "*", 2)))
    assert effects[1, 0] < effects[0, 0] < 0


def test_build_with_a_trade_file_moves_trade_and_balances(detente, tmp_path):
    rows = [("t", "i", "j", "k", "v", "q"), (2022, 276, 643, 10121, 1, 1), (2022, 643, 842, 270900, 3, 1)]
    baci = write_csv(tmp_path / "BACI_HS17_Y2022.csv", rows)
    call = ["baseline", "build", wiod2016(tmp_path), *maps(tmp_path)]
    assert detente(*call, "--output", tmp_path / "old").code == 0
    ended = detente(*call, "--trade", baci, "--output", tmp_path / "new", "--format", "json")
    assert ended.code == 0, ended.err
    assert any("Trade pattern of 2022" in note for note in json.loads(ended.out)["notes"])
    assert detente("baseline", "check", tmp_path / "new").code == 0
    old, new = (
        {
            (flow["sector"], flow["origin"]): flow["value"]
            for flow in json.loads(detente("baseline", "describe", tmp_path / name, "--format", "json").out)[
                "largest_flows"
            ]
        }
        for name in ("old", "new")
    )
    # By hand: the east sells the west 20 of goods before and buys 15; three quarters of the 35 go west after.
    assert old["goods", "East"] == pytest.approx(20, rel=1e-6)
    assert old["goods", "West"] == pytest.approx(15, rel=1e-6)
    # Balancing lets prices move a little, for output, spending and the deficits have to fit again.
    assert new["goods", "East"] == pytest.approx(26.25, rel=0.1)
    assert new["goods", "West"] == pytest.approx(8.75, rel=0.1)


def test_a_folder_can_be_built_on(detente, world, tmp_path):
    both = write_csv(tmp_path / "s.csv", [("from", "to"), ("goods", "all"), ("services", "all")])
    assert detente("baseline", "build", world, "--sectors", both, "--output", tmp_path / "one").code == 0
    text = (tmp_path / "one" / "sectors.csv").read_text(encoding="utf-8")
    assert "all,4,assumed;" in text
    assert detente("baseline", "build", world, "--output", tmp_path / "same").code == 0
    assert "goods,5,made up" in (tmp_path / "same" / "sectors.csv").read_text(encoding="utf-8")


def test_build_leaves_a_full_folder_alone(detente, tmp_path, world):
    ended = detente("baseline", "build", wiod2016(tmp_path), "--output", world)
    assert ended.code == 2
    assert "exists and holds something" in ended.err


def test_what_nobody_buys_has_to_be_merged(detente, tmp_path):
    path = wiod2016(tmp_path)
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    for row in rows[1:]:
        if row[2] in {"DEU", "RUS", "USA"} and row[0] == "Services":
            row[7:9] = ["0", "0"]
            row[13:15] = ["0", "0"]
    ended = detente("baseline", "build", write_csv(path, rows), "--output", tmp_path / "out")
    assert ended.code == 2
    assert "RUS spends nothing on Services" in ended.err
    assert not (tmp_path / "out").exists()


@with_builtin
def test_the_builtin_baseline_is_a_baseline_folder(solve, root):
    folder = root / "src/detente/economy/trade/data/world"
    shock = ("iceberg", "*", "RUS", "*", 1.1)
    np.testing.assert_allclose(numbers(solve(folder, shock)), numbers(solve("builtin", shock)), rtol=1e-6, atol=1e-9)


WIOD = Path(__file__).resolve().parents[3] / "shared" / "data" / "wiod"


@pytest.mark.skipif(not WIOD.is_dir(), reason="the reference folder beside the project is not here")
def test_a_real_table_is_calibrated_as_the_reference_does(detente, tmp_path):
    """The table of 2011 with 21 regions and 12 sectors, written out in the layout of the release of 2016."""
    with np.load(WIOD / "wiod2013_2011_21x12.npz") as file:
        table = {name: file[name] for name in file.files}
    regions, sectors, kinds = (table[name].tolist() for name in ("regions", "sectors", "final_categories"))
    codes = [f"{chr(65 + n)}ZZ" for n in range(len(regions))]
    numbered = [f"{code}{k + 1}" for code in codes for k in range(len(sectors))]
    demand = [f"{code}{len(sectors) + k + 1}" for code in codes for k in range(len(kinds))]
    body = np.concatenate([table["Z"].reshape(252, 252), table["F"].reshape(252, 105)], axis=1)
    rows = [["IndustryCode", "IndustryDescription", "Country", "RNr", "Year", *numbered, *demand]]
    labels = [(sector, "", code, k + 1, 2011) for code in codes for k, sector in enumerate(sectors)]
    rows += [[*label, *values] for label, values in zip(labels, body.tolist(), strict=True)]
    source = write_csv(tmp_path / "WIOT2011.csv", rows)
    names = write_csv(tmp_path / "r.csv", [("from", "to"), *zip(codes, regions, strict=True)])
    assert detente("baseline", "build", source, "--regions", names, "--output", tmp_path / "mine").code == 0
    told = json.loads(detente("baseline", "describe", tmp_path / "mine", "--format", "json").out)
    with np.load(WIOD / "wiod2013_2011_21x12_calibrated.npz") as wanted:
        value_added = [row["value_added"] for row in told["regions"]]
        np.testing.assert_allclose(value_added, wanted["VA"], rtol=1e-9)
        arrays = baseline_arrays(read_baseline_folder(tmp_path / "mine"))
        for name in ("pi", "alpha", "va_share", "io", "X"):
            np.testing.assert_allclose(arrays[name], wanted[name], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("shock.csv", "this file is read, and writing the result would replace it. Name another place."),
        ("folder", "this is a folder, and --output needs a file. Name a file in it."),
        ("shock.csv/effects.csv", "shock.csv is a file, not a folder. Name another place."),
        ("effects.xlsx", "a result is written as CSV or JSON, and this ending is neither.\nEnd the name with"),
    ],
)
def test_a_result_never_takes_the_place_of_something_else(detente, world, tmp_path, name, what):
    shock = write_csv(tmp_path / "shock.csv", [HEADER, ("iceberg", "*", "*", "*", 1.1)])
    before = shock.read_bytes()
    (tmp_path / "folder").mkdir()
    ended = detente("economy", "solve", "--baseline", world, "--shock", shock, "--output", tmp_path / name)
    assert ended.code == 2
    assert what in ended.err
    assert shock.read_bytes() == before
