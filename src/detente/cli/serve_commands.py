"""`detente serve`: the portal where parties, councils and monitors work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import Format, FormatOption

EXAMPLE = "Example: detente serve --demo --port 8000"


def serve(
    cases: Annotated[
        list[Path] | None, typer.Argument(metavar="CASE...", help="Case folders; each becomes a process.")
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Fill a throw-away portal with an invented example.")] = False,
    data: Annotated[Path, typer.Option("--data", help="Folder for tables, keys and uploads.")] = Path("portal-data"),
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="Port to listen at.")] = 8000,
    behind_tls: Annotated[
        bool, typer.Option("--behind-tls", help="A proxy in front speaks TLS; cookies travel by it only.")
    ] = False,
    processes: Annotated[
        int, typer.Option("--processes", min=1, max=64, help="How many processes answer at the port.")
    ] = 1,
    move_to: Annotated[
        str, typer.Option("--move-to", metavar="URL", help="Move the portal to another, empty database, and stop.")
    ] = "",
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Open the portal where delegations, mediators, councils, monitors and the public each see what is theirs."""
    from detente.cli.serve import Wanted, move_elsewhere, open_and_serve

    wanted = Wanted(tuple(cases or ()), data, host, port, demo=demo, behind_tls=behind_tls, processes=processes)
    if move_to:
        move_elsewhere(wanted, move_to, output_format)
    else:
        open_and_serve(wanted, output_format)
