"""`detente roadmap`: in what order, behind which gates?"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CaseArgument, Format, FormatOption

EXAMPLE = "Example: detente roadmap cases/kaesong-2003 --package agreed-2003 --output build/roadmap"


class Aim(StrEnum):
    """What a roadmap is best at."""

    EARLIEST = "earliest"
    BALANCE = "balance"
    WEIGHTED = "weighted"


class Lengths(StrEnum):
    """Which end of the stated ranges durations take."""

    LOW = "low"
    MODE = "mode"
    HIGH = "high"


class GateOpeners(StrEnum):
    """What opens a gate that the package does not open itself."""

    ACTS = "acts"
    DATES = "dates"


def roadmap(
    case: CaseArgument,
    package: Annotated[str | None, typer.Option(help="Package to plan; may be left out if there is one.")] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File (.json .csv .ics .svg .txt), or a folder for all.", show_default=False
        ),
    ] = None,
    objective: Annotated[Aim, typer.Option(help="Earliest end, most even giving, or both weighed.")] = Aim.EARLIEST,
    days_per_imbalance: Annotated[
        float, typer.Option(min=0, help="Weighted: days of delay worth a day of full imbalance.")
    ] = 1.0,
    durations: Annotated[Lengths, typer.Option(help="End of the stated ranges to plan with.")] = Lengths.MODE,
    gates: Annotated[
        GateOpeners, typer.Option(help="acts: who can lift a measure does in time; dates: only what has a date opens.")
    ] = GateOpeners.ACTS,
    signed_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of signature; as_of of the case if absent.")
    ] = None,
    delay: Annotated[
        list[str] | None, typer.Option(metavar="STEP=DAYS", help="Delay a step and plan the rest again; repeatable.")
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Plan the obligations of a package: who does what when, what sets the pace, which gate must open by when."""
    from detente.cli.printing import print_result
    from detente.cli.roadmap import Ask, plan_roadmap, say_written, write_roadmap

    ask = Ask(objective.value, durations.value, gates.value, days_per_imbalance, signed_on)
    made = plan_roadmap(case, package, delay or [], ask)
    if output is None:
        print_result(output_format, made.document, made.text)
    else:
        say_written(write_roadmap(made, output))
