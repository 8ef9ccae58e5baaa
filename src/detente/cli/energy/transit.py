"""What passing through earns: fees, scarcity rents and rents of bookings, arc by arc."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.cli.energy.rows import number
from detente.economy.energy import EnergyEquilibrium, EnergyStudy
from detente.economy.energy.parties import shippers

Row = dict[str, Any]
MONEY = ("transit_fees", "congestion", "booking_rents", "booking_fees")


def transit_rows(study: EnergyStudy) -> Iterator[Row]:
    """A row for each arc, over all periods: its flow, and money to its owner and to who ships."""
    network = study.before.network
    arcs, ship = network.arcs, shippers(network)
    for a, arc in enumerate(arcs.ids):
        found: Row = {"arc": arc, "owner": arcs.owner[a], "shipper": ship[a]}
        for when, one in (("before", study.before), ("after", study.after)):
            found[f"flow_{when}"] = number(float(one.flow[a].sum()))
        for name in MONEY:
            for when, one in (("before", study.before), ("after", study.after)):
                found[f"{name}_{when}"] = number(_money(one, name, a))
        yield found


def _money(found: EnergyEquilibrium, name: str, arc: int) -> float:
    return float(getattr(found.surplus, name)[arc])


def fees_in(found: EnergyEquilibrium) -> float:
    """Fees of all arcs on what is not booked, over all periods."""
    return float(found.surplus.transit_fees.sum())
