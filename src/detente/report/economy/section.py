"""From the effects of measures, options and the headline package to the section that the report shows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detente.analysis import Analysis, EconomyLook
from detente.deals import Quantiles
from detente.deals.worth.spread import quantiles
from detente.economy.effects import PACKAGE, STATUS_QUO, Effects
from detente.report.economy.central import income_parts, output_changes, trade_shares
from detente.report.economy.clauses import clause_worths
from detente.report.economy.measures import assumed_losses, measures_on_trade
from detente.report.economy.records import Counts, EconomySection, PlaceEffect

PERCENT = "percent"
MONEY = "USD bn a year"

Array = NDArray[np.float64]


def economy_section(analysis: Analysis) -> EconomySection | None:
    """Gather what the report shows of the world economy; None in a case without shocks."""
    look, modelled = analysis.effects, analysis.payoffs.modelled
    if look is None or modelled is None:
        return None
    effects = look.effects
    now, package = _places(effects)
    settings = analysis.case.economy
    return EconomySection(
        model=modelled.description,
        verdict_horizon=settings.horizon,
        horizons=effects.horizons if effects else (),
        price_year=analysis.case.price_year,
        baseline_year=effects.baseline_year if effects else None,
        elasticities=settings.elasticities,
        deficits=settings.deficits,
        measures_in_force=tuple(sorted({row.id for row in analysis.case.shocks if row.in_force})),
        package=effects.items[package].id if effects and package is not None else "",
        for_verdict=Counts(modelled.solves, modelled.solves - modelled.failed, modelled.failed),
        for_report=_counts(look),
        interpolation_error_usd_bn_per_year=float(modelled.error.max(initial=0.0)),
        measures_on_trade=measures_on_trade(effects),
        assumed_losses=assumed_losses(analysis.case, effects.regions if effects else ()),
        cost_of_measures=tuple(_on_regions(effects, now)),
        cost_of_measures_to_groups=tuple(_on_groups(effects, now)),
        clauses=clause_worths(analysis),
        package_effects=tuple(_on_regions(effects, package)),
        package_effects_on_groups=tuple(_on_groups(effects, package)),
        package_effects_on_parties=tuple(_on_parties(effects, package)),
        package_output=output_changes(effects, package),
        package_parts=income_parts(effects, package),
        parts_unknown=_parts_unknown(effects, package),
        trade_shares=trade_shares(effects, package, _blocks(analysis, effects)),
        unsolved=look.unsolved,
    )


def _places(effects: Effects | None) -> tuple[int | None, int | None]:
    """Places of the status quo and of the package among the items."""
    kinds = [item.kind for item in effects.items] if effects else []
    return tuple(kinds.index(kind) if kind in kinds else None for kind in (STATUS_QUO, PACKAGE))  # type: ignore[return-value]


def _counts(look: EconomyLook) -> Counts:
    effects, beside = look.effects, look.beside
    solved = (effects.solved if effects else 0) + (beside.solved if beside else 0)
    failed = (effects.failed if effects else 0) + (beside.failed if beside else 0)
    return Counts(solved + failed, solved, failed)


def _on_regions(effects: Effects | None, item: int | None) -> Iterator[PlaceEffect]:
    if effects is not None and item is not None:
        over, central = effects.over_worlds, effects.central.real_income_change
        yield from _spreads(effects, item, effects.regions, (over.real_income_share, over.usd_bn_per_year, central))


def _on_parties(effects: Effects | None, item: int | None) -> Iterator[PlaceEffect]:
    if effects is not None and item is not None:
        over = effects.over_worlds
        yield from _spreads(effects, item, tuple(effects.parties), (over.party_share, over.party_usd_bn_per_year, None))


def _on_groups(effects: Effects | None, item: int | None) -> Iterator[PlaceEffect]:
    if effects is not None and item is not None:
        over, central = effects.over_worlds, effects.central.group_change
        yield from _spreads(effects, item, tuple(effects.groups), (None, over.group_usd_bn_per_year, central))


def _spreads(
    effects: Effects, item: int, places: tuple[str, ...], tables: tuple[Array | None, Array, Array | None]
) -> Iterator[PlaceEffect]:
    """One entry per place and horizon, over the worlds that converged; `tables`: share, money, share in the centre."""
    share, money, central = tables
    for n, place in enumerate(places):
        for h, horizon in enumerate(effects.horizons):
            kept = effects.over_worlds.converged[h, item]
            yield PlaceEffect(
                place=place,
                horizon=horizon,
                worlds=int(kept.sum()),
                real_income_percent=None if share is None else _spread(100 * share[h, item, kept, n], PERCENT),
                real_income_usd_bn_per_year=_spread(money[h, item, kept, n], MONEY),
                central_percent=None if central is None else 100 * float(central[h, item, n]),
            )


def _spread(draws: Array, unit: str) -> Quantiles | None:
    """Quantiles of what is known in every world, else None."""
    return quantiles(draws, unit) if draws.size and np.isfinite(draws).all() else None


def _parts_unknown(effects: Effects | None, package: int | None) -> str:
    if effects is None or package is None:
        return ""
    return effects.decomposition.unknown[effects.horizon(effects.verdict_horizon)][package]


def _blocks(analysis: Analysis, effects: Effects | None) -> tuple[str, ...]:
    """Parties whose trade is shown apart: those required by some package first, then in the order of the case."""
    required = {p for package in analysis.deals.packages for p in package.required}
    parties = effects.parties if effects else {}
    return tuple(p for p in parties if p in required)
