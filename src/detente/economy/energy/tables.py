"""From rows of tables, as text, to a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.case import CaseError
from detente.economy.energy.checks import check_network
from detente.economy.energy.records import (
    About,
    Arcs,
    Array,
    Contracts,
    Demands,
    Index,
    Names,
    Network,
    Nodes,
    Periods,
    Stores,
    Supplies,
)

Rows = Sequence[Mapping[str, str]]
Tables = Mapping[str, Rows]

TABLES = (
    "about",
    "periods",
    "nodes",
    "supply",
    "demand",
    "storage",
    "arcs",
    "arc_capacity",
    "contracts",
)
OPTIONAL_TABLES = ("storage", "arc_capacity", "contracts")


def network_from_tables(tables: Tables) -> Network:
    """Read the rows of a network folder, one list of rows by name of table, as a checked `Network`.

    A row of supply or demand with an empty period holds for every period; a row that names one refines it. The folder
    format is described in docs/reference/energy-format.md.

    Raises
    ------
    CaseError
        With every row that names what is not there or holds no number, and what `check_network` finds.
    """
    nodes = _nodes(tables["nodes"])
    periods = _periods(tables["periods"])
    supplies = _supplies(tables["supply"], nodes, periods)
    network = Network(
        about=_about(tables["about"]),
        nodes=nodes,
        periods=periods,
        supplies=supplies,
        demands=_demands(tables["demand"], nodes, periods),
        stores=_stores(tables.get("storage", ()), nodes),
        arcs=_arcs(tables["arcs"], tables.get("arc_capacity", ()), nodes, periods),
        contracts=_contracts(tables.get("contracts", ()), nodes, supplies),
    )
    check_network(network)
    return network


def _about(rows: Rows) -> About:
    said = {row["key"]: row["value"] for row in rows}
    missing = [key for key in About.__dataclass_fields__ if key not in said]
    if missing:
        raise CaseError(f"about lacks {', '.join(missing)}.")
    words = {key: said[key] for key in About.__dataclass_fields__ if key not in {"year", "unserved_price"}}
    return About(
        **words, year=int(said["year"]), unserved_price=_number("about", said, "value", said["unserved_price"])
    )


def _nodes(rows: Rows) -> Nodes:
    return Nodes(_unique("nodes", "node", rows), _column(rows, "label"), _column(rows, "region"), _column(rows, "kind"))


def _periods(rows: Rows) -> Periods:
    return Periods(_unique("periods", "period", rows), _column(rows, "label"), _numbers("periods", rows, "days"))


def _supplies(rows: Rows, nodes: Nodes, periods: Periods) -> Supplies:
    ids = tuple(dict.fromkeys(row["supply"] for row in rows))
    first = [next(row for row in rows if row["supply"] == supply) for supply in ids]
    at = np.array([ids.index(row["supply"]) for row in rows], dtype=np.int64)
    moved = [k for k, row in enumerate(rows) if (row["node"], row["owner"]) != _seat(first[at[k]])]
    if moved:
        raise CaseError(f'Supply "{rows[moved[0]]["supply"]}" has rows with different nodes or owners.')
    by_period = {
        name: _by_period("supply", rows, name, at, periods) for name in ("capacity", "cost", "slope", "min_take")
    }
    return Supplies(
        ids=ids,
        node=_places("supply", first, "node", nodes.ids),
        owner=_column(first, "owner"),
        origin=_column(first, "origin_label"),
        **by_period,
    )


def _seat(row: Mapping[str, str]) -> tuple[str, str]:
    return row["node"], row["owner"]


def _demands(rows: Rows, nodes: Nodes, periods: Periods) -> Demands:
    keys = tuple(dict.fromkeys((row["node"], row["sector"]) for row in rows))
    at = np.array([keys.index((row["node"], row["sector"])) for row in rows], dtype=np.int64)
    by_period = {name: _by_period("demand", rows, name, at, periods) for name in ("quantity", "price", "elasticity")}
    named = [{"node": node} for node, _ in keys]
    return Demands(
        node=_places("demand", named, "node", nodes.ids), sector=tuple(sector for _, sector in keys), **by_period
    )


def _stores(rows: Rows, nodes: Nodes) -> Stores:
    names = ("working_volume", "injection", "withdrawal", "cost", "loss", "start", "end")
    numbers = {name: _numbers("storage", rows, name) for name in names}
    return Stores(node=_places("storage", rows, "node", nodes.ids), **numbers)


def _arcs(rows: Rows, capacities: Rows, nodes: Nodes, periods: Periods) -> Arcs:
    ids = _unique("arcs", "arc", rows)
    capacity = np.repeat(_numbers("arcs", rows, "capacity", empty=0.0)[:, None], len(periods.ids), axis=1)
    arc = _places("arc_capacity", capacities, "arc", ids)
    period = _places("arc_capacity", capacities, "period", periods.ids)
    capacity[arc, period] = _numbers("arc_capacity", capacities, "capacity")
    return Arcs(
        ids=ids,
        start=_places("arcs", rows, "from_node", nodes.ids),
        end=_places("arcs", rows, "to_node", nodes.ids),
        kind=_column(rows, "kind"),
        owner=_column(rows, "owner"),
        capacity=capacity,
        **{name: _numbers("arcs", rows, name, empty=0.0) for name in ("booked", "cost", "fee", "loss")},
        measure=tuple(row.get("measure", "") for row in rows),
    )


def _contracts(rows: Rows, nodes: Nodes, supplies: Supplies) -> Contracts:
    return Contracts(
        ids=_unique("contracts", "contract", rows),
        seller=_column(rows, "seller"),
        supply=_places("contracts", rows, "supply", supplies.ids),
        node=_places("contracts", rows, "node", nodes.ids),
        least=_numbers("contracts", rows, "least"),
        most=_numbers("contracts", rows, "most", empty=np.inf),
        price_rule=_column(rows, "price_rule"),
        price=_numbers("contracts", rows, "price", empty=0.0),
    )


def _by_period(table: str, rows: Rows, name: str, at: Index, periods: Periods) -> Array:
    """A column as (thing, period): rows without a period first, rows with one on top."""
    values = _numbers(table, rows, name, empty=0.0)
    found = np.zeros((int(at.max(initial=-1)) + 1, len(periods.ids)))
    blank = np.array([not row["period"] for row in rows], dtype=bool)
    found[at[blank]] = values[blank, None]
    dated = [row for row in rows if row["period"]]
    found[at[~blank], _places(table, dated, "period", periods.ids)] = values[~blank]
    return found


def _unique(table: str, name: str, rows: Rows) -> Names:
    ids = _column(rows, name)
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise CaseError(f'{table} names {name} "{twice[0]}" twice.')
    return ids


def _column(rows: Rows, name: str) -> Names:
    return tuple(row[name] for row in rows)


def _places(table: str, rows: Rows, name: str, known: Names) -> Index:
    at = {one: k for k, one in enumerate(known)}
    unknown = [row[name] for row in rows if row[name] not in at]
    if unknown:
        raise CaseError(f'{table}: {name} "{unknown[0]}" is not in its table.')
    return np.array([at[row[name]] for row in rows], dtype=np.int64)


def _numbers(table: str, rows: Rows, name: str, empty: float = np.nan) -> Array:
    return np.array([_number(table, row, name, row.get(name) or str(empty)) for row in rows], dtype=np.float64)


def _number(table: str, row: Mapping[str, str], name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise CaseError(
            f'{table}: {name} "{text}" is not a number, in the row {" ".join(row.values())[:60]}.'
        ) from None
