"""Coverage: what was raised by anyone and is absent from a package, by whom, in which words; and what nobody raised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.case import Case, Claim, Package, Stance, signatures
from detente.positions import Positions


@dataclass(frozen=True, slots=True)
class Raising:
    """The words that raised something: claim, who spoke for whom, with which stance, where and when.

    `superseded` says that a later claim of the party took the place of this one. `as_condition`: the element came up
    as the condition of a claim on another one.
    """

    claim: str
    party: str
    speaker: str
    stance: Stance
    words: str
    source: str
    said_on: date | None
    superseded: bool
    as_condition: bool


@dataclass(frozen=True, slots=True)
class RaisedElement:
    """An element that somebody raised and a package leaves out; parties in the order of the case.

    `by_signatories` are those of them whose signature the package needs.
    """

    element: str
    parties: tuple[str, ...]
    by_signatories: tuple[str, ...]
    words: tuple[Raising, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """How the elements of one package compare with what was said.

    `raised`: raised by claims and absent from the package, the one raised by most parties first. `unraised`: in the
    package, and no claim is about it. `on_no_element`: claims about this package, or about none, that are on no
    element of the case; what they ask for may have no place on the table.
    """

    package: str
    raised: tuple[RaisedElement, ...]
    unraised: tuple[str, ...]
    on_no_element: tuple[Raising, ...]


def uncovered(case: Case, positions: Positions) -> tuple[Uncovered, ...]:
    """Set each package beside everything that was raised, by whatever party and with whatever stance.

    A claim raises its element, and a condition raises the element of its option; being open, concerned or unknown
    counts as much as a demand. Words are in order of time, undated first.

    Examples
    --------
    >>> from datetime import date
    >>> from detente.case import Case, Element, Option, Party, Role, State
    >>> from detente.positions import tally_positions
    >>> gas = Element("GAS", "Gas", "energy", State.PROPOSED, (Option("GAS.1", "as now"),), "GAS.1")
    >>> port = Element("PORT", "Port", "trade", State.PROPOSED, (Option("PORT.1", "as now"),), "PORT.1")
    >>> claim = Claim("C1", "A", Stance.OPEN, 0.9, "interview", None, element="PORT", words="Open the port.")
    >>> deal = Package("deal", "Deal", {"GAS": "GAS.1"}, ("A",))
    >>> parties = (Party("A", "A", "state", Role.SIGNATORY),)
    >>> case = Case("s", "t", "?", date(2030, 1, 1), "USD", 2030, parties, (gas, port), (deal,), claims=(claim,))
    >>> (found,) = uncovered(case, tally_positions(case))
    >>> found.raised[0].element, found.raised[0].by_signatories, found.unraised
    ('PORT', ('A',), ('GAS',))
    """
    by_id = {c.id: c for c in case.claims}
    ordered = [by_id[i] for i in positions.in_order]
    superseded = frozenset(positions.superseded)
    raisings = _raisings(case, ordered, superseded)
    loose = [c for c in ordered if not c.element]
    return tuple(_compare(case, p, raisings, loose, superseded) for p in case.packages)


def _raisings(case: Case, ordered: Sequence[Claim], superseded: frozenset[str]) -> dict[str, list[Raising]]:
    """Everything that raised each element, in order of time."""
    owner = {o.id: e.id for e in case.elements for o in e.options}
    found: dict[str, list[Raising]] = defaultdict(list)
    for claim in ordered:
        if claim.element:
            found[claim.element].append(_raising(claim, superseded))
        condition = owner.get(claim.condition_option, claim.element)
        if condition != claim.element:
            found[condition].append(_raising(claim, superseded, as_condition=True))
    return found


def _raising(claim: Claim, superseded: frozenset[str], as_condition: bool = False) -> Raising:
    return Raising(
        claim=claim.id,
        party=claim.party,
        speaker=claim.speaker,
        stance=claim.stance,
        words=claim.words,
        source=claim.source,
        said_on=claim.said_on,
        superseded=claim.id in superseded,
        as_condition=as_condition,
    )


def _compare(
    case: Case,
    package: Package,
    raisings: Mapping[str, Sequence[Raising]],
    loose: Sequence[Claim],
    superseded: frozenset[str],
) -> Uncovered:
    signing = signatures(case, package)
    absent = (e.id for e in case.elements if e.id in raisings and e.id not in package.choices)
    raised = [_element(case, e, raisings[e], signing) for e in absent]
    return Uncovered(
        package=package.id,
        raised=tuple(sorted(raised, key=lambda r: -len(r.parties))),
        unraised=tuple(e.id for e in case.elements if e.id in package.choices and e.id not in raisings),
        on_no_element=tuple(_raising(c, superseded) for c in loose if c.package in {"", package.id}),
    )


def _element(case: Case, element: str, words: Sequence[Raising], signing: tuple[str, ...]) -> RaisedElement:
    speaking = {w.party for w in words}
    parties = tuple(p.id for p in case.parties if p.id in speaking)
    return RaisedElement(element, parties, tuple(p for p in parties if p in signing), tuple(words))
