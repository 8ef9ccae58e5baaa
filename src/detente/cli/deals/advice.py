"""What blocks, what is left out and where to meet, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from detente.cli.deals.acceptance import change_in_words
from detente.deals import Deals
from detente.plots import Names, count_words, of_100

MOST_SHOWN = 5
MOST_BESIDE = 3


def blocked_in_words(deals: Deals, names: Names) -> str:
    """Elements on which every option crosses a red line of someone required."""
    lines = [
        f"  {names.element(b.element)}: in {of_100(b.share)}, by red lines of {_parties(b.parties, names)}"
        for b in deals.blocked
    ]
    return _section("No option passes on these elements, worlds of 100", lines)


def blockers_in_words(deals: Deals, names: Names) -> str:
    """Who can stop the headline package alone, and how often each is unwilling."""
    found = next((a for a in deals.advice.allies if a.package == deals.headline), None) if deals.advice else None
    if found is None or not found.blockers:
        return ""
    heard = [b for b in found.blockers if b.heard]
    lines = [
        f"  {names.party(b.party).name}: unwilling in {of_100(b.unwilling)}, through {_some(b.through, MOST_BESIDE)}"
        for b in heard
    ]
    unheard = len(found.blockers) - len(heard)
    lines += [f"  and {count_words(unheard, 'party', 'parties')} not heard on it"] if unheard else []
    return _section(f"Who can stop “{names.package(deals.headline)}” alone, worlds of 100", lines)


def coverage_in_words(deals: Deals, names: Names) -> str:
    """What somebody raised and a package leaves out, and claims that are on no element."""
    lines = []
    for found in deals.advice.coverage if deals.advice else ():
        raised = [f"{names.element(r.element)} ({_parties(r.parties, names)})" for r in found.raised]
        if raised:
            lines.append(
                f"  {names.package(found.package)}, {count_words(len(raised), 'element')}: {_some(raised, MOST_SHOWN)}"
            )
    return _section("Raised by someone and left out", lines)


def bridge_in_words(deals: Deals, names: Names) -> str:
    """The best stop between the packages that stand for two signatories."""
    bridges = deals.advice.bridges if deals.advice else ()
    if not bridges:
        return ""
    found = max(bridges, key=lambda b: b.bridge.best.joint)
    ends = [
        f"  “{names.package(own.package)}” stands for {names.party(own.party).name}: {own.why}"
        for own in (found.first, found.second)
    ]
    best, path = found.bridge.best, found.bridge.path
    moved = [change_in_words(change, names) for change in best.changes]
    first = f"  all sign the one in {of_100(path[0])}, the other in {of_100(path[-1])}, the best stop in "
    steps = f" after {count_words(best.count, 'change')} of the first ({found.bridge.proof})"
    lines = [*ends, f"{first}{of_100(best.joint)}{steps}", *(f"    {words}" for words in moved)]
    return _section("Best bridge between two packages, worlds of 100", lines)


def _section(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *lines]) if lines else ""


def _parties(parties: Sequence[str], names: Names) -> str:
    return _some([names.party(party).name for party in parties], MOST_BESIDE)


def _some(words: Sequence[str], most: int) -> str:
    more = [f"{len(words) - most} more"] if len(words) > most else []
    return ", ".join([*words[:most], *more])
