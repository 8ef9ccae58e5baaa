"""A case that brings its own world economy: from a baseline folder to a report, and where the two do not fit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import numpy as np
import pytest

from detente.case import EconomySettings
from detente.casefile import missing_inputs, read_case
from detente.casefile.baseline import write_baseline_folder
from detente.cli.economy.baseline import tables_of
from detente.economy import value_options
from detente.economy.payoffs import value_with_model
from detente.economy.status_quo import fitted
from detente.economy.trade import Substitution
from detente.economy.trade.builtin import in_horizon
from detente.economy.world_economy import describe
from detente.worlds import draw_worlds
from functional.own_world import AMOUNT, BASELINE, write_own_world
from unit.casefile.small_case import put
from unit.economy import small_economy


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_own_world(Path("own"))


def test_the_world_of_a_case_is_the_folder_it_names(folder):
    case, worlds = read_case(folder), draw_worlds(70, 1)
    found = value_options(case, worlds)
    expected = value_with_model(fitted(case, BASELINE), BASELINE, worlds)
    np.testing.assert_allclose(found.money, expected.money, atol=1e-5)
    assert np.abs(found.money).max() > 1
    assert case.economy.elasticities == "baseline"
    assert found.method.startswith(
        "trade model on 3 regions and 2 sectors of 2000 (economy/world of the case), elasticities baseline, long run, "
        "deficits kept, against the world of 2000 with the measures in force (sanctions)"
    )


def test_the_short_run_multiplies_the_elasticities_of_the_folder(folder):
    put(folder, "economy/world/about.csv", "key,value\n", "key,value\nsubstitution_inputs,0.5\n")
    put(folder, "case.yaml", "  baseline: economy/world\n", "  baseline: economy/world\n  horizon: short\n")
    short = replace(BASELINE, theta=0.38 * BASELINE.theta, substitution=Substitution(0.1, 0.5, 0.9))
    stated = in_horizon(replace(BASELINE, substitution=Substitution(0.5, 1.0, 1.0)), "short")
    assert stated.substitution == short.substitution
    np.testing.assert_allclose(stated.theta, short.theta)
    case, worlds = read_case(folder), draw_worlds(10, 1)
    long_run = replace(BASELINE, substitution=Substitution(0.5, 1.0, 1.0))
    expected = value_with_model(fitted(case, long_run), short, worlds)
    np.testing.assert_allclose(value_options(case, worlds).money, expected.money, atol=1e-5)


def test_check_and_assess_take_a_case_with_its_own_world(detente, folder):
    checked = detente("check", folder)
    assert checked.code == 0, checked.out
    ended = detente("assess", folder, "--output", "out", "--worlds", 20, "--jobs", 1)
    assert ended.code == 0, ended.err
    assert "economy/world of the case" in Path("out/analysis.json").read_text(encoding="utf-8")


def test_gdp_is_that_of_the_case_alone(detente, folder):
    """A region may have the label of another one in the built-in table: nothing is taken from there."""
    put(folder, "case.yaml", "price_year: 2030", "price_year: 2025")
    put(folder, "case.yaml", f"    r1: {{mode: 100, {AMOUNT}}}\n", "")
    case = read_case(folder)
    found = value_options(case, draw_worlds(5, 0))
    assert found.known[found.axes.party("EAST"), 0, 1]
    assert not found.known[found.axes.party("SOUTH"), 0, 1]
    assert any(absent.what == "GDP of r1, a region of SOUTH" for absent in missing_inputs(case))


FAULTS = {
    "no folder": (
        [("case.yaml", "economy/world", "economy/earth")],
        'own/case.yaml, line 36: the case folder has no folder "economy/earth".\n'
        "Write builtin, or a baseline folder inside the case folder, such as economy/world.",
    ),
    "outside": (
        [("case.yaml", "economy/world", "../world")],
        'own/case.yaml, line 36: the baseline "../world" lies outside the case folder.\n'
        "Write builtin, or a baseline folder inside the case folder, such as economy/world.",
    ),
    "absolute": (
        [("case.yaml", "economy/world", "/")],
        'own/case.yaml, line 36: the baseline "/" lies outside the case folder.\n'
        "Write builtin, or a baseline folder inside the case folder, such as economy/world.",
    ),
    "a set of the built-in baseline": (
        [("case.yaml", "  gdp_usd_bn", "  elasticities: fontagne\n  gdp_usd_bn")],
        "own/case.yaml, line 37: the set fontagne belongs to the built-in baseline; its sectors are not those of "
        '"economy/world".\nLeave elasticities out: the folder states its own in sectors.csv.',
    ),
    "elasticities of no folder": (
        [
            ("case.yaml", "  baseline: economy/world", "  elasticities: baseline"),
        ],
        "own/case.yaml, line 36: elasticities baseline are those of a baseline folder, and the baseline is builtin.\n"
        "Name one of the sets of the built-in baseline, or leave elasticities out.",
    ),
    "a negative flow": (
        [("economy/world/production.csv", "r0,s1,", "r0,s1,-")],
        "own/economy/world/production.csv, line 3: value_added is negative (-VALUE).\n"
        "Amounts are at least 0: `detente baseline build` sets negative stocks to zero and balances again.",
    ),
    "a region of a party": (
        [("case.yaml", "      r1: {mode", "      r9: {mode")],
        'own/case.yaml, line 17: regions names "r9", which is not a region of economy/world.\n'
        "The regions are r0, r1 and r2.",
    ),
    "a region with a GDP": (
        [("case.yaml", "    r2: {low", "    R2: {low")],
        'own/case.yaml, line 40: gdp_usd_bn names "R2", which is not a region of economy/world.\n'
        'Did you mean "r2"? The regions are r0, r1 and r2.',
    ),
    "an origin": (
        [("economy/shocks.csv", "trade,r0,", "trade,WEST,")],
        'own/economy/shocks.csv, line 2: origin "WEST" is neither a region of economy/world nor a party with regions.\n'
        "The regions are r0, r1 and r2.",
    ),
    "a sector": (
        [("economy/shocks.csv", "r0,SOUTH,,", "r0,SOUTH,oil,")],
        'own/economy/shocks.csv, line 2: sector "oil" is not a sector of economy/world.\nThe sectors are SECTORS.',
    ),
}


@pytest.mark.parametrize(("changes", "said"), FAULTS.values(), ids=FAULTS)
def test_what_does_not_fit_is_said_with_file_and_line(detente, folder, changes, said):
    value = (folder / "economy/world/production.csv").read_text().splitlines()[2].rsplit(",", 1)[1]
    for file, before, after in changes:
        put(folder, file, before, after)
    sectors = f"{', '.join(BASELINE.sectors[:-1])} and {BASELINE.sectors[-1]}"
    ended = detente("check", folder)
    assert ended.code == 2
    assert said.replace("VALUE", value).replace("SECTORS", sectors) in ended.out
    assert detente("assess", folder, "--output", "out").code == 2
    assert not Path("out").exists()


def test_files_that_are_missing_and_accounts_that_do_not_add_up_are_said(detente, folder):
    production = folder / "economy/world/production.csv"
    text = production.read_text(encoding="utf-8")
    production.unlink()
    assert "own/economy/world: production.csv cannot be found." in detente("check", folder).out
    first, second, *rest = text.splitlines()
    start, number = second.rsplit(",", 1)
    production.write_text("\n".join([first, f"{start},{2 * float(number)}", *rest]) + "\n", encoding="utf-8")
    said = json.loads(detente("check", folder, "--format", "json").out)["problems"]
    assert said[0]["path"] == "own/economy/world/production.csv"
    assert said[0]["what"].startswith(f"r0, {BASELINE.sectors[0]}: ")


def test_what_only_the_model_sees_is_said_by_check_too(detente, folder):
    """Accounts that add up, in a sector without value added: nobody is paid for making anything there."""
    tables = tables_of(BASELINE, ("example",) * 2)
    inputs, final, value_added = (np.array(getattr(tables, name)) for name in ("inputs", "final", "value_added"))
    j, n = np.argwhere(final > value_added)[0]
    inputs[n, j, j] += value_added[j, n]
    final[j, n] -= value_added[j, n]
    value_added[j, n] = 0.0
    rmtree(folder / "economy/world")
    idle = replace(tables, inputs=inputs, final=final, value_added=value_added, year=None)
    write_baseline_folder(folder / "economy/world", idle)
    ended = detente("check", folder)
    assert ended.code == 2
    assert ended.out.startswith("economy/world: The baseline cannot be used:\n- value_added_share must be above 0")
    assert ended.out.endswith("1 problem.\n")


def test_a_world_of_no_stated_year_is_described_without_one():
    settings = EconomySettings(baseline="economy/world", elasticities="baseline")
    case = replace(small_economy.CASE, economy=settings, shocks=())
    said = describe(case, replace(BASELINE, year=None))
    assert said.startswith("trade model on 3 regions and 2 sectors of no stated year, elasticities baseline")
    assert said.endswith("against the world of the baseline with no measure in force")


def test_a_world_that_is_linked_from_outside_is_refused(detente, folder):
    (folder / "economy/world/final.csv").rename("final.csv")
    (folder / "economy/world/final.csv").symlink_to(Path("final.csv").resolve())
    assert 'the baseline "economy/world" lies outside the case folder.' in detente("check", folder).out
