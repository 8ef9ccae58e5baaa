"""`detente durability`: would one package hold, does peace pay, who means it, what next."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.analysis import every_estimate
from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.cli.confidence import in_confidence
from detente.cli.drawn import drawn_case, progress
from detente.cli.tables import as_table
from detente.cli.writing import refuse_file, refuse_folder, write_whole
from detente.durability import PackageDurability, assess_package
from detente.durability.design import package_named
from detente.durability.prospects import Forecast, Prospects, look_ahead, value_parts
from detente.plots import Names, count_words, interval, names_of, of_100, two_digits
from detente.report import durability_words as words
from detente.report.durability_document import MARGIN_COLUMNS, durability_document, margin_rows
from detente.report.lookups import way_in_words, worst_margins

MOST_LINES = 6
FILES = {".json": "durability.json", ".csv": "margins.csv", ".txt": "durability.txt"}
ENDINGS = tuple(FILES)


@dataclass(frozen=True, slots=True)
class Ask:
    """Which package, in how many worlds, under which seed, and the file of what parties told in confidence."""

    package: str
    worlds: int
    seed: int
    told: Path | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """What the command prints or writes."""

    document: dict[str, Any]
    text: str
    table: str


def weigh_package(folder: Path, ask: Ask) -> Tested:
    """Read a case, draw its worlds and test one package; nothing is written."""
    with progress() as status:
        case = read_case(folder, ask.told)
        package = package_named(case, ask.package)
        with drawn_case(case, ask.worlds, ask.seed, status) as drawn:
            case, worlds, payoffs, preferences = drawn.case, drawn.worlds, drawn.payoffs, drawn.preferences
            status.update("margins ...")
            durability = assess_package(case, package, preferences, payoffs, worlds)
            payoffs = value_parts(case, package, payoffs, worlds, drawn.workers)
            prospects = look_ahead(case, package, preferences, payoffs, worlds, every_estimate(case))
    names = names_of(case)
    head = f"{case.title}: {worlds.count:,} worlds drawn."
    said = [head, in_confidence(preferences, names), *_in_words(case, durability, prospects, names)]
    text = "\n\n".join(part for part in said if part)
    return Tested(durability_document(durability, prospects, worlds), text, _as_csv(durability))


def places_for(output: Path) -> dict[str, Path]:
    """Where which form goes: one file, by its ending, or all three into a folder; refused before any work is done."""
    if output.suffix and not output.is_dir():
        if output.suffix.lower() not in ENDINGS:
            raise CaseError(
                f"{output}: a result is not written as {output.suffix}.\nUse {', '.join(ENDINGS)}, or a folder."
            )
        refuse_folder(output)
        return {output.suffix.lower(): output}
    if output.is_file():
        raise CaseError(f"{output}: this is a file without an ending.\nUse {', '.join(ENDINGS)}, or a folder.")
    refuse_file(output)
    return {ending: output / name for ending, name in FILES.items()}


def write_tested(tested: Tested, places: Mapping[str, Path]) -> tuple[Path, ...]:
    """Write each form to its place, all of them or none; returns what was written."""
    contents = {
        ".json": json.dumps(tested.document, indent=2, ensure_ascii=False) + "\n",
        ".csv": tested.table,
        ".txt": tested.text + "\n",
    }
    folder = next(iter(places.values())).parent
    write_whole(folder, {place.name: contents[ending] for ending, place in places.items()})
    return tuple(places.values())


def _as_csv(durability: PackageDurability) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([MARGIN_COLUMNS, *margin_rows(durability)])
    return text.getvalue()


def _in_words(case: Case, durability: PackageDurability, prospects: Prospects, names: Names) -> list[str]:
    forecast = prospects.forecast
    links = words.telling_links(prospects.links, MOST_LINES)
    variants = [words.variant_row(v, names) for v in prospects.variants]
    return [
        "\n".join(words.holding_in_words(durability, prospects, names)),
        _phases(durability, names),
        _worst(durability, names),
        _listed("What moves the margin that is short most often", words.driver_in_words(prospects, MOST_LINES)),
        _listed("Peace against conflict", [words.peace_in_words(p, names) for p in prospects.peace]),
        _listed("Counted each year of conflict, never priced", words.casualties_in_words(prospects, names)),
        _listed("Who means it", [words.trust_in_words(t, names) for t in prospects.trust]),
        _listed("Who could press whom, by which link", [words.link_in_words(x, names) for x in links]),
        as_table("The whole and its parts, worlds of 100", ("part", "sign", "hold", "both", "first to gain"), variants),
        _months(forecast, names),
        words.base_rates_in_words(forecast.base_rates),
    ]


def _listed(title: str, lines: object) -> str:
    listed = [f"  {line}" for line in lines] if isinstance(lines, list | tuple) else []
    return "\n".join([title, *listed]) if listed else ""


def _phases(durability: PackageDurability, names: Names) -> str:
    rows = [(names.phase(phase), of_100(share)) for phase, share in durability.holds_by_phase.items()]
    return as_table("Every margin holds, worlds of 100", ("up to and including", "worlds"), rows) if rows else ""


def _worst(durability: PackageDurability, names: Names) -> str:
    """The way of breaking that pays most, per party and phase; the CSV has all of them."""
    shares = {(m.party, m.phase, m.way): (m.holds_share, m.break_even_stake) for m in durability.margins}
    rows = []
    for margin in worst_margins(durability):
        holds, stake = shares[margin.party, margin.phase, margin.way]
        rows.append(
            (
                names.party(margin.party).name,
                names.phase(margin.phase),
                way_in_words(margin.way),
                interval(margin.spread) + (" money alone" if margin.money_alone else ""),
                "none" if stake is None else two_digits(stake),
                "unknown" if holds is None else of_100(holds),
            )
        )
    head = ("party", "phase", "by", "margin, bn USD", "turns at a stake of", "holds, of 100")
    return as_table("The way of breaking that pays most", head, rows) if rows else ""


def _months(forecast: Forecast, names: Names) -> str:
    rows = [
        (
            count_words(m.months, "month"),
            names.phase(m.phase),
            "unknown" if m.holds_if_signed is None else of_100(m.holds_if_signed),
            "unknown" if m.in_force is None else of_100(m.in_force),
            "unknown" if m.broken is None else of_100(m.broken),
            of_100(forecast.stalls),
        )
        for m in forecast.moments
    ]
    head = ("after signature", "phase", "holds if signed", "signed and holds", "signed and broken", "not signed")
    return as_table("The coming months, worlds of 100 (not a probability of history)", head, rows)
