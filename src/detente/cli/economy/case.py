"""`detente economy CASE`: what each clause does, to whom, in which sector."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from threadpoolctl import threadpool_limits

from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.cli.crew import open_crew
from detente.cli.economy.carried import FILE, carried_document, carried_in_words, carried_rows
from detente.cli.economy.document import economy_document, equilibria
from detente.cli.economy.tables import as_csv, effect_tables, party_rows
from detente.cli.economy.words import carried_plan_in_words, effects_in_words, plan_in_words
from detente.cli.writing import refuse_file, write_whole
from detente.economy.carried_items import CarriedItems, find_carried, plan_carried
from detente.economy.effects import Effects, Problem, effects_of, plan_of, pose_effects
from detente.economy.effects.problem import HORIZONS, Horizon
from detente.economy.trade import Baseline
from detente.economy.world_economy import world_economy
from detente.worlds import Worlds, draw_worlds

GUIDE = "docs/how-to/value-the-clauses.md shows how."


@dataclass(frozen=True, slots=True)
class Run:
    """Which worlds are solved, in which horizons, and who does the work: as in `detente assess`."""

    worlds: int
    seed: int
    horizons: Sequence[Horizon] = HORIZONS
    jobs: int | None = None
    cluster: str | None = None


def horizons_named(name: str) -> tuple[Horizon, ...]:
    """One horizon by its name, or both.

    Examples
    --------
    >>> horizons_named("both"), horizons_named("short")
    (('long', 'short'), ('short',))
    """
    return HORIZONS if name == "both" else tuple(horizon for horizon in HORIZONS if horizon == name)


@dataclass(frozen=True, slots=True)
class Told:
    """A result as JSON types and in words."""

    document: dict[str, Any]
    text: str


def value_clauses(folder: Path, output: Path, run: Run) -> Told:
    """Solve the items of a case and write economy.json and the tables; nothing is written unless all came through."""
    refuse_file(output)
    began = time.perf_counter()
    with threadpool_limits(1, "blas"), Console(stderr=True).status("reading ...") as status:
        case = read_case(folder)
        worlds = draw_worlds(run.worlds, run.seed)
        problem = _posed(folder, case, worlds, run.horizons)
        typer.echo(plan_in_words(plan_of(problem)), err=True)
        with_energy = _with_energy(case, worlds)
        with open_crew(run.jobs, run.cluster) as workers:
            effects = effects_of(problem, workers, lambda stage: status.update(f"{stage} ..."))
            status.update("flows of energy ...")
            carried = find_carried(*with_energy, worlds, workers) if with_energy else None
        status.update("tables ...")
        files = _files(case, effects, carried, worlds)
    write_whole(output, files)
    seconds = time.perf_counter() - began
    made = f"Wrote {len(files)} files to {output} ({seconds:.1f} s): {', '.join(files)}."
    text = "\n\n".join([*_words(case, effects, carried, worlds), made])
    return Told(_document(output, effects, carried, list(files)), text)


def _with_energy(case: Case, worlds: Worlds) -> tuple[Case, Baseline] | None:
    """The world economy on which flows of energy are valued, after saying what that takes; None without any."""
    if not case.energy_shocks:
        return None
    found = world_economy(case)
    typer.echo(carried_plan_in_words(*plan_carried(*found, worlds)), err=True)
    return found


def _words(case: Case, effects: Effects, carried: CarriedItems | None, worlds: Worlds) -> list[str]:
    if carried is None:
        return [effects_in_words(case, effects)]
    starred = [item.id for item in carried.items]
    return [effects_in_words(case, effects, starred), carried_in_words(carried, worlds.count)]


def _posed(folder: Path, case: Case, worlds: Worlds, horizons: Sequence[Horizon]) -> Problem:
    """The problem, or what the case lacks."""
    if not case.shocks:
        raise CaseError(
            f"{folder.as_posix()}: there is no economy/shocks.csv, so the trade model has nothing to solve.\n"
            "Write the measures in force and what options change there, and name the changes under shocks of the "
            f"options in case.yaml. {GUIDE}"
        )
    return pose_effects(case, worlds, horizons)


def _files(case: Case, effects: Effects, carried: CarriedItems | None, worlds: Worlds) -> dict[str, str]:
    document = economy_document(case, effects, worlds)
    tables = effect_tables(effects)
    if carried is not None:
        document["with_energy"] = carried_document(carried)
        tables[FILE] = as_csv(list(carried_rows(carried)))
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    return {"economy.json": text + "\n", **tables}


def _document(output: Path, effects: Effects, carried: CarriedItems | None, files: Sequence[str]) -> dict[str, Any]:
    with_energy = {} if carried is None else {"payoffs_with_energy": list(carried_rows(carried))}
    return {
        "output": str(output),
        "files": list(files),
        "equilibria": equilibria(effects),
        "verdict_horizon": effects.verdict_horizon,
        "payoffs_by_party": list(party_rows(effects)),
        **with_energy,
    }
