"""The tables of the gas network: countries to nodes, million cubic metres to TWh, years to months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from energy_rows import Out, Row, Tables, about, fitted, short
from numpy.typing import NDArray

Array = NDArray[np.float64]

TWH_PER_BCM = 10.55
"""Gross calorific: what most European statistics of cubic metres come to; a cubic metre of LNG has some more."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = ("January", "February", "March", "April", "May", "June", "July", "August")
NAMES += ("September", "October", "November", "December")
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
YEAR = "2021"
SECTORS = {"power": ("Electricity", "CHP"), "industry": ("Industry",), "buildings": ("Households", "Commercial")}
ELASTICITY = {"power": -0.25, "industry": -0.25, "buildings": -0.1}
BASE_LOAD = 0.85
"""Share of the lowest month that is taken not to be heating."""
REFERENCE_PRICE = {"europe": 47.0, "asia": 54.0}
INJECTION, WITHDRAWAL = 0.2, 0.3
"""Shares of the working volume that storage takes or gives in a month: assumed."""
STORAGE_COST, STORAGE_LOSS = 1.0, 0.01
LINK_COST, LINK_FEE, LINK_LOSS = 0.3, 0.5, 0.003
PRODUCTION_COST, PRODUCTION_TOP = 5.0, 15.0
TINY = 1e-9
FACTOR = f"{TWH_PER_BCM} TWh per bcm"
USERS = "Eurostat via EU_Gas_Model; "
ASIA = ("CHN", "JPN", "KOR", "IND", "ROA")
ABOUT = {
    "name": "Gas of Europe and the trade in LNG",
    "commodity": "gas",
    "quantity_unit": "TWh",
    "price_unit": "EUR/MWh",
    "money_unit": "million EUR",
    "year": YEAR,
    "source": "Eurostat, ENTSOG and GIE via EU_Gas_Model; press; recalled figures; see docs/explanation/energy-data.md",
    "unserved_price": 500,
}


def gas_tables(reference: Tables, hand: Tables) -> dict[str, list[Out]]:
    """All tables of the folder of the gas network, by name; fitted parameters are put where they belong."""
    nodes, fit = hand["gas_nodes"], hand["gas_fitted"]
    place = {country: row["node"] for row in nodes for country in row["countries"].split("|") if country}
    profiles = {row["profile"]: _profile(row) for row in hand["gas_profiles"]}
    region = {row["node"]: row["region"] for row in nodes}
    demand = [*_users(reference, place), *_buyers(_scaled(hand["gas_demand"], "node", "demand", fit), profiles)]
    return {
        "about": about(ABOUT),
        "periods": [{"period": m, "label": name, "days": d} for m, name, d in zip(MONTHS, NAMES, DAYS, strict=True)],
        "nodes": [{k: v for k, v in row.items() if k != "countries"} for row in nodes],
        "supply": [
            *_exporters(_scaled(hand["gas_supply"], "supply", "supply_capacity", fit), profiles),
            *_production(reference, hand, place, region),
        ],
        "demand": demand,
        "storage": list(_storage(reference, hand, place)),
        "arcs": [*_routes(hand["gas_arcs"], reference, fit), *_links(reference, place, region)],
        "arc_capacity": list(_months_of_arcs(hand["gas_arc_months"])),
        "contracts": [_contract(row) for row in hand["gas_contracts"]],
        **{name: [dict(row) for row in hand[f"gas_{name}"]] for name in ("years", "observed", "targets", "fitted")},
    }


def _profile(row: Row) -> Array:
    share = np.array([float(row[month]) for month in MONTHS])
    return share / share.sum()


def _scaled(rows: Iterable[Row], name: str, kind: str, fit: Iterable[Row]) -> Iterator[Row]:
    """Rows whose yearly quantity is multiplied by the fitted factor, where there is one."""
    factor = fitted(fit, kind)
    for row in rows:
        yield {**row, "bcm_per_year": str(float(row["bcm_per_year"]) * factor.get(row[name], 1.0))}


def _exporters(rows: Iterable[Row], profiles: Mapping[str, Array]) -> Iterator[Out]:
    for row in rows:
        month = float(row["bcm_per_year"]) * TWH_PER_BCM * profiles[row["profile"]]
        yield from _supply(row, month, (float(row["cost"]), float(row["cost_at_capacity"])))


