"""Promises without an actor: monitors would be tolerated, nothing will be signed, that could be discussed."""

from __future__ import annotations

from detente.case import Stance
from detente.positions.extract.conditions import condition_before, condition_behind
from detente.positions.extract.finish import conditioned
from detente.positions.extract.lexicon import Cue
from detente.positions.extract.objects import noun_phrase_before
from detente.positions.extract.reading import Reading, own_speaker
from detente.positions.extract.records import Draft
from detente.positions.extract.verbs import Group

TOLD = frozenset({Stance.ACCEPTS, Stance.REJECTS, Stance.OPEN})
PROMISED = 0.8
"""What is left of the weight of a verb in the passive, whose actor is whoever speaks."""
LEAST_STRENGTH = 0.7


def read_passive(reading: Reading, at: int, cue: Cue, group: Group) -> Draft | None:
    """Read a passive behind will, would, can or could: what the speaker says will, or will not, be done."""
    view = reading.view
    first = noun_phrase_before(view, group.first, reading.breaks)
    none = view.low(first) in ("nothing", "no", "none", "not")
    stance = cue.negated if group.negated or none else cue.stance
    if cue.kind == "pass" and (group.negated or none):
        stance = Stance.REJECTS
    parties, strength = own_speaker(reading, at)
    if group.modal not in ("will", "can") or stance not in TOLD or not parties or strength < LEAST_STRENGTH:
        return None
    if first >= group.first:
        return None
    negative = stance is Stance.REJECTS
    condition = condition_behind(view, at + 1, reading.breaks, negative=negative) or condition_before(view, first)
    settled, kept = conditioned(stance, condition)
    last = max(at + 1, kept.last) if kept is not None and kept.first > at else at + 1
    element = (first, at + 1) if none else (first, group.first)
    weight = max(cue.weight, LEAST_WEIGHT) * strength * PROMISED
    return Draft(parties, settled, weight, first, last, element, at, kept, own=True, negated=negative)


LEAST_WEIGHT = 0.65
"""Weight of a deed that is promised or refused in the passive."""
