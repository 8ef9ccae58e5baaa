"""economy/energy.csv and the energy record: what is read, and what is refused in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case import EnergySettings
from detente.casefile import check_case, read_case
from detente.cli.case.check import check_report
from unit.casefile.small_case import put, write_small_case

HEADER = "id,network,kind,target,into,periods,share,relieves,in_force,low,mode,high,origin_of_number,source,why\n"
ROWS = (
    "shut,gas,measure,nord-stream,,,,,yes,,0,,cited,a wire,\n"
    "shut,gas,measure,yamal-europe,,jan|feb,,,yes,0,0.1,0.2,assumed,,example\n"
    "cap,gas,price_cap,owner:RUS,DEU|region:CEE,,0.4,,yes,40,50,60,assumed,,example\n"
    "thaw,gas,relief,nord-stream,,,,shut,no,0.2,0.5,0.9,assumed,,example\n"
    "plant,gas,supply_capacity,supply:us-lng,,,,,no,1,1.2,1.5,assumed,,example\n"
)
RATE = "usd_per_eur: {low: 1, mode: 1.1, high: 1.2, unit: USD per EUR, origin: assumed, why: example}"


@pytest.fixture
def corridor(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = write_small_case(Path("cases/corridor"))
    (folder / "economy").mkdir(exist_ok=True)
    (folder / "economy/energy.csv").write_text(HEADER + ROWS, encoding="utf-8")
    put(folder, "case.yaml", "        lifts: [M1]\n", "        lifts: [M1]\n        shocks: [thaw, plant]\n")
    put(folder, "case.yaml", "no_deal:\n", f"energy:\n  gas: builtin@2025\n  {RATE}\nno_deal:\n")
    return folder


def said(folder: Path) -> str:
    return "\n\n".join(str(problem) for problem in check_case(folder))


def test_rows_are_read_as_shocks_that_are_drawn_together(corridor):
    first, second, cap, relief, _ = read_case(corridor).energy_shocks
    assert (first.network, first.kind, first.target, first.in_force, first.line) == (
        "gas",
        "measure",
        "nord-stream",
        True,
        2,
    )
    assert first.value.id == second.value.id == "shock:shut"
    assert (second.periods, second.value.low, second.value.unit) == (("jan", "feb"), 0.0, "factor")
    assert (cap.into, cap.share, cap.value.unit) == (("DEU", "region:CEE"), 0.4, "price unit")
    assert (relief.relieves, relief.value.unit, relief.in_force) == ("shut", "share taken back", False)


def test_the_energy_record_gives_its_numbers_names(corridor):
    energy = read_case(corridor).energy
    assert (energy.gas, energy.crude, energy.usd_per_eur.id) == ("builtin@2025", "", "usd_per_eur")


def test_a_case_that_states_nothing_has_no_network(tmp_path):
    assert read_case(write_small_case(tmp_path / "corridor")).energy == EnergySettings()


WRONG = [
    ("plant,gas,supply_capacity", "plant,gas,supply_size", "line 6: kind", ""),
    (",1,1.2,1.5", ",-1,1.2,1.5", "line 6: supply_capacity cannot be negative.", "Write 0 to close, 1 for no change."),
    ("0.2,0.5,0.9", "0.2,0.5,1.1", "line 5: a relief takes back more than all.", "Write a share up to 1;"),
    ("0.2,0.5,0.9", "0.6,0.5,0.9", "line 5: the shock has low 0.6, mode 0.5 and high 0.9, which are not in", "See"),
    (",,shut,no", ",,shtu,no", 'line 5: relieves "shtu" is not an energy shock in force.', 'Did you mean "shut"?'),
    ("relief,nord-stream,", "relief,nord-steam,", 'line 5: "nord-steam" is not a target of shut.', "Did you mean"),
    ("relief,nord-stream,,,", "relief,nord-stream,DEU,,", "line 5: a relief has no into of its own.", "Leave it"),
    (",shut,no,", ",shut,yes,", "line 5: a relief cannot be in force.", "Write the measure as it stands today."),
    ("supply:us-lng,,,,,no", "supply:us-lng,,,,shut,no", "line 6: supply_capacity takes nothing back.", "Write kind"),
    ("supply:us-lng,,,,,no", ",,,,,no", "line 6: the row has no target.", "Name what it acts on, or * for all."),
    ("supply:us-lng,,,,,no", "supply:us-lng,DEU,,,,no", "line 6: supply_capacity has no into.", "Leave it empty;"),
    ("supply:us-lng,,,,,no", "supply:us-lng,,,0.5,,no", "line 6: supply_capacity has no share.", "Leave it empty;"),
    ("plant,gas,supply_capacity", "plant,gas,embargo", "line 6: an embargo has no size.", "Write 0: sales are"),
    ("plant,gas,supply_capacity", "plant,gas,conduct", "line 6: conduct lies between 0 and 1.", "0 takes prices"),
    ("nord-stream,,,,,yes", "nord-stream,,,,,no", "line 3: shock shut is in force on some rows and not on", "Give"),
    ("cited,a wire,", "cited,,", "line 2: origin_of_number cited needs source.", "Fill in source"),
    ("plant,gas", "plant,crude", "line 6: the case states no network of crude.", "Name it under energy"),
    ("owner:RUS,DEU|region:CEE,,0.4", "owner:RUS,DEU,,1.4", "line 4: share 1.4", ""),
]


@pytest.mark.parametrize(("before", "after", "what", "remedy"), WRONG)
def test_a_row_that_cannot_be_used_is_refused_with_a_remedy(corridor, before, after, what, remedy):
    put(corridor, "economy/energy.csv", before, after)
    found = said(corridor)
    assert f"cases/corridor/economy/energy.csv, {what}" in found
    assert remedy in found.partition(what)[2]


def test_periods_do_not_go_with_what_acts_in_all_of_them(corridor):
    put(corridor, "economy/energy.csv", "supply_capacity,supply:us-lng,,,", "storage_capacity,DEU,,jan,")
    assert "line 6: storage_capacity acts in all periods.\nLeave periods empty." in said(corridor)


def test_an_option_names_shocks_of_either_file(corridor):
    put(corridor, "case.yaml", "[thaw, plant]", "[thaw, plnt, shut]")
    assert 'shock "plnt" is not in economy/energy.csv.\nDid you mean "plant"?' in said(corridor)
    assert 'shock "shut" is in force already.\nOptions may bring thaw and plant.' in said(corridor)


def test_an_id_is_in_force_in_both_files_or_in_none(corridor):
    header = "id,lever,origin,destination,sector,relieves,in_force,low,mode,high,origin_of_number,source,why\n"
    (corridor / "economy/shocks.csv").write_text(f"{header}plant,trade,,,,,yes,,0.5,,assumed,,example\n")
    assert "economy/energy.csv, line 6: shock plant is in force on some rows and not on others." in said(corridor)


RECORD = [
    ("builtin@2025", "builtin@25", 'line 55: "builtin@25" is no built-in network and no folder of the case.'),
    ("builtin@2025", "../gas", 'line 55: the network "../gas" lies outside the case folder.'),
    ("builtin@2025", "/gas", 'line 55: the network "/gas" lies outside the case folder.'),
    (f"  {RATE}\n", "", "line 55: the money of the network of gas is in EUR, and usd_per_eur is not stated."),
    ("  gas: builtin@2025\n", "", "line 55: energy names no network."),
    ("mode: 1.1", "mode: -1.1", "low, mode and high"),
]


@pytest.mark.parametrize(("before", "after", "what"), RECORD)
def test_a_record_that_cannot_be_used_is_refused(corridor, before, after, what):
    put(corridor, "case.yaml", before, after)
    assert what.split(": ", 1)[-1].split(", mode")[0] in said(corridor)


def gas_folder(folder: Path, **changed: str) -> None:
    """A network of two nodes as a folder of the case."""
    place = folder / "economy/gas"
    place.mkdir()
    tables = {
        "about": "key,value\nname,small\ncommodity,gas\nquantity_unit,TWh\nprice_unit,EUR/MWh\nmoney_unit,million EUR\n"
        "year,2024\nsource,made up\nunserved_price,300\n",
        "periods": "period,label,days\nyear,Year,365\n",
        "nodes": "node,label,region,kind,origin,source\nA,East,RUS,producer,assumed,x\nM,Mid,DEU,market,assumed,x\n",
        "supply": "supply,node,owner,origin_label,period,capacity,cost,slope,min_take,origin,source\n"
        "east,A,RUS,East,,100,10,0,0,assumed,x\n",
        "demand": "node,sector,period,quantity,price,elasticity,origin,source\nM,all,,80,20,-0.2,assumed,x\n",
        "arcs": "arc,from_node,to_node,kind,owner,capacity,booked,cost,fee,loss,measure,origin,source\n"
        "line,A,M,pipeline,RUS,50,0,1,0,0,shut,assumed,x\n",
    }
    for name, text in {**tables, **changed}.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    put(folder, "case.yaml", "gas: builtin@2025", "gas: economy/gas")
    (folder / "economy/energy.csv").write_text(
        HEADER + "thaw,gas,arc_capacity,line,,,,,no,1,1.5,2,assumed,,example\n", encoding="utf-8"
    )
    put(folder, "case.yaml", "[thaw, plant]", "[thaw]")


def test_a_case_brings_a_network_of_its_own(corridor):
    gas_folder(corridor)
    assert said(corridor) == ""
    own = read_case(corridor).energy.own["gas"]
    assert (own.place, own.tables["arcs"][0]["arc"]) == ("economy/gas", "line")


def test_problems_of_its_tables_keep_their_lines(corridor):
    header = "node,sector,period,quantity,price,elasticity,origin,source"
    gas_folder(corridor, demand=f"{header}\nM,all,,80,20,0.2,cited,x\n")
    assert 'economy/gas/demand.csv, line 2: elasticity "0.2" has no meaning.' in said(corridor)


def test_money_in_another_currency_is_refused(corridor):
    about = "key,value\nname,s\ncommodity,gas\nquantity_unit,t\nprice_unit,p\nmoney_unit,million GBP\nyear,2024\n"
    gas_folder(corridor, about=f"{about}source,x\nunserved_price,300\n")
    assert 'the money of economy/gas is in "million GBP".\nUse million EUR or million USD' in said(corridor)


def test_a_file_in_the_place_of_the_folder_is_refused(corridor):
    (corridor / "economy/gas").write_text("not a folder")
    put(corridor, "case.yaml", "gas: builtin@2025", "gas: economy/gas")
    assert '"economy/gas" is no built-in network and no folder of the case.' in said(corridor)


def test_check_finds_what_the_network_does_not_have_with_line_and_remedy(corridor):
    put(corridor, "economy/energy.csv", "measure,yamal-europe", "measure,yamal-eurp")
    put(corridor, "economy/energy.csv", "DEU|region:CEE", "DEU|region:XX")
    text, code = check_report(corridor, "text")
    assert code == 2
    assert 'cases/corridor/economy/energy.csv, line 3: there is no measure "yamal-eurp".\nUse one of: ' in text
    assert 'cases/corridor/economy/energy.csv, line 4: there is no region "XX".\nUse one of: ' in text


def test_check_finds_a_year_without_a_table(corridor):
    put(corridor, "case.yaml", "builtin@2025", "builtin@1990")
    text, code = check_report(corridor, "text")
    assert code == 2
    assert "cases/corridor/case.yaml: gas: The network has no table of the year 1990.\nUse one of: 2021" in text
