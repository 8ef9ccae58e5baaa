"""The tables of the crude network, all from tables kept by hand: million barrels a day to a year."""

from __future__ import annotations

from collections.abc import Iterator

from energy_rows import Out, Row, Tables, about, short

DAYS = 365
YEAR = "2021"


def crude_tables(hand: Tables) -> dict[str, list[Out]]:
    """All tables of the folder of the crude network, by name."""
    return {
        "about": about(
            {
                "name": "Crude oil, an illustration",
                "commodity": "crude",
                "quantity_unit": "million barrels",
                "price_unit": "USD/bbl",
                "money_unit": "million USD",
                "year": YEAR,
                "source": "illustrative: nearly all figures recalled or assumed; see docs/explanation/energy-data.md",
                "unserved_price": 300,
            }
        ),
        "periods": [{"period": "year", "label": "Year", "days": DAYS}],
        "nodes": [dict(row) for row in hand["crude_nodes"]],
        "supply": [_supply(row) for row in hand["crude_supply"]],
        "demand": [_demand(row) for row in hand["crude_demand"]],
        "arcs": list(_arcs(hand)),
        "years": [dict(row) for row in hand["crude_years"]],
        "targets": [dict(row) for row in hand["crude_targets"]],
    }


def _supply(row: Row) -> Out:
    capacity = float(row["mb_per_day"]) * DAYS
    slope = (float(row["cost_at_capacity"]) - float(row["cost"])) / capacity
    return {
        **{name: row[name] for name in ("supply", "node", "owner", "origin_label")},
        "period": "",
        "capacity": short(capacity),
        "cost": row["cost"],
        "slope": short(slope, 6),
        "min_take": 0,
        "origin": row["origin"],
        "source": row["source"],
    }


def _demand(row: Row) -> Out:
    return {
        **{name: row[name] for name in ("node", "sector")},
        "period": "",
        "quantity": short(float(row["mb_per_day"]) * DAYS),
        **{name: row[name] for name in ("price", "elasticity", "origin", "source")},
    }


def _arcs(hand: Tables) -> Iterator[Out]:
    for row in hand["crude_arcs"]:
        yield {
            **{name: row[name] for name in ("arc", "from_node", "to_node", "kind", "owner")},
            "capacity": short(float(row["mb_per_day"]) * DAYS),
            "booked": 0,
            "cost": row["cost"],
            "fee": row["fee"],
            "loss": 0,
            **{name: row[name] for name in ("measure", "origin", "source")},
        }
