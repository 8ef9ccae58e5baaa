"""Arguments and options of `detente record`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

RECORD = "File, postgresql:// address, or env:VARIABLE that holds one."
RecordArgument = Annotated[str, typer.Argument(metavar="RECORD", help=RECORD, show_default=False)]
NewRecordArgument = Annotated[str, typer.Argument(metavar="NEW", help=f"New. {RECORD}", show_default=False)]
IndexArgument = Annotated[int, typer.Argument(metavar="INDEX", min=0, help="Number of the entry.", show_default=False)]
KeyOption = Annotated[Path, typer.Option("--key", help="File with the secret key.", show_default=False)]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", help="File that says whose signatures count.", show_default=False)
]
OutputOption = Annotated[Path, typer.Option("--output", "-o", help="File to write, new.", show_default=False)]
AtOption = Annotated[
    datetime | None,
    typer.Option("--at", formats=["%Y-%m-%dT%H:%M:%SZ"], help="Time in UTC; now if absent.", show_default=False),
]


WitnessOption = Annotated[
    list[str] | None,
    typer.Option(
        "--witness", metavar="NAME=KEY", help="Public key of a witness, or its file; repeat it.", show_default=False
    ),
]
NeededOption = Annotated[
    int | None, typer.Option("--needed", help="How many must cosign; all if absent.", show_default=False)
]
PolicyFileOption = Annotated[
    Path | None,
    typer.Option("--policy", help="New file for the policy; beside a record in a file if absent.", show_default=False),
]
ByOption = Annotated[str, typer.Option("--by", help="Id of who does it.", show_default=False)]


class Reason(StrEnum):
    """Why a policy is changed."""

    ROTATION = "rotation"
    KEY_STOLEN = "key_stolen"
    WITNESSES = "witnesses"
