"""What the pages of ventures show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from detente.portal.parties.models import Process
from detente.portal.ventures.gates import Look, looks_at
from detente.portal.ventures.models import Condition, Document, Partner, Venture
from detente.portal.ventures.obstacles import Obstacle, obstacles_of


@dataclass(frozen=True, slots=True)
class Row:
    """A venture with its partners, what the law says of it on a day, its conditions, and what is not open."""

    venture: Venture
    partners: list[Partner]
    conditions: list[Condition]
    documents: list[Document]
    look: Look
    shut: list[Obstacle]

    @property
    def may_go(self) -> bool:
        """Whether every gate is open."""
        return not self.shut


def rows_of(process: Process, ventures: QuerySet[Venture], on: date) -> list[Row]:
    """Ventures of a process that one may see, as rows, with their gates on a day."""
    related = ("partners__delegation", "judged", "documents")
    found = list(ventures.select_related("council", "process").prefetch_related(*related))
    looks = looks_at(process, found, on) if found else {}
    return [_row(venture, looks[venture.pk]) for venture in found]


def _row(venture: Venture, look: Look) -> Row:
    partners, judged = list(venture.partners.all()), list(venture.judged.all())
    return Row(venture, partners, judged, list(venture.documents.all()), look, obstacles_of(venture, look))
