"""Assess a case: read, look whether it was assessed before, analyse, write the three files, say where they are."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from threadpoolctl import threadpool_limits

from detente import __version__
from detente.case import Case
from detente.casefile import read_case
from detente.cli.assess.clock import Clock, peak_memory_mib
from detente.cli.assess.handed import Handed, keep_whole, question_of, recalled_whole
from detente.cli.crew import keeping_for, open_crew, recalled
from detente.cli.writing import refuse_file, write_whole
from detente.workers import Workers

EXPORTS = "exports"
"""Folder of figures and tables, beside the report."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the command prints."""

    document: dict[str, Any]
    text: str


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
    refuse_file(output)
    console = Console(stderr=True)
    # One thread for linear algebra: how many cores share a sum decides its last digits.
    with threadpool_limits(1, "blas"), console.status("reading ...") as status:
        clock = Clock(status)
        clock("reading")
        case = read_case(folder, run.told)
        earlier = _earlier(run, case)
        with open_crew(run.jobs, run.cluster, keeping_for(case, run.cache)) as workers:
            handed, before = _handed(case, run, earlier, clock, workers)
        clock("")
    files = {**handed.files, "run.json": _run_record(clock, run, workers)}
    write_whole(output, files)
    if handed.exports:
        write_whole(output / EXPORTS, handed.exports)
    return _said(output, handed, run, sum(clock.stages.values()), before)


def _earlier(run: Run, case: Case) -> dict[str, Any] | None:
    if run.earlier is None:
        return None
    from detente.cli.assess.compare import read_earlier  # noqa: PLC0415  (loads the report)

    return read_earlier(run.earlier, case)


def _handed(
    case: Case, run: Run, earlier: dict[str, Any] | None, clock: Clock, workers: Workers
) -> tuple[Handed, bool]:
    """What is handed over, and whether an earlier run had worked it out; a comparison is always made anew."""
    clock("recalling")
    question = "" if run.earlier else question_of(case, workers, run.worlds, run.seed, run.exports)
    found = recalled_whole(workers, question)
    if found is not None:
        return found, True
    from detente.cli.assess.assessing import Asked, work_out  # noqa: PLC0415  (loads every stage, which takes a second)

    asked = Asked(run.worlds, run.seed, run.exports, earlier, run.earlier)
    handed = work_out(case, asked, clock, workers)
    keep_whole(workers, question, replace(handed, tasks=sum(recalled(workers).values())))
    return handed, False


def _run_record(clock: Clock, run: Run, workers: Workers) -> str:
    record = {
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
        "peak_memory_mib": peak_memory_mib(),
    }
    return json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _said(output: Path, handed: Handed, run: Run, seconds: float, before: bool) -> Assessed:
    report = output / "report.html"
    earlier = "; nothing changed since an earlier run" if before else ""
    worlds = "1 world" if run.worlds == 1 else f"{run.worlds:,} worlds"
    made = f"Report: {report} ({worlds}, {seconds:.1f} s{earlier})"
    text = "\n".join([*handed.verdict, *handed.said, "", made])
    document = {
        "verdict": list(handed.verdict),
        "report": str(report),
        "analysis": str(output / "analysis.json"),
        "run": str(output / "run.json"),
        **({"comparison": str(output / "comparison.json")} if "comparison.json" in handed.files else {}),
    }
    return Assessed(document, text)
