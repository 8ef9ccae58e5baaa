"""Draws per second of stochastic multicriteria acceptability, beside the straightforward implementation by sorting.

Both draw their own weights, value, rank and count, and keep central weights and confidence. They are first run on the
same weights, where every count must agree.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from detente.deals.worth.smaa import sample_smaa, smaa, uniform_weights


def by_sorting(values: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Sort the alternatives of every draw, then count: rank acceptability, central weights and confidence."""
    count = len(values)
    order = np.argsort(-(weights @ values.T), axis=1, kind="stable")
    shares = np.array([[np.mean(order[:, rank] == a) for rank in range(count)] for a in range(count)])
    central = np.full(values.shape, np.nan)
    confidence = np.full(count, np.nan)
    for a in range(count):
        first = order[:, 0] == a
        if first.any():
            central[a] = weights[first].mean(axis=0)
            confidence[a] = float((values @ central[a]).argmax() == a)
    return shares, central, confidence


def agree(values: NDArray[np.float64], draws: int) -> bool:
    """Whether both give the same counts, central weights and confidence on the same weights."""
    weights = uniform_weights(np.random.default_rng(1), draws, values.shape[1])
    shares, central, confidence = by_sorting(values, weights)
    found = smaa(values, weights)
    same = np.array_equal(np.rint(found.rank_acceptability * draws), np.rint(shares * draws))
    close = np.allclose(found.central_weights, central, equal_nan=True)
    return same and close and np.array_equal(found.confidence, confidence, equal_nan=True)


def median_rate(run: Callable[[], object], draws: int, repeats: int) -> float:
    """Median draws per second over some repeats, after one run that is not counted."""
    run()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return draws / statistics.median(seconds)


def main() -> int:
    """Run both and print a table; exit code 1 if they disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alternatives", type=int, default=20)
    parser.add_argument("--criteria", type=int, default=12)
    parser.add_argument("--draws", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    values = np.random.default_rng(0).random((asked.alternatives, asked.criteria))
    same = agree(values, min(asked.draws, 100_000))
    ours = median_rate(lambda: sample_smaa(values, asked.draws, seed=1), asked.draws, asked.repeats)
    generator = np.random.default_rng(1)
    sorting = median_rate(
        lambda: by_sorting(values, uniform_weights(generator, asked.draws, asked.criteria)), asked.draws, asked.repeats
    )
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "all")
    sys.stdout.write(
        f"{asked.alternatives} alternatives x {asked.criteria} criteria, {asked.draws:,} draws, threads: {threads}\n"
        f"detente     {ours:12,.0f} draws/s\n"
        f"by sorting  {sorting:12,.0f} draws/s\n"
        f"ratio       {ours / sorting:12.1f}\n"
        f"same counts {same!s:>12}\n"
    )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
