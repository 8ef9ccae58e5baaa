"""A schematic of flows before and after: bands as wide as what flows, what is new dark, what is gone hollow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.plots.flow_layout import Box, FlowLink, FlowNode, Placement, Room, passes, place_flows, thickness
from detente.plots.ink import LABEL, OVER, QUIET, STRONG, Frame, Sheet
from detente.plots.lettering import fit_lines, text_width
from detente.plots.numbers import two_digits

_BAR = 7.0
_LEFT, _RIGHT = 184.0, 184.0
_KEY = 44.0
_SWING = 60.0
_HOLLOW = 5.0
_NAME = 112.0
_TALL, _TALL_NARROW = 330.0, 300.0


def draw_flows(nodes: Sequence[FlowNode], links: Sequence[FlowLink], unit: str, frame: Frame) -> str:
    """Draw who sends to whom from left to right: grey flows in both, blue is more, hollow is less, dashed is closed."""
    sheet = Sheet(frame)
    room = _room(nodes, links, frame)
    placed = place_flows(nodes, links, room)
    top = _key(sheet, links, unit)
    columns = (0.0, frame.width / 2 - _BAR / 2, frame.width - _BAR)
    if not frame.narrow:
        columns = (_LEFT, (_LEFT + frame.width - _RIGHT) / 2, frame.width - _RIGHT - _BAR)
    for k in sorted(range(len(links)), key=lambda k: -thickness(links[k], room.per_unit)):
        _band(sheet, (k, nodes, links), placed, (columns, top, room.per_unit))
    for k, node in enumerate(nodes):
        _place(sheet, node, placed.nodes[k], columns[node.column], top)
    for k, box in placed.passages.items():
        _passage(sheet, links[k], box, columns[1] + _BAR / 2, top)
    return sheet.finish(top + placed.height + 12)


def _room(nodes: Sequence[FlowNode], links: Sequence[FlowLink], frame: Frame) -> Room:
    """One scale for all bands: the fullest column takes a given height."""
    heaviest = max(sum(max(n.before, n.after) for n in nodes if n.column == c) for c in range(3))
    per_unit = (_TALL_NARROW if frame.narrow else _TALL) / heaviest if heaviest > 0 else 0.0
    if frame.narrow:
        return Room(per_unit, 6.0, (3.0, 3.0, 3.0), (34.0, 34.0, 34.0), _NAME)
    return Room(per_unit, 6.0, (34.0, 3.0, 34.0), (0.0, 18.0, 0.0))


def _key(sheet: Sheet, links: Sequence[FlowLink], unit: str) -> float:
    sheet.text(0, 13, unit, QUIET)
    if all(link.before == link.after for link in links):
        words = [("flow", "rule", "")]
    else:
        words = [("before and after", "rule", ""), ("more after", "pos", ""), ("less after", "neg-tint", "dash:neg")]
    if any(max(link.before, link.after) <= 0 for link in links):
        words.append(("closed or empty", "", ""))
    x, y = 0.0, 34.0
    for name, fill, edge in words:
        if x + 24 + text_width(name) > sheet.frame.width:
            x, y = 0.0, y + 20
        if fill:
            sheet.bar(x, y - 10, (18, 10), fill, edge)
        else:
            sheet.stroke(f"M{x:.5g} {y - 5:.5g}h18", "mark", 1.5, "4 3")
        sheet.text(x + 24, y, name, LABEL)
        x += 40 + text_width(name)
    return y + _KEY - 34


@dataclass(frozen=True, slots=True)
class _Course:
    """How a band runs: points of its upper edge, and how far it swings out where it turns back within a column."""

    stops: tuple[tuple[float, float], ...]
    swing: float = 0.0


Geometry = tuple[tuple[float, float, float], float, float]


def _band(
    sheet: Sheet, one: tuple[int, Sequence[FlowNode], Sequence[FlowLink]], placed: Placement, geometry: Geometry
) -> None:
    """One link: the part that stays, and beside it what is new or gone."""
    k, nodes, links = one
    link, (columns, top, per_unit) = links[k], geometry
    whole = thickness(link, per_unit)
    course = _course(one, placed, columns, top)
    if max(link.before, link.after) <= 0:
        sheet.stroke(_edge(course, whole / 2), "mark", 1.5, "4 3")
        return
    stays = whole * min(link.before, link.after) / max(link.before, link.after)
    if stays > 0:
        sheet.path(_area(course, 0.0, stays), "rule")
    _change(sheet, course, (stays, whole), more=link.after > link.before)
    if nodes[link.start].column >= nodes[link.end].column:
        _head(sheet, course, whole)


def _change(sheet: Sheet, course: _Course, edges: tuple[float, float], *, more: bool) -> None:
    """What is new, dark; what is gone, hollow, or a broken line where it is too thin to be hollow."""
    wide = edges[1] - edges[0]
    if wide < 0.3:
        return
    if more:
        sheet.path(_area(course, *edges), "pos")
    elif wide < _HOLLOW:
        sheet.stroke(_edge(course, sum(edges) / 2), "neg", max(wide, 1.5), "5 3")
    else:
        sheet.path(_area(course, *edges), "neg-tint", "dash:neg")


def _course(
    one: tuple[int, Sequence[FlowNode], Sequence[FlowLink]],
    placed: Placement,
    columns: tuple[float, float, float],
    top: float,
) -> _Course:
    """From the bar of one place to that of the other, through the passage if there is one."""
    k, nodes, links = one
    first, last = nodes[links[k].start].column, nodes[links[k].end].column
    start, end = (top + y for y in placed.touches[k])
    if first == last:
        side, swing = (0.0, -_SWING) if first == 2 else (_BAR, _SWING)
        return _Course(((columns[first] + side, start), (columns[last] + side, end)), swing)
    leaves, enters = (_BAR, 0.0) if first < last else (0.0, _BAR)
    ends = ((columns[first] + leaves, start), (columns[last] + enters, end))
    if not passes(links[k], nodes):
        return _Course(ends)
    middle = top + placed.passages[k].top
    through = ((columns[1] + _BAR - leaves, middle), (columns[1] + _BAR - enters, middle))
    return _Course((ends[0], *through, ends[1]))


def _area(course: _Course, above: float, below: float) -> str:
    """A band between two curves through the stops, shifted down by two amounts."""
    back = _Course(tuple(reversed(course.stops)), course.swing)
    return f"{_edge(course, above)}L{_edge(back, below).removeprefix('M')}Z"


def _edge(course: _Course, down: float) -> str:
    """Curves through the stops that leave and enter level."""
    points = [(x, y + down) for x, y in course.stops]
    words = [f"M{points[0][0]:.5g} {points[0][1]:.5g}"]
    for (x1, y1), (x2, y2) in pairwise(points):
        first, last = (x1 + course.swing, x2 + course.swing) if course.swing else ((x1 + x2) / 2,) * 2
        words.append(f"C{first:.5g} {y1:.5g} {last:.5g} {y2:.5g} {x2:.5g} {y2:.5g}")
    return "".join(words)


def _head(sheet: Sheet, course: _Course, whole: float) -> None:
    """An arrow where a band does not go from left to right."""
    x, y = course.stops[-1]
    away = -7 if course.swing < 0 else 7
    middle = y + whole / 2
    sheet.path(f"M{x:.5g} {middle:.5g}l{away} -5v10z", "ink")


def _amount(before: float, after: float) -> str:
    words = two_digits(before), two_digits(after)
    return words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}"


def _place(sheet: Sheet, node: FlowNode, box: Box, x: float, top: float) -> None:
    """The bar of a place with its name and what it handles: beside it, or over it where there is no room beside."""
    sheet.bar(x, top + box.top, (_BAR, box.height), "ink-2")
    amount = _amount(node.before, node.after)
    frame = sheet.frame
    if frame.narrow:
        anchor = ("start", "middle", "end")[node.column]
        at = (0.0, frame.width / 2, float(frame.width))[node.column]
        _over(sheet, (at, top + box.top), (node.label, amount), anchor)
    elif node.column == 1:
        sheet.text(
            x + _BAR / 2, top + box.top - 5, f"{fit_lines(node.label, 200, most=1)[0]} {amount}", OVER.at("middle")
        )
    else:
        left = 0.0 if node.column == 0 else x + _BAR + 8
        middle = top + box.top + box.height / 2
        width = (_LEFT if node.column == 0 else _RIGHT) - 12
        sheet.lines((left, middle - 3), node.label, width, STRONG, 1)
        sheet.text(left, middle + 13, amount, LABEL)


def _over(sheet: Sheet, place: tuple[float, float], words: tuple[str, str], anchor: str) -> None:
    """A name, over two lines if it must, and an amount over a box."""
    lines = [*fit_lines(words[0], _NAME), words[1]]
    for k, line in enumerate(reversed(lines)):
        sheet.text(place[0], place[1] - 4 - 15 * k, line, OVER.at(anchor))


def _passage(sheet: Sheet, link: FlowLink, box: Box, x: float, top: float) -> None:
    """The name of a link over its band, half-way."""
    if not link.label:
        return
    amount = "closed" if link.closed_before and link.closed_after else _amount(link.before, link.after)
    if sheet.frame.narrow:
        _over(sheet, (x, top + box.top), (link.label, amount), "middle")
    else:
        sheet.text(x, top + box.top - 5, f"{link.label}: {amount}", OVER.at("middle"))
