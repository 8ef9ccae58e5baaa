"""Whose yes a package needs: those it requires, and the voices that ratify for them."""

from __future__ import annotations

from detente.case.model import Case
from detente.case.table import Package


def signatures(case: Case, package: Package) -> tuple[str, ...]:
    """Ids of the parties that a package requires, then of the voices that ratify for one of them."""
    ratifiers = (p.id for p in case.parties if p.ratifies and p.voice_of in package.required)
    return package.required + tuple(r for r in ratifiers if r not in package.required)
