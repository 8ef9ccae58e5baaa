"""Each requirement has an answer, and each test that an answer names is there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STANDARD = ROOT.parent / "shared" / "reference" / "legal" / "asvs_5.0.0_en.csv"
CHAPTERS = {"V1", "V2", "V3", "V5", "V6", "V7", "V8", "V14", "V16"}


def answers() -> list[dict[str, str]]:
    """The rows of the answers."""
    with (ROOT / "docs/security/asvs.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_each_answer_is_one_of_three_and_met_names_a_test_that_is_there():
    for row in answers():
        assert row["answer"] in ("met", "does not apply", "not met"), row
        assert row["words"]
        assert bool(row["test"]) == (row["answer"] == "met"), row
        if row["test"]:
            path, name = row["test"].split("::")
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), row


@pytest.mark.skipif(not STANDARD.exists(), reason="needs the text of the standard")
def test_each_requirement_has_one_answer():
    with STANDARD.open(encoding="utf-8") as file:
        asked = [row["req_id"] for row in csv.DictReader(file) if row["chapter_id"] in CHAPTERS and row["L"] in "12"]
    assert [row["requirement"] for row in answers()] == asked
