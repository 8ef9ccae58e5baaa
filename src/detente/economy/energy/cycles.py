"""Flows that go in a circle for nothing are taken out."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detente.economy.energy.layout import Layout
from detente.economy.energy.levers import Posed
from detente.economy.energy.records import Array, Index


def cancel_cycles(posed: Posed, layout: Layout, carry: Array) -> Array:
    """Subtract from the flows of each layer, shape (carry, period), every circle of arcs that cost nothing.

    Without cost, fee, levy and loss, such a circle changes no balance, no price and no surplus, so that a solver may
    leave any amount in it. Where an arc costs something, no optimum has one.
    """
    found = carry.copy()
    for layer in np.unique(layout.carry_layer).tolist():
        rows = np.flatnonzero(layout.carry_layer == layer)
        found[rows] = _without_circles(posed, layout, layout.carry_arc[rows], carry[rows])
    return found


def flow_on_arcs(posed: Posed, layout: Layout, carry: Array) -> Array:
    """Flow of all layers together, shape (arc, period); what two layers swap for nothing is not shipped."""
    count = len(posed.network.arcs.ids)
    flow = np.zeros((count, layout.periods))
    np.add.at(flow, layout.carry_arc, carry)
    return _without_circles(posed, layout, np.arange(count), flow)


def _without_circles(posed: Posed, layout: Layout, arc: Index, flow: Array) -> Array:
    """Flows on some arcs, shape (arc, period), less what goes round on those that cost nothing."""
    arcs = posed.network.arcs
    fee = arcs.fee.copy()
    fee[layout.booked_arc] = 0.0
    priced = (arcs.cost > 0) | (arcs.loss > 0) | (fee > 0) | np.logical_or.reduce(posed.arc_levy != 0, axis=1)
    rows = np.flatnonzero(~priced[arc])
    start, end = arcs.start[arc[rows]], arcs.end[arc[rows]]
    found = flow.copy()
    for part in _circular(start, end, len(posed.network.nodes.ids)):
        for period in range(layout.periods):
            found[rows[part], period] = _cancelled(start[part], end[part], flow[rows[part], period])
    return found


def _circular(start: Index, end: Index, nodes: int) -> list[Index]:
    """Groups of arcs that can form a circle: those within one strong component."""
    graph = sparse.csr_matrix((np.ones(len(start)), (start, end)), shape=(nodes, nodes))
    _, component = connected_components(graph, connection="strong")
    within = component[start] == component[end]
    return [np.flatnonzero(within & (component[start] == one)) for one in np.unique(component[start[within]])]


def _cancelled(start: Index, end: Index, flow: Array) -> Array:
    """Flows without circles: the smallest flow of each circle is subtracted until none is left."""
    left = np.maximum(flow, 0.0)
    while True:
        circle = _circle(start.tolist(), end.tolist(), (left > 0).tolist())
        if not circle:
            return left
        left[circle] -= left[circle].min()


def _circle(start: list[int], end: list[int], used: list[bool]) -> list[int]:
    """Arcs of one circle among those in use, or none: a walk along each way until a node comes again."""
    leaving: dict[int, list[int]] = {}
    for arc, one in enumerate(used):
        if one:
            leaving.setdefault(start[arc], []).append(arc)
    done: set[int] = set()
    for root in list(leaving):
        path: list[int] = []
        place = {root: 0}
        node = root
        while True:
            onward = [arc for arc in leaving.get(node, ()) if end[arc] not in done]
            if onward:
                path.append(onward[0])
                node = end[onward[0]]
                if node in place:
                    return path[place[node] :]
                place[node] = len(path)
            else:
                done.add(node)
                if not path:
                    break
                del place[node]
                node = start[path.pop()]
    return []
