"""Stances whose subject is the element: off the table, depends on, must be; and links of one thing to another."""

from __future__ import annotations

from dataclasses import replace

from detente.case import Stance
from detente.positions.extract.conditions import Condition, condition_behind
from detente.positions.extract.finish import conditioned
from detente.positions.extract.lexicon import Cue
from detente.positions.extract.objects import noun_phrase_before, object_end
from detente.positions.extract.reading import Reading, own_speaker
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import ACTORS, find_subject
from detente.positions.extract.verbs import is_noun, verb_group


def read_topic(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """``any enriching is off the table``: the subject is the element, and the actor whoever says so."""
    view = reading.view
    group = verb_group(view, at)
    if not any(view.is_a(place, "be") for place in range(group.first, at)):
        return None
    first = noun_phrase_before(view, group.first, reading.breaks)
    if first >= group.first and view.low(group.first - 1) == "that":
        first = group.first - 1
    stance = cue.negated if group.negated else cue.stance
    if view.low(at - 1) == "too" and stance in (Stance.ACCEPTS, Stance.OPEN):
        stance = Stance.REJECTS
    if stance is None or first >= group.first:
        return None
    return _of_topic(reading, replace(cue, stance=stance), at, first, group.first)


def _of_topic(reading: Reading, cue: Cue, at: int, first: int, verb: int) -> Draft | None:
    view, after = reading.view, at + len(cue.words)
    holder, strength = _holder(reading, first, verb, after)
    if not holder:
        return None
    begin = first
    if view.low(first) == "for" and view.who(first + 1) is not None:
        begin = view.who(first + 1).last  # type: ignore[union-attr]
    draft = Draft(holder, cue.stance, cue.weight * strength, first, after, (begin, verb), at)
    if cue.stance is Stance.CONDITIONAL:
        last = object_end(view, after, reading.breaks, None)
        return replace(draft, condition=Condition(at, after, last, "strong"), last=last) if last > after else None
    condition = condition_behind(view, after, reading.breaks, negative=cue.stance is Stance.REJECTS)
    stance, kept = conditioned(cue.stance, condition)
    return replace(draft, stance=stance, condition=kept, last=kept.last if kept else after)


def _holder(reading: Reading, first: int, verb: int, after: int) -> tuple[tuple[str, ...], float]:
    """For whom something is acceptable or not: ``for X``, ``to X``, or whoever speaks."""
    view = reading.view
    for place in (first, after):
        mention = view.who(place + 1)
        if view.low(place) in ("for", "to") and mention is not None and mention.kind in ACTORS:
            return reading.parties_of(mention, place), 1.0
    for place in range(max(first - 3, 0), first):
        mention = view.who(place + 1)
        if view.low(place) == "for" and mention is not None:
            return reading.parties_of(mention, place), 1.0
    return own_speaker(reading, verb)


def read_topic_verb(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """``the launch depends on``: conditional on what follows."""
    view = reading.view
    if is_noun(view, at):
        return None
    group = verb_group(view, at)
    first = noun_phrase_before(view, group.first, reading.breaks)
    if first >= group.first or group.negated:
        return None
    return _of_topic(reading, cue, at, first, group.first)


def read_link(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """``tied any cooperation to a change of policy``."""
    view, group = reading.view, verb_group(reading.view, at)
    subject = find_subject(view, group.first)
    parties = reading.actor(subject, at)
    if not parties or group.negated or group.passive:
        return None
    last = object_end(view, at + 1, reading.breaks, None)
    rest = cue.words[1:]
    joint = next((place for place in range(at + 2, last) if view.sentence.low[place : place + len(rest)] == rest), None)
    if joint is None:
        return None
    condition = Condition(joint, joint + len(rest), last, "strong")
    first = subject.first if subject.mention else group.first
    return Draft(
        parties, Stance.CONDITIONAL, cue.weight * subject.strength, first, last, (at + 1, joint), at, condition
    )


def read_duty(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """``they must lift all sanctions``: a demand of whoever says so."""
    view = reading.view
    if view.low(at + len(cue.words)) in ("have", "of") or view.low(at - 1) in ("if", "should"):
        return None
    if view.low(at) == "shall" and view.is_a(at - 1, "own_pronoun"):
        return None
    parties, strength = own_speaker(reading, at)
    verb = verb_group(view, at).first if view.is_a(at - 1, "will") else at
    first = noun_phrase_before(view, verb, reading.breaks)
    if not parties or first >= verb:
        return None
    last = object_end(view, at, reading.breaks, None)
    return Draft(parties, cue.stance, cue.weight * strength, first, last, (first, last), at, own=True)
