"""`detente economy coalition`: whose sanctions cost whom what, and what would keep the senders together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from threadpoolctl import threadpool_limits

from detente.case import CaseError, Infeasible
from detente.casefile import read_case
from detente.casefile.baseline import read_shock_file
from detente.cli.economy.baseline import BUILTIN, load_baseline
from detente.cli.economy.coalition_rows import About, Found, Scale, coalition_document, coalition_files
from detente.cli.economy.coalition_text import coalition_text
from detente.cli.writing import refuse_file, write_whole
from detente.economy.coalitions import (
    RULES,
    Actor,
    CoalitionEffects,
    Sanctions,
    Transfers,
    Wanted,
    actor,
    applying,
    by_bookkeeping,
    effects_of_coalitions,
    effects_of_joining,
    in_model,
    largest_partner,
    measures_on_trade,
    parties_with_regions,
    planned_solves,
    sanctions_between,
    sanctions_of_case,
    with_joiner,
)
from detente.economy.trade import Baseline, LeverTable, no_shock, shock_from_levers
from detente.economy.trade.builtin import builtin_gdp, builtin_groups
from detente.economy.world_economy import GDP_YEAR, world_economy
from detente.workers import Processes, Workers, available_cores

USD_BN = {"million USD": 1e-3, "billion USD": 1.0, "USD bn": 1.0, "bn USD": 1.0, "thousand USD": 1e-6, "USD": 1e-9}
"""Units of money of a baseline that are dollars, in billions."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose sanctions on whom, read from a case, or from a shock file on a baseline."""

    target: str
    case: Path | None = None
    baseline: str | None = None
    shock: Path | None = None
    senders: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    like: str | None = None
    threshold: float | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A result as JSON types and in words."""

    document: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class _Setting:
    """A question with its files read: the world, who applies what, and what a percent is worth."""

    baseline: Baseline
    sanctions: Sanctions
    gdp: NDArray[np.float64]
    scale: Scale
    known: Mapping[str, tuple[str, ...]]
    about: About


def coalition_report(question: Question, output: Path) -> Told:
    """Solve the coalitions, write coalition.json and three tables to a folder, and say what they hold.

    Nothing is written unless every equilibrium was found.
    """
    refuse_file(output)
    # One thread for linear algebra: how many cores share a sum decides its last digits.
    with threadpool_limits(1, "blas"):
        found = _solved(question, Console(stderr=True))
    document = coalition_document(found)
    write_whole(output, coalition_files(found, document))
    written = f"Wrote {output / 'coalition.json'}, subsets.csv, members.csv and transfers.csv."
    return Told(document, f"{coalition_text(found)}\n\n{written}")


def _solved(question: Question, console: Console) -> Found:
    """Read the question, say how much there is to solve, and solve it; progress goes to the console."""
    with console.status("reading ...") as status:
        setting, workers = _read(question), Processes(question.jobs or available_cores())
        baseline, sanctions = setting.baseline, setting.sanctions
        candidates, like = _candidates(question, setting)
        planned = planned_solves(len(sanctions.senders))
        senders = len(sanctions.senders)
        console.print(f"{planned:,} coalitions of {senders} sender{'s' * (senders != 1)} are to be solved.")

        def progress(done: int) -> None:
            status.update(f"{done:,} of {planned:,} coalitions ...")

        progress(0)
        effects = effects_of_coalitions(baseline, sanctions, setting.gdp, progress, workers)
        status.update("transfers ...")
        transfers, impossible = _transfers(question.threshold, baseline, effects, workers)
        status.update("candidates ...")
        joining = effects_of_joining(baseline, effects, candidates, like, workers) if candidates else None
    return Found(baseline, effects, transfers, impossible, joining, setting.scale, setting.about)


def _read(question: Question) -> _Setting:
    if question.case is not None:
        if question.baseline or question.shock:
            raise CaseError("A case brings its own world and measures: leave out --baseline and --shock, or the case.")
        return _from_case(question, question.case)
    if not question.baseline or not question.shock:
        raise CaseError("Name a case folder, or --baseline and --shock.")
    if question.measures:
        raise CaseError("A shock file has no measures with names: --measures goes with a case.")
    return _from_shock(question, question.baseline, question.shock)


def _from_case(question: Question, folder: Path) -> _Setting:
    case, world = world_economy(read_case(folder))
    wanted = Wanted(question.target, question.senders, question.measures)
    baseline, sanctions = sanctions_of_case(case, world, wanted)
    known = {region: gdp.mode for region, gdp in case.economy.gdp_usd_bn.items()}
    gdp = np.array([known.get(region, np.nan) for region in baseline.regions])
    in_force = dict.fromkeys(row.id for row in case.shocks if row.in_force)
    counted = measures_on_trade(case, baseline, wanted)
    named = {question.target, *sanctions.senders}
    settings = case.economy
    model = (
        f"{_world(baseline)}, elasticities {settings.elasticities}, {settings.horizon} run, deficits "
        f"{settings.deficits}, every estimate at its mode; GDP of {case.price_year}"
    )
    sharing = [p.id for p in case.parties if p.id in named and any(s.mode != 1 for s in p.regions.values())]
    model += f"; {', '.join(sharing)} counted with the whole of each region" if sharing else ""
    standing = tuple(name for name in in_force if name not in counted)
    about = About(model, counted, standing, all_in_force=not question.measures and len(counted) > 1)
    return _Setting(baseline, sanctions, gdp, Scale(1.0, case.price_year), parties_with_regions(case), about)


def _from_shock(question: Question, name: str, path: Path) -> _Setting:
    baseline = load_baseline(name)
    known = builtin_groups() if name == BUILTIN else {}
    target = actor(question.target, known, baseline)
    senders = [actor(one, known, baseline) for one in dict.fromkeys(question.senders)]
    rows = read_shock_file(path, baseline.regions, baseline.sectors)
    table = LeverTable(rows.lever, rows.origin, rows.destination, rows.sector, rows.factor.tolist())
    try:
        counted = shock_from_levers(baseline, table)
        if not senders:
            others = [Actor(one, (one,)) for one in baseline.regions if one not in target.regions]
            senders = applying(baseline, target, others, counted)
        sanctions = sanctions_between(baseline, target, senders, counted, no_shock())
    except CaseError as error:
        raise CaseError(f"{path.as_posix()}: {error}") from error
    gdp, scale = _gdp(name, baseline)
    about = About(f"{_world(baseline)}, {name}; {scale.in_words}", (path.name,))
    return _Setting(baseline, sanctions, gdp, scale, known, about)


def _world(baseline: Baseline) -> str:
    year = f" of {baseline.year}" if baseline.year else ""
    return f"trade model on {len(baseline.regions)} regions and {len(baseline.sectors)} sectors{year}"


def _gdp(name: str, baseline: Baseline) -> tuple[NDArray[np.float64], Scale]:
    """GDP by region: built-in figures, else the baseline's own income, in dollars where its unit is."""
    if name == BUILTIN:
        figures = builtin_gdp()
        return np.array([figures[region].mode for region in baseline.regions]), Scale(1.0, GDP_YEAR)
    unit = USD_BN.get(baseline.unit)
    income = np.array(baseline.income)
    return (income, Scale(None, None)) if unit is None else (income * unit, Scale(1.0, baseline.year))


def _candidates(question: Question, setting: _Setting) -> tuple[list[Actor], str]:
    """Who might join, and the region whose measures they would copy; checked before anything is solved."""
    baseline, sanctions = setting.baseline, setting.sanctions
    found = [actor(name, setting.known, baseline) for name in dict.fromkeys(question.candidates)]
    like = question.like or largest_partner(baseline, sanctions)
    if like not in baseline.regions:
        raise CaseError(f'"{like}" is not a region: --like names one region of a sender.')
    for one in found:
        with_joiner(baseline, sanctions, one, like)
    return found, like


def _transfers(
    threshold: float | None, baseline: Baseline, effects: CoalitionEffects, workers: Workers
) -> tuple[tuple[Transfers, ...], dict[str, str]]:
    """Transfers by every rule, on paper and in the model; what nobody could pay is told with the reason."""
    found: list[Transfers] = []
    impossible: dict[str, str] = {}
    for rule in RULES:
        try:
            found.append(by_bookkeeping(effects, rule, threshold))
            found.append(in_model(baseline, effects, rule, threshold, workers))
        except Infeasible as error:
            impossible[rule] = str(error)
    return tuple(found), impossible