def _supply(row: Row, month: Array, costs: tuple[float, float]) -> Iterator[Out]:
    """One row a month; the slope is the same in all, and the highest cost is reached at a month of average capacity."""
    slope = (costs[1] - costs[0]) / month.mean()
    for name, capacity in zip(MONTHS, month, strict=True):
        yield {
            "supply": row["supply"],
            "node": row["node"],
            "owner": row["owner"],
            "origin_label": row["origin_label"],
            "period": name,
            "capacity": short(capacity),
            "cost": short(costs[0]),
            "slope": short(slope, 5),
            "min_take": 0,
            "origin": row["origin"],
            "source": row["source"],
        }


def _production(reference: Tables, hand: Tables, place: Mapping[str, str], region: Mapping[str, str]) -> Iterator[Out]:
    correction = {row["country"]: row for row in hand["gas_corrections"]}
    for node, month in _by_node(_monthly(reference["gas_production_monthly_2019_2021"], correction), place).items():
        if month.sum() <= 0:
            continue
        corrected = [row["source"] for country, row in correction.items() if place[country] == node]
        row = {
            "supply": f"{node.lower()}-production",
            "node": node,
            "owner": region[node],
            "origin_label": f"{node} production",
            "origin": "estimated" if corrected else "cited",
            "source": "; ".join([f"{USERS}{FACTOR}", *corrected, "costs assumed"]),
        }
        yield from _supply(row, month, (PRODUCTION_COST, PRODUCTION_TOP))


def _monthly(rows: Iterable[Row], correction: Mapping[str, Row]) -> dict[str, Array]:
    """TWh by month of the year and country; what a correction scales keeps its shape over the year."""
    found: dict[str, Array] = defaultdict(lambda: np.zeros(len(MONTHS)))
    for row in rows:
        if row["year"] == YEAR:
            found[row["country"]][int(row["month"]) - 1] += float(row["mcm"]) * TWH_PER_BCM / 1000
    for country, row in correction.items():
        found[country] *= float(row["bcm_per_year"]) * TWH_PER_BCM / found[country].sum()
    return dict(found)


def _by_node(by_country: Mapping[str, Array], place: Mapping[str, str]) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for country, values in by_country.items():
        found[place[country]] = found.get(place[country], np.zeros_like(values)) + values
    return found


def _users(reference: Tables, place: Mapping[str, str]) -> Iterator[Out]:
    share = {row["country"]: row for row in reference["gas_sector_use_share"]}
    months = _monthly(reference["gas_demand_monthly_2019_2021"], {})
    for number, (sector, uses) in enumerate(SECTORS.items()):
        split = {country: _sectors(month, share[country])[number] for country, month in months.items()}
        source = f"{USERS}{FACTOR}; months split by sector: estimated; elasticity {'+'.join(uses)} assumed"
        for node, month in _by_node(split, place).items():
            yield from _demand((node, sector), month, ELASTICITY[sector], ("estimated", source))


def _sectors(month: Array, share: Row) -> Array:
    """Sector by month: rows add up to shares of the year, columns to months; proportional fitting from a seed.

    The seed has power and industry flat, and buildings in proportion to what a month has above the base load.
    """
    year = np.array([sum(float(share[use]) for use in uses) for uses in SECTORS.values()])
    year *= month.sum() / year.sum()
    heating = month - BASE_LOAD * month.min()
    table = np.array([np.ones_like(month), np.ones_like(month), heating]) + TINY
    for _ in range(200):
        table *= (year / np.maximum(table.sum(axis=1), TINY))[:, None]
        table *= month / table.sum(axis=0)
    return table


def _buyers(rows: Iterable[Row], profiles: Mapping[str, Array]) -> Iterator[Out]:
    for row in rows:
        month = float(row["bcm_per_year"]) * TWH_PER_BCM * profiles[row["profile"]]
        yield from _demand(
            (row["node"], row["sector"]), month, float(row["elasticity"]), (row["origin"], row["source"])
        )


def _demand(where: tuple[str, str], month: Array, elasticity: float, said: tuple[str, str]) -> Iterator[Out]:
    price = REFERENCE_PRICE["asia" if where[0] in ASIA else "europe"]
    for name, quantity in zip(MONTHS, month, strict=True):
        yield {
            "node": where[0],
            "sector": where[1],
            "period": name,
            "quantity": short(quantity),
            "price": price,
            "elasticity": elasticity,
            "origin": said[0],
            "source": said[1],
        }


