"""The walk that draws weights inside cuts, and how well it mixes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.preferences.cone import scaled
from detente.preferences.moves import FAVOURED, along_coordinates, among_threes, between_favoured, favoured

SWEEPS = 24
"""Sweeps over all elements per world that walks; mixing is tested against rejection sampling, and measured."""

PAIRS = FAVOURED * (FAVOURED - 1) // 2


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """Where the walks end, (world, element), and how well they mixed: see `SamplerDiagnostics`."""

    weights: NDArray[np.float64]
    split_r_hat: float
    effective_sweeps: float


def hit_and_run(
    start: NDArray[np.float64], cuts: NDArray[np.float64], uniforms: Callable[[int, int], NDArray[np.float64]]
) -> Walked:
    """Walk each world's weights within ``cuts[w] @ k >= 0``, from a start inside, shape (world, element).

    Weights uniform on the simplex are independent exponentials x divided by their sum, and a cut reads the same for x
    as for k. So the walk is hit-and-run in x along fixed directions [Smith1984]_. Each step draws a point on the chord
    inside the cuts from the distribution that x has along it. Three kinds of direction:

    - every coordinate: a truncated exponential, which makes it a Gibbs sampler [Geman1984]_;
    - exchanges between the elements that the cuts favour most: where few of them must carry most of the weight,
      coordinates alone would be slow;
    - with two cuts or more in force, threes of elements that keep the slack of two cuts: where these lie close
      together, all else would be slow.

    The stationary distribution is exactly the uniform one on the cut simplex. `uniforms(sweep, count)` gives shape
    (world, count); `cuts` has shape (world, cut, element).
    """
    unit = np.ascontiguousarray(_filled_first(scaled(cuts)).transpose(2, 1, 0))
    x = np.ascontiguousarray(start.T) * start.shape[1]
    count, ranks, trace = len(x), favoured(unit), _Trace(start.shape)
    many = np.flatnonzero(unit.any(axis=0).sum(axis=0) > 1)
    for sweep in range(SWEEPS):
        u = np.ascontiguousarray(uniforms(sweep, 2 * count + PAIRS + count // 3).T)
        slack = along_coordinates(x, unit, u)
        between_favoured(x, slack, unit, ranks, u[count:])
        if len(many) and count > 2:
            _among_threes(x, unit, many, u[count + PAIRS :], sweep)
        weights = (x / x.sum(axis=0)).T
        trace.add(sweep, weights)
    return Walked(np.ascontiguousarray(weights), *trace.mixing())


def _filled_first(cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put the cuts in force of each world before those that are not, so that the first two are in force if two are."""
    idle = ~cuts.any(axis=2)
    return np.take_along_axis(cuts, np.argsort(idle, axis=1, kind="stable")[:, :, None], axis=1)


def _among_threes(
    x: NDArray[np.float64], unit: NDArray[np.float64], rows: NDArray[np.int64], u: NDArray[np.float64], sweep: int
) -> None:
    """Take threes of elements in a drawn order, in worlds where two cuts or more are in force."""
    pairs = list(combinations(range(unit.shape[1]), 2))
    moved, drawn = x[:, rows], u[:, rows]
    order = np.argsort(drawn[: len(x)], axis=0)
    among_threes(moved, unit[:, :, rows], pairs[sweep % len(pairs)], order, drawn[len(x) :])
    x[:, rows] = moved


class _Trace:
    """Means and squares of the weights over the second and the last third of the walk."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._span = SWEEPS // 3
        self._sums = np.zeros((2, *shape))
        self._squares = np.zeros((2, *shape))

    def add(self, sweep: int, weights: NDArray[np.float64]) -> None:
        third = sweep - (SWEEPS - 2 * self._span)
        if third >= 0:
            self._sums[third // self._span] += weights
            self._squares[third // self._span] += weights**2

    def mixing(self) -> tuple[float, float]:
        """Split R-hat and effective sweeps, pooled over worlds [GelmanRubin1992]_.

        W is the variance within a third and B/n that between the means of the two thirds, both averaged over worlds:
        ``R = sqrt(((n - 1)/n W + B/n) / W)`` and ``effective = 2 n W / B``, for the element where B / W is largest.
        """
        n = self._span
        means = self._sums / n
        within = ((self._squares / n - means**2) * n / (n - 1)).mean(axis=(0, 1))
        between = ((means[0] - means[1]) ** 2 / 2).mean(axis=0)
        ratio = float(np.max(between / np.maximum(within, 1e-300), initial=0.0))
        return float(np.sqrt((n - 1) / n + ratio)), float(min(2 * n, 2 / max(ratio, 1e-300)))
