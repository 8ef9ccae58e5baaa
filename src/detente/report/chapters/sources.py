"""Where it was said: one row per claim, next to its neighbours on the same element and party."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.analysis import Analysis
from detente.case import Claim
from detente.plots import Names, day
from detente.report.chapters.stances import LONG_WORDS


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A source in words, with an address only where it is one that a browser may follow."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One claim as the list of sources shows it."""

    id: str
    said_on: str
    party: str
    speaker: str
    element: str
    stance: str
    words: str
    links: tuple[SourceLink, ...]
    reliability: str
    evidence: str
    counts: str


def source_rows(analysis: Analysis, names: Names) -> tuple[SourceRow, ...]:
    """List all claims by element, party and day; undated ones come first, as older than any dated one."""
    elements = {e.id: k for k, e in enumerate(analysis.case.elements)}
    parties = {p.id: k for k, p in enumerate(analysis.case.parties)}
    claims = sorted(
        analysis.case.claims,
        key=lambda c: (elements.get(c.element, -1), parties.get(c.party, -1), c.said_on or date.min),
    )
    idle = set(analysis.positions.constrains_nothing)
    return tuple(_row(claim, names, "constrains nothing" if claim.id in idle else "counts") for claim in claims)


def safe_links(url: str, text: str) -> tuple[SourceLink, ...]:
    """Split addresses, and make a link only of what starts with http: anything else stays words.

    Examples
    --------
    >>> safe_links("javascript:alert(1)", "a blog")
    (SourceLink(text='a blog', href=''),)
    """
    addresses = [part for part in url.replace("|", " ").split() if part.lower().startswith(("http://", "https://"))]
    if not addresses:
        return (SourceLink(text or "no source given", ""),)
    return tuple(
        SourceLink(text or "source" if k == 0 else f"source {k + 1}", address) for k, address in enumerate(addresses)
    )


def _row(claim: Claim, names: Names, counts: str) -> SourceRow:
    about = names.element(claim.element) if claim.element else names.package(claim.package) or "the initiative"
    options = [names.option(claim.element, o) for o in claim.options]
    stance = LONG_WORDS[claim.stance] + (", hedged" if claim.hedged else "") + (", red line" if claim.red_line else "")
    details = [f"on: {' / '.join(options)}"] if options else []
    details += [f"condition: {claim.condition}"] if claim.condition else []
    return SourceRow(
        id=claim.id,
        said_on=day(claim.said_on),
        party=names.party(claim.party).name,
        speaker=claim.speaker,
        element=about,
        stance="; ".join([stance, *details]),
        words=claim.words,
        links=safe_links(claim.url, claim.source),
        reliability=f"{claim.reliability:.2g}",
        evidence=claim.evidence,
        counts=counts,
    )
