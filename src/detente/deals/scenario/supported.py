"""Solutions of scenarios with very many options: packages that are best for some weighing of the parties.

Too many options for a proof by search. But for one weighing ``w`` of the parties the best package is found element by
element, ``max_p sum_i w_i u_i(p) = sum_e max_o sum_i w_i u_i(e, o)``, and it bounds every other: no package's smallest
gain passes ``max_p sum_i w_i (u_i(p) - d_i)`` for weights that sum to 1, and no product of n gains passes
``(max_p sum_i w_i (u_i(p) - d_i) / n) ** n / prod_i w_i``, by the inequality of arithmetic and geometric means.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.deals.scenario.table import Table

WEIGHINGS = 256
"""Weighings of the parties that are tried."""

AT_ONCE = 32


@dataclass(frozen=True, slots=True, eq=False)
class Supported:
    """Packages best for some weighing: integer points (package, party) and rows (package, block), with bounds.

    `smallest` bounds the smallest gain over no deal of any package, `mean` the geometric mean of the gains; both in the
    raw units of the parties.
    """

    points: NDArray[np.int64]
    rows: NDArray[np.int64]
    smallest: float
    mean: float


def supported_packages(table: Table) -> Supported:
    """Find the best package for each of `WEIGHINGS` weighings of the parties, equal weights of raw units among them."""
    spread, units = table.spread(), np.array([float(unit) for unit in table.units])
    weights = _weighings(spread)
    blocks = _padded(table.blocks)
    rows = np.concatenate(
        [_best_rows(blocks, (weights[k : k + AT_ONCE] * units).T) for k in range(0, len(weights), AT_ONCE)]
    )
    points = np.array([table.sums(row) for row in rows], dtype=np.int64)
    above = points * units - np.array([float(d) for d in table.disagreement])
    best = (weights * above).sum(axis=1)
    parties = len(units)
    mean = best / parties / np.exp(np.log(weights).mean(axis=1))
    return Supported(points, rows, float((best / weights.sum(axis=1)).min()), float(mean.min()))


def _weighings(spread: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of raw units, (weighing, party), all positive: evenly spread for two parties, drawn for more."""
    if len(spread) == 2:
        share = (np.arange(WEIGHINGS) + 0.5) / WEIGHINGS
        even = np.column_stack([share, 1 - share])
    else:
        even = np.maximum(np.random.default_rng(0).dirichlet(np.ones(len(spread)), WEIGHINGS), 1e-9)
    weights: NDArray[np.float64] = np.vstack([np.ones(len(spread)), even / spread])
    return weights


def _padded(blocks: list[NDArray[np.int64]]) -> NDArray[np.float64]:
    """All blocks in one array (block, row, party), minus infinity where a block has fewer rows."""
    longest = max(map(len, blocks))
    padded = np.full((len(blocks), longest, blocks[0].shape[1]), -np.inf)
    for b, block in enumerate(blocks):
        padded[b, : len(block)] = block
    return padded


def _best_rows(blocks: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """The best row of every block for each weighing, (weighing, block)."""
    rows: NDArray[np.int64] = (blocks @ weights).argmax(axis=1).T
    return rows
