"""From the worlds in which a model was solved to all others, with the error of doing so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError

Array = NDArray[np.float64]

PENALTIES = np.logspace(-6, 3, 19)
"""Penalties on bends that are tried, against the mean of the kernel: from nearly none to a plane."""

ANCHORS_PER_SLOPE = 2
"""Solved worlds that each slope of the plane needs at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Interpolated:
    """Values in every world, and what leaving one solved world out would have cost there.

    `value`: shape (world, column), exact where solved. `left_out`: shape (anchor, column).
    """

    value: Array
    left_out: Array


def interpolate(solved: Array, at: NDArray[np.int64], place: Array) -> Interpolated:
    """Carry values from anchors to all worlds: a plane, and smooth bends on top as far as they help.

    Kriging with a linear trend. Bends have the kernel ``(sum_d b_d^2 x_d y_d)^2``, with ``b`` the slopes of the plane:
    a product of effects, which is how shares of a measure taken back act, bends most where slopes are steep. The
    penalty on bends is the one with the smallest mean square error when one anchor at a time is left out, in closed
    form ([Dubrule1983]_): with ``M`` the inverse of the penalised kernel less its part along the plane, the error
    at anchor ``a`` is ``(M y)_a / M_aa``. Slopes and penalty are chosen with all anchors, so it is a little small.

    Parameters
    ----------
    solved : array, shape (anchor, column)
        Values at the anchors.
    at : array of int, shape (anchor,)
        Which worlds the anchors are.
    place : array, shape (world, coordinate)
        What differs between worlds.

    Raises
    ------
    CaseError
        When more differs between worlds than the anchors can tell apart.

    Examples
    --------
    >>> place = np.linspace(1, 2, 9)[:, None]
    >>> found = interpolate(place[::2] ** 2, np.arange(0, 9, 2), place)
    >>> bool(np.allclose(found.value, place**2, atol=1e-3))
    True
    """
    if len(at) == len(place):
        return Interpolated(solved[np.argsort(at)], np.zeros_like(solved))
    plane = np.column_stack([np.ones(len(place)), place])
    if plane.shape[1] * ANCHORS_PER_SLOPE > len(at):
        raise CaseError(
            f"{place.shape[1]} uncertain shocks act together, and {len(at)} solved worlds cannot tell them apart.\n"
            "Merge shocks in economy/shocks.csv under one id, or give fewer of them a range."
        )
    trend = _Trend(plane, at)
    slopes = trend.fit(solved)
    value, left_out = np.empty((len(place), solved.shape[1])), np.empty_like(solved)
    for column in range(solved.shape[1]):
        bends = place * _normed(slopes[1:, column])
        value[:, column], left_out[:, column] = _kriged(solved[:, column], at, trend, bends)
    value[at] = solved
    return Interpolated(value, left_out)


class _Trend:
    """The plane at all worlds, how it is fitted at the anchors, and directions at the anchors that it leaves free."""

    def __init__(self, plane: Array, at: NDArray[np.int64]) -> None:
        self.plane = plane
        left, sizes, right = np.linalg.svd(plane[at])
        rank = int((sizes > sizes[0] * len(at) * np.finfo(float).eps).sum())
        self.free: Array = left[:, rank:]
        self._back: Array = right[:rank].T @ (left[:, :rank] / sizes[:rank]).T

    def fit(self, solved: Array) -> Array:
        """Least squares on the plane."""
        return np.asarray(self._back @ solved)


def _normed(slopes: Array) -> Array:
    size = np.sqrt((slopes**2).sum())
    return np.asarray(np.abs(slopes) / size if size > 0 else slopes)


def _kriged(solved: Array, at: NDArray[np.int64], trend: _Trend, bends: Array) -> tuple[Array, Array]:
    """One column: values in all worlds, and errors at the anchors."""
    # Summed without a library for matrices: its threads cost more than they save here.
    kernel = np.einsum("wd,ad->wa", bends, bends[at]) ** 2
    here = kernel[at]
    sizes, turned = np.linalg.eigh(trend.free.T @ here @ trend.free)
    across = trend.free @ turned
    scale = float(np.trace(here)) / len(here) or 1.0
    shrink = 1 / (np.maximum(sizes, 0) + scale * PENALTIES[:, None])
    pull = (shrink * (across.T @ solved)) @ across.T
    errors = pull / (shrink @ (across**2).T)
    best = int((errors**2).mean(axis=1).argmin())
    bent = pull[best]
    flat = trend.fit(solved - here @ bent - scale * PENALTIES[best] * bent)
    return trend.plane @ flat + kernel @ bent, errors[best]
