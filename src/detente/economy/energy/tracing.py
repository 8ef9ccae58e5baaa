"""Where does the gas at a node come from? Proportional mixing along the flows."""

from __future__ import annotations

import numpy as np

from detente.economy.energy.layout import POOL, Layout
from detente.economy.energy.levers import Posed
from detente.economy.energy.quantities import Quantities
from detente.economy.energy.records import Array, Network

# Flows below this share of the mean reference demand are the solver's last digits, and carry no origin.
TRACE = 1e-7


def trace_deliveries(posed: Posed, layout: Layout, quantities: Quantities) -> Array:
    """Consumption by origin, shape (origin, node, period), by the proportional sharing of [Bialek1996]_.

    What enters a node mixes perfectly, and everything that leaves has the same composition: with throughput ``T`` and
    arrivals ``A[n, m]`` from m, shares solve ``T[n] X[n, o] = sum_m A[n, m] X[m, o] + S[n, o]``. Followed sellers mix
    within their own layer up to the sale. Storages mix what is put in with what they hold.
    """
    network = posed.network
    wanted = network.demands.quantity[network.demands.quantity > 0]
    least = TRACE * float(wanted.mean()) if wanted.size else 0.0
    entering = _supplied(posed, layout, quantities, POOL)
    for layer in range(1, len(posed.owner_of) + 1):
        mix = _mixed(_arrivals(network, layout, quantities, layer), _supplied(posed, layout, quantities, layer), least)
        rows = np.flatnonzero(layout.sale_layer == layer)
        nodes = layout.sale_node[rows]
        entering[:, nodes] += quantities.sale[rows].T[:, :, None] * mix[:, nodes]
    mix = _through_time(network, quantities, _arrivals(network, layout, quantities, POOL), entering, least)
    consumed = np.zeros((len(network.nodes.ids), layout.periods))
    np.add.at(consumed, network.demands.node, quantities.firm + quantities.flex)
    return np.asarray((mix * consumed.T[:, :, None]).transpose(2, 1, 0))


def _supplied(posed: Posed, layout: Layout, quantities: Quantities, layer: int) -> Array:
    """Supply of a layer less what is let go, shape (period, node, origin)."""
    network = posed.network
    rows = {origin: k for k, origin in enumerate(network.origins)}
    found = np.zeros((layout.periods, len(network.nodes.ids), len(rows)))
    for s in np.flatnonzero(posed.layer_of == layer).tolist():
        found[:, network.supplies.node[s], rows[network.supplies.origin[s]]] += quantities.supply[s]
    for k in np.flatnonzero(layout.spill_layer == layer).tolist():
        node = layout.spill_node[k]
        before = found[:, node].sum(axis=1)
        kept = 1 - np.divide(quantities.spill[k], before, out=np.zeros_like(before), where=before > 0)
        found[:, node] *= np.clip(kept, 0.0, 1.0)[:, None]
    return found


def _arrivals(network: Network, layout: Layout, quantities: Quantities, layer: int) -> Array:
    """What arrives from node to node in a layer, shape (period, to, from)."""
    found = np.zeros((len(network.nodes.ids), len(network.nodes.ids), layout.periods))
    rows = np.flatnonzero(layout.carry_layer == layer)
    arc = layout.carry_arc[rows]
    arriving = quantities.carry[rows] * (1 - network.arcs.loss[arc])[:, None]
    np.add.at(found, (network.arcs.end[arc], network.arcs.start[arc]), arriving)
    return np.ascontiguousarray(found.transpose(2, 0, 1))


def _mixed(arrivals: Array, supplied: Array, least: float) -> Array:
    """Shares by origin at each node, shape (period, node, origin); zero where nothing passes."""
    arrivals = np.where(arrivals > least, arrivals, 0.0)
    supplied = np.where(supplied > least, supplied, 0.0)
    through = arrivals.sum(axis=2) + supplied.sum(axis=2)
    # The last digits of a flow may feed a circle from nowhere; a whisper on the diagonal lets it fade.
    diagonal = np.where(through > 0, through * (1 + 1e-13), 1.0)
    system = -arrivals
    nodes = np.arange(through.shape[1])
    system[:, nodes, nodes] += diagonal
    return np.asarray(np.linalg.solve(system, supplied))


def _through_time(network: Network, quantities: Quantities, arrivals: Array, entering: Array, least: float) -> Array:
    """Shares in the pool, period by period, with what storages hold; the last origin is what they held at first."""
    stores = network.stores
    net = (1 - stores.loss)[:, None] * quantities.injection - quantities.withdrawal
    held = np.zeros((len(stores.node), entering.shape[2]))
    held[:, -1] = stores.start * stores.working_volume
    mixes = []
    for period in range(entering.shape[0]):
        out = np.maximum(-net[:, period], 0.0)
        holds = held.sum(axis=1)
        share = np.divide(held, holds[:, None], out=np.zeros_like(held), where=holds[:, None] > 0)
        inflow = entering[period].copy()
        np.add.at(inflow, stores.node, share * out[:, None])
        mix = _mixed(arrivals[period : period + 1], inflow[None], least)[0]
        held = np.maximum(held - share * out[:, None], 0.0)
        held += mix[stores.node] * np.maximum(net[:, period], 0.0)[:, None]
        mixes.append(mix)
    return np.stack(mixes)
