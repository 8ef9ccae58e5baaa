"""A run that finds what an earlier one solved: same bytes, less work, and no trace where none may be left."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from detente.analysis import second_looks
from detente.cli.assess import assessing, handed
from detente.durability.design import find
from detente.roadmap import cp_sat
from functional.own_world import write_own_world
from unit.casefile.small_case import put

KAESONG = Path(__file__).resolve().parents[2] / "cases/kaesong-2003"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "kept"))
    return write_own_world(Path("own"))


def run(detente: Any, folder: Path, *options: str) -> tuple[bytes, bytes, dict[str, Any]]:
    """Report and analysis as bytes, and what was said of the run."""
    output = folder.parent / "out"
    ended = detente("assess", folder, "--output", output, "--worlds", "80", "--jobs", "1", *options)
    assert ended.code == 0, ended.err
    record = json.loads((output / "run.json").read_text())
    return (output / "report.html").read_bytes(), (output / "analysis.json").read_bytes(), record


def test_results_are_the_same_bytes_with_and_without_a_cache(detente, folder):
    without = run(detente, folder, "--no-cache")
    assert "tasks_recalled" not in without[2]
    assert not Path("kept").exists()
    first, second = run(detente, folder), run(detente, folder)
    assert first[:2] == second[:2] == without[:2]
    assert first[2]["tasks_worked_out"] > 0
    assert second[2]["tasks_worked_out"] == 0
    assert second[2]["tasks_recalled"] == first[2]["tasks_recalled"] + first[2]["tasks_worked_out"]


def test_the_economy_is_not_solved_again_when_other_things_change(detente, folder):
    run(detente, folder)
    put(folder, "case.yaml", "title: Own world", "title: Another name")
    assert run(detente, folder)[2]["tasks_worked_out"] == 0


def test_more_worlds_take_the_anchors_of_fewer(detente, folder):
    run(detente, folder)
    assert run(detente, folder, "--worlds", "160")[2]["tasks_worked_out"] == 0


def test_a_changed_shock_is_solved_and_gives_what_a_fresh_run_gives(detente, folder):
    run(detente, folder)
    shocks = folder / "economy" / "shocks.csv"
    header, row, *rest = shocks.read_text().splitlines()
    mode = next(k for k, name in enumerate(header.split(",")) if name in ("factor", "mode", "value"))
    cells = row.split(",")
    cells[mode] = str(round(float(cells[mode]) * 1.01, 6))
    shocks.write_text("\n".join([header, ",".join(cells), *rest]) + "\n")
    warm, fresh = run(detente, folder), run(detente, folder, "--no-cache")
    assert warm[2]["tasks_worked_out"] > 0
    assert warm[:2] == fresh[:2]


def test_damaged_answers_are_worked_out_again(detente, folder):
    first = run(detente, folder)
    for place in (p for p in Path("kept").rglob("*") if p.is_file()):
        place.write_bytes(place.read_bytes()[:-1])
    again = run(detente, folder)
    assert again[2]["tasks_worked_out"] >= first[2]["tasks_worked_out"]
    assert again[:2] == first[:2]


def test_a_run_with_confidences_leaves_no_trace(detente, folder):
    told = folder / "preferences.yaml"
    told.write_text("- party: EAST\n  walk_away: 0.5\n", encoding="utf-8")
    record = run(detente, folder)[2]
    assert record["tasks_recalled"] == 0
    assert not Path("kept").exists()


def test_a_place_that_cannot_be_used_is_said_and_stops_nothing(detente, folder, monkeypatch):
    Path("taken").write_text("a file")
    monkeypatch.setenv("DETENTE_CACHE", "taken")
    ended = detente("assess", folder, "--output", "out", "--worlds", "20", "--jobs", "1")
    assert ended.code == 0
    assert (
        "taken/tasks: results cannot be kept there, or others may write to it. Nothing is kept for the next run.\n"
        "Name a folder of your own in DETENTE_CACHE, or off.\n"
    ) in ended.err


def no_work(*_: object) -> None:
    raise AssertionError("An unchanged case was worked out again.")


def test_an_unchanged_case_is_handed_over_without_any_work(detente, folder, monkeypatch):
    first = run(detente, folder, "--exports")
    exports = {p.name: p.read_bytes() for p in Path("out/exports").iterdir()}
    monkeypatch.setattr(assessing, "work_out", no_work)
    ended = detente("assess", folder, "--output", "again", "--worlds", "80", "--exports", "--format", "json")
    assert ended.code == 0, ended.err
    again = Path("again")
    assert ((again / "report.html").read_bytes(), (again / "analysis.json").read_bytes()) == first[:2]
    assert {p.name: p.read_bytes() for p in (again / "exports").iterdir()} == exports
    assert json.loads(ended.out)["report"] == "again/report.html"
    ended = detente("assess", folder, "--output", "again", "--worlds", "80", "--exports")
    assert "nothing changed since an earlier run" in ended.out


def test_a_changed_claim_gives_what_a_fresh_run_gives(detente, tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "kept"))
    folder = tmp_path / "kaesong"
    copytree(KAESONG, folder)
    before = run(detente, folder)
    put(folder, "claims.csv", ",accepts,,,no,no,0.9,", ",rejects,,,yes,no,0.9,")
    warm, fresh = run(detente, folder), run(detente, folder, "--no-cache")
    assert warm[2]["tasks_worked_out"] == 0
    assert warm[:2] == fresh[:2]
    assert warm[1] != before[1]


def test_a_change_of_words_alone_repeats_no_schedule_no_repair_and_no_look_without_the_claims(
    detente, tmp_path, monkeypatch
):
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "kept"))
    folder = tmp_path / "kaesong"
    copytree(KAESONG, folder)
    run(detente, folder)
    put(folder, "claims.csv", ",accepts,,,no,no,0.9,", ",accepts,,,no,yes,0.9,")
    for module, name in ((cp_sat.Solver, "_ask"), (find, "search_design"), (second_looks, "draw_preferences")):
        monkeypatch.setattr(module, name, no_work)
    warm = run(detente, folder)
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert warm[:2] == run(detente, folder, "--no-cache")[:2]


@pytest.mark.parametrize("options", [("--worlds", "81"), ("--seed", "1"), ("--exports",)])
def test_another_question_about_the_same_case_is_another_assessment(detente, folder, monkeypatch, options):
    run(detente, folder)
    monkeypatch.setattr(assessing, "work_out", no_work)
    with pytest.raises(AssertionError, match="worked out again"):
        run(detente, folder, *options)


def test_a_comparison_is_made_anew(detente, folder):
    run(detente, folder)
    Path("out/analysis.json").rename("before.json")
    assert "comparison.json" not in [p.name for p in Path("out").iterdir()]
    run(detente, folder, "--compare", "before.json")
    assert Path("out/comparison.json").exists()


def test_another_program_has_no_part_in_what_an_earlier_one_handed_over(detente, folder, monkeypatch):
    run(detente, folder)
    monkeypatch.setattr(handed, "whole_program_digest", lambda: "a later version")
    monkeypatch.setattr(assessing, "work_out", no_work)
    with pytest.raises(AssertionError, match="worked out again"):
        run(detente, folder)
