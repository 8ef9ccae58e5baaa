"""What the commands share: how groups look, choices, and the options that several of them take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup


def group(name: str, question: str, kind: type[TyperGroup] = TyperGroup) -> typer.Typer:
    """A group of commands, whose help opens with its question."""
    return typer.Typer(
        name=name,
        cls=kind,
        help=question,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"


class GatesFormat(StrEnum):
    """How gates are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


class RegimeName(StrEnum):
    """Whose rule on ownership is applied."""

    US = "us"
    EU = "eu"
    UK = "uk"


class RetrievalName(StrEnum):
    """Which index finds names."""

    TRIGRAMS = "trigrams"
    TANTIVY = "tantivy"


class RescorerName(StrEnum):
    """Who scores the names that were found."""

    RAPIDFUZZ = "rapidfuzz"
    NOMENKLATURA = "nomenklatura"


class Mode(StrEnum):
    """How ready the rules are to propose a claim."""

    PRECISE = "precise"
    CANDIDATE = "candidate"


class ResultFormat(StrEnum):
    """How a solved shock is written."""

    CSV = "csv"
    JSON = "json"


class Deficits(StrEnum):
    """What happens to trade deficits when the world changes."""

    KEPT = "kept"
    CLOSED = "closed"
    CLOSED_FIRST = "closed-first"


class Variant(StrEnum):
    """A simpler model on the same data."""

    NO_MATERIALS = "no-materials"
    NO_LINKAGES = "no-linkages"
    ONE_SECTOR = "one-sector"


class Horizon(StrEnum):
    """How long the world economy has to answer."""

    LONG = "long"
    SHORT = "short"
    BOTH = "both"


class Table(StrEnum):
    """Published input-output tables that can be read."""

    ICIO = "icio"
    WIOD2013 = "wiod2013"
    WIOD2016 = "wiod2016"
    EXIOBASE = "exiobase"
    EORA = "eora"
    GLORIA = "gloria"


FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]
PreferencesOption = Annotated[
    Path | None,
    typer.Option("--preferences", help="File with what parties told in confidence.", show_default=False),
]
JobsOption = Annotated[
    int | None,
    typer.Option(min=1, help="Processor cores to use at most; all that are available if absent.", show_default=False),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help="Scheduler of a dask cluster, tcp://HOST:PORT.", show_default=False
    ),
]
EarlierOption = Annotated[
    Path | None,
    typer.Option(
        "--compare",
        metavar="ANALYSIS",
        help="Earlier analysis.json: say what changed since.",
        show_default=False,
    ),
]
ExportsOption = Annotated[
    bool, typer.Option("--exports", help="Also write figures as SVG and tables as CSV to exports/.")
]
CacheOption = Annotated[
    bool,
    typer.Option("--cache/--no-cache", help="Whether what earlier runs solved is used, and kept for the next one."),
]
CaseArgument = Annotated[Path, typer.Argument(help="Case folder.", show_default=False)]
BaselineArgument = Annotated[
    str, typer.Argument(metavar="BASELINE", help="Baseline folder, NPZ file, or builtin.", show_default=False)
]


def names_in(text: str | None) -> tuple[str, ...]:
    """Names separated by commas.

    Examples
    --------
    >>> names_in("EU, USA,")
    ('EU', 'USA')
    """
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
