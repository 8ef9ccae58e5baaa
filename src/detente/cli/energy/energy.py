"""`detente energy`: what a shock does to a network of gas or crude, on one page and in tables."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from threadpoolctl import threadpool_limits

from detente.case import CaseError
from detente.cli.crew import open_crew
from detente.cli.energy.place import Placed, is_builtin, place_network, read_levers
from detente.cli.energy.rows import Row, number
from detente.cli.energy.tables import as_csv, energy_tables
from detente.cli.energy.transit import transit_rows
from detente.cli.energy.words import study_in_words
from detente.cli.writing import refuse_file, write_whole
from detente.economy.energy import (
    DOUBTS,
    Diagnostics,
    EnergyEquilibrium,
    EnergyQuestion,
    EnergyStudy,
    Lever,
    Network,
    followed_by,
    planned_solves,
    study_energy,
)
from detente.economy.energy.builtin import builtin_files
from detente.report.energy import render_energy
from detente.worlds import draw_worlds

SCHEMA_VERSION = 2
MANY_SOLVES = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked on the command line; `worlds` of 0 solves the central world alone."""

    network: str
    year: int | None = None
    shock: Path | None = None
    given: Path | None = None
    buyers: str = ""
    supplier: str = ""
    cold_factor: float = 1.2
    cold_periods: tuple[str, ...] = ()
    worlds: int = 64
    seed: int = 0
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A result as JSON types and in words."""

    document: dict[str, Any]
    text: str


def energy_report(wanted: Wanted, output: Path) -> Told:
    """Solve a network before and after a shock and write energy.html, energy.json and the tables.

    Nothing is written unless all of the central world was solved.
    """
    refuse_file(output)
    began = time.perf_counter()
    placed = place_network(wanted.network, wanted.year)
    question = _question(wanted, placed)
    _announce(question, placed)
    with threadpool_limits(1, "blas"), Console(stderr=True).status("solving ..."), open_crew(wanted.jobs) as workers:
        study = study_energy(question, workers)
    files = study_files(study, wanted, placed.year)
    write_whole(output, files)
    typer.echo(
        f"Wrote {len(files)} files to {output} ({time.perf_counter() - began:.1f} s): {', '.join(files)}.", err=True
    )
    short = {"output": str(output), "files": list(files), "network": placed.name, "year": placed.year}
    return Told({**short, "buyers": study.buyers, "totals": _both_totals(study)}, study_in_words(study, placed.year))


def _announce(question: EnergyQuestion, placed: Placed) -> None:
    """Say how long the work is before it begins, and what an own network leaves open."""
    if placed.all_open:
        typer.echo(f"{placed.name} has no years.csv: all its lines are taken to be open as arcs.csv says.", err=True)
    plan = planned_solves(question)
    if sum(plan.values()) > MANY_SOLVES:
        parts = ", ".join(f"{count} for {what}" for what, count in plan.items() if count)
        typer.echo(f"About {sum(plan.values())} equilibria to find: {parts}.", err=True)


def copy_network(wanted: Wanted, output: Path) -> Told:
    """Write a built-in network as a network folder: all its tables, to be changed and named in place of it."""
    refuse_file(output)
    if not is_builtin(wanted.network):
        raise CaseError(f"--copy writes gas or crude as a folder, and {wanted.network} is neither.\nCopy the folder.")
    files = builtin_files(wanted.network.partition("@")[0])
    if output.exists() and any(output.iterdir()):
        raise CaseError(f"{output}: this folder holds something.\nName a folder that is new or empty.")
    write_whole(output, files)
    return Told(
        {"output": str(output), "files": list(files)},
        f"Wrote {len(files)} tables to {output}. Name that folder in place of {wanted.network}.",
    )


def study_files(study: EnergyStudy, wanted: Wanted, year: int) -> dict[str, str]:
    """The files of one study: page, document and tables."""
    tables = {**energy_tables(study), "transit": list(transit_rows(study))}
    document = _document(wanted, year, study, tables)
    return {
        "energy.html": render_energy(study, year),
        "energy.json": json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        **{f"{name}.csv": as_csv(name, rows) for name, rows in tables.items()},
    }


def _question(wanted: Wanted, placed: Placed) -> EnergyQuestion:
    given = followed_by(placed.given, read_levers(wanted.given, placed.network, placed.given))
    return EnergyQuestion(
        network=placed.network,
        given=given,
        together=followed_by(given, read_levers(wanted.shock, placed.network, given)),
        buyers=wanted.buyers,
        supplier=wanted.supplier,
        groups=placed.network.groups,
        cold_factor=cold_factor(wanted.cold_factor),
        cold_periods=cold_periods(wanted.cold_periods, placed.network),
        worlds=draw_worlds(wanted.worlds, wanted.seed) if wanted.worlds else None,
    )


def cold_factor(factor: float) -> float:
    """The factor of a cold spell, if it has a meaning."""
    if not 1 <= factor < 100:
        raise CaseError(f"A cold spell with {factor:g} times the demand has no meaning.\nGive a factor of at least 1.")
    return factor


def cold_periods(named: Sequence[str], network: Network) -> tuple[str, ...]:
    """The periods of a cold spell, if the network has them."""
    known = network.periods.ids
    unknown = [period for period in named if period not in known]
    if unknown:
        raise CaseError(f'There is no period "{unknown[0]}".\nUse {", ".join(known)}.')
    return tuple(named)


def _document(wanted: Wanted, year: int, study: EnergyStudy, tables: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    network, draws = study.before.network, study.draws
    drawn = {"drawn": wanted.worlds, "seed": wanted.seed, "failed": draws.failed} if draws else None
    return {
        "schema_version": SCHEMA_VERSION,
        "network": {
            **asdict(network.about),
            "place": wanted.network,
            "year": year,
            "nodes": len(network.nodes.ids),
            "arcs": len(network.arcs.ids),
            "periods": list(network.periods.ids),
        },
        "given": [_lever(lever) for lever in study.question.given.levers],
        "shock": [_lever(lever) for lever in study.question.changed],
        "buyers": {"name": study.buyers, "regions": list(study.buying)},
        "supplier": study.leverage_after.supplier if study.leverage_after else None,
        "groups": {name: list(regions) for name, regions in study.groups.items()},
        "worlds": drawn,
        "ranges": [asdict(doubt) for doubt in DOUBTS] if draws else [],
        "totals": _both_totals(study),
        "diagnostics": {"before": _checks(study.before.diagnostics), "after": _checks(study.after.diagnostics)},
        "tables": {name: list(rows) for name, rows in tables.items()},
    }


def _lever(lever: Lever) -> dict[str, Any]:
    said = {name: value for name, value in asdict(lever).items() if name != "tier"}
    return {**said, "into": list(lever.into), "periods": list(lever.periods)}


def _both_totals(study: EnergyStudy) -> dict[str, Any]:
    return {"before": _totals(study.before), "after": _totals(study.after)}


def _totals(found: EnergyEquilibrium) -> dict[str, float | None]:
    """Quantities and money over all periods."""
    return {
        "consumption": number(float(found.consumption.sum())),
        "unserved": number(float(found.unserved.sum())),
        "total_surplus": number(found.surplus.total),
        "unfilled_storage": number(float(found.unfilled.sum())),
        "worth_of_unfilled_storage": number(found.surplus.unfilled),
        "contracts_paid_not_taken": number(float(found.paid_not_taken.sum())),
    }


def _checks(found: Diagnostics) -> dict[str, Any]:
    """How well the equilibrium holds; last digits differ between machines and are cut."""
    sizes = {name: float(f"{getattr(found, name):.0e}") for name in ("kkt", "gap", "identity")}
    return {"solver": found.solver, **sizes, "iterations": found.iterations, "solves": found.solves}
