"""Clauses for reviewers: what the words of a clause lean to where no frame fits, and whose clause it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from detente.case import Stance
from detente.positions.extract.conditions import condition_before, condition_behind
from detente.positions.extract.lexicon import Leaning
from detente.positions.extract.objects import trimmed
from detente.positions.extract.reading import Reading, own_speaker
from detente.positions.extract.records import Draft
from detente.positions.extract.subjects import ACTORS, find_subject
from detente.positions.extract.verbs import verb_group
from detente.positions.extract.view import View

SURE = 0.42
"""Weight from which a draft settles its clause, so that no guess is made beside it."""
GUESSED = 0.3
NEXT_STANCE, NEXT_PARTY = 0.6, 0.7
MOST_STANCES, MOST_PARTIES = 3, 2
LEAST_WORDS, LEAST_CLAUSE = 2, 5
UNREAD, DENIED = (Stance.ACCEPTS, Stance.REJECTS, Stance.DEMANDS), (Stance.REJECTS, Stance.UNKNOWN, Stance.CONDITIONAL)
"""What is offered beside, or without, any word that leans to a stance."""
LONGEST_OPENING, FEW = 20, 8
LONGEST_ANSWER = 16
NEGATIVE_SUBJECTS = frozenset({"neither", "nobody", "none", "nothing", "no"})
SEPARATORS = frozenset(
    {",", "and", "but", "or", "nor", "yet", "while", "who", "which", "though", "although", "whereas"}
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A word that leans to stances, where it stands."""

    at: int
    length: int
    stances: tuple[Stance, ...]
    verb: bool
    negated: bool


def leaning_drafts(reading: Reading, drafts: list[Draft]) -> Iterator[Draft]:
    """Guess stances in each stretch of a sentence that no sure draft settles."""
    view = reading.view
    if is_told_history(view):
        return
    signs = list(signs_of(view))
    settled = {draft.at for draft in drafts if draft.weight >= SURE}
    inside = {at for draft in drafts if draft.weight >= SURE for at in range(*draft.element)}
    for first, last in _stretches(reading, signs):
        own = [sign for sign in signs if first <= sign.at < last]
        if not settled.isdisjoint(range(first, last)) or (first in inside and not (own and own[0].verb)):
            continue
        if not own and _is_answer(view):
            own = [_answer(view, first)]
        if not own and not (_is_bargain(view, first) or _is_party_clause(view, first, last)):
            continue
        begin, end = trimmed(view, _opening(reading, first, last), _closing(reading, first, last))
        if end - begin >= LEAST_WORDS and not is_of_outsiders(view, begin, own[0].at if own else end):
            yield from _guesses(reading, begin, end, own, drafts)


def _is_party_clause(view: View, first: int, last: int) -> bool:
    """Whether a party acts in a clause whose words lean to nothing that the table knows, or somebody is quoted."""
    acts = any(first <= mention.first < last and mention.kind in ACTORS for mention in view.mentions)
    return last - first >= LEAST_CLAUSE and (acts or all(view.quoted[first + 1 : last - 1]))


def _is_answer(view: View) -> bool:
    """Whether a sentence is somebody's turn in an interview: ``MARET: Certainly not.``"""
    mention = view.who(0)
    return mention is not None and view.low(mention.last) == ":" and len(view) < LONGEST_ANSWER


def _answer(view: View, first: int) -> Sign:
    """An answer in words that lean to nothing: a refusal behind a negation, and otherwise none at all."""
    negated = any(view.is_a(at, "negation") or view.low(at) == "no" for at in range(len(view)))
    stances = (Stance.REJECTS, Stance.UNKNOWN) if negated else (Stance.UNKNOWN, Stance.ACCEPTS)
    return Sign(first, 1, stances, False, negated)


def _is_bargain(view: View, first: int) -> bool:
    """``If they stop the flares, we stop the fines``: a condition before a clause of the speaker's own."""
    head = first + any(view.low(first) == mark for mark in ("“", '"', ",", "and", "but"))
    if view.low(head) not in ("if", "unless", "once", "until"):
        return False
    return any(view.low(at) == "," and view.who(at + 1) is not None for at in range(head, len(view)))


def _closing(reading: Reading, first: int, last: int) -> int:
    """Where what is told ends: few words at the head of a sentence take in the clause that they lead to."""
    view = reading.view
    if first > 0 or last > FEW or view.low(last) != ",":
        return last
    return next((at for at in range(last + 1, len(view)) if reading.breaks[at]), len(view))


def _opening(reading: Reading, first: int, last: int) -> int:
    """Where what is told begins: few words, or words behind a colon, take in what stands before them."""
    view = reading.view
    if view.low(first) != ":" and last - first > FEW:
        return first
    edge = next((at for at in range(first - 1, -1, -1) if view.low(at) == ";"), -1) + 1
    return edge if first - edge <= LONGEST_OPENING else first


def is_told_history(view: View) -> bool:
    """Whether a sentence names a year that is over and promises nothing: founded in 1974."""
    dated = any(len(low) == 4 and low.isdigit() and low[:2] in ("17", "18", "19", "20") for low in view.folded)
    after = any(view.is_a(at, kind) for at in range(len(view)) for kind in ("will", "must", "can"))
    return dated and not after and any(view.low(at) in ("in", "since", "until", "of", "by") for at in range(len(view)))


def is_of_outsiders(view: View, first: int, verb: int) -> bool:
    """Whether analysts, newspapers or residents are who a clause tells of."""
    return any(view.low(at) in view.lexicon.roles["outsider"] and view.who(at) is None for at in range(first, verb))


