"""What stays the same while a design is looked for: terms, sides and request, over all worlds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package
from detente.durability.design.agreement import terms_under
from detente.durability.design.chance import required_worlds
from detente.durability.design.records import DesignRequest
from detente.durability.design.search import Candidate, Question, sample_question
from detente.durability.design.verify import weigh_plan
from detente.durability.flows import Side
from detente.durability.terms import FloatArray, Terms
from detente.durability.verdict import TOLERANCE_USD_BN


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A package to be designed: `sides` are those with known margins, `unknown` the other obliged parties and why."""

    case: Case
    package: Package
    terms: Terms
    sides: tuple[Side, ...]
    request: DesignRequest
    floor: float
    unknown: tuple[str, ...]
    reason: str

    @property
    def worlds(self) -> int:
        """How many worlds were drawn."""
        return int(self.terms.suspended.shape[0])

    @property
    def required(self) -> int:
        """How many of all worlds must hold."""
        return required_worlds(self.request.share, self.worlds)

    def about(self, sample: NDArray[np.int64]) -> Question:
        """Ask about some worlds only, the same share of them."""
        return sample_question(self.terms, self.sides, self.request, self.floor, sample)

    def about_every(self, sample: NDArray[np.int64]) -> Question:
        """Ask about some worlds, every one of which must hold."""
        return replace(self.about(sample), required=len(sample))

    def shortfall(self, candidate: Candidate) -> FloatArray:
        """How far the lowest margin of each world lies below the floor under a candidate (world,); 0 where none does.

        Differences below a dollar are rounding.
        """
        terms = terms_under(self.terms, candidate.regime, candidate.snapback)
        lowest = np.full(self.worlds, np.inf)
        for way in weigh_plan(terms, self.sides, candidate.plan).margins:
            if way.margin is not None:
                lowest = np.minimum(lowest, way.margin)
        return np.where(lowest < self.floor - TOLERANCE_USD_BN, self.floor - lowest, 0.0)
