"""What is said of one package beyond whether it holds: worth, trust, dependence, variants, forecast, drivers."""

from __future__ import annotations

from dataclasses import dataclass

from detente.deals import Quantiles


@dataclass(frozen=True, slots=True)
class WorthPart:
    """One part of what peace is worth to a party, USD bn a year over no deal.

    `kind` is a kind of worth, or ``politics``. Means add up to the mean of the whole; medians need not.
    """

    kind: str
    mean: float
    spread: Quantiles


@dataclass(frozen=True, slots=True)
class PartyPeace:
    """Peace against conflict for one party.

    `parts` add up world by world to `total`, the gain over no deal; where `total` is None (no stake is stated, or the
    party told its preferences in confidence: `reason`), they add up to `money`. `pays_share` is the share of worlds in
    which the total is not negative, `money_pays_share` the same of money alone. `break_even_stake` is the stake above
    which a loss of money is made up for. `red_lines` gives per element named the share of worlds in which the
    package crosses a red line of the party: that is never priced, and no gain makes up for it.
    """

    party: str
    parts: tuple[WorthPart, ...]
    total: Quantiles | None
    money: Quantiles | None
    pays_share: float | None
    money_pays_share: float | None
    break_even_stake: float | None
    red_lines: dict[str, float]
    unpriced_elements: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class CasualtyCount:
    """People harmed each year while the conflict goes on: a count beside the money, never part of it."""

    party: str
    who: str
    people_per_year: Quantiles
    origin: str
    source: str


@dataclass(frozen=True, slots=True)
class StepSignal:
    """What one step tells: taking it costs one who means to break anyway `cost` more than refusing it at once.

    `separates_share` is the share of worlds in which that cost is above zero, so that only one who means to keep the
    agreement would take the step.
    """

    obligation: str
    phase: str
    cost: Quantiles
    separates_share: float


@dataclass(frozen=True, slots=True)
class Belief:
    """Probability that a party means it, once all its steps up to and including a phase are taken.

    `if_missed`: all steps of earlier phases taken, and one of this phase missed.
    """

    phase: str
    if_taken: Quantiles
    if_missed: Quantiles


@dataclass(frozen=True, slots=True)
class PartyTrust:
    """What steps and words tell of whether a party means it.

    `would_break_in`: per phase the share of worlds in which one who means to break would do it there; the rest would
    take every step first. `prior`, `after_words` and `beliefs` are None and empty where the case does not state what
    they need: `reason` says what.
    """

    party: str
    would_break_in: dict[str, float]
    steps: tuple[StepSignal, ...]
    prior: Quantiles | None
    after_words: Quantiles | None
    beliefs: tuple[Belief, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """One element as a link between the party that could cut it and one that would feel it; USD bn a year.

    A loss is what a party would no longer get if the element went back to no deal; below zero it would gain.
    `deters_share`: the holder loses by cutting. `lopsided_share`: it loses, and the other loses more.
    `hold_up_share`: it loses nothing and the other does. `sunk_usd_bn` is the other's own one-off cost on the element.
    """

    element: str
    kind: str
    holder: str
    other: str
    loss_to_holder: Quantiles
    loss_to_other: Quantiles
    leverage: float
    deters_share: float
    lopsided_share: float
    hold_up_share: float
    sunk_usd_bn: float


@dataclass(frozen=True, slots=True)
class Variant:
    """The package as written, or only the part of it that is of one sort.

    `signing_share` and `holding_share` are shares of worlds, None where unknown; `first` names the first to gain from
    breaking (party, phase, way).
    """

    name: str
    elements: tuple[str, ...]
    signing_share: float | None
    holding_share: float | None
    signed_and_held_share: float | None
    first: tuple[str, str, str] | None
    reason: str


@dataclass(frozen=True, slots=True)
class Moment:
    """State of things so many months after signature, as shares of all worlds; None where holding is unknown.

    `in_force` and `broken` are of worlds that sign; `holds_if_signed` asks of every world, whether it signs or not.
    """

    months: int
    phase: str
    holds_if_signed: float | None
    in_force: float | None
    broken: float | None


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How many earlier agreements were in force after so many years, with nine tenths of a wide posterior."""

    years: int
    in_force: int
    observed: int
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Deal, stall or collapse: shares of worlds, not probabilities of history.

    `stalls`: not all whom the package requires would sign. `moments`: of all worlds, those in which it is signed and
    in force, and signed and broken. `base_rates` come from earlier agreements and enter nothing else.
    """

    deals: float
    stalls: float
    moments: tuple[Moment, ...]
    base_rates: tuple[BaseRate, ...]


@dataclass(frozen=True, slots=True)
class Driver:
    """How far one estimate moves the weakest margin: median in its upper third of draws less that in the lower."""

    id: str
    label: str
    unit: str
    origin: str
    low: float
    high: float
    on_margin_usd_bn: float
    on_holding: float | None


@dataclass(frozen=True, slots=True)
class Weakest:
    """The margin that falls short in most worlds; among equals the one with the lowest median."""

    party: str
    phase: str
    way: str
    margin: Quantiles
    falls_short_share: float


@dataclass(frozen=True, slots=True)
class Prospects:
    """Everything on one package that the margins alone do not say."""

    package: str
    peace: tuple[PartyPeace, ...]
    casualties: tuple[CasualtyCount, ...]
    weakest: Weakest | None
    drivers: tuple[Driver, ...]
    trust: tuple[PartyTrust, ...]
    links: tuple[Link, ...]
    variants: tuple[Variant, ...]
    forecast: Forecast
