"""`detente energy CASE`: options and packages with energy shocks, each against the status quo."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from detente.casefile import read_case
from detente.cli.energy.case import energy_items


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """The small case with a crude network: a ban in force, and an option that takes half of it back."""
    folder = tmp_path_factory.mktemp("case") / "kaesong-2003"
    shutil.copytree(Path(__file__).resolve().parents[2] / "cases/kaesong-2003", folder)
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    option = next(line for line in text.splitlines() if line.strip().startswith("- {id: ZONE.2"))
    changed = option.rstrip()[:-1] + ", shocks: [crude-relief]}"
    text = text.replace(option, changed, 1) + "\nenergy:\n  crude: builtin@2023\n"
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    (folder / "economy/energy.csv").write_text(
        "id,network,kind,target,relieves,in_force,low,mode,high,origin_of_number,source,why\n"
        "crude-ban,crude,measure,eu-seaborne-ban,,yes,,0,,assumed,,made\n"
        "crude-relief,crude,relief,,crude-ban,no,0.25,0.5,0.75,assumed,,made\n",
        encoding="utf-8",
    )
    return folder


def test_options_and_packages_that_bring_an_energy_shock_are_items(case):
    items = energy_items(read_case(case))
    assert [item.kind for item in items].count("option") == 1
    assert all(item.shocks == {"crude-relief"} for item in items)


def test_each_item_has_a_folder_and_a_row(detente, case, tmp_path):
    out = tmp_path / "out"
    ended = detente("energy", case, "--worlds", 3, "--output", out)
    assert ended.code == 0, ended.err
    rows = rows_of(out / "items.csv")
    assert rows
    for row in rows:
        document = json.loads((out / row["folder"] / "energy.json").read_text(encoding="utf-8"))
        assert {lever["target"] for lever in document["shock"]} == {"eu-seaborne-ban"}
        assert document["shock"][0]["value"] == 0.5
        flow = {line["arc"]: line for line in rows_of(out / row["folder"] / "flows.csv")}["russia-sea-europe"]
        assert float(flow["before"]) == 0
        assert float(flow["after"]) == pytest.approx(0.5 * 730, rel=1e-4)
        assert float(row["buyers_change_low"]) <= float(row["buyers_change_high"])
        assert (out / row["folder"] / "energy.html").is_file()
        transit = rows_of(out / row["folder"] / "transit.csv")
        for when in ("before", "after"):
            fees = sum(float(line[f"transit_fees_{when}"]) for line in transit)
            assert float(row[f"transit_fees_{when}"]) == pytest.approx(fees, rel=1e-4, abs=1e-3)
            levels = rows_of(out / row["folder"] / "storage.csv")
            assert float(row[f"storage_high_{when}"]) == pytest.approx(sum(float(r[f"level_{when}"]) for r in levels))
            assert 0 <= float(row[f"import_share_{when}"]) <= 1
    # The option and the packages that hold it bring the same, which is solved once.
    assert len(rows) > 1
    assert "1 change of a network, each before and after: 6 equilibria in 3 drawn worlds, and the central" in ended.err
    assert json.loads((out / "items.json").read_text(encoding="utf-8"))["items"][0]["item"] == rows[0]["item"]
    assert "against the status quo" in ended.out


def test_a_row_that_does_not_fit_its_network_is_named_with_its_line_by_every_command(detente, case, tmp_path):
    folder = tmp_path / "wrong"
    shutil.copytree(case, folder)
    rows = (folder / "economy/energy.csv").read_text(encoding="utf-8")
    wrong = rows.replace("eu-seaborne-ban", "eu-seaborn-ban") + "tanker,crude,arc_capacity,sea,,no,,1,,assumed,,made\n"
    (folder / "economy/energy.csv").write_text(wrong, encoding="utf-8")
    for verb in ("energy", "assess"):
        ended = detente(verb, folder, "--output", tmp_path / "out")
        assert ended.code == 2
        assert 'economy/energy.csv, line 2: there is no measure "eu-seaborn-ban".\nUse one of: ' in ended.err
        assert 'economy/energy.csv, line 4: there is no arc "sea".\nUse one of: ' in ended.err
        assert not (tmp_path / "out").exists()
