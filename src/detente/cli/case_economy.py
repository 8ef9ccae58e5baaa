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
from detente.cli.effect_document import economy_document, equilibria
from detente.cli.effect_tables import effect_tables, party_rows
from detente.cli.effect_words import effects_in_words, plan_in_words
from detente.cli.writing import refuse_file, write_whole
from detente.economy.effects import Effects, Problem, effects_of, plan_of, pose_effects
from detente.economy.effects.problem import HORIZONS, Horizon
from detente.workers import open_workers
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
        with open_workers(run.jobs, run.cluster) as workers:
            effects = effects_of(problem, workers, lambda stage: status.update(f"{stage} ..."))
        status.update("tables ...")
        files = _files(case, effects, worlds)
    write_whole(output, files)
    seconds = time.perf_counter() - began
    made = f"Wrote {len(files)} files to {output} ({seconds:.1f} s): {', '.join(files)}."
    return Told(_document(output, effects, list(files)), f"{effects_in_words(case, effects)}\n\n{made}")


def _posed(folder: Path, case: Case, worlds: Worlds, horizons: Sequence[Horizon]) -> Problem:
    """The problem, or what the case lacks."""
    if not case.shocks:
        raise CaseError(
            f"{folder.as_posix()}: there is no economy/shocks.csv, so the trade model has nothing to solve.\n"
            "Write the measures in force and what options change there, and name the changes under shocks of the "
            f"options in case.yaml. {GUIDE}"
        )
    return pose_effects(case, worlds, horizons)


def _files(case: Case, effects: Effects, worlds: Worlds) -> dict[str, str]:
    document = economy_document(case, effects, worlds)
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    return {"economy.json": text + "\n", **effect_tables(effects)}


def _document(output: Path, effects: Effects, files: Sequence[str]) -> dict[str, Any]:
    return {
        "output": str(output),
        "files": list(files),
        "equilibria": equilibria(effects),
        "verdict_horizon": effects.verdict_horizon,
        "payoffs_by_party": list(party_rows(effects)),
    }
