"""What the engines suggest to the mediator from all private preferences, in the worker.

A suggestion names options and nothing else: no share, no gain, no order. What goes in is rounded first, so that small
changes of one sheet do not show.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from django.db import close_old_connections

from detente.case import Case, DetenteError
from detente.casefile import read_case
from detente.deals import find_deals
from detente.economy import value_options, with_costs
from detente.portal.assessments.telling import Rounding, told_of
from detente.portal.parties.models import Delegation
from detente.portal.preferences.models import PreferenceSheet, Suggestion
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.worlds import draw_worlds

WORLDS, SEED = 200, 0
PACKAGES = 2
MOST_WORLDS = 0.5
"""A package is suggested when all who sign accept it in at least this share of worlds."""

ROUNDING = Rounding(points=5, walk_away=10)
NOT_ALL = "Not every side that signs has told its preferences. Which one is not said."
UNUSABLE = "The case of the process cannot be used for this."
FAILED = "The suggestion failed; the operator finds why in the log."
NONE_FOUND = "No package was found that all who sign would accept."


def make_suggestion(key: str) -> None:
    """Work out one suggestion; what goes wrong is kept with it in words that name nobody."""
    close_old_connections()
    found = Suggestion.objects.filter(key=key, state=Suggestion.State.WAITING).select_related("process").first()
    if found is None:
        return
    result: dict[str, object]
    try:
        result = {"state": Suggestion.State.DONE, "packages": _packages(found)}
    except _Nothing as nothing:
        result = {"state": Suggestion.State.FAILED, "error": str(nothing)}
    except DetenteError:
        # Words of the engines may repeat what was told.
        result = {"state": Suggestion.State.FAILED, "error": UNUSABLE}
    except Exception:
        _end(key, {"state": Suggestion.State.FAILED, "error": FAILED})
        raise
    _end(key, result)


def _end(key: str, result: dict[str, object]) -> None:
    Suggestion.objects.filter(key=key, state=Suggestion.State.WAITING).update(**result)


class _Nothing(Exception):
    """There is nothing to suggest, and this is all that is said of it."""


def _packages(found: Suggestion) -> list[dict[str, str]]:
    folder = Path(found.process.case_folder)
    if not found.process.case_folder or not folder.is_dir():
        raise _Nothing("The process rests on no case.")
    chosen = _acceptable(_with_all_told(found, folder))
    if not chosen:
        raise _Nothing(NONE_FOUND)
    return chosen


def _with_all_told(found: Suggestion, folder: Path) -> Case:
    case = read_case(folder)
    signing = list(Delegation.objects.filter(process=found.process, is_signatory=True))
    sheets = {one.delegation_id: one for one in PreferenceSheet.objects.filter(delegation__in=signing)}
    if len(signing) < 2 or len(sheets) < len(signing):
        raise _Nothing(NOT_ALL)
    told = [told_of(sheets[side.pk], case, ROUNDING) for side in signing]
    with tempfile.TemporaryDirectory(prefix="detente-told-") as place:
        file = Path(place) / "told.yaml"
        file.touch(mode=0o600)
        file.write_text(json.dumps(told), encoding="utf-8")
        return with_costs(read_case(folder, file))


def _acceptable(case: Case) -> list[dict[str, str]]:
    """Packages by titles that all who sign accept in most worlds, at most a few, sorted by their words."""
    worlds = draw_worlds(WORLDS, SEED)
    payoffs = value_options(case, worlds)
    preferences = draw_preferences(case, tally_positions(case), payoffs, worlds)
    status_quo = {element.id: element.status_quo for element in case.elements}
    options = {option.id: option.title for element in case.elements for option in element.options}
    titles = {element.id: element.title for element in case.elements}
    chosen: list[dict[str, str]] = []
    for one in find_deals(case, preferences, payoffs).candidates:
        package = {titles[element]: options[option] for element, option in one.choices.items()}
        if one.joint_as_is >= MOST_WORLDS and dict(one.choices) != status_quo and package not in chosen:
            chosen.append(package)
    return sorted(chosen[:PACKAGES], key=lambda package: json.dumps(package, sort_keys=True))
