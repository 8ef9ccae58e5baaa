"""Who needs something to be lawful: obligations, ventures and councils."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case import Case


@dataclass(frozen=True, slots=True)
class Subject:
    """An obligation, venture or council with its needs, and those who take part in it by name."""

    kind: str
    id: str
    title: str
    needs: tuple[str, ...]
    members: tuple[str, ...] = ()


def subjects_of(case: Case) -> Iterator[Subject]:
    """Every subject, in the order of the case files."""
    for obligation in case.obligations:
        yield Subject("obligation", obligation.id, obligation.title, obligation.needs)
    for venture in case.ventures:
        yield Subject("venture", venture.id, venture.name, venture.needs, venture.partners)
    for council in case.councils:
        yield Subject("council", council.id, council.name, council.needs, council.members)
