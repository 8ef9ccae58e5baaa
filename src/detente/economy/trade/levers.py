"""From a table of levers, one row each, to a shock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.shock import FLOW_LEVERS, SELLER_LEVERS, TRANSFER_LEVERS, Shock, check_shock, no_shock

Codes = NDArray[np.int64]

WILDCARD = "*"
EVERY, UNKNOWN = -1, -2
LEVERS = (*FLOW_LEVERS, *SELLER_LEVERS, *TRANSFER_LEVERS)
SHOWN_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class LeverTable:
    """Rows of a shock file, column by column: ``lever,origin,destination,sector,factor``.

    `origin` sells or gives, `destination` buys or receives. ``*`` stands for all: a wildcard never touches what a
    region sells to itself; a row that names the region twice does. Later rows refine earlier ones.
    """

    lever: Sequence[str]
    origin: Sequence[str]
    destination: Sequence[str]
    sector: Sequence[str]
    factor: Sequence[float]


def shock_from_levers(baseline: Baseline, table: LeverTable, shock: Shock | None = None) -> Shock:
    """Read a table of levers as a shock on a baseline; `shock` is refined if given.

    `tariff`, `iceberg`, `export_tax` and `quantity` need origin, destination and sector; `productivity` and `capital`
    origin and sector, with ``*`` as destination; `transfer` (in the baseline's money) and `transfer_share` (of world
    value added) origin and destination, with ``*`` as sector.

    Raises
    ------
    CaseError
        With the first ten rows that name an unknown lever, region or sector, or lack what their lever needs.
    """
    columns = _coded(baseline, table)
    _refuse(columns, table)
    start = no_shock() if shock is None else shock
    factors = _factors(baseline, columns, start)
    read = Shock(**factors, transfer=start.transfer + _transfers(baseline, columns), deficits=start.deficits)
    check_shock(read)
    return read


def _factors(baseline: Baseline, columns: _Columns, start: Shock) -> dict[str, Array]:
    """The factors of all levers but transfers; only those that the table names are written out in full."""
    factors: dict[str, Array] = {name: getattr(start, name) for name in (*FLOW_LEVERS, *SELLER_LEVERS)}
    for code in np.unique(columns.lever[~_is_transfer(columns)]).tolist():
        name = LEVERS[code]
        rows = np.flatnonzero(columns.lever == code)
        last = (
            _last_flow_row(baseline, columns, rows)
            if name in FLOW_LEVERS
            else _last_seller_row(baseline, columns, rows)
        )
        factors[name] = np.where(last < 0, factors[name], columns.factor[last])
    return factors


@dataclass(frozen=True, slots=True)
class _Columns:
    """The table as numbers: -1 for every, -2 for unknown."""

    lever: Codes
    origin: Codes
    destination: Codes
    sector: Codes
    factor: Array


def _coded(baseline: Baseline, table: LeverTable) -> _Columns:
    regions = {WILDCARD: EVERY, **{r: k for k, r in enumerate(baseline.regions)}}
    sectors = {WILDCARD: EVERY, **{s: k for k, s in enumerate(baseline.sectors)}}
    levers = {name: k for k, name in enumerate(LEVERS)}
    sizes = {len(column) for column in (table.lever, table.origin, table.destination, table.sector, table.factor)}
    if len(sizes) != 1:
        raise CaseError("The columns of the shock differ in length.")
    return _Columns(
        lever=_codes(table.lever, levers),
        origin=_codes(table.origin, regions),
        destination=_codes(table.destination, regions),
        sector=_codes(table.sector, sectors),
        factor=np.asarray(table.factor, dtype=np.float64),
    )


def _codes(words: Sequence[str], known: Mapping[str, int]) -> Codes:
    return np.fromiter(map(known.get, words, repeat(UNKNOWN)), dtype=np.int64, count=len(words))


def _refuse(columns: _Columns, table: LeverTable) -> None:
    """Name all rows that cannot be read, the first ten in words."""
    problems = sorted([*_unknown(columns, table), *_misplaced(columns)])
    if problems:
        shown = [f"- row {row + 1}: {text}" for row, text in problems[:SHOWN_PROBLEMS]]
        more = f"\n- and {len(problems) - SHOWN_PROBLEMS} more." if len(problems) > SHOWN_PROBLEMS else ""
        raise CaseError("The shock cannot be read:\n" + "\n".join(shown) + more)


def _unknown(columns: _Columns, table: LeverTable) -> Iterator[tuple[int, str]]:
    for name in ("lever", "origin", "destination", "sector"):
        rows: list[int] = np.flatnonzero(getattr(columns, name) == UNKNOWN).tolist()
        yield from ((row, f'{name} "{getattr(table, name)[row]}" is unknown.') for row in rows)


def _misplaced(columns: _Columns) -> Iterator[tuple[int, str]]:
    """Rows that lack what their lever needs, or name what it cannot use."""
    c = columns
    seller = (c.lever >= len(FLOW_LEVERS)) & ~_is_transfer(c)
    for row in np.flatnonzero(seller & (c.destination >= 0)).tolist():
        yield row, f"{LEVERS[c.lever[row]]} acts on all buyers: give * as destination."
    lacking = (c.origin == EVERY) | (c.destination == EVERY) | (c.sector >= 0)
    for row in np.flatnonzero(_is_transfer(c) & lacking).tolist():
        yield row, f"{LEVERS[c.lever[row]]} needs a giver and a receiver, and * as sector."


def _is_transfer(columns: _Columns) -> NDArray[np.bool_]:
    return np.asarray(columns.lever >= len(FLOW_LEVERS) + len(SELLER_LEVERS))


def _last_flow_row(baseline: Baseline, columns: _Columns, rows: Codes) -> Codes:
    """The last of `rows` that speaks of each flow, shape (sector, buyer, seller); -1 where none does."""
    j, n = len(baseline.sectors), len(baseline.regions)
    places = (columns.sector[rows], columns.destination[rows], columns.origin[rows])
    last = np.full((j, n, n), -1)
    own = np.eye(n, dtype=bool)
    for chosen, spoken in _by_wildcards(places, (j, n, n), rows):
        anybody = bool((places[1][chosen[0]] == EVERY) | (places[2][chosen[0]] == EVERY))
        np.maximum(last, np.where(own & anybody, -1, spoken), out=last)
    return last


def _last_seller_row(baseline: Baseline, columns: _Columns, rows: Codes) -> Codes:
    """The last of `rows` that speaks of each seller, shape (sector, region); -1 where none does."""
    shape = (len(baseline.sectors), len(baseline.regions))
    last = np.full(shape, -1)
    for _, spoken in _by_wildcards((columns.sector[rows], columns.origin[rows]), shape, rows):
        np.maximum(last, spoken, out=last)
    return last


def _by_wildcards(places: tuple[Codes, ...], shape: tuple[int, ...], rows: Codes) -> Iterator[tuple[Codes, Codes]]:
    """Rows with wildcards in the same places, and the last of them at each place; a wildcard has size 1 there."""
    pattern = sum((place == EVERY) * 2**k for k, place in enumerate(places))
    for kind in np.unique(pattern).tolist():
        chosen = np.flatnonzero(pattern == kind)
        spoken = np.full([1 if kind >> k & 1 else size for k, size in enumerate(shape)], -1)
        np.maximum.at(spoken, tuple(np.maximum(place[chosen], 0) for place in places), rows[chosen])
        yield chosen, spoken


def _transfers(baseline: Baseline, columns: _Columns) -> Array:
    """Net receipts as shares of world value added; a later row on the same pair and lever replaces an earlier one."""
    net = np.zeros(len(baseline.regions))
    world = baseline.value_added.sum()
    paid: dict[tuple[int, int, int], float] = {}
    for row in np.flatnonzero(_is_transfer(columns)):
        key = (int(columns.lever[row]), int(columns.origin[row]), int(columns.destination[row]))
        paid[key] = float(columns.factor[row]) / (world if LEVERS[key[0]] == "transfer" else 1.0)
    for (_, giver, receiver), share in paid.items():
        net[giver] -= share
        net[receiver] += share
    return net
