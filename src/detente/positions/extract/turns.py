"""What becomes of a stance when the verb that carries it governs another: refuses to rule out, agreed to drop."""

from __future__ import annotations

from detente.case import Stance
from detente.positions.extract.lexicon import Cue
from detente.positions.extract.view import View

PASSAGES = ("points", "clauses", "articles", "chapters", "provisions", "paragraphs", "sections", "passages")
"""Parts of a text: who accepts three points accepts the text in part."""
CONSENT = frozenset({Stance.ACCEPTS, Stance.OPEN, Stance.PROPOSES})


def combined(view: View, after: int, stance: Stance, cue: Cue) -> Stance | None:
    """Stance of a verb together with the verb it governs; None when it takes back what was held.

    ``refuse`` and ``reject`` cancel out; ``ready to reject`` rejects; ``ready to discuss`` is open, ``ready to lift``
    accepts; ``in part`` qualifies consent.
    """
    if stance is Stance.DEMANDS and view.low(after) == "to" and view.is_a(after + 1, "about_oneself"):
        return None
    inner = _inner(view, after)
    if inner is not None:
        stance_or_none = _of_two(view, stance, cue, *inner)
        if stance_or_none is None:
            return None
        stance = stance_or_none
    if stance in (Stance.ACCEPTS, Stance.OPEN) and _in_part(view, after, stance):
        return Stance.ACCEPTS_IN_PART
    return stance


def _inner(view: View, after: int) -> tuple[int, Cue] | None:
    """The cue that a verb governs: right behind it, past ``to``, ``be`` and adverbs."""
    at = after
    while at < after + 4 and (view.low(at) in ("to", "be", "being", "either", "even") or view.is_adverb(at)):
        at += 1
    if at >= len(view) or view.is_a(at - 1, "determiner"):
        return None
    for cue in view.lexicon.cues.get(view.low(at), ()):
        fits = view.sentence.low[at : at + len(cue.words)] == cue.words
        if fits and cue.kind in ("verb", "drop", "pass") and (cue.base or view.low(at).endswith("ing")):
            return at + len(cue.words), cue
    return None


def _of_two(view: View, stance: Stance, outer: Cue, behind: int, inner: Cue) -> Stance | None:
    if inner.kind == "drop":
        return _dropping(view, stance, behind)
    if stance in CONSENT:
        if inner.stance in (Stance.REJECTS, Stance.DEMANDS) and inner.kind == "verb" and not _stops(view, inner):
            return inner.stance
        ready = outer.kind in ("state", "noun") and stance is Stance.OPEN
        return (
            Stance.ACCEPTS
            if ready and inner.stance is not Stance.OPEN and inner.words[0] not in view.lexicon.words["talk_verb"]
            else stance
        )
    if stance is Stance.REJECTS and inner.stance is Stance.REJECTS and inner.kind == "verb":
        return Stance.OPEN
    return stance


def _stops(view: View, inner: Cue) -> bool:
    """Whether the governed verb is a deed that ends something, such as ``suspend``, and no word against it."""
    return inner.words[0] in view.lexicon.words["stopping"]


def _dropping(view: View, stance: Stance, behind: int) -> Stance | None:
    """Readiness to give up: a demand given up is none any more, an objection given up is consent."""
    noun = {view.low(place) for place in range(behind, behind + 4)}
    if stance is Stance.REJECTS:
        return Stance.DEMANDS if noun & view.lexicon.words["claimed"] else Stance.REJECTS
    if noun & view.lexicon.words["claimed"]:
        return None
    return Stance.ACCEPTS if stance is not Stance.DEMANDS else stance


def dropped(view: View, behind: int, negated: bool) -> Stance | None:
    """Stance of ``drop``, ``give up`` and the like by what is given up; will not give up is a demand."""
    noun = {view.low(place) for place in range(behind, behind + 4)}
    if negated:
        return Stance.DEMANDS if noun & view.lexicon.words["claimed"] else Stance.REJECTS
    return Stance.ACCEPTS if noun & view.lexicon.words["opposed"] else None


def _in_part(view: View, after: int, stance: Stance) -> bool:
    """Whether consent goes to parts only: portions of the plan, several elements, its concept but not its content."""
    near = range(after, min(after + 5, len(view)))
    parts = any(_is_part(view, place) for place in near)
    parts |= any(view.is_a(place, "number") and view.low(place + 1) in PASSAGES for place in near)
    some = any(view.low(place) in ("some", "several") and view.low(place + 1) in ("of", "points") for place in near)
    mark = next((place for place in range(after, len(view)) if view.low(place) in (",", ";", ":", ".")), len(view))
    but = any(
        view.low(place) == "but" and view.low(place + 1) == "not" for place in range(after, min(mark + 2, len(view)))
    )
    return parts or some or (but and stance is Stance.ACCEPTS)


def _is_part(view: View, at: int) -> bool:
    low = view.low(at)
    if low in ("partially", "partly", "partial"):
        return True
    behind = view.low(at + 1) in ("of", ",", ".", "but") or view.low(at - 1) == "in"
    return view.is_a(at, "partial") and low != "some" and behind and view.low(at - 1) != "as"
