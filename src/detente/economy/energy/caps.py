"""A price cap with partial enforcement: a wedge that depends on the price it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.case import NotConverged
from detente.economy.energy.layout import POOL, Layout
from detente.economy.energy.levers import Posed
from detente.economy.energy.program import Program
from detente.economy.energy.quantities import node_prices
from detente.economy.energy.records import Array
from detente.economy.energy.reduction import Reduced
from detente.economy.energy.residuals import reduced_cost, whole
from detente.economy.energy.solver import Answer

MEMORY = 6
ROUNDS = 100
WEDGE_TOLERANCE = 1e-9
UNSOLD = 1e-7
"""Sales below this share of the mean reference demand are none: the solver's last digits."""


@dataclass(frozen=True, slots=True, eq=False)
class Sales:
    """Followed sales under some wedge, shape (sale, period), all in price units but the last.

    `price` of the pool; `slack`, what is missing for the next unit to be worth selling, infinite where it is forbidden;
    `quantity` in units of the mean reference demand.
    """

    price: Array
    slack: Array
    quantity: Array


def read_sales(posed: Posed, program: Program, reduced: Reduced, answer: Answer) -> Sales:
    """Prices, slacks and quantities of followed sales in an answer."""
    layout = program.layout
    slack = np.full(len(program.cost), np.inf)
    slack[reduced.free] = np.maximum(reduced_cost(reduced, answer), 0.0) * program.price_scale
    count = len(layout.sale_node)
    return Sales(
        price=np.asarray(node_prices(posed, program, reduced, answer)[POOL, layout.sale_node]),
        slack=layout.table(slack, "sale", count),
        quantity=layout.table(whole(reduced, answer), "sale", count),
    )


def cap_wedge(posed: Posed, layout: Layout, price: Array) -> Array:
    """What the cap takes from each unit sold: ``enforced * max(price - cap, 0)``, shape (sale, period).

    Of the sales into a node the share `enforced` is paid at most the cap. A seller that spreads its sales evenly over
    both kinds receives ``price - wedge`` on average; the buyers of the capped part gain the wedge.
    """
    enforced = posed.enforced[layout.sale_layer - 1, layout.sale_node]
    cap = posed.cap[layout.sale_layer - 1, layout.sale_node]
    over = np.maximum(np.nan_to_num(price) - cap, 0.0)
    return np.asarray(np.where(enforced > 0, enforced * over, 0.0))


def wedge_gap(posed: Posed, layout: Layout, wedge: Array, sales: Sales) -> Array:
    """How far a wedge is from the one its prices lead to, in price units; zero where that moves nobody.

    Where nothing is sold, any wedge will do that leaves the next unit not worth selling: the price there may not be
    unique.
    """
    gap = cap_wedge(posed, layout, sales.price) - wedge
    idle = (sales.quantity <= UNSOLD) & (gap >= -sales.slack)
    return np.asarray(np.where(idle, 0.0, gap))


def settle_caps(posed: Posed, layout: Layout, sales_under: Callable[[Array], Sales]) -> Array:
    """The wedge that reproduces itself through the prices it leads to.

    A larger wedge raises the price by less than itself, so that the loop closes; the method of [Anderson1965]_ makes it
    quick.

    Raises
    ------
    NotConverged
        When the wedge has not settled after 100 equilibria.
    """
    wedge = np.zeros((len(layout.sale_node), layout.periods))
    if not (posed.enforced > 0).any():
        return wedge
    # A demand pays at most the unserved price, so that no wedge is larger than this one.
    unserved = posed.network.about.unserved_price
    largest = cap_wedge(posed, layout, np.full_like(wedge, unserved))
    memory = _Memory()
    for _ in range(ROUNDS):
        gap = wedge_gap(posed, layout, wedge, sales_under(wedge))
        if float(np.abs(gap).max()) <= WEDGE_TOLERANCE * unserved:
            return wedge
        wedge = np.clip(memory.next(wedge.ravel(), gap.ravel()).reshape(wedge.shape), 0.0, largest)
    moves = float(np.abs(gap).max()) / unserved
    raise NotConverged(f"The price cap did not settle in {ROUNDS} equilibria: the wedge still moves by {moves:.1e}.")


class _Memory:
    """Past wedges and their gaps; forgotten when they no longer lead anywhere, for prices have kinks."""

    def __init__(self) -> None:
        self.tried: list[Array] = []
        self.gaps: list[Array] = []
        self.best = (np.inf, np.zeros(0), np.zeros(0))
        self.since_best = 0

    def next(self, wedge: Array, gap: Array) -> Array:
        """The next wedge to try: an accelerated step, or a plain one from the best so far."""
        size = float(np.linalg.norm(gap))
        self.since_best += 1
        if size < self.best[0]:
            self.best, self.since_best = (size, wedge, gap), 0
        if self.since_best > MEMORY:
            self.tried, self.gaps, self.since_best = [], [], 0
            wedge, gap = self.best[1:]
            # The same place leads to the same steps: half a step leads elsewhere.
            self.best = (np.inf, wedge, gap)
            return np.asarray(wedge + gap / 2)
        self.tried, self.gaps = [*self.tried[1 - MEMORY :], wedge], [*self.gaps[1 - MEMORY :], gap]
        return _next(self.tried, self.gaps)


def _next(tried: list[Array], gaps: list[Array]) -> Array:
    """The mixture of past wedges whose gaps cancel best, plus what is left of the gap."""
    if len(gaps) == 1:
        return tried[-1] + gaps[-1]
    steps, moves = np.diff(np.array(gaps), axis=0), np.diff(np.array(tried), axis=0)
    weight = np.linalg.lstsq(steps.T, gaps[-1], rcond=1e-10)[0]
    return np.asarray(tried[-1] + gaps[-1] - weight @ (moves + steps))
