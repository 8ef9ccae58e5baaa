"""The tables of `detente energy`, row by row: prices, flows, where supply comes from, and who wins or loses."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from detente.cli.energy.rows import HIGH, LOW, Array, Row, both_of, number, pair
from detente.cli.energy.stake_tables import leverage_rows, stress_rows, take_rows
from detente.economy.energy import EnergyStudy, party_surplus
from detente.economy.energy.entries import entries_by_origin

TOTAL = "total"


def energy_tables(study: EnergyStudy) -> dict[str, list[Row]]:
    """All tables by name, each with the same columns in every row."""
    return {
        "prices": list(_prices(study)),
        "consumption": list(_consumption(study)),
        "supply": list(_supply(study)),
        "flows": list(_flows(study)),
        "storage": list(_storage(study)),
        "supply_by_entry": list(_entries(study)),
        "imports_by_origin": list(_imports(study)),
        "dependence": list(_dependence(study)),
        "surplus_by_region": list(_surplus(study)),
        "government_take": list(take_rows(study)),
        "stress": list(stress_rows(study)),
        "leverage": list(leverage_rows(study)),
    }


EMPTY_HEADERS: Mapping[str, tuple[str, ...]] = {
    "flows": ("arc",),
    "storage": ("node",),
    "supply_by_entry": ("group",),
    "stress": ("when",),
    "leverage": ("when",),
    "transit": ("arc",),
}
"""First column of tables that may have no row at all."""


def as_csv(name: str, rows: Sequence[Row]) -> str:
    """A table as CSV; what is unknown is an empty cell."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else EMPTY_HEADERS.get(name, ("empty",)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _prices(study: EnergyStudy) -> Iterator[Row]:
    """A row for each node and period; ranges over the drawn worlds."""
    network = study.before.network
    ranges = _price_ranges(study)
    for n, node in enumerate(network.nodes.ids):
        for t, period in enumerate(network.periods.ids):
            before, after = float(study.before.price[n, t]), float(study.after.price[n, t])
            yield {
                "node": node,
                "label": network.nodes.labels[n],
                "region": network.nodes.region[n],
                "period": period,
                **pair("", before, after),
                "change": number(after - before),
                **{name: number(float(values[n, t])) for name, values in ranges.items()},
            }


def _price_ranges(study: EnergyStudy) -> dict[str, Array]:
    none = np.full_like(study.before.price, np.nan)
    names = ("before_low", "before_high", "after_low", "after_high")
    if study.draws is None:
        return dict.fromkeys(names, none)
    drawn = (study.draws.price_before, study.draws.price_after)
    # A node without any energy in one world has no price there, and no range.
    points = [np.quantile(one, point, axis=0) for one in drawn for point in (LOW, HIGH)]
    return dict(zip(names, points, strict=True))


def _consumption(study: EnergyStudy) -> Iterator[Row]:
    network = study.before.network
    for d, sector in enumerate(network.demands.sector):
        node = int(network.demands.node[d])
        for t, period in enumerate(network.periods.ids):
            yield {
                "node": network.nodes.ids[node],
                "region": network.nodes.region[node],
                "sector": sector,
                "period": period,
                **pair("", *(float(one.consumption[d, t]) for one in both_of(study))),
                **pair("unserved", *(float(one.unserved[d, t]) for one in both_of(study))),
            }


def _supply(study: EnergyStudy) -> Iterator[Row]:
    supplies, nodes = study.before.network.supplies, study.before.network.nodes
    for s, supply in enumerate(supplies.ids):
        for t, period in enumerate(study.before.network.periods.ids):
            yield {
                "supply": supply,
                "node": nodes.ids[int(supplies.node[s])],
                "owner": supplies.owner[s],
                "origin": supplies.origin[s],
                "period": period,
                **pair("", *(float(one.supply[s, t]) for one in both_of(study))),
                **pair("capacity", *(float(one.network.supplies.capacity[s, t]) for one in both_of(study))),
            }


def _flows(study: EnergyStudy) -> Iterator[Row]:
    arcs, nodes = study.before.network.arcs, study.before.network.nodes
    for a, arc in enumerate(arcs.ids):
        for t, period in enumerate(study.before.network.periods.ids):
            yield {
                "arc": arc,
                "from_node": nodes.ids[int(arcs.start[a])],
                "to_node": nodes.ids[int(arcs.end[a])],
                "kind": arcs.kind[a],
                "measure": arcs.measure[a],
                "period": period,
                **pair("", *(float(one.flow[a, t]) for one in both_of(study))),
                **pair("capacity", *(float(one.network.arcs.capacity[a, t]) for one in both_of(study))),
            }


