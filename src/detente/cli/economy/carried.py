"""Items that act on energy networks, as rows of a table and in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.cli.economy.numbers import usd
from detente.cli.economy.tables import Row
from detente.cli.economy.words import short_amount
from detente.cli.tables import as_table
from detente.economy.carried_items import CarriedItem, CarriedItems
from detente.economy.effects.summary import QUANTILES
from detente.plots import count_words

FILE = "payoffs_with_energy.csv"
LOW, MEDIAN, HIGH = QUANTILES
POINTS = (("median", MEDIAN), ("low", LOW), ("high", HIGH))

Array = NDArray[np.float64]


def carried_rows(carried: CarriedItems) -> Iterator[Row]:
    """A row for each item and party: what networks bring, what trade adds, both, and the error of interpolation."""
    for item in carried.items:
        for i, party in enumerate(carried.parties):
            named = {"kind": item.kind, "item": item.id, "element": item.element, "horizon": carried.horizon}
            parts = (("together", item.together), ("networks", item.networks), ("trade", item.trade))
            found = {
                f"usd_bn_{name}_{point}": usd(float(np.quantile(money[:, i], at)))
                for name, money in parts
                for point, at in POINTS
            }
            yield {**named, "party": party, **found, "usd_bn_error": usd(float(item.error[i]))}


def carried_document(carried: CarriedItems) -> dict[str, Any]:
    """The same as plain data, with how it was found."""
    return {
        "networks": list(carried.networks),
        "worlds_solved": carried.anchors,
        "equilibria": {"solved": carried.solves - carried.failed, "failed": carried.failed},
        "withdrawn": list(carried.withdrawn),
        "rows": list(carried_rows(carried)),
    }


def carried_in_words(carried: CarriedItems, worlds: int) -> str:
    """A table of money by item and party, and what it stands in for."""
    title = (
        f"With flows of energy, {carried.horizon} run, bn USD a year: median [5 percent, 95 percent] of "
        f"{count_words(worlds, 'world')}."
    )
    header = ["item", "party", "together", "networks", "trade beside", "error"]
    body = [
        [item.id if i == 0 else "", party, *(_cell(money[:, i]) for money in _parts(item)), f"{item.error[i]:.2f}"]
        for item in carried.items
        for i, party in enumerate(carried.parties)
    ]
    return "\n".join([as_table(title, header, body), "", *_notes(carried)])


def _parts(item: CarriedItem) -> tuple[Array, Array, Array]:
    return item.together, item.networks, item.trade


def _cell(money: Array) -> str:
    low, median, high = (float(np.quantile(money, at)) for at in (LOW, MEDIAN, HIGH))
    return f"{short_amount(median)} [{short_amount(low)}, {short_amount(high)}]"


def _notes(carried: CarriedItems) -> Iterator[str]:
    failed = f", {carried.failed} of which were not found" if carried.failed else ""
    yield (
        f"Networks: {' and '.join(carried.networks)}, {carried.solves} equilibria{failed}, solved in "
        f"{count_words(carried.anchors, 'world')} and interpolated elsewhere; error is the root mean square of leaving "
        "one solved world out."
    )
    yield (
        "Payoffs use the column together in place of trade alone. Items with a star above stand here as well; others "
        "here have no trade shock of their own. Hand-entered rows that are kept or added are not in it."
    )
    if carried.withdrawn:
        yield f"In trade beside the networks nothing is said of: {'; '.join(carried.withdrawn)}."
