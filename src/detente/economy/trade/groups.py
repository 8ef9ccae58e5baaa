"""Rows for groups of regions, output and revenue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import CaseError
from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.equilibrium import Equilibrium


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group: its exact change of real income (a share), and what that is worth a year in the baseline's unit."""

    name: str
    real_income_change: float
    equivalent_variation: float


def membership(baseline: Baseline, groups: Mapping[str, Sequence[str]]) -> Array:
    """Ones where a region is in a group, shape (group, region); unknown regions are an error."""
    table = np.zeros((len(groups), len(baseline.regions)))
    for row, (name, members) in enumerate(groups.items()):
        unknown = sorted(set(members) - set(baseline.regions))
        if unknown:
            raise CaseError(f"Group {name}: the baseline has no region {', '.join(unknown)}.")
        table[row, [baseline.regions.index(m) for m in members]] = 1.0
    return table


def group_rows(equilibrium: Equilibrium, groups: Mapping[str, Sequence[str]]) -> tuple[GroupRow, ...]:
    """Change of real income of groups: the sum of their equivalent variations over the sum of their incomes."""
    table = membership(equilibrium.baseline, groups)
    worth = table @ equilibrium.equivalent_variation
    share = worth / (table @ equilibrium.baseline.income)
    return tuple(GroupRow(name, float(s), float(w)) for name, s, w in zip(groups, share, worth, strict=True))


def output_hat(equilibrium: Equilibrium) -> Array:
    """Change of the quantity produced, shape (sector, region): receipts over unit cost; 1 where nothing is made."""
    before, after = (
        (world.border_flow / world.export_tax).sum(axis=1) for world in (equilibrium.baseline, equilibrium.after)
    )
    made = before > 0
    return np.asarray(np.where(made, after / np.where(made, before, 1.0) / equilibrium.cost_hat, 1.0))


def tax_revenue(baseline: Baseline) -> Array:
    """Revenue from tariffs and export taxes, shape (region,), in the baseline's unit."""
    return np.asarray(baseline.income - baseline.value_added + baseline.surplus)
