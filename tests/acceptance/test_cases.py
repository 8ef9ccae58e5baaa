"""Each folder in cases/ against its expected verdict, and the promises made for every case."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from acceptance.verdicts import assess, case_folders, expected_path, verdict_of

CASES = case_folders()
REPORT_LIMIT_BYTES = 3_000_000


@pytest.fixture(scope="module", params=CASES, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(scope="module")
def first_run(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp(folder.name)
    assess(folder, output)
    return output


def document_of(run: Path) -> dict[str, Any]:
    return json.loads((run / "analysis.json").read_text(encoding="utf-8"))


def leaves(value: Any, where: str = "") -> list[tuple[str, Any]]:
    """Every leaf of a JSON document with its place."""
    if isinstance(value, dict):
        return [leaf for key, child in value.items() for leaf in leaves(child, f"{where}/{key}")]
    if isinstance(value, list):
        return [leaf for n, child in enumerate(value) for leaf in leaves(child, f"{where}/{n}")]
    return [(where, value)]


def test_the_project_brings_its_two_cases():
    assert {"business-links-2025", "kaesong-2003"} <= {folder.name for folder in CASES}


def test_the_verdict_is_the_expected_one(folder, first_run):
    assert verdict_of(document_of(first_run)) == json.loads(expected_path(folder).read_text(encoding="utf-8"))


def test_a_second_run_on_two_cores_gives_the_same_bytes(folder, first_run, tmp_path):
    assess(folder, tmp_path, jobs=2)
    for name in ("analysis.json", "report.html"):
        assert (tmp_path / name).read_bytes() == (first_run / name).read_bytes(), name


def test_surely_as_it_is_and_possibly_come_in_this_order(first_run):
    for package in verdict_of(document_of(first_run))["packages"].values():
        for shares in [package["joint"], *package["parties"].values()]:
            assert shares == sorted(shares)


def test_few_changes_never_lower_the_share_that_signs(first_run):
    for package in verdict_of(document_of(first_run))["packages"].values():
        assert package["few_changes"] == sorted(package["few_changes"])
        assert all(share >= package["joint"][1] for share in package["few_changes"])


def test_no_number_is_nan(first_run):
    found = [place for place, value in leaves(document_of(first_run)) if str(value).lower() in {"nan", "inf", "-inf"}]
    assert found == []
    report = (first_run / "report.html").read_text(encoding="utf-8")
    visible = re.sub(r"<(script|style)\b.*?</\1>", "", report, flags=re.DOTALL)
    assert re.findall(r"\b(?:nan|NaN|inf|undefined)\b", visible) == []


def test_the_report_is_small_and_asks_no_host(first_run):
    report = (first_run / "report.html").read_text(encoding="utf-8")
    assert len(report.encode()) <= REPORT_LIMIT_BYTES
    assert (
        re.findall(r"<(?:script|img|iframe|source|link)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//[^\"' >]+", report) == []
    )
    assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", report) == []


def test_the_case_tells_its_reader_what_it_is(folder):
    assert (folder / "README.md").stat().st_size > 0
