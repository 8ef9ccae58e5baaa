"""From a network to a schematic: buyers as one place, markets alike as one, parallel links without a name as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.economy.energy import EnergyStudy, Network
from detente.plots import FlowLink, FlowNode
from detente.report.energy.labels import EnergyNames, measure_name, some_of

SMALLEST = 0.01
"""Links below this share of the busiest place are left out, unless a measure closes them."""

SENDS, PASSES, RECEIVES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Schematic:
    """Places and links for `draw_flows`; `left_out` counts links that are too small to see."""

    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]
    left_out: int


@dataclass(slots=True)
class _Bundle:
    """Arcs that are drawn as one band."""

    start: int
    end: int
    measure: str
    arcs: list[int] = field(default_factory=list)


def schematic_of(study: EnergyStudy, names: EnergyNames) -> Schematic:
    """Reduce a network to what a reader can take in: flows of all periods together, in quantity."""
    network = study.before.network
    places = _places(study)
    bundles = _bundles(network, places)
    before, after = (one.flow.sum(axis=1) for one in (study.before, study.after))
    links = [_link(study, one, float(before[one.arcs].sum()), float(after[one.arcs].sum())) for one in bundles]
    links = _without_return(links, bundles)
    count = max(places) + 1
    handled = [_handled(count, links, after=False), _handled(count, links, after=True)]
    busiest = max(max(one, default=0.0) for one in handled)
    shown = [_is_shown(link, bundle, busiest) for link, bundle in zip(links, bundles, strict=True)]
    kept = [link for link, keep in zip(links, shown, strict=True) if keep]
    used = sorted({place for link in kept for place in (link.start, link.end)})
    row = {place: k for k, place in enumerate(used)}
    nodes = tuple(
        FlowNode(
            _label(study, places, place, names), _column(network, places, place), handled[0][place], handled[1][place]
        )
        for place in used
    )
    moved = tuple(
        FlowLink(row[k.start], row[k.end], k.before, k.after, k.label, k.closed_before, k.closed_after) for k in kept
    )
    return Schematic(nodes, moved, sum(1 for link, keep in zip(links, shown, strict=True) if not keep and _flows(link)))


def _flows(link: FlowLink) -> bool:
    return max(link.before, link.after) > 1e-6


def _is_shown(link: FlowLink, bundle: _Bundle, busiest: float) -> bool:
    return bool(bundle.measure) or max(link.before, link.after) > max(SMALLEST * busiest, 1e-9)


def _places(study: EnergyStudy) -> list[int]:
    """The place of each node: buyers share one; so do markets elsewhere that the same places send to."""
    network = study.before.network
    buying = set(study.buying)
    first: dict[object, int] = {}
    keys: list[object] = [
        "buyers" if region in buying else node
        for node, region in zip(network.nodes.ids, network.nodes.region, strict=True)
    ]
    start, end = network.arcs.start.tolist(), network.arcs.end.tolist()
    for n, kind in enumerate(network.nodes.kind):
        senders = frozenset(keys[s] for s, e in zip(start, end, strict=True) if e == n)
        if kind == "market" and keys[n] != "buyers" and n not in start and senders:
            keys[n] = (senders, "market")
    for key in keys:
        first.setdefault(key, len(first))
    return [first[key] for key in keys]


def _bundles(network: Network, places: Sequence[int]) -> list[_Bundle]:
    found: dict[tuple[int, int, str], _Bundle] = {}
    for a in range(len(network.arcs.ids)):
        start, end = places[int(network.arcs.start[a])], places[int(network.arcs.end[a])]
        if start != end:
            key = (start, end, network.arcs.measure[a])
            found.setdefault(key, _Bundle(*key)).arcs.append(a)
    return list(found.values())


def _link(study: EnergyStudy, bundle: _Bundle, before: float, after: float) -> FlowLink:
    network = study.before.network
    open_before, open_after = (
        bool((one.network.arcs.capacity[bundle.arcs] > 0).any()) for one in (study.before, study.after)
    )
    name = network.arcs.ids[bundle.arcs[0]] if len(bundle.arcs) == 1 else bundle.measure
    label = measure_name(name) if bundle.measure else ""
    return FlowLink(bundle.start, bundle.end, before, after, label, not open_before, not open_after)


def _without_return(links: Sequence[FlowLink], bundles: Sequence[_Bundle]) -> list[FlowLink]:
    """What goes both ways between two places over the year is drawn as its balance, unless a measure names it."""
    plain = {(k.start, k.end): k for k, bundle in zip(links, bundles, strict=True) if not bundle.measure}
    found = []
    for link, bundle in zip(links, bundles, strict=True):
        back = plain.get((link.end, link.start))
        if back and not bundle.measure:
            balance = max(link.before - back.before, 0.0), max(link.after - back.after, 0.0)
            found.append(FlowLink(link.start, link.end, *balance))
        else:
            found.append(link)
    return found


def _handled(count: int, links: Sequence[FlowLink], *, after: bool) -> list[float]:
    """What each place sends or receives, whichever is more."""
    sent, received = np.zeros(count), np.zeros(count)
    for link in links:
        amount = link.after if after else link.before
        sent[link.start] += amount
        received[link.end] += amount
    return [float(value) for value in np.maximum(sent, received)]


def _members(places: Sequence[int], place: int) -> list[int]:
    return [n for n, one in enumerate(places) if one == place]


def _label(study: EnergyStudy, places: Sequence[int], place: int, names: EnergyNames) -> str:
    network, members = study.before.network, _members(places, place)
    if network.nodes.region[members[0]] in study.buying:
        return names.of(study.buyers)
    labels = [
        network.nodes.labels[n].partition(" (")[0] if len(members) > 1 else network.nodes.labels[n] for n in members
    ]
    return some_of(labels, most=1)


def _column(network: Network, places: Sequence[int], place: int) -> int:
    """Left what sends, right what consumes; in the middle what does neither."""
    members = _members(places, place)
    kinds = {network.nodes.kind[n] for n in members}
    if "market" in kinds:
        inflow = np.isin(network.arcs.end, members).any()
        return RECEIVES if inflow else SENDS
    return SENDS if "producer" in kinds else PASSES
