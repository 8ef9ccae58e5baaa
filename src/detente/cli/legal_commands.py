"""`detente gates`, `detente ownership` and `detente screen`: may it be done, by whom, from when?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CaseArgument, Format, FormatOption, GatesFormat, RegimeName

GATES_EXAMPLE = "Example: detente gates cases/business-links-2025 --on 2026-02-01"
OWNERSHIP_EXAMPLE = "Example: detente ownership holdings.json --regime eu --on 2025-11-30"
SCREEN_EXAMPLE = "Example: detente screen names.csv --list sdn.xml --output hits.csv"

OnOption = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="Day to judge, 2026-02-01.", show_default=False),
]


def gates(
    case: CaseArgument,
    on: OnOption = None,
    zone: Annotated[str, typer.Option("--zone", help="Time zone in which the day passes.")] = "UTC",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write: .txt, .json, .csv or .ics.", show_default=False),
    ] = None,
    output_format: Annotated[
        GatesFormat, typer.Option("--format", help="text for people, json or csv for programs, ics for calendars.")
    ] = GatesFormat.TEXT,
) -> None:
    """Say what the measures in force allow on a day, for whom, who must act, and what ends when."""
    from detente.cli.gates import GatesWanted, gates_report

    wanted = GatesWanted(case, on.date() if on else None, zone, output_format.value)
    gates_report(wanted, output)


def ownership(
    place: Annotated[
        Path, typer.Argument(metavar="FILE", help="JSON of holdings, or a case folder.", show_default=False)
    ],
    regime: Annotated[RegimeName, typer.Option("--regime", help="Whose rule is applied.", show_default=False)],
    on: OnOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="CSV of answers with their chains.", show_default=False),
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Say who is blocked because of who owns it: blocked, not blocked or unknown, with the chain that decides."""
    from detente.cli.ownership import ownership_report

    ownership_report(place, regime.value, on.date() if on else None, output, output_format.value)
