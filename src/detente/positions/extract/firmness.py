"""How firm a claim is: second-hand or on the record, and whether it is a red line."""

from __future__ import annotations

from detente.positions.extract.attribution import Speaker, is_second_hand
from detente.positions.extract.records import Draft
from detente.positions.extract.view import View, phrase_at

LONGEST_FRONT = 12
"""Words before a subject that may say where the news comes from: under a paper leaked to three newspapers."""


def is_hedged(view: View, draft: Draft, speaker: Speaker | None) -> bool:
    """Second-hand: unnamed sources, words such as reportedly, or one side telling what the other wants."""
    if draft.presupposed:
        return False
    if draft.maybe or is_second_hand(view, _opening(view, draft.first), draft.at + 1):
        return True
    if speaker is None:
        return False
    if speaker.anonymous:
        return True
    return bool(speaker.parties) and not set(speaker.parties) & set(draft.parties)


def _opening(view: View, first: int) -> int:
    """Where to look for words such as leaked: shortly before, or where the sentence opens with them up to a comma."""
    fronted = 0 < first <= LONGEST_FRONT and view.low(first - 1) in (",", "the") and ";" not in view.folded[:first]
    return 0 if fronted else first - 3


def is_red_line(view: View, draft: Draft) -> bool:
    """Whether the words say that nothing can make up for it: never, a red line, out of the question."""
    clause = range(draft.first, min(max(draft.last, draft.at + 4), len(view)))
    return any(phrase_at(view, at, view.lexicon.red_lines) for at in clause)
