"""What `detente energy` prints: prices, winners and losers, security and leverage, in tables for the terminal."""

from __future__ import annotations

import numpy as np

from detente.cli.tables import as_table
from detente.economy.energy import EnergyStudy, Leverage, Security
from detente.plots import intervals
from detente.report.energy import (
    EnergyNames,
    answer_of,
    buyers_change,
    energy_names,
    mean_price,
    money_words,
    party_changes,
)

MOST = 12


def study_in_words(study: EnergyStudy, year: int) -> str:
    """The answer, then tables."""
    names, about = energy_names(study.before.network), study.before.network.about
    parts = [f"{about.name}, {year}. {answer_of(study, names)}", _prices(study, names)]
    if study.before is not study.after:
        parts.append(_money(study, names))
    parts.append(_dependence(study, names))
    if study.security_after:
        parts.append(_security(study, study.security_after))
    if study.leverage_after:
        parts.append(_leverage(study, study.leverage_after, names))
    if study.draws is not None:
        failed = f", {study.draws.failed} without an equilibrium left out" if study.draws.failed else ""
        parts.append(f"Ranges hold nine of ten of {len(study.draws.change)} worlds{failed}.")
    return "\n\n".join(parts)


def _prices(study: EnergyStudy, names: EnergyNames) -> str:
    rows = [
        (names.of(group), *(_number(mean_price(one, regions)) for one in (study.before, study.after)))
        for group, regions in list(study.groups.items())[:MOST]
    ]
    return as_table(f"Price to consumers, {study.before.network.about.price_unit}", ("region", "before", "after"), rows)


def _money(study: EnergyStudy, names: EnergyNames) -> str:
    changes = party_changes(study)
    _, unit = money_words(study.before.network.about.money_unit)
    largest = sorted(changes, key=lambda party: -abs(changes[party].median))[:MOST]
    together = buyers_change(study)
    words = intervals([*(changes[party] for party in largest), together])
    rows = list(zip((names.of(party) for party in largest), words, strict=False))
    if len(study.buying) > 1:
        rows.append((f"{names.of(study.buyers)} together", words[-1]))
    return as_table(f"Winners and losers, {unit} a year", ("party", "change"), rows)


def _dependence(study: EnergyStudy, names: EnergyNames) -> str:
    found = (study.dependence_before, study.dependence_after)
    rows = [
        (
            names.of(group),
            *(_number(100 * float(one.import_share[g]), 0) for one in found),
            *(_number(float(one.concentration[g]), 2) for one in found),
        )
        for g, group in list(enumerate(found[0].groups))[:MOST]
    ]
    head = ("region", "imported before, %", "after", "concentration before", "after")
    return as_table("Dependence", head, rows)


def _security(study: EnergyStudy, found: Security) -> str:
    about = study.after.network.about
    rows = [
        (
            situation,
            _number(float(found.wanted[k]), 0),
            _number(float(found.unmet[k])),
            _number(float(found.unserved[k])),
            _number(float(found.price[k])),
        )
        for k, situation in enumerate(found.situations)
    ]
    head = (
        "situation",
        f"wanted, {about.quantity_unit}",
        "unmet",
        f"unserved at {about.unserved_price:g}",
        f"price, {about.price_unit}",
    )
    return as_table(f"Security: colder in {found.coldest}; the source lost is {found.largest_source}", head, rows)


def _leverage(study: EnergyStudy, found: Leverage, names: EnergyNames) -> str:
    scale, unit = money_words(study.before.network.about.money_unit)
    asymmetry = found.asymmetry
    last = len(found.lasting) - 1
    shown = sorted({0, min(2, last), min(5, last), last})
    rows = [
        (
            str(int(found.lasting[k])),
            *(_number(float(cost[k]) / scale, 2) for cost in (found.cost_to_buyers, found.cost_to_supplier)),
            _number(float(asymmetry[k]), 2),
        )
        for k in shown
    ]
    title = f"Cost of a cut between {names.within(found.supplier)} and {names.within(study.buyers)}, {unit}"
    return as_table(title, ("periods", "to buyers", "to supplier", "asymmetry"), rows)


def _number(value: float, decimals: int = 1) -> str:
    return f"{value + 0.0:,.{decimals}f}" if np.isfinite(value) else "none"
