"""One self-contained page from one analysis: no script, no request, every word of the case escaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from detente import __version__
from detente.analysis import Analysis
from detente.plots import NBSP, Names, day, names_of
from detente.report.blocks import Chapter, Matrix, numbered
from detente.report.chapters import (
    deals_chapter,
    holding_chapter,
    how_sure_chapter,
    next_steps_chapter,
    positions_chapter,
    source_rows,
    value_chapter,
)
from detente.report.comparison import Comparison
from detente.report.first_screen import first_screen
from detente.report.gaps import Gap
from detente.report.lookups import party_names
from detente.report.reading_order import in_reading_order
from detente.report.reproducing import with_commands
from detente.report.since import since_exhibit
from detente.report.verdict import short_answer, six_answers

TERMS = {
    "worlds": "world",
    "margin": "margin",
    "red line": "red-line",
    "no deal": "no-deal",
    "snapback": "snapback",
    "escrow": "escrow",
    "stake": "stake",
    "gate": "gate",
    "critical path": "critical-path",
    "long run": "horizon",
    "short run": "horizon",
}
"""Words that lead to their meaning at the end of the page, where first used in a paragraph."""


def render_report(analysis: Analysis, missing: Sequence[Gap], since: Comparison | None = None) -> str:
    """Write the report as one HTML page that works offline.

    Parameters
    ----------
    analysis : Analysis
        The results of every stage on one case.
    missing : sequence of records with `what`, `where` and `unlocks`
        Inputs that the case does not state, most telling first.
    since : Comparison, optional
        What changed against another run of the case; shown below the verdict.
    """
    names = names_of(analysis.case)
    chapters = report_chapters(analysis, missing)
    page = page_environment().get_template("report.html.j2")
    html = page.render(
        case=analysis.case,
        worlds=analysis.worlds,
        as_of=day(analysis.case.as_of),
        answer=short_answer(analysis),
        confidential=in_confidence(analysis, names),
        answers=six_answers(analysis),
        screen=first_screen(analysis),
        since=since_exhibit(since) if since else None,
        chapters=chapters,
        sources=source_rows(analysis, names),
        style=page_style(),
        version=__version__,
    )
    return re.sub(r"\n\s*\n+", "\n", html)


def in_confidence(analysis: Analysis, names: Names) -> str:
    """Whose private word the results rest on; empty where nobody told anything."""
    told = analysis.preferences.told
    if not told:
        return ""
    listed = party_names(told, names, len(told))
    return f"These results rest on what {listed} told of its preferences. Pass this page on only if it may be shown."


def report_chapters(analysis: Analysis, missing: Sequence[Gap]) -> tuple[Chapter, ...]:
    """The five chapters and the annex on doubt: what leads, what folds, numbered, each with its command."""
    names = names_of(analysis.case)
    chapters = with_commands(_chapters(analysis, missing, names), analysis)
    return numbered([in_reading_order(chapter) for chapter in chapters])


def _chapters(analysis: Analysis, missing: Sequence[Gap], names: Names) -> list[Chapter]:
    return [
        positions_chapter(analysis, names),
        deals_chapter(analysis, names),
        value_chapter(analysis, names),
        holding_chapter(analysis, names),
        next_steps_chapter(analysis, names),
        how_sure_chapter(analysis, missing, names),
    ]


def link_terms(text: str) -> Markup:
    """Escape a sentence and link the first use of each term to its meaning.

    Examples
    --------
    >>> str(link_terms("a <b> margin"))
    'a &lt;b&gt; <a class="n" href="#w-margin">margin</a>'
    """
    words = str(escape(text))
    found = sorted((m.start(), term) for term in TERMS if (m := re.search(rf"\b{term}\b", words)))
    for start, term in reversed(found):
        link = f'<a class="n" href="#w-{TERMS[term]}">{term}</a>'
        words = words[:start] + link + words[start + len(term) :]
    return Markup(words)


def _is_matrix(block: object) -> bool:
    return isinstance(block, Matrix)


@cache
def page_environment() -> Environment:
    """Templates of all pages, with their filters and tests."""
    environment = Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["terms"] = link_terms
    environment.filters["unbroken"] = lambda text: text.replace(" ", NBSP)
    environment.tests["matrix"] = _is_matrix
    return environment


@cache
def page_style() -> Markup:
    """Tokens, layout and the typeface, in one style element."""
    assets = files("detente.report") / "assets"
    font = base64.b64encode((assets / "detente-text-latin.woff2").read_bytes()).decode()
    tokens = (assets / "tokens.css").read_text(encoding="utf-8")
    tokens = tokens.replace('url("detente-text-latin.woff2")', f"url(data:font/woff2;base64,{font})")
    style = tokens + (assets / "report.css").read_text(encoding="utf-8")
    # Comments explain to those who edit; the page carries the rules.
    return Markup(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL))
