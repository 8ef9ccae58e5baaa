"""`detente durability`, `detente design` and `detente formula`: would it hold, and what would make it hold?"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CaseArgument, Format, FormatOption, PreferencesOption

EXAMPLE_OF_DURABILITY = "Example: detente durability cases/kaesong-2003 --package with-assurances"
EXAMPLE_OF_DESIGN = "Example: detente design cases/kaesong-2003 --package agreed-2003"
EXAMPLE_OF_FORMULA = "Example: detente formula grim T=5 R=3 P=1 S=0"


class Steps(StrEnum):
    """How a design may deliver a promise."""

    PARTS = "parts"
    WHOLE = "whole"


def durability(
    case: CaseArgument,
    package: Annotated[str, typer.Option("--package", help="Package to test.", show_default=False)],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File (.json .csv .txt), or a folder for all three.", show_default=False),
    ] = None,
    worlds: Annotated[int, typer.Option(min=1, max=100_000, help="How many worlds to draw.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Same case, seed and version: same result.")] = 0,
    preferences: PreferencesOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Test whether a package would hold: every margin, peace against conflict, who means it, the coming months."""
    from detente.cli.durability.durability import Ask, places_for, weigh_package, write_tested
    from detente.cli.printing import print_result

    places = places_for(output) if output else None
    tested = weigh_package(case, Ask(package, worlds, seed, preferences))
    if places is None:
        print_result(output_format, tested.document, tested.text)
    else:
        for written in write_tested(tested, places):
            typer.echo(f"Wrote {written}", err=True)


def design(
    case: CaseArgument,
    package: Annotated[str, typer.Option("--package", help="Package to make hold.", show_default=False)],
    floor: Annotated[
        float | None,
        typer.Option(help="Least margin, bn USD; that of the case if absent.", show_default=False),
    ] = None,
    share: Annotated[float, typer.Option(help="Share of worlds in which every margin reaches the floor.")] = 0.9,
    steps: Annotated[Steps, typer.Option(help="Promises may be delivered in parts, or only whole.")] = Steps.PARTS,
    menu: Annotated[
        Path | None,
        typer.Option("--menu", help="YAML file of prices, limits, regimes and snapbacks.", show_default=False),
    ] = None,
    worlds: Annotated[int, typer.Option(min=1, max=100_000, help="How many worlds to draw.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Same case, seed and version: same result.")] = 0,
    preferences: PreferencesOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File, or folder for design.json.", show_default=False)
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Find the least change of a package that makes keeping it worth more than breaking it. Exit 0 or 4."""
    from detente.cli.durability.design import Ask, make_design, place_for, write_design
    from detente.cli.printing import print_result

    place = place_for(output) if output else None
    made = make_design(case, Ask(package, floor, share, worlds, seed, steps.value, menu, preferences))
    if place is None:
        print_result(output_format, made.document, made.text)
    else:
        typer.echo(f"Wrote {write_design(made, place, output_format.value)}", err=True)
    raise typer.Exit(made.code)


def formula(
    name: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="Which closed form; all are listed if absent.", show_default=False),
    ] = None,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE...", help="Inputs; a list as name=0.1,0.2.", show_default=False),
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Work out a closed form of the literature; without inputs its page, without a name the list of all."""
    from detente.cli.durability.formula import formula_report
    from detente.cli.printing import print_result

    result = formula_report(name, inputs or [])
    print_result(output_format, result.document, result.text)
