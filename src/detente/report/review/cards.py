"""A proposal as a card: what it says, what this coder made of it, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from detente.plots import Names
from detente.positions.review import Outcome, Proposal, State, in_groups

WORDS = {
    "proposes": "proposes",
    "accepts": "accepts",
    "accepts_in_part": "accepts in part",
    "conditional": "accepts if …",
    "open": "is open to",
    "rejects": "rejects",
    "demands": "demands",
    "concerned": "is concerned about",
    "unknown": "says nothing on",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One proposal as shown to one coder. `claims` are those of the coder, or the proposed one while undecided.

    `guess`: the automatic tally would leave it out. `heading` stands over the first card of several that are decided
    together. `passed`: a guess that was rejected when another card of its group was taken.
    """

    id: str
    state: str
    claims: tuple[Mapping[str, Any], ...]
    lines: tuple[str, ...]
    quote: str
    speaker: str
    confidence: float
    settled: str
    waits: tuple[str, ...]
    by_hand: bool
    guess: bool
    heading: str = ""
    passed: bool = False


def cards_of(
    proposals: Iterable[tuple[Proposal, Mapping[str, Any]]],
    outcomes: Mapping[str, Outcome],
    waiting: Iterable[tuple[str, str]],
    coder: str,
    names: Names,
) -> tuple[Card, ...]:
    """Make the cards of the proposals of a document.

    Parameters
    ----------
    proposals : iterable of (Proposal, row)
        Each with its row after merging names.
    outcomes : mapping
        What stands of each proposal, by id.
    waiting : iterable of (proposal, reason)
        Confirmed claims that claims.csv has no place for yet.
    coder : str
        Whose decisions are shown; other coders' decisions are not, so that each codes alone. Empty: what stands.
    names : Names
        Titles of the case.
    """
    reasons: dict[str, list[str]] = {}
    for proposal, why in waiting:
        reasons.setdefault(proposal, []).append(why)
    rows = {proposal.id: (proposal, row) for proposal, row in proposals}
    made = {p.id: _card(p, row, outcomes.get(p.id), (coder, names, reasons.get(p.id, []))) for p, row in rows.values()}
    groups = in_groups(proposal for proposal, _ in rows.values())
    return tuple(card for group in groups for card in _grouped([made[one.id] for one in group], group, names))


def _grouped(cards: list[Card], group: list[Proposal], names: Names) -> Iterator[Card]:
    """Cards of a group with their heading; once one is taken, the guesses rejected beside it step back."""
    several = len(cards) > 1
    taken = any(card.state in ("confirmed", "edited", "split") for card in cards)
    party = names.party(str(group[0].row["actor"])).name
    for number, card in enumerate(cards):
        heading = f"{party}: {len(cards)} readings" if several and number == 0 else ""
        yield replace(card, heading=heading, passed=taken and card.guess and card.state == "rejected")


def _card(
    proposal: Proposal, row: Mapping[str, Any], outcome: Outcome | None, seen: tuple[str, Names, list[str]]
) -> Card:
    coder, names, reasons = seen
    made = _made(outcome, coder)
    claims = (row,) if made is None else made
    adjudicated = outcome is not None and outcome.state is State.ADJUDICATED
    return Card(
        id=proposal.id,
        state=State.DISPUTED.value if _is_open_dispute(outcome, coder) else _state(made, row),
        claims=claims,
        lines=tuple(in_words(claim, names) for claim in claims),
        quote=str(row["quote"]),
        speaker=str(row.get("speaker") or ""),
        confidence=float(row.get("confidence") or 0),
        settled="adjudicated" if adjudicated else "" if coder or outcome is None else ", ".join(outcome.by),
        waits=tuple(dict.fromkeys(reasons)) if made is not None else (),
        by_hand=proposal.by_hand,
        guess=proposal.guess,
    )


def _made(outcome: Outcome | None, coder: str) -> tuple[Mapping[str, Any], ...] | None:
    """Claims that a coder made of a proposal, or for nobody in particular those that stand; None while undecided."""
    if outcome is None or _is_open_dispute(outcome, coder):
        return None
    if not coder:
        return outcome.claims
    own = outcome.decisions.get(coder)
    return own.claims if own is not None else None


def _is_open_dispute(outcome: Outcome | None, coder: str) -> bool:
    return not coder and outcome is not None and outcome.state is State.DISPUTED


def _state(claims: tuple[Mapping[str, Any], ...] | None, row: Mapping[str, Any]) -> str:
    if claims is None:
        return "open"
    if not claims:
        return "rejected"
    if len(claims) > 1:
        return "split"
    same = all((claims[0].get(name) or None) == (row.get(name) or None) for name in row if name in claims[0])
    return "confirmed" if same else "edited"


def in_words(claim: Mapping[str, Any], names: Names) -> str:
    """Say a claim in one line."""
    element, package = claim.get("element"), claim.get("package")
    target = names.package(str(package)) if package else "the whole" if element == "*" else names.element(str(element))
    options = [names.option(str(element), option) for option in str(claim.get("option") or "").split("|") if option]
    words = f"{names.party(str(claim['actor'])).name} {WORDS.get(str(claim['stance']), claim['stance'])} {target}"
    words += f": {' or '.join(options)}" if options else ""
    words += f" — if {claim['condition']}" if claim.get("condition") else ""
    marks = [mark for mark, is_so in (("hedged", claim.get("hedged")), ("red line", claim.get("red_line"))) if is_so]
    return words + (f" ({', '.join(marks)})" if marks else "")
