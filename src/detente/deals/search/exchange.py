"""Improve a package by exchanging one or two rows at a time: a good start for the exact search, never a proof."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.deals.search.choices import Problem

ROUNDS = 50

PROMISING = 120
"""Single exchanges that are also tried in pairs."""


def exchanged(problem: Problem, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The package after the best single or double exchange of rows, again and again until none helps."""
    table = _Table(problem)
    moves, rows = table.moves(), rows.copy()
    best = _merit(problem, table.after(rows, np.empty((1, 0, 2), dtype=np.int64)))[0]
    for _ in range(ROUNDS):
        merit = _merit(problem, table.after(rows, moves[:, None]))
        first = np.argsort(-merit, kind="stable")[:PROMISING]
        pairs = _pairs(moves[first])
        together = _merit(problem, table.after(rows, pairs))
        chosen = pairs[together.argmax()] if together.max(initial=-np.inf) > merit.max() else moves[[merit.argmax()]]
        reached = max(float(together.max(initial=-np.inf)), float(merit.max()))
        if not reached > best:
            break
        best = reached
        rows[chosen[:, 0]] = chosen[:, 1]
    return rows


class _Table:
    """All rows of all blocks in one array, so that the lines after a few exchanges need no sum over blocks."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        sizes = np.array([len(b) for b in problem.blocks])
        self.starts = np.cumsum(sizes) - sizes
        self.block = np.repeat(np.arange(len(sizes)), sizes)
        self.brings = np.vstack(problem.blocks)

    def moves(self) -> NDArray[np.int64]:
        """Every block with every row of it, (move, 2)."""
        return np.column_stack([self.block, np.arange(len(self.block)) - self.starts[self.block]])

    def after(self, rows: NDArray[np.int64], moves: NDArray[np.int64]) -> NDArray[np.float64]:
        """Lines after each set of moves, (set, line), for moves (set, move, 2)."""
        now = self.starts + rows
        lines = np.repeat((self.problem.constant + self.brings[now].sum(axis=0))[None], len(moves), axis=0)
        for k in range(moves.shape[1]):
            block = moves[:, k, 0]
            lines += self.brings[self.starts[block] + moves[:, k, 1]] - self.brings[now[block]]
        for clash in self.problem.clashes:
            held = _row_of(rows, moves, clash.first[0]) == clash.first[1]
            other = (_row_of(rows, moves, clash.second[0]) == clash.second[1]) == clash.with_second
            lines[held & other] -= clash.loss
        return lines


def _row_of(rows: NDArray[np.int64], moves: NDArray[np.int64], block: int) -> NDArray[np.int64]:
    """The row of one block after each set of moves."""
    row = np.full(len(moves), rows[block])
    for k in range(moves.shape[1]):
        moved = moves[:, k, 0] == block
        row[moved] = moves[moved, k, 1]
    return row


def _merit(problem: Problem, lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """The goal, and below every allowed package those that break a floor, by how much; ties go to the larger sum."""
    finite = np.isfinite(lines[:, 0])
    ahead, under = lines[finite, : problem.goals], np.minimum(lines[finite, problem.goals :], 0.0).sum(axis=1)
    value = ahead.min(axis=1)
    if problem.logarithmic:
        # A product of small gains has a very negative logarithm; no gain at all must still rank below it.
        value = np.where(value > 0, np.log(np.maximum(ahead, 1e-300)).sum(axis=1), (value - 1.0) * 1e6)
    merit = np.full(len(lines), -np.inf)
    merit[finite] = value + 1e6 * under + 1e-9 * ahead.mean(axis=1)
    return merit


def _pairs(moves: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of moves in different blocks, (pair, 2, 2)."""
    first, second = np.triu_indices(len(moves), 1)
    apart = moves[first, 0] != moves[second, 0]
    return np.stack([moves[first[apart]], moves[second[apart]]], axis=1)
