"""Stances in nouns: Iran's demand for, a proposal by the EU, voiced its opposition to, has no objection to."""

from __future__ import annotations

from dataclasses import replace

from detente.case import Stance
from detente.positions.extract.finish import finished
from detente.positions.extract.lexicon import Cue
from detente.positions.extract.mentions import Mention
from detente.positions.extract.objects import noun_phrase_before, object_end
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import ACTORS, Subject, find_subject
from detente.positions.extract.verbs import verb_group
from detente.positions.extract.view import View

CONTENT = ("for", "to", "that", "on", "of")
"""Words behind which a plan says what it holds: a request from the envoy for a meeting."""
OF_NONE = {
    Stance.PROPOSES: Stance.REJECTS,
    Stance.REJECTS: Stance.ACCEPTS,
    Stance.OPEN: Stance.REJECTS,
    Stance.ACCEPTS: Stance.REJECTS,
}


def read_noun(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """Read a noun that carries a stance, if somebody holds it."""
    view = reading.view
    gives_up = view.low(at - 2) == "up" and view.low(at - 3) in ("give", "gave", "given", "giving")
    if gives_up or view.is_a(at - 1, "given_up") or view.is_a(at - 2, "given_up"):
        return None
    light = _light_verb(view, at)
    if light is not None:
        return _with_light_verb(reading, at, cue, light)
    owner, first = _owner(view, at)
    if owner is not None:
        return _owned(reading, at, cue, owner, first)
    return _from_somebody(reading, at, cue)


def _light_verb(view: View, at: int) -> int | None:
    """Place of a verb such as voiced or has, with at most three words between it and the noun."""
    for place in range(at - 1, max(at - 5, -1), -1):
        if view.is_a(place, "light_verb"):
            return place
        if view.low(place) in (",", ";", "of", "to", "for", "by"):
            return None
    return None


def _with_light_verb(reading: Reading, at: int, cue: Cue, light: int) -> Draft | None:
    view = reading.view
    group = verb_group(view, light)
    subject = find_subject(view, group.first)
    if subject.mention is None and view.low(light).endswith("ing"):
        subject = Subject(None, light, 0.8, "shared")
    parties = reading.actor(subject, light)
    none = view.low(light + 1) == "no" or group.negated
    stance = OF_NONE.get(cue.stance) if none else cue.stance
    if not parties or stance is None or group.passive:
        return None
    first = subject.first if subject.mention else group.first
    draft = Draft(parties, stance, cue.weight * subject.strength, first, at, (at, at), at)
    return finished(reading, draft, at + len(cue.words)) if len(cue.words) > 1 else None


def _owner(view: View, at: int) -> tuple[Mention | None, int]:
    """Whose demand or plan it is: Iran's, Russian, its; up to three words between."""
    for place in range(at - 1, max(at - 6, -1), -1):
        mention = view.who(place)
        if mention is not None and mention.kind in ("possessive", "modifier", "theirs"):
            return mention, mention.first
        low = view.low(place)
        if mention is not None or low in (",", ";", ".", "and", "of", "to", "the", "a", "that", "with"):
            return None, at
        if view.is_a(place, "possessive_pronoun"):
            return Mention(place, place + 1, (), "theirs"), place
        if view.is_a(place, "auxiliary"):
            return None, at
    return None, at


def _owned(reading: Reading, at: int, cue: Cue, owner: Mention, first: int) -> Draft | None:
    parties = reading.parties_of(owner, at)
    if not parties:
        return None
    return _told(reading, at, cue, parties, first)


def _told(reading: Reading, at: int, cue: Cue, parties: tuple[str, ...], first: int) -> Draft | None:
    """A stance noun of somebody; without words on its content it is its own element."""
    view, after = reading.view, at + len(cue.words)
    draft = Draft(parties, cue.stance, cue.weight, first, after, (first, after), at, presupposed=True)
    verb = _equals(view, after) if cue.stance is Stance.DEMANDS else None
    if verb is not None:
        last = object_end(view, verb + 1, reading.breaks, None)
        return replace(draft, last=last, element=(verb + 1, last), presupposed=False) if last > verb + 1 else None
    if len(cue.words) > 1:
        last = _short_end(view, after, object_end(view, after, reading.breaks, None))
        return replace(draft, last=last, element=(after, last)) if last > after else None
    weight = cue.weight if cue.stance is Stance.PROPOSES else cue.weight * 0.6
    closing = _apposition_end(view, after)
    if closing is not None:
        return replace(draft, weight=weight, last=closing, element=(first, closing))
    return replace(draft, weight=weight * 0.85, bare=True)


def _apposition_end(view: View, after: int) -> int | None:
    """Comma that closes what a plan is: Haven's counter-offer, a ten-year lease, was."""
    if view.low(after) != "," or not view.is_a(after + 1, "determiner"):
        return None
    closing = next((at for at in range(after + 2, min(after + 12, len(view))) if view.low(at) == ","), None)
    verb = closing is not None and any(view.is_a(at, "auxiliary") for at in range(after, closing))
    return closing if closing is not None and not verb and view.is_a(closing + 1, "auxiliary") else None


def _equals(view: View, after: int) -> int | None:
    """Place of the verb in ``its condition for a meeting is a withdrawal``."""
    for place in range(after, min(after + 9, len(view))):
        if view.low(place) in (",", ";", ".", "that", "to"):
            return None
        if view.low(place) in ("is", "are", "was", "remains", "remain"):
            return place if not view.is_a(place + 1, "negation") and view.is_a(place + 1, "determiner") else None
    return None


def _short_end(view: View, first: int, last: int) -> int:
    """End of a noun's content: the next verb that can carry the clause the noun is subject of."""
    for at in range(first + 1, last):
        if view.is_a(at, "auxiliary") and not view.is_a(at - 1, "relative"):
            return at
    return last


def _from_somebody(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """``the compromise from the EU``, ``a plan by Moscow``."""
    view, after = reading.view, at + len(cue.words)
    plural = cue.stance is Stance.DEMANDS and view.low(at).endswith("s")
    if len(cue.words) > 1 or not (plural or view.is_a(noun_start(view, at, reading), "determiner")):
        return None
    mention = view.who(after + 1) or view.who(after + 2)
    links = ("from", "by", "of") if cue.stance is Stance.DEMANDS else ("from", "by")
    if view.low(after) not in links or mention is None or mention.kind not in ACTORS:
        return None
    parties = reading.parties_of(mention, at)
    if not parties:
        return None
    first = noun_start(view, at, reading)
    begin, last = mention.last + 1, mention.last
    if view.low(mention.last) in CONTENT:
        last = _short_end(view, begin, object_end(view, begin, reading.breaks, None))
    if last > begin:
        return Draft(parties, cue.stance, cue.weight, first, last, (begin, last), at, presupposed=True)
    return Draft(parties, cue.stance, cue.weight, first, mention.last, (first, after), at, presupposed=True, bare=True)


def noun_start(view: View, at: int, reading: Reading) -> int:
    """First token of the noun phrase whose noun stands at a place."""
    floor = noun_phrase_before(view, at, reading.breaks)
    for place in range(at, max(floor - 1, at - 6), -1):
        if view.is_a(place, "determiner"):
            return place
    return at
