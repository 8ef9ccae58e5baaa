"""The verb `detente positions`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import Format, FormatOption, Mode

POSITIONS_EXAMPLE = "Example: detente positions cases/kaesong-2003 --output build/claims.jsonl"


def positions(
    places: Annotated[
        list[Path],
        typer.Argument(
            metavar="CASE | DOCUMENT... | ROWS", help="Case folder, documents, or rows to convert.", show_default=False
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File for the rows, .jsonl, .csv or .dna; stdout if absent.", show_default=False
        ),
    ] = None,
    parties: Annotated[
        Path | None,
        typer.Option("--parties", help="For documents: YAML file of names and their aliases.", show_default=False),
    ] = None,
    mode: Annotated[Mode, typer.Option("--mode", help="precise for tallies, candidate for reviewers.")] = Mode.PRECISE,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Say what moved in claims.csv since a day, and stop."),
    ] = None,
    endpoint: Annotated[
        bool | None,
        typer.Option("--endpoint/--rules", help="Ask DETENTE_LLM_BASE_URL, or not; if it is set when absent."),
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Propose who said what about which element, with the words that say it; or say what moved since a day."""
    if since is not None:
        from detente.cli.positions.since import moves_report
        from detente.cli.printing import print_or_write

        moved = moves_report(places, since.date())
        print_or_write(output_format.value, moved.document, moved.text, output)
        return
    from detente.cli.positions.positions import propose_positions

    tally = propose_positions(places, parties, mode.value, output, endpoint=endpoint)
    typer.echo(tally.in_words(), err=True)
    raise typer.Exit(2 if tally.problems else 0)