def signs_of(view: View) -> Iterator[Sign]:
    """Words that lean to stances, the longest at each place, with the negation before them."""
    at = 0
    while at < len(view):
        found = _leanings_at(view, at) if view.who(at) is None else []
        length = max((len(leaning.words) for leaning in found), default=0)
        negated = _is_negated(view, at) if found else False
        for leaning in found:
            stances = leaning.negated if negated and leaning.negated else leaning.stances
            verb = leaning.kind != "word" and not _is_noun(view, at)
            stands = leaning.kind != "deed" or (verb and _is_promised(view, at))
            if len(leaning.words) == length and stances and stands:
                yield Sign(at, length, stances, verb, negated)
        at += max(length, 1)


def _leanings_at(view: View, at: int) -> list[Leaning]:
    low = view.sentence.low
    table = view.lexicon.leanings.get(low[at], ())
    return [leaning for leaning in table if low[at : at + len(leaning.words)] == leaning.words]


def _is_negated(view: View, at: int) -> bool:
    """Whether a negation stands shortly before or, as ``no``, right behind: would not lift, would take no part."""
    near = range(max(at - 5, 0), at)
    if any(
        view.low(place) in ("far", "instead", "rather") and view.low(place + 1) in ("from", "of", "than")
        for place in near
    ):
        return True
    if any(view.low(place) in NEGATIVE_SUBJECTS and _opens(view, place) for place in range(max(at - 9, 0), at)):
        return True
    before = any(view.is_a(place, "negation") or view.low(place) == "no" for place in near[-4:])
    return before or view.low(at + 1) in ("no", "neither", "none", "nothing")


def _opens(view: View, at: int) -> bool:
    return at == 0 or view.low(at - 1) in (",", ";", ":", "and", "but", "that", "“", '"')


def _is_noun(view: View, at: int) -> bool:
    before = view.low(at - 1)
    mention = view.who(at - 1)
    owned = mention is not None and mention.kind in ("possessive", "modifier")
    return owned or before == "'s" or view.is_a(at - 1, "determiner") or view.is_a(at - 1, "possessive_pronoun")


def _is_promised(view: View, at: int) -> bool:
    """Whether a deed is spoken of as one to come: will lift, should lift, to lift, must be lifted."""
    before = at - 1
    while view.is_adverb(before) or view.low(before) == "be":
        before -= 1
    modal = any(
        view.is_a(place, kind) for place in range(max(at - 5, 0), at) for kind in ("will", "can", "must", "maybe")
    )
    return modal or view.low(before) in ("to", "should", "going", "let")


def _stretches(reading: Reading, signs: list[Sign]) -> Iterator[tuple[int, int]]:
    """Stretches between breaks, cut also where a verb follows a comma or a conjunction."""
    view = reading.view
    edges = {0, len(view), *(at for at, kind in enumerate(reading.breaks) if kind)}
    for sign in signs:
        first = verb_group(view, sign.at).first
        if sign.verb and view.low(first - 1) in SEPARATORS:
            edges.add(first)
    edges |= {at for at in range(len(view)) if view.low(at) == "but"}
    return pairwise(sorted(edges))


def _guesses(reading: Reading, first: int, last: int, signs: list[Sign], drafts: list[Draft]) -> Iterator[Draft]:
    """The likeliest party with the two likeliest stances, and the next party with the likeliest one."""
    view = reading.view
    condition = condition_behind(view, first, reading.breaks, negative=any(sign.negated for sign in signs))
    condition = condition or condition_before(view, first)
    stances = _ranked(signs)
    negated = any(view.is_a(at, "negation") or view.low(at) == "no" for at in range(first, last))
    stances += [stance for stance in (DENIED if negated else UNREAD) if stance not in stances]
    if condition is not None:
        rest = [stance for stance in stances if stance is not Stance.CONDITIONAL]
        stances = (
            [*rest[:1], Stance.CONDITIONAL, *rest[1:]] if condition.kind == "negative" else [Stance.CONDITIONAL, *rest]
        )
    for rank, parties in enumerate(likely_parties(reading, first, last, signs, drafts)[:MOST_PARTIES]):
        for place, stance in enumerate(stances[: MOST_STANCES - rank]):
            held = condition if stance is Stance.CONDITIONAL else None
            weight = GUESSED * NEXT_STANCE**place * NEXT_PARTY**rank
            yield Draft(parties, stance, weight, first, last, (first, last), signs[0].at if signs else first, held)


def _ranked(signs: list[Sign]) -> list[Stance]:
    """Stances by how many words lean to them; a verb counts double, and its second stance half."""
    votes: dict[Stance, float] = {}
    for sign in signs:
        for rank, stance in enumerate(sign.stances):
            votes[stance] = votes.get(stance, 0.0) + (2.0 if sign.verb else 1.0) / (1 + rank)
    return sorted(votes, key=lambda stance: -votes[stance])


def likely_parties(
    reading: Reading, first: int, last: int, signs: list[Sign], drafts: list[Draft]
) -> list[tuple[str, ...]]:
    """Whose clause it may be, the likeliest first: the subject, who is named in it, who speaks, who acted last."""
    view = reading.view
    found: list[tuple[str, ...]] = []
    verb = next((sign for sign in signs if sign.verb), None)
    if verb is not None:
        subject = find_subject(view, verb_group(view, verb.at).first)
        found.append(reading.parties_of(subject.mention, verb.at) if subject.mention else ())
    if any(view.low(at) in ("they", "both", "each", "two") for at in range(first, last)):
        found.append(reading.discourse.last_two())
    found += [reading.parties_of(mention, mention.last) for mention in view.mentions if first <= mention.first < last]
    found.append(own_speaker(reading, first)[0])
    found += [draft.parties for draft in reversed(drafts) if draft.at < first][:1]
    found.append(reading.discourse.subject or ())
    return [parties for parties in dict.fromkeys(found) if parties]
