"""Steps in time: filled on the critical path, hatched where no measure's end makes the step lawful yet."""

from __future__ import annotations

from collections.abc import Sequence

from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, STRONG, Frame, Sheet, Type, colour
from detente.plots.lettering import text_width
from detente.plots.marks import chip, chip_width
from detente.plots.names import Names
from detente.plots.numbers import exact
from detente.roadmap import Step

_LABELS = 340
_WAITS = "waits for a gate"


def draw_schedule(steps: Sequence[Step], gates: Sequence[str], names: Names, frame: Frame) -> str:
    """Draw steps by day after signature; `gates` are the measures numbered in the diamonds, in their order."""
    sheet = Sheet(frame)
    last = max((step.ends_day for step in steps), default=1.0)
    ticks = round_ticks([last], 4 if frame.narrow else 6)
    left = 46 if frame.narrow else _LABELS
    scale = Scale(0, ticks[-1], left, frame.width - 14)
    y, phase = 4.0, ""
    grid = len(sheet.parts)
    for step in steps:
        if step.phase != phase:
            phase = step.phase
            sheet.line((0, y + 4), (frame.width, y + 4), "mark")
            sheet.lines((0, y + 21), names.phase(phase), frame.width, STRONG, 1)
            y += 30
        y = _row(sheet, y, step, gates, names, scale)
    below = [f'<path d="M{scale.at(day):.5g} 4V{y:.5g}" stroke="{colour("grid")}"/>' for day in ticks]
    sheet.parts[grid:grid] = below
    for day in ticks:
        sheet.line((scale.at(day), y), (scale.at(day), y + 6), "mark")
        sheet.text(scale.at(day), y + 20, exact(day), LABEL.at("middle"))
    sheet.text((scale.start + scale.end) / 2, y + 42, "days after signature", LABEL.at("middle"))
    return sheet.finish(y + 54)


def _row(sheet: Sheet, y: float, step: Step, gates: Sequence[str], names: Names, scale: Scale) -> float:
    label = names.party(step.owner)
    taken = chip_width(label)
    chip(sheet, 0, y + 3, label)
    weight = Type("ink", 600) if step.critical else LABEL
    right = sheet.frame.width if sheet.frame.narrow else _LABELS - 60
    lines = sheet.lines((taken + 8, y + 16.5), step.title, right - taken - 8, weight, 2)
    height = max(24, 16 * lines + 10)
    middle = y + (height + 8 if sheet.frame.narrow else height / 2)
    _bar(sheet, middle, step, scale)
    numbers = ",".join(str(gates.index(g) + 1) for g in step.gates if g in gates)
    if numbers:
        draw_gate(sheet, (scale.start - 26, middle), numbers)
    return y + height + (20 if sheet.frame.narrow else 2)


def _bar(sheet: Sheet, middle: float, step: Step, scale: Scale) -> None:
    start, end = scale.at(step.starts_day), scale.at(step.ends_day)
    if step.status == _WAITS:
        sheet.hatch(scale.start, middle - 3, (scale.end - scale.start, 6))
    width = max(end - start, 4)
    if not step.duration_known:
        sheet.bar(start, middle - 7, (width, 14), "page", "dash:ink")
    elif step.critical:
        sheet.bar(start, middle - 7, (width, 14), "ink")
    else:
        sheet.bar(start, middle - 7, (width, 14), "page", "ink")


def draw_gate(sheet: Sheet, place: tuple[float, float], numbers: str) -> None:
    """A diamond with the numbers of the measures before a step; a box when they are many."""
    x, y = place
    shown = numbers if len(numbers) <= 5 else numbers.split(",", maxsplit=1)[0] + "+"
    half = max(9.0, text_width(shown) / 2 + 5)
    sheet.path(
        f"M{x - half:.5g} {y:.5g}L{x:.5g} {y - 11:.5g}L{x + half:.5g} {y:.5g}L{x:.5g} {y + 11:.5g}Z", "page", "ink"
    )
    sheet.text(x, y + 4.5, shown, Type("ink", 700, anchor="middle"))
