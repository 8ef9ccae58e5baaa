"""Bans that leave a region nobody to buy something from: found before anything is solved, and named by their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from detente.case import Case, CaseError
from detente.economy.shock_cells import BAN, RELIEF, DrawnRow, draw_rows
from detente.economy.status_quo import at_modes
from detente.economy.trade import Baseline
from detente.worlds import draw_worlds


def refuse_cut_off(case: Case, baseline: Baseline) -> None:
    """Raise where the measures in force, or these with the shocks of one option, ban all suppliers of a region.

    Raises
    ------
    CaseError
        Naming the shocks, the region and the sector.
    """
    if not any(row.lever == BAN for row in case.shocks):
        return
    rows = draw_rows(at_modes(case), draw_worlds(1, 0), baseline)
    _refuse(rows, (), baseline, "the measures in force")
    for option in (option for element in case.elements for option in element.options if option.shocks):
        _refuse(rows, option.shocks, baseline, f"option {option.id}")


def _refuse(rows: Sequence[DrawnRow], named: Collection[str], baseline: Baseline, said: str) -> None:
    standing = [entry for entry in rows if entry.row.lever == BAN and (entry.row.in_force or entry.row.id in named)]
    bans = {entry.row.id: np.zeros_like(entry.flows, dtype=bool) for entry in standing}
    for entry in standing:
        bans[entry.row.id] |= (entry.flows > 0) & ~_lifted(entry, rows, named)
    traded = baseline.trade_share > 0
    banned = np.logical_or.reduce([np.zeros_like(traded), *bans.values()], axis=0)
    lost = traded.any(axis=2) & ~(traded & ~banned).any(axis=2) & (baseline.expenditure > 0)
    if lost.any():
        j, n = np.argwhere(lost)[0]
        by = ", ".join(name for name, cells in bans.items() if (cells & traded)[j, n].any())
        raise CaseError(
            f"economy/shocks.csv, shock {by}: with {said}, {baseline.regions[n]} may buy {baseline.sectors[j]} from "
            "nobody, not even at home.\nLeave a supplier out of the ban, or write a trade that nearly ends: "
            "lever trade, mode 0.01."
        )


def _lifted(
    entry: DrawnRow, rows: Sequence[DrawnRow], named: Collection[str]
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Cells on which a ban is taken back in full."""
    left = np.ones_like(entry.flows)
    for relief in rows:
        if relief.row.lever == RELIEF and relief.row.id in named and relief.row.relieves == entry.row.id:
            left *= 1 - relief.draws[0] * relief.flows
    return np.asarray(left <= 0)
