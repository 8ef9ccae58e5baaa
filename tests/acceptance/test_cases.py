"""Each folder in cases/ against its expected verdict, and the promises made for every case."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from acceptance.verdicts import SEED, WORLDS, case_folders, expected_path, verdict_of
from detente.analysis import Analysis, analyse
from detente.casefile import read_case

CASES = case_folders()
FILES = ("analysis.json", "report.html")


def folder_name(folder: Path) -> str:
    return folder.name


@cache
def analysis_of(folder: Path) -> Analysis:
    return analyse(read_case(folder), WORLDS, SEED)


def numbers_in(value: Any, where: str = "") -> list[tuple[str, Any]]:
    """Every leaf of a JSON document with its place."""
    if isinstance(value, dict):
        return [leaf for key, child in value.items() for leaf in numbers_in(child, f"{where}/{key}")]
    if isinstance(value, list):
        return [leaf for n, child in enumerate(value) for leaf in numbers_in(child, f"{where}/{n}")]
    return [(where, value)]


def test_there_are_cases():
    assert {"business-links-2025", "kaesong-2003"} <= {folder.name for folder in CASES}


@pytest.mark.parametrize("folder", CASES, ids=folder_name)
def test_the_verdict_is_the_expected_one(folder):
    expected = json.loads(expected_path(folder).read_text(encoding="utf-8"))
    # Through JSON once, so that both sides hold the same kinds of values.
    assert json.loads(json.dumps(verdict_of(analysis_of(folder)))) == expected


@pytest.mark.parametrize("folder", CASES, ids=folder_name)
def test_surely_never_exceeds_possibly(folder):
    for package in verdict_of(analysis_of(folder))["packages"].values():
        assert package["joint_surely"] <= package["joint_possibly"]
        for party, share in package["accepts_surely"].items():
            assert share <= package["accepts_possibly"][party]


@pytest.mark.parametrize("folder", CASES, ids=folder_name)
def test_two_runs_give_the_same_bytes_and_no_number_is_nan(folder, tmp_path, detente):
    for run in ("first", "second"):
        ended = detente(
            "assess",
            folder,
            "--output",
            tmp_path / run,
            "--worlds",
            WORLDS,
            "--seed",
            SEED,
            "--jobs",
            1 + (run == "second"),
        )
        assert ended.code == 0, ended.err
    for name in FILES:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes(), name
    report = (tmp_path / "first/report.html").read_text(encoding="utf-8")
    assert not re.search(r"\b(nan|inf|undefined)\b", re.sub(r"<(script|style)\b.*?</\1>", "", report, flags=re.DOTALL))
    document = json.loads((tmp_path / "first/analysis.json").read_text(encoding="utf-8"))
    assert [
        place for place, value in numbers_in(document) if str(value).lower() in {"nan", "inf", "-inf", "infinity"}
    ] == []


@pytest.mark.parametrize("folder", CASES, ids=folder_name)
def test_the_case_tells_its_reader_what_it_is(folder):
    assert (folder / "README.md").stat().st_size > 0
