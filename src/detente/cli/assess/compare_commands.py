"""The verb `compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import Format, FormatOption

COMPARE_EXAMPLE = "Example: detente compare build/march build/april"


def compare(
    before: Annotated[Path, typer.Argument(help="Earlier analysis.json, or its folder.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="Later analysis.json, or its folder.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write to, instead of printing.", show_default=False)
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Say what changed between two runs of a case: answers, and what was put in."""
    from detente.cli.assess.compare import compare_report
    from detente.cli.printing import print_or_write

    result = compare_report(before, after)
    print_or_write(output_format, result.document, result.text, output)
