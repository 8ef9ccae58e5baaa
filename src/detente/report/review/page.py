"""The page for reviewers, live or as a file to hand on; every word of documents and coders is escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from detente import __version__
from detente.case import Case, Stance
from detente.plots import Names
from detente.positions.review import Agreement
from detente.report.render import page_environment, page_style
from detente.report.review.cards import WORDS, Card
from detente.report.review.parts import Segment
from detente.report.review.sections import Dispute, PartyTimeline


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A document on the page: its text in pieces, its cards, what is known of it, and how far its words count."""

    name: str
    about: str
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]
    reliability: float | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All that a page shows. `documents` lists each with the counts of its proposals and of those decided."""

    case: Case
    names: Names
    view: str
    coder: str
    coders: tuple[str, ...]
    documents: tuple[tuple[str, int, int], ...]
    parts: tuple[DocumentPart, ...]
    agreements: tuple[Agreement, ...]
    disputes: tuple[Dispute, ...]
    timelines: tuple[PartyTimeline, ...]
    unknown: Mapping[str, tuple[str, ...]]
    phrases: tuple[tuple[str, str, str], ...]
    written: int
    waiting: tuple[tuple[str, str], ...]


def review_page(page: ReviewPage) -> str:
    """Write the live page: it asks its own server only, for its script and its style."""
    return _render(page, live=True, style=Markup(""))


def review_file(page: ReviewPage) -> str:
    """Write all that was decided as one file without script, to be read and not changed."""
    return _render(page, live=False, style=review_style())


def review_style() -> Markup:
    """The style of the report, and what the review adds."""
    own = (files("detente.report") / "assets" / "review.css").read_text(encoding="utf-8")
    return Markup(page_style() + own)  # our own files


def review_script() -> str:
    """The script of the live page."""
    return (files("detente.report") / "assets" / "review.js").read_text(encoding="utf-8")


def _render(page: ReviewPage, *, live: bool, style: Markup) -> str:
    template = page_environment().get_template("review.html.j2")
    return template.render(
        page=page,
        case=page.case,
        live=live,
        style=style,
        data=Markup(_data(page)) if live else Markup(""),  # JSON with every angle bracket escaped
        stances=[(stance.value, WORDS[stance.value]) for stance in Stance],
        version=__version__,
    )


def _data(page: ReviewPage) -> str:
    """What the script needs to fill its forms; no markup can begin in it."""
    content: dict[str, Any] = {
        "options": {e.id: [[o.id, o.title] for o in e.options] for e in page.case.elements},
        "claims": {card.id: [dict(claim) for claim in card.claims] for part in page.parts for card in part.cards},
        "document": page.parts[0].name if page.parts else "",
    }
    text = json.dumps(content, ensure_ascii=True, default=str)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
