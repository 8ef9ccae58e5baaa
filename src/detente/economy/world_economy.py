"""Which world economy the options of a case change."""

from __future__ import annotations

from dataclasses import replace

from detente.case import Case
from detente.economy.trade import Baseline
from detente.economy.trade.builtin import builtin_baseline, builtin_gdp

GDP_YEAR = 2025
"""Year of the built-in GDP: a case in prices of another year states its own."""


def world_economy(case: Case) -> tuple[Case, Baseline]:
    """The baseline that a case names, and the case with a GDP for every region that has one."""
    settings = case.economy
    baseline = builtin_baseline(elasticities=settings.elasticities, horizon=settings.horizon)
    gdp = builtin_gdp() if case.price_year == GDP_YEAR else {}
    return replace(case, economy=replace(settings, gdp_usd_bn={**gdp, **settings.gdp_usd_bn})), baseline


def describe(case: Case, baseline: Baseline) -> str:
    """Say which model, world, elasticities and measures a number rests on."""
    settings = case.economy
    in_force = sorted({row.id for row in case.shocks if row.in_force})
    measures = f"the measures in force ({', '.join(in_force)})" if in_force else "no measure in force"
    scaled = " with a drawn scale" if settings.elasticity_scale is not None else ""
    return (
        f"trade model on {len(baseline.regions)} regions and {len(baseline.sectors)} sectors of {baseline.year}, "
        f"elasticities {settings.elasticities}{scaled}, {settings.horizon} run, deficits {settings.deficits}, "
        f"against the world of {baseline.year} with {measures}"
    )
