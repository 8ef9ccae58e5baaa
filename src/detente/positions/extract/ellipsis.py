"""Clauses that say no more than that something is not: the lease is conceivable, sovereignty is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case import Stance
from detente.positions.extract.discourse import Discourse
from detente.positions.extract.objects import noun_phrase_before, trimmed
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import find_subject
from detente.positions.extract.view import View

OPPOSITE = {
    Stance.ACCEPTS: Stance.REJECTS,
    Stance.OPEN: Stance.REJECTS,
    Stance.CONDITIONAL: Stance.REJECTS,
    Stance.ACCEPTS_IN_PART: Stance.REJECTS,
    Stance.REJECTS: Stance.OPEN,
}
ENDS = frozenset({".", ",", ";", "!", "”", '"', "", "but", "and"})
WEIGHT, UNSURE = 0.6, 0.3


@dataclass(frozen=True, slots=True)
class Last:
    """What was said last: whose stance it is, and whether the element stood as the subject of its clause."""

    parties: tuple[str, ...]
    stance: Stance
    topical: bool


def read_ellipsis(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Read each clause that ends in ``is not``, ``was not`` or ``does``: the opposite of what was said before it."""
    view = reading.view
    if view.present.isdisjoint(view.lexicon.words["negation"]):
        return
    for at in range(1, len(view)):
        if not _ends_in_auxiliary(view, at):
            continue
        last = _last_before(reading, drafts, at)
        if last is not None:
            draft = _opposite(reading, at, last)
            if draft is not None:
                yield draft


def _ends_in_auxiliary(view: View, at: int) -> bool:
    """Whether a bare auxiliary with its ``not`` ends a clause at a place."""
    apart = view.low(at) == "not" and view.is_a(at - 1, "auxiliary")
    joined = view.is_a(at, "auxiliary") and view.is_a(at, "negation")
    return (apart or joined) and view.low(at + 1) in ENDS and view.low(at + 2) not in ("but", "only")


def _last_before(reading: Reading, drafts: list[Draft], at: int) -> Last | None:
    earlier = [draft for draft in drafts if draft.at < at and not draft.presupposed]
    return last_of(earlier) or reading.discourse.last


def last_of(drafts: list[Draft]) -> Last | None:
    """What the last of some drafts says."""
    if not drafts:
        return None
    draft = max(drafts, key=lambda one: one.at)
    return Last(draft.parties, draft.stance, draft.own or draft.element[1] <= draft.at)


def _opposite(reading: Reading, at: int, last: Last) -> Draft | None:
    """The opposite stance on the subject of the clause; when a party is the subject, of that party on the same."""
    view = reading.view
    verb = at - 1 if view.low(at) == "not" else at
    first = noun_phrase_before(view, verb, reading.breaks)
    stance = OPPOSITE.get(last.stance, Stance.REJECTS)
    subject = find_subject(view, verb)
    parties = reading.actor(subject, verb) if subject.mention is not None else ()
    if first >= verb:
        return None
    if parties and subject.kind == "actor":
        return Draft(parties, stance, WEIGHT * 0.8, first, at + 1, (verb, verb + 1), verb)
    if not last.topical and last.stance in OPPOSITE:
        return None
    named = next((mention.parties for mention in view.mentions if mention.parties and mention.last <= first), ())
    weight = WEIGHT if last.stance in OPPOSITE else UNSURE
    return Draft(named or last.parties, stance, weight, first, at + 1, (first, verb), at, own=True)


def note_question(text: str, view: View, discourse: Discourse) -> None:
    """A question says what the answer is about."""
    asks = view.low(0) in ("q", "question", "reporter", "interviewer") and view.low(1) in (":", ".")
    if asks or "?" in (view.low(len(view) - 1), view.low(len(view) - 2)):
        first = next((at + 1 for at in range(min(3, len(view))) if view.low(at) in (":", ".")), 0)
        first, last = trimmed(view, first, len(view))
        if last - first > 1:
            discourse.element = " ".join(text[view.sentence.starts[first] : view.sentence.ends[last - 1]].split())
