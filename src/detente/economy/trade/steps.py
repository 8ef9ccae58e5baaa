"""From gaps to a step: an approximate Newton step on the baseline's own structure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.system import State, Sweep, System, spending_scale, sweep, trade_shares
from detente.economy.trade.technology import by_region, input_composition


@dataclass(frozen=True, slots=True)
class Responses:
    """How wages, prices and spending answer to gaps, to first order, at the baseline.

    `own_loop` (region, sector, sector) closes the loop of a region through its own inputs exactly and leaves foreign
    inputs to the next sweep: it turns gaps of prices into changes, and its transpose gaps of spending. `labour`
    (sector, region, region) is the answer of labour demand to wages per unit of theta, `size` the part without it, a
    hair above what it is: regions that do not trade with each other have no relative wage, and their matrix no inverse.
    """

    own_loop: Array
    labour: Array
    size: Array
    own_share: Array
    trade_share: Array


@dataclass(frozen=True, slots=True)
class _Look:
    """What first-order answers are made of: shares, receipts by flow, technology and size, at one point."""

    trade_share: Array
    receipts: Array
    value_added_share: Array
    input_share: Array
    value_added: Array


def respond(baseline: Baseline) -> Responses:
    """Work out the first-order answers of a baseline."""
    b = baseline
    flow = b.border_flow / b.export_tax
    return _responses(_Look(b.trade_share, flow, b.value_added_share, b.input_share, b.value_added), HAIR)


def respond_at(system: System, state: State) -> Responses:
    """Work out the first-order answers of a world on its way, from its single draw.

    Far from the baseline its own structure misleads: shares, and with them the answers, are others there.
    """
    found = sweep(system, state)
    share = trade_shares(system, found)[0]
    spending = (state.spending * spending_scale(system.baseline))[0][:, :, None]
    bought = np.where(system.weight[0] > 0, system.weight[0], 1.0)
    look = _Look(
        trade_share=share,
        receipts=share * spending * system.factory[0] / bought,
        value_added_share=found.bundle.value_added_share[0],
        input_share=input_composition(system.baseline, found.bundle, state.price)[0],
        value_added=np.exp(state.wage[0]) * system.baseline.value_added,
    )
    return _responses(look, HAIR_ON_THE_WAY)


HAIR, HAIR_ON_THE_WAY = 1e-6, 1e-12
"""What is added for regions that do not trade. The less, the better for those that hardly trade, and the bolder."""


def _responses(look: _Look, hair: float) -> Responses:
    share = look.trade_share
    own = np.einsum("jnn->nj", share)
    using = look.input_share * (1 - look.value_added_share.T)[:, None, :]
    one = np.eye(len(share))
    income = look.receipts * look.value_added_share[:, None, :]
    of_buyer = income / income.sum(axis=(0, 1))
    labour = _in_blocks(of_buyer.transpose(0, 2, 1), share)
    diagonal = np.arange(share.shape[1])
    labour[:, diagonal, diagonal] -= of_buyer.sum(axis=1)
    world = look.value_added / look.value_added.sum()
    return Responses(
        own_loop=np.linalg.inv(one - own[:, :, None] * using.transpose(0, 2, 1)),
        labour=labour,
        size=np.eye(len(world)) - of_buyer.sum(axis=0).T + world + hair * np.eye(len(world)),
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
    return np.asarray(np.linalg.inv(responses.size - answer.reshape(-1, regions, regions)))


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
