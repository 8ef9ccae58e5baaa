"""`detente economy solve`: a baseline, a shock, and what each region wins or loses."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from detente.case import CaseError, DetenteError
from detente.casefile.baseline import read_shock_file
from detente.cli.baseline import load_baseline
from detente.economy.trade import Baseline, Equilibrium, LeverTable, first_order, no_shock, shock_from_levers, solve

PERCENT = 100.0
COLUMNS = (
    "real_income_pct",
    "real_income_change",
    "real_wage_pct",
    "first_order_welfare_pct",
    "terms_of_trade_pct",
    "volume_of_trade_pct",
)


@dataclass(frozen=True, slots=True)
class Question:
    """Which shock to which baseline, and what happens to deficits."""

    baseline: str
    shock: Path
    deficits: Literal["kept", "closed"] = "kept"


def solve_shock(question: Question, output: Path, output_format: str | None) -> str:
    """Solve for the world after a shock, write a row for each region, and say where it is.

    `output_format` is ``csv`` or ``json``; without it the end of the file's name decides. Nothing is written when the
    markets do not clear.
    """
    baseline = load_baseline(question.baseline)
    began = time.perf_counter()
    found = _solved(question, baseline)
    seconds = time.perf_counter() - began
    rows = region_rows(found)
    as_json = output_format == "json" or (output_format is None and output.suffix.casefold() == ".json")
    text = _as_json(question, found, rows, seconds) if as_json else _as_csv(rows)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    how = f"{found.iterations} iterations, residual {found.residual:.1e}, {seconds:.2f} s"
    return f"Wrote {output}: {len(rows)} regions, {how}."


def _solved(question: Question, baseline: Baseline) -> Equilibrium:
    rows = read_shock_file(question.shock, baseline.regions, baseline.sectors)
    table = LeverTable(rows.lever, rows.origin, rows.destination, rows.sector, rows.factor.tolist())
    try:
        return solve(baseline, shock_from_levers(baseline, table, no_shock(question.deficits)))
    except CaseError as error:
        raise CaseError(f"{question.shock.as_posix()}: {error}") from error


def region_rows(found: Equilibrium) -> list[dict[str, Any]]:
    """A row for each region: exact real income in percent and in the baseline's money, and the first-order measures.

    `real_income_change` is the equivalent variation a year, in the unit and the prices of the baseline.
    """
    parts = first_order(found)
    columns: Mapping[str, Any] = {
        "real_income_pct": PERCENT * (found.real_income_hat - 1),
        "real_income_change": found.equivalent_variation,
        "real_wage_pct": PERCENT * (found.real_wage_hat - 1),
        "first_order_welfare_pct": PERCENT * parts.total,
        "terms_of_trade_pct": PERCENT * parts.terms_of_trade.sum(axis=(0, 2)),
        "volume_of_trade_pct": PERCENT * parts.volume_of_trade.sum(axis=(0, 2)),
    }
    finite = all(bool(np.isfinite(column).all()) for column in columns.values())
    if not finite:
        raise DetenteError("The result holds numbers that are not finite: look for factors too large to compute with.")
    return [
        {"region": region, **{name: float(columns[name][n]) for name in COLUMNS}}
        for n, region in enumerate(found.baseline.regions)
    ]


def _as_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, ("region", *COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _as_json(question: Question, found: Equilibrium, rows: list[dict[str, Any]], seconds: float) -> str:
    document = {
        "baseline": question.baseline,
        "year": found.baseline.year,
        "unit": found.baseline.unit,
        "shock": question.shock.as_posix(),
        "deficits": question.deficits,
        "regions": rows,
        "iterations": found.iterations,
        "residual": found.residual,
        "seconds": round(seconds, 6),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
