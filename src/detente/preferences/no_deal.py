"""What no deal is worth: the outcomes that the case thinks possible, by their probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.worlds import Payoffs, Worlds

WORLDS_AT_ONCE = 1000
"""Worlds that are weighed at once, so that memory stays flat."""


def expected_no_deal(
    case: Case, worlds: Worlds, values: NDArray[np.float64], payoffs: Payoffs
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Expected value and money of no deal per party and element, shapes (world, party, element).

    ``vbar = sum_x pi_x v[x]`` and ``mbar = sum_x pi_x m[x]`` over the outcomes x that the case names (the status
    quo when it names none). An element that an outcome does not name stays at its status quo. Outcomes are named
    packages: the money of one with several modelled options is that of the whole.
    """
    axes = payoffs.axes
    everywhere = np.arange(len(axes.elements))
    choices = [axes.choice(o.choices) for o in case.no_deal] or [axes.status_quo]
    drawn = [worlds.estimate(o.probability) for o in case.no_deal] or [np.ones(worlds.count)]
    chance = np.stack(drawn, axis=1)
    chance /= chance.sum(axis=1, keepdims=True)
    expected_values = np.zeros(values.shape[:3])
    # One party and element in all worlds lies side by side: what no deal leaves without money takes no memory.
    expected_money = np.zeros((*values.shape[1:3], len(values))).transpose(2, 0, 1)
    for first in range(0, len(values), WORLDS_AT_ONCE):
        some = slice(first, first + WORLDS_AT_ONCE)
        known = payoffs.in_worlds(some)
        for x, choice in enumerate(choices):
            option = np.where(choice < 0, axes.status_quo, choice)
            expected_values[some] += chance[some, x, None, None] * values[some][:, :, everywhere, option]
            money = known.of_package(option)
            for i, e in zip(*np.nonzero(money.any(axis=0)), strict=True):
                expected_money[some, i, e] += chance[some, x] * money[:, i, e]
    return expected_values, expected_money
