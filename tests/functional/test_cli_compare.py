"""`detente compare OLD NEW`, and `detente assess CASE --compare OLD --exports`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.cli.main import main

CASE = Path(__file__).resolve().parents[2] / "cases/kaesong-2003"


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    folder = tmp_path_factory.mktemp("earlier")
    assert main(["assess", str(CASE), "--output", str(folder), "--worlds", "40", "--jobs", "1"]) == 0
    return folder


def test_a_later_run_says_what_changed_and_leaves_figures_and_tables(detente, earlier, tmp_path):
    out = tmp_path / "later"
    ended = detente("assess", CASE, "--output", out, "--worlds", 80, "--jobs", 1, "--compare", earlier, "--exports")
    assert ended.code == 0
    assert "40 worlds, seed 0 -> 80 worlds, seed 0" in ended.out
    assert "What changed" in (out / "report.html").read_text()
    assert len(list((out / "exports").glob("*.svg"))) >= 5
    told = json.loads((out / "comparison.json").read_text())
    assert told == json.loads(detente("compare", earlier, out, "--format", "json").out)
    assert [d["about"] for d in told["inputs"]] == ["draws"]


def test_the_same_run_differs_in_nothing_and_a_file_can_be_written(detente, earlier, tmp_path):
    ended = detente("compare", earlier / "analysis.json", earlier)
    assert ended.code == 0
    assert "No answer changed; 0 inputs differ." in ended.out
    assert detente("compare", earlier, earlier, "--output", tmp_path / "c.json").code == 0
    assert json.loads((tmp_path / "c.json").read_text())["answers"] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read (No such file or directory).\nName the analysis.json of an earlier run, or its folder."),
        ("{", "this is not JSON.\nName the analysis.json of an earlier run."),
        ("[]", "this is not an analysis.\nName an analysis.json that detente assess wrote."),
        ("{}", "this is not an analysis.\nName an analysis.json that detente assess wrote."),
    ],
)
def test_what_is_no_analysis_is_named_with_the_remedy_before_any_work(detente, tmp_path, content, says):
    place = tmp_path / "analysis.json"
    if content is not None:
        place.write_text(content)
    for ended in (
        detente("compare", place, place),
        detente("assess", CASE, "-o", tmp_path / "out", "--compare", place),
    ):
        assert ended.code == 2
        assert ended.err.startswith(f"{place}: {says}")
    assert not (tmp_path / "out").exists()


def test_another_case_is_refused_before_any_work(detente, earlier, tmp_path):
    document = json.loads((earlier / "analysis.json").read_text())
    place = tmp_path / "analysis.json"
    place.write_text(json.dumps({**document, "case": {**document["case"], "slug": "elsewhere", "title": "Another"}}))
    ended = detente("assess", CASE, "-o", tmp_path / "out", "--compare", place)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("The two analyses are of different cases, elsewhere and ")
    place.write_text(json.dumps({**document, "case": {}}))
    ended = detente("assess", CASE, "-o", tmp_path / "out", "--compare", place)
    assert (ended.code, ended.out) == (2, "")
    assert f"{place}: part of the analysis is missing" in ended.err


def test_another_form_or_a_part_that_is_missing_is_refused(detente, earlier, tmp_path):
    document = json.loads((earlier / "analysis.json").read_text())
    place = tmp_path / "analysis.json"
    place.write_text(json.dumps({**document, "schema_version": 0}))
    assert "form 0, and this version reads form" in detente("compare", place, earlier).err
    place.write_text(json.dumps({**document, "verdict": {}}))
    assert "part of the analysis is missing" in detente("compare", place, earlier).err
