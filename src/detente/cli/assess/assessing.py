"""The work of an assessment: every stage, then the report. Loaded only where there is something to work out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from detente.analysis import Analysis, analyse
from detente.case import Case
from detente.casefile import missing_inputs
from detente.cli.assess.compare import compared_with
from detente.cli.assess.handed import Handed
from detente.cli.confidence import in_confidence
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a case: worlds, seed, whether exports are wanted, and the analysis to compare with, if any."""

    worlds: int
    seed: int
    exports: bool
    earlier: dict[str, Any] | None = None
    earlier_place: Path | None = None


def work_out(case: Case, asked: Asked, clock: Callable[[str], None], workers: Workers) -> Handed:
    """Run every stage and write what is handed over, in memory."""
    _say_plan(case, asked)
    analysis = analyse(case, asked.worlds, asked.seed, clock, workers)
    clock("report")
    missing = missing_inputs(case)
    document = analysis_document(analysis, missing)
    since = (
        compared_with(asked.earlier, document, asked.earlier_place) if asked.earlier and asked.earlier_place else None
    )
    report = render_report(analysis, missing, since)
    exports = report_exports(analysis, missing) if asked.exports else {}
    return Handed(_files(report, document, since), exports, verdict_lines(analysis), _said(analysis, since))


def _say_plan(case: Case, asked: Asked) -> None:
    """How many equilibria payoffs ask for, before the first is solved; nothing where no model is asked."""
    planned, networks = planned_equilibria(case, draw_worlds(asked.worlds, asked.seed))
    if networks:
        typer.echo(
            f"Payoffs: {planned:,} equilibria of the trade model and {networks:,} of networks planned.", err=True
        )
    elif planned:
        typer.echo(f"Payoffs: {planned:,} equilibria of the trade model planned.", err=True)


def _files(report: str, document: dict[str, Any], since: Comparison | None) -> dict[str, str]:
    """What goes beside the report: a comparison only where one was asked for."""
    files = {"report.html": report, "analysis.json": _json(document, sort_keys=True)}
    if since:
        files["comparison.json"] = _json(comparison_document(since))
    return files


def _said(analysis: Analysis, since: Comparison | None) -> tuple[str, ...]:
    confidence = in_confidence(analysis.preferences, names_of(analysis.case))
    changed = ["", comparison_in_words(since)] if since else []
    return (*([confidence] if confidence else []), *changed)


def _json(document: dict[str, Any], *, sort_keys: bool = False) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False, sort_keys=sort_keys) + "\n"
