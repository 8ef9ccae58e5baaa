"""`detente baseline`: build, check and describe a world economy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import BaselineArgument, Format, FormatOption, Table, group

baseline = group("baseline", "The world economy that shocks are measured against: build, check, describe.")


@baseline.command(
    epilog="Example: detente baseline build ICIO2021_2018.csv --regions r.csv --sectors s.csv --output my-baseline"
)
def build(
    source: Annotated[Path, typer.Argument(help="Input-output table, or a baseline folder.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write, new or empty.", show_default=False)],
    regions: Annotated[
        Path | None, typer.Option("--regions", help="Map of regions, CSV from,to.", show_default=False)
    ] = None,
    sectors: Annotated[
        Path | None, typer.Option("--sectors", help="Map of sectors, CSV from,to[,theta].", show_default=False)
    ] = None,
    trade: Annotated[
        Path | None, typer.Option("--trade", help="Customs figures in the form of BACI.", show_default=False)
    ] = None,
    table: Annotated[
        Table | None, typer.Option("--table", help="Which table it is; by its name if absent.", show_default=False)
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Year, for a folder of several.")] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Build a baseline folder from a published table: aggregate, update the trade, balance."""
    from detente.cli.economy.baseline import Recipe, build_baseline
    from detente.cli.printing import print_result

    recipe = Recipe(source, regions, sectors, trade, table.value if table else None, year)
    result = build_baseline(recipe, output)
    print_result(output_format, result.document, result.text)


@baseline.command("check", epilog="Example: detente baseline check my-baseline")
def check_baseline(place: BaselineArgument, output_format: FormatOption = Format.TEXT) -> None:
    """Check a baseline: names, signs, accounts to 1e-6; every problem at once. Exit 0 or 2."""
    from detente.cli.economy import baseline as reports
    from detente.cli.printing import print_result

    result = reports.check_baseline(place)
    print_result(output_format, result.document, result.text)


@baseline.command(epilog="Example: detente baseline describe builtin")
def describe(place: BaselineArgument, output_format: FormatOption = Format.TEXT) -> None:
    """Say how large a baseline is, who is in it, and which flows are largest."""
    from detente.cli.economy.baseline import describe_baseline
    from detente.cli.printing import print_result

    result = describe_baseline(place)
    print_result(output_format, result.document, result.text)
