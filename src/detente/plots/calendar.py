"""A plan in time: bars filled where a day lost is lost at the end, slack as a thin line, gates as numbered diamonds."""

from __future__ import annotations

from collections.abc import Mapping

from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, STRONG, Frame, Sheet, Type, colour
from detente.plots.marks import chip, chip_width
from detente.plots.names import Names
from detente.plots.numbers import exact
from detente.plots.schedule import draw_gate
from detente.roadmap import Plan, PlannedStep

_LABELS = 340


def gate_numbers(plan: Plan) -> dict[str, int]:
    """Number the measures before the steps of a plan, in the order in which they are met."""
    met = dict.fromkeys(g.measure for step in plan.steps for g in step.gates)
    return {measure: k + 1 for k, measure in enumerate(met)}


def draw_calendar(plan: Plan, names: Names, frame: Frame) -> str:
    """Draw the steps of a plan by phase and start, in days after signature.

    A filled bar is critical, an open one has slack, which the thin line behind it shows; a dashed one has no stated
    duration. A diamond carries the numbers of the measures before the step, a bar across marks a deadline.
    """
    sheet = Sheet(frame)
    ticks = round_ticks([max(1.0, float(plan.end_day))], 4 if frame.narrow else 6)
    scale = Scale(0, ticks[-1], 46 if frame.narrow else _LABELS, frame.width - 14)
    order = list(dict.fromkeys(names.phases))
    steps = sorted(plan.steps, key=lambda s: (_place(order, s.obligation.phase), s.starts_day, s.ends_day))
    numbers, y, phase = gate_numbers(plan), 4.0, ""
    grid = len(sheet.parts)
    for step in steps:
        if step.obligation.phase != phase:
            phase = step.obligation.phase
            sheet.line((0, y + 4), (frame.width, y + 4), "mark")
            sheet.lines((0, y + 21), names.phase(phase), frame.width, STRONG, 1)
            y += 30
        y = _row(sheet, y, step, numbers, names, scale)
    below = [f'<path d="M{scale.at(day):.5g} 4V{y:.5g}" stroke="{colour("grid")}"/>' for day in ticks]
    sheet.parts[grid:grid] = below
    for day in ticks:
        sheet.line((scale.at(day), y), (scale.at(day), y + 6), "mark")
        sheet.text(scale.at(day), y + 20, exact(day), LABEL.at("middle"))
    sheet.text((scale.start + scale.end) / 2, y + 42, "days after signature", LABEL.at("middle"))
    return sheet.finish(y + 54)


def _place(order: list[str], phase: str) -> int:
    return order.index(phase) if phase in order else len(order)


def _row(sheet: Sheet, y: float, step: PlannedStep, numbers: Mapping[str, int], names: Names, scale: Scale) -> float:
    label = names.party(step.obligation.owner)
    taken = chip_width(label)
    chip(sheet, 0, y + 3, label)
    weight = Type("ink", 600) if step.critical else LABEL
    right = sheet.frame.width if sheet.frame.narrow else _LABELS - 60
    lines = sheet.lines((taken + 8, y + 16.5), step.obligation.title, right - taken - 8, weight, 2)
    height = max(24, 16 * lines + 10)
    middle = y + (height + 8 if sheet.frame.narrow else height / 2)
    _bar(sheet, middle, step, scale)
    shown = ",".join(str(numbers[g.measure]) for g in step.gates)
    if shown:
        draw_gate(sheet, (scale.start - 26, middle), shown)
    return y + height + (20 if sheet.frame.narrow else 2)


def _bar(sheet: Sheet, middle: float, step: PlannedStep, scale: Scale) -> None:
    start, end = scale.at(step.starts_day), scale.at(step.ends_day)
    if step.slack_days > 0:
        sheet.line((end, middle), (scale.at(step.ends_day + step.slack_days), middle), "ink-3")
    size = (max(end - start, 4), 14.0)
    if step.obligation.duration_days is None:
        sheet.bar(start, middle - 7, size, "page", "dash:ink")
    elif step.critical:
        sheet.bar(start, middle - 7, size, "ink")
    else:
        sheet.bar(start, middle - 7, size, "page", "ink")
    by = step.obligation.deadline_days
    if by is not None and by <= scale.high:
        sheet.line((scale.at(by), middle - 10), (scale.at(by), middle + 10), "neg")
