"""Will and will not: promises and refusals in verbs that carry no stance of their own; and ``no truce``."""

from __future__ import annotations

from detente.case import Stance
from detente.positions.extract.conditions import condition_before, condition_behind
from detente.positions.extract.finish import finished
from detente.positions.extract.inversions import fronted, habit, inverted, is_habit
from detente.positions.extract.objects import object_end
from detente.positions.extract.passives import read_passive
from detente.positions.extract.reading import Reading, own_speaker
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import find_subject
from detente.positions.extract.verbs import Group, may_follow, verb_group
from detente.positions.extract.view import View

PLANNED = 0.5
"""Weight of what a plan would do, told by somebody of the party that made it."""


def read_promise(reading: Reading, at: int) -> Draft | None:
    """Read ``X will not host bases``, ``X would lift the ban if``: the verb at a place, behind will, would or can."""
    view = reading.view
    low = view.low(at)
    if view.is_a(at, "no_promise") or not may_follow(view, at) or not low.isalpha() or not _is_bare(view, at):
        return None
    group, turned = verb_group(view, at), inverted(reading, at)
    if turned is not None or group.passive or low.endswith("ing"):
        return turned or _without_modal(reading, at, group)
    if is_habit(view, group, at):
        return habit(reading, at, group)
    if group.modal not in ("will", "can") or _has_to(view, group.first, at):
        return None
    return _promised(reading, at, group)


def _promised(reading: Reading, at: int, group: Group) -> Draft | None:
    """What the subject of a verb behind will or can promises or refuses, or its plan proposes."""
    view, subject = reading.view, find_subject(reading.view, group.first)
    parties = reading.actor(subject, at)
    if not parties or subject.kind == "terms":
        return _of_plan(reading, at, group, parties, subject.first) if parties else None
    weight = _weight(reading, at, group.modal, negated=group.negated)
    first = subject.first if subject.mention else group.first
    if view.low(first - 1) == "what" and subject.mention is not None:
        return _cleft(reading, at, first, parties, negated=group.negated)
    negated = group.negated != (view.low(at + 1) in ("no", "neither", "none") and view.low(at + 2) != "longer")
    stance = Stance.REJECTS if negated else Stance.ACCEPTS
    draft = Draft(parties, stance, weight * subject.strength, first, at, (at, at), at, negated=negated)
    return fronted(reading, draft) or finished(reading, draft, at)


def _of_plan(reading: Reading, at: int, group: Group, parties: tuple[str, ...], first: int) -> Draft | None:
    """``X's draft would give the islands a court``: what a plan would do is proposed by whoever made it."""
    if group.negated or group.modal != "will":
        return None
    return finished(reading, Draft(parties, Stance.PROPOSES, PLANNED, first, at, (at, at), at, presupposed=True), at)


def _without_modal(reading: Reading, at: int, group: Group) -> Draft | None:
    """A deed in the passive, or what a speaker is not doing."""
    view = reading.view
    if not group.passive:
        return _progress(reading, at, group) if any(is_progress(view, near) for near in range(at - 4, at)) else None
    deeds = [cue for cue in view.lexicon.cues.get(view.low(at), ()) if cue.kind == "pass" and len(cue.words) == 1]
    return read_passive(reading, at, deeds[0], group) if deeds else None


def is_progress(view: View, at: int) -> bool:
    """Whether ``we are not`` or ``we're not`` stands at a place: what a speaker is not doing is refused."""
    own = view.is_a(at, "own_pronoun")
    contracted = own and view.is_a(at, "be") and view.low(at + 1) in ("not", "never")
    parted = view.low(at + 1) in ("are", "am", "aren't") and (
        view.low(at + 1) == "aren't" or view.low(at + 2) in ("not", "never")
    )
    return own and (contracted or parted)


def _progress(reading: Reading, at: int, group: Group) -> Draft | None:
    view = reading.view
    subject = find_subject(view, group.first)
    parties = reading.actor(subject, at)
    if not parties or not group.negated or view.low(at) in ("saying", "talking", "asking", "trying", "going"):
        return None
    draft = Draft(parties, Stance.REJECTS, 0.55, subject.first, at, (at, at), at, negated=True)
    return finished(reading, draft, at)


def _has_to(view: View, first: int, at: int) -> bool:
    """Whether ``would have to`` stands before the verb: a duty, and no promise."""
    return any(view.low(place) in ("have", "need") and view.low(place + 1) == "to" for place in range(first, at))


def _cleft(reading: Reading, at: int, first: int, parties: tuple[str, ...], *, negated: bool) -> Draft | None:
    """``What X is not going to sign, he said, is the part about``: the element stands behind the second verb."""
    view = reading.view
    verb = next((place for place in range(at + 1, len(view)) if view.is_a(place, "be")), None)
    if verb is None:
        return None
    last = object_end(view, verb + 1, reading.breaks, None)
    stance = Stance.REJECTS if negated else Stance.PROPOSES
    return Draft(parties, stance, 0.6, first - 1, last, (verb + 1, last), at) if last > verb + 1 else None


def _is_bare(view: View, at: int) -> bool:
    """Whether a word can be the verb itself; ``do`` is when it does that."""
    if view.low(at) == "do":
        return view.is_a(at + 1, "pointing")
    closed = ("auxiliary", "negation", "pointing", "determiner", "preposition", "clause_start")
    return not (view.is_adverb(at) or view.who(at) or any(view.is_a(at, kind) for kind in closed))


def _weight(reading: Reading, at: int, modal: str, *, negated: bool) -> float:
    """How far a promise in a verb goes: far with a condition or a verb of doing, less far without."""
    view = reading.view
    if condition_behind(view, at, reading.breaks, negative=negated) or condition_before(view, at):
        return 0.65 if negated or modal == "will" else 0.3
    deed = any(cue.kind == "pass" for cue in view.lexicon.cues.get(view.low(at), ()))
    if negated:
        unable = modal == "can" and not view.quoted[at]
        return 0.38 if unable else (0.65 if deed else 0.5)
    if view.is_a(at, "everyday_verb"):
        return 0.3
    return (0.55 if deed else 0.35) if modal == "will" else 0.25


def read_none(reading: Reading, at: int) -> Draft | None:
    """Read ``No truce was coming``: what the speaker says will not be, at the head of a clause."""
    view = reading.view
    there = view.is_a(at - 1, "be") and any(view.low(place) == "there" for place in range(max(at - 4, 0), at))
    opens = at == 0 or there or view.low(at - 1) in ("“", '"', ";", "that", ",") or bool(reading.breaks[at - 1])
    if not opens or view.low(at + 1) in ("one", "longer", "matter", "doubt", "wonder", "date", "details", "such"):
        return None
    parties, strength = own_speaker(reading, at)
    if not parties or strength < 0.7:
        return None
    draft = Draft(parties, Stance.REJECTS, 0.65 * strength, at, at, (at, at), at, own=True, negated=True)
    condition = condition_behind(view, at + 1, reading.breaks, negative=True)
    if object_end(view, at + 1, reading.breaks, condition) <= at + 1:
        return None
    return finished(reading, draft, at + 1)
