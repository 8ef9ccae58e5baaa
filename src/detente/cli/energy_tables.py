"""The tables of `detente energy`, row by row: prices, flows, where supply comes from, and who wins or loses."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.economy.energy import EnergyEquilibrium, EnergyStudy, Leverage, Security, party_surplus
from detente.economy.energy.entries import entries_by_origin

Row = dict[str, Any]
Array = NDArray[np.float64]

SIGNIFICANT = 6
DECIMALS = 6
"""Markets clear far better; finer decimals would be noise, and differ between machines."""
LOW, HIGH = 0.05, 0.95
TOTAL = "total"
WHOLE = "*"


def number(value: float) -> float | None:
    """Six significant digits and at most six decimals; None for what is unknown or without a limit.

    Examples
    --------
    >>> number(1234.56789), number(-2e-9), number(float("nan")), number(float("inf"))
    (1234.57, 0.0, None, None)
    """
    if not math.isfinite(value):
        return None
    # Adding zero turns -0.0 into 0.0.
    return float(f"{round(value, DECIMALS):.{SIGNIFICANT}g}") + 0.0


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
        "stress": list(_stress(study)),
        "leverage": list(_leverage(study)),
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


def _both(study: EnergyStudy) -> tuple[EnergyEquilibrium, EnergyEquilibrium]:
    return study.before, study.after


def _pair(name: str, before: float, after: float) -> Row:
    prefix = f"{name}_" if name else ""
    return {f"{prefix}before": number(before), f"{prefix}after": number(after)}


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
                **_pair("", before, after),
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
                **_pair("", *(float(one.consumption[d, t]) for one in _both(study))),
                **_pair("unserved", *(float(one.unserved[d, t]) for one in _both(study))),
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
                **_pair("", *(float(one.supply[s, t]) for one in _both(study))),
                **_pair("capacity", *(float(one.network.supplies.capacity[s, t]) for one in _both(study))),
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
                **_pair("", *(float(one.flow[a, t]) for one in _both(study))),
                **_pair("capacity", *(float(one.network.arcs.capacity[a, t]) for one in _both(study))),
            }


def _storage(study: EnergyStudy) -> Iterator[Row]:
    network = study.before.network
    for k, node in enumerate(network.stores.node.tolist()):
        for t, period in enumerate(network.periods.ids):
            yield {
                "node": network.nodes.ids[node],
                "period": period,
                **_pair("working_volume", *(float(one.network.stores.working_volume[k]) for one in _both(study))),
                **_pair("level", *(float(one.level[k, t]) for one in _both(study))),
                **_pair("injection", *(float(one.injection[k, t]) for one in _both(study))),
                **_pair("withdrawal", *(float(one.withdrawal[k, t]) for one in _both(study))),
            }


def _entries(study: EnergyStudy) -> Iterator[Row]:
    """What crosses into each group, as published supply by entry counts it."""
    for group, regions in study.groups.items():
        nodes = tuple(f"region:{region}" for region in regions)
        before, after = (entries_by_origin(one, nodes) for one in _both(study))
        whole = [sum(one.values()) or math.nan for one in (before, after)]
        for origin in before:
            pair = before[origin], after[origin]
            if max(pair) > 0:
                shares = (amount / total for amount, total in zip(pair, whole, strict=True))
                yield {"group": group, "origin": origin, **_pair("", *pair), **_pair("share", *shares)}


def _imports(study: EnergyStudy) -> Iterator[Row]:
    """What each group consumes, by origin; own production is domestic."""
    found = (study.dependence_before, study.dependence_after)
    shares = [one.share for one in found]
    for g, group in enumerate(found[0].groups):
        for o, origin in enumerate(found[0].origins):
            pair = [float(one.delivered[g, o]) for one in found]
            if max(pair) > 0:
                yield {
                    "group": group,
                    "origin": origin,
                    "domestic": bool(found[0].domestic[g, o]),
                    **_pair("", *pair),
                    **_pair("share", *(float(share[g, o]) for share in shares)),
                }


def _dependence(study: EnergyStudy) -> Iterator[Row]:
    found = (study.dependence_before, study.dependence_after)
    for g, (group, regions) in enumerate(study.groups.items()):
        largest = [_largest_source(one.origins, np.where(one.domestic[g], 0.0, one.share[g])) for one in found]
        yield {
            "group": group,
            "regions": "|".join(regions),
            **_pair("consumption", *(float(one.delivered[g].sum()) for one in found)),
            **_pair("import_share", *(float(one.import_share[g]) for one in found)),
            "largest_source_before": largest[0][0],
            "largest_source_after": largest[1][0],
            **_pair("largest_share", *(share for _, share in largest)),
            **_pair("concentration", *(float(one.concentration[g]) for one in found)),
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
                **_pair("", float(one), float(other)),
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


def _stress(study: EnergyStudy) -> Iterator[Row]:
    for when, found in (("before", study.security_before), ("after", study.security_after)):
        if found is not None:
            yield from _stress_rows(study.buyers, when, found)


def _stress_rows(buyers: str, when: str, found: Security) -> Iterator[Row]:
    """Four situations, in the whole group (``*``) and who is short in it."""
    for k, situation in enumerate(found.situations):
        named = {"when": when, "buyers": buyers, "situation": situation}
        said = {"cold_periods": "|".join(found.cold), "source_lost": found.largest_source}
        yield {
            **named,
            "region": WHOLE,
            "unserved": number(float(found.unserved[k])),
            "consumed": number(float(found.consumed[k])),
            "price": number(float(found.price[k])),
            "highest_price": number(float(found.highest_price[k])),
            **said,
        }
        for r, region in enumerate(found.regions if len(found.regions) > 1 else ()):
            short = {"unserved": number(float(found.unserved_in[k, r]))}
            yield {**named, "region": region, **short, "consumed": None, "price": None, "highest_price": None, **said}


def _leverage(study: EnergyStudy) -> Iterator[Row]:
    for when, found in (("before", study.leverage_before), ("after", study.leverage_after)):
        if found is not None:
            yield from _leverage_rows(study.buyers, when, found)


def _leverage_rows(buyers: str, when: str, found: Leverage) -> Iterator[Row]:
    asymmetry = found.asymmetry
    for k, periods in enumerate(found.lasting.tolist()):
        yield {
            "when": when,
            "supplier": found.supplier,
            "buyers": buyers,
            "periods": int(periods),
            "cost_to_supplier": number(float(found.cost_to_supplier[k])),
            "cost_to_buyers": number(float(found.cost_to_buyers[k])),
            "cost_to_others": number(float(found.cost_to_others[k])),
            "unserved_of_buyers": number(float(found.unserved[k])),
            "asymmetry": number(float(asymmetry[k])),
        }
