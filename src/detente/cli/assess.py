"""Assess a case: read, analyse, write the three files, say where they are."""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.status import Status
from threadpoolctl import threadpool_limits

from detente import __version__
from detente.analysis import Analysis, analyse
from detente.case import Case, CaseError
from detente.casefile import missing_inputs, read_case
from detente.cli.compare import compared_with, read_analysis
from detente.cli.confidence import in_confidence
from detente.cli.crew import keeping_for, open_crew, recalled
from detente.cli.writing import write_whole
from detente.economy import planned_equilibria
from detente.plots import names_of
from detente.report import (
    Comparison,
    analysis_document,
    comparison_document,
    comparison_in_words,
    render_report,
    report_exports,
    verdict_lines,
)
from detente.workers import Workers
from detente.worlds import draw_worlds

EXPORTS = "exports"
"""Folder of figures and tables, beside the report."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the command prints."""

    document: dict[str, Any]
    text: str


@dataclass(slots=True)
class _Clock:
    """Seconds per stage, peak memory at its end, and a line on the terminal that says which one is running."""

    status: Status
    stages: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)
    current: str = ""

    def __call__(self, stage: str) -> None:
        now = time.perf_counter()
        if self.current:
            self.stages[self.current] = now - self.began
            self.memory[self.current] = _peak_memory_mib()
        self.current, self.began = stage, now
        self.status.update(f"{stage} ...")


@dataclass(frozen=True, slots=True)
class Run:
    """How to assess: worlds drawn, seed, who does the work, and the file of what parties told in confidence.

    `jobs`: cores of this machine, all available ones if None. `cluster`: address of a scheduler, None for this machine.
    `earlier`: analysis to compare with. `exports`: write figures and tables as files of their own as well.
    `cache`: whether answers of earlier runs are looked up, and those of this one kept.
    """

    worlds: int
    seed: int
    jobs: int | None = None
    cluster: str | None = None
    told: Path | None = None
    earlier: Path | None = None
    exports: bool = False
    cache: bool = True


def assess_case(folder: Path, output: Path, run: Run) -> Assessed:
    """Assess the case in `folder`; nothing is written unless every stage came through."""
    if output.exists() and not output.is_dir():
        raise CaseError(f"{output}: this is a file, and --output needs a folder. Name another place.")
    earlier = read_analysis(run.earlier) if run.earlier else None
    console = Console(stderr=True)
    # One thread for linear algebra: how many cores share a sum decides its last digits.
    with threadpool_limits(1, "blas"), console.status("reading ...") as status:
        clock = _Clock(status)
        clock("reading")
        case = read_case(folder, run.told)
        _say_plan(case, run)
        with open_crew(run.jobs, run.cluster, keeping_for(case, run.cache)) as workers:
            analysis = analyse(case, run.worlds, run.seed, clock, workers)
        clock("report")
        missing = missing_inputs(case)
        document = analysis_document(analysis, missing)
        since = compared_with(earlier, document, run.earlier) if earlier and run.earlier else None
        report = render_report(analysis, missing, since)
        exports = report_exports(analysis, missing) if run.exports else {}
        clock("")
    files = _files(report, document, _run_record(clock, run, workers), since)
    write_whole(output, files)
    if exports:
        write_whole(output / EXPORTS, exports)
    return _said(output, analysis, clock.stages, since)


def _say_plan(case: Case, run: Run) -> None:
    """How many equilibria payoffs ask for, before the first is solved; nothing where no model is asked."""
    planned, networks = planned_equilibria(case, draw_worlds(run.worlds, run.seed))
    if networks:
        typer.echo(
            f"Payoffs: {planned:,} equilibria of the trade model and {networks:,} of networks planned.", err=True
        )
    elif planned:
        typer.echo(f"Payoffs: {planned:,} equilibria of the trade model planned.", err=True)


def _run_record(clock: _Clock, run: Run, workers: Workers) -> dict[str, Any]:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "worlds": run.worlds,
        "seed": run.seed,
        "jobs": workers.jobs,
        "cluster": run.cluster,
        "cores": os.cpu_count(),
        **recalled(workers),
        "seconds": {stage: round(seconds, 3) for stage, seconds in clock.stages.items()},
        "seconds_total": round(sum(clock.stages.values()), 3),
        "peak_memory_mib_after": clock.memory,
        "peak_memory_mib": _peak_memory_mib(),
    }


def _peak_memory_mib() -> float:
    """Most memory that this process had so far; processes that share the work have their own."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _files(report: str, document: dict[str, Any], run: dict[str, Any], since: Comparison | None) -> dict[str, str]:
    """What goes beside the report: a comparison only where one was asked for."""
    files = {
        "report.html": report,
        "analysis.json": _json(document, sort_keys=True),
        "run.json": _json(run),
    }
    if since:
        files["comparison.json"] = _json(comparison_document(since))
    return files


def _json(document: dict[str, Any], *, sort_keys: bool = False) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False, sort_keys=sort_keys) + "\n"


def _said(output: Path, analysis: Analysis, stages: dict[str, float], since: Comparison | None) -> Assessed:
    lines = verdict_lines(analysis)
    report = output / "report.html"
    seconds = sum(stages.values())
    confidence = in_confidence(analysis.preferences, names_of(analysis.case))
    made = f"Report: {report} ({analysis.worlds.count:,} worlds, {seconds:.1f} s)"
    changed = ["", comparison_in_words(since)] if since else []
    text = "\n".join([*lines, *([confidence] if confidence else []), *changed, "", made])
    document = {
        "verdict": list(lines),
        "report": str(report),
        "analysis": str(output / "analysis.json"),
        "run": str(output / "run.json"),
        **({"comparison": str(output / "comparison.json")} if since else {}),
    }
    return Assessed(document, text)
