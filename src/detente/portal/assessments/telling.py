"""A delegation's own preferences, in the form in which cases take them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from detente.case import Case
from detente.casefile import read_case
from detente.portal.assessments.models import Assessment
from detente.portal.parties.founding import slug_of
from detente.portal.preferences.models import PreferenceSheet
from detente.portal.text.models import Option


@dataclass(frozen=True, slots=True)
class Rounding:
    """To which steps points and the walk-away are rounded; 1 leaves them as they are."""

    points: int = 1
    walk_away: int = 1


AS_TOLD = Rounding()


@contextmanager
def told_file(found: Assessment) -> Iterator[Path | None]:
    """A file with what the delegation that asked has told; None when it told nothing, or the mediator asked."""
    sheet = PreferenceSheet.objects.filter(delegation=found.delegation).first() if found.delegation else None
    if sheet is None:
        yield None
        return
    told = told_of(sheet, read_case(Path(found.process.case_folder)))
    with tempfile.TemporaryDirectory(prefix="detente-told-") as folder:
        file = Path(folder) / "told.yaml"
        file.touch(mode=0o600)
        file.write_text(json.dumps([told]), encoding="utf-8")
        yield file


def told_of(sheet: PreferenceSheet, case: Case, rounding: Rounding = AS_TOLD) -> dict[str, object]:
    """What a delegation told, by the ids of the case; an option that the case does not have is left out."""
    party = next(party.id for party in case.parties if slug_of(party.id) == sheet.delegation.slug)
    told: dict[str, object] = {"party": party}
    points = {one.id: sheet.points.get(slug_of(one.id), 0) for one in case.elements}
    weights = {element: _rounded(value, rounding.points) for element, value in points.items()}
    # Many small weights may all be rounded away: then they stay as they were told.
    told["weights"] = weights if any(weights.values()) else points
    known = {option.id for element in case.elements for option in element.options}
    lines = Option.objects.filter(element__process=sheet.delegation.process, slug__in=sheet.red_lines)
    told["red_lines"] = sorted(known & set(lines.values_list("name", flat=True)))
    if sheet.walk_away is not None:
        told["walk_away"] = min(_rounded(sheet.walk_away, rounding.walk_away), 100) / 100
    return told


def _rounded(value: int, step: int) -> int:
    return (2 * value + step) // (2 * step) * step
