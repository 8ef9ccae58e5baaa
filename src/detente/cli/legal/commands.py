"""`detente gates`, `detente ownership` and `detente screen`: may it be done, by whom, from when?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CaseArgument, Format, FormatOption, GatesFormat, RegimeName, RescorerName, RetrievalName

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
    from detente.cli.legal.gates import GatesWanted, gates_report

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
    from detente.cli.legal.ownership import ownership_report

    ownership_report(place, regime.value, on.date() if on else None, output, output_format.value)


def screen(
    names: Annotated[
        Path, typer.Argument(metavar="NAMES", help="CSV with a column name, and more about each.", show_default=False)
    ],
    lists: Annotated[
        list[Path], typer.Option("--list", help="File of a list that you bring; repeat it.", show_default=False)
    ],
    top: Annotated[int, typer.Option("--top", min=1, max=1000, help="Entries per name at most.")] = 10,
    threshold: Annotated[float, typer.Option("--threshold", min=0, max=1, help="Least score of a hit.")] = 0.82,
    retrieval: Annotated[
        RetrievalName | None,
        typer.Option("--retrieval", help="How names are found; tantivy where installed.", show_default=False),
    ] = None,
    rescore: Annotated[
        RescorerName, typer.Option("--rescore", help="Who scores the names found.")
    ] = RescorerName.RAPIDFUZZ,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write: .csv, .json or text.", show_default=False),
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Hold names against lists of sanctions that you bring, offline, each hit with its evidence."""
    from detente.cli.legal.screen import ScreenWanted, screen_report

    by = (retrieval.value if retrieval else "", rescore.value)
    screen_report(ScreenWanted(names, tuple(lists), top, threshold, *by), output, output_format.value)
