"""What one party said over time: a row for each element, a mark for each claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.case import Stance
from detente.plots.ink import LABEL, QUIET, Frame, Sheet, Type

ROW = 34
TOP = 34
GAP = 16
_TOKENS = {
    Stance.PROPOSES: "pos",
    Stance.ACCEPTS: "pos",
    Stance.ACCEPTS_IN_PART: "pos",
    Stance.DEMANDS: "pos",
    Stance.REJECTS: "neg",
    Stance.CONCERNED: "neg",
}
"""Blue towards, orange away, ink for what is neither; the shape says it a second time."""


@dataclass(frozen=True, slots=True)
class Said:
    """One claim on the timeline: when (None: undated), what, how firm, and whether it moved or contradicts."""

    on: date | None
    stance: Stance
    hedged: bool
    moved: bool
    contradicts: bool


@dataclass(frozen=True, slots=True)
class SaidRow:
    """An element and all that was said of it, oldest first."""

    title: str
    said: tuple[Said, ...]


def stance_timeline(party: str, rows: Sequence[SaidRow], key: str, width: int = 744) -> str:
    """Draw the claims of one party by element and day.

    A disc goes towards, a square against, a half disc is conditional, a ring open, a question mark without an answer;
    hollow with a dashed edge means hedged. A bar below marks a move, a cross above a contradiction.
    """
    days = [said.on for row in rows for said in row.said if said.on is not None]
    first, last = (min(days), max(days)) if days else (None, None)
    words = "; ".join(f"{row.title}: {', '.join(map(_in_words, row.said))}" for row in rows)
    sheet = Sheet(Frame(key, f"What {party} said, by element and day", f"{words}.", width))
    left = 0.0 if sheet.frame.narrow else width * 0.36
    start = left + 70
    for number, row in enumerate(rows):
        y = TOP + number * _step(sheet) + (30 if sheet.frame.narrow else 14)
        sheet.lines((0, y - 18 if sheet.frame.narrow else y + 4.5), row.title, (left or width) - 10, LABEL, 1)
        sheet.line((left + 20, y), (width - 10, y), "grid")
        for said, x in zip(row.said, _places(row.said, (first, last), (start, width - 22)), strict=True):
            _mark(sheet, left + 32 if x is None else x, y, said)
    bottom = TOP + len(rows) * _step(sheet)
    _axis(sheet, (first, last), (left + 32, start, width - 22))
    return sheet.finish(bottom + 6)


def _step(sheet: Sheet) -> int:
    return ROW + 16 if sheet.frame.narrow else ROW


def _places(
    said: Sequence[Said], span: tuple[date | None, date | None], ends: tuple[float, float]
) -> list[float | None]:
    """Where marks stand; marks of one place are moved apart so that each can be seen."""
    first, last = span
    if first is None or last is None:
        return [None] * len(said)
    whole = (last - first).days
    shares = [(one.on - first).days / whole if whole else 0.5 for one in said if one.on is not None]
    places = _apart([ends[0] + share * (ends[1] - ends[0]) for share in shares], ends)
    dated = iter(places)
    return [None if one.on is None else next(dated) for one in said]


def _apart(places: Sequence[float], ends: tuple[float, float]) -> list[float]:
    """Move places apart, in their order, within the ends; closer together where there are too many."""
    gap = min(GAP, (ends[1] - ends[0]) / max(len(places) - 1, 1))
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else place)
    limit = ends[1]
    for at in range(len(moved) - 1, -1, -1):
        moved[at] = min(moved[at], limit)
        limit = moved[at] - gap
    return moved


def _mark(sheet: Sheet, x: float, y: float, said: Said) -> None:
    token = _TOKENS.get(said.stance, "ink")
    fill, edge = ("page", f"dash:{token}") if said.hedged else (token, token)
    if said.stance in (Stance.REJECTS, Stance.CONCERNED):
        sheet.bar(x - 6, y - 6, (12, 12), fill, edge)
    elif said.stance is Stance.UNKNOWN:
        sheet.hatch(x - 7, y - 8, (14, 16))
        sheet.text(x, y + 4.5, "?", Type("ink", 700, anchor="middle"))
    elif said.stance is Stance.OPEN:
        sheet.disc(x, y, 6.5, "page", edge if said.hedged else "ink")
    elif said.stance is Stance.CONDITIONAL:
        sheet.disc(x, y, 6.5, "page", edge)
        if not said.hedged:
            sheet.path(f"M{x:.5g} {y - 6.5:.5g}A6.5 6.5 0 0 0 {x:.5g} {y + 6.5:.5g}Z", "ink")
    else:
        sheet.disc(x, y, 6.5, fill, edge)
    if said.moved:
        sheet.line((x - 7, y + 11), (x + 7, y + 11), "ink", 2.5)
    if said.contradicts:
        sheet.stroke(f"M{x - 3.5:.5g} {y - 16:.5g}l7 7m0-7l-7 7", "ink", 2)


def _axis(sheet: Sheet, span: tuple[date | None, date | None], at: tuple[float, float, float]) -> None:
    first, last = span
    sheet.text(at[0], 14, "undated", QUIET.at("middle"))
    if first is None or last is None:
        return
    if first == last:
        sheet.text((at[1] + at[2]) / 2, 14, first.isoformat(), QUIET.at("middle"))
        return
    sheet.text(at[1], 14, first.isoformat(), QUIET)
    sheet.text(at[2] + 16, 14, last.isoformat(), QUIET.at("end"))


def _in_words(said: Said) -> str:
    day = said.on.isoformat() if said.on else "undated"
    flags = [name for name in ("hedged", "moved", "contradicts") if getattr(said, name)]
    return f"{day} {said.stance.value.replace('_', ' ')}{' (' + ', '.join(flags) + ')' if flags else ''}"
