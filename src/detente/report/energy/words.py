"""The words of an energy page: its question, its answer, and the few numbers on the first screen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from detente.economy.energy import EnergyStudy, Security, party_surplus
from detente.plots import intervals, signed, two_digits
from detente.plots.numbers import with_decimals
from detente.report.energy.figures import NO_MONEY, buyers_change, mean_price, money_words, party_changes, short_regions
from detente.report.energy.labels import EnergyNames, some_of

UNSERVED = 1e-4
"""Part of consumption from which on unserved demand is the headline."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of the first screen: what it answers, the number, its unit, and a sentence."""

    question: str
    big: str
    small: str
    text: str


def is_shock(study: EnergyStudy) -> bool:
    """Whether anything was changed."""
    return study.before is not study.after


def amount(value: float, decimals: int = 1) -> str:
    """A price or a share as it is read; "unknown" where there is none.

    Examples
    --------
    >>> amount(33.73), amount(float("nan"))
    ('33.7', 'unknown')
    """
    return with_decimals(value, decimals) if math.isfinite(value) else "unknown"


def percent(share: float) -> str:
    """A share in percent without decimals.

    Examples
    --------
    >>> percent(0.414)
    '41%'
    """
    return f"{amount(100 * share, 0)}%" if math.isfinite(share) else "unknown"


def question_of(study: EnergyStudy) -> str:
    """What the page answers."""
    about = study.before.network.about
    commodity = about.commodity[:1].upper() + about.commodity[1:]
    return (
        f"{commodity}: what does the shock do to prices, and to whom?"
        if is_shock(study)
        else f"{commodity}: where does it come from, and who depends on whom?"
    )


def answer_of(study: EnergyStudy, names: EnergyNames) -> str:
    """The finding in two or three sentences."""
    buyers, unit = names.within(study.buyers), study.before.network.about.price_unit
    before, after = (mean_price(one, study.buying) for one in (study.before, study.after))
    if not is_shock(study):
        return f"Consumers in {buyers} pay {amount(before)} {unit} on average over the year. {source_words(study)}"
    changes = party_changes(study)
    order = sorted(changes, key=lambda party: changes[party].median)
    losers = [names.within(party) for party in order if changes[party].median < -NO_MONEY]
    winners = [names.within(party) for party in reversed(order) if changes[party].median > NO_MONEY]
    sides = [
        f"Most is {verb} by {some_of(some, most=3)}." for verb, some in (("gained", winners), ("lost", losers)) if some
    ]
    return " ".join(
        [
            f"Consumers in {buyers} pay {amount(after)} {unit} instead of {amount(before)}, on average over the year.",
            *sides,
        ]
    )


def source_words(study: EnergyStudy) -> str:
    """How much is imported, and from where most."""
    found = study.dependence_after
    foreign = np.nan_to_num(np.where(found.domestic[0], 0.0, found.share[0]))
    if not foreign.max() > 0:
        return "Nothing is imported."
    largest = found.origins[int(foreign.argmax())]
    return (
        f"Of what they consume {percent(float(found.import_share[0]))} is imported; {largest} has the "
        f"largest share, {percent(float(foreign.max()))}."
    )


def facts_of(study: EnergyStudy, names: EnergyNames) -> list[Fact]:
    """The numbers of the first screen."""
    facts = [_price(study, names), _money(study, names)] if is_shock(study) else [_price(study, names)]
    return [*facts, _dependence(study, names), _security(study, names)]


def _price(study: EnergyStudy, names: EnergyNames) -> Fact:
    unit = study.before.network.about.price_unit
    before, after = (mean_price(one, study.buying) for one in (study.before, study.after))
    highest = _highest(study)
    text = f"Before: {amount(before)}. {highest}" if is_shock(study) else highest
    return Fact(f"What do consumers in {names.within(study.buyers)} pay?", amount(after), unit, text)


def _highest(study: EnergyStudy) -> str:
    """Where and when energy is dearest after the shock."""
    consumed = np.zeros(len(study.after.network.nodes.ids))
    np.add.at(consumed, study.after.network.demands.node, study.after.network.demands.quantity.sum(axis=1))
    price = np.where(consumed[:, None] > 0, np.nan_to_num(study.after.price), 0.0)
    node, period = np.unravel_index(int(price.argmax()), price.shape)
    network = study.after.network
    when = f" in {network.periods.labels[int(period)]}" if len(network.periods.ids) > 1 else ""
    return f"Dearest at {network.nodes.labels[int(node)]}{when}: {amount(float(price.max()))}."


def _money(study: EnergyStudy, names: EnergyNames) -> Fact:
    found = buyers_change(study)
    whole = party_surplus(study.after).total.sum() - party_surplus(study.before).total.sum()
    scale, unit = money_words(study.before.network.about.money_unit)
    spread = f" Over the worlds: {intervals([found])[0]}." if study.draws is not None else ""
    return Fact(
        f"What does {names.within(study.buyers)} gain or lose?",
        signed(found.median),
        f"{unit} a year",
        f"Consumers, producers, pipelines, storages and levies together.{spread} All parties "
        f"together: {signed(float(whole) / scale)}.",
    )


def _dependence(study: EnergyStudy, names: EnergyNames) -> Fact:
    found = [float(one.import_share[0]) for one in (study.dependence_before, study.dependence_after)]
    change = f" Before: {percent(found[0])}." if is_shock(study) else ""
    return Fact(
        f"How much does {names.within(study.buyers)} import?",
        percent(found[1]),
        "of consumption",
        source_words(study) + change,
    )


def _security(study: EnergyStudy, names: EnergyNames) -> Fact:
    question, found = "Would there be enough?", study.security_after
    about = study.before.network.about
    if found is None:
        return Fact(question, "none", "", "Nothing is imported that could be lost.")
    short = short_regions(study.after)
    now = f" Short already: {some_of([names.within(one) for one in short])}." if short else ""
    unserved = float(found.unserved[-1])
    big, small = percent(saved_share(found)), "less consumed"
    if unserved > UNSERVED * float(found.consumed[-1]):
        big, small = two_digits(unserved), f"{about.quantity_unit} unserved"
    return Fact(
        question,
        big,
        small,
        f"{_cold(study)} without {found.largest_source}, the price is {amount(float(found.price[-1]))} "
        f"{about.price_unit} and {percent(saved_share(found))} less is consumed than with it; "
        f"{two_digits(unserved) if unserved > 1e-6 else 'none'} of it is unserved at {about.unserved_price:g}.{now}",
    )


def _cold(study: EnergyStudy) -> str:
    """A cold spell in months; where the year is one period, high demand."""
    months = len(study.before.network.periods.ids) > 1
    return "In a cold spell" if months else f"With {study.question.cold_factor:g} times the demand"


def saved_share(found: Security) -> float:
    """How much less is consumed in the cold without the largest source than in the cold alone."""
    cold = float(found.consumed[1])
    return 1 - float(found.consumed[3]) / cold if cold > 0 else math.nan
