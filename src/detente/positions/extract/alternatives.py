"""Other readings of a sentence for reviewers: the stances that its words leave open, for whoever may hold them.

A frame may read the wrong stance, and a table may lean the wrong way. So a reviewer is given, for each party that a
sentence may speak of, the whole sentence with the likeliest stances, to choose one of them or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from detente.case import Stance
from detente.positions.extract.conditions import Condition, condition_before, condition_behind
from detente.positions.extract.leanings import SURE, Sign, is_of_outsiders, is_told_history, likely_parties, signs_of
from detente.positions.extract.objects import trimmed
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft

WEIGHT, NEXT_STANCE, NEXT_PARTY = 0.12, 0.8, 0.8
STANCES_BY_RANK, STANCES_UNSIGNED = (5, 4, 2), (2, 1)
"""Stances offered to the likeliest party, to the next and to the third; fewer where no word leans to any stance."""
LEAST_WORDS = 3
LEANT, TAKEN, NEAR, SUPPOSED = 0.2, 0.2, 0.1, 0.2
"""What a leaning word, a stance already read, a stance near to it and a condition add to how common a stance is."""
COMMON = {
    Stance.REJECTS: 0.24,
    Stance.ACCEPTS: 0.24,
    Stance.DEMANDS: 0.22,
    Stance.PROPOSES: 0.22,
    Stance.OPEN: 0.14,
    Stance.CONDITIONAL: 0.10,
    Stance.UNKNOWN: 0.09,
    Stance.CONCERNED: 0.06,
    Stance.ACCEPTS_IN_PART: 0.03,
}
"""How common each stance is among the labelled claims of the tests; one with two right stances counts for both."""
KIN = {
    Stance.ACCEPTS: (Stance.OPEN, Stance.PROPOSES, Stance.CONDITIONAL),
    Stance.OPEN: (Stance.ACCEPTS, Stance.CONDITIONAL, Stance.PROPOSES),
    Stance.PROPOSES: (Stance.DEMANDS, Stance.ACCEPTS, Stance.OPEN),
    Stance.DEMANDS: (Stance.PROPOSES, Stance.REJECTS, Stance.CONDITIONAL),
    Stance.REJECTS: (Stance.CONCERNED, Stance.UNKNOWN, Stance.DEMANDS),
    Stance.CONDITIONAL: (Stance.REJECTS, Stance.DEMANDS, Stance.ACCEPTS),
    Stance.CONCERNED: (Stance.REJECTS, Stance.DEMANDS, Stance.UNKNOWN),
    Stance.UNKNOWN: (Stance.REJECTS, Stance.OPEN, Stance.CONCERNED),
    Stance.ACCEPTS_IN_PART: (Stance.ACCEPTS, Stance.REJECTS, Stance.OPEN),
}
"""Stances that the same words may mean to another reader, the nearest first."""


def alternative_drafts(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Offer the whole sentence with the likeliest stances to each party that it may speak of."""
    view = reading.view
    first, last = trimmed(view, 0, len(view))
    if last - first < LEAST_WORDS or is_told_history(view):
        return
    signs = list(signs_of(view))
    if not drafts and is_of_outsiders(view, first, signs[0].at if signs else last):
        return
    condition = condition_behind(view, first, reading.breaks, negative=True) or condition_before(view, last)
    counts = STANCES_BY_RANK if signs or drafts else STANCES_UNSIGNED
    for rank, (party, count) in enumerate(zip(_parties(reading, signs, drafts), counts, strict=False)):
        own = [draft for draft in drafts if party in draft.parties]
        wide = {draft.stance for draft in own if 2 * (draft.element[1] - draft.element[0]) >= last - first}
        stances = [stance for stance in _ranked(signs, own, wide, condition) if stance not in wide]
        for place, stance in enumerate(stances[: max(0, count - len(wide))]):
            weight = WEIGHT * NEXT_STANCE**place * NEXT_PARTY**rank
            held = condition if stance is Stance.CONDITIONAL else None
            at = signs[0].at if signs else first
            yield Draft((party,), stance, weight, first, last, (first, last), at, held)


def _parties(reading: Reading, signs: list[Sign], drafts: list[Draft]) -> list[str]:
    """Parties that a sentence may speak of: who holds what a frame has read, then whoever is likely by the words."""
    sure = [draft.parties for draft in drafts if draft.weight >= SURE]
    likely = likely_parties(reading, 0, len(reading.view), signs, drafts)
    return list(dict.fromkeys(chain.from_iterable([*sure, *likely])))


def _ranked(signs: list[Sign], own: list[Draft], wide: set[Stance], condition: Condition | None) -> list[Stance]:
    """Stances by how common they are, what the words lean to, and what was read or is near to it."""
    score = dict(COMMON)
    for sign in signs:
        for rank, stance in enumerate(sign.stances):
            score[stance] += LEANT * (2 if sign.verb else 1) / (1 + rank) / len(signs) ** 0.5
    for draft in own:
        if draft.weight >= SURE or draft.stance in wide:
            score[draft.stance] += TAKEN
            for rank, stance in enumerate(KIN[draft.stance]):
                score[stance] += NEAR / (1 + rank)
    score[Stance.CONDITIONAL] += SUPPOSED if condition is not None else 0.0
    return sorted(score, key=lambda stance: -score[stance])
