"""What else speaks for a hit or against it: identifiers, birth date, country, kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from detente.case import ListEntry, ScreenedName

CERTAIN, CLOSE = 0.985, 0.92
CIRCA, CIRCA_YEARS = "circa ", 10


class Strength(StrEnum):
    """How much speaks for a hit; none of them is a finding that it is the same person."""

    STRONG = "strong"
    LIKELY = "likely"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact beside the name: what was compared, what it says (agrees, disagrees or unknown), in words."""

    about: str
    says: str
    words: str


def corroborate(queried: ScreenedName, entry: ListEntry) -> tuple[Evidence, ...]:
    """Hold what is known of both against each other; what one side does not state is unknown, not a difference.

    Examples
    --------
    >>> mine = ScreenedName("1", "Ivan Petrov", birth_date="1970-05-02", countries=("ru",))
    >>> theirs = ListEntry("e", ("Ivan Petrov",), birth_dates=("1970",), countries=("ru",))
    >>> [(e.about, e.says) for e in corroborate(mine, theirs)]
    [('identifier', 'unknown'), ('birth date', 'agrees'), ('country', 'agrees'), ('kind', 'unknown')]
    """
    return (
        _shared("identifier", _plain(queried.identifiers), _plain(entry.identifiers), exclusive=False),
        _birth(queried.birth_date, entry.birth_dates),
        _shared("country", _folded(queried.countries), _folded(entry.countries), exclusive=True),
        _shared("kind", _folded((queried.kind,)), _folded((entry.kind,)), exclusive=True),
    )


def judge_hit(score: float, evidence: tuple[Evidence, ...], is_weak: bool = False) -> Strength:
    """Weigh a name and what stands beside it: an identifier decides, a birth date counts for more than a country.

    A name that the list calls weak makes a hit possible at most, unless an identifier or a birth date agrees.
    """
    says = {fact.about: fact.says for fact in evidence}
    if says["identifier"] == "agrees":
        return Strength.STRONG
    if "disagrees" in (says["birth date"], says["kind"]):
        return Strength.WEAK
    if says["birth date"] == "agrees":
        return Strength.STRONG if score >= CLOSE else Strength.LIKELY
    if says["country"] == "disagrees":
        return Strength.POSSIBLE if score >= CLOSE else Strength.WEAK
    return Strength.LIKELY if score >= CERTAIN and not is_weak else Strength.POSSIBLE


def _plain(identifiers: tuple[str, ...]) -> set[str]:
    return {plain for i in identifiers if len(plain := re.sub(r"[\W_]", "", i.casefold())) >= 4}


def _folded(values: tuple[str, ...]) -> set[str]:
    return {value.strip().casefold() for value in values if value.strip()}


def _shared(about: str, mine: set[str], theirs: set[str], exclusive: bool) -> Evidence:
    if not mine or not theirs:
        return Evidence(about, "unknown", "not stated on both sides")
    both = sorted(mine & theirs)
    if both:
        return Evidence(about, "agrees", ", ".join(both))
    words = f"{', '.join(sorted(mine))} against {', '.join(sorted(theirs))}"
    return Evidence(about, "disagrees" if exclusive else "unknown", words)


def _birth(mine: str, theirs: tuple[str, ...]) -> Evidence:
    """Compare as far as both are stated: a year alone agrees with every day of that year.

    About a year (circa 1960) agrees with that year, and differs only from years more than ten away.
    """
    if not mine or not theirs:
        return Evidence("birth date", "unknown", "not stated on both sides")
    fits = [date for date in theirs if (plain := date.removeprefix(CIRCA)).startswith(mine) or mine.startswith(plain)]
    if fits:
        return Evidence("birth date", "agrees", f"{mine} and {fits[0]}")
    words = f"{mine} against {', '.join(theirs)}"
    about = [int(date.removeprefix(CIRCA)[:4]) for date in theirs if date.startswith(CIRCA)]
    is_near = any(abs(int(mine[:4]) - year) <= CIRCA_YEARS for year in about)
    return Evidence("birth date", "unknown" if is_near else "disagrees", words)
