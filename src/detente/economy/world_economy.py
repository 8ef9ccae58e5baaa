"""Which world economy the options of a case change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import Case, CaseError, OwnBaseline
from detente.economy.trade import Baseline, Origin, Substitution, baseline_from_arrays
from detente.economy.trade.builtin import builtin_baseline, builtin_gdp, in_horizon

GDP_YEAR = 2025
"""Year of the built-in GDP: a case in prices of another year states its own."""


def world_economy(case: Case) -> tuple[Case, Baseline]:
    """The baseline that a case names or brings, and the case with a GDP for every region that has one.

    What a case brings states its own elasticities for the long run; no GDP comes with it but that of the case.

    Raises
    ------
    CaseError
        When the accounts of a baseline of the case are no equilibrium.
    """
    settings = case.economy
    if settings.own is not None:
        return case, in_horizon(_own(settings.own), settings.horizon)
    baseline = builtin_baseline(elasticities=settings.elasticities, horizon=settings.horizon)
    gdp = builtin_gdp() if case.price_year == GDP_YEAR else {}
    return replace(case, economy=replace(settings, gdp_usd_bn={**gdp, **settings.gdp_usd_bn})), baseline


def _own(own: OwnBaseline) -> Baseline:
    names = {"regions": np.array(own.regions), "sectors": np.array(own.sectors)}
    try:
        baseline = baseline_from_arrays({**own.arrays, **names}, Origin(own.year, own.unit, own.source))
    except CaseError as error:
        raise CaseError(f"{own.place}: {error}") from error
    return replace(baseline, substitution=Substitution(*own.substitution))


def describe(case: Case, baseline: Baseline) -> str:
    """Say which model, world, elasticities and measures a number rests on."""
    settings = case.economy
    in_force = sorted({row.id for row in case.shocks if row.in_force})
    measures = f"the measures in force ({', '.join(in_force)})" if in_force else "no measure in force"
    scaled = " with a drawn scale" if settings.elasticity_scale is not None else ""
    world = f"the world of {baseline.year}" if baseline.year else "the world of the baseline"
    of_what = f"of {baseline.year}" if baseline.year else "of no stated year"
    brought = f" ({settings.own.place} of the case)" if settings.own is not None else ""
    return (
        f"trade model on {len(baseline.regions)} regions and {len(baseline.sectors)} sectors {of_what}{brought}, "
        f"elasticities {settings.elasticities}{scaled}, {settings.horizon} run, deficits {settings.deficits}, "
        f"against {world} with {measures}"
    )