def _storage(reference: Tables, hand: Tables, place: Mapping[str, str]) -> Iterator[Out]:
    volume = {
        row["country"]: np.array([float(row["mcm_2022"]) * TWH_PER_BCM / 1000])
        for row in reference["gas_storage_working_volume"]
    }
    ends = {row["node"]: row for row in hand["gas_storage"]}
    for node, found in _by_node(volume, place).items():
        if found[0] <= 0:
            continue
        row = ends.get(node, ends["*"])
        yield {
            "node": node,
            "working_volume": short(found[0]),
            "injection": short(found[0] * INJECTION),
            "withdrawal": short(found[0] * WITHDRAWAL),
            "cost": STORAGE_COST,
            "loss": STORAGE_LOSS,
            "start": row["start"],
            "end": row["end"],
            "origin": "estimated",
            "source": f"GIE via EU_Gas_Model (2022); {FACTOR}; rates and cost assumed; {row['source']}",
        }


def _routes(rows: Iterable[Row], reference: Tables, fit: Iterable[Row]) -> Iterator[Out]:
    factor, cost = fitted(fit, "arc_capacity"), fitted(fit, "arc_cost")
    for row in rows:
        year = float(row["capacity"]) if row["capacity"] else _capacity(row["reference"], reference)
        year *= factor.get(row["arc"], 1.0)
        with_cost = {**row, "cost": short(cost[row["arc"]])} if row["arc"] in cost else row
        yield _arc(with_cost, year * TWH_PER_BCM / 12, float(row["booked"]) * TWH_PER_BCM / 12)


def _capacity(reference: str, tables: Tables) -> float:
    """Capacity in bcm a year of ``import:column:countries`` or ``lng:countries``, countries joined by a plus."""
    kind, *names = reference.split(":")
    column = "LNG_2021" if kind == "lng" else names[0]
    rows = {row["country"]: row for row in tables["gas_import_capacity_mcm_per_day"]}
    return sum(float(rows[country][column]) for country in names[-1].split("+")) * 365 / 1000


def _arc(row: Row, capacity: float, booked: float) -> Out:
    same = ("arc", "from_node", "to_node", "kind", "owner")
    return {
        **{name: row[name] for name in same},
        "capacity": short(capacity),
        "booked": short(booked),
        **{name: row[name] for name in ("cost", "fee", "loss", "measure", "origin", "source")},
    }


def _links(reference: Tables, place: Mapping[str, str], region: Mapping[str, str]) -> Iterator[Out]:
    """Links between countries, added up between nodes; the way out of Ukraine is among the routes."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in reference["gas_transmission_capacity"]:
        start, end = place[row["from"]], place[row["to"]]
        if start not in {end, "UKR"}:
            found[start, end] += float(row["bcm_per_year"])
    for (start, end), year in sorted(found.items()):
        row = {
            "arc": f"{start.lower()}-{end.lower()}",
            "from_node": start,
            "to_node": end,
            "kind": "pipeline",
            "owner": region[start],
            "cost": str(LINK_COST),
            "fee": str(LINK_FEE),
            "loss": str(LINK_LOSS),
            "measure": "",
            "origin": "cited",
            "source": "ENTSOG via EU_Gas_Model; costs assumed",
        }
        yield _arc(row, year * TWH_PER_BCM / 12, 0.0)


def _months_of_arcs(rows: Iterable[Row]) -> Iterator[Out]:
    for row in rows:
        for month in row["periods"].split("|"):
            capacity = float(row["bcm_per_year"]) * TWH_PER_BCM / 12
            yield {
                "arc": row["arc"],
                "period": month,
                "capacity": short(capacity),
                "origin": row["origin"],
                "source": row["source"],
            }


def _contract(row: Row) -> Out:
    year = {name: short(float(row[f"{name}_bcm"]) * TWH_PER_BCM) for name in ("least", "most")}
    first = {name: row[name] for name in ("contract", "seller", "supply", "node")}
    return {**first, **year, **{name: row[name] for name in ("price_rule", "price", "origin", "source")}}
