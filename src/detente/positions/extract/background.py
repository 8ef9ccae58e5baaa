"""What is told and not held now: stances of the past, and what a clause only supposes."""

from __future__ import annotations

from detente.positions.extract.records import Draft
from detente.positions.extract.view import View, phrase_at


def is_abandoned(view: View, draft: Draft) -> bool:
    """Whether the clause says that the stance was once held and is no more."""
    if _is_history(view):
        return True
    parted = next((at + 1 for at in range(draft.at, 0, -1) if view.low(at) == ";"), 0)
    clause = range(max(draft.first - 3, parted, 0), min(draft.at + 1, len(view)))
    return any(phrase_at(view, at, view.lexicon.abandoned) for at in clause)


def _is_history(view: View) -> bool:
    """Whether a sentence opens with a year and tells what was: In 1987 the two sides ..."""
    opens = view.low(0) in ("in", "during", "by") and view.low(1).isdigit() and len(view.low(1)) == 4
    return opens and not any(view.is_a(at, kind) for at in range(len(view)) for kind in ("will", "must"))


def is_supposed(view: View, draft: Draft) -> bool:
    """Whether the clause only supposes: if the US wants back; whether Iran accepts."""
    before = draft.first - 1
    while before >= 0 and (view.low(before) == "the" or view.is_adverb(before)):
        before -= 1
    if view.low(before) == "when" and _is_event(view, draft):
        return False
    return not draft.presupposed and view.is_a(before, "supposing")


def _is_event(view: View, draft: Draft) -> bool:
    """Whether ``when`` tells what happened: did so again on Monday, when its envoy ruled out a role for judges."""
    past = view.low(draft.at).endswith("ed")
    return past and view.low(draft.first - 1) != "," and not any(view.is_a(at, "will") for at in range(len(view)))
