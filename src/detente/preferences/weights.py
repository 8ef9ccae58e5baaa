"""Weights of elements before any claim cuts them: uniform on the simplex, or concentrated on few."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv


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
