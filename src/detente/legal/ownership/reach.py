"""Who is reached from listed persons: the least fixpoint, once for what is sure and once for what is possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from detente.legal.ownership.graph import StakeGraph


@dataclass(frozen=True, slots=True)
class Reading:
    """How stakes are read: the threshold in units, and whether joint holdings and control carry on."""

    threshold: int
    with_joint: bool
    with_control: bool


@dataclass(slots=True)
class _Tally:
    """Running sums by entity: what the reached hold at least and at most, and what the others hold at least."""

    least: dict[int, int] = field(default_factory=dict)
    most: dict[int, int] = field(default_factory=dict)
    counted: set[int] = field(default_factory=set)


Enough = Callable[[StakeGraph, _Tally, int, int], bool]


def reach_surely(graph: StakeGraph, roots: Iterable[int], reading: Reading) -> dict[int, int]:
    """Entities that are reached whatever the stakes are within their bounds, each with its place in the order.

    Blocking grows with every stake, so the least stakes decide: an entity enters once
    ``sum of least stakes held by those reached >= threshold``.
    """
    return _reach(graph, roots, reading, _surely)


def reach_possibly(graph: StakeGraph, roots: Iterable[int], reading: Reading) -> dict[int, int]:
    """Entities that are reached for some stakes within their bounds that sum to 100 percent at most.

    The reached can hold ``min(sum of their greatest stakes, 100 - sum of the least stakes of all others)``;
    holders whom nobody knows may be among them.
    """
    return _reach(graph, roots, reading, _possibly)


def _surely(graph: StakeGraph, tally: _Tally, entity: int, threshold: int) -> bool:
    return tally.least[entity] >= threshold


def _possibly(graph: StakeGraph, tally: _Tally, entity: int, threshold: int) -> bool:
    least, most = graph.unheld.get(entity, (0, 0))
    others = graph.low_total[entity] - tally.least.get(entity, 0) - least
    return min(tally.most.get(entity, 0) + most, 100 * graph.percent - others) >= threshold


def _reach(graph: StakeGraph, roots: Iterable[int], reading: Reading, enough: Enough) -> dict[int, int]:
    reached: dict[int, int] = {}
    waiting: list[int] = []
    tally = _Tally()
    by_unknown = [e for e in graph.unheld if enough is _possibly and enough(graph, tally, e, reading.threshold)]
    for root in (*roots, *by_unknown):
        _enter(root, reached, waiting)
    while waiting:
        member = waiting.pop()
        for stake in _stakes_counted(graph, member, reading, tally):
            entity = graph.owned[stake]
            tally.least[entity] = tally.least.get(entity, 0) + graph.low[stake]
            tally.most[entity] = tally.most.get(entity, 0) + graph.high[stake]
            if entity not in reached and enough(graph, tally, entity, reading.threshold):
                _enter(entity, reached, waiting)
        if reading.with_control:
            for entity in graph.controls.get(member, ()):
                _enter(entity, reached, waiting)
    return reached


def _enter(entity: int, reached: dict[int, int], waiting: list[int]) -> None:
    if entity not in reached:
        reached[entity] = len(reached)
        waiting.append(entity)


def _stakes_counted(graph: StakeGraph, member: int, reading: Reading, tally: _Tally) -> list[int]:
    """Stakes that count from now on: the member's own, and those of its partners under joint arrangements."""
    if not reading.with_joint or not graph.joint:
        return graph.held_by[member]
    found = list(graph.held_by[member])
    for members, about in graph.joint.get(member, ()):
        for partner in sorted(members - {member}):
            found += [k for k in graph.held_by[partner] if about in (-1, graph.owned[k])]
    fresh = [k for k in dict.fromkeys(found) if k not in tally.counted]
    tally.counted.update(fresh)
    return fresh
