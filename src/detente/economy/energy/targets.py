"""What a lever points at: arcs, nodes, sellers, periods by name, region, owner or origin."""

from __future__ import annotations

import numpy as np

from detente.case import CaseError
from detente.economy.energy.records import Index, Lever, Names, Network

EVERY = "*"


def chosen_rows(thing: str, target: str, ids: Names) -> Index:
    """Rows of a target among ids; ``*`` is all of them."""
    if target == EVERY:
        return np.arange(len(ids))
    if target not in ids:
        raise CaseError(f'there is no {thing} "{target}". {_known(ids)}')
    return np.array([ids.index(target)], dtype=np.int64)


def chosen_periods(network: Network, lever: Lever) -> Index:
    """Rows of the periods of a lever; none named means all."""
    ids = network.periods.ids
    rows = [chosen_rows("period", period, ids) for period in (lever.periods or (EVERY,))]
    return np.unique(np.concatenate(rows))


def chosen_nodes(network: Network, targets: Names) -> Index:
    """Rows of nodes by id, by ``region:X``, or all by ``*``."""
    rows = [_nodes(network, target) for target in targets]
    return np.unique(np.concatenate(rows))


def _nodes(network: Network, target: str) -> Index:
    kind, _, name = target.partition(":")
    if kind == "region" and name:
        return _labelled("region", name, network.nodes.region)
    return chosen_rows("node", target, network.nodes.ids)


def chosen_sellers(network: Network, target: str) -> Index:
    """Rows of supplies by ``owner:X``, ``origin:X`` or ``supply:X``, or all by ``*``."""
    supplies = network.supplies
    if target == EVERY:
        return np.arange(len(supplies.ids))
    kind, _, name = target.partition(":")
    labels = {"owner": supplies.owner, "origin": supplies.origin, "supply": supplies.ids}
    if kind not in labels or not name:
        raise CaseError(f'"{target}" names no seller. Write owner:X, origin:X or supply:X.')
    return _labelled(kind, name, labels[kind])


def _labelled(kind: str, name: str, labels: Names) -> Index:
    rows = np.array([k for k, label in enumerate(labels) if label == name], dtype=np.int64)
    if not rows.size:
        raise CaseError(f'there is no {kind} "{name}". {_known(tuple(dict.fromkeys(labels)))}')
    return rows


def _known(ids: Names) -> str:
    return f"Use one of: {', '.join(ids)}." if ids else "The network has none."
