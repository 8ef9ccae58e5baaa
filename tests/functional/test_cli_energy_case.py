"""`detente energy CASE`: options and packages with energy shocks, each against the status quo."""

from __future__ import annotations

import csv
import json

import pytest

from detente.casefile import read_case
from detente.cli.case_energy import energy_items


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """The small case with a crude network: a ban in force, and an option that takes half of it back."""
    import shutil  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

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
    assert json.loads((out / "items.json").read_text(encoding="utf-8"))["items"][0]["item"] == rows[0]["item"]
    assert "against the status quo" in ended.out
