"""What the pages of ventures show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from detente.portal.ventures.models import Gate, Partner, Venture


@dataclass(frozen=True, slots=True)
class Row:
    """A venture with its partners, its gates, and the next of them."""

    venture: Venture
    partners: list[Partner]
    gates: list[Gate]
    gate: Gate | None


def rows_of(ventures: QuerySet[Venture]) -> list[Row]:
    """Ventures that one may see, as rows."""
    found = ventures.select_related("council").prefetch_related("partners__delegation", "gates")
    return [_row(venture, venture.partners.all(), venture.gates.all()) for venture in found]


def _row(venture: Venture, partners: Iterable[Partner], gates: Iterable[Gate]) -> Row:
    waiting = [gate for gate in gates if gate.passed_at is None]
    return Row(venture, list(partners), list(gates), waiting[0] if waiting else None)
