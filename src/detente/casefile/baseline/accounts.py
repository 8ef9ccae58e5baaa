"""Do the accounts of a baseline add up? And the same accounts as shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.casefile.baseline.columns import stop_at
from detente.casefile.baseline.records import Array, BaselineTables
from detente.casefile.problems import Findings

LARGEST_GAP = 1e-6
"""How far two sides of an account may be apart, relative, before it is an error."""

LEAST_SHARE = 1e-6
"""Accounts smaller than this share of the region's value added are measured against it."""


def account_gaps(tables: BaselineTables) -> tuple[Array, Array]:
    """Relative gaps of uses and of costs, shape (sector, region).

    Uses: what is spent on a good, less inputs and final spending. Costs: what sellers of a sector receive, less inputs
    and value added.
    """
    least = np.maximum(LEAST_SHARE * tables.value_added.sum(axis=0), np.finfo(float).tiny)
    uses = tables.inputs.sum(axis=2).T + tables.final
    costs = tables.inputs.sum(axis=1).T + tables.value_added
    spent, received = tables.expenditure, tables.output
    return (spent - uses) / np.maximum(spent, least), (received - costs) / np.maximum(received, least)


def refuse_wrong_accounts(tables: BaselineTables, place: str) -> None:
    """Raise `CaseError` with every region and sector whose accounts do not add up, the largest gap first."""
    uses, costs = account_gaps(tables)
    findings = [Findings(f"{place}/trade.csv"), Findings(f"{place}/production.csv")]
    worthless = tables.value_added.sum(axis=0) <= 0
    for n in np.flatnonzero(worthless).tolist():
        findings[1].add(None, f"{tables.regions[n]} has no value added.", "Give it some, or leave the region out.")
    stop_at(*findings)
    words = (
        (
            "spent on",
            "inputs.csv and final.csv hold",
            "Spending, tariffs included, is what inputs and final demand use.",
        ),
        (
            "received for",
            "inputs.csv and production.csv hold",
            "Receipts after taxes are the inputs bought plus value added.",
        ),
    )
    found = (tables.expenditure, tables.output)
    for gap, noted, amount, said in zip((uses, costs), findings, found, words, strict=True):
        _note_gaps(tables, gap, amount, noted, said)
    stop_at(*findings)


def _note_gaps(tables: BaselineTables, gap: Array, amount: Array, findings: Findings, said: Sequence[str]) -> None:
    verb, other, rule = said
    wrong = np.argwhere(np.abs(gap) > LARGEST_GAP)
    remedy = f"{rule} A gap of {LARGEST_GAP:.0e} is allowed; `detente baseline build` balances a table."
    for j, n in sorted(wrong.tolist(), key=lambda place: -abs(gap[place[0], place[1]])):
        who = f"{tables.regions[n]}, {tables.sectors[j]}"
        findings.add(
            None, f"{who}: {amount[j, n]:.9g} is {verb} it, and {other} {1 - gap[j, n]:.9g} times that.", remedy
        )


def baseline_arrays(tables: BaselineTables) -> dict[str, Array]:
    """The accounts as shares, under the short names of the NPZ form.

    Where a region spends nothing on a sector, it is its own seller; where it makes nothing, value added is all.

    Examples
    --------
    >>> from detente.casefile.baseline.examples import two_regions
    >>> baseline_arrays(two_regions())["pi"].sum(axis=2).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    spent, made = tables.expenditure, tables.output
    own = np.eye(len(tables.regions))
    bought = tables.inputs.sum(axis=1, keepdims=True)
    share = tables.trade * tables.tariff / np.where(spent > 0, spent, 1.0)[:, :, None]
    exports, imports = tables.trade.sum(axis=(0, 1)), tables.trade.sum(axis=(0, 2))
    return {
        "pi": np.where((spent > 0)[:, :, None], share, own),
        "tau": tables.tariff,
        "epsilon": tables.export_tax,
        "va_share": np.where(made > 0, tables.value_added / np.where(made > 0, made, 1.0), 1.0),
        "io": np.divide(tables.inputs, bought, out=np.zeros_like(tables.inputs), where=bought > 0),
        "alpha": tables.final / tables.final.sum(axis=0),
        "VA": tables.value_added.sum(axis=0),
        "S": exports - imports,
        "X": spent,
        "theta": tables.theta,
    }
