"""Where one clause ends and the next begins."""

from __future__ import annotations

from detente.positions.extract.lexicon import SAME_IN_THE_PAST
from detente.positions.extract.view import CLOSERS, View

MAY_BREAK = frozenset(
    (
        '; — – : , and but or yet nor while whereas although though only however because so according " '
        + CLOSERS
        + " »"
    ).split()
    + list(CLOSERS)
)
HARD, SOFT, SIDE, NONE = "hard", "soft", "side", ""


def clause_breaks(view: View) -> tuple[str, ...]:
    """Say for each token whether a clause begins there.

    ``hard``: a new statement. ``soft``: who says it, or why. ``side``: what is done besides (urging).
    """
    return tuple(_break_at(view, at) if low in MAY_BREAK else NONE for at, low in enumerate(view.folded))


def _break_at(view: View, at: int) -> str:
    low = view.low(at)
    if low in (";", "—", "–", ":"):
        return HARD
    if low == ",":
        return _at_comma(view, at)
    if low in ("and", "or", "nor") and view.who(at) is not None:
        return NONE
    if low in ("and", "but", "or", "yet", "nor", "while", "whereas", "although", "though", "only", "however"):
        return HARD if _begins_clause(view, at + 1, low) else NONE
    if low in CLOSERS or low == '"':
        return SOFT if view.low(at - 1) in (",", ".", "?", "!") else NONE
    return _reason(view, at)


def _reason(view: View, at: int) -> str:
    low = view.low(at)
    if low == "because" or (low == "so" and view.low(at + 1) == "that"):
        return SOFT
    return SOFT if low == "according" and view.low(at + 1) == "to" else NONE


def _at_comma(view: View, at: int) -> str:
    after = at + 1
    if view.low(after) in ("and", "but", "or", "while", "whereas", "although", "though", "yet", "only"):
        return _break_at(view, after)
    if _is_participle_clause(view, after):
        return SIDE
    if _is_attribution(view, after):
        return SOFT
    if view.is_a(after, "reason") and view.low(after) not in ("as", "so", "since"):
        return SOFT
    if view.is_a(after, "relative"):
        return SOFT
    resumes = (_closes_relative(view, at) or _has_own_object(view, after)) and _is_finite(view, after)
    resumes = resumes or _opens_with_preposition(view, after)
    return HARD if resumes or _subject_and_verb(view, after) or _is_phrasal(view, after) else NONE


def _opens_with_preposition(view: View, at: int) -> bool:
    """Whether a relative clause opens with its preposition: , in exchange for which it wants."""
    return any(view.low(place) == "which" and view.is_a(place - 1, "preposition") for place in range(at + 1, at + 4))


def _has_own_object(view: View, at: int) -> bool:
    """Whether a verb with an object of its own goes on behind a comma: grants the visits, refuses the names."""
    if view.who(at) is not None or view.low(at).endswith("ing"):
        return False
    cues = [cue for cue in view.lexicon.cues.get(view.low(at), ()) if cue.kind in ("verb", "drop") and not cue.base]
    lengths = [len(cue.words) for cue in cues if view.folded[at : at + len(cue.words)] == cue.words]
    if not lengths:
        return False
    after = at + max(lengths)
    heads = ("determiner", "possessive_pronoun", "number")
    return view.low(after) in ("to", "that") or any(view.is_a(after, kind) for kind in heads)


def _closes_relative(view: View, at: int) -> bool:
    """Whether a comma closes an insertion that ``who`` or ``which`` opened behind another comma."""
    for place in range(at - 1, max(at - 20, 0), -1):
        if view.low(place) in (";", ":"):
            return False
        if view.low(place) == ",":
            return view.is_a(place + 1, "relative")
    return False


def _is_participle_clause(view: View, at: int) -> bool:
    """Whether a verb in -ing opens a clause of its own behind a comma."""
    low = view.low(at)
    return low.endswith("ing") and any(cue.kind in ("verb", "drop") for cue in view.lexicon.cues.get(low, ()))


def _is_attribution(view: View, at: int) -> bool:
    """Whether what follows says who speaks: ``he said``, ``said X``, ``according to``, ``by his account``."""
    low, say = view.low(at), view.lexicon.speech["say"]
    if low == "according" or low in say:
        return True
    if low in ("by", "in") and view.low(at + 2) in view.lexicon.speech["view"]:
        return True
    if any(view.low(place) in say for place in range(_past_subject(view, at), _past_subject(view, at) + 2)):
        return True
    return _closes_with_speech(view, at)


