"""Verbs whose object stands before their subject: the line that X had asked for, what X wants is."""

from __future__ import annotations

from detente.positions.extract.inflection import is_participle
from detente.positions.extract.lexicon import Cue
from detente.positions.extract.objects import noun_phrase_before, object_end
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import Subject
from detente.positions.extract.verbs import Group
from detente.positions.extract.view import CLOSERS, View


def read_relative(
    reading: Reading, at: int, cue: Cue, subject: Subject, parties: tuple[str, ...], group: Group
) -> Draft | None:
    """``the line that Beirut had asked for``: the element stands before the subject; ``what X wants is``: behind."""
    view, after = reading.view, at + len(cue.words)
    stance = cue.negated if group.negated else cue.stance
    if stance is None or subject.kind == "shared":
        return None
    before = subject.first - 1
    while view.low(before) in ("the", "both", "neither"):
        before -= 1
    if view.low(before) == "and":
        before = next((at for at in range(before, max(before - 9, 0), -1) if view.low(at) in ("that", "which")), before)
    if view.low(before) == "what":
        after = _past_insertion(view, after)
    if view.low(before) == "what" and view.is_a(after, "be"):
        last = object_end(view, after + 1, reading.breaks, None)
        if view.is_a(after + 1, "negation"):
            return None
        return Draft(parties, stance, cue.weight, before, last, (after + 1, last), at) if last > after + 1 else None
    while view.low(before) in ("that", "which", "as", ",", "neither", "both"):
        before -= 1
    first = noun_phrase_before(view, before + 1, reading.breaks)
    if before < first or not view.low(before)[:1].isalnum():
        return None
    return Draft(parties, stance, cue.weight * 0.9, first, after, (first, before + 1), at, presupposed=True)


def _past_insertion(view: View, at: int) -> int:
    """Go past adverbs and an insertion: what it seeks now, she explained, is."""
    while view.is_adverb(at):
        at += 1
    if view.low(at) != ",":
        return at
    return next((near + 1 for near in range(at + 1, min(at + 9, len(view))) if view.low(near) == ","), at)


def object_is_missing(view: View, after: int) -> bool:
    """Whether nothing that a verb could be about stands behind it."""
    if view.low(after) == "," and _resumes(view, after):
        return False
    if view.low(after) in CLOSERS and view.low(after + 1)[:1].isalnum():
        return False
    low = view.low(after)
    return low in ("", ".", ",", ";", ")", "”", '"', "and", "is", "are", "was", "were", "but", "would", "will")


def _resumes(view: View, comma: int) -> bool:
    """Whether the object follows behind a short insertion: accepted, in principle, the deployment."""
    closing = next((at for at in range(comma + 2, min(comma + 7, len(view))) if view.low(at) == ","), None)
    if closing is None or view.low(comma + 1) in ("and", "but", "or", "who", "which"):
        return False
    spoken = any(view.low(at) in view.lexicon.speech["say"] for at in range(comma, closing))
    return not spoken and (view.low(closing + 1) in ("to", "that") or view.is_a(closing + 1, "determiner"))


def past_adverbs(view: View, subject: Subject, after: int) -> int:
    """Go past adverbs behind a verb in a clause that opens with ``what``."""
    while view.low(subject.first - 1) == "what" and view.is_adverb(after):
        after += 1
    return after


def infinitive_ends(view: View, subject: Subject, after: int) -> bool:
    """``a step that X declined to take``: only an infinitive stands behind the verb."""
    before = subject.first - 1 - (view.low(subject.first - 1) in ("neither", "both", "the"))
    if view.low(before) not in ("that", "which"):
        return False
    bare = view.low(after) == "to" or view.low(after - 1) == "to"
    place = after + (2 if view.low(after) == "to" else 1)
    return (bare or is_participle(view.low(after))) and object_is_missing(view, place)
