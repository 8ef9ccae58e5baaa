"""The nouns of a case: frozen records with ids, no behaviour beyond looking one another up.

Axes everywhere: world, party, phase, element, option, obligation, in this order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Origin(StrEnum):
    """Where a number comes from."""

    CITED = "cited"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"


class Stance(StrEnum):
    """What a claim says about its target; `UNKNOWN` is a value of its own."""

    PROPOSES = "proposes"
    ACCEPTS = "accepts"
    ACCEPTS_IN_PART = "accepts_in_part"
    CONDITIONAL = "conditional"
    OPEN = "open"
    REJECTS = "rejects"
    DEMANDS = "demands"
    CONCERNED = "concerned"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a party is to the agreement."""

    SIGNATORY = "signatory"
    GUARANTOR = "guarantor"
    ALLY = "ally"
    AFFECTED = "affected"
    OBSERVER = "observer"


class State(StrEnum):
    """How far an element has come; talking is not agreeing."""

    UNKNOWN = "unknown"
    DISCUSSED = "discussed"
    PROPOSED = "proposed"
    AGREED_AD_REFERENDUM = "agreed_ad_referendum"
    AGREED = "agreed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that never stands alone: value or range, unit, origin and the reason to believe it.

    `low` and `high` are None when only the mode is given (then it is constant over worlds).
    `source` is filled when the origin is cited or estimated, `why` when it is assumed.
    """

    id: str
    mode: float
    unit: str
    origin: Origin
    low: float | None = None
    high: float | None = None
    source: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Hybrid:
    """A deniable breach open to a party: what it brings while unnoticed, and how it is noticed."""

    gain_usd_bn_per_year: Estimate
    p_detect: Estimate
    lag_days: Estimate


@dataclass(frozen=True, slots=True)
class Party:
    """Anyone whose yes, no or loss matters, at the table or not."""

    id: str
    name: str
    kind: str
    role: Role
    aliases: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    regions: Mapping[str, Estimate] = field(default_factory=dict)
    stake_usd_bn_per_year: Estimate | None = None
    patience: Estimate | None = None
    turnover_per_year: Estimate | None = None
    conflict_cost_usd_bn_per_year: Estimate | None = None
    hybrid: Hybrid | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle an element. `lifts` names the measures that this option removes."""

    id: str
    title: str
    lifts: tuple[str, ...] = ()
    shocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One question on the table. Exactly one option is the status quo.

    `ordered`: the options run from one end to the other, so that values are single-peaked.
    `economic`: whether options change anyone's real income; False is the author's statement that money is nil.
    `ends_conflict`: the element to which the yearly cost of conflict is credited when it leaves the status quo.
    """

    id: str
    title: str
    domain: str
    state: State
    options: tuple[Option, ...]
    status_quo: str
    ordered: bool = True
    economic: bool = True
    ends_conflict: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A named choice of options, partial allowed: what is not named is unknown, not zero."""

    id: str
    title: str
    choices: Mapping[str, str]
    required: tuple[str, ...]
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way that no deal may go: a (partial) choice, status quo where it names nothing, and its probability."""

    id: str
    title: str
    choices: Mapping[str, str]
    probability: Estimate


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the agreement; the last one lasts for ever."""

    id: str
    title: str
    starts_years: float


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the author takes for granted, in words."""

    id: str
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Escrow:
    """Money that a party loses when a breach is caught, from a phase on."""

    id: str
    party: str
    from_phase: str
    amount_usd_bn: Estimate


@dataclass(frozen=True, slots=True)
class Exposure:
    """Assets of others that a party could seize, from a phase on."""

    id: str
    party: str
    from_phase: str
    amount_usd_bn: Estimate


@dataclass(frozen=True, slots=True)
class Transfer:
    """A yearly payment from one party to another, from a phase on."""

    id: str
    payer: str
    payee: str
    from_phase: str
    amount_usd_bn_per_year: Estimate


@dataclass(frozen=True, slots=True)
class Claim:
    """Who said what about which element, when, how firmly, with which source.

    `said_on` is None when the source is undated. A claim that names neither option nor package constrains nothing.
    """

    id: str
    party: str
    stance: Stance
    reliability: float
    source: str
    said_on: date | None
    speaker: str = ""
    element: str = ""
    options: tuple[str, ...] = ()
    package: str = ""
    condition: str = ""
    condition_option: str = ""
    red_line: bool = False
    hedged: bool = False
    words: str = ""
    url: str = ""
    published_on: date | None = None
    evidence: str = "seen"


@dataclass(frozen=True, slots=True)
class Obligation:
    """A promise: who does what by which phase, who verifies it, and what undoing it takes.

    `options`: the options it carries out (empty: any option of the element but the status quo).
    `share`: the part of the element's yearly gain that starts with it; the shares of one option sum to 1.
    `reversible`: the part of it that the owner can take back, and that snapback takes back, in [0, 1].
    """

    id: str
    title: str
    owner: str
    element: str
    phase: str
    share: float
    reversible: Estimate
    options: tuple[str, ...] = ()
    observable: str = ""
    verifier: str = ""
    p_detect: Estimate | None = None
    lag_days: Estimate | None = None
    cost_once_usd_bn: Estimate | None = None
    duration_days: Estimate | None = None
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Venture:
    """A joint venture, suspended or new, and the activities it needs to be lawful."""

    id: str
    name: str
    partners: tuple[str, ...]
    sector: str
    status: str
    status_on: date | None = None
    site: str = ""
    value: float | None = None
    unit: str = ""
    note: str = ""
    needs: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    evidence: str = "seen"


@dataclass(frozen=True, slots=True)
class Council:
    """A joint economic council: its remit, member classes and the activities it needs to be lawful."""

    id: str
    name: str
    remit: str
    members: tuple[str, ...]
    needs: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A legal measure: who issued it, what it restricts, until when, and who can lift it how."""

    id: str
    issuer: str
    act: str
    restricts: tuple[str, ...]
    status: str
    since: str = ""
    until: str = ""
    who_can_lift: str = ""
    how: str = ""
    licences: str = ""
    source: str = ""
    url: str = ""
    evidence: str = "seen"


@dataclass(frozen=True, slots=True)
class Price:
    """One observation of a price series."""

    on: date
    series: str
    value: float
    unit: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Payoff:
    """A hand-entered yearly real-income change of a party under an option, against the status quo."""

    party: str
    element: str
    option: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Document:
    """A source text in the case folder, with its front matter."""

    path: str
    title: str
    published_on: date | None
    publisher: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is on the table, as the author wrote it down."""

    slug: str
    title: str
    question: str
    as_of: date
    currency: str
    price_year: int
    parties: tuple[Party, ...]
    elements: tuple[Element, ...]
    packages: tuple[Package, ...] = ()
    no_deal: tuple[Outcome, ...] = ()
    phases: tuple[Phase, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    escrows: tuple[Escrow, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    false_alarms_per_year: Estimate | None = None
    false_alarm_days: Estimate | None = None
    margin_floor_usd_bn: float = 0.0
    several_means_at_least: int = 2
    claims: tuple[Claim, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    ventures: tuple[Venture, ...] = ()
    councils: tuple[Council, ...] = ()
    measures: tuple[Measure, ...] = ()
    prices: tuple[Price, ...] = ()
    payoffs: tuple[Payoff, ...] = ()
    documents: tuple[Document, ...] = ()

    def element(self, element_id: str) -> Element:
        """Look up an element by id."""
        return next(e for e in self.elements if e.id == element_id)

    def party(self, party_id: str) -> Party:
        """Look up a party by id."""
        return next(p for p in self.parties if p.id == party_id)
