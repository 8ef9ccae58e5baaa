"""A delegation's own preferences, in the form in which cases take them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.casefile import read_case
from detente.portal.assessments.models import Assessment
from detente.portal.parties.founding import slug_of
from detente.portal.preferences.models import PreferenceSheet


@contextmanager
def told_file(found: Assessment) -> Iterator[Path | None]:
    """A file with what the delegation that asked has told; None when it told nothing, or the mediator asked.

    Points and walk-away are handed on. Red lines name elements here and options there, so they stay behind.
    """
    sheet = PreferenceSheet.objects.filter(delegation=found.delegation).first() if found.delegation else None
    if sheet is None or found.delegation is None:
        yield None
        return
    case = read_case(Path(found.process.case_folder))
    party = next(party.id for party in case.parties if slug_of(party.id) == found.delegation.slug)
    weights = {element.id: sheet.points.get(slug_of(element.id), 0) for element in case.elements}
    told: dict[str, object] = {"party": party, "weights": weights}
    if sheet.walk_away is not None:
        told["walk_away"] = sheet.walk_away / 100
    with tempfile.TemporaryDirectory(prefix="detente-told-") as folder:
        file = Path(folder) / "told.yaml"
        file.touch(mode=0o600)
        file.write_text(json.dumps([told]), encoding="utf-8")
        yield file
