"""The verb `detente review`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CaseArgument, Format, FormatOption, Mode

REVIEW_EXAMPLE = "Example: detente review cases/kaesong-2003"


def review(
    case: CaseArgument,
    mode: Annotated[Mode, typer.Option("--mode", help="candidate proposes more, precise errs less.")] = Mode.CANDIDATE,
    proposed: Annotated[
        Path | None,
        typer.Option(
            "--proposed", help="Rows to review, .jsonl, .csv or .dna, in place of the rules.", show_default=False
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")] = 0,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", help="Write .html to read, or .jsonl, .csv, .dna of what stands, and stop.", show_default=False
        ),
    ] = None,
    browse: Annotated[bool, typer.Option("--browse/--no-browse", help="Open the page in a browser.")] = True,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Check proposed claims on a local page: confirm, edit, reject, split; what is confirmed goes into claims.csv."""
    from detente.cli.printing import print_result
    from detente.cli.review.review import export_review, open_desk, review_server, serve_review

    desk = open_desk(case, mode.value, proposed)
    if export is not None:
        export_review(desk, export)
        print_result(output_format, {"written": export.as_posix()}, f"Wrote {export}")
        return
    with review_server(desk, port) as server:
        words = f"Review at {server.url}\nThe address is a key: whoever has it can decide. Stop with Ctrl+C."
        print_result(output_format, {"address": server.url}, words)
        serve_review(server, browse=browse)
