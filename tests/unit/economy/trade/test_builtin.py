"""The baseline that comes with the program: its accounts, its source, what was estimated in it, and what it says."""

from __future__ import annotations

import csv
import importlib.util
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.case import CaseError, Origin
from detente.economy.trade import Baseline, LeverTable, check, no_shock, shock_from_levers, solve
from detente.economy.trade.builtin import builtin_baseline, builtin_gdp, builtin_groups, elasticity_sets

ROOT = Path(__file__).resolve().parents[4]
DATA = ROOT / "src/detente/economy/trade/data"
SHARED = ROOT.parent / "shared"
SOURCE = SHARED / "data/wiod"
PAPER = SHARED / "reference/trade"
SERVICES = ("TRN", "SER")
BILLION = 1e3
ROUNDING = 0.05
"""Flows of Ukraine are rounded to 0.1 million USD."""

needs_source = pytest.mark.skipif(not SOURCE.is_dir(), reason="the data folder beside the project is not here")
needs_paper = pytest.mark.skipif(not PAPER.is_dir(), reason="the reference folder beside the project is not here")


@pytest.fixture(scope="module")
def world():
    return builtin_baseline()


@pytest.fixture(scope="module")
def figures():
    with (DATA / "ukraine_2011.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def inputs_of(baseline):
    """Money spent on inputs, shape (region, input, using sector)."""
    output = baseline.border_flow.sum(axis=1)
    return baseline.input_share * ((1 - baseline.value_added_share) * output).T[:, None, :]


def merged(world, into="ROW", region="UKR"):
    """The same world with one region added to another, from its money flows; nothing is balanced again."""
    keep = [k for k, name in enumerate(world.regions) if name != region]
    at, gone = world.regions.index(into), world.regions.index(region)
    flow, use = np.array(world.border_flow), inputs_of(world)
    flow[:, at] += flow[:, gone]
    flow[:, :, at] += flow[:, :, gone]
    use[at] += use[gone]
    flow, use = flow[:, keep][:, :, keep], use[keep]
    output, spending = flow.sum(axis=1), flow.sum(axis=2)
    value_added = output - use.sum(axis=1).T
    final = spending - use.sum(axis=2).T
    return Baseline(
        regions=tuple(world.regions[k] for k in keep),
        sectors=world.sectors,
        year=world.year,
        unit=world.unit,
        source=world.source,
        trade_share=flow / spending[:, :, None],
        tariff=np.ones_like(flow),
        export_tax=np.ones_like(flow),
        value_added_share=value_added / output,
        input_share=use / use.sum(axis=1, keepdims=True),
        final_share=final / final.sum(axis=0),
        value_added=value_added.sum(axis=0),
        surplus=flow.sum(axis=(0, 1)) - flow.sum(axis=(0, 2)),
        expenditure=spending,
        theta=world.theta,
        substitution=world.substitution,
    )


def test_there_are_22_regions_and_12_sectors_of_2011(world):
    assert (len(world.regions), len(world.sectors), world.year, world.unit) == (22, 12, 2011, "million USD")
    assert "Timmer" in world.source
    assert "estimated" in world.source


@pytest.mark.parametrize("horizon", ["long", "short"])
@pytest.mark.parametrize("elasticities", elasticity_sets())
def test_every_set_and_horizon_passes_the_check_and_stays_put_without_a_shock(elasticities, horizon):
    baseline = builtin_baseline(elasticities, horizon=horizon)
    check(baseline)
    np.testing.assert_allclose(solve(baseline, no_shock()).real_income_hat, 1.0, atol=1e-12)


def test_the_accounts_balance_for_every_region_and_sector(world):
    """Costs make up receipts, and uses make up spending, relative to 1e-9."""
    output, use = world.border_flow.sum(axis=1), inputs_of(world)
    np.testing.assert_allclose((world.value_added_share * output).sum(axis=0), world.value_added, rtol=1e-9)
    final = world.final_share * world.income
    np.testing.assert_allclose(use.sum(axis=2).T + final, world.expenditure, rtol=1e-9)
    assert world.income.sum() == pytest.approx(world.value_added.sum(), rel=1e-12)


def test_calibration_moves_no_figure_of_the_tables(world):
    with (DATA / "world/trade.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = [
        (world.sectors.index(r["sector"]), world.regions.index(r["destination"]), world.regions.index(r["origin"]))
        for r in rows
    ]
    found = world.border_flow[tuple(np.array(places).T)]
    np.testing.assert_allclose(found, [float(r["value"]) for r in rows], rtol=1e-9)
    assert world.border_flow.sum() == pytest.approx(found.sum(), rel=1e-12)


def test_no_flow_of_the_source_is_taxed(world):
    assert set(np.unique([world.tariff, world.export_tax])) == {1.0}


@needs_source
def test_ukraine_and_the_rest_are_the_old_rest_and_all_others_are_the_source(world):
    """The calibrated arrays of the source aggregation are met in every share, to rounding errors of arithmetic."""
    one = merged(world)
    with np.load(SOURCE / "wiod2013_2011_21x12_calibrated.npz") as file:
        assert one.regions == tuple(file["regions"].tolist())
        assert one.sectors == tuple(file["sectors"].tolist())
        np.testing.assert_allclose(one.trade_share, file["pi"], atol=1e-10)
        np.testing.assert_allclose(one.final_share, file["alpha"], atol=1e-10)
        np.testing.assert_allclose(one.value_added_share, file["va_share"], atol=1e-10)
        np.testing.assert_allclose(one.input_share, file["io"], atol=1e-10)
        np.testing.assert_allclose(one.value_added, file["VA"], rtol=1e-10)
        np.testing.assert_allclose(one.expenditure, file["X"], rtol=1e-10)
        np.testing.assert_allclose(one.surplus, file["S"], atol=1e-10 * file["VA"].sum())


def ukraine(world, flow):
    """Exports or imports of Ukraine, shape (sector, partner), in million USD; nothing at home."""
    at = world.regions.index("UKR")
    table = np.array(world.border_flow[:, :, at] if flow == "export" else world.border_flow[:, at, :])
    table[:, at] = 0
    return table


def test_ukraine_has_its_published_product_and_output(world, figures):
    told = {row["by"]: float(row["value"]) * BILLION for row in figures if row["flow"] == "economy"}
    at = world.regions.index("UKR")
    assert world.value_added[at] == pytest.approx(told["gdp"], rel=1e-4)
    assert world.border_flow[:, :, at].sum() == pytest.approx(told["output"], rel=1e-4)


@pytest.mark.parametrize("flow", ["export", "import"])
@pytest.mark.parametrize("kind", ["goods", "services"])
def test_ukraine_has_its_published_trade_by_product(world, figures, flow, kind):
    chosen = [row for row in figures if (row["flow"], row["kind"]) == (flow, kind)]
    total = next(float(row["value"]) for row in chosen if row["by"] == "total") * BILLION
    groups = [row for row in chosen if row["by"] == "product"]
    parts = np.array([float(row["value"]) for row in groups])
    found = [ukraine(world, flow)[np.isin(world.sectors, row["group"].split("|"))].sum() for row in groups]
    np.testing.assert_allclose(found, parts / parts.sum() * total, atol=ROUNDING * len(world.regions) * 6)


@pytest.mark.parametrize("flow", ["export", "import"])
def test_ukraine_has_its_published_trade_in_goods_by_partner(world, figures, flow):
    chosen = [row for row in figures if (row["flow"], row["kind"]) == (flow, "goods")]
    total = next(float(row["value"]) for row in chosen if row["by"] == "total") * BILLION
    groups = [row for row in chosen if row["by"] == "partner"]
    parts = np.array([float(row["value"]) for row in groups])
    goods = ukraine(world, flow)[~np.isin(world.sectors, SERVICES)]
    found = [goods[:, np.isin(world.regions, row["group"].split("|"))].sum() for row in groups]
    np.testing.assert_allclose(found, parts / parts.sum() * total, atol=ROUNDING * len(world.sectors) * 10)


def test_services_that_the_source_has_no_room_for_are_moved_to_the_rest_of_the_world(world, figures):
    """Russia reports more services bought in Ukraine than the source lets it buy in the whole rest of the world."""
    told = next(r for r in figures if (r["flow"], r["kind"], r["group"]) == ("export", "services", "RUS"))
    services = np.isin(world.sectors, SERVICES)
    russia, rest, at = (world.regions.index(name) for name in ("RUS", "ROW", "UKR"))
    bought = world.border_flow[services, russia]
    assert bought[:, at].sum() < float(told["value"]) * BILLION
    assert bought[:, at].sum() == pytest.approx(0.8 * (bought[:, at] + bought[:, rest]).sum(), rel=1e-3)


def test_every_figure_on_ukraine_says_where_it_comes_from(figures):
    for row in figures:
        assert Origin(row["origin"])
        assert row["source"]
        assert row["why"]


def test_taking_ukraine_out_hardly_moves_what_others_lose(world):
    """Doubled costs between the coalition and Russia, with and without Ukraine as a region of its own."""
    whole, part = doubled(merged(world)), doubled(world)
    np.testing.assert_allclose(part.real_income_hat[:20], whole.real_income_hat[:20], atol=2e-3)


def doubled(world):
    rows = []
    for member in builtin_groups()["sanctioning_coalition"]:
        for sector in sorted(set(world.sectors) - set(SERVICES)):
            rows += [("iceberg", member, "RUS", sector, 2.0), ("iceberg", "RUS", member, sector, 2.0)]
    return solve(world, shock_from_levers(world, LeverTable(*zip(*rows, strict=True))))


@pytest.mark.parametrize("elasticities", elasticity_sets())
def test_doubled_trade_costs_cost_russia_two_to_six_percent_in_the_long_run(elasticities):
    baseline = builtin_baseline(elasticities)
    loss = 1 - doubled(baseline).real_income_hat[baseline.regions.index("RUS")]
    assert 0.02 < loss < 0.06


@pytest.mark.parametrize("elasticities", elasticity_sets())
def test_the_short_run_costs_more_than_the_long_run(elasticities):
    at = builtin_baseline().regions.index("RUS")
    short, long = (doubled(builtin_baseline(elasticities, run)).real_income_hat[at] for run in ("short", "long"))
    assert short < long < 1


def test_elasticities_are_the_printed_ones(world):
    theta = dict(zip(world.sectors, world.theta.tolist(), strict=True))
    assert {s: theta[s] for s in ("AGR", "MIN", "FOO", "REF", "VEH", "SER")} == pytest.approx(
        {"AGR": 9.11, "MIN": 13.53, "FOO": 2.62, "REF": 64.85, "VEH": 1.84, "SER": 8.22}
    )
    assert theta["OMF"] == pytest.approx((8.10 + 11.50 + 16.52 + 3.98) / 4)
    assert theta["MET"] == pytest.approx((2.41 + 3.28 + 6.99) / 3, abs=1e-3)
    fontagne = builtin_baseline("fontagne")
    assert fontagne.theta[world.sectors.index("VEH")] == pytest.approx((8.980652 + 7.983238) / 2, abs=1e-3)
    assert set(builtin_baseline("one_sector").theta.tolist()) == {5.0}


def test_the_short_run_has_lower_elasticities_and_complements(world):
    short = builtin_baseline(horizon="short")
    np.testing.assert_allclose(short.theta, 0.38 * world.theta)
    assert (short.substitution.inputs, short.substitution.factors, short.substitution.final) == (0.2, 0.5, 0.9)
    np.testing.assert_array_equal(replace(short, theta=world.theta).trade_share, world.trade_share)


def test_an_unknown_set_is_refused_by_name():
    with pytest.raises(CaseError) as error:
        builtin_baseline("armington")
    assert str(error.value) == (
        'The built-in baseline has no set "armington". Use one of: caliendo_parro, fontagne, one_sector.'
    )


def test_an_unknown_horizon_is_refused_by_name():
    with pytest.raises(CaseError) as error:
        builtin_baseline(horizon="medium")
    assert str(error.value) == 'The built-in baseline has no horizon "medium". Use one of: long, short.'


def test_groups_name_regions_of_the_baseline(world):
    groups = builtin_groups()
    assert {"european_union", "g7", "sanctioning_coalition", "developing_economies"} <= set(groups)
    for members in groups.values():
        assert set(members) <= set(world.regions)
        assert len(set(members)) == len(members)
    assert set(groups["european_union"]) <= set(groups["sanctioning_coalition"])
    assert "RUS" not in groups["sanctioning_coalition"]


def test_gdp_is_a_range_with_a_source_for_every_region(world):
    gdp = builtin_gdp()
    assert set(gdp) == set(world.regions)
    for estimate in gdp.values():
        assert 0 < estimate.low < estimate.mode < estimate.high
        assert estimate.source
        assert estimate.unit == "USD bn"
    assert sum(estimate.mode for estimate in gdp.values()) == pytest.approx(117_170, rel=0.02)


def test_the_tables_are_small():
    assert sum(path.stat().st_size for path in DATA.rglob("*.csv")) < 1_000_000


def run(script, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, str(ROOT / "tools" / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@needs_source
def test_the_tables_are_what_the_script_makes_of_the_source(tmp_path):
    made = run("build_baseline.py", "--source", SOURCE, "--output", tmp_path / "world")
    assert made.returncode == 0, made.stderr
    written = {path.name: path.read_bytes() for path in (tmp_path / "world").iterdir()}
    assert written == {path.name: path.read_bytes() for path in (DATA / "world").iterdir()}


def test_the_script_says_when_the_source_is_not_there(tmp_path):
    made = run("build_baseline.py", "--source", tmp_path, "--output", tmp_path / "world")
    assert made.returncode == 2
    assert made.stderr == f"{tmp_path} does not hold wiod2013_2011_21x12.npz.\n"
    assert list(tmp_path.iterdir()) == []


@needs_paper
def test_the_validation_page_is_what_the_script_writes(tmp_path):
    made = run("validate_economy.py", "--reference", PAPER, "--output", tmp_path / "page.md")
    assert made.returncode == 0, made.stderr
    page = ROOT / "docs/explanation/economy-validation.md"
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == page.read_text(encoding="utf-8")


def test_without_the_paper_the_page_says_so(tmp_path):
    made = run("validate_economy.py", "--reference", tmp_path, "--output", tmp_path / "page.md")
    assert made.returncode == 0, made.stderr
    assert "were not compared: their data are not here." in (tmp_path / "page.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def splitting():
    found = importlib.util.spec_from_file_location("split_ukraine", ROOT / "tools/split_ukraine.py")
    module = importlib.util.module_from_spec(found)
    sys.modules["split_ukraine"] = module
    found.loader.exec_module(module)
    return module


def small_fit(splitting, by_product, by_partner):
    """Two sectors, two partners and the rest as a third; each group is a single row or column."""
    whole = np.array([[10.0, 20.0, 30.0], [40.0, 5.0, 15.0]])
    return splitting.Fit(whole, np.eye(2), np.array(by_product), np.eye(3), np.array(by_partner), 2)


def test_proportional_fitting_meets_the_totals_and_exceeds_no_cell(splitting):
    fit = small_fit(splitting, [9.0, 6.0], [5.0, 4.0, 6.0])
    part = splitting._ras(fit, np.ones(3))
    np.testing.assert_allclose(part.sum(axis=1), [9.0, 6.0], rtol=1e-11)
    np.testing.assert_allclose(part.sum(axis=0), [5.0, 4.0, 6.0], rtol=1e-11)
    assert ((part > 0) & (part < fit.whole)).all()
    odds = part / (fit.whole - part)
    assert odds[0, 0] * odds[1, 1] == pytest.approx(odds[0, 1] * odds[1, 0], rel=1e-9)


def test_a_total_beyond_what_a_partner_buys_is_moved_to_the_rest(splitting):
    fit = small_fit(splitting, [30.0, 14.0], [5.0, 30.0, 9.0])
    part = splitting._ras(fit, np.ones(3))
    np.testing.assert_allclose(part.sum(axis=0), [5.0, 0.8 * 25, 9.0 + 10.0], rtol=1e-11)


def test_partners_and_products_that_contradict_each_other_are_refused(splitting):
    """The first partner has 10 of the first product and 5 of the second at most, and should have 39."""
    fit = small_fit(splitting, [55.0, 5.0], [39.0, 11.0, 10.0])
    with pytest.raises(ValueError, match="partners and on products contradict"):
        splitting._ras(fit, np.ones(3))


def test_figures_larger_than_the_source_are_refused(splitting):
    fit = small_fit(splitting, [1.0, 58.0], [1.0, 1.0, 57.0])
    with pytest.raises(ValueError, match="larger than what the source gives"):
        splitting._ras(fit, np.ones(3))
