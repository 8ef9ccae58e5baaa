"""What states collect from energy, before and after, and where nobody stated it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.economy.energy import EnergyStudy, GovernmentTake, government_take
from detente.plots import two_digits
from detente.plots.numbers import with_decimals
from detente.report.blocks import Cell, Exhibit, Note, Table, number
from detente.report.energy.exhibits import value_cell
from detente.report.energy.figures import NO_MONEY, money_words
from detente.report.energy.labels import EnergyNames, some_of
from detente.report.energy.words import is_shock

Array = NDArray[np.float64]
MEANING = (
    "Shares of receipts or of surplus of single supplies, as the network states them in take.csv; those of the "
    "built-in networks are recalled or assumed. It is a part of what producers earn, not on top of it, and taxes "
    "change no price here. What price caps take is within taxes already."
)
TITLE = "What states collect of the money of energy"


def take_exhibit(study: EnergyStudy, names: EnergyNames) -> Exhibit:
    """Taxes and duties on supply, levies, and what price caps take, by state."""
    _, unit = money_words(study.before.network.about.money_unit)
    before, after = (government_take(one) for one in (study.before, study.after))
    unknown = [names.of(state) for state, taxes in zip(before.states, before.taxes, strict=True) if np.isnan(taxes[1])]
    source = "The central world. All states and parts: government_take.csv."
    if unknown:
        source += f" Unknown, for the network states no share for some or all supplies: {some_of(unknown, most=12)}."
    table = _table(study, names, before, after)
    if not table.rows:
        return Exhibit("take", "Government take", TITLE, empty=f"Nothing is stated, and there are no levies. {source}")
    return Exhibit(
        key="take",
        kind="Government take",
        title=_title(study, names, before, after),
        sub=f"{unit} a year. Small below a number: the same at the lowest and highest share that is stated.",
        tables=(table,),
        source=source,
        notes=(Note("What it is", MEANING),),
    )


def _table(study: EnergyStudy, names: EnergyNames, before: GovernmentTake, after: GovernmentTake) -> Table:
    """A row for each state that is known to collect something, the largest first."""
    scale, unit = money_words(study.before.network.about.money_unit)
    shown = [s for s in range(len(before.states)) if _says_something(before, s) or _says_something(after, s)]
    shown.sort(key=lambda s: -float(np.nansum([after.stated[s, 1], after.levies[s]])))
    rows = tuple(
        (
            Cell(names.of(before.states[s])),
            *(_taxes(found.taxes[s] / scale) for found in (before, after)),
            *(value_cell(float(found.levies[s]) / scale, 2) for found in (before, after)),
            *(value_cell(float(found.cap_effect[s]) / scale, 2) for found in (before, after)),
        )
        for s in shown
    )
    heads = (
        "State",
        "Taxes and duties before",
        "After",
        "Levies before",
        "After",
        "Lost to price caps before",
        "After",
    )
    return Table(f"Government take in {unit} a year", heads, rows)


def _says_something(found: GovernmentTake, state: int) -> bool:
    known = np.nan_to_num([*found.taxes[state], found.levies[state]])
    return bool((np.abs(known) > NO_MONEY).any())


def _taxes(ends: Array) -> Cell:
    low, mode, high = (float(end) for end in ends)
    if not np.isfinite(mode):
        return value_cell(mode)
    return number(with_decimals(mode, 2), small=f"{two_digits(low)} to {two_digits(high)}" if low < high else "")


def _title(study: EnergyStudy, names: EnergyNames, before: GovernmentTake, after: GovernmentTake) -> str:
    """The state whose known take changes most."""
    scale, unit = money_words(study.before.network.about.money_unit)
    change = np.nan_to_num((after.total - before.total)[:, 1]) / scale
    most = int(np.abs(change).argmax())
    if not is_shock(study) or abs(change[most]) <= NO_MONEY:
        return TITLE
    state = names.within(after.states[most])
    words = f"{state} collects {two_digits(abs(float(change[most])))} {unit} {'more' if change[most] > 0 else 'less'}"
    return words[:1].upper() + words[1:]