def _closes_with_speech(view: View, at: int) -> bool:
    """Whether a short stretch ends in a verb of speech before a mark: ``, public television said.``"""
    for place in range(at, min(at + 10, len(view))):
        low = view.low(place)
        if low in (",", ";", "“", '"', "that", "who", "which", "and"):
            return False
        if low in view.lexicon.speech["say"] and place > at and not view.is_a(place - 1, "determiner"):
            behind = view.low(place + 1)
            if low == "told":
                return True
            return behind in (".", ",", ";", "on", "in", "at", "to", "late", "after", "”") or view.is_a(
                place + 1, "weekday"
            )
    return False


def _past_subject(view: View, at: int) -> int:
    mention = view.who(at) or view.who(at + 1) if view.low(at) == "the" else view.who(at)
    if mention is not None:
        return mention.last
    place = at
    while view.sentence.words[place : place + 1] and view.sentence.words[place][0].isupper() and place - at < 6:
        place += 1
    return place if place > at else len(view)


def _begins_clause(view: View, at: int, conjunction: str) -> bool:
    """Whether a verb of its own follows a conjunction, with or without a subject."""
    if conjunction in ("while", "whereas", "although", "though"):
        return True
    if view.low(at) == "there" or (conjunction == "only" and view.low(at) == "to"):
        return True
    if conjunction == "but" and view.low(at) != "not" and _has_verb_ahead(view, at):
        return True
    while view.is_adverb(at) or view.low(at) in (",", "then", "that"):
        at += 1
    return _is_finite(view, at) or _subject_and_verb(view, at)


def _has_verb_ahead(view: View, at: int) -> bool:
    """Whether a verb that carries a clause follows soon: but the ultimatum is; but efforts have."""
    for place in range(at, min(at + 11, len(view))):
        if view.low(place) in (",", ";", ".", "that", "which", "who"):
            return False
        if view.is_a(place, "auxiliary") and view.low(place) not in ("be", "been", "being", "having"):
            return True
    return False


def _subject_and_verb(view: View, at: int) -> bool:
    place = at + 1 if view.low(at) in ("the", "for") else at
    mention = view.who(place) or view.who(at)
    if mention is None or mention.kind in ("possessive", "modifier"):
        return False
    place = mention.last
    while view.is_adverb(place):
        place += 1
    return _is_finite(view, place) or view.is_a(place, "auxiliary") or view.low(place) == ","


def _is_finite(view: View, at: int) -> bool:
    """Whether a word is a verb that can carry a clause; bare forms may be nouns and do not count."""
    low = view.low(at)
    if low in view.lexicon.words["auxiliary"] and low not in ("be", "been", "being", "having"):
        return True
    if low in view.lexicon.speech["say"]:
        return low.endswith(("ed", "s", "id", "old", "ote"))
    if _is_phrasal(view, at):
        return True
    if low in SAME_IN_THE_PAST and any(_is_modal(view, place) for place in range(max(at - 14, 0), at)):
        return False
    kinds = {cue.kind for cue in view.lexicon.cues.get(low, ())} - {"noun", "state", "topic", "modal"}
    finite = not low.endswith("ing") and low.endswith(("ed", "s", "ght", "ve", "ld", "t", "de", "k"))
    return bool(kinds) and finite and not _is_noun_here(view, at)


def _is_modal(view: View, at: int) -> bool:
    return view.low(at) == "to" or view.is_a(at, "will") or view.is_a(at, "can")


def _is_phrasal(view: View, at: int) -> bool:
    """Whether a verb with its preposition stands at a place: insist on, fear for; a bare form, but hardly a noun."""
    if _is_noun_here(view, at) or view.low(at - 1) == "to":
        return False
    cues = view.lexicon.cues.get(view.low(at), ())
    return any(c.base and len(c.words) == 2 and view.low(at + 1) == c.words[1] and c.words[1] != "to" for c in cues)


def _is_noun_here(view: View, at: int) -> bool:
    """Whether a word that may be a verb or a noun stands as a noun."""
    before = view.low(at - 1)
    return before in view.lexicon.words["determiner"] or before in view.lexicon.words["preposition"] or before == "'s"
