"""Measures in force: whether the model shows the trade they state, and which losses are put in rather than found."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.case import Case, Origin
from detente.economy.effects import Effects
from detente.report.economy.records import AssumedLoss, MeasureTrade

MADE = ("productivity", "capital")


def measures_on_trade(effects: Effects | None) -> tuple[MeasureTrade, ...]:
    """Rows in force on trade, in the order of horizons and of the case."""
    return tuple(
        MeasureTrade(
            measure=m.measure,
            origin=m.origin,
            destination=m.destination,
            sectors=m.sectors,
            horizon=m.horizon,
            as_seen=m.as_seen,
            stated=m.stated,
            modelled=m.modelled if np.isfinite(m.modelled) else None,
            missed_sectors=m.missed,
        )
        for m in (effects.measures if effects else ())
    )


def assumed_losses(case: Case, regions: tuple[str, ...]) -> tuple[AssumedLoss, ...]:
    """Rows in force on productivity or capital whose numbers are assumed, with the regions that they hit."""
    return tuple(_assumed(case, regions))


def _assumed(case: Case, regions: tuple[str, ...]) -> Iterator[AssumedLoss]:
    members = {party.id: tuple(party.regions) for party in case.parties if party.regions}
    for row in case.shocks:
        if row.in_force and row.lever in MADE and row.factor.origin is Origin.ASSUMED:
            named = [r for name in row.origin for r in ((name,) if name in regions else members.get(name, ()))]
            yield AssumedLoss(row.id, tuple(dict.fromkeys(named)) or regions, row.factor.mode)
