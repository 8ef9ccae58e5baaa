"""Verbs whose subject is the element and whose object the actor: the timetable worries them, six weeks suit it."""

from __future__ import annotations

from detente.case import Stance
from detente.positions.extract.lexicon import Cue
from detente.positions.extract.objects import noun_phrase_before, object_end
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import ACTORS
from detente.positions.extract.verbs import is_noun, verb_group
from detente.positions.extract.view import View

LONGEST_INSERTION = 12


def read_experiencer(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """Read a verb that says what something does to a party: what is told of is the element, the party the actor."""
    view, after = reading.view, at + len(cue.words)
    place = after + (view.low(after) in ("the", "both"))
    mention = view.who(place)
    if mention is None or mention.kind not in ACTORS or is_noun(view, at):
        return None
    parties = reading.parties_of(mention, at)
    group = verb_group(view, at)
    stance = cue.negated if group.negated else cue.stance
    if not parties or stance is None:
        return None
    if view.low(group.first - 1) == "what":
        return _cleft(reading, at, cue, parties, mention.last)
    first = noun_phrase_before(view, group.first, reading.breaks)
    subject = view.who(first)
    if first >= group.first or (subject is not None and subject.kind in ACTORS and subject.last >= group.first):
        return None
    only = view.low(first) in ("only", "nothing") and group.modal in ("will", "can")
    stance = Stance.DEMANDS if only and stance is Stance.ACCEPTS else stance
    return Draft(parties, stance, cue.weight, first, mention.last, (first, group.first), at)


def _cleft(reading: Reading, at: int, cue: Cue, parties: tuple[str, ...], behind: int) -> Draft | None:
    """``What worries the UN most, its envoy said, is the fate of``: the element stands behind the copula."""
    view = reading.view
    verb = next(
        (near for near in range(behind, min(behind + LONGEST_INSERTION, len(view))) if _is_copula(view, near)), None
    )
    if verb is None:
        return None
    last = object_end(view, verb + 1, reading.breaks, None)
    if last <= verb + 1 or view.is_a(verb + 1, "negation"):
        return None
    return Draft(parties, cue.stance, cue.weight, at - 1, last, (verb + 1, last), at)


def _is_copula(view: View, at: int) -> bool:
    return view.low(at) in ("is", "are", "was", "were")
