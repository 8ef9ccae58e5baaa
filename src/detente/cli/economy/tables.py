"""The tables of `detente economy CASE`, row by row: who gains what, by sector, part and partner."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from detente.cli.economy.numbers import growth, number, pct, usd
from detente.economy.effects import STATUS_QUO, Effects, Spread, members_of, spread, trade_between

Row = dict[str, Any]

PARTS = ("terms_of_trade", "volume_of_trade", "trade_cost", "productivity", "transfers", "bans", "remainder")
ALL = ALL_SECTORS = "*"


def effect_tables(effects: Effects) -> dict[str, str]:
    """All tables as CSV, by name of file. What is not known is an empty cell."""
    return {
        "payoffs_by_party.csv": as_csv(list(party_rows(effects))),
        "payoffs_by_region.csv": as_csv(list(region_rows(effects))),
        "groups.csv": as_csv(list(group_rows(effects))),
        "status_quo.csv": as_csv(list(status_quo_rows(effects))),
        "measures.csv": as_csv(list(measure_rows(effects))),
        "sectors.csv": as_csv(list(sector_rows(effects))),
        "decomposition.csv": as_csv(list(part_rows(effects))),
        "trade_by_partner.csv": as_csv(list(partner_rows(effects))),
        "trade_by_group.csv": as_csv(list(diversion_rows(effects))),
    }


def as_csv(rows: Sequence[Row]) -> str:
    """Rows as CSV; what is not known is an empty cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["kind"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def places(effects: Effects) -> Iterator[tuple[int, int, Row]]:
    """Horizon and item by number, and the columns that name them; items in their order, horizons beside each other."""
    for k, item in enumerate(effects.items):
        for h, horizon in enumerate(effects.horizons):
            yield h, k, {"kind": item.kind, "item": item.id, "element": item.element, "horizon": horizon}


def ranges(found: Spread, at: tuple[int, int, int], name: str) -> Row:
    """Median and ends of one quantity."""
    write = usd if name.startswith("usd") else pct
    points = ("median", "low", "high")
    return {f"{name}_{point}": write(float(getattr(found, point)[at])) for point in points}


def party_rows(effects: Effects) -> Iterator[Row]:
    """A row for each item, horizon and party."""
    over = effects.over_worlds
    money, share = spread(effects, over.party_usd_bn_per_year), spread(effects, over.party_share)
    for h, k, named in places(effects):
        for i, party in enumerate(effects.parties):
            found = {**ranges(money, (h, k, i), "usd_bn"), **ranges(share, (h, k, i), "real_income_pct")}
            yield {**named, "party": party, **found, "worlds": int(over.converged[h, k].sum())}


def region_rows(effects: Effects) -> Iterator[Row]:
    """A row for each item, horizon and region; columns in ``central`` have every estimate at its mode."""
    over, central = effects.over_worlds, effects.central
    money, share = spread(effects, over.usd_bn_per_year), spread(effects, over.real_income_share)
    for h, k, named in places(effects):
        for n, region in enumerate(effects.regions):
            yield {
                **named,
                "region": region,
                **ranges(money, (h, k, n), "usd_bn"),
                **ranges(share, (h, k, n), "real_income_pct"),
                "worlds": int(over.converged[h, k].sum()),
                "real_income_pct_central": pct(float(central.real_income_change[h, k, n])),
                "real_wage_pct_central": pct(float(central.real_wage_change[h, k, n])),
                "living_cost_pct_central": pct(float(central.living_cost_change[h, k, n])),
                "first_order_pct_central": pct(float(central.first_order_change[h, k, n])),
            }


def group_rows(effects: Effects) -> Iterator[Row]:
    """A row for each item, horizon and group; groups overlap."""
    over = effects.over_worlds
    money = spread(effects, over.group_usd_bn_per_year)
    for h, k, named in places(effects):
        for g, (group, members) in enumerate(effects.groups.items()):
            yield {
                **named,
                "group": group,
                **ranges(money, (h, k, g), "usd_bn"),
                "worlds": int(over.converged[h, k].sum()),
                "real_income_pct_central": pct(float(effects.central.group_change[h, k, g])),
                "pct_weights": effects.weights[group],
                "regions": "|".join(members),
            }


def status_quo_rows(effects: Effects) -> Iterator[Row]:
    """What the measures in force cost parties, regions and groups, against the world before them."""
    tables = (("party", party_rows), ("region", region_rows), ("group", group_rows))
    points = tuple(f"{name}_{point}" for name in ("usd_bn", "real_income_pct") for point in ("median", "low", "high"))
    for kind, rows in tables:
        for row in rows(effects):
            if row["kind"] == STATUS_QUO:
                numbers = {name: row.get(name) for name in (*points, "real_income_pct_central", "worlds")}
                yield {"horizon": row["horizon"], "whose": kind, "name": row[kind], **numbers}


def measure_rows(effects: Effects) -> Iterator[Row]:
    """A row for each row in force on trade and horizon: what it states, and what the status quo shows of it."""
    for row in effects.measures:
        yield {
            "horizon": row.horizon,
            "measure": row.measure,
            "origin": "|".join(row.origin) or ALL,
            "destination": "|".join(row.destination) or ALL,
            "sector": "|".join(row.sectors) or ALL,
            "as_seen": "yes" if row.as_seen else "no",
            "trade_before": number(row.trade_before, "value"),
            "stated": number(row.stated, "ratio"),
            "modelled": number(row.modelled, "ratio"),
            "missed_sectors": "|".join(row.missed),
            "mean_cost_pct": pct(row.cost_change),
        }


def sector_rows(effects: Effects) -> Iterator[Row]:
    """A row for each item, horizon, region and sector of the central world."""
    central = effects.central
    for h, k, named in places(effects):
        for n, j in np.ndindex(len(effects.regions), len(effects.sectors)):
            yield {
                **named,
                "region": effects.regions[n],
                "sector": effects.sectors[j],
                "output_pct": pct(float(central.output_change[h, k, j, n])),
                "price_pct": pct(float(central.price_change[h, k, j, n])),
            }


def part_rows(effects: Effects) -> Iterator[Row]:
    """Parts of the change of each region: in total, by sector, by partner; 100 times a logarithm, so they add up."""
    for h, k, named in places(effects):
        why = effects.decomposition.unknown[h][k]
        for n, region in enumerate(effects.regions):
            for by, name, parts in parts_of(effects, (h, k, n)):
                total = np.nan if why else float(sum(parts.values()))
                cells = {f"{part}_pct": pct(parts.get(part, 0.0)) for part in PARTS}
                yield {
                    **named,
                    "region": region,
                    "by": by,
                    "name": name,
                    **cells,
                    "sum_pct": pct(total),
                    "unknown": why,
                }


def parts_of(effects: Effects, at: tuple[int, int, int]) -> Iterator[tuple[str, str, dict[str, float]]]:
    """Parts of the change of one region: all of them, then those that fall on a sector, then those on a partner."""
    h, k, n = at
    found = effects.decomposition
    flows = {name: getattr(found, name)[h, k, :, n] for name in PARTS[:3]}
    made = found.productivity[h, k, :, n]
    rest = {name: float(getattr(found, name)[h, k, n]) for name in PARTS[4:]}
    whole = {name: float(flow.sum()) for name, flow in flows.items()}
    yield "all", ALL_SECTORS, {**whole, "productivity": float(made.sum()), **rest}
    if found.unknown[h][k]:
        return
    for j, sector in enumerate(effects.sectors):
        yield (
            "sector",
            sector,
            {**{name: float(flow[j].sum()) for name, flow in flows.items()}, "productivity": float(made[j])},
        )
    for i, partner in enumerate(effects.regions):
        yield "partner", partner, {name: float(flow[:, i].sum()) for name, flow in flows.items()}


def partner_rows(effects: Effects) -> Iterator[Row]:
    """Trade between two regions in all sectors, before and after, in the unit and year of the baseline."""
    before, after = (flow.sum(axis=2) for flow in (effects.central.trade_before, effects.central.trade_after))
    for h, k, named in places(effects):
        for i, n in np.ndindex(len(effects.regions), len(effects.regions)):
            if i != n:
                pair = {"seller": effects.regions[i], "buyer": effects.regions[n]}
                yield {**named, **pair, **_moved(float(before[h, k, n, i]), float(after[h, k, n, i]))}


def diversion_rows(effects: Effects) -> Iterator[Row]:
    """Exports and imports of parties by group of partners and sector, before and after."""
    partners = (*effects.groups, *effects.parties)
    found = trade_between(effects, partners)
    flows = {
        "exports": (found.exports_before, found.exports_after),
        "imports": (found.imports_before, found.imports_after),
    }
    for h, k, named in places(effects):
        for party in effects.parties:
            own = [effects.regions.index(r) for r in members_of(effects, party)]
            for g, partner in enumerate(partners):
                for direction, pair in flows.items():
                    before, after = (flow[h, k][:, own, g].sum(axis=1) for flow in pair)
                    said = {**named, "party": party, "direction": direction, "partner": partner}
                    yield {**said, "sector": ALL_SECTORS, **_moved(float(before.sum()), float(after.sum()))}
                    for j, sector in enumerate(effects.sectors):
                        yield {**said, "sector": sector, **_moved(float(before[j]), float(after[j]))}


def _moved(before: float, after: float) -> Row:
    return {
        "before": number(before, "value"),
        "after": number(after, "value"),
        "change_pct": growth(before, after),
    }
