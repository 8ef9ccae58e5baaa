"""What is on the table: parties, elements with options, packages, no deal, and what was said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.case.vocabulary import Estimate, Role, Stance, State, Worth


@dataclass(frozen=True, slots=True)
class Hybrid:
    """A deniable breach open to a party: what it brings while unnoticed, and how it is noticed."""

    gain_usd_bn_per_year: Estimate
    p_detect: Estimate
    lag_days: Estimate


@dataclass(frozen=True, slots=True)
class Party:
    """Anyone whose yes, no or loss matters, at the table or not.

    A voice inside another party (ministry, parliament, industry) is a party with `voice_of`. If it `ratifies`, a
    package that needs the other's signature needs its consent too; otherwise `influence`, a share, moves the other's
    weights towards what the voice speaks about.
    `outside_usd_bn_per_year`: what else it would gain once the agreement is over for it.
    `p_genuine`: how likely it means to keep its word, before anything is said or done.
    """

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
    voice_of: str = ""
    ratifies: bool = False
    influence: Estimate | None = None
    outside_usd_bn_per_year: Estimate | None = None
    p_genuine: Estimate | None = None


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
    `kind_of_worth`: under which head its money is summed up.
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
    kind_of_worth: Worth = Worth.OTHER
    note: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """A named choice of options, partial allowed: what is not named is unknown, not zero.

    `proposed_by` and `proposed_on` tell whose move it was in the sequence of rounds, and when.
    """

    id: str
    title: str
    choices: Mapping[str, str]
    required: tuple[str, ...]
    source: str = ""
    note: str = ""
    proposed_by: str = ""
    proposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What a package may not do, whoever likes it: `option` `requires` or `excludes` another (`other`)."""

    id: str
    option: str
    kind: str
    other: str
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a party told of its preferences in confidence; it takes the place of what claims and priors would say.

    `weights`: points per element, any positive scale. `values`: points per element and option, higher is better.
    `red_lines`: ids of options. `walk_away`: the share of its best package, in [0, 1], below which it prefers no deal.
    """

    party: str
    weights: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    red_lines: tuple[str, ...] = ()
    walk_away: float | None = None
    told_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way that no deal may go: a (partial) choice, status quo where it names nothing, and its probability."""

    id: str
    title: str
    choices: Mapping[str, str]
    probability: Estimate


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the author takes for granted, in words."""

    id: str
    text: str
    why: str = ""


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
class Payoff:
    """A hand-entered yearly real-income change of a party under an option, against the status quo.

    `beside_model`: what becomes of it where the trade model reaches too: ``replaced`` by the model, ``kept`` in its
    place, or ``added`` to it, for effects that trade does not carry.
    """

    party: str
    element: str
    option: str
    estimate: Estimate
    beside_model: str = "replaced"


@dataclass(frozen=True, slots=True)
class Price:
    """One observation of a price series."""

    on: date
    series: str
    value: float
    unit: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source text in the case folder, with its front matter."""

    path: str
    title: str
    published_on: date | None
    publisher: str
    url: str
    language: str
