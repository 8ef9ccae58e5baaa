"""The trade model in the anchor worlds: many sets of shocks at once, shared by those who work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.economy.shock_cells import Array, Deficits, DrawnRow, combine, within
from detente.economy.trade import (
    Chunk,
    Each,
    Setting,
    State,
    chunk_rows,
    expected_seconds,
    joined,
    rows_of,
    solve_chunk,
)
from detente.workers import Workers


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """What all solves share: the model, shocks drawn in the anchors, elasticities there (anchor, sector), deficits.

    `start`: where each anchor begins, such as the equilibrium of the status quo; the baseline when absent.
    """

    setting: Setting
    rows: tuple[DrawnRow, ...]
    theta: Array
    deficits: Deficits
    start: State | None = None


def solve_anchors(anchors: Anchors, sets: Sequence[frozenset[str]], workers: Workers) -> list[Each]:
    """Solve every set of shocks in every anchor, on top of the measures in force; one result for each set.

    A chunk of one set is a task. Shocks are put together where they are solved: what travels is small.
    """
    parts = chunk_rows(len(anchors.theta))
    tasks = [(named, rows) for named in sets for rows in parts]
    seconds = expected_seconds(anchors.setting.baseline, len(sets) * len(anchors.theta))
    found = workers.spread(_solve_rows, anchors, tasks, seconds)
    return [joined(found[k : k + len(parts)]) for k in range(0, len(tasks), len(parts))]


def _solve_rows(anchors: Anchors, task: tuple[frozenset[str], slice]) -> Each:
    named, rows = task
    theta = anchors.theta[rows]
    shocks = combine(within(anchors.rows, rows), named, theta, anchors.deficits)
    start = None if anchors.start is None else rows_of(anchors.start, rows)
    return solve_chunk(anchors.setting, Chunk(shocks, theta, start))
