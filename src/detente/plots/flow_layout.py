"""Where things stand in a schematic of flows: three columns, links that pass a column take room in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.plots.lettering import text_width

COLUMNS = 3
SWEEPS = 6
CLOSED_ROOM = 6.0
THINNEST = 1.5
SECOND_LINE = 16.0


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A place in the schematic: column 0 sends, 1 passes on, 2 receives; `before` and `after` is what it handles."""

    label: str
    column: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class FlowLink:
    """What goes from one place to another, by row of the places; closed where it may carry nothing."""

    start: int
    end: int
    before: float
    after: float
    label: str = ""
    closed_before: bool = False
    closed_after: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A place, or the passage of a link through the middle column: its column, top and height."""

    column: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Room:
    """How much room there is, in pixels.

    Per unit of flow, between two boxes, the least height of a named box and the room over it for its name, by column;
    a name wider than `name_width` takes a second line.
    """

    per_unit: float
    gap: float
    least: tuple[float, float, float]
    over_label: tuple[float, float, float]
    name_width: float = math.inf


@dataclass(frozen=True, slots=True)
class Placement:
    """Boxes of the places, boxes of links that pass the middle, and where links touch the boxes.

    `touches` has, for each link, the top of its band at its start and at its end; for one that passes the middle also
    at its passage.
    """

    nodes: tuple[Box, ...]
    passages: Mapping[int, Box]
    touches: tuple[tuple[float, float], ...]
    height: float


def thickness(link: FlowLink, per_unit: float) -> float:
    """Pixels that a link takes: the larger of before and after, or a little where it is closed."""
    size = max(link.before, link.after) * per_unit
    return max(size, THINNEST) if size > 0 else CLOSED_ROOM


def passes(link: FlowLink, nodes: Sequence[FlowNode]) -> bool:
    """Whether a link goes from the first to the last column, or back, and so passes the middle."""
    return abs(nodes[link.start].column - nodes[link.end].column) == COLUMNS - 1


def place_flows(nodes: Sequence[FlowNode], links: Sequence[FlowLink], room: Room) -> Placement:
    """Order the columns so that bands cross little, stack them, and say where bands touch.

    Each column is sorted by the mean place of its neighbours, a few times over [Sugiyama1981]_.
    """
    sizes = _sizes(nodes, links, room)
    columns = _ordered(nodes, links)
    tops, height = _stacked(columns, sizes, (nodes, links), room)
    boxes = {key: Box(key_column(key, nodes), tops[key], sizes[key]) for key in tops}
    return Placement(
        nodes=tuple(boxes["node", k] for k in range(len(nodes))),
        passages={k: box for (kind, k), box in boxes.items() if kind == "link"},
        touches=_touches(nodes, links, boxes, room),
        height=height,
    )


Key = tuple[str, int]


def key_column(key: Key, nodes: Sequence[FlowNode]) -> int:
    """Column of a box; passages are in the middle."""
    return nodes[key[1]].column if key[0] == "node" else 1


def _sizes(nodes: Sequence[FlowNode], links: Sequence[FlowLink], room: Room) -> dict[Key, float]:
    """Height of each box: a place has room for all bands on its fuller side."""
    sides = {(k, side): 0.0 for k in range(len(nodes)) for side in ("left", "right")}
    sizes: dict[Key, float] = {}
    for k, link in enumerate(links):
        wide = thickness(link, room.per_unit)
        for node, side in _ends(link, nodes):
            sides[node, side] += wide
        if passes(link, nodes):
            sizes["link", k] = wide
    for k in range(len(nodes)):
        sizes["node", k] = max(sides[k, "left"], sides[k, "right"], 3.0)
    return sizes


def _ends(link: FlowLink, nodes: Sequence[FlowNode]) -> tuple[tuple[int, str], tuple[int, str]]:
    """On which side of its two places a link touches; within a column it bulges into the drawing."""
    first, last = nodes[link.start].column, nodes[link.end].column
    if first == last:
        side = "left" if first == COLUMNS - 1 else "right"
        return (link.start, side), (link.end, side)
    forward = first < last
    return (link.start, "right" if forward else "left"), (link.end, "left" if forward else "right")


def _ordered(nodes: Sequence[FlowNode], links: Sequence[FlowLink]) -> list[list[Key]]:
    columns: list[list[Key]] = [
        [("node", k) for k, node in enumerate(nodes) if node.column == c] for c in range(COLUMNS)
    ]
    columns[1] += [("link", k) for k, link in enumerate(links) if passes(link, nodes)]
    beside = _neighbours(nodes, links)
    for sweep in range(SWEEPS):
        order = range(1, COLUMNS) if sweep % 2 == 0 else range(COLUMNS - 2, -1, -1)
        for c in order:
            other = columns[c - 1] if sweep % 2 == 0 else columns[c + 1]
            at = {key: place / max(len(other) - 1, 1) for place, key in enumerate(other)}
            mean = {
                key: _mean(beside[key], at, place / max(len(columns[c]) - 1, 1)) for place, key in enumerate(columns[c])
            }
            columns[c] = sorted(columns[c], key=lambda key: mean[key])
    return columns


def _neighbours(nodes: Sequence[FlowNode], links: Sequence[FlowLink]) -> dict[Key, list[tuple[Key, float]]]:
    """Neighbours of every box in other columns, with the weight of the link."""
    found: dict[Key, list[tuple[Key, float]]] = {("node", k): [] for k in range(len(nodes))}
    for k, link in enumerate(links):
        start, end = ("node", link.start), ("node", link.end)
        weight = max(link.before, link.after, 1e-9)
        pairs = [(start, ("link", k)), (("link", k), end)] if passes(link, nodes) else [(start, end)]
        for one, other in pairs:
            found.setdefault(one, []).append((other, weight))
            found.setdefault(other, []).append((one, weight))
    return found


def _mean(beside: Sequence[tuple[Key, float]], at: Mapping[Key, float], own: float) -> float:
    """Weighted mean place of the neighbours in one column; its own place where there are none."""
    known = [(at[key], weight) for key, weight in beside if key in at]
    total = sum(weight for _, weight in known)
    return sum(place * weight for place, weight in known) / total if total else own


def _stacked(
    columns: Sequence[Sequence[Key]],
    sizes: Mapping[Key, float],
    drawn: tuple[Sequence[FlowNode], Sequence[FlowLink]],
    room: Room,
) -> tuple[dict[Key, float], float]:
    """Tops of all boxes, columns centred on the tallest."""
    pitches = [[_pitch(key, c, sizes, drawn, room) for key in column] for c, column in enumerate(columns)]
    tallest = max(sum(above + size for above, size in column) for column in pitches)
    tops: dict[Key, float] = {}
    for column, pitch in zip(columns, pitches, strict=True):
        y = (tallest - sum(above + size for above, size in pitch)) / 2
        for key, (above, size) in zip(column, pitch, strict=True):
            tops[key] = y + above + (size - sizes[key]) / 2
            y += above + size
    return tops, tallest


def _pitch(
    key: Key, column: int, sizes: Mapping[Key, float], drawn: tuple[Sequence[FlowNode], Sequence[FlowLink]], room: Room
) -> tuple[float, float]:
    """Room above a box, for its label where that stands over it, and the room it takes itself."""
    name = drawn[key[0] == "link"][key[1]].label
    if not name:
        return room.gap, sizes[key]
    above = room.gap + room.over_label[column] + (SECOND_LINE if text_width(name) > room.name_width else 0.0)
    return above, max(sizes[key], room.least[column])


def _touches(
    nodes: Sequence[FlowNode], links: Sequence[FlowLink], boxes: Mapping[Key, Box], room: Room
) -> tuple[tuple[float, float], ...]:
    """Tops of the bands at their two places; on each side they are sorted by where they come from or go to."""
    sides: dict[tuple[int, str], list[tuple[float, int, int]]] = {}
    for k, link in enumerate(links):
        ends = _ends(link, nodes)
        for end in (0, 1):
            other = boxes["link", k] if passes(link, nodes) else boxes["node", ends[1 - end][0]]
            sides.setdefault(ends[end], []).append((other.top + other.height / 2, k, end))
    found = [[0.0, 0.0] for _ in links]
    for (node, _), touching in sides.items():
        y = boxes["node", node].top
        for _, k, end in sorted(touching):
            found[k][end] = y
            y += thickness(links[k], room.per_unit)
    return tuple((start, end) for start, end in found)
