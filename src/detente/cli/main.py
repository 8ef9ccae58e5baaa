"""The `detente` command: parse, dispatch, print; exit codes as documented."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from detente import __version__
from detente.case import DetenteError
from detente.cli import roadmap_commands
from detente.cli.assess.compare_commands import COMPARE_EXAMPLE, compare
from detente.cli.durability import commands as durability_commands
from detente.cli.economy.baseline_commands import baseline
from detente.cli.economy.commands import economy
from detente.cli.energy.commands import EXAMPLE, energy
from detente.cli.entry import INTERRUPTED, STOPPED, speak_in_full
from detente.cli.legal.commands import GATES_EXAMPLE, OWNERSHIP_EXAMPLE, SCREEN_EXAMPLE, gates, ownership, screen
from detente.cli.options import (
    CacheOption,
    CaseArgument,
    ClusterOption,
    EarlierOption,
    ExportsOption,
    Format,
    FormatOption,
    JobsOption,
    PreferencesOption,
    group,
)
from detente.cli.positions.commands import POSITIONS_EXAMPLE, positions
from detente.cli.precedents_commands import PRECEDENTS_EXAMPLE, precedents
from detente.cli.record.commands import record
from detente.cli.review.commands import REVIEW_EXAMPLE, review
from detente.cli.serve_commands import EXAMPLE as SERVE_EXAMPLE
from detente.cli.serve_commands import serve
from detente.cli.signals_commands import SIGNALS_EXAMPLE, signals

app = group("detente", "Who could sign which peace package, and would it hold? Results go to stdout, notes to stderr.")


@app.command(epilog="Example: detente new my-case")
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to create.", show_default=False)],
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Write a commented template case that passes `check`."""
    from detente.cli.case.new import new_case
    from detente.cli.printing import print_result

    written = new_case(folder)
    print_result(output_format, {"written": written}, "\n".join(["Wrote", *written]))


@app.command(epilog="Example: detente check cases/kaesong-2003")
def check(case: CaseArgument, output_format: FormatOption = Format.TEXT) -> None:
    """List every problem of a case at once: file, line, what is wrong, what to do. Exit 0 or 2."""
    from detente.cli.case.check import check_report

    text, code = check_report(case, output_format.value)
    typer.echo(text)
    raise typer.Exit(code)


@app.command(epilog="Example: detente schema --format json > case.schema.json")
def schema(output_format: FormatOption = Format.TEXT) -> None:
    """Print the JSON Schema of case.yaml and the field tables of every CSV, for editors."""
    from detente.cli.case.schema import schema_report

    typer.echo(schema_report(output_format.value))


@app.command(epilog="Example: detente assess cases/kaesong-2003 --output build/kaesong-2003 --worlds 500")
def assess(
    case: CaseArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for report.html, analysis.json, run.json.")],
    worlds: Annotated[int, typer.Option(min=1, max=100_000, help="How many worlds to draw.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Same case, seed and version: same bytes.")] = 0,
    jobs: JobsOption = None,
    cluster: ClusterOption = None,
    preferences: PreferencesOption = None,
    earlier: EarlierOption = None,
    exports: ExportsOption = False,
    cache: CacheOption = True,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Assess a case: who could sign what, would it hold, what is lawful, what is not known."""
    from detente.cli.assess.assess import Run, assess_case
    from detente.cli.printing import print_result

    run = Run(worlds, seed, jobs, cluster, preferences, earlier, exports, cache)
    result = assess_case(case, output, run)
    print_result(output_format, result.document, result.text)


app.command(epilog=COMPARE_EXAMPLE)(compare)


@app.command(epilog="Example: detente stability cases/kaesong-2003")
def stability(
    place: Annotated[Path, typer.Argument(help="Case folder, or a conflict.yaml.", show_default=False)],
    state: Annotated[str | None, typer.Option(help="State to explain; the status quo if absent.")] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Find the states of a conflict in which everyone would stay, and say why."""
    from detente.cli.deals.stability import stability_report
    from detente.cli.printing import print_result

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
    from detente.cli.deals.deals import deals_report
    from detente.cli.printing import print_or_write

    result = deals_report(folder, worlds=worlds, seed=seed, told=preferences)
    print_or_write(output_format, result.document, result.text, output)


app.command(epilog=POSITIONS_EXAMPLE)(positions)
app.command(epilog=durability_commands.EXAMPLE_OF_DURABILITY)(durability_commands.durability)
app.command(epilog=durability_commands.EXAMPLE_OF_DESIGN)(durability_commands.design)
app.command(epilog=durability_commands.EXAMPLE_OF_FORMULA)(durability_commands.formula)
app.command(epilog=roadmap_commands.EXAMPLE)(roadmap_commands.roadmap)
app.command(epilog=EXAMPLE)(energy)
app.command(epilog=PRECEDENTS_EXAMPLE)(precedents)
app.command(epilog=SIGNALS_EXAMPLE)(signals)
app.command(epilog=GATES_EXAMPLE)(gates)
app.command(epilog=OWNERSHIP_EXAMPLE)(ownership)
app.command(epilog=SCREEN_EXAMPLE)(screen)
app.command(epilog=REVIEW_EXAMPLE)(review)
app.add_typer(economy)
app.add_typer(baseline)
app.add_typer(record)
app.command(epilog=SERVE_EXAMPLE)(serve)


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
        code = app(args=list(args) if args is not None else None, prog_name="detente", standalone_mode=False)
    except DetenteError as error:
        typer.echo(str(error), err=True)
        return error.exit_code
    except typer.Exit as stop:
        code = stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _stopped()
    except (OSError, MemoryError) as error:
        typer.echo(f"{_reason(error)}\nNothing further was written.", err=True)
        return 2
    except Exception as error:
        if hasattr(error, "format_message"):
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "detente"
            typer.echo(f"{error.format_message()}\nTry: {command} --help", err=True)
            return 2
        raise
    # Typer turns Ctrl-C into this code without a word.
    return _stopped() if code == INTERRUPTED else int(code or 0)


def _reason(error: OSError | MemoryError) -> str:
    """What the machine refused, and where; in words, without the number that it has for it."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    return str(error) or "The machine has not enough memory."


def _stopped() -> int:
    typer.echo(STOPPED, err=True)
    return INTERRUPTED


def run() -> None:
    """Run as a module, or from a command that an earlier version installed."""
    speak_in_full()
    sys.exit(main())


if __name__ == "__main__":
    run()
