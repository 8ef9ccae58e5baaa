"""What each clause does: money over worlds, and the whole world economy in the central world.

Axes everywhere: horizon, item, anchor, sector, region (buyer, seller), in this order. A number that is not known is
not a number (NaN) in an array of floats, never 0; why it is not known stands beside it. Arrays are read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STATUS_QUO, OPTION, PACKAGE = "status_quo", "option", "package"

GDP, BASELINE_INCOME = "gdp", "baseline_income"
"""What members of a group weigh by in the percentage of the group."""


def freeze(record: object, names: tuple[str, ...]) -> None:
    """Make arrays of a record read-only."""
    for name in names:
        getattr(record, name).setflags(write=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is valued.

    `kind`: ``status_quo``, the measures in force against the world before any of them, so that its numbers are what
    the status quo costs; ``option`` or ``package``, both against the status quo.
    `id`: of the option or the package, ``status-quo`` for the first. `element`: of an option, else empty.
    `shocks`: ids of the shocks it brings, in alphabetical order; of the status quo the measures in force.
    """

    kind: str
    id: str
    title: str
    element: str
    shocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many equilibria a run asks for, known before it starts.

    `anchors`: worlds that are solved exactly. `sets`: different sets of shocks, the status quo among them; what brings
    the same shocks is solved once. `over_worlds`: equilibria in the anchors. `central`: equilibria in the central
    world, the steps of the decompositions included. Both count all horizons.
    """

    horizons: tuple[str, ...]
    anchors: int
    sets: int
    over_worlds: int
    central: int

    @property
    def total(self) -> int:
        """All equilibria."""
        return self.over_worlds + self.central


@dataclass(frozen=True, slots=True)
class MeasureOnTrade:
    """One row in force on trade, in the central world of one horizon: what it states, and what the status quo shows.

    `origin`, `destination`, `sectors`: as written; empty is all. `as_seen`: the cost was found so that the long run
    shows what is stated; otherwise the row states what it does alone at unchanged prices.
    `stated`: the factor at its mode. `modelled`: trade at the border after all measures over that before them, world
    value added held fixed. `missed`: sectors, of a row as seen in the long run, that are more than a hundredth off.
    `trade_before`: in the unit and year of the baseline. `cost_change`: trade cost of the row, as a share, mean over
    its trade before. What has no trade before is not a number.
    """

    horizon: str
    measure: str
    origin: tuple[str, ...]
    destination: tuple[str, ...]
    sectors: tuple[str, ...]
    as_seen: bool
    stated: float
    modelled: float
    missed: tuple[str, ...]
    trade_before: float
    cost_change: float


@dataclass(frozen=True, slots=True, eq=False)
class OverWorlds:
    """Changes in each anchor world, the first ones drawn; `summary.spread` turns them into medians and ranges.

    A change of 0.01 is one percent more. Money is in USD bn a year. GDP of the price year holds the measures in force.
    So an option is worth its share times GDP, and the status quo its share times GDP before the measures, which is GDP
    over one plus the share: taking all back is worth the same with the other sign.

    Attributes
    ----------
    converged : array of bool, shape (horizon, item, anchor)
        False where markets did not clear; all numbers of that world are then unknown.
    real_income_share, usd_bn_per_year : array, shape (horizon, item, anchor, region)
        Exact change of real income. Money is unknown where a region has no GDP.
    party_share, party_usd_bn_per_year : array, shape (horizon, item, anchor, party)
        The same for parties: the sum over regions of the party's share in the region times the region's money. The
        share is that sum over the party's GDP before the change. Both are unknown where a region of it has no GDP.
    group_usd_bn_per_year : array, shape (horizon, item, anchor, group)
        Sum over the regions of a group; unknown where one has no GDP.
    """

    converged: NDArray[np.bool_]
    real_income_share: Array
    usd_bn_per_year: Array
    party_share: Array
    party_usd_bn_per_year: Array
    group_usd_bn_per_year: Array

    def __post_init__(self) -> None:
        freeze(self, tuple(f.name for f in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Central:
    """The world economy with every estimate at its mode, before and after each item.

    Before the status quo is the world before any measure; before an option or a package is the status quo. Changes are
    shares. Prices are measured against the numeraire, world value added: only ratios of prices mean something.

    Attributes
    ----------
    real_income_change, real_wage_change, living_cost_change : array, shape (horizon, item, region)
        Exact real income; what the wage buys; the price index of final demand.
    first_order_change : array, shape (horizon, item, region)
        The linear measure of [CaliendoParro2015]_, for comparison only. It is no payoff; unknown where bans change.
    output_change, price_change : array, shape (horizon, item, sector, region)
        Quantity produced, and price to the buyers of a region. What is not made before has an output change of 0.
    income_before : array, shape (horizon, item, region)
        What regions spend on final demand before, in the unit of the baseline.
    trade_before, trade_after : array, shape (horizon, item, sector, buyer, seller)
        Trade at the border in the unit and the year of the baseline, world value added held fixed; 0 at home.
    group_change : array, shape (horizon, item, group)
        Change of real income of groups: the mean over members by what `Effects.weights` says, before the change.
    residual : array, shape (horizon, item)
        Largest relative gap left on any market.
    """

    real_income_change: Array
    real_wage_change: Array
    living_cost_change: Array
    first_order_change: Array
    output_change: Array
    price_change: Array
    income_before: Array
    trade_before: Array
    trade_after: Array
    group_change: Array
    residual: Array

    def __post_init__(self) -> None:
        freeze(self, tuple(f.name for f in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Decomposition:
    """The logarithm of the exact change of real income in the central world, in parts that add up to it.

    ``log(1 + real_income_change) = sum of the first three over sector and partner + productivity over sector +
    transfers + bans + remainder``. Parts depend on the way that is taken to the shock (equal steps of its logarithm);
    their sum does not. A ban that is set or lifted cannot be taken in steps: it comes first, as a part of its own. All
    parts of an item are unknown where `unknown` gives a reason.

    Attributes
    ----------
    terms_of_trade, volume_of_trade, trade_cost : array, shape (horizon, item, sector, region, partner)
        Better export and import prices; trade that taxes had kept too small; what is lost on the way.
    productivity : array, shape (horizon, item, sector, region)
        More output from the same inputs.
    transfers : array, shape (horizon, item, region)
        What is received, or a deficit that is closed.
    bans : array, shape (horizon, item, region)
        All that bans set or lifted do, before the rest of the item comes; 0 where none changes.
    remainder : array, shape (horizon, item, region)
        What finitely many steps leave open.
    unknown : tuple of tuple of str, (horizon, item)
        Why there are no parts; empty where there are.
    """

    terms_of_trade: Array
    volume_of_trade: Array
    trade_cost: Array
    productivity: Array
    transfers: Array
    bans: Array
    remainder: Array
    unknown: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        freeze(self, tuple(f.name for f in fields(self) if f.name != "unknown"))


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """What the clauses of a case do, to whom, in which sector.

    Attributes
    ----------
    regions, sectors : tuple of str
        Labels of the baseline.
    parties : mapping of id to ids of regions
        Parties with regions in the baseline, in the order of the case.
    groups : mapping of name to ids of regions
        ``world``, groups of the baseline, and ``third_countries``: regions that belong to no party of the case.
        Groups overlap, so their money must not be added up.
    weights : mapping of name to str
        What members of a group weigh by in its percentage: ``gdp`` of the price year where all have one, else
        ``baseline_income``.
    measures : tuple of MeasureOnTrade
        Rows in force on trade, in the order of horizons and of the case.
    items : tuple of Item
        The status quo first, then options and packages in the order of the case.
    horizons : tuple of str
        ``long`` and ``short``, as far as they were asked for. `verdict_horizon` is the one of the case's payoffs.
    descriptions : tuple of str
        Per horizon: which world, elasticities and measures the numbers rest on.
    price_year, baseline_year, baseline_unit
        Year of the money in USD bn; year and unit of incomes and trade flows.
    elasticities, deficits : str
        Name of the set, and whether deficits are ``kept`` or ``closed``.
    plan, solved, failed
        Equilibria asked for, and how many of those converged or did not: ``plan.total == solved + failed``.
    over_worlds, central, decomposition
        The numbers.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    parties: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, str]
    measures: tuple[MeasureOnTrade, ...]
    items: tuple[Item, ...]
    horizons: tuple[str, ...]
    verdict_horizon: str
    descriptions: tuple[str, ...]
    price_year: int
    baseline_year: int | None
    baseline_unit: str
    elasticities: str
    deficits: str
    plan: Plan
    solved: int
    failed: int
    over_worlds: OverWorlds
    central: Central
    decomposition: Decomposition

    def item(self, item_id: str, kind: str = OPTION) -> int:
        """Place of an option, or of another kind of item, among `items`."""
        return next(k for k, item in enumerate(self.items) if (item.kind, item.id) == (kind, item_id))

    def horizon(self, name: str) -> int:
        """Place of a horizon."""
        return self.horizons.index(name)
