"""The central world in the horizon of the verdict: output by sector, parts of real income, who sells to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.economy.effects import STATUS_QUO, Effects
from detente.report.economy.labels import OTHERS
from detente.report.economy.records import IncomeParts, OutputChange, TradeShare

REST = ("asia", "developing_economies", OTHERS)
"""Blocks that take, in this order, the regions that no party takes."""

Array = NDArray[np.float64]


def output_changes(effects: Effects | None, item: int | None) -> tuple[OutputChange, ...]:
    """What every sector of every region produces more or less, in percent."""
    if effects is None or item is None:
        return ()
    change = 100 * effects.central.output_change[effects.horizon(effects.verdict_horizon), item]
    return tuple(
        OutputChange(sector, region, float(change[j, n]))
        for j, sector in enumerate(effects.sectors)
        for n, region in enumerate(effects.regions)
    )


def income_parts(effects: Effects | None, item: int | None) -> tuple[IncomeParts, ...]:
    """What the change of each region's real income is made of; what steps leave open is left in the total."""
    if effects is None or item is None:
        return ()
    h, central, parts = effects.horizon(effects.verdict_horizon), effects.central, effects.decomposition
    flows = {
        f"{name}_log_points": getattr(parts, name)[h, item].sum(axis=(0, 2))
        for name in ("terms_of_trade", "volume_of_trade", "trade_cost")
    }
    others = {
        "productivity_log_points": parts.productivity[h, item].sum(axis=0),
        "transfers_log_points": parts.transfers[h, item],
        "bans_log_points": parts.bans[h, item],
    }
    exact, first = central.real_income_change[h, item], central.first_order_change[h, item]
    return tuple(
        IncomeParts(
            region=region,
            real_income_percent=100 * float(exact[n]),
            first_order_percent=_known(first[n]),
            total_log_points=100 * float(np.log1p(exact[n])),
            **{name: _known(values[n]) for name, values in {**flows, **others}.items()},
        )
        for n, region in enumerate(effects.regions)
    )


def _known(value: float) -> float | None:
    return 100 * float(value) if np.isfinite(value) else None


def trade_shares(effects: Effects | None, package: int | None, parties: Sequence[str]) -> tuple[TradeShare, ...]:
    """Which part of its exports each block sells to each other: before the measures, with them, with the package."""
    if effects is None:
        return ()
    blocks = dict(_blocks(effects, parties))
    h, now = effects.horizon(effects.verdict_horizon), [i.kind for i in effects.items].index(STATUS_QUO)
    tables = [
        _exports(effects.central.trade_before[h, now], effects.regions, blocks),
        _exports(effects.central.trade_after[h, now], effects.regions, blocks),
        None if package is None else _exports(effects.central.trade_after[h, package], effects.regions, blocks),
    ]
    return tuple(
        TradeShare(seller, buyer, *(None if table is None else _known_share(table[i, n]) for table in tables))
        for i, seller in enumerate(blocks)
        for n, buyer in enumerate(blocks)
        if i != n
    )


def _known_share(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _blocks(effects: Effects, parties: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Parties, and what is left of Asia, of developing economies, and of the world; no region is in two."""
    taken: set[str] = set()
    members: Mapping[str, tuple[str, ...]] = {OTHERS: effects.regions, **effects.groups, **effects.parties}
    for name in (*parties, *REST):
        own = tuple(r for r in members.get(name, ()) if r not in taken)
        taken |= set(own)
        if own:
            yield (name if own == tuple(members[name]) or name == OTHERS else f"other_{name}"), own


def _exports(flows: Array, regions: Sequence[str], blocks: Mapping[str, tuple[str, ...]]) -> Array:
    """Shares of what each block sells to other blocks, shape (seller, buyer); `flows` is (sector, buyer, seller)."""
    table = np.array([[region in own for region in regions] for own in blocks.values()], dtype=float)
    between = np.einsum("jni,sn,bi->bs", flows, table, table)
    between[np.diag_indices(len(table))] = 0.0
    total = between.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(between, total, out=np.full_like(between, np.nan), where=total > 0))
