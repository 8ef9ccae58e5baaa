"""What the figures of an energy page are made of: prices, storage and money, from the study to what is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.deals import Quantiles
from detente.deals.worth.spread import quantiles
from detente.economy.energy import EnergyEquilibrium, EnergyStudy, party_surplus
from detente.plots import PeriodSeries, SurplusRow
from detente.report.energy.labels import EnergyNames

Array = NDArray[np.float64]
PANELS = 5
MOST_PARTIES = 16
MILLION = "million "
NO_MONEY = 1e-6
"""Billions up to which money is rounding of the solver."""


def money_words(unit: str) -> tuple[float, str]:
    """By what money is divided to be read, and the unit it then has.

    Examples
    --------
    >>> money_words("million EUR"), money_words("kEUR")
    ((1000.0, 'bn EUR'), (1.0, 'kEUR'))
    """
    return (1000.0, f"bn {unit.removeprefix(MILLION)}") if unit.startswith(MILLION) else (1.0, unit)


def mean_price(equilibrium: EnergyEquilibrium, regions: Sequence[str]) -> float:
    """Mean price that consumers in some regions pay; not a number where nothing is consumed."""
    return _mean(equilibrium, _inside(equilibrium, regions), slice(None))


def _inside(equilibrium: EnergyEquilibrium, regions: Sequence[str]) -> NDArray[np.bool_]:
    return np.isin(equilibrium.network.nodes.region, list(regions))


def _mean(equilibrium: EnergyEquilibrium, nodes: NDArray[np.bool_], when: slice) -> float:
    weight = _consumed(equilibrium)[nodes, when]
    price = equilibrium.price[nodes, when]
    total = float(weight.sum())
    return float((np.nan_to_num(price) * weight).sum() / total) if total > 0 else math.nan


def _consumed(equilibrium: EnergyEquilibrium) -> Array:
    """Consumption by node, shape (node, period)."""
    found = np.zeros_like(equilibrium.price)
    np.add.at(found, equilibrium.network.demands.node, equilibrium.consumption)
    return found


def price_series(study: EnergyStudy, names: EnergyNames) -> list[PeriodSeries]:
    """The buyers together, and the places that consume most; ranges over worlds at the weights of the central one."""
    network = study.before.network
    used = _consumed(study.before).sum(axis=1)
    largest = sorted(np.flatnonzero(used > 0).tolist(), key=lambda n: -used[n])
    alone = _inside(study.before, study.buying).sum() == 1
    largest.sort(key=lambda n: network.nodes.region[n] not in study.buying if alone else False)
    shown = largest if len(network.periods.ids) == 1 else largest[: PANELS + alone]
    together = [] if alone else [_series(study, names.of(study.buyers), _inside(study.before, study.buying))]
    every = np.arange(len(network.nodes.ids))
    return together + [_series(study, network.nodes.labels[n], every == n) for n in shown]


def _series(study: EnergyStudy, label: str, nodes: NDArray[np.bool_]) -> PeriodSeries:
    times = [slice(t, t + 1) for t in range(len(study.before.network.periods.ids))]
    lines = [[_mean(one, nodes, t) for t in times] for one in (study.before, study.after)]
    bands: list[tuple[list[float], list[float]] | None] = [None, None]
    if study.draws is not None:
        drawn = (study.draws.price_before, study.draws.price_after)
        found = zip((study.before, study.after), drawn, strict=True)
        bands = [_band(_consumed(one)[nodes], prices[:, nodes]) for one, prices in found]
    return PeriodSeries(label, lines[0], lines[1], bands[0], bands[1], same=study.before is study.after)


def _band(weight: Array, prices: Array) -> tuple[list[float], list[float]]:
    total = weight.sum(axis=0)
    mean = np.divide(
        (np.nan_to_num(prices) * weight).sum(axis=1), total, out=np.full(prices[:, 0].shape, np.nan), where=total > 0
    )
    low, high = np.quantile(mean, (0.05, 0.95), axis=0)
    return low.tolist(), high.tolist()


def storage_series(study: EnergyStudy, names: EnergyNames) -> list[PeriodSeries]:
    """Storages of the buyers together, and all others together; none where there are none."""
    stores = study.before.network.stores
    region = np.array(study.before.network.nodes.region)[stores.node]
    ours = np.isin(region, study.buying)
    groups = ((names.of(study.buyers), ours), ("All others with storage", ~ours))
    found = []
    for label, rows in groups:
        volume = float(study.after.network.stores.working_volume[rows].sum())
        if volume > 0:
            levels = [one.level[rows].sum(axis=0).tolist() for one in (study.before, study.after)]
            limit = [volume] * len(levels[0])
            found.append(PeriodSeries(label, levels[0], levels[1], limit=limit, same=study.before is study.after))
    return found


def party_changes(study: EnergyStudy) -> dict[str, Quantiles]:
    """What each party wins or loses, in readable money: in the central world, with the range of the drawn ones."""
    before, after = party_surplus(study.before), party_surplus(study.after)
    scale, unit = money_words(study.before.network.about.money_unit)
    central = (after.total - before.total) / scale
    return {party: _spread(study, [p], float(central[p]), unit) for p, party in enumerate(before.parties)}


def buyers_change(study: EnergyStudy) -> Quantiles:
    """What the buyers together win or lose."""
    before, after = party_surplus(study.before), party_surplus(study.after)
    scale, unit = money_words(study.before.network.about.money_unit)
    rows = [p for p, party in enumerate(before.parties) if party in study.buying]
    return _spread(study, rows, (after.of(study.buying) - before.of(study.buying)) / scale, unit)


def _spread(study: EnergyStudy, rows: Sequence[int], central: float, unit: str) -> Quantiles:
    if study.draws is None:
        return Quantiles(central, central, central, central, central, unit)
    scale, _ = money_words(study.before.network.about.money_unit)
    # Parts of a total are shown for the central world only, so that it stands for the total too: parts then add up.
    return replace(quantiles(study.draws.change[:, list(rows)].sum(axis=1) / scale, unit), median=central)


def surplus_rows(study: EnergyStudy, names: EnergyNames) -> list[SurplusRow]:
    """The parties with most at stake."""
    changes = party_changes(study)
    largest = sorted(changes, key=lambda party: -abs(changes[party].median))[:MOST_PARTIES]
    moved = [party for party in largest if abs(changes[party].median) > NO_MONEY]
    return [SurplusRow(names.of(party), changes[party]) for party in moved]


def short_regions(equilibrium: EnergyEquilibrium) -> dict[str, float]:
    """Unserved demand by region, those that have any."""
    region = np.array(equilibrium.network.nodes.region)[equilibrium.network.demands.node]
    amounts = {name: float(equilibrium.unserved[region == name].sum()) for name in equilibrium.network.regions}
    return {name: amount for name, amount in amounts.items() if amount > 1e-6}


def period_names(study: EnergyStudy) -> tuple[str, ...]:
    """Periods as they stand below an axis: three letters of a word, or the id."""
    periods = study.before.network.periods
    return tuple(
        label[:3] if label.isalpha() else name for name, label in zip(periods.ids, periods.labels, strict=True)
    )
