"""Moves of the walk inside cuts: along one element, between two, among three; the worlds stand last everywhere."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

FAVOURED = 4
"""Among how many elements weight is exchanged in pairs, after each sweep."""


def favoured(unit: NDArray[np.float64]) -> NDArray[np.int64]:
    """The elements that the cuts of a world favour most, by their smallest rate over the cuts, (rank, world)."""
    in_force = np.logical_or.reduce(unit != 0, axis=0)
    smallest = np.where(in_force[None], unit, np.inf).min(axis=1)
    return np.argsort(-smallest, axis=0, kind="stable")[:FAVOURED]


def chord(
    slack: NDArray[np.float64], rate: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The steps t in [low, high] with ``slack + rate t >= 0`` in every row, as its ends, never inside out."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        bound = -slack / rate
    low = np.maximum(np.where(rate > 0, bound, -np.inf).max(axis=0), low)
    high = np.minimum(np.where(rate < 0, bound, np.inf).min(axis=0), high)
    return low, np.maximum(high, low)


def along_coordinates(x: NDArray[np.float64], unit: NDArray[np.float64], u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Redraw every coordinate once, in place: a truncated exponential. Returns the slack of the cuts, (cut, world)."""
    slack: NDArray[np.float64] = np.einsum("ecw,ew->cw", unit, x)
    none, ever = np.zeros(x.shape[1]), np.full(x.shape[1], np.inf)
    for e, rate in enumerate(unit):
        rest = slack - rate * x[e]
        low, high = chord(rest, rate, none, ever)
        x[e] = low + np.minimum(-np.log1p(u[e] * np.expm1(low - high)), high - low)
        slack = rest + rate * x[e]
    return slack


def between_favoured(
    x: NDArray[np.float64],
    slack: NDArray[np.float64],
    unit: NDArray[np.float64],
    ranks: NDArray[np.int64],
    u: NDArray[np.float64],
) -> None:
    """Move weight between every two of the favoured elements, in place: their sum stays, so the step is uniform."""
    every = np.arange(x.shape[1])
    rates = unit[ranks, :, every].transpose(0, 2, 1)
    for step, (one, other) in enumerate(combinations(range(len(ranks)), 2)):
        gains, loses, rate = ranks[one], ranks[other], rates[one] - rates[other]
        low, high = chord(slack, rate, -x[gains, every], x[loses, every])
        moved = low + u[step] * (high - low)
        x[gains, every] = np.maximum(x[gains, every] + moved, 0.0)
        x[loses, every] = np.maximum(x[loses, every] - moved, 0.0)
        slack += rate * moved


def among_threes(
    x: NDArray[np.float64],
    unit: NDArray[np.float64],
    pair: tuple[int, int],
    order: NDArray[np.int64],
    u: NDArray[np.float64],
) -> None:
    """Move weight among threes of elements so that the slack of two cuts stays, in place.

    `pair` names the two cuts, `order` (element, world) the elements of which each three in turn is taken. Between two
    cuts that lie close together other moves are short, and these are not. Along the direction d the density of
    x falls as ``exp(-t sum(d))``.
    """
    every = np.arange(x.shape[1])
    slack = np.einsum("ecw,ew->cw", unit, x)
    for step in range(len(x) // 3):
        three = order[3 * step : 3 * step + 3]
        rates = unit[three, :, every]
        direction = np.cross(rates[:, :, pair[0]], rates[:, :, pair[1]], axis=0)
        direction /= np.maximum(np.abs(direction).max(axis=0), 1e-300)
        direction *= np.where(direction.sum(axis=0) < 0, -1.0, 1.0)
        rate = np.einsum("ewc,ew->cw", rates, direction)
        moved = _step(x[three, every], direction, slack, rate, u[step])
        x[three, every] = np.maximum(x[three, every] + moved * direction, 0.0)
        slack += rate * moved


def _step(
    x: NDArray[np.float64],
    direction: NDArray[np.float64],
    slack: NDArray[np.float64],
    rate: NDArray[np.float64],
    u: NDArray[np.float64],
) -> NDArray[np.float64]:
    """A draw on the chord, density falling as exp(-t s) with s >= 0 the sum of the direction; 0 where it is no line."""
    kept = np.abs(rate) < 1e-12
    low, high = chord(np.where(kept, 1.0, slack), np.where(kept, 0.0, rate), *_endless(x))
    low, high = chord(x, direction, low, high)
    fall, length = direction.sum(axis=0), high - low
    with np.errstate(invalid="ignore", divide="ignore"):
        exponential = -np.log1p(u * np.expm1(-fall * length)) / fall
        step = low + np.where(fall * length < 1e-9, u * length, np.minimum(exponential, length))
    return np.where(np.isfinite(step) & direction.any(axis=0), step, 0.0)


def _endless(x: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf)
