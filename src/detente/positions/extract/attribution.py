"""Who speaks in a sentence, and how firm the report is."""

from __future__ import annotations

from dataclasses import dataclass

from detente.positions.extract.discourse import Discourse
from detente.positions.extract.mentions import Mention
from detente.positions.extract.subjects import ACTORS, find_subject
from detente.positions.extract.view import View, antecedent, phrase_at

COLON_WITHIN = 12
MAKING = frozenset({"make", "makes", "made", "making", "let", "lets", "letting"})
"""Verbs that say something with ``clear`` or ``known`` behind them."""
PRONOUNS = frozenset({"he", "she", "it", "they"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it: parties (none when it is somebody else), the words that name it, and where the attribution stands.

    `anonymous`: sources that are not named. `verb`: token of the verb or preposition that attributes.
    """

    parties: tuple[str, ...]
    text: str
    anonymous: bool
    verb: int
    first: int
    before: bool


def find_speakers(view: View, discourse: Discourse) -> tuple[Speaker, ...]:
    """Find every attribution of a sentence, in order."""
    found = _before_colon(view, discourse)
    speaking = view.lexicon.speaking
    if view.present.isdisjoint(speaking):
        return tuple(found)
    for at in [place for place, low in enumerate(view.folded) if low in speaking]:
        speaker, low = None, view.folded[at]
        if low in view.lexicon.speech["view"] and view.low(_before_owner(view, at)) in ("by", "in"):
            speaker = _by_view(view, at, discourse)
        elif low == "to" and view.low(at - 1) == "according":
            speaker = _by_name(view, at + 1, at - 1, discourse, before=at < 3)
        elif is_speech(view, at):
            speaker = _by_verb(view, at, discourse)
        if speaker is not None:
            found.append(speaker)
            known = speaker.parties or speaker.text.lower() not in PRONOUNS
            discourse.speaker = speaker.parties if known else discourse.speaker
    return tuple(found)


def _before_colon(view: View, discourse: Discourse) -> list[Speaker]:
    """Whoever stands before a colon at the head of a sentence, without a verb: ``The envoy on air: no talks``."""
    colon = next((at for at in range(1, min(COLON_WITHIN, len(view))) if view.low(at) == ":"), None)
    mention = view.who(0) or view.who(1)
    if colon is None or mention is None or mention.kind not in ACTORS or mention.last > colon:
        return []
    if any(view.is_a(at, "auxiliary") or _is_verb(view, at) for at in range(mention.last, colon)):
        return []
    parties = discourse.resolve(mention)
    discourse.speaker = parties
    return [Speaker(parties, view.text(mention.first, mention.last), False, colon, 0, True)]


def _is_verb(view: View, at: int) -> bool:
    low = view.low(at)
    return low in view.lexicon.speech["say"] or any(cue.kind == "verb" for cue in view.lexicon.cues.get(low, ()))


def is_speech(view: View, at: int) -> bool:
    """Whether a verb of speech stands at a place: no noun, no name, and finite."""
    low = view.low(at)
    if low in ("clear", "plain", "known"):
        return any(view.low(place) in MAKING for place in range(max(at - 4, 0), at))
    if low not in view.lexicon.speech["say"] or view.who(at) is not None:
        return False
    if view.is_a(at - 1, "determiner") or view.low(at - 1) == "'s":
        return False
    return not _is_infinitive(view, at)


def _is_infinitive(view: View, at: int) -> bool:
    """Whether a verb stands in the infinitive: an ending shows that it does not, and so does a plural before it."""
    low, place = view.low(at), at - 1
    while view.is_adverb(place):
        place -= 1
    before = view.low(place)
    if low.endswith(("s", "d", "ing")) or low in ("wrote",):
        return False
    return not (before.endswith("s") or before in ("they", "we", "i", "who", "have"))


def _by_verb(view: View, at: int, discourse: Discourse) -> Speaker | None:
    begin = next((place for place in range(max(at - 4, 0), at) if view.low(place) in MAKING), at)
    subject = find_subject(view, begin if view.low(at) in ("clear", "plain", "known") else at)
    mention = subject.mention
    if subject.kind == "actor" and mention is not None:
        if view.is_a(subject.first, "relative"):
            return None
        return _of_mention(view, mention, at, discourse)
    if _is_source(view, at - 1) or _is_source(view, at - 2) or _opens_with_source(view, at):
        return Speaker((), "sources", True, at, at, True)
    inverted = view.low(at - 1) in (",", "”", '"') and at + 1 < len(view)
    if inverted:
        found = _by_name(view, at + 1, at, discourse, before=False)
        if found is not None:
            return found
    if subject.kind == "shared" and at > 2:
        named = antecedent(view, Mention(at, at, ()))
        return _of_mention(view, named, at, discourse) if named is not None else None
    return _unknown_name(view, at)


def _unknown_name(view: View, at: int) -> Speaker | None:
    """A speaker who is no party: a name with a capital right before the verb."""
    word = view.sentence.words[at - 1] if at else ""
    if word[:1].isupper() and at > 1:
        return Speaker((), word, word in _agencies(view), at, at - 1, True)
    return None


def _is_source(view: View, at: int) -> bool:
    return view.low(at) in view.lexicon.speech["source_anonymous"] or view.low(at) in _agencies(view)


def _opens_with_source(view: View, verb: int) -> bool:
    """Whether a sentence opens with unnamed people whom a relative clause describes: Diplomats who asked ... say."""
    named = next((at for at in range(min(3, verb)) if _is_source(view, at) and view.who(at) is None), None)
    return named is not None and view.low(named + 1) in ("who", "whom", "close", "familiar", "briefed", "with")


def _agencies(view: View) -> frozenset[str]:
    """Names of news agencies, folded."""
    return view.lexicon.speech["agency"]


def _of_mention(view: View, mention: Mention, at: int, discourse: Discourse) -> Speaker:
    near = antecedent(view, mention) if mention.kind == "thing" else None
    own = discourse.speaker if mention.kind in ("person", "role") else ()
    parties = near.parties if near is not None else discourse.resolve(mention, own)
    before = not _is_trailing(view, mention, at)
    return Speaker(
        parties, view.text(mention.first, mention.last), _anonymous(view, mention), at, mention.first, before
    )


def _anonymous(view: View, mention: Mention) -> bool:
    """Sources and diplomats of a party are its own, and yet unnamed."""
    last = view.low(mention.last - 1)
    inside = {view.low(place) for place in range(mention.first, mention.last)}
    return bool(inside & {"source", "sources", "insiders"}) or last in ("diplomat", "diplomats")


def _is_trailing(view: View, mention: Mention, at: int) -> bool:
    """``..., he said.``: what is said stands before; ``he said that ...``: behind."""
    after = at + 1
    while after < len(view) and view.low(after) not in (",", ".", ";", ":") and after - at < 8:
        if view.low(after) in ("that", "“", '"') or view.who(after) not in (None, mention):
            return view.low(mention.first - 1) == "," and view.low(mention.first - 2) in (",", "”")
        after += 1
    return view.low(mention.first - 1) in (",", "”", ";") and after - at < 8


def _by_name(view: View, at: int, verb: int, discourse: Discourse, *, before: bool) -> Speaker | None:
    """Speaker named behind the attribution: ``according to X``, ``said X``."""
    for place in range(at, min(at + 8, len(view))):
        if view.low(place) in (".", ";") or (view.low(place) == "," and place > at + 4):
            break
        mention = view.who(place)
        if mention is not None and (mention.kind not in ("possessive", "modifier") or place > at):
            parties = discourse.resolve(mention)
            return Speaker(parties, view.text(at, mention.last), _anonymous(view, mention), verb, verb, before)
        if _is_source(view, place) and not _is_owned(view, at, place):
            return Speaker((), view.text(at, place + 1), True, verb, verb, before)
    owner = next((view.who(place) for place in range(at, min(at + 6, len(view))) if view.who(place)), None)
    parties = discourse.resolve(owner) if owner else ()
    return Speaker(parties, view.text(at, min(at + 3, len(view))), False, verb, verb, before)


def _is_owned(view: View, at: int, place: int) -> bool:
    return any(view.who(between) is not None for between in range(at, place + 1))


def _before_owner(view: View, at: int) -> int:
    """Place before whoever has the account or the view: by Salm's account, by the minister's account of the talks."""
    owner = view.who(at - 1)
    place = (owner.first if owner is not None else at - 1) - 1
    return place - 1 if view.low(place) == "the" else place


def _by_view(view: View, at: int, discourse: Discourse) -> Speaker | None:
    """``by his account``, ``in Ankara's view``."""
    owner = view.who(at - 1)
    parties = discourse.resolve(owner) if owner else (discourse.speaker or discourse.subject or ())
    return Speaker(parties, view.text(at - 1, at + 1), False, at, at - 2, True)


def speaker_of(speakers: tuple[Speaker, ...], at: int, breaks: tuple[str, ...]) -> Speaker | None:
    """Pick the speaker of what stands at a place: the nearest before it, else the nearest behind it.

    A full break between an attribution behind and the place parts them, unless the attribution ends the sentence.
    """
    earlier = [s for s in speakers if s.before and s.verb < at]
    if earlier:
        return earlier[-1]
    behind = next((s for s in speakers if not s.before and s.first >= at), None)
    first = next((s for s in speakers if not (s.before and "hard" in breaks[at : s.first + 1])), None)
    return behind or first


def is_second_hand(view: View, first: int, last: int) -> bool:
    """Whether words such as reportedly stand in a stretch of a sentence."""
    return any(phrase_at(view, at, view.lexicon.hedges) for at in range(max(first, 0), min(last, len(view))))
