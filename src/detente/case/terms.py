"""What is promised and what binds: phases, obligations, securities, ventures, councils and measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.case.vocabulary import Estimate


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the agreement; the last one lasts for ever.

    `waits_for_previous`: its steps wait until every step of the phases before has ended.
    `longest_days`: all its steps end within so many days of its beginning; None where no limit is stated.
    """

    id: str
    title: str
    starts_years: float
    waits_for_previous: bool = False
    longest_days: float | None = None


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
class Verifier:
    """How many obligations a verifier can watch on one day, and find done within 30 days; None where not stated."""

    id: str
    name: str
    at_once: int | None = None
    per_30_days: int | None = None


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """At every date the shares of their promises that two sides have delivered differ by at most `band`.

    `counts` is ``all``, or ``irreversible`` where only what cannot be taken back counts.
    """

    id: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    band: float
    counts: str = "all"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Leverage:
    """Some parties keep a share of their promises undelivered until obligations of others have ended.

    `until` names them; empty for all obligations of others.
    """

    id: str
    parties: tuple[str, ...]
    keeps: float
    until: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What a guarantor would do to a party that is caught breaking, from a phase on.

    `options`: the guarantee stands under packages that hold one of them (empty: under every package).
    `p_honoured`: how likely the guarantor acts when it comes to it.
    """

    id: str
    guarantor: str
    against: str
    from_phase: str
    loss_usd_bn_per_year: Estimate
    p_honoured: Estimate
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Casualties:
    """People harmed each year while the conflict goes on: counted, never priced."""

    id: str
    party: str
    who: str
    people_per_year: Estimate


@dataclass(frozen=True, slots=True)
class Obligation:
    """A promise: who does what by which phase, who verifies it, and what undoing it takes.

    `options`: the options it carries out (empty: any option of the element but the status quo).
    `share`: the part of the element's yearly gain that starts with it; the shares of one option sum to 1.
    `reversible`: the part of it that the owner can take back, and that snapback takes back, in [0, 1].
    `gives`: its weight in what its owner's side gives, in points; None where the case weighs no obligation.
    `lifts`: the measures that end when it is done.
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
    threshold: str = ""
    evidence: str = ""
    deadline_days: float | None = None
    gives: float | None = None
    lifts: tuple[str, ...] = ()


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
class NormAnswer:
    """Whether a package meets a norm of international law, why, and who argues otherwise."""

    package: str
    norm: str
    answer: str
    why: str
    argued_otherwise: str = ""
    source: str = ""
    evidence: str = "seen"


@dataclass(frozen=True, slots=True)
class Measure:
    """A legal measure: who issued it, what it restricts, until when, and who can lift it how.

    A licence is a measure with status licence: it `opens` other measures for what it `permits`, for the subjects it
    `covers` (none named: for all), and takes the place of those it `supersedes`. Times stand in its `time_zone`.
    `lifting_days` is the time from the decision of who can lift a measure until it no longer binds; where others must
    be lifted or passed before, `lifted_after` names them, and their days come first.
    """

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
    permits: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    version: str = ""
    supersedes: tuple[str, ...] = ()
    time_zone: str = ""
    conditions: str = ""
    reports: str = ""
    renewed_every: str = ""
    lifting_days: Estimate | None = None
    lifted_after: tuple[str, ...] = ()
