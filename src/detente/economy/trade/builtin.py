"""The baseline that comes with the program: 22 regions, 12 sectors, 2011, with sets of elasticities, groups and GDP.

The tables are data of the package, in the form of a baseline folder; docs/explanation/baseline.md says where each
figure comes from. They describe a world before the measures of 2014 and 2022.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np

from detente.case import CaseError, Estimate
from detente.case import Origin as OriginOfNumber
from detente.economy.trade.baseline import Array, Baseline, Substitution
from detente.economy.trade.counterfactual import balance

Rows = tuple[dict[str, str], ...]


@cache
def builtin_baseline(elasticities: str = "caliendo_parro", horizon: str = "long") -> Baseline:
    """The world of 2011 from the World Input-Output Database [Timmer2015]_, with Ukraine estimated inside its rest.

    `elasticities` names a set of trade elasticities: ``caliendo_parro`` (table 1 of [CaliendoParro2015]_), ``fontagne``
    ([Fontagne2022]_) or ``one_sector`` (5 for all, [CostinotRodriguezClare2014]_). `horizon` is ``long`` or ``short``:
    in the short run elasticities are multiplied by 0.38 ([Boehm2023]_) and inputs are complements
    ([BaqaeeFarhi2024]_). The source has no tariffs: all are 1, and what tariffs there were is part of trade costs.

    Raises
    ------
    CaseError
        When the set or the horizon has another name.

    Examples
    --------
    >>> baseline = builtin_baseline("fontagne", horizon="short")
    >>> len(baseline.regions), len(baseline.sectors), baseline.year, baseline.unit
    (22, 12, 2011, 'million USD')
    >>> baseline.substitution
    Substitution(inputs=0.2, factors=0.5, final=0.9)
    """
    # Without a shock no elasticity matters, so that one balanced world serves all sets.
    return in_horizon(replace(_world(), theta=_thetas(elasticities)), horizon)


def in_horizon(baseline: Baseline, horizon: str) -> Baseline:
    """A baseline of the long run as it answers within a horizon, ``long`` or ``short``.

    In the short run trade elasticities and elasticities of substitution are multiplied, as in `builtin_baseline`.
    """
    run = _row("horizons.csv", "horizon", horizon)
    now = baseline.substitution
    return replace(
        baseline,
        theta=baseline.theta * theta_factor(horizon),
        substitution=Substitution(
            now.inputs * float(run["inputs"]), now.factors * float(run["factors"]), now.final * float(run["final"])
        ),
    )


def theta_factor(horizon: str) -> float:
    """What trade elasticities of the long run are multiplied by within a horizon.

    Examples
    --------
    >>> theta_factor("long"), theta_factor("short")
    (1.0, 0.38)
    """
    return float(_row("horizons.csv", "horizon", horizon)["theta_factor"])


def elasticity_sets() -> tuple[str, ...]:
    """Names of the sets of trade elasticities.

    Examples
    --------
    >>> elasticity_sets()
    ('caliendo_parro', 'fontagne', 'one_sector')
    """
    return tuple(dict.fromkeys(row["set"] for row in _read("elasticities.csv")))


def builtin_groups() -> dict[str, tuple[str, ...]]:
    """Groups of regions by name, such as the members of the European Union; a region may be in several.

    Examples
    --------
    >>> builtin_groups()["g7"]
    ('USA', 'JPN', 'CAN', 'GBR', 'DEU', 'FRA', 'ITA')
    """
    return {row["group"]: tuple(row["regions"].split("|")) for row in _read("groups.csv")}


def builtin_names() -> dict[str, str]:
    """What regions and sectors are called, by label.

    Examples
    --------
    >>> builtin_names()["BLX"], builtin_names()["VEH"]
    ('Belgium, Netherlands, Luxembourg', 'Transport equipment')
    """
    return {row[kind]: row["name"] for kind in ("region", "sector") for row in _read(f"world/{kind}s.csv")}


def builtin_gdp() -> dict[str, Estimate]:
    """GDP of each region in 2025, USD bn a year: what turns a percentage into money of that price year.

    Examples
    --------
    >>> russia = builtin_gdp()["RUS"]
    >>> russia.low, russia.mode, russia.high, russia.unit
    (2000.0, 2160.0, 2540.0, 'USD bn')
    """
    return {row["region"]: _estimate(row) for row in _read("gdp.csv")}


def _estimate(row: dict[str, str]) -> Estimate:
    return Estimate(
        id=f"gdp.{row['region']}",
        mode=float(row["mode"]),
        unit=row["unit"],
        origin=OriginOfNumber(row["origin"]),
        low=float(row["low"]),
        high=float(row["high"]),
        source=row["source"],
        why=row["why"],
    )


def _thetas(name: str) -> Array:
    """Long-run trade elasticities of a set, in the order of the sectors."""
    _row("elasticities.csv", "set", name)
    found = {row["sector"]: float(row["theta"]) for row in _read("elasticities.csv") if row["set"] == name}
    return np.array([found[sector] for sector in _labels("sector")])


def _row(table: str, column: str, name: str) -> dict[str, str]:
    """The first row of a table with a name, or an error that lists the names."""
    rows = {row[column]: row for row in reversed(_read(table))}
    if name not in rows:
        raise CaseError(f'The built-in baseline has no {column} "{name}". Use one of: {", ".join(sorted(rows))}.')
    return rows[name]


@cache
def _world() -> Baseline:
    """The accounts as shares, balanced; elasticities are those of the default set."""
    regions, sectors = _labels("region"), _labels("sector")
    about = {row["key"]: row["value"] for row in _read("world/about.csv")}
    flow = _table("trade", ("sector", "destination", "origin"), "value")
    use = _table("inputs", ("region", "input", "sector"), "value")
    final = _table("final", ("sector", "region"), "value")
    value_added = _table("production", ("sector", "region"), "value_added")
    untaxed = np.ones_like(flow)
    accounts = Baseline(
        regions=regions,
        sectors=sectors,
        year=int(about["year"]),
        unit=about["unit"],
        source=about["source"],
        trade_share=flow / flow.sum(axis=2, keepdims=True),
        tariff=untaxed,
        export_tax=untaxed,
        value_added_share=value_added / flow.sum(axis=1),
        input_share=use / use.sum(axis=1, keepdims=True),
        final_share=final / final.sum(axis=0),
        value_added=value_added.sum(axis=0),
        surplus=flow.sum(axis=(0, 1)) - flow.sum(axis=(0, 2)),
        expenditure=flow.sum(axis=2),
        theta=np.array([float(row["theta"]) for row in _read("world/sectors.csv")]),
    )
    return balance(accounts)


def _labels(kind: str) -> tuple[str, ...]:
    return tuple(row[kind] for row in _read(f"world/{kind}s.csv"))


def _table(name: str, axes: Sequence[str], value: str) -> Array:
    """An array from a table in long form; what has no row is zero."""
    labels = {"region": _labels("region"), "sector": _labels("sector")}
    kinds = [labels["region" if axis in REGION_COLUMNS else "sector"] for axis in axes]
    at = [{label: k for k, label in enumerate(names)} for names in kinds]
    array = np.zeros([len(names) for names in kinds])
    for row in _read(f"world/{name}.csv"):
        array[tuple(places[row[axis]] for places, axis in zip(at, axes, strict=True))] = float(row[value])
    return array


REGION_COLUMNS = ("region", "origin", "destination")


@cache
def _read(name: str) -> Rows:
    text = (files("detente.economy.trade") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
