"""The part of the validation page on what the paper of Caliendo and Parro (2015) shows beyond tables 2, 3 and A3."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from detente.economy.trade import (
    Baseline,
    Equilibrium,
    Shock,
    baseline_from_npz,
    detail_of,
    export_concentration,
    first_order,
    imports_growth,
    in_one_sector,
    shock_in_one_sector,
    solve,
    tariffs_to,
    without_linkages,
    without_materials,
)

PERCENT = 100
NAFTA = ("Mexico", "Canada", "USA")
TRADED = 20
LARGEST = 3
RECALLED = {"Mexico": 118, "Canada": 11, "USA": 41}
"""Growth of trade inside the bloc as the abstract of the paper gives it; recalled, in whole percent."""

ONE = "one-sector"
VARIANTS: dict[str, Callable[[Baseline], Baseline]] = {
    "all": lambda baseline: baseline,
    "no-linkages": without_linkages,
    "no-materials": without_materials,
    ONE: in_one_sector,
}

INTRODUCTION = """
### Beyond these tables

What follows has no printed figures beside it, but for the growth of imports: those of the abstract, recalled. It is
made in the same way as the tables above, and `detente economy solve --detail` writes all of it.

Imports from the two partners, values at the border without tariffs, in percent; and how concentrated exports are: the
normalised Herfindahl index over the traded sectors. The largest parts of the terms and volume of trade are by sector,
numbered from 0 as in the data, in percent of the region's total.
"""

GIVEN = """
World tariffs changed in the same years. First-order welfare, and the exact change of real income: all tariffs as in
2005; all but those inside the agreement; and those inside measured in the world after all others.
"""

SIMPLER = """
Simpler models on the same data: without links between sectors, without materials, and all sectors as one with the
mean elasticity by trade. First-order welfare, the exact change, and growth of imports from the partners. The
definitions are ours ([how](trade-model.md#simpler-models)); the paper's own tables on such models were not at hand.
Its abstract says that effects are smaller without materials or without links. Ours are smaller without materials;
where a sector's only input is its own good they are larger, for each tariff then falls on the same good again and
again. Its second model must be another.
"""


def beyond_part(reference: Path) -> Iterator[str | Sequence[str]]:
    """Lines of text, and rows of tables as sequences; a table starts with its head."""
    base, tariffs = _world(reference)
    shock = tariffs_to(base, tariffs["inside"])
    end = solve(base, shock)
    yield INTRODUCTION
    yield ["Country", "imports, ours", "recalled", "concentration before", "after", "largest, terms", "largest, volume"]
    yield from _trade_rows(end)
    yield GIVEN
    yield [
        "Country",
        *(f"{what}, {which}" for which in ("all", "others", "inside then") for what in ("welfare", "exact")),
    ]
    yield from _given_rows(base, tariffs)
    yield SIMPLER
    yield ["Country", *(f"{what}, {name}" for name in VARIANTS for what in ("welfare", "exact", "imports"))]
    yield from _variant_rows(base, shock)


def _world(reference: Path) -> tuple[Baseline, dict[str, np.ndarray]]:
    """The balanced base, and one plus tariffs of 2005: all, those inside the agreement only, those outside only."""
    base = baseline_from_npz(str(reference / "cp2015_base_noS.npz"))
    member = np.isin(base.regions, NAFTA)
    inside = member[:, None] & member & ~np.eye(len(member), dtype=bool)
    with np.load(reference / "cp2015_raw1993.npz") as raw:
        later = 1 + raw["tariff2005"] / PERCENT
    every = np.array(base.tariff)
    every[:TRADED] = np.where(np.eye(len(member), dtype=bool), 1.0, later)
    return base, {
        "all": every,
        "inside": np.where(inside, every, base.tariff),
        "others": np.where(inside, base.tariff, every),
    }


def _trade_rows(end: Equilibrium) -> Iterator[Sequence[str]]:
    parts, grown = detail_of(end), _imports(end)
    before, after = export_concentration(end.baseline), export_concentration(end.after)
    for country in NAFTA:
        n = end.baseline.regions.index(country)
        largest = [
            _largest(flow[:, n].sum(axis=1), end.baseline.sectors)
            for flow in (parts.parts.terms_of_trade, parts.parts.volume_of_trade)
        ]
        yield [
            country,
            f"{grown[country]:+.2f}",
            f"{RECALLED[country]:+d}",
            f"{before[n]:.3f}",
            f"{after[n]:.3f}",
            *largest,
        ]


def _imports(end: Equilibrium) -> dict[str, float]:
    flows = detail_of(end)
    partners = np.isin(end.baseline.regions, NAFTA)
    grown = PERCENT * imports_growth(flows.flow_before, flows.flow_after, partners)
    return {country: float(grown[end.baseline.regions.index(country)]) for country in NAFTA}


def _largest(part: np.ndarray, sectors: Sequence[str]) -> str:
    share = PERCENT * part / part.sum()
    return ", ".join(f"{sectors[j]} ({share[j]:.0f})" for j in np.argsort(-share)[:LARGEST])


def _given_rows(base: Baseline, tariffs: dict[str, np.ndarray]) -> Iterator[Sequence[str]]:
    every, others = (solve(base, tariffs_to(base, tariffs[name])) for name in ("all", "others"))
    then = solve(others.after, tariffs_to(others.after, tariffs["all"]))
    for country in NAFTA:
        yield [country, *(f"{number:+.2f}" for end in (every, others, then) for number in _both(end, country))]


def _both(end: Equilibrium, country: str) -> tuple[float, float]:
    n = end.baseline.regions.index(country)
    return PERCENT * float(first_order(end).total[n]), PERCENT * float(end.real_income_hat[n] - 1)


def _variant_rows(base: Baseline, shock: Shock) -> Iterator[Sequence[str]]:
    ends = {
        name: solve(simpler(base), shock_in_one_sector(base, shock) if name == ONE else shock)
        for name, simpler in VARIANTS.items()
    }
    for country in NAFTA:
        numbers = (
            f"{number:+.2f}" for end in ends.values() for number in (*_both(end, country), _imports(end)[country])
        )
        yield [country, *numbers]
