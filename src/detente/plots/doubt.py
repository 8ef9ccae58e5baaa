"""Three kinds of doubt, each on its own short bar, never merged."""

from __future__ import annotations

from detente.plots.axis import Scale
from detente.plots.ink import Frame, Sheet

WIDTH = 116


def draw_share_with_chance(low: float, share: float, high: float, frame: Frame) -> str:
    """Draw a share of worlds and the range that chance of the draw leaves, on a line from 0 to 100 worlds."""
    sheet, scale = _line_0_to_100(frame)
    sheet.bar(scale.at(low), 6, (max(scale.at(high) - scale.at(low), 2), 10), "pos")
    sheet.line((scale.at(share), 3), (scale.at(share), 19), "ink", 2)
    return sheet.finish(22)


def draw_shift(difference: float, frame: Frame) -> str:
    """Draw by how many worlds of 100 one input moves the answer, from zero in the middle."""
    sheet = Sheet(frame)
    scale = Scale(-1, 1, 3, WIDTH - 3)
    sheet.line((3, 11), (WIDTH - 3, 11), "mark")
    start, end = sorted((scale.at(0), scale.at(difference)))
    sheet.bar(start, 6, (end - start, 10), "pos" if difference >= 0 else "neg")
    sheet.line((scale.at(0), 3), (scale.at(0), 19), "ink", 2)
    return sheet.finish(22)


def draw_known_part(known: int, total: int, frame: Frame) -> str:
    """Draw what is known as a filled bar and what is not as a hatched one."""
    sheet = Sheet(frame)
    cut = 3 + (WIDTH - 6) * (known / total if total else 0)
    sheet.bar(3, 5, (cut - 3, 12), "pos")
    if cut < WIDTH - 3:
        sheet.hatch(cut, 5, (WIDTH - 3 - cut, 12))
    return sheet.finish(22)


def _line_0_to_100(frame: Frame) -> tuple[Sheet, Scale]:
    sheet, scale = Sheet(frame), Scale(0, 1, 3, WIDTH - 3)
    sheet.line((3, 11), (WIDTH - 3, 11), "mark")
    for share in (0.0, 0.5, 1.0):
        sheet.line((scale.at(share), 7), (scale.at(share), 15), "mark")
    return sheet, scale
