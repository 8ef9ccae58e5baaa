"""`detente compare OLD NEW`, and `detente assess CASE --compare OLD`: what changed between two runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case import Case, CaseError
from detente.report import Comparison, compare_analyses, comparison_document, comparison_in_words, refuse_another_case
from detente.report.document import SCHEMA_VERSION

FILE = "analysis.json"
READ = ("case", "worlds", "verdict", "deals", "durability", "roadmap", "estimates")
"""Sections that a comparison reads."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The result as plain data and in words."""

    document: dict[str, Any]
    text: str


def compare_report(before: Path, after: Path) -> Compared:
    """Compare two analyses; each place is an analysis.json, or the folder that holds one."""
    found = _compared(read_analysis(before), read_analysis(after), before, after)
    return Compared(comparison_document(found), comparison_in_words(found))


def compared_with(before: dict[str, Any], after: dict[str, Any], place: Path) -> Comparison:
    """Compare an analysis that was read from `place` with one just made."""
    return _compared(before, after, place, None)


def _compared(before: dict[str, Any], after: dict[str, Any], *places: Path | None) -> Comparison:
    with _part_of(*places):
        return compare_analyses(before, after)


@contextmanager
def _part_of(*places: Path | None) -> Iterator[None]:
    """Whatever is not found within is a part that an analysis of these places lacks."""
    try:
        yield
    except (KeyError, TypeError, AttributeError) as error:
        where = " and ".join(str(place) for place in places if place is not None)
        raise CaseError(f"{where}: part of the analysis is missing ({error}).\nAssess the case again.") from error


def read_earlier(place: Path, case: Case) -> dict[str, Any]:
    """Read the analysis that a case is to be compared with; raises CaseError where it is of another one."""
    document = read_analysis(place)
    with _part_of(place):
        refuse_another_case(document, case.slug, case.title)
    return document


def read_analysis(place: Path) -> dict[str, Any]:
    """Read an analysis.json; raises CaseError with the remedy when it is none, or of another form."""
    file = place / FILE if place.is_dir() else place
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        said = error.strerror or str(error)
        raise CaseError(
            f"{file}: cannot be read ({said}).\nName the analysis.json of an earlier run, or its folder."
        ) from error
    except ValueError as error:
        raise CaseError(f"{file}: this is not JSON.\nName the analysis.json of an earlier run.") from error
    if not isinstance(document, dict) or any(section not in document for section in READ):
        raise CaseError(f"{file}: this is not an analysis.\nName an analysis.json that detente assess wrote.")
    if document.get("schema_version") != SCHEMA_VERSION:
        raise CaseError(
            f"{file}: form {document.get('schema_version')}, and this version reads form {SCHEMA_VERSION}.\n"
            "Assess the earlier case again with this version."
        )
    return document
