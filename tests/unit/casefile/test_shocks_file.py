"""economy/shocks.csv and the economy record: what is read, and what is refused in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case import EconomySettings
from detente.casefile import check_case, read_case
from unit.casefile.small_case import put, write_small_case

HEADER = "id,lever,origin,destination,sector,relieves,in_force,low,mode,high,origin_of_number,source,why\n"
ROWS = (
    "ban,trade,EAST,WEST|X,MIN|AGR,,yes,0.1,0.2,0.4,estimated,a table,\n"
    "ban,iceberg,,EAST,,,yes,,1.5,,assumed,,example\n"
    "thaw,relief,,,,ban,no,0.2,0.5,0.9,assumed,,example\n"
)


@pytest.fixture
def corridor(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = write_small_case(Path("cases/corridor"))
    (folder / "economy").mkdir(exist_ok=True)
    (folder / "economy/shocks.csv").write_text(HEADER + ROWS, encoding="utf-8")
    put(folder, "case.yaml", "        lifts: [M1]\n", "        lifts: [M1]\n        shocks: [thaw]\n")
    return folder


def said(folder: Path) -> str:
    return "\n\n".join(str(problem) for problem in check_case(folder))


def test_rows_are_read_as_shocks_that_are_drawn_together(corridor):
    case = read_case(corridor)
    first, second, relief = case.shocks
    assert (first.lever, first.origin, first.destination, first.sector) == (
        "trade",
        ("EAST",),
        ("WEST", "X"),
        ("MIN", "AGR"),
    )
    assert (first.factor.low, first.factor.mode, first.factor.high, first.factor.unit) == (0.1, 0.2, 0.4, "factor")
    assert first.factor.id == second.factor.id == "shock:ban"
    assert second.factor.low is None
    assert (first.in_force, relief.in_force) == (True, False)
    assert (relief.relieves, relief.factor.unit, relief.factor.origin) == ("ban", "share taken back", "assumed")
    assert case.element("ROAD").options[1].shocks == ("thaw",)


def test_what_is_not_stated_of_the_economy_is_built_in(corridor):
    assert read_case(corridor).economy == EconomySettings()


def test_the_economy_record_gives_its_numbers_names(corridor):
    stated = (
        "economy:\n  horizon: short\n  deficits: closed\n"
        "  elasticity_scale: {low: 0.5, mode: 1, high: 2, unit: factor, origin: assumed, why: example}\n"
        "  gdp_usd_bn:\n    west: {mode: 40, unit: USD bn, origin: cited, source: a book}\n"
    )
    put(corridor, "case.yaml", "no_deal:\n", stated + "no_deal:\n")
    economy = read_case(corridor).economy
    assert (economy.baseline, economy.horizon, economy.deficits) == ("builtin", "short", "closed")
    assert economy.elasticity_scale.id == "elasticity_scale"
    assert economy.gdp_usd_bn["west"].id == "gdp:west"


WRONG = [
    (
        ",1.5,,assumed",
        ",0,,assumed",
        "line 3: a factor on iceberg must be above 0.",
        "Write 1 for no change, 2 for twice as much.",
    ),
    (
        "ban,iceberg",
        "ban,quantity",
        "line 3: a quantity other than 0 is not modelled.",
        "Write 0 for a ban, or use iceberg.",
    ),
    (
        "0.2,0.5,0.9",
        "0.2,0.5,1.1",
        "line 4: a relief takes back more than all.",
        "Write a share up to 1; below 0 the measure grows.",
    ),
    (
        "0.2,0.5,0.9",
        "0.6,0.5,0.9",
        "line 4: the shock has low 0.6, mode 0.5 and high 0.9, which are not in order.",
        "See that low is at most mode and mode is at most high.",
    ),
    (
        ",,,ban,no",
        ",,,bann,no",
        'line 4: relieves "bann" is not a shock in force.',
        'Did you mean "ban"?',
    ),
    (
        ",,EAST,,,yes,,1.5",
        ",,EAST,,ban,yes,,1.5",
        "line 3: iceberg takes nothing back.",
        "Write lever relief, or leave relieves empty.",
    ),
    (
        "ban,iceberg",
        "ban,capital",
        "line 3: capital acts on all buyers.",
        "Leave destination empty.",
    ),
    (
        "EAST,,,yes",
        "EAST,,,no",
        "line 3: shock ban is in force on some rows and not on others.",
        "Give the rows that options bring another id.",
    ),
    (
        "estimated,a table,",
        "estimated,,",
        "line 2: origin_of_number estimated needs source.",
        "Fill in source: Where they were read (cited) or which model gave them (estimated).",
    ),
]


@pytest.mark.parametrize(("before", "after", "what", "remedy"), WRONG)
def test_a_row_that_cannot_be_used_is_refused_with_a_remedy(corridor, before, after, what, remedy):
    put(corridor, "economy/shocks.csv", before, after)
    assert f"cases/corridor/economy/shocks.csv, {what}\n{remedy}" in said(corridor)


def test_a_relief_cannot_be_in_force(corridor):
    put(corridor, "economy/shocks.csv", "ban,no,0.2", "ban,yes,0.2")
    assert "line 4: a relief cannot be in force.\nWrite the measure as it stands today." in said(corridor)


def test_an_option_names_shocks_that_exist_and_are_not_in_force(corridor):
    put(corridor, "case.yaml", "shocks: [thaw]", "shocks: [thow, ban]")
    assert 'shock "thow" is not in economy/shocks.csv.\nDid you mean "thaw"?' in said(corridor)
    assert 'shock "ban" is in force already.\nOptions may bring thaw.' in said(corridor)


def test_the_status_quo_brings_no_shocks(corridor):
    put(corridor, "case.yaml", "        title: Shut\n", "        title: Shut\n        shocks: [thaw]\n")
    what = "option ROAD.shut is the status quo of ROAD and brings shocks.\n"
    assert what + "Take them off the option; what holds today is written with in_force: yes." in said(corridor)


def test_an_element_without_money_brings_no_shocks(corridor):
    put(corridor, "case.yaml", "{id: FLAG.both, title: Both}", "{id: FLAG.both, title: Both, shocks: [thaw]}")
    what = "element FLAG is declared not to be economic, yet FLAG.both brings shocks.\n"
    assert what + "Take them off the option, or set economic: yes on the element." in said(corridor)


def test_without_the_file_the_names_of_shocks_are_only_names(corridor):
    (corridor / "economy/shocks.csv").unlink()
    assert said(corridor) == ""