def _storage(study: EnergyStudy) -> Iterator[Row]:
    network = study.before.network
    for k, node in enumerate(network.stores.node.tolist()):
        for t, period in enumerate(network.periods.ids):
            yield {
                "node": network.nodes.ids[node],
                "period": period,
                **pair("working_volume", *(float(one.network.stores.working_volume[k]) for one in both_of(study))),
                **pair("level", *(float(one.level[k, t]) for one in both_of(study))),
                **pair("injection", *(float(one.injection[k, t]) for one in both_of(study))),
                **pair("withdrawal", *(float(one.withdrawal[k, t]) for one in both_of(study))),
            }


def _entries(study: EnergyStudy) -> Iterator[Row]:
    """What crosses into each group, as published supply by entry counts it."""
    for group, regions in study.groups.items():
        nodes = tuple(f"region:{region}" for region in regions)
        before, after = (entries_by_origin(one, nodes) for one in both_of(study))
        whole = [sum(one.values()) or math.nan for one in (before, after)]
        for origin in before:
            amounts = before[origin], after[origin]
            if max(amounts) > 0:
                shares = (amount / total for amount, total in zip(amounts, whole, strict=True))
                yield {"group": group, "origin": origin, **pair("", *amounts), **pair("share", *shares)}


def _imports(study: EnergyStudy) -> Iterator[Row]:
    """What each group consumes, by origin; own production is domestic."""
    found = (study.dependence_before, study.dependence_after)
    shares = [one.share for one in found]
    for g, group in enumerate(found[0].groups):
        for o, origin in enumerate(found[0].origins):
            amounts = [float(one.delivered[g, o]) for one in found]
            if max(amounts) > 0:
                yield {
                    "group": group,
                    "origin": origin,
                    "domestic": bool(found[0].domestic[g, o]),
                    **pair("", *amounts),
                    **pair("share", *(float(share[g, o]) for share in shares)),
                }


def _dependence(study: EnergyStudy) -> Iterator[Row]:
    found = (study.dependence_before, study.dependence_after)
    for g, (group, regions) in enumerate(study.groups.items()):
        largest = [_largest_source(one.origins, np.where(one.domestic[g], 0.0, one.share[g])) for one in found]
        yield {
            "group": group,
            "regions": "|".join(regions),
            **pair("consumption", *(float(one.delivered[g].sum()) for one in found)),
            **pair("import_share", *(float(one.import_share[g]) for one in found)),
            "largest_source_before": largest[0][0],
            "largest_source_after": largest[1][0],
            **pair("largest_share", *(share for _, share in largest)),
            **pair("concentration", *(float(one.concentration[g]) for one in found)),
        }


def _largest_source(origins: Sequence[str], share: Array) -> tuple[str, float]:
    """The foreign origin with the largest share of consumption; none where nothing is imported."""
    known = np.nan_to_num(share)
    return (origins[int(known.argmax())], float(known.max())) if known.max(initial=0.0) > 0 else ("", 0.0)


def _surplus(study: EnergyStudy) -> Iterator[Row]:
    before, after = party_surplus(study.before), party_surplus(study.after)
    low, high = _change_ranges(study, len(before.parties))
    for p, party in enumerate(before.parties):
        rows = [(part, before.money[p, c], after.money[p, c]) for c, part in enumerate(before.columns)]
        for part, one, other in [*rows, (TOTAL, before.total[p], after.total[p])]:
            ends = (low[p], high[p]) if part == TOTAL else (math.nan, math.nan)
            yield {
                "party": party,
                "part": part,
                **pair("", float(one), float(other)),
                "change": number(float(other - one)),
                "change_low": number(float(ends[0])),
                "change_high": number(float(ends[1])),
            }


def _change_ranges(study: EnergyStudy, parties: int) -> tuple[Array, Array]:
    if study.draws is None:
        none = np.full(parties, np.nan)
        return none, none
    low, high = np.quantile(study.draws.change, (LOW, HIGH), axis=0)
    return low, high
