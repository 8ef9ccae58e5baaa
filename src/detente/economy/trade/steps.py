"""From gaps to a step: an approximate Newton step on the baseline's own structure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.system import State, Sweep, System, spending_scale
from detente.economy.trade.technology import by_region


@dataclass(frozen=True, slots=True)
class Responses:
    """How wages, prices and spending answer to gaps, to first order, at the baseline.

    `own_loop` (region, sector, sector) closes the loop of a region through its own inputs exactly and leaves foreign
    inputs to the next sweep: it turns gaps of prices into changes, and its transpose gaps of spending. `labour`
    (sector, region, region) is the answer of labour demand to wages per unit of theta, `size` the part without it.
    """

    own_loop: Array
    labour: Array
    size: Array
    own_share: Array
    trade_share: Array


def respond(baseline: Baseline) -> Responses:
    """Work out the first-order answers of a baseline."""
    share, flow = baseline.trade_share, baseline.border_flow / baseline.export_tax
    own = np.einsum("jnn->nj", share)
    using = baseline.input_share * (1 - baseline.value_added_share.T)[:, None, :]
    one = np.eye(len(baseline.sectors))
    income = flow * baseline.value_added_share[:, None, :]
    of_buyer = income / income.sum(axis=(0, 1))
    labour = _in_blocks(of_buyer.transpose(0, 2, 1), share)
    diagonal = np.arange(len(baseline.regions))
    labour[:, diagonal, diagonal] -= of_buyer.sum(axis=1)
    world = baseline.value_added / baseline.value_added.sum()
    return Responses(
        own_loop=np.linalg.inv(one - own[:, :, None] * using.transpose(0, 2, 1)),
        labour=labour,
        size=np.eye(len(world)) - of_buyer.sum(axis=0).T + world,
        own_share=np.ascontiguousarray(own.T),
        trade_share=share,
    )


def _in_blocks(left: Array, right: Array) -> Array:
    """Products of stacked matrices, in blocks of rows so small that the library does each on one thread.

    On a busy machine waiting for a second thread at every product costs more than the products themselves.
    """
    rows = max(1, ONE_THREAD // (right.shape[1] * right.shape[2]))
    return np.concatenate([left[:, k : k + rows] @ right for k in range(0, left.shape[1], rows)], axis=1)


ONE_THREAD = 250_000
"""Multiplications in a matrix product below which OpenBLAS stays on one thread."""


def wage_response(responses: Responses, theta: Array) -> Array:
    """Wage changes per gap on labour markets, for each draw; shape (draw, region, region)."""
    regions = len(responses.size)
    answer = theta[:, :, 0] @ responses.labour.reshape(len(responses.labour), -1)
    # Regions that do not trade with each other have no relative wage; the hair keeps the matrix invertible.
    hair = 1e-6 * np.eye(regions)
    return np.asarray(np.linalg.inv(responses.size + hair - answer.reshape(-1, regions, regions)))


def propose(system: System, responses: Responses, wages: Array, state: State, found: Sweep, caution: Array) -> State:
    """The step that a cautious first-order look proposes: changes of wages, prices and spending."""
    scale = spending_scale(system.baseline)
    spending = by_region(responses.own_loop.transpose(0, 2, 1) @ by_region(found.spending_gap * scale))
    extra = (found.bundle.value_added_share * responses.own_share * spending).sum(axis=1)
    value_added = np.exp(state.wage) * system.baseline.value_added
    gap = np.log(np.maximum((found.demand + extra) / value_added, 1e-3))
    wage = caution[:, None] * np.matmul(wages, gap[:, :, None])[:, :, 0]
    price = by_region(responses.own_loop @ by_region(found.price_gap))
    price = price + np.matmul(responses.trade_share, wage.T).transpose(2, 0, 1)
    return State(wage, price, spending / scale + state.spending * wage[:, None, :])
