"""`detente economy solve`: a baseline, a shock, and what each region wins or loses."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from detente.case import CaseError, DetenteError
from detente.casefile.baseline import read_shock_file
from detente.cli.economy.baseline import load_baseline
from detente.cli.economy.detail import Table, detail_tables, write_tables
from detente.cli.writing import refuse_folder, write_whole
from detente.economy.trade import (
    Baseline,
    Equilibrium,
    LeverTable,
    close_deficits,
    first_order,
    in_one_sector,
    no_shock,
    shock_from_levers,
    shock_in_one_sector,
    solve,
    without_linkages,
    without_materials,
)

PERCENT = 100.0
DIGITS = 12
"""Significant digits that are written: further ones are below the residual."""

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
    """Which shock to which world.

    `deficits` are kept as shares of world income, closed by the shock, or closed first, so that effects are measured
    against a balanced world. `variants` are simpler models of `VARIANTS`. With `given`, another shock has come before:
    effects are measured against the world after it, and factors multiply its taxes.
    """

    baseline: str
    shock: Path
    deficits: Literal["kept", "closed", "closed-first"] = "kept"
    variants: tuple[str, ...] = ()
    theta: float | None = None
    given: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the result goes: a file, its format (by its ending if absent), and a folder for tables in detail."""

    output: Path
    output_format: str | None = None
    detail: Path | None = None

    @property
    def as_json(self) -> bool:
        """Whether the result is JSON."""
        by_name = self.output_format is None and self.output.suffix.casefold() == ".json"
        return self.output_format == "json" or by_name


ONE_SECTOR = "one-sector"
VARIANTS: Mapping[str, Callable[[Baseline], Baseline]] = {
    "no-materials": without_materials,
    "no-linkages": without_linkages,
}


def solve_shock(question: Question, answer: Answer) -> str:
    """Solve for the world after a shock, write a row for each region, and say where it is.

    Nothing is written when the markets do not clear.
    """
    _refuse(question, answer)
    baseline = load_baseline(question.baseline)
    began = time.perf_counter()
    found = _solved(question, baseline)
    seconds = time.perf_counter() - began
    rows = region_rows(found)
    tables = detail_tables(found) if answer.detail else []
    text = _as_json(question, found, rows, seconds, tables) if answer.as_json else _as_csv(rows)
    if answer.detail:
        write_tables(tables, answer.detail)
    write_whole(answer.output.parent, {answer.output.name: text})
    how = f"{found.iterations} iterations, residual {found.residual:.1e}, {seconds:.2f} s"
    more = f" Tables by {', '.join(t.name for t in tables)} are in {answer.detail}." if tables else ""
    return f"Wrote {answer.output}: {len(rows)} regions, {how}.{more}"


def _refuse(question: Question, answer: Answer) -> None:
    """Refuse places and endings that the result cannot have, before anything is solved."""
    read = [Path(question.baseline), question.shock, *([question.given] if question.given else [])]
    refuse_folder(answer.output, read)
    if answer.output_format is None and answer.output.suffix.casefold() not in ENDINGS:
        raise CaseError(
            f"{answer.output}: a result is written as CSV or JSON, and this ending is neither.\n"
            "End the name with .csv or .json, or say which with --format."
        )


ENDINGS = (".csv", ".json", "")


def _solved(question: Question, baseline: Baseline) -> Equilibrium:
    """Simplify the world, balance it, let the shock come that is given, and then the shock that is asked about."""
    if question.theta is not None and ONE_SECTOR not in question.variants:
        raise CaseError(f"An elasticity for the whole needs --variant {ONE_SECTOR}.")
    for name in question.variants:
        baseline = VARIANTS.get(name, _same)(baseline)
    world = _in_one(question, baseline) if ONE_SECTOR in question.variants else baseline
    if question.deficits == "closed-first":
        world = close_deficits(world).after
    if question.given:
        world = _solved_for(question, question.given, (baseline, world), "kept").after
    return _solved_for(
        question, question.shock, (baseline, world), "closed" if question.deficits == "closed" else "kept"
    )


def _same(baseline: Baseline) -> Baseline:
    return baseline


def _in_one(question: Question, baseline: Baseline) -> Baseline:
    if question.theta is not None and not 0 < question.theta < float("inf"):
        raise CaseError(f"An elasticity of {question.theta:g} has no meaning: give one above 0.")
    return in_one_sector(baseline, question.theta)


def _solved_for(
    question: Question, place: Path, worlds: tuple[Baseline, Baseline], deficits: Literal["kept", "closed"]
) -> Equilibrium:
    """Solve the shock of a file; `worlds` are the one whose names it uses, and the one that it hits."""
    named, world = worlds
    rows = read_shock_file(place, named.regions, named.sectors)
    table = LeverTable(rows.lever, rows.origin, rows.destination, rows.sector, rows.factor.tolist())
    try:
        shock = shock_from_levers(named, table, no_shock(deficits))
        if ONE_SECTOR in question.variants:
            shock = shock_in_one_sector(named, shock)
        return solve(world, shock)
    except CaseError as error:
        raise CaseError(f"{place.as_posix()}: {error}") from error


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
        {"region": region, **{name: float(f"{columns[name][n]:.{DIGITS}g}") for name in COLUMNS}}
        for n, region in enumerate(found.baseline.regions)
    ]


def _as_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, ("region", *COLUMNS), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _as_json(
    question: Question, found: Equilibrium, rows: list[dict[str, Any]], seconds: float, tables: Sequence[Table]
) -> str:
    document = {
        "baseline": question.baseline,
        "year": found.baseline.year,
        "unit": found.baseline.unit,
        "shock": question.shock.as_posix(),
        "deficits": question.deficits,
        **({"variants": list(question.variants)} if question.variants else {}),
        **({"given": question.given.as_posix()} if question.given else {}),
        "regions": rows,
        "iterations": found.iterations,
        "residual": found.residual,
        "seconds": round(seconds, 6),
        **({"detail": {table.name: table.rows() for table in tables}} if tables else {}),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
