"""Pages of their own for precedents and signals: chapters under a question, no script, no request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente import __version__
from detente.case import Case
from detente.plots import day
from detente.precedents import PrecedentStudy
from detente.report.blocks import Chapter, numbered
from detente.report.knowledge.precedents import precedent_exhibits
from detente.report.knowledge.signals import signal_exhibits
from detente.report.render import page_environment, page_style
from detente.signals import SignalStudy


def render_precedents(study: PrecedentStudy, case: Case) -> str:
    """Write a case beside earlier agreements as one HTML page that works offline."""
    exhibits = precedent_exhibits(study, case)
    package = next((p.title for p in case.packages if p.id == study.package), "no package")
    answer = exhibits[-1].title + "."
    lead = f"Looked at: {package}. Only what was known on {day(case.as_of)} is used."
    chapter = Chapter("c1", "Precedents", "Precedents", exhibits[0].title, (lead,), exhibits)
    return _page(case, ("What happened to agreements like this one?", answer), [chapter], "precedents.json")


def render_signals(study: SignalStudy, case: Case) -> str:
    """Write what prices made of the events of a case as one HTML page that works offline."""
    exhibits = signal_exhibits(study, case)
    lead = "A price moves for many reasons. Only daily series that are long enough are studied."
    chapter = Chapter("c1", "Signals", "Signals", exhibits[0].title, (lead,), exhibits)
    answer = " ".join(f"{exhibit.title}." for exhibit in exhibits)
    return _page(case, ("What did markets make of the news?", answer), [chapter], "signals.json")


def _page(case: Case, said: tuple[str, str], chapters: Sequence[Chapter], document: str) -> str:
    html = (
        page_environment()
        .get_template("stage.html.j2")
        .render(
            title=case.title,
            year=f"as of {day(case.as_of)}",
            question=said[0],
            answer=said[1],
            facts=(),
            caution="This is decision support: it says what was computed from what, and is no forecast.",
            chapters=numbered(chapters),
            style=page_style(),
            version=__version__,
            document=document,
        )
    )
    return re.sub(r"\n\s*\n+", "\n", html)
