"""The world economy as the report shows it: the section `economy` of analysis.json, and what chapter 3 draws.

Percent is of real income or of output; money is in USD bn a year in prices of the case's price year. None is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.deals import Quantiles


@dataclass(frozen=True, slots=True)
class PlaceEffect:
    """Change of real income of one place (region, group of regions, party) in one horizon, over `worlds` solved worlds.

    `central_percent` is that of the world with every estimate at its mode. Groups have this percentage alone, parties
    have none of it.
    """

    place: str
    horizon: str
    worlds: int
    real_income_percent: Quantiles | None
    real_income_usd_bn_per_year: Quantiles | None
    central_percent: float | None


@dataclass(frozen=True, slots=True)
class ClauseWorth:
    """What one option is worth to one party, against the status quo.

    `in_verdict_usd_bn_per_year` is the number that every other chapter uses, in all worlds; where `hand_entered`, it
    holds a row entered by hand on top of trade. The others are trade alone, by the model: in the horizon of the verdict
    in all worlds, and in the other horizon in `other_horizon_worlds` of them. Where networks carry flows of energy that
    the option changes, `energy_usd_bn_per_year` is what these bring, trade holds what energy does beyond its first
    order, and the other horizon is not comparable. `energy_error_usd_bn_per_year` is the root mean square of the error
    of interpolating these flows between solved worlds.
    """

    element: str
    option: str
    shocks: tuple[str, ...]
    party: str
    hand_entered: bool
    in_verdict_usd_bn_per_year: Quantiles
    trade_usd_bn_per_year: Quantiles
    other_horizon_trade_usd_bn_per_year: Quantiles | None
    other_horizon_worlds: int
    energy_usd_bn_per_year: Quantiles | None = None
    energy_error_usd_bn_per_year: float | None = None


@dataclass(frozen=True, slots=True)
class OutputChange:
    """Change of the quantity that a sector of a region produces, in the central world."""

    sector: str
    region: str
    output_percent: float


@dataclass(frozen=True, slots=True)
class IncomeParts:
    """What the change of real income of a region is made of, in the central world.

    Parts are in log points (hundredths of a logarithm) and add up to `total_log_points`; None where they cannot be
    told apart. `first_order_percent` is the linear measure of the literature, for comparison.
    """

    region: str
    real_income_percent: float
    first_order_percent: float | None
    total_log_points: float
    terms_of_trade_log_points: float | None
    volume_of_trade_log_points: float | None
    trade_cost_log_points: float | None
    productivity_log_points: float | None
    transfers_log_points: float | None
    bans_log_points: float | None


@dataclass(frozen=True, slots=True)
class MeasureTrade:
    """What one row in force on trade states, and what the central world shows of it, as ratios to the world before.

    `as_seen`: the row states what was seen, and its cost was found so that the long run shows it; otherwise it states
    what the row does alone at unchanged prices. `missed_sectors`: sectors, of rows as seen, that are more than a
    hundredth off in the long run. None where nothing was traded before.
    """

    measure: str
    origin: tuple[str, ...]
    destination: tuple[str, ...]
    sectors: tuple[str, ...]
    horizon: str
    as_seen: bool
    stated: float
    modelled: float | None
    missed_sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssumedLoss:
    """A row in force that lowers what regions make of their inputs by a number that is assumed: put in, not found."""

    measure: str
    places: tuple[str, ...]
    factor: float


@dataclass(frozen=True, slots=True)
class TradeShare:
    """Which part of what a group of regions sells abroad goes to another one, in the central world.

    Shares of exports at the border, between 0 and 1: before the measures, with them, and with the package. None
    where nothing is sold, or where no package is shown.
    """

    seller: str
    buyer: str
    before_measures: float | None
    with_measures: float | None
    with_package: float | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Equilibria that were asked for, and those that did not clear their markets and are left out."""

    planned: int
    solved: int
    failed: int


@dataclass(frozen=True, slots=True)
class EconomySection:
    """Everything about the world economy that the report shows.

    `verdict_horizon`: the horizon of every amount outside this section. `package`: id of the headline package, empty
    where it brings no shock or was not solved. `for_verdict` counts the equilibria behind the verdict, `for_report`
    those behind this section. `unsolved`: what did not clear its markets, in words.
    """

    model: str
    verdict_horizon: str
    horizons: tuple[str, ...]
    price_year: int
    baseline_year: int | None
    elasticities: str
    deficits: str
    measures_in_force: tuple[str, ...]
    package: str
    for_verdict: Counts
    for_report: Counts
    interpolation_error_usd_bn_per_year: float
    measures_on_trade: tuple[MeasureTrade, ...]
    assumed_losses: tuple[AssumedLoss, ...]
    cost_of_measures: tuple[PlaceEffect, ...]
    cost_of_measures_to_groups: tuple[PlaceEffect, ...]
    clauses: tuple[ClauseWorth, ...]
    package_effects: tuple[PlaceEffect, ...]
    package_effects_on_groups: tuple[PlaceEffect, ...]
    package_effects_on_parties: tuple[PlaceEffect, ...]
    package_output: tuple[OutputChange, ...]
    package_parts: tuple[IncomeParts, ...]
    parts_unknown: str
    trade_shares: tuple[TradeShare, ...]
    unsolved: tuple[str, ...]
