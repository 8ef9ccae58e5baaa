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
