"""Half-spaces of weights: a point inside them, or the proof that there is none.

On the simplex a half-space ``normal @ k + offset >= 0`` is ``(normal + offset) @ k >= 0``, because the weights sum
to 1. So all cuts are written as rows of one matrix with ``cuts @ k >= 0``, and k may be scaled freely.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

INSIDE = 1e-9
"""Least slack of a point that counts as inside, relative to the largest entry of its cut.

A set without an inside counts as empty: there the claim would fit only a party that cares for one thing alone.
"""


def scaled(cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide each cut, on the last axis, by its largest entry and clear what is rounding beside it."""
    size = np.abs(cuts).max(axis=-1, keepdims=True)
    unit = cuts / np.where(size == 0, 1.0, size)
    return np.where(np.abs(unit) < 1e-12, 0.0, unit)


@cache
def _pairs(elements: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first, second = np.triu_indices(elements, 1)
    return first.astype(np.int64), second.astype(np.int64)


def deepest_of_two(cuts: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Weights with the largest smaller slack of two cuts, shape (2, element), and that slack.

    A linear programme with two cuts has an optimum that mixes at most two elements. The smaller of two slacks along
    an edge is largest at an end or where the two are equal, so all edges are looked at.
    """
    elements = cuts.shape[1]
    corner = int(cuts.min(axis=0).argmax())
    point, best = np.zeros(elements), float(cuts[:, corner].min())
    point[corner] = 1.0
    one, other = _pairs(elements)
    gap = cuts[0] - cuts[1]
    crosses = gap[one] * gap[other] < 0
    one, other = one[crosses], other[crosses]
    share = gap[one] / (gap[one] - gap[other])
    slack = (1 - share) * cuts[0, one] + share * cuts[0, other]
    if len(slack) and slack.max() > best:
        edge = int(slack.argmax())
        point, best = np.zeros(elements), float(slack[edge])
        point[one[edge]], point[other[edge]] = 1 - share[edge], share[edge]
    return point, best


def deepest_point(cuts: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Weights with the largest smallest slack over all cuts, shape (cut, element); None when none are inside.

    Examples
    --------
    >>> deepest_point(np.array([[1.0, -1.0], [-1.0, 1.0]])) is None
    True
    >>> deepest_point(np.array([[1.0, -0.5], [-0.5, 1.0]])).tolist()
    [0.5, 0.5]
    """
    unit = scaled(cuts)
    if len(unit) == 1:
        point = np.zeros(unit.shape[1])
        point[int(unit[0].argmax())] = 1.0
        return point if unit.max() > INSIDE else None
    if len(unit) == 2:
        point, slack = deepest_of_two(unit)
        return point if slack > INSIDE else None
    return _deepest_of_many(unit)


def _deepest_of_many(unit: NDArray[np.float64]) -> NDArray[np.float64] | None:
    count, elements = unit.shape
    cost = np.zeros(elements + 1)
    cost[-1] = -1.0
    result = linprog(
        cost,
        A_ub=np.column_stack([-unit, np.ones(count)]),
        b_ub=np.zeros(count),
        A_eq=np.append(np.ones(elements), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0.0, 1.0)] * elements + [(None, None)],
    )
    # The programme is bounded and always has a point, so anything but an optimum is a failure and not an empty set.
    if result.status != 0:
        raise ArithmeticError(f"The deepest point within {count} cuts was not found: {result.message}")
    point: NDArray[np.float64] = result.x[:-1]
    return point if (unit @ point).min() > INSIDE else None


def towards(point: NDArray[np.float64], weights: NDArray[np.float64], cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Go from `weights` half of the way that leads from where the cuts are first met to a point inside them."""
    here, there = cuts @ weights, cuts @ point
    crossing = float(np.where(here < 0, here / np.where(here < 0, here - there, 1.0), 0.0).max(initial=0.0))
    step = 0.5 * (1.0 + crossing)
    start: NDArray[np.float64] = (1 - step) * weights + step * point
    return start
