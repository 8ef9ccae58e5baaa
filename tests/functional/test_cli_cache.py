"""A run that finds what an earlier one solved: same bytes, less work, and no trace where none may be left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from functional.own_world import write_own_world
from unit.casefile.small_case import put


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
