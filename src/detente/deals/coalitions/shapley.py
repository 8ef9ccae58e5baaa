"""Shapley values: exact from all coalitions, or from sampled orders with their standard error."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
from numpy.typing import NDArray

MOST_EXACT = 14
"""Most players whose coalitions are enumerated."""


def shapley_values(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share out what all players together are worth, by their average contribution over all orders [Shapley1953]_.

    ``phi_i = sum_{S without i} |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))``. `worth` has shape (2**n, game) or (2**n,):
    row s is the coalition of the players whose bits are set in s, row 0 the empty one. Returns (player, game) or
    (player,). Raises ValueError if the number of rows is no power of two.

    Examples
    --------
    >>> shapley_values(np.array([0.0, 1.0, 1.0, 1.0])).tolist()
    [0.5, 0.5]
    """
    players = len(worth).bit_length() - 1
    if len(worth) != 1 << players:
        raise ValueError(f"A game needs a worth for each of 2**n coalitions, not for {len(worth)}.")
    codes = np.arange(len(worth))
    size = np.bitwise_count(codes).astype(int)
    weight = np.array([factorial(k) * factorial(max(players - k - 1, 0)) for k in range(players + 1)]) / factorial(
        players
    )
    shares = []
    for i in range(players):
        without = codes[(codes >> i) & 1 == 0]
        shares.append(weight[size[without]] @ (worth[without | (1 << i)] - worth[without]))
    return np.array(shares)


def sampled_shapley_values(
    players: int, worth: Callable[[NDArray[np.bool_]], NDArray[np.float64]], orders: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimate Shapley values from random orders of arrival [Castro2009]_, and their standard errors.

    `worth` maps coalitions (coalition, player) to numbers (coalition,). The estimates always sum to the worth of all.
    Needs at least two orders.

    Examples
    --------
    >>> mean, error = sampled_shapley_values(3, lambda s: s.any(axis=1).astype(float), orders=400, seed=1)
    >>> round(float(mean.sum()), 9), bool((abs(mean - 1 / 3) < 4 * error).all())
    (1.0, True)
    """
    draw = np.random.default_rng(seed)
    place = np.argsort(draw.random((orders, players)), axis=1)
    arrived = place[:, None, :] < np.arange(players + 1)[None, :, None]
    gained = np.diff(worth(arrived.reshape(-1, players)).reshape(orders, players + 1), axis=1)
    each = np.take_along_axis(gained, place, axis=1)
    return each.mean(axis=0), each.std(axis=0, ddof=1) / np.sqrt(orders)
