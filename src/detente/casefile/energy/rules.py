"""What each file of a network folder may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` (left out if `open`) to `high`; `empty` stands for an empty cell, None forbids one."""

    low: float
    high: float
    remedy: str
    open: bool = False
    empty: float | None = None


@dataclass(frozen=True, slots=True)
class FileRules:
    """Columns of a file: which are needed, which point at other files, which hold numbers or fixed words.

    `key` tells rows apart; where `names_things`, its first column holds the ids that other files point at.
    """

    needed: tuple[str, ...]
    key: tuple[str, ...]
    numbers: Mapping[str, Range]
    refers_to: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: tuple[str, ...] = ("origin", "source", "note")
    names_things: bool = False


ABOUT = ("name", "commodity", "quantity_unit", "price_unit", "money_unit", "year", "source", "unserved_price")
ORIGINS = ("cited", "estimated", "assumed")
NODE_KINDS = ("market", "producer", "terminal", "transit")
ARC_KINDS = ("pipeline", "shipping", "terminal")
PRICE_RULES = ("fixed", "hub")
OPTIONAL_FILES = ("storage", "arc_capacity", "contracts")

AMOUNT = Range(0, INFINITE, "Write a number that is not negative.", empty=0.0)
SIZE = Range(0, INFINITE, "Write a number that is not negative.")
MONEY = Range(-INFINITE, 1e12, "Write a finite number.", empty=0.0)
LOSS = Range(0, 1 - 1e-12, "Write a share of at least 0 and below 1.", empty=0.0)
SHARE = Range(0, 1, "Write a share between 0 and 1.")
PRICE = Range(0, 1e12, "Write a price above 0.", open=True)
ELASTICITY = Range(-INFINITE, -1e-12, "An elasticity of demand is below 0: dearer energy is used less.")

FILES: dict[str, FileRules] = {
    "about": FileRules(("key", "value"), ("key",), {}),
    "periods": FileRules(("period", "label", "days"), ("period",), {"days": PRICE}, names_things=True),
    "nodes": FileRules(
        ("node", "label", "region", "kind"), ("node",), {}, words={"kind": NODE_KINDS}, names_things=True
    ),
    "supply": FileRules(
        ("supply", "node", "owner", "origin_label", "period", "capacity", "cost", "slope", "min_take"),
        ("supply", "period"),
        {"capacity": SIZE, "cost": MONEY, "slope": AMOUNT, "min_take": AMOUNT},
        {"node": "nodes", "period": "periods"},
        names_things=True,
    ),
    "demand": FileRules(
        ("node", "sector", "period", "quantity", "price", "elasticity"),
        ("node", "sector", "period"),
        {"quantity": SIZE, "price": PRICE, "elasticity": ELASTICITY},
        {"node": "nodes", "period": "periods"},
    ),
    "storage": FileRules(
        ("node", "working_volume", "injection", "withdrawal", "cost", "loss", "start", "end"),
        ("node",),
        {
            **dict.fromkeys(("working_volume", "injection", "withdrawal"), SIZE),
            "cost": AMOUNT,
            "loss": LOSS,
            "start": SHARE,
            "end": SHARE,
        },
        {"node": "nodes"},
    ),
    "arcs": FileRules(
        ("arc", "from_node", "to_node", "kind", "owner", "capacity", "booked", "cost", "fee", "loss", "measure"),
        ("arc",),
        {"capacity": AMOUNT, "booked": AMOUNT, "cost": AMOUNT, "fee": AMOUNT, "loss": LOSS},
        {"from_node": "nodes", "to_node": "nodes"},
        words={"kind": ARC_KINDS},
        names_things=True,
    ),
    "arc_capacity": FileRules(
        ("arc", "period", "capacity"), ("arc", "period"), {"capacity": SIZE}, {"arc": "arcs", "period": "periods"}
    ),
    "contracts": FileRules(
        ("contract", "seller", "supply", "node", "least", "most", "price_rule", "price"),
        ("contract",),
        {"least": SIZE, "most": Range(0, INFINITE, AMOUNT.remedy, empty=INFINITE), "price": AMOUNT},
        {"supply": "supply", "node": "nodes"},
        words={"price_rule": PRICE_RULES},
    ),
}
