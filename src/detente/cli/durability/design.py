"""`detente design`: the least change of a package that makes every margin positive."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from detente.case import Case, Infeasible
from detente.casefile import read_case
from detente.cli.confidence import in_confidence
from detente.cli.drawn import drawn_case, progress
from detente.cli.durability.design_menu import read_menu
from detente.cli.tables import as_table
from detente.cli.writing import refuse_file, refuse_folder, write_whole
from detente.durability.design import Design, DesignRequest, check_request, design_package, package_named
from detente.plots import Names, names_of, two_digits
from detente.report.design_document import design_document
from detente.report.design_words import (
    checked_in_words,
    cost_rows,
    design_changes,
    design_verdict,
    margin_in_words,
    prices_in_words,
    reading_in_words,
    shortfall_in_words,
)
from detente.report.lookups import way_in_words


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a design: package, floor, share, worlds and seed, steps in parts or whole, what is on offer."""

    package: str
    floor: float | None
    share: float
    worlds: int
    seed: int
    steps: Literal["parts", "whole"] = "parts"
    menu: Path | None = None
    told: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What the command prints or writes, and the exit code."""

    document: dict[str, Any]
    text: str
    code: int


def make_design(folder: Path, ask: Ask) -> Made:
    """Read a case, draw its worlds and design one package; nothing is written."""
    menu = read_menu(ask.menu) if ask.menu else DesignRequest()
    request = replace(menu, floor_usd_bn=ask.floor, share=ask.share, steps=ask.steps)
    check_request(request)
    with progress() as status:
        case = read_case(folder, ask.told)
        package_named(case, ask.package)
        with drawn_case(case, ask.worlds, ask.seed, status) as drawn:
            case = drawn.case
            status.update("design ...")
            design = design_package(case, ask.package, (drawn.preferences, drawn.payoffs, drawn.worlds), request)
    code = Infeasible.exit_code if design.status == "infeasible" else 0
    confidence = in_confidence(drawn.preferences, names_of(case))
    text = "\n\n".join(part for part in (confidence, _in_words(design, case)) if part)
    return Made(design_document(design), text, code)


def place_for(output: Path) -> Path:
    """The file to write; a folder gets design.json. A place that cannot be written is refused before any work."""
    if output.is_dir() or not output.suffix:
        refuse_file(output)
        return output / "design.json"
    refuse_folder(output)
    return output


def write_design(made: Made, place: Path, output_format: str) -> Path:
    """Write to a file, whole or not at all: as JSON where its name or the format says so."""
    as_json = output_format == "json" or place.suffix.lower() == ".json"
    content = json.dumps(made.document, indent=2, ensure_ascii=False) if as_json else made.text
    write_whole(place.parent, {place.name: content + "\n"})
    return place


def _in_words(design: Design, case: Case) -> str:
    names = names_of(case)
    parts = ["\n".join(design_verdict(design, case, names))]
    if changes := design_changes(design, case, names):
        parts.append("\n".join(["What to change", *(f"  {line}" for line in changes)]))
    if design.missing:
        lines = [f"  {shortfall_in_words(s, names)}" for s in design.missing]
        parts.append("\n".join(["What is missing, with everything on offer used", *lines]))
    if design.status == "designed":
        parts += _of_costs(design, names)
    parts += [_margins(design, names)] if design.before else []
    parts += [_offers(design)] if design.offers else []
    parts.append("\n".join(line for line in (checked_in_words(design), prices_in_words(design)) if line))
    return "\n\n".join(parts)


def _of_costs(design: Design, names: Names) -> list[str]:
    parts = [as_table("Cost, bn USD of present value", ("kind", "cost"), cost_rows(design))]
    if who := _who_pays(design, names):
        parts.append(as_table("Who pays, bn USD", ("party", "a year, most in any phase", "escrow"), who))
    if design.readings:
        lines = [f"  {reading_in_words(r, names)}" for r in design.readings]
        parts.append("\n".join(["What the dearest margins cost", *lines]))
    return parts


def _who_pays(design: Design, names: Names) -> list[tuple[str, str, str]]:
    parties = dict.fromkeys([*(p.party for p in design.payments), *(e.party for e in design.escrows)])
    rows = []
    for party in parties:
        paid = max((-p.amount_usd_bn_per_year for p in design.payments if p.party == party), default=0.0)
        escrow = sum(e.amount_usd_bn for e in design.escrows if e.party == party)
        if paid > 0 or escrow > 0:
            rows.append((names.party(party).name, two_digits(max(paid, 0.0)), two_digits(escrow)))
    return rows


def _margins(design: Design, names: Names) -> str:
    after = {m.party: m for m in design.after}
    rows = []
    for margin in design.before:
        then = after.get(margin.party)
        rows.append(
            (
                names.party(margin.party).name,
                f"{names.phase(margin.phase)}, {way_in_words(margin.way)}",
                margin_in_words(margin),
                "" if then is None else f"{names.phase(then.phase)}, {way_in_words(then.way)}",
                "" if then is None else margin_in_words(then),
            )
        )
    title = "Worst margin of each party: median, bn USD (worlds of 100 in which it holds)"
    header = ("party", "as written", "margin", "with the design", "margin")
    if not after:
        return as_table(title, header[:3], [row[:3] for row in rows])
    return as_table(title, header, rows)


def _offers(design: Design) -> str:
    rows = [(o.regime, o.snapback, o.why_not if o.cost is None else two_digits(o.cost)) for o in design.offers]
    header = ("verification", "snapback", "least cost, bn USD")
    return as_table("What was on offer, on the last sample of worlds", header, rows)
