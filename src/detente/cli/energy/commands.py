"""`detente energy`: networks of gas and crude, by themselves or as a case changes them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import Format, FormatOption, JobsOption, names_in

EXAMPLE = "Example: detente energy gas --year 2025 --shock reopening.csv --output build/energy"


def energy(
    network: Annotated[
        str,
        typer.Argument(metavar="NETWORK", help="gas, crude, a network folder, or a case folder.", show_default=False),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for energy.html, energy.json and the tables.")],
    shock: Annotated[
        Path | None,
        typer.Option("--shock", help="CSV of levers: kind,target,value,into,periods,share; none describes the year."),
    ] = None,
    given: Annotated[
        Path | None, typer.Option("--given", help="Levers that hold before and after, after those of the year.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Year in the table of years; the last one if absent.")
    ] = None,
    buyers: Annotated[
        str, typer.Option("--buyers", help="Whose supply is tested: a region, a group, or several, A,B.")
    ] = "",
    supplier: Annotated[
        str, typer.Option("--supplier", help="Owner whose cut is costed; the largest foreign one if absent.")
    ] = "",
    cold: Annotated[float, typer.Option("--cold", help="Demand in a cold spell, times what it is else.")] = 1.2,
    months: Annotated[
        str | None, typer.Option("--months", help="Periods of the cold spell, A,B; the coldest if absent.")
    ] = None,
    copy: Annotated[
        bool, typer.Option("--copy", help="Write gas or crude as a network folder to change, and solve nothing.")
    ] = False,
    worlds: Annotated[
        int, typer.Option(min=0, max=10_000, help="Worlds drawn for ranges; 0 solves the central one alone.")
    ] = 64,
    seed: Annotated[int, typer.Option(min=0, help="Same network, shock, seed and version: same bytes.")] = 0,
    jobs: JobsOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Say what reopened, closed or taxed flows of gas and crude do to prices, and to whom."""
    from detente.cli.energy.case import energy_of_case, is_case_folder
    from detente.cli.energy.energy import Wanted, copy_network, energy_report
    from detente.cli.printing import print_result

    wanted = Wanted(
        network=network,
        year=year,
        shock=shock,
        given=given,
        buyers=buyers,
        supplier=supplier,
        cold_factor=cold,
        cold_periods=names_in(months),
        worlds=worlds,
        seed=seed,
        jobs=jobs,
    )
    answer = copy_network if copy else energy_of_case if is_case_folder(network) else energy_report
    result = answer(wanted, output)
    print_result(output_format, result.document, result.text)
