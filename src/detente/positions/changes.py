"""What moved: each claim against what the same party had said of the same thing before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.case import Case, Claim, Stance
from detente.positions.tally import in_order_of_time, tally_positions

LEVEL = {
    Stance.REJECTS: -2,
    Stance.CONCERNED: -1,
    Stance.OPEN: 0,
    Stance.CONDITIONAL: 1,
    Stance.ACCEPTS_IN_PART: 1,
    Stance.ACCEPTS: 2,
    Stance.PROPOSES: 2,
    Stance.DEMANDS: 2,
}
"""How far a stance goes towards what it speaks of; only the order counts."""
WANTS = frozenset({Stance.PROPOSES, Stance.DEMANDS})
UNNAMED = re.compile(
    r"\b(?:sources?|officials?|diplomats?|insiders?|people|persons?|reports?|unnamed|anonymous|leaks?|rumou?rs?"
    r"|narrator|media)\b",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """How a claim stands to the one before it."""

    FIRST = "first word"
    SAME = "as before"
    TOWARDS = "moves towards it"
    AWAY = "moves away from it"
    OTHER = "asks for something else"
    FIRMER = "firmer than before"
    SOFTER = "less firm than before"
    SILENT = "gives no answer"


MOVES = frozenset({Kind.TOWARDS, Kind.AWAY, Kind.OTHER, Kind.FIRMER, Kind.SOFTER})


@dataclass(frozen=True, slots=True)
class Change:
    """A claim, the one it is held against (None when nothing was said before), and what to be careful about.

    `against` lists earlier claims of the party that cannot be in force together with this one.
    """

    claim: Claim
    before: Claim | None
    kind: Kind
    against: tuple[str, ...]
    cautions: tuple[str, ...]


def changes_of(case: Case, since: date | None = None) -> tuple[Change, ...]:
    """Hold every claim against the latest earlier one of its party on the same thing, oldest first.

    Claims speak of the same thing when they name the same package, or the same element and an option in common (or
    no option). Two wishes for options that have nothing in common are a change to something else. A claim is compared
    with the latest one that takes a side; one that gives no answer never hides it. Undated claims come first: they are
    compared with, and they are listed only when no day is asked for.

    Parameters
    ----------
    case : Case
        The case with its claims.
    since : date, optional
        List claims made on this day or later.
    """
    clashes: dict[str, set[str]] = {}
    for contradiction in tally_positions(case).contradictions:
        for name in contradiction.claims:
            clashes.setdefault(name, set()).update(contradiction.claims)
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    found = []
    for claim in in_order_of_time(case.claims):
        earlier = groups.setdefault((claim.party, claim.element, claim.package), [])
        if since is None or (claim.said_on is not None and claim.said_on >= since):
            found.append(_change(case, claim, earlier, clashes.get(claim.id, set())))
        earlier.append(claim)
    return tuple(found)


def _change(case: Case, claim: Claim, earlier: Sequence[Claim], clashes: set[str]) -> Change:
    before = next((other for other in reversed(earlier) if _comparable(claim, other)), None)
    against = tuple(other.id for other in earlier if other.id in clashes)
    return Change(claim, before, _kind(claim, before), against, tuple(_cautions(case, claim)))


def _comparable(claim: Claim, other: Claim) -> bool:
    if other.stance is Stance.UNKNOWN:
        return False
    common = set(claim.options) & set(other.options)
    either_free = not claim.options or not other.options
    return bool(common) or either_free or {claim.stance, other.stance} <= WANTS


def _kind(claim: Claim, before: Claim | None) -> Kind:
    if claim.stance is Stance.UNKNOWN:
        return Kind.SILENT
    if before is None:
        return Kind.FIRST
    if claim.options and before.options and not set(claim.options) & set(before.options):
        return Kind.OTHER
    step = LEVEL[claim.stance] - LEVEL[before.stance]
    if step:
        return Kind.TOWARDS if step > 0 else Kind.AWAY
    firmness = _firmness(claim) - _firmness(before)
    return Kind.SAME if firmness == 0 else Kind.FIRMER if firmness > 0 else Kind.SOFTER


def _firmness(claim: Claim) -> int:
    """0 hedged, 1 plain, 2 a demand or a red line."""
    return 0 if claim.hedged else 1 + (claim.red_line or claim.stance is Stance.DEMANDS)


def _cautions(case: Case, claim: Claim) -> Iterator[str]:
    """What speaks against taking a claim at its word."""
    other = named_in(case, claim.speaker, claim.party)
    if other is not None:
        yield f"told by {other}, not by the party itself"
    elif claim.hedged and (not claim.speaker or UNNAMED.search(claim.speaker)) and not _is_backed(case, claim):
        yield "one source, and it is not named"
    if claim.said_on is None:
        yield "undated"


def _is_backed(case: Case, claim: Claim) -> bool:
    """Whether another source says the same of the same party and thing."""
    return any(
        other.id != claim.id
        and other.source != claim.source
        and (other.party, other.element, other.package, other.stance)
        == (claim.party, claim.element, claim.package, claim.stance)
        and set(other.options) == set(claim.options)
        for other in case.claims
    )


def named_in(case: Case, speaker: str, party: str) -> str | None:
    """Name the other party that a speaker's description names, None when it names the party itself or no other.

    Words of the other party inside a longer name of the party itself do not count.
    """
    own = next((p for p in case.parties if p.id == party), None)
    if own is None or _names(speaker, (own.id, own.name, *own.aliases)):
        return None
    for other in case.parties:
        related = other.id in own.member_of or party in other.member_of
        if other.id != party and not related and _names(speaker, (other.id, other.name, *other.aliases)):
            return other.name
    return None


def _names(speaker: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", speaker, re.IGNORECASE) for name in names if name)
