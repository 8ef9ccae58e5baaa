"""`detente gates`: what the measures in force allow on a day."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.cli.legal.gates_ics import as_ics
from detente.cli.legal.gates_words import gates_in_words
from detente.cli.writing import refuse_folder, write_whole
from detente.legal import NOTICE, Gates, find_gates
from detente.report.document import plain

HEAD = (
    "kind", "subject", "title", "standing", "need", "state", "measure", "act", "issuer", "why", "who_can_lift", "how",
    "licensed_by", "could_be_licensed_by", "earliest_by_act", "likely_by_act", "latest_by_act", "by_expiry", "source",
    "url", "evidence", "on", "notice",
)  # fmt: skip
BY_SUFFIX = {".json": "json", ".csv": "csv", ".ics": "ics", ".txt": "text"}


@dataclass(frozen=True, slots=True)
class GatesWanted:
    """What is asked on the command line."""

    case: Path
    on: date | None
    zone: str
    output_format: str


def gates_report(wanted: GatesWanted, output: Path | None) -> None:
    """Print the gates of a case on a day, or write them to a file in the format of its name."""
    if output is not None:
        refuse_folder(output)
    _refuse_zone(wanted.zone)
    case = read_case(wanted.case)
    found = find_gates(case, wanted.on, wanted.zone)
    chosen = BY_SUFFIX.get(output.suffix.lower(), wanted.output_format) if output else wanted.output_format
    forms = {"json": _as_json, "csv": _as_csv, "ics": as_ics, "text": gates_in_words}
    content = forms[chosen](case, found)
    if output is None:
        typer.echo(content.rstrip("\n"))
        return
    write_whole(output.parent, {output.name: content})
    typer.echo(f"Wrote {output}. {NOTICE}", err=True)


def _refuse_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CaseError(f'"{zone}" is not a time zone.\nUse a name such as UTC or America/New_York.') from error


def _as_json(case: Case, found: Gates) -> str:
    document = {
        "notice": NOTICE,
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "on": plain(found.on),
        "zone": found.zone,
        "standings": plain(found.standings),
        "gates": plain(found.gates),
        "calendar": plain(found.calendar),
        "unstated": plain(found.unstated),
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _as_csv(case: Case, found: Gates) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for standing in found.standings:
        own = [g for g in found.of(standing.subject) if g.subject_kind == standing.subject_kind]
        head = (standing.subject_kind, standing.subject, standing.title, standing.standing.value)
        by_act = [day.isoformat() for day in standing.by_act] or ["", "", ""]
        tail = (*by_act, standing.by_expiry.isoformat() if standing.by_expiry else "")
        end = (found.on.isoformat() if found.on else "", NOTICE)
        if not own:
            writer.writerow((*head, "|".join(standing.needs), *[""] * 9, *tail, "", "", "", *end))
        for gate in own:
            middle = (gate.need, gate.state.value, gate.measure, gate.act, gate.issuer, gate.why, gate.who_can_lift)
            licensed = (gate.how, "|".join(gate.licensed_by), "|".join(gate.could_be_licensed_by))
            writer.writerow((*head, *middle, *licensed, *tail, gate.source, gate.url, gate.evidence, *end))
    return text.getvalue()
