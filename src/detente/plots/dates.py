"""Dates on a line: what ends, begins or must be renewed, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.legal import CalendarEntry
from detente.plots.axis import Scale
from detente.plots.ink import LABEL, STRONG, Frame, Sheet
from detente.plots.lettering import shortened
from detente.plots.numbers import day

RADIUS = 5.5
LETTERS = 44
"""Letters of the name of a measure; the table has it in full."""


def draw_dates(entries: Sequence[CalendarEntry], since: date, frame: Frame) -> str:
    """Draw dates from a day on, one row per day: a filled mark ends, a ring is renewed, a square begins."""
    sheet = Sheet(frame)
    days = list(dict.fromkeys(entry.on for entry in entries))
    last = max((on - since).days for on in days) if days else 1
    left = 108.0
    scale = Scale(0, max(last, 1), left + 8, left + (90 if frame.narrow else 240))
    y = 8.0
    for on in days:
        y = _row(sheet, y, [entry for entry in entries if entry.on == on], scale, (on - since).days)
    sheet.line((scale.start, 0), (scale.start, y), "mark")
    return sheet.finish(y + 8)


def _row(sheet: Sheet, y: float, entries: list[CalendarEntry], scale: Scale, at: int) -> float:
    middle = y + 9
    sheet.text(0, middle + 4.5, day(entries[0].on), STRONG)
    sheet.line((scale.start, middle), (scale.end, middle))
    _mark(sheet, (scale.at(at), middle), entries[0].kind)
    words = "; ".join(dict.fromkeys(f"{_verb(kind)} {_measures(entries, kind)}" for kind in _kinds(entries)))
    place = (scale.end + 14, middle + 4.5)
    used = sheet.lines(place, words, sheet.frame.width - place[0], LABEL, 4)
    return y + max(26, 16 * used + 10)


def _kinds(entries: list[CalendarEntry]) -> list[str]:
    return list(dict.fromkeys(entry.kind for entry in entries))


def _measures(entries: list[CalendarEntry], kind: str) -> str:
    """The first measure by what it is, with its id; how many more there are stands beside it."""
    acts = {entry.measure: entry.act for entry in entries if entry.kind == kind}
    first, act = next(iter(acts.items()))
    named = f"{shortened(act, LETTERS)} ({first})" if act and act != first else first
    return named + (f" and {len(acts) - 1} more" if len(acts) > 1 else "")


def _verb(kind: str) -> str:
    """What happens on the day, in a word or two."""
    return {"renewal": "renewal due:", "named date": "named by"}.get(kind, f"{kind}:")


def _mark(sheet: Sheet, place: tuple[float, float], kind: str) -> None:
    x, y = place
    if kind == "begins":
        sheet.bar(x - RADIUS, y - RADIUS, (2 * RADIUS, 2 * RADIUS), "page", "ink")
    else:
        sheet.disc(x, y, RADIUS, "page" if kind in ("renewal", "named date") else "ink", "ink")
