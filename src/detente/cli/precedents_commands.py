"""`detente precedents`: a case beside earlier agreements."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import CaseArgument, Format, FormatOption

PRECEDENTS_EXAMPLE = "Example: detente precedents cases/kaesong-2003 --output build/precedents"


def precedents(
    case: CaseArgument,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for precedents.html, .json and tables.", show_default=False),
    ] = None,
    package: Annotated[
        str, typer.Option("--package", help="Package to look at; the first one with obligations if absent.")
    ] = "",
    pax: Annotated[
        Path | None, typer.Option("--pax", help="Your download of PA-X, all agreements, as CSV.", show_default=False)
    ] = None,
    codebook: Annotated[
        int | None, typer.Option("--codebook", help="Version of the PA-X codebook, if not told by its column Ver.")
    ] = None,
    ucdp: Annotated[
        Path | None,
        typer.Option("--ucdp", help="Your download of the UCDP/PRIO armed conflicts, as CSV.", show_default=False),
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Show what happened to agreements like this one, and which clause answers what they ended of."""
    from detente.cli.precedents import Asked, precedents_report
    from detente.cli.printing import print_result

    result = precedents_report(case, Asked(package, pax, codebook, ucdp), output)
    print_result(output_format, result.document, result.text)
