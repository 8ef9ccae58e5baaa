"""What is laid before the reviewers: a proposed claim with a name that stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from detente.positions.review.events import Event, Merge

NAMED_BY = ("document", "start", "end", "actor", "element", "stance")
SURE = 0.42
"""Confidence from which a claim is proposed in the precise mode too."""

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

    @property
    def guess(self) -> bool:
        """Whether the automatic tally would leave it out."""
        return not self.by_hand and float(self.row.get("confidence") or 0) < SURE


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


def in_groups(proposals: Iterable[Proposal]) -> list[list[Proposal]]:
    """Proposals in groups that are decided together: what one party may hold in one passage, the surest first.

    Proposals whose words overlap belong to one passage. What was marked by hand comes first.

    Examples
    --------
    >>> sure = Proposal("b", {"actor": "A", "confidence": 0.8}, (4, 9))
    >>> guess = Proposal("a", {"actor": "A", "confidence": 0.2}, (0, 9))
    >>> other = Proposal("d", {"actor": "B", "confidence": 0.1}, (0, 9))
    >>> later = Proposal("c", {"actor": "A", "confidence": 0.9}, (10, 15))
    >>> [[proposal.id for proposal in group] for group in in_groups([guess, later, other, sure])]
    [['b', 'a'], ['d'], ['c']]
    """
    passages: list[dict[str, list[Proposal]]] = []
    end = -1
    for proposal in sorted(proposals, key=lambda one: one.place):
        if proposal.place[0] >= end:
            passages.append({})
        passages[-1].setdefault(str(proposal.row.get("actor")), []).append(proposal)
        end = max(end, proposal.place[1])
    ordered = [[sorted(group, key=_surest_first) for group in passage.values()] for passage in passages]
    return [group for passage in ordered for group in sorted(passage, key=lambda one: _surest_first(one[0]))]


def guesses_around(proposal: Proposal, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The guesses of the group that a proposal belongs to, itself among them when it is one."""
    group: list[Proposal] = next((group for group in in_groups(proposals) if proposal in group), [])
    return [one for one in group if one.guess]


def in_reading_order(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Proposals as they are laid before a reviewer: passage by passage, in each the surest party first."""
    return [proposal for group in in_groups(proposals) for proposal in group]


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
