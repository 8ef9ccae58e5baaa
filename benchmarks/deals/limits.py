"""What has no rival here: frontiers of many more packages, and the fairest of 1e18 packages with gates."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from measures import LARGEST, timed
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from detente.deals.search.choices import PairRule
from detente.deals.search.frontier import integer_utilities, merge_blocks
from detente.deals.search.optimum import max_min_optimum

GATES = 12
KINDS = [(values, wishes) for values in ("real", "whole") for wishes in ("random", "opposed", "against one")]


@dataclass(frozen=True, slots=True)
class Size:
    """Parties, elements and options of each."""

    parties: int
    elements: int
    options: int


def blocks(seed: int, size: Size, values: str, wishes: str) -> list[NDArray[np.float64]]:
    """Dirichlet weights times evaluations in [0, 1], real or in tenths.

    "opposed": each of the later half of the parties wants the opposite of one of the first half, up to noise of a
    tenth. "against one": all others want the opposite of the first, up to noise of a fifth.
    """
    draw = np.random.default_rng(seed)
    weights = draw.dirichlet(np.ones(size.elements), size=size.parties)
    half = size.parties // 2
    made = []
    for element in range(size.elements):
        value = draw.random((size.options, size.parties))
        if wishes == "opposed":
            noise = 0.1 * draw.standard_normal((size.options, half))
            value[:, -half:] = np.clip(1 - value[:, :half] + noise, 0, 1)
        if wishes == "against one":
            noise = 0.2 * draw.standard_normal((size.options, size.parties - 1))
            value[:, 1:] = np.clip(1 - value[:, :1] + noise, 0, 1)
        made.append((np.rint(10 * value) / 10 if values == "whole" else value) * weights[:, element])
    return made


def gates(seed: int, size: Size) -> list[PairRule]:
    """Random requires and excludes between options of two elements."""
    draw = np.random.default_rng([seed, 1])
    rules = []
    for _ in range(GATES):
        a, b = (int(x) for x in draw.choice(size.elements, 2, replace=False))
        kind = ("requires", "excludes")[int(draw.integers(2))]
        rules.append(PairRule((a, int(draw.integers(size.options))), kind, (b, int(draw.integers(size.options)))))
    return rules


def frontier_rows(size: Size, seeds: int) -> list[tuple[str, ...]]:
    """Milliseconds and points of the exact frontier, per kind of preferences: median and largest over seeds."""
    rows = []
    for values, wishes in KINDS[:2] + KINDS[3:5]:
        seconds, points = [], []
        for seed in range(seeds):
            whole, _ = integer_utilities(blocks(seed, size, values, wishes))
            merged, median = timed(lambda whole=whole: merge_blocks(whole, LARGEST), 5)
            seconds.append(1e3 * median)
            points.append(len(merged.points))
        packages = f"{float(size.options**size.elements):.0e}"
        middle = f"{np.median(points):,.0f}"
        rows.append(
            (str(size.parties), packages, values, wishes, middle, f"{np.median(seconds):.1f}", f"{max(seconds):.1f}")
        )
    return rows


def fairest_rows(size: Size, seeds: int, rival_seeds: int) -> list[tuple[str, ...]]:
    """Seconds to a proven largest smallest gain, beside HiGHS on the first seeds, which must find the same value."""
    rows = []
    for values, wishes in KINDS:
        seconds, gaps, theirs = [], [], []
        for seed in range(seeds):
            table, rules = blocks(seed, size, values, wishes), gates(seed, size)
            start = time.perf_counter()
            found = max_min_optimum(table, np.zeros(size.parties), rules)
            seconds.append(time.perf_counter() - start)
            if found is None:
                raise RuntimeError("There is always a package when no deal is worth nothing.")
            gaps.append(found.bound - found.value)
            if seed < rival_seeds:
                start = time.perf_counter()
                value = by_highs(table, rules)
                theirs.append(time.perf_counter() - start)
                if abs(value - found.value) > 1e-6:
                    raise RuntimeError(f"Ours {found.value}, HiGHS {value}: {values}, {wishes}, seed {seed}.")
        rows.append(
            (
                values,
                wishes,
                f"{np.median(seconds):.2f}",
                f"{max(seconds):.2f}",
                f"{max(gaps):.0e}",
                f"{np.median(theirs):.1f}",
                f"{max(theirs):.1f}",
            )
        )
    return rows


def by_highs(table: list[NDArray[np.float64]], rules: list[PairRule]) -> float:
    """``max t`` with every party's sum at least t, as one mixed-integer programme of SciPy."""
    sizes = [len(block) for block in table]
    starts, count = np.cumsum([0, *sizes]), sum(sizes)
    one_each = np.column_stack([np.repeat(np.eye(len(table)), sizes, axis=1), np.zeros(len(table))])
    gain = np.vstack(table).T
    pairs, most = np.zeros((len(rules), count + 1)), np.zeros(len(rules))
    for n, rule in enumerate(rules):
        sign = 1.0 if rule.kind == "excludes" else -1.0
        pairs[n, starts[rule.first[0]] + rule.first[1]] = 1.0
        pairs[n, starts[rule.second[0]] + rule.second[1]] = sign
        most[n] = max(sign, 0.0)
    result = milp(
        np.append(np.zeros(count), -1.0),
        constraints=[
            LinearConstraint(one_each, 1, 1),
            LinearConstraint(np.column_stack([gain, -np.ones(len(gain))]), 0, np.inf),
            LinearConstraint(pairs, -np.inf, most),
        ],
        integrality=np.append(np.ones(count), 0),
        bounds=Bounds(np.append(np.zeros(count), -np.inf), np.append(np.ones(count), np.inf)),
        options={"mip_rel_gap": 0.0},
    )
    return -float(result.fun)
