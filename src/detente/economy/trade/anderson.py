"""Acceleration of a fixed point for a batch of draws: learn from the last few steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.economy.trade.baseline import Array


class Anderson:
    """Anderson's method with a short memory, on rows that are independent of each other ([Anderson1965]_).

    Given points ``x`` and proposed steps ``f``, the next point is ``x + f - (dX + dF) g`` with ``g`` the least
    squares solution of ``dF g = f`` over the last `memory` differences ([WalkerNi2011]_, equation 2.2).

    Examples
    --------
    >>> solve, x = Anderson(2, rows=1, columns=2), np.zeros((1, 2))
    >>> for _ in range(4):
    ...     x = solve.next(x, np.array([[0.5, -0.3]]) * x + np.array([[1.0, 2.0]]) - x)
    >>> bool(np.allclose(x, [[2.0, 2.0 / 1.3]]))
    True
    """

    def __init__(self, memory: int, rows: int, columns: int) -> None:
        self._steps = np.zeros((rows, memory, columns))
        self._moves = np.zeros((rows, memory, columns))
        self._gram = np.zeros((rows, memory, memory))
        self._last: tuple[Array, Array] | None = None
        self._slot = 0
        self._fresh = np.zeros(rows, dtype=bool)

    def next(self, point: Array, step: Array) -> Array:
        """The next point after `point`, from which the plain iteration would take `step`; shape (row, column)."""
        if self._last is not None:
            change = step - self._last[1]
            self._remember(change, point - self._last[0] + change)
        self._last = (point, step)
        weights = self._least_squares(step)
        return np.asarray(point + step - np.matmul(weights[:, None, :], self._moves)[:, 0, :])

    def _remember(self, change: Array, move: Array) -> None:
        slot = self._slot
        if self._fresh.any():
            change, move = (np.where(self._fresh[:, None], 0.0, x) for x in (change, move))
            self._fresh[:] = False
        self._steps[:, slot], self._moves[:, slot] = change, move
        products = np.matmul(self._steps, change[:, :, None])[:, :, 0]
        self._gram[:, slot, :] = self._gram[:, :, slot] = products
        self._slot = (slot + 1) % self._steps.shape[1]

    def _least_squares(self, step: Array) -> Array:
        along = np.matmul(self._steps, step[:, :, None])[:, :, 0]
        size = np.sqrt(np.einsum("rmm->rm", self._gram))
        size = np.where(size > 0, size, 1.0)
        # Scaled to correlations, a hair above singular: memory that repeats itself must not blow up.
        gram = self._gram / (size[:, :, None] * size[:, None, :]) + RIDGE * np.eye(size.shape[1])
        empty = np.einsum("rmm->rm", gram) < 0.5
        gram = gram + empty[:, :, None] * np.eye(size.shape[1])
        return np.asarray(np.linalg.solve(gram, (along / size)[:, :, None])[:, :, 0] / size)

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """Go on with some of the rows."""
        self._steps, self._moves, self._gram = self._steps[rows], self._moves[rows], self._gram[rows]
        self._fresh = self._fresh[rows]
        if self._last is not None:
            self._last = (self._last[0][rows], self._last[1][rows])

    def forget(self, rows: NDArray[np.bool_]) -> None:
        """Start afresh where the past misleads."""
        for memory in (self._steps, self._moves, self._gram):
            memory[rows] = 0.0
        self._fresh |= rows


RIDGE = 1e-12
