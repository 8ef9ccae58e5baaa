"""The axes that arrays share: party, element and option, in the order of the case file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Labels of the party, element and option axes; `exists[e, o]` is False for padding."""

    parties: tuple[str, ...]
    elements: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    status_quo: NDArray[np.int64]
    exists: NDArray[np.bool_]

    def party(self, party_id: str) -> int:
        """Index of a party."""
        return self.parties.index(party_id)

    def element(self, element_id: str) -> int:
        """Index of an element."""
        return self.elements.index(element_id)

    def option(self, element_id: str, option_id: str) -> int:
        """Index of an option within its element."""
        return self.options[self.element(element_id)].index(option_id)

    def choice(self, choices: Mapping[str, str]) -> NDArray[np.int64]:
        """Option index per element, -1 where the package names nothing, shape (element,)."""
        named = np.full(len(self.elements), -1, dtype=np.int64)
        for element_id, option_id in choices.items():
            named[self.element(element_id)] = self.option(element_id, option_id)
        return named


def axes_of(case: Case) -> Axes:
    """Read the axes off a case."""
    options = tuple(tuple(o.id for o in e.options) for e in case.elements)
    exists = np.zeros((len(options), max(map(len, options))), dtype=bool)
    for row, ids in enumerate(options):
        exists[row, : len(ids)] = True
    status_quo = [ids.index(e.status_quo) for e, ids in zip(case.elements, options, strict=True)]
    return Axes(
        parties=tuple(p.id for p in case.parties),
        elements=tuple(e.id for e in case.elements),
        options=options,
        status_quo=np.array(status_quo, dtype=np.int64),
        exists=exists,
    )
