"""How the names that were retrieved are scored: token by token with rapidfuzz, or by nomenklatura."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from detente.case import CaseError, ScreenedName
from detente.legal.screening.letters import script_of
from detente.legal.screening.normalise import skeleton_of
from detente.legal.screening.score import NameScore, score_names

RESCORERS = ("rapidfuzz", "nomenklatura")

SOUND_WORTH = 0.94
"""What likeness of consonants alone counts for across scripts."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A retrieved name: as the list writes it, read for comparison, its consonants, and the kind of its bearer."""

    name: str
    core: str
    sound: str
    kind: str


class Rescorer(Protocol):
    """Scores the candidates of one query, in their order."""

    name: str

    def scores(self, queried: ScreenedName, core: str, candidates: Sequence[Candidate]) -> list[NameScore]:
        """Score each candidate in [0, 1]; `core` is the query read for comparison."""


class ByTokens:
    """Tokens paired one by one, and their consonants across scripts; the better counts."""

    name = "rapidfuzz"

    def scores(self, queried: ScreenedName, core: str, candidates: Sequence[Candidate]) -> list[NameScore]:
        """Score each candidate in [0, 1]."""
        across, by_sound = script_of(queried.name) != "LATIN", skeleton_of(core)
        return [_by_tokens(core, by_sound, one, across) for one in candidates]


def _by_tokens(core: str, by_sound: str, one: Candidate, across: bool) -> NameScore:
    score = score_names(core, one.core)
    if not across and script_of(one.name) in ("LATIN", ""):
        return score
    sound = score_names(by_sound, one.sound)
    if sound.score * SOUND_WORTH <= score.score:
        return score
    return NameScore(sound.score * SOUND_WORTH, sound.pairs, sound.left_over)


def new_rescorer(name: str = "rapidfuzz") -> Rescorer:
    """Open the scorer named.

    Raises
    ------
    CaseError
        When there is no such scorer, or nomenklatura is asked for and not installed.

    Examples
    --------
    >>> new_rescorer().name
    'rapidfuzz'
    """
    if name not in RESCORERS:
        raise CaseError(f'There is no rescoring "{name}".\nUse {" or ".join(RESCORERS)}.')
    if name == "rapidfuzz":
        return ByTokens()
    if find_spec("nomenklatura") is None:
        raise CaseError("The package nomenklatura is not installed.\nInstall detente[rescoring], or use rapidfuzz.")
    found: Rescorer = import_module("detente.legal.screening.nomenklatura_scores").ByNomenklatura()
    return found
