"""Weights of elements: uniform on the simplex, cut by what was said of whole packages."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import gammaincinv, ndtri

SWEEPS = 200
"""Hit-and-run steps per world that starts outside the cuts; mixing is tested against rejection sampling."""


def simplex_weights(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn uniforms (world, element) into weights uniform on the simplex: normalised exponentials.

    Examples
    --------
    >>> simplex_weights(np.array([[0.5, 0.5]])).tolist()
    [[0.5, 0.5]]
    """
    spacing = -np.log1p(-u)
    weights: NDArray[np.float64] = spacing / spacing.sum(axis=1, keepdims=True)
    return weights


def concentrated_weights(u: NDArray[np.float64], concentration: float) -> NDArray[np.float64]:
    """Turn uniforms (world, element) into weights by a symmetric Dirichlet prior: normalised gamma draws.

    Below a concentration of 1, few elements carry most of the weight; at 1 it is `simplex_weights`.

    Examples
    --------
    >>> float(concentrated_weights(np.array([[0.3, 0.9]]), 0.2).sum())
    1.0
    """
    mass = np.maximum(gammaincinv(concentration, u), 1e-300)
    weights: NDArray[np.float64] = mass / mass.sum(axis=1, keepdims=True)
    return weights


def deepest_point(normals: NDArray[np.float64], offsets: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Weights that satisfy ``normals @ k + offsets >= 0`` with the largest common slack, or None if there are none.

    A set without an inside counts as empty: there the claim would fit only a party that cares for one thing alone.
    """
    cuts, elements = normals.shape
    cost = np.zeros(elements + 1)
    cost[-1] = -1.0
    result = linprog(
        cost,
        A_ub=np.column_stack([-normals, np.ones(cuts)]),
        b_ub=offsets,
        A_eq=np.append(np.ones(elements), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * elements + [(None, None)],
    )
    if result.status != 0 or result.x[-1] <= 1e-9 * max(1.0, float(np.abs(normals).max())):
        return None
    point: NDArray[np.float64] = result.x[:-1]
    return point


def inner_start(
    weights: NDArray[np.float64], normals: NDArray[np.float64], offsets: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """A point strictly inside the cuts, as near to `weights` as half the way to a corner that satisfies them all.

    Falls back to the deepest point by linear programming when no corner of the simplex does; None when empty.
    """
    at_corner = (normals + offsets[:, None]).min(axis=0)
    corner = int(at_corner.argmax())
    if at_corner[corner] <= 0:
        return deepest_point(normals, offsets)
    here, there = normals @ weights + offsets, normals[:, corner] + offsets
    crossing = max(0.0, float((here / np.minimum(here - there, -1e-300))[here < 0].max(initial=0.0)))
    step = 0.5 * (1.0 + crossing)
    target = np.zeros_like(weights)
    target[corner] = 1.0
    start: NDArray[np.float64] = (1 - step) * weights + step * target
    return start


def hit_and_run(
    start: NDArray[np.float64],
    normals: NDArray[np.float64],
    offsets: NDArray[np.float64],
    uniforms: Callable[[int], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Walk each world's weights within its cut simplex, shape (world, element) [Smith1984]_.

    Each step takes a direction that keeps the sum, finds the chord inside ``k >= 0`` and
    ``normals[w] @ k + offsets[w] >= 0`` (shapes (world, cut, element) and (world, cut)), and moves to a uniform
    point on it. `uniforms(step)` gives shape (world, element + 1).
    """
    weights = start.copy()
    if weights.shape[1] < 2:
        return weights
    for step in range(SWEEPS):
        draws = uniforms(step)
        direction = ndtri(np.maximum(draws[:, :-1], 1e-300))
        direction -= direction.mean(axis=1, keepdims=True)
        slack = np.concatenate([weights, np.einsum("wce,we->wc", normals, weights) + offsets], axis=1)
        rate = np.concatenate([direction, np.einsum("wce,we->wc", normals, direction)], axis=1)
        reach = -np.maximum(slack, 0.0) / np.where(rate == 0, 1e-300, rate)
        forward = np.where(rate < 0, reach, np.inf).min(axis=1)
        backward = np.where(rate > 0, reach, -np.inf).max(axis=1)
        bounded = np.isfinite(forward) & np.isfinite(backward)
        backward, forward = np.where(bounded, backward, 0.0), np.where(bounded, forward, 0.0)
        length = backward + (forward - backward) * draws[:, -1]
        weights = np.maximum(weights + length[:, None] * direction, 0.0)
        weights /= weights.sum(axis=1, keepdims=True)
    return weights
