"""What each package is worth to each party: one spread per line, hatched where money is unknown."""

from __future__ import annotations

from collections.abc import Sequence

from detente.deals import PackageResult
from detente.plots.ink import Frame
from detente.plots.names import Names
from detente.plots.spread_rows import SpreadGroup, SpreadRow, draw_spread_rows


def draw_gains(packages: Sequence[PackageResult], names: Names, unit: str, frame: Frame) -> str:
    """Draw the yearly money of every required party under each package, all on one axis."""
    groups = [
        SpreadGroup(p.title, tuple(SpreadRow(names.party(a.party), a.money) for a in p.parties if a.required))
        for p in packages
    ]
    return draw_spread_rows(groups, unit, frame)
