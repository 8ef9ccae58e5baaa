"""The `detente` command: parse, dispatch, print; exit codes as documented."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente import __version__
from detente.case import DetenteError


def _group(name: str, question: str) -> typer.Typer:
    return typer.Typer(
        name=name,
        help=question,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


app = _group("detente", "Who could sign which peace package, and would it hold? Results go to stdout, notes to stderr.")
economy = _group("economy", "What is it worth to each region? The trade model by itself.")
baseline = _group("baseline", "The world economy that shocks are measured against: build, check, describe.")


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


class ResultFormat(StrEnum):
    """How a solved shock is written."""

    CSV = "csv"
    JSON = "json"


class Deficits(StrEnum):
    """What happens to trade deficits when the world changes."""

    KEPT = "kept"
    CLOSED = "closed"


class Steps(StrEnum):
    """How a design may deliver a promise."""

    PARTS = "parts"
    WHOLE = "whole"


class Table(StrEnum):
    """Published input-output tables that can be read."""

    ICIO = "icio"
    WIOD2013 = "wiod2013"
    WIOD2016 = "wiod2016"
    EXIOBASE = "exiobase"
    EORA = "eora"
    GLORIA = "gloria"


class Aim(StrEnum):
    """What a roadmap is best at."""

    EARLIEST = "earliest"
    BALANCE = "balance"
    WEIGHTED = "weighted"


class Lengths(StrEnum):
    """Which end of the stated ranges durations take."""

    LOW = "low"
    MODE = "mode"
    HIGH = "high"


class GateOpeners(StrEnum):
    """What opens a gate that the package does not open itself."""

    ACTS = "acts"
    DATES = "dates"


FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]
PreferencesOption = Annotated[
    Path | None,
    typer.Option("--preferences", help="File with what parties told in confidence.", show_default=False),
]
CaseArgument = Annotated[Path, typer.Argument(help="Case folder.", show_default=False)]
BaselineArgument = Annotated[
    str, typer.Argument(metavar="BASELINE", help="Baseline folder, NPZ file, or builtin.", show_default=False)
]


@app.command(epilog="Example: detente new my-case")
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to create.", show_default=False)],
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Write a commented template case that passes `check`."""
    from detente.cli.new import new_case
    from detente.cli.printing import print_result

    written = new_case(folder)
    print_result(output_format, {"written": written}, "\n".join(["Wrote", *written]))


@app.command(epilog="Example: detente check cases/kaesong-2003")
def check(case: CaseArgument, output_format: FormatOption = Format.TEXT) -> None:
    """List every problem of a case at once: file, line, what is wrong, what to do. Exit 0 or 2."""
    from detente.cli.check import check_report

    text, code = check_report(case, output_format.value)
    typer.echo(text)
    raise typer.Exit(code)


@app.command(epilog="Example: detente schema --format json > case.schema.json")
def schema(output_format: FormatOption = Format.TEXT) -> None:
    """Print the JSON Schema of case.yaml and the field tables of every CSV, for editors."""
    from detente.cli.schema import schema_report

    typer.echo(schema_report(output_format.value))


