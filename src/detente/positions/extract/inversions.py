"""Refusals in an unusual order: an election we shall never hold, nor will it lift the ban, it does not bargain."""

from __future__ import annotations

from dataclasses import replace

from detente.case import Stance
from detente.positions.extract.finish import finished
from detente.positions.extract.objects import noun_phrase_before
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import ACTORS, find_subject
from detente.positions.extract.verbs import Group
from detente.positions.extract.view import OPENERS, View

HABIT = 0.4
"""Weight of what a party does not do now: does not bargain under threat."""
REFUSED = 0.65
"""Weight of what a party would under no circumstances do."""


def fronted(reading: Reading, draft: Draft) -> Draft | None:
    """``An election under foreign orders we shall never hold``: the object stands before the subject."""
    view, at = reading.view, draft.at
    ends = view.low(at + 1) in (".", ",", ";", "!", "”", '"', "")
    first = noun_phrase_before(view, draft.first, reading.breaks)
    while first < draft.first and view.low(first) in OPENERS:
        first += 1
    if (
        not ends
        or draft.first - first < 2
        or not any(view.is_a(first, kind) for kind in ("determiner", "negation"))
        or view.is_a(draft.first - 1, "clause_start")
    ):
        return None
    return replace(draft, first=first, last=at + 1, element=(first, draft.first))


def inverted(reading: Reading, at: int) -> Draft | None:
    """``Under no circumstances would X pay``, ``nor will it lift``: a negation in front turns the order round."""
    view, mention = reading.view, reading.view.who(at - 1)
    if mention is None or mention.kind not in ACTORS:
        return None
    auxiliary = mention.first - 1 - (view.low(mention.first - 1) == "the")
    if not (view.is_a(auxiliary, "will") or view.is_a(auxiliary, "can")):
        return None
    opener = next(
        (place for place in range(auxiliary - 1, max(auxiliary - 9, -1), -1) if _opens_negatively(view, place)), None
    )
    parties = reading.parties_of(mention, at)
    if opener is None or not parties:
        return None
    return finished(reading, Draft(parties, Stance.REJECTS, REFUSED, opener, at, (at, at), at, negated=True), at)


def _opens_negatively(view: View, at: int) -> bool:
    """Whether a negation opens a clause: nor, neither, never, under no circumstances, in no way, at no point."""
    opens = at == 0 or view.low(at - 1) in (",", ";", "“", '"', "that", "and", "but", ":")
    if view.low(at) in ("nor", "neither", "never"):
        return opens or view.low(at) == "nor"
    return opens and view.is_a(at, "preposition") and view.low(at + 1) == "no"


def is_habit(view: View, group: Group, at: int) -> bool:
    """Whether ``do not`` or ``does not`` stands before the verb: what is not done now is refused."""
    present = any(view.low(place) in ("do", "does", "don't", "doesn't") for place in range(group.first, at))
    return group.negated and not group.modal and present


def habit(reading: Reading, at: int, group: Group) -> Draft | None:
    """``X does not bargain under threat``: what a party does not do now."""
    subject = find_subject(reading.view, group.first)
    parties = reading.actor(subject, at)
    if not parties or subject.kind != "actor":
        return None
    draft = Draft(parties, Stance.REJECTS, HABIT, subject.first, at, (at, at), at, negated=True)
    return finished(reading, draft, at)
