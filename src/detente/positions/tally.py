"""From claims to a table of party by element: latest stance, everything before it, and what pulls apart."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from detente.case import Case, Claim, Stance
from detente.positions.records import Contradiction, PackageStance, Position, Positions

FAVOURABLE = frozenset({Stance.PROPOSES, Stance.DEMANDS, Stance.ACCEPTS, Stance.ACCEPTS_IN_PART})
SILENT = frozenset({Stance.OPEN, Stance.CONCERNED, Stance.UNKNOWN})


def tally_positions(case: Case) -> Positions:
    """Say where each party stands on each element, from its claims in order of time.

    The latest claim gives the stance; undated claims count as older than any dated one, because they cannot be
    shown to supersede it. A party and element without a claim have no cell: that is unknown, not neutral.

    Examples
    --------
    >>> from detente.casefile import example_case
    >>> first = tally_positions(example_case()).cells[0]
    >>> first.party, first.element, first.stance.value
    ('VALDIA', 'TRUCE', 'accepts')
    """
    ordered = in_order_of_time(case.claims)
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in ordered:
        if claim.element:
            groups[claim.party, claim.element].append(claim)
    cells = tuple(_position(claims) for _, claims in sorted(groups.items(), key=lambda g: _case_order(case, g[0])))
    contradictions = tuple(c for claims in groups.values() for c in _contradictions(claims))
    return Positions(
        cells=cells,
        packages=tuple(_package_stance(c) for c in ordered if not c.element),
        contradictions=contradictions,
        superseded=tuple(sorted(_superseded(groups))),
        constrains_nothing=tuple(c.id for c in ordered if not constrains(c)),
        in_order=tuple(c.id for c in ordered),
    )


def in_order_of_time(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Sort claims by the day they were made, undated ones first, ties in the order of the file."""
    return tuple(sorted(claims, key=lambda c: c.said_on or date.min))


def _case_order(case: Case, key: tuple[str, str]) -> tuple[int, int]:
    parties = [p.id for p in case.parties]
    elements = [e.id for e in case.elements]
    return parties.index(key[0]), elements.index(key[1])


def constrains(claim: Claim) -> bool:
    """Whether a claim says anything that a draw must obey.

    It must name options of its element or a package, and take a side; a condition counts when an option carries it.

    Examples
    --------
    >>> from detente.case import Claim, Stance
    >>> constrains(Claim("C1", "A", Stance.OPEN, 0.9, "source", None, element="E", options=("E.1",)))
    False
    """
    if claim.stance in SILENT:
        return False
    if claim.stance is Stance.CONDITIONAL:
        return bool(claim.element and claim.options and claim.condition_option)
    return bool(claim.options) if claim.element else bool(claim.package)


def _certainty(claim: Claim) -> str:
    if claim.stance is Stance.UNKNOWN:
        return "unknown"
    return "hedged" if claim.hedged else "firm"


def _position(claims: list[Claim]) -> Position:
    """The cell of one party and element; a silent remark never hides an earlier stance."""
    speaking = [c for c in claims if c.stance is not Stance.UNKNOWN]
    latest = (speaking or claims)[-1]
    return Position(
        party=latest.party,
        element=latest.element,
        stance=latest.stance,
        options=latest.options,
        certainty=_certainty(latest),
        red_line=any(c.red_line and not _replaced(c, claims[n + 1 :]) for n, c in enumerate(claims)),
        condition=latest.condition,
        said_on=latest.said_on,
        reliability=latest.reliability,
        claim=latest.id,
        history=tuple(c.id for c in claims),
        voices_differ=any(_opposed(a, b) for n, a in enumerate(claims) for b in claims[n + 1 :]),
    )


def _opposed(one: Claim, other: Claim) -> bool:
    """Whether one claim favours what the other rejects, or they want different things, by different speakers."""
    if one.speaker == other.speaker or not (one.options and other.options):
        return False
    return _clash(one, other)


def _clash(one: Claim, other: Claim) -> bool:
    overlap = set(one.options) & set(other.options)
    sides = {one.stance in FAVOURABLE, other.stance in FAVOURABLE}
    against = Stance.REJECTS in {one.stance, other.stance}
    ideals = {one.stance, other.stance} <= {Stance.PROPOSES, Stance.DEMANDS}
    return bool(overlap and against and sides == {True, False}) or (ideals and not overlap)


def _contradictions(claims: list[Claim]) -> list[Contradiction]:
    found = []
    for n, one in enumerate(claims):
        for other in claims[n + 1 :]:
            if one.options and other.options and _clash(one, other):
                why = "one favours what the other rejects" if Stance.REJECTS in {one.stance, other.stance} else ""
                why = why or "they ask for different options"
                found.append(Contradiction(one.party, one.element, (one.id, other.id), why))
    return found


def _superseded(groups: dict[tuple[str, str], list[Claim]]) -> set[str]:
    """Claims that a later one of the same party on the same options replaces."""
    return {c.id for claims in groups.values() for n, c in enumerate(claims) if _replaced(c, claims[n + 1 :])}


def _replaced(claim: Claim, later: list[Claim]) -> bool:
    """Whether one later claim speaks decisively of every option that an earlier one names."""
    return any(claim.options and set(claim.options) <= set(c.options) and constrains(c) for c in later)


def _package_stance(claim: Claim) -> PackageStance:
    return PackageStance(
        party=claim.party,
        package=claim.package,
        stance=claim.stance,
        certainty=_certainty(claim),
        condition=claim.condition,
        said_on=claim.said_on,
        reliability=claim.reliability,
        claim=claim.id,
        set_valued=claim.stance is Stance.ACCEPTS_IN_PART,
    )