@app.command(epilog="Example: detente assess cases/kaesong-2003 --output build/kaesong-2003 --worlds 500")
def assess(
    case: CaseArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for report.html, analysis.json, run.json.")],
    worlds: Annotated[int, typer.Option(min=1, max=100_000, help="How many worlds to draw.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Same case, seed and version: same bytes.")] = 0,
    jobs: Annotated[int, typer.Option(min=1, help="Processor cores to use at most.")] = 2,
    preferences: PreferencesOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Assess a case: who could sign what, would it hold, what is lawful, what is not known."""
    from detente.cli.assess import Run, assess_case
    from detente.cli.printing import print_result

    run = Run(worlds=worlds, seed=seed, jobs=jobs, told=preferences)
    result = assess_case(case, output, run)
    print_result(output_format, result.document, result.text)


@app.command(epilog="Example: detente stability cases/kaesong-2003")
def stability(
    place: Annotated[Path, typer.Argument(help="Case folder, or a conflict.yaml.", show_default=False)],
    state: Annotated[str | None, typer.Option(help="State to explain; the status quo if absent.")] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Find the states of a conflict in which everyone would stay, and say why."""
    from detente.cli.printing import print_result
    from detente.cli.stability import stability_report

    result = stability_report(place, state)
    print_result(output_format, result.document, result.text)


@app.command(epilog="Example: detente deals cases/kaesong-2003")
def deals(
    folder: Annotated[Path, typer.Argument(help="Case folder, or a folder of Genius files.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write to, instead of printing.", show_default=False)
    ] = None,
    worlds: Annotated[int, typer.Option(min=1, max=100_000, help="For a case: how many worlds to draw.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="For a case: same case, seed and version, same result.")] = 0,
    preferences: PreferencesOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Find what all could sign: frontier and solutions of a scenario, acceptance of the packages of a case."""
    from detente.cli.deals import deals_report
    from detente.cli.printing import print_or_write

    result = deals_report(folder, worlds=worlds, seed=seed, told=preferences)
    print_or_write(output_format, result.document, result.text, output)


@app.command(epilog="Example: detente formula grim T=5 R=3 P=1 S=0")
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
    from detente.cli.formula import formula_report
    from detente.cli.printing import print_result

    result = formula_report(name, inputs or [])
    print_result(output_format, result.document, result.text)


@app.command(epilog="Example: detente roadmap cases/kaesong-2003 --package agreed-2003 --output build/roadmap")
def roadmap(
    case: CaseArgument,
    package: Annotated[str | None, typer.Option(help="Package to plan; may be left out if there is one.")] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File (.json .csv .ics .svg .txt), or a folder for all.", show_default=False
        ),
    ] = None,
    objective: Annotated[Aim, typer.Option(help="Earliest end, most even giving, or both weighed.")] = Aim.EARLIEST,
    days_per_imbalance: Annotated[
        float, typer.Option(min=0, help="Weighted: days of delay worth a day of full imbalance.")
    ] = 1.0,
    durations: Annotated[Lengths, typer.Option(help="End of the stated ranges to plan with.")] = Lengths.MODE,
    gates: Annotated[
        GateOpeners, typer.Option(help="acts: who can lift a measure does in time; dates: only what has a date opens.")
    ] = GateOpeners.ACTS,
    signed_on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of signature; as_of of the case if absent.")
    ] = None,
    delay: Annotated[
        list[str] | None, typer.Option(metavar="STEP=DAYS", help="Delay a step and plan the rest again; repeatable.")
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Plan the obligations of a package: who does what when, what sets the pace, which gate must open by when."""
    from detente.cli.printing import print_result
    from detente.cli.roadmap import Ask, plan_roadmap, say_written, write_roadmap

    ask = Ask(objective.value, durations.value, gates.value, days_per_imbalance, signed_on)
    made = plan_roadmap(case, package, delay or [], ask)
    if output is None:
        print_result(output_format, made.document, made.text)
    else:
        say_written(write_roadmap(made, output))


@app.command(epilog="Example: detente design cases/kaesong-2003 --package agreed-2003")
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
    from detente.cli.design import Ask, make_design, write_design
    from detente.cli.printing import print_result

    made = make_design(case, Ask(package, floor, share, worlds, seed, steps.value, menu, preferences))
    if output is None:
        print_result(output_format, made.document, made.text)
    else:
        typer.echo(f"Wrote {write_design(made, output, output_format.value)}", err=True)
    raise typer.Exit(made.code)


@app.command(epilog="Example: detente durability cases/kaesong-2003 --package with-assurances")
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
    from detente.cli.durability import Ask, weigh_package, write_tested
    from detente.cli.printing import print_result

    tested = weigh_package(case, Ask(package, worlds, seed, preferences))
    if output is None:
        print_result(output_format, tested.document, tested.text)
    else:
        for written in write_tested(tested, output):
            typer.echo(f"Wrote {written}", err=True)


@economy.command(epilog="Example: detente economy solve --baseline builtin --shock tariffs.csv --output effects.csv")
def solve(
    baseline: Annotated[
        str, typer.Option("--baseline", help="builtin, a baseline folder, or an NPZ file.", show_default=False)
    ],
    shock: Annotated[
        Path,
        typer.Option("--shock", help="CSV: lever,origin,destination,sector,factor; * is all.", show_default=False),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write to.", show_default=False)],
    deficits: Annotated[
        Deficits, typer.Option("--deficits", help="Kept as shares of world income, or closed.")
    ] = Deficits.KEPT,
    output_format: Annotated[
        ResultFormat | None,
        typer.Option("--format", help="csv, or json with residual and time; by the file's ending if absent."),
    ] = None,
) -> None:
    """Solve the trade model for a shock: exact change of real income of each region, and what it is made of."""
    from detente.cli.economy import Question, solve_shock

    question = Question(baseline, shock, deficits.value)
    typer.echo(solve_shock(question, output, output_format.value if output_format else None), err=True)


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
    from detente.cli.baseline import Recipe, build_baseline
    from detente.cli.printing import print_result

    recipe = Recipe(source, regions, sectors, trade, table.value if table else None, year)
    result = build_baseline(recipe, output)
    print_result(output_format, result.document, result.text)


@baseline.command("check", epilog="Example: detente baseline check my-baseline")
def check_baseline(place: BaselineArgument, output_format: FormatOption = Format.TEXT) -> None:
    """Check a baseline: names, signs, accounts to 1e-6; every problem at once. Exit 0 or 2."""
    from detente.cli import baseline as reports
    from detente.cli.printing import print_result

    result = reports.check_baseline(place)
    print_result(output_format, result.document, result.text)


@baseline.command(epilog="Example: detente baseline describe builtin")
def describe(place: BaselineArgument, output_format: FormatOption = Format.TEXT) -> None:
    """Say how large a baseline is, who is in it, and which flows are largest."""
    from detente.cli.baseline import describe_baseline
    from detente.cli.printing import print_result

    result = describe_baseline(place)
    print_result(output_format, result.document, result.text)


app.add_typer(economy)
app.add_typer(baseline)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print version.")
    ] = False,
) -> None:
    """Who could sign which peace package, and would it hold?"""


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line with some arguments and return the exit code; known errors print without a traceback."""
    try:
        code = app(args=list(args) if args is not None else None, standalone_mode=False)
    except DetenteError as error:
        typer.echo(str(error), err=True)
        return error.exit_code
    except typer.Exit as stop:
        return int(stop.exit_code)
    except typer.Abort:
        typer.echo("Stopped. Nothing further was written.", err=True)
        return 130
    except (OSError, MemoryError) as error:
        typer.echo(f"{error}\nNothing further was written.", err=True)
        return 2
    except Exception as error:
        if hasattr(error, "format_message"):
            typer.echo(f"{error.format_message()}\nTry: detente --help", err=True)
            return 2
        raise
    return int(code or 0)


def run() -> None:
    """Entry point of the installed command."""
    sys.exit(main())


if __name__ == "__main__":
    run()
