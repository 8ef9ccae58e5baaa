"""Search: the rows that one may see, and among those the ones that hold the words."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model, Q

from detente.portal.api.schemas import FoundOut
from detente.portal.councils.models import Council, Decision
from detente.portal.doors import Here
from detente.portal.initiative.models import Initiative
from detente.portal.obligations.models import Evidence, Obligation
from detente.portal.text.models import ClauseVersion, Comment, Element
from detente.portal.ventures.models import Venture

MOST = 100
# For each kind: its rows, how they belong to a process, and the fields that are searched, the one that is shown first.
SEARCHED: Mapping[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "article": (ClauseVersion, "clause__process", ("opening", "closing")),
    "comment": (Comment, "clause__process", ("words",)),
    "council": (Council, "process", ("name", "remit")),
    "decision": (Decision, "council__process", ("title",)),
    "element": (Element, "process", ("title",)),
    "evidence": (Evidence, "obligation__process", ("title",)),
    "initiative": (Initiative, "process", ("title", "words")),
    "obligation": (Obligation, "process", ("title", "observable")),
    "venture": (Venture, "process", ("name", "sector")),
}


def found_in(here: Here, words: str) -> list[FoundOut]:
    """What holds the words, by kind; nothing that is hidden is counted, and at most a hundred of each kind."""
    found = []
    for kind, (model, path, fields) in SEARCHED.items():
        holds = Q()
        for name in fields:
            holds |= Q(**{f"{name}__icontains": words})
        rows = here.see(model).filter(holds, **{path: here.process}).order_by("pk")[:MOST]
        found += [FoundOut(kind=kind, words=str(getattr(row, fields[0]))[:200]) for row in rows]
    return found
