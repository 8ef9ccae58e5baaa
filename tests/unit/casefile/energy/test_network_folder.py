"""Network folders of users: read as the built-in ones, and refused with file, line and remedy."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from detente.case import CaseError
from detente.casefile.energy import is_network_folder, read_lever_file, read_network_folder
from detente.casefile.energy.rules import FILES, OPTIONAL_FILES
from detente.economy.energy import LEVER_KINDS, builtin_network, network_from_tables
from detente.economy.energy.tables import OPTIONAL_TABLES, TABLES

SMALL = {
    "about": "key,value\nname,small\ncommodity,gas\nquantity_unit,TWh\nprice_unit,EUR/MWh\nmoney_unit,million EUR\n"
    "year,2021\nsource,made\nunserved_price,300\n",
    "periods": "period,label,days\nm1,January,31\nm2,February,28\n",
    "nodes": "node,label,region,kind,origin,source\nA,A,DEU,market,assumed,made\nB,B,RUS,producer,assumed,made\n",
    "supply": "supply,node,owner,origin_label,period,capacity,cost,slope,min_take,origin,source\n"
    "field,B,RUS,Russia,,50,5,0.1,0,assumed,made\nfield,B,RUS,Russia,m2,20,5,0.1,0,assumed,made\n",
    "demand": "node,sector,period,quantity,price,elasticity,origin,source\nA,all,,30,20,-0.2,assumed,made\n",
    "arcs": "arc,from_node,to_node,kind,owner,capacity,booked,cost,fee,loss,measure,origin,source\n"
    "pipe,B,A,pipeline,UKR,40,0,1,2,0.01,,assumed,made\n",
}


def written(folder: Path, **changes: str) -> Path:
    for name, text in {**SMALL, **changes}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_rules_and_tables_speak_of_the_same_files() -> None:
    assert tuple(FILES) == TABLES
    assert OPTIONAL_FILES == OPTIONAL_TABLES


def test_a_folder_is_read_as_a_network_and_a_dated_row_refines_an_undated_one(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert is_network_folder(folder)
    network = network_from_tables(read_network_folder(folder))
    assert network.supplies.capacity.tolist() == [[50.0, 20.0]]
    assert network.arcs.fee.tolist() == [2.0]


@pytest.mark.parametrize("name", ["gas", "crude"])
def test_the_built_in_folders_pass_the_checks_for_users(name: str) -> None:
    place = Path(str(files("detente.economy.energy") / "data" / name))
    network = network_from_tables(read_network_folder(place))
    assert network.nodes.ids == builtin_network(name).nodes.ids
    assert np.array_equal(network.supplies.capacity, builtin_network(name).supplies.capacity)


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("arcs", ",40,0,1,", ",-40,0,1,", 'arcs.csv, line 2: capacity "-40" has no meaning.'),
        ("arcs", "pipe,B,A", "pipe,B,X", 'arcs.csv, line 2: to_node "X" is not a node here.'),
        ("arcs", "pipeline", "tunnel", 'arcs.csv, line 2: kind "tunnel" is not a word here.'),
        ("demand", "-0.2", "0.2", 'demand.csv, line 2: elasticity "0.2" has no meaning.'),
        ("demand", "-0.2", "much", 'demand.csv, line 2: elasticity "much" is not a number.'),
        ("demand", ",30,20", ",-30,20", 'demand.csv, line 2: quantity "-30" has no meaning.'),
        ("supply", ",m2,", ",m9,", 'supply.csv, line 3: period "m9" is not a period here.'),
        ("supply", ",m2,", ",,", "supply.csv, line 3: field is here twice."),
        ("supply", "0.1,0,assumed,made\nfield", "-1,0,assumed,made\nfield", 'line 2: slope "-1" has no meaning.'),
        ("nodes", "assumed", "guessed", 'nodes.csv, line 2: origin "guessed" is not a word here.'),
        ("about", "unserved_price,300\n", "", "about.csv: unserved_price is not stated."),
        ("about", "unserved_price,300", "unserved_price,0", 'about.csv: unserved_price "0" has no meaning.'),
        ("periods", ",31", "", "periods.csv, line 2: the row has 2 cells, the header has 3."),
    ],
)
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, table: str, old: str, new: str, said: str) -> None:
    assert old in SMALL[table]
    with pytest.raises(CaseError) as refused:
        read_network_folder(written(tmp_path, **{table: SMALL[table].replace(old, new, 1)}))
    assert said in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (written(tmp_path) / "arcs.csv").unlink()
    with pytest.raises(CaseError, match=r"arcs.csv cannot be found"):
        read_network_folder(tmp_path)
    with pytest.raises(CaseError, match="there is no such folder"):
        read_network_folder(tmp_path / "none")


def test_levers_are_read_and_faults_are_named_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "levers.csv"
    file.write_text("kind,target,value,into,periods\nembargo,owner:RUS,,A|region:DEU,m1\narc_capacity,pipe,0,,\n")
    first, second = read_lever_file(file, LEVER_KINDS)
    assert first == ("embargo", "owner:RUS", 0.0, ("A", "region:DEU"), ("m1",), 1.0)
    assert second == ("arc_capacity", "pipe", 0.0, (), (), 1.0)
    with file.open("a", newline="") as added:
        csv.writer(added).writerows([["magic", "pipe", "1", "", ""], ["demand", "", "much", "", ""]])
    with pytest.raises(CaseError) as refused:
        read_lever_file(file, LEVER_KINDS)
    for said in ('line 4: "magic" is no kind', "line 5: the lever has no target", 'line 5: value "much" is not'):
        assert said in str(refused.value)
