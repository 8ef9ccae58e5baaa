"""What is laid before the reviewers: a proposed claim with a name that stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from detente.positions.review.events import Event, Merge

NAMED_BY = ("document", "start", "end", "actor", "element", "stance")

Row = Mapping[str, Any]
Merges = Mapping[tuple[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row of proposed claims; `place` is where it stands in the text as shown, `said_on` the day as far as known.

    `by_hand`: a reviewer marked the words, no rule did.
    """

    id: str
    row: Row
    place: tuple[int, int]
    said_on: str = "undated"
    by_hand: bool = False


def proposal_id(row: Row) -> str:
    """Name a proposal by its place, its actor, its element and its stance: the same on every run.

    Examples
    --------
    >>> row = {"document": "a.txt", "start": 0, "end": 9, "actor": "A", "element": "toll", "stance": "open"}
    >>> proposal_id(row) == proposal_id(dict(row)), proposal_id(row) == proposal_id(row | {"stance": "rejects"})
    (True, False)
    """
    words = json.dumps([row[name] for name in NAMED_BY], ensure_ascii=False)
    return "p" + sha256(words.encode()).hexdigest()[:12]


def in_reading_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Proposals as they are laid before a reviewer: passage by passage, in each the surest first.

    Proposals whose words overlap belong to one passage. What was marked by hand comes first.

    Examples
    --------
    >>> sure, guess = Proposal("b", {"confidence": 0.8}, (4, 9)), Proposal("a", {"confidence": 0.2}, (0, 9))
    >>> later = Proposal("c", {"confidence": 0.9}, (10, 15))
    >>> [proposal.id for proposal in in_reading_order([guess, later, sure])]
    ['b', 'a', 'c']
    """
    passages: list[list[Proposal]] = []
    end = -1
    for proposal in sorted(proposals, key=lambda one: one.place):
        if proposal.place[0] >= end:
            passages.append([])
        passages[-1].append(proposal)
        end = max(end, proposal.place[1])
    return [proposal for passage in passages for proposal in sorted(passage, key=_surest_first)]


def _surest_first(proposal: Proposal) -> tuple[bool, float, tuple[int, int], str]:
    confidence = float(proposal.row.get("confidence") or 0)
    return not proposal.by_hand, -confidence, proposal.place, proposal.id


def merges_of(events: Iterable[Event]) -> dict[tuple[str, str], str | None]:
    """The latest merge of each name, by what it names and the name folded; None where it was parted again."""
    return {(event.what, event.name.casefold()): event.into for event in events if isinstance(event, Merge)}


def merged(row: Row, names: Merges) -> dict[str, Any]:
    """Lead the actor and the element of a row to what reviewers have merged them into.

    A chain is followed to its end, and a circle is left where it closes.

    Examples
    --------
    >>> merged({"actor": "A", "element": "Toll"}, {("element", "toll"): "TOLL.A"})
    {'actor': 'A', 'element': 'TOLL.A'}
    """
    return dict(row) | {what: _followed(names, what, row[what]) for what in ("actor", "element")}


def _followed(names: Merges, what: str, name: str | None) -> str | None:
    seen = {(name or "").casefold()}
    while name is not None:
        into = names.get((what, name.casefold()))
        if into is None or into.casefold() in seen:
            return name
        seen.add(into.casefold())
        name = into
    return name
