"""Stances in verbs and adjectives: refuses to, is ready to, the troops sought by, the line that X had asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from detente.case import Stance
from detente.positions.extract.conditions import condition_behind
from detente.positions.extract.experiencers import read_experiencer
from detente.positions.extract.finish import finished
from detente.positions.extract.inflection import is_participle
from detente.positions.extract.lexicon import Cue
from detente.positions.extract.matching import cue_length
from detente.positions.extract.mentions import Mention
from detente.positions.extract.objects import noun_phrase_before, object_end
from detente.positions.extract.passives import read_passive
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft
from detente.positions.extract.relatives import infinitive_ends, object_is_missing, past_adverbs, read_relative
from detente.positions.extract.subjects import ACTORS, Subject, find_subject
from detente.positions.extract.topics import read_duty, read_link, read_topic, read_topic_verb
from detente.positions.extract.turns import combined, dropped
from detente.positions.extract.verbs import Group, is_noun, verb_group
from detente.positions.extract.view import View

NONE = frozenset({"no", "neither", "none", "nothing"})
BUT_MORE = frozenset({"less", "more", "longer", "fewer", "better", "short", "but"})
"""Words behind which ``nothing`` denies nothing: nothing less than, nothing but."""
TAKEN_UP = 0.75
"""What is left of the weight of a verb whose object stands in an earlier sentence."""
TALKED = 0.5
"""What is left of the weight of ``discussed``: that they talked is an event, and hardly a stance."""


def read_cue(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """Read a cue at a place by the frame of its kind."""
    frames: dict[str, Callable[[Reading, int, Cue], Draft | None]] = {
        "verb": _verb,
        "around": _verb,
        "drop": _verb,
        "state": _state,
        "topic": read_topic,
        "topicverb": read_topic_verb,
        "link": read_link,
        "modal": read_duty,
        "experiencer": read_experiencer,
    }
    frame = frames.get(cue.kind)
    return frame(reading, at, cue) if frame else None


def _verb(reading: Reading, at: int, cue: Cue) -> Draft | None:
    view = reading.view
    if is_noun(view, at):
        return None
    group, after = verb_group(view, at), at + cue_length(view, at, cue)
    if is_participle(view.low(at)) and "by" in view.folded[after : after + 4]:
        by = _named_by(reading, at, after)
        if by is not None or view.low(after) == "by":
            return _by_somebody(reading, at, cue, by, group) if by is not None else None
    return read_passive(reading, at, cue, group) if group.passive else _active(reading, at, cue, group)


def _active(reading: Reading, at: int, cue: Cue, group: Group) -> Draft | None:
    """A verb with its subject before it and its object behind, or before both."""
    view, after = reading.view, at + cue_length(reading.view, at, cue)
    subject = _subject(reading, group, at)
    parties = reading.actor(subject, at)
    group = _with_neither(view, group, subject)
    if not parties and cue.stance is Stance.PROPOSES and not object_is_missing(view, after):
        reading.discourse.element = view.text(after, object_end(view, after, reading.breaks, None))
    if not parties or (cue.base and group.first == at and not _can_be_plural(reading, subject)):
        return None
    missing = object_is_missing(view, past_adverbs(view, subject, after)) or infinitive_ends(view, subject, after)
    if missing and cue.stance is Stance.UNKNOWN and subject.kind == "actor":
        return Draft(parties, cue.stance, cue.weight * subject.strength, 0, after, (0, after), at)
    if missing and _takes_up(reading, at, cue, subject):
        stance = cue.negated if group.negated else cue.stance
        return Draft(parties, stance, cue.weight * TAKEN_UP, subject.first, after, (at, after), at) if stance else None
    if missing and cue.kind != "around" and cue.words[-1] != "that":
        return read_relative(reading, at, cue, subject, parties, group)
    return _clause(reading, at, cue, subject, parties, group)


def _takes_up(reading: Reading, at: int, cue: Cue, subject: Subject) -> bool:
    """Whether a verb answers what was said before, without an object of its own: X agreed. Y refused."""
    plain = len(cue.words) == 1 and not reading.view.is_a(subject.first - 1, "relative")
    ends = reading.view.low(at + 1) in (".", ",", ";", "but", "")
    answers = cue.stance in (Stance.ACCEPTS, Stance.REJECTS) and reading.view.is_a(at, "answering")
    return plain and ends and answers and subject.kind == "actor" and bool(reading.discourse.element)


def _with_neither(view: View, group: Group, subject: Subject) -> Group:
    """``Neither A nor B is ready``: the negation stands before the subject."""
    before = "neither" in (view.low(subject.first - 1), view.low(subject.first))
    return replace(group, negated=not group.negated) if before else group


def _can_be_plural(reading: Reading, subject: Subject) -> bool:
    """Whether a verb without ending can follow a subject: several, a people, we; or whoever the verb before has."""
    view, mention = reading.view, subject.mention
    if mention is None:
        before = view.low(reading.subjects[-1][0]) if reading.subjects else "s"
        return subject.kind != "shared" or not before.endswith("s")
    if len(mention.parties) > 1 or mention.kind in ("own", "pair"):
        return True
    last = view.low(mention.last - 1)
    return (
        last in ("they", "police")
        or last.endswith(("s", "ese", "ish", "nch"))
        or view.low(subject.first) in ("who", "that")
    )


def _subject(reading: Reading, group: Group, at: int) -> Subject:
    """Subject of a verb group; a participle without one takes that of the verb before."""
    view = reading.view
    subject = find_subject(view, group.first)
    low = view.low(at)
    if view.low(at - 1) == "to" and view.low(at - 2) == "only":
        return Subject(None, at, 0.85, "shared")
    if subject.kind in ("bare", "none") and low.endswith("ing") and view.low(at - 1) == ",":
        return Subject(None, at, 0.8, "shared")
    return subject


def _named_by(reading: Reading, at: int, after: int) -> Mention | None:
    """Actor behind ``by``: the troops sought by Turkey."""
    view = reading.view
    place = after
    while place < min(after + 4, len(view)) and view.low(place) != "by":
        if view.low(place) in (",", ".", ";", "and", "that"):
            return None
        place += 1
    if view.low(place) != "by":
        return None
    mention = next((view.who(near) for near in range(place + 1, min(place + 4, len(view))) if view.who(near)), None)
    return mention if mention and mention.kind in ACTORS else None


def _by_somebody(reading: Reading, at: int, cue: Cue, by: Mention, group: Group) -> Draft | None:
    view = reading.view
    stance = cue.negated if group.negated else cue.stance
    parties = reading.parties_of(by, at)
    if stance is None or not parties:
        return None
    first = noun_phrase_before(view, group.first, reading.breaks)
    if first >= group.first:
        return None
    weight = cue.weight * (0.9 if stance is not Stance.ACCEPTS else 0.5)
    bare = group.first - first <= 2
    return Draft(parties, stance, weight, first, by.last, (first, group.first), at, presupposed=True, bare=bare)


def _clause(
    reading: Reading, at: int, cue: Cue, subject: Subject, parties: tuple[str, ...], group: Group
) -> Draft | None:
    view, after = reading.view, at + cue_length(reading.view, at, cue)
    if cue.words[-1] == "no" and view.low(after) in BUT_MORE:
        cue, after = replace(cue, words=cue.words[:-1], stance=Stance.DEMANDS), after - 1
    asserts = cue.words[-1] == "that" and _asserts(view, after)
    if asserts or _guesses_at_others(reading, at, cue, parties):
        return None
    if cue.kind == "around":
        return _around(reading, at, cue, subject, parties, group)
    stance = _stance(view, after, cue, subject, negated=group.negated != _is_none(view, after, cue))
    if stance is None:
        return None
    if stance is Stance.DEMANDS and view.low(after) in ("none", "nothing") and view.low(after + 1) == "of":
        stance = Stance.REJECTS
    if stance is Stance.ACCEPTS and view.low(after) == "nothing" and view.low(after + 1) in ("less", "short", "but"):
        stance, after = Stance.DEMANDS, after + (2 if view.low(after + 1) == "but" else 3)
    first = subject.first if subject.mention else group.first
    told = stance is Stance.OPEN and cue.words[0].endswith("ed") and cue.kind == "verb" and not group.negated
    weight = cue.weight * subject.strength * (TALKED if told else 1.0)
    stance = _shaded(reading, at, after, stance, group)
    draft = Draft(parties, stance, weight, first, after, (after, after), at)
    refuses = group.negated or view.low(at).startswith("refus") or cue.kind == "state"
    keeps = cue.kind == "drop" and stance is Stance.REJECTS
    draft = replace(draft, maybe=group.modal == "maybe", negated=refuses)
    return finished(reading, draft, at if keeps else after)


def _shaded(reading: Reading, at: int, after: int, stance: Stance, group: Group) -> Stance:
    """``broadly welcomed`` is consent in part; who would order the own side to do a thing on a condition consents."""
    view = reading.view
    if stance is Stance.ACCEPTS and any(view.is_a(place, "mostly") for place in (at - 1, at - 2, after)):
        return Stance.ACCEPTS_IN_PART
    if stance is Stance.DEMANDS and group.modal == "will" and not group.negated:
        condition = condition_behind(view, after, reading.breaks, negative=False)
        return Stance.ACCEPTS if condition is not None and condition.kind == "strong" else stance
    return stance


def _is_none(view: View, after: int, cue: Cue) -> bool:
    """Whether the object denies the verb: accepts no conditions, ruled out neither."""
    if cue.stance not in (Stance.ACCEPTS, Stance.OPEN, Stance.REJECTS) or cue.kind == "drop":
        return False
    return view.low(after) in NONE and view.low(after + 1) not in BUT_MORE


def _stance(view: View, after: int, cue: Cue, subject: Subject, *, negated: bool) -> Stance | None:
    """Stance of a cue with its negation and the verb that it governs; a plan demands nothing and considers nothing."""
    stance = dropped(view, after, negated) if cue.kind == "drop" else (cue.negated if negated else cue.stance)
    stance = combined(view, after, stance, cue) if stance is not None else None
    if subject.kind == "terms" and stance is Stance.OPEN:
        return None
    return Stance.PROPOSES if subject.kind == "terms" and stance is Stance.DEMANDS else stance


def _guesses_at_others(reading: Reading, at: int, cue: Cue, parties: tuple[str, ...]) -> bool:
    """``suggested that Y might``: a guess at what another party does, and no proposal."""
    view = reading.view
    place = at + 1 + (view.low(at + 1) == "that")
    other = view.who(place) or view.who(place + 1)
    if cue.stance is not Stance.PROPOSES or other is None or not other.parties or set(other.parties) & set(parties):
        return False
    return any(view.is_a(near, "maybe") for near in range(other.last, other.last + 2))


def _asserts(view: View, after: int) -> bool:
    """Whether ``maintains that it has`` only tells what is or was, and asks for nothing."""
    own = view.low(after) in ("it", "they", "he", "she", "we")
    return own and view.low(after + 1) in ("has", "have", "had", "is", "are", "was", "were", "did", "does")


def _around(
    reading: Reading, at: int, cue: Cue, subject: Subject, parties: tuple[str, ...], group: Group
) -> Draft | None:
    """``placed the treaty on hold``: the element stands inside the cue."""
    view, stance = reading.view, cue.negated if group.negated else cue.stance
    if stance is None:
        return None
    star, length = cue.words.index("*"), cue_length(view, at, cue)
    last = at + length - (len(cue.words) - star - 1)
    first = subject.first if subject.mention else group.first
    if stance in (Stance.ACCEPTS, Stance.OPEN) and "too" in view.folded[at : at + length]:
        stance = Stance.REJECTS
    if stance in (Stance.ACCEPTS, Stance.OPEN) and any(view.is_a(place, "partial") for place in range(at + star, last)):
        stance = Stance.ACCEPTS_IN_PART
    return Draft(parties, stance, cue.weight * subject.strength, first, at + length, (at + star, last), at)


def _state(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """``is ready to``, ``remains against``, or the same behind a comma."""
    view = reading.view
    group = verb_group(view, at)
    contracted = view.who(group.first - 1) is not None and view.is_a(group.first - 1, "be")
    copula = contracted or any(view.is_a(place, "be") for place in range(group.first, at))
    single = len(cue.words) == 1
    if not copula and (single or view.low(group.first - 1) not in (",", "though", "said", "themselves", "itself")):
        return None
    subject = find_subject(view, group.first)
    parties = reading.actor(subject, at)
    if not parties:
        return None
    group = _with_neither(view, group, subject)
    if infinitive_ends(view, subject, at + len(cue.words)):
        return read_relative(reading, at, cue, subject, parties, group)
    strength = subject.strength if copula else subject.strength * 0.8
    return _clause(reading, at, cue, replace(subject, strength=strength), parties, group)
