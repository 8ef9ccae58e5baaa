"""`detente signals`: prices against the news."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CaseArgument, Format, FormatOption

SIGNALS_EXAMPLE = "Example: detente signals cases/business-links-2025 --output build/signals"


def signals(
    case: CaseArgument,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for signals.html, signals.json and tables.", show_default=False),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option(
            "--prices",
            help="CSV of prices in place of the case's: date,series,value, or a column a series.",
            show_default=False,
        ),
    ] = None,
    gpr: Annotated[
        Path | None,
        typer.Option("--gpr", help="Index of geopolitical risk, saved as CSV, beside the prices.", show_default=False),
    ] = None,
    market: Annotated[
        str, typer.Option("--market", help="Series that stands for the market; that of the case if absent.")
    ] = "",
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Show what markets made of the news: moves after events, false alarms, breaks, and odds in prices."""
    from detente.cli.printing import print_result
    from detente.cli.signals import Asked, signals_report

    result = signals_report(case, Asked(prices, gpr, market), output)
    print_result(output_format, result.document, result.text)
