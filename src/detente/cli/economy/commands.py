"""`detente economy`: the trade model on a case, on a shock, on a coalition of senders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.first_word import ON_CASE, CaseOrCommand, OnCase
from detente.cli.options import (
    CaseArgument,
    ClusterOption,
    Deficits,
    Format,
    FormatOption,
    Horizon,
    JobsOption,
    ResultFormat,
    Variant,
    group,
    names_in,
)

economy = group("economy", "What is it worth? The trade model on a case folder, or by itself.", CaseOrCommand)


@economy.command(
    ON_CASE,
    cls=OnCase,
    epilog="Example: detente economy cases/business-links-2025 --output build/economy --horizon both",
)
def value(
    case: CaseArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder for economy.json and the tables.", show_default=False)
    ],
    worlds: Annotated[int, typer.Option(min=1, max=10_000, help="How many worlds to solve, each exactly.")] = 64,
    seed: Annotated[int, typer.Option(min=0, help="Same case, seed and version: same bytes.")] = 0,
    horizon: Annotated[Horizon, typer.Option(help="Long run, short run, or both.")] = Horizon.BOTH,
    jobs: JobsOption = None,
    cluster: ClusterOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Value the status quo, options and packages of a case folder: by party, region, sector and partner."""
    from detente.cli.economy.case import Run, horizons_named, value_clauses
    from detente.cli.printing import print_result

    run = Run(worlds=worlds, seed=seed, horizons=horizons_named(horizon.value), jobs=jobs, cluster=cluster)
    result = value_clauses(case, output, run)
    print_result(output_format, result.document, result.text)


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
        Deficits,
        typer.Option("--deficits", help="Kept as shares of world income, closed by the shock, or before it."),
    ] = Deficits.KEPT,
    variant: Annotated[
        list[Variant] | None,
        typer.Option("--variant", help="A simpler model on the same data; may be given twice."),
    ] = None,
    theta: Annotated[
        float | None, typer.Option("--theta", help="With one-sector: its elasticity; the mean by trade if absent.")
    ] = None,
    given: Annotated[
        Path | None, typer.Option("--given", help="A shock that has come before; effects are measured after it.")
    ] = None,
    detail: Annotated[
        Path | None, typer.Option("--detail", help="Folder for tables by sector, flow, partner and region.")
    ] = None,
    output_format: Annotated[
        ResultFormat | None,
        typer.Option("--format", help="csv, or json with residual and time; by the file's ending if absent."),
    ] = None,
) -> None:
    """Solve the trade model for a shock: exact change of real income of each region, and what it is made of."""
    from detente.cli.economy.economy import Answer, Question, solve_shock

    variants = tuple(v.value for v in variant or ())
    question = Question(baseline, shock, deficits.value, variants, theta, given)
    answer = Answer(output, output_format.value if output_format else None, detail)
    typer.echo(solve_shock(question, answer), err=True)


@economy.command(
    epilog="Example: detente economy coalition cases/business-links-2025 --target RUS "
    "--measures eu-sanctions,us-sanctions --output build/coalition"
)
def coalition(
    target: Annotated[str, typer.Option("--target", help="Region or party that is sanctioned.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write to.", show_default=False)],
    case: Annotated[
        Path | None, typer.Argument(help="Case folder, for its measures in force.", show_default=False)
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", help="Without a case: builtin, a folder, or an NPZ file.")
    ] = None,
    shock: Annotated[Path | None, typer.Option("--shock", help="Without a case: the sanctions, a shock file.")] = None,
    senders: Annotated[
        str | None, typer.Option(help="Who may join or leave, A,B; all with a measure if absent.")
    ] = None,
    measures: Annotated[str | None, typer.Option(help="Of a case: measures that count, A,B; all if absent.")] = None,
    candidates: Annotated[str | None, typer.Option(help="Who might join as well, A,B.")] = None,
    like: Annotated[
        str | None, typer.Option(help="Region whose measures candidates copy; the largest partner if absent.")
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(min=0, help="Loss in percent that others bear; the senders' joint loss if absent.")
    ] = None,
    jobs: JobsOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Solve the same sanctions under every subset of senders: who carries the cost, and would they stay?"""
    from detente.cli.economy.coalition import Question, coalition_report
    from detente.cli.printing import print_result

    question = Question(
        target=target,
        case=case,
        baseline=baseline,
        shock=shock,
        senders=names_in(senders),
        measures=names_in(measures),
        candidates=names_in(candidates),
        like=like,
        threshold=None if threshold is None else threshold / 100,
        jobs=jobs,
    )
    result = coalition_report(question, output)
    print_result(output_format, result.document, result.text)
