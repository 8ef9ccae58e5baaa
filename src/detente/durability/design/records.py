"""What a design is asked for, and what it answers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Regime:
    """A way of verifying on offer: detection at least `p_detect`, lag at most `lag_days`, for its yearly cost.

    None leaves what the case states. The hybrid fields do the same for deniable breaches.
    """

    id: str
    title: str
    cost_usd_bn_per_year: float = 0.0
    p_detect: float | None = None
    lag_days: float | None = None
    hybrid_p_detect: float | None = None
    hybrid_lag_days: float | None = None


@dataclass(frozen=True, slots=True)
class Snapback:
    """How soon snapback follows once a breach is seen, and what keeping it that ready costs a year."""

    id: str
    title: str
    delay_days: float = 0.0
    cost_usd_bn_per_year: float = 0.0


@dataclass(frozen=True, slots=True)
class Prices:
    """What instruments cost, per unit: assumptions of whoever asks, stated beside the result.

    `subsidy` and `transfer` per USD bn of present value, `escrow_per_year` per USD bn held for a year,
    `delay_usd_bn_per_year` for a whole element late by a year, and `delay_of_gain` per USD bn that the parties together
    forgo by it on average; `discount` weighs a cost one year later.
    """

    subsidy: float = 1.0
    transfer: float = 0.2
    escrow_per_year: float = 0.02
    delay_usd_bn_per_year: float = 1.0
    delay_of_gain: float = 1.0
    discount: float = 0.95


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that may be used: escrow of one party, net transfer of one party a year, outside subsidy a year.

    `payers` are the parties that may pay, all of them where it is None.
    """

    escrow_usd_bn: float = math.inf
    transfer_usd_bn_per_year: float = math.inf
    subsidy_usd_bn_per_year: float = math.inf
    payers: tuple[str, ...] | None = None


AS_WRITTEN = Regime("as-written", "verification as written")
REGIMES = (
    AS_WRITTEN,
    Regime("joint-monitors", "joint monitors", 0.1, 0.9, 30.0, 0.7, 90.0),
    Regime("standing-mission", "standing mission with inspections on demand", 0.5, 0.97, 7.0, 0.9, 30.0),
)
AT_ONCE = Snapback("at-once", "snapback at once")


@dataclass(frozen=True, slots=True)
class DesignRequest:
    """What the agreement must reach and what it may use; `floor_usd_bn` None takes the floor of the case.

    `steps` says whether a promise may be delivered in parts over several phases, or only whole in one; the obligations
    `on_time` stay in the phase of the text.
    At most `sample` worlds are optimised on at a time, `attempts` times; `readings` dearest margins are read out.
    """

    floor_usd_bn: float | None = None
    share: float = 0.9
    regimes: tuple[Regime, ...] = REGIMES
    snapbacks: tuple[Snapback, ...] = (AT_ONCE,)
    prices: Prices = Prices()
    limits: Limits = Limits()
    steps: Literal["parts", "whole"] = "parts"
    on_time: tuple[str, ...] = ()
    sample: int = 60
    readings: int = 3
    attempts: int = 14


@dataclass(frozen=True, slots=True)
class Delivery:
    """Part of an obligation delivered in a phase; the shares of an obligation sum to 1."""

    obligation: str
    owner: str
    phase: str
    share: float


@dataclass(frozen=True, slots=True)
class Delay:
    """An obligation that the design spreads or moves: mean delay in years against the text."""

    obligation: str
    owner: str
    mean_years: float
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Posting:
    """Escrow that a party adds in a phase, lost if it is caught; it stays from then on."""

    party: str
    phase: str
    amount_usd_bn: float


@dataclass(frozen=True, slots=True)
class Payment:
    """Net yearly payment in one phase: above 0 the party receives, below 0 it pays."""

    party: str
    phase: str
    amount_usd_bn_per_year: float


@dataclass(frozen=True, slots=True)
class Subsidy:
    """Money from outside in one phase, a year; the transfers of the phase sum to it."""

    phase: str
    amount_usd_bn_per_year: float


@dataclass(frozen=True, slots=True)
class Costs:
    """Cost of a design by kind, USD bn of present value at the prices of the request."""

    subsidy: float = 0.0
    transfer: float = 0.0
    escrow: float = 0.0
    verification: float = 0.0
    delay: float = 0.0

    @property
    def total(self) -> float:
        """Sum over the kinds."""
        return self.subsidy + self.transfer + self.escrow + self.verification + self.delay


@dataclass(frozen=True, slots=True)
class WorstMargin:
    """The lowest median margin of a party, before and after: where, by which way, in what share of worlds it holds."""

    party: str
    phase: str
    way: str
    median_usd_bn: float
    holds_share: float


@dataclass(frozen=True, slots=True)
class Loser:
    """A party that keeps the agreement and would be better off without it: median worth at signature, below zero.

    Present value over no deal, USD bn; `losing_share` is the share of worlds in which it is below zero.
    """

    party: str
    median_usd_bn: float
    losing_share: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one binding margin costs: its price, the saving without it, and one more month until snapback.

    `price` is the rise of cost per USD bn of floor (the dual); the others are differences of cost after
    solving again, None where nothing feasible is left. `month_escrow_usd_bn` is the escrow among it.
    """

    party: str
    phase: str
    way: str
    price: float
    saving_without: float
    month_cost: float | None
    month_escrow_usd_bn: float | None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is missing where nothing is feasible: the least lowering of floors, by party, phase and way."""

    party: str
    phase: str
    way: str
    missing_usd_bn: float


@dataclass(frozen=True, slots=True)
class Offer:
    """One regime with one snapback: its least cost on the sample, None with the reason where there is none."""

    regime: str
    snapback: str
    cost: float | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The check on all worlds by the margins of the durability stage and by an explicit payoff stream.

    `share` holds every margin at the floor; `largest_gap` is the largest difference between the two, USD bn.
    """

    worlds: int
    share: float
    share_before: float
    largest_gap: float
    compared: int


@dataclass(frozen=True, slots=True)
class Design:
    """The least change that brings margins to the floor. `status`: holds, designed, infeasible or unknown."""

    package: str
    status: str
    reason: str
    floor_usd_bn: float
    share: float
    regime: Regime
    snapback: Snapback
    prices: Prices
    delays: tuple[Delay, ...]
    escrows: tuple[Posting, ...]
    payments: tuple[Payment, ...]
    subsidies: tuple[Subsidy, ...]
    costs: Costs
    before: tuple[WorstMargin, ...]
    after: tuple[WorstMargin, ...]
    verification: Verification | None
    readings: tuple[Reading, ...]
    offers: tuple[Offer, ...]
    missing: tuple[Shortfall, ...]
    unknown_parties: tuple[str, ...]
    sample: int
    sample_kept: int
    losers: tuple[Loser, ...] = ()
