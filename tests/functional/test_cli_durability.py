"""`detente durability`: what it prints, what it writes, and what it says when it cannot."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from detente.cli.main import main

CASE = Path(__file__).parents[2] / "cases/kaesong-2003"
PACKAGE = ("--package", "with-assurances", "--worlds", "120", "--seed", "3")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    place = tmp_path_factory.mktemp("durability") / "new"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "200")
        assert main(["durability", str(CASE), *PACKAGE, "--output", str(place)]) == 0
    return place


def test_folder_gets_text_json_and_margins(written):
    assert sorted(p.name for p in written.iterdir()) == ["durability.json", "durability.txt", "margins.csv"]


def test_text_names_the_worst_party_phase_and_way_and_how_likely(written):
    text = (written / "durability.txt").read_text()
    document = json.loads((written / "durability.json").read_text())
    weakest = document["prospects"]["weakest"]
    assert (weakest["party"], weakest["way"]) == ("DPRK", "seize")
    assert "Short most often: Democratic People's Republic of Korea, " in text
    assert "by seizing assets exposed to it: in " in text
    assert f"every margin holds in {round(100 * document['durability']['holds_share'])} of 100 worlds" in text
    for heading in ("Peace against conflict", "Who means it", "Who could press whom", "The coming months"):
        assert heading in text


def test_rows_of_the_table_are_the_margins_of_the_document(written):
    with (written / "margins.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    margins = json.loads((written / "durability.json").read_text())["durability"]["margins"]
    assert len(rows) == len(margins) > 20
    for row, margin in zip(rows, margins, strict=True):
        assert (row["party"], row["phase"], row["way"]) == (margin["party"], margin["phase"], margin["way"])
        assert float(row["margin_median_usd_bn"]) == pytest.approx(margin["quantiles"]["median"])
        assert float(row["money_low_usd_bn"]) == pytest.approx(margin["money_quantiles"]["low"])
        assert float(row["holds_share"]) == pytest.approx(margin["holds_share"])
        assert (row["break_even_stake_usd_bn_per_year"] == "") == (margin["break_even_stake"] is None)


def test_document_has_the_parts_of_the_analysis(written):
    document = json.loads((written / "durability.json").read_text())
    assert (document["package"], document["worlds"]) == ("with-assurances", {"count": 120, "seed": 3})
    assert document["prospects"]["package"] == document["durability"]["package"] == "with-assurances"
    moments = document["prospects"]["forecast"]["moments"]
    assert [m["months"] for m in moments] == [1, 3, 6, 12, 24, 36]


def test_same_seed_same_bytes_and_json_on_standard_output(detente, written):
    ended = detente("durability", str(CASE), *PACKAGE, "--format", "json")
    assert ended.code == 0
    assert ended.out == (written / "durability.json").read_text()


@pytest.mark.parametrize("name", ["margins.csv", "durability.json", "durability.txt"])
def test_file_is_written_by_its_ending(detente, written, tmp_path, name):
    target = tmp_path / f"deep/one{Path(name).suffix}"
    ended = detente("durability", str(CASE), *PACKAGE, "--output", str(target))
    assert (ended.code, ended.err.splitlines()[-1]) == (0, f"Wrote {target}")
    assert target.read_text() == (written / name).read_text()


def test_unknown_package_names_the_nearest(detente):
    ended = detente("durability", str(CASE), "--package", "with-assurance")
    assert ended.code == 2
    assert "there is no package with-assurance.\nDid you mean with-assurances?" in ended.err


def test_unknown_ending_is_refused_and_nothing_written(detente, tmp_path):
    ended = detente("durability", str(CASE), *PACKAGE, "--output", str(tmp_path / "one.pdf"))
    assert ended.code == 2
    assert "a result is not written as .pdf" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_package_that_changes_nothing_is_unknown_and_says_why(detente):
    ended = detente("durability", str(CASE), "--package", "status_quo", "--worlds", "50")
    assert ended.code == 0
    assert "whether it would hold is unknown. Every option that the package names is the status quo" in ended.out
    assert "Who means it" not in ended.out
