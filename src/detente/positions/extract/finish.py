"""A draft gets its object and its condition, and the condition changes its stance."""

from __future__ import annotations

from dataclasses import replace

from detente.case import Stance
from detente.positions.extract.conditions import Condition, condition_before, condition_behind
from detente.positions.extract.objects import object_end
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft

BINDING = frozenset({Stance.ACCEPTS, Stance.OPEN, Stance.PROPOSES, Stance.ACCEPTS_IN_PART})


def finished(reading: Reading, draft: Draft, after: int) -> Draft | None:
    """Give a draft its object and its condition, and let the condition change the stance."""
    view = reading.view
    if view.low(after) == ",":
        closing = next((place for place in range(after + 1, len(view)) if view.low(place) == ","), after)
        after = closing + 1
    negative = draft.stance is Stance.REJECTS
    condition = condition_behind(view, after, reading.breaks, negative=negative and draft.negated)
    if condition is None and draft.stance is not Stance.DEMANDS:
        condition = condition_before(view, draft.first)
    last = object_end(view, after, reading.breaks, condition)
    if last <= after:
        return None
    stance, kept = conditioned(draft.stance, condition)
    end = max(last, kept.last) if kept is not None and kept.first >= after else last
    first = min(draft.first, kept.first) if kept is not None and kept.first < draft.first else draft.first
    return replace(draft, stance=stance, condition=kept, first=first, last=end, element=(after, last))


def conditioned(stance: Stance, condition: Condition | None) -> tuple[Stance, Condition | None]:
    """What a condition makes of a stance: consent becomes conditional; so does a refusal ``until``; a demand stays."""
    if condition is None:
        return stance, None
    if stance in BINDING:
        return Stance.CONDITIONAL, condition
    if stance is Stance.REJECTS and condition.kind in ("negative", "strong"):
        return Stance.CONDITIONAL, condition
    return stance, None
