"""`detente precedents`: read, compare, write a page, a document and tables, say what was found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from detente.case import Case, CaseError
from detente.casefile import read_case, read_outside
from detente.cli.energy.energy import Told
from detente.cli.stage_files import as_json, as_table
from detente.cli.writing import refuse_file, write_whole
from detente.legal import find_gates
from detente.precedents import (
    ArmedConflict,
    Likeness,
    PrecedentStudy,
    armed_conflicts,
    conflicts_between,
    obligations_of,
    pax_packages,
    rank_by_likeness,
    study_precedents,
)
from detente.report.document import plain
from detente.report.knowledge import precedent_exhibits
from detente.report.knowledge.words import CAUSES, OUTCOMES
from detente.report.stage_pages import render_precedents

SCHEMA_VERSION = 1
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked on the command line."""

    package: str = ""
    pax: Path | None = None
    codebook: int | None = None
    ucdp: Path | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """What the user's own downloads add: packages of PA-X by likeness, and conflicts between the parties."""

    likenesses: tuple[Likeness, ...]
    conflicts: tuple[ArmedConflict, ...]


def precedents_report(folder: Path, asked: Asked, output: Path | None) -> Told:
    """Hold a case against earlier agreements; with `output`, write precedents.html, precedents.json and tables."""
    if output is not None:
        refuse_file(output)
    case = read_case(folder)
    with Console(stderr=True).status("comparing ..."):
        study = study_precedents(case, _package(case, asked.package), find_gates(case).gates)
        outside = _outside(case, study, asked)
    document = {
        "schema_version": SCHEMA_VERSION,
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        **plain(study),
        "pax": plain(outside.likenesses),
        "armed_conflicts": plain(outside.conflicts),
    }
    if output is not None:
        write_whole(output, _files(study, case, outside, document))
        typer.echo(f"Wrote precedents.html, precedents.json and tables to {output}.", err=True)
    return Told(document, _words(study, case, outside))


def _package(case: Case, wanted: str) -> str:
    """The package asked for; else the first that carries obligations, else the first."""
    ids = [package.id for package in case.packages]
    if wanted and wanted not in ids:
        raise CaseError(f'There is no package "{wanted}".\nUse {", ".join(ids) or "a case with packages"}.')
    carrying = [p.id for p in case.packages if obligations_of(case, p.choices)]
    return wanted or next(iter([*carrying, *ids]), "")


def _outside(case: Case, study: PrecedentStudy, asked: Asked) -> Outside:
    likenesses: tuple[Likeness, ...] = ()
    conflicts: tuple[ArmedConflict, ...] = ()
    if asked.pax is not None:
        packages = pax_packages(read_outside(asked.pax), str(asked.pax), asked.codebook)
        known = [p for p in packages if p.signed <= study.known_on]
        likenesses = rank_by_likeness(study.features, study.parties, known)
    if asked.ucdp is not None:
        conflicts = conflicts_between(case, armed_conflicts(read_outside(asked.ucdp), str(asked.ucdp)))
    return Outside(likenesses, conflicts)


def _files(study: PrecedentStudy, case: Case, outside: Outside, document: dict[str, Any]) -> dict[str, str]:
    survival = study.survival
    files = {
        "precedents.html": render_precedents(study, case),
        "precedents.json": as_json(document),
        "agreements.csv": as_table(study.precedents),
        "likeness.csv": as_table(study.likenesses),
        "checks.csv": as_table(study.checks),
        "features.csv": as_table(study.features),
        "lasting.csv": as_table(survival.points if survival else ()),
    }
    if outside.likenesses:
        files["pax.csv"] = as_table(outside.likenesses)
    if outside.conflicts:
        files["armed_conflicts.csv"] = as_table(outside.conflicts)
    return files


def _words(study: PrecedentStudy, case: Case, outside: Outside) -> str:
    title = next((p.title for p in case.packages if p.id == study.package), "no package")
    lines = [f"{case.title}: {title}", ""]
    lines += [f"{exhibit.title}." for exhibit in precedent_exhibits(study, case)]
    lines += ["", "Most like it:"]
    lines += [f"  {k.likeness:.2f}  {k.name}: {OUTCOMES[k.outcome]}" for k in study.likenesses[:SHOWN]]
    lines += ["", "What earlier agreements ended of:"]
    lines += [f"  {CAUSES[c.cause]} ({len(c.precedents)} before): {c.answer}. {c.why}" for c in study.checks]
    if outside.likenesses:
        lines += ["", "Most like it in PA-X (features that PA-X codes):"]
        lines += [f"  {k.likeness:.2f}  {k.name}" for k in outside.likenesses[:SHOWN]]
    for conflict in outside.conflicts:
        sides = " and ".join(conflict.sides)
        span = f"{conflict.years[0]} to {conflict.years[-1]}"
        lines.append(f"Armed conflict of {sides}: {len(conflict.years)} years, {span}, {len(conflict.wars)} of war.")
    if study.survival is not None:
        lines += ["", study.survival.warning]
    return "\n".join(lines)
