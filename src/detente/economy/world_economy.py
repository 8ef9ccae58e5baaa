"""Which world economy the options of a case change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import Case, CaseError, OwnBaseline
from detente.economy.cut_off import refuse_cut_off
from detente.economy.status_quo import fitted, is_met
from detente.economy.trade import Baseline, Origin, Substitution, baseline_from_arrays
from detente.economy.trade.builtin import builtin_baseline, builtin_gdp, in_horizon

GDP_YEAR = 2025
"""Year of the built-in GDP: a case in prices of another year states its own."""


def world_economy(case: Case) -> tuple[Case, Baseline]:
    """The baseline that a case names or brings, and the case with a GDP for every region that has one.

    Measures in force that state trade as it was seen get their costs (`fitted`), unless the case has them already.
    What a case brings states its own elasticities for the long run; no GDP comes with it but that of the case.

    Raises
    ------
    CaseError
        When the accounts of a baseline of the case are no equilibrium, or measures ban all suppliers of something.
    NotConverged
        When the measures in force leave no equilibrium.
    """
    settings = case.economy
    if settings.own is not None:
        long_run = _own(settings.own)
        baseline = in_horizon(long_run, settings.horizon)
    else:
        long_run, baseline = (builtin_baseline(settings.elasticities, run) for run in ("long", settings.horizon))
        gdp = builtin_gdp() if case.price_year == GDP_YEAR else {}
        case = replace(case, economy=replace(settings, gdp_usd_bn={**gdp, **settings.gdp_usd_bn}))
    refuse_cut_off(case, long_run)
    lacking = any(row.states_what_was_seen and row.fit is None for row in case.shocks)
    return (fitted(case, long_run) if lacking else case), baseline


def with_costs(case: Case) -> Case:
    """The case with the costs of its measures in force, so that they are looked for once and not by every stage."""
    if not any(row.states_what_was_seen for row in case.shocks):
        return case
    return replace(case, shocks=world_economy(case)[0].shocks)


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
        f"against {world} with {measures}{_fit_in_words(case)}"
    )


def _fit_in_words(case: Case) -> str:
    """How well the status quo shows the trade that its measures state."""
    seen = [row for row in case.shocks if row.states_what_was_seen and row.fit is not None]
    if not seen:
        return ""
    short = [
        row.id for row in seen if row.fit is None or row.fit.missed or not is_met(row.factor.mode, row.fit.modelled)
    ]
    met = f", whose costs show trade as it was seen on {len(seen) - len(short)} of {len(seen)} rows in the long run"
    return f"{met} (in part only: {', '.join(dict.fromkeys(short))})" if short else met
