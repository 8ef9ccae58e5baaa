"""The deal map: undominated packages of one world as two parties see them, with solutions marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.deals import Frontier
from detente.plots.axis import Scale, round_ticks
from detente.plots.ink import LABEL, QUIET, STRONG, Frame, Sheet, Type, colour
from detente.plots.names import Names
from detente.plots.numbers import signed_exact

_HEIGHT = 380
_LEFT = 46


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Something worth naming on the map: what it brings the two parties over no deal, in shares of their range.

    `crosses` names parties whose yes it needs and whose red line it crosses: it is drawn hollow, with a cross.
    """

    words: str
    x: float
    y: float
    crosses: str = ""

    @property
    def legend(self) -> str:
        """Its line below the map."""
        return f"{self.words}, crosses a red line of {self.crosses}" if self.crosses else self.words


@dataclass(frozen=True, slots=True)
class _Group:
    numbers: list[int]
    x: float
    y: float
    crossed: bool


def draw_deal_map(frontier: Frontier, points: Sequence[MapPoint], names: Names, frame: Frame) -> str:
    """Draw gains over no deal of the first two required parties in one world; numbered discs are listed below."""
    sheet = Sheet(frame)
    height = 300 if frame.narrow else _HEIGHT
    xs = Scale(*_reach(frontier, points, 0), _LEFT, frame.width - 12)
    ys = Scale(*_reach(frontier, points, 1), height, 26)
    _ground(sheet, frontier, xs, ys)
    _dots(sheet, frontier, xs, ys)
    for group in _groups(points, xs, ys):
        _disc(sheet, group)
    first, second = (names.party(p).name for p in frontier.parties[:2])
    sheet.lines((0, 13), f"{second}: gain over no deal", frame.width, STRONG, 1)
    end = f"{first}: gain over no deal"
    sheet.lines((_LEFT, height + 40), end, frame.width - _LEFT, STRONG, 1)
    y = height + 66.0
    for k, point in enumerate(points):
        sheet.text(0, y, f"{k + 1}", STRONG)
        y += 18 * sheet.lines((22, y), point.legend, frame.width - 22, LABEL, 2)
    return sheet.finish(y + 4)


def _disc(sheet: Sheet, group: _Group) -> None:
    """A numbered disc; hollow, with a cross beside the number, where a red line is crossed."""
    words = ",".join(map(str, group.numbers[:3])) + ("+" if len(group.numbers) > 3 else "")
    width = max(20, 8 * len(words) + 8) + (14 if group.crossed else 0)
    left = group.x - width / 2
    fill, edge = ("page", "neg") if group.crossed else ("ink", "page")
    sheet.parts.append(
        f'<rect x="{left:.5g}" y="{group.y - 10:.5g}" width="{width}" height="20" rx="10" '
        f'fill="{colour(fill)}" stroke="{colour(edge)}" stroke-width="2"/>'
    )
    shift = 7 if group.crossed else 0
    sheet.text(group.x - shift, group.y + 4.5, words, Type(edge, 700, anchor="middle"))
    if group.crossed:
        x = left + width - 13
        for up in (4, -4):
            sheet.line((x - 4, group.y + up), (x + 4, group.y - up), "neg", 2)


def _reach(frontier: Frontier, points: Sequence[MapPoint], axis: int) -> tuple[float, float]:
    """Ends of an axis: everything drawn, with no deal and a little air."""
    values = [0.0, float(frontier.reservation[axis]), *(p.x if axis == 0 else p.y for p in points)]
    if len(frontier.utilities):
        values += [float(frontier.utilities[:, axis].min()), float(frontier.utilities[:, axis].max())]
    air = 0.06 * (max(values) - min(values) or 1.0)
    return min(values) - air, max(values) + air


def _ground(sheet: Sheet, frontier: Frontier, xs: Scale, ys: Scale) -> None:
    """Axes, the two lines of no deal, and the tinted corner in which both gain."""
    no_deal = xs.at(float(frontier.reservation[0])), ys.at(float(frontier.reservation[1]))
    sheet.bar(no_deal[0], ys.end, (xs.end - no_deal[0], no_deal[1] - ys.end), "pos-tint")
    for value in _inside(xs):
        sheet.line((xs.at(value), ys.start), (xs.at(value), ys.start + 5), "mark")
        sheet.text(xs.at(value), ys.start + 19, signed_exact(value), LABEL.at("middle"))
    for value in _inside(ys):
        sheet.line((_LEFT - 5, ys.at(value)), (_LEFT, ys.at(value)), "mark")
        sheet.text(_LEFT - 9, ys.at(value) + 4.5, signed_exact(value), LABEL.at("end"))
    sheet.line((_LEFT, ys.start), (xs.end, ys.start), "mark")
    sheet.line((_LEFT, ys.start), (_LEFT, ys.end), "mark")
    sheet.line((no_deal[0], ys.start), (no_deal[0], ys.end), "ink", 1.5)
    sheet.line((_LEFT, no_deal[1]), (xs.end, no_deal[1]), "ink", 1.5)
    sheet.text(xs.end - 4, no_deal[1] - 8, "both gain over no deal", QUIET.at("end"))


def _inside(scale: Scale) -> list[float]:
    return [value for value in round_ticks([scale.low, scale.high], 5) if scale.low <= value <= scale.high]


def _dots(sheet: Sheet, frontier: Frontier, xs: Scale, ys: Scale) -> None:
    """The frontier: joined by steps where only two parties sign, dots alone where others sign too."""
    points = sorted((xs.at(float(u[0])), ys.at(float(u[1]))) for u in frontier.utilities)
    if len(frontier.parties) == 2 and len(points) > 1:
        sheet.path("M" + "L".join(f"{x:.4g} {y:.4g}" for x, y in points), edge="ink")
    places = dict.fromkeys((round(x), round(y)) for x, y in points)
    marks = "".join(f"M{x} {y}h0" for x, y in places)
    sheet.parts.append(f'<path d="{marks}" stroke="{colour("mark")}" stroke-width="6" stroke-linecap="round"/>')


def _groups(points: Sequence[MapPoint], xs: Scale, ys: Scale) -> list[_Group]:
    """Points that would cover one another share one disc, those that cross a red line apart from the others."""
    groups: list[_Group] = []
    for k, point in enumerate(points):
        x, y = xs.at(point.x), ys.at(point.y)
        alike = (g for g in groups if g.crossed == bool(point.crosses))
        near = next((g for g in alike if abs(g.x - x) < 34 and abs(g.y - y) < 22), None)
        if near:
            near.numbers.append(k + 1)
        else:
            # One of the other kind in the same place: side by side, so that neither hides the other.
            beside = any(abs(g.x - x) < 34 and abs(g.y - y) < 22 for g in groups)
            groups.append(_Group([k + 1], x, y + (22 if beside else 0), bool(point.crosses)))
    return groups
