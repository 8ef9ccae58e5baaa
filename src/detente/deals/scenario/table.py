"""A scenario in integers, so that sums and ties are exact, and the way back to raw utilities."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from detente.case import Scenario
from detente.deals.search.frontier import decimal_integers

LONG = 14
"""Numbers with more digits come out of binary arithmetic and carry its noise."""

RESOLUTION = 10**12
"""Where numbers are long, utilities that differ by less than this part of a party's range count as equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Utilities per block (row, party) from 0, the worst package, to 1, the best; no deal on the same scale.

    ``spread * (utility + worst)`` is the raw utility; all but `blocks` have shape (party,).
    """

    blocks: list[NDArray[np.float64]]
    disagreement: NDArray[np.float64]
    worst: NDArray[np.float64]
    spread: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Integer utilities per block (row, party), and per party the unit, the range and what no deal is worth.

    `step` is the difference in integers that counts as none: 1, or more where numbers are long.
    """

    blocks: list[NDArray[np.int64]]
    units: tuple[Fraction, ...]
    lowest: tuple[int, ...]
    highest: tuple[int, ...]
    disagreement: tuple[Fraction, ...]
    step: NDArray[np.int64]

    def floor(self) -> list[int]:
        """Smallest integers that count as not below no deal."""
        return [whole - int(step) + 1 for whole, step in zip(self._whole(), self.step, strict=True)]

    def spread(self) -> NDArray[np.float64]:
        """Best minus worst raw utility of each party; 1 where all packages are worth the same to it."""
        ends = zip(self.lowest, self.highest, self.units, strict=True)
        return np.array([float((high - low) * unit) or 1.0 for low, high, unit in ends])

    def utilities(self, points: NDArray[np.int64]) -> NDArray[np.float64]:
        """Raw utilities of integer points, each the float nearest to the integer times its unit."""
        ratios = [unit.as_integer_ratio() for unit in self.units]
        columns = [
            [n * up / down for n in column.tolist()] for column, (up, down) in zip(points.T, ratios, strict=True)
        ]
        raw: NDArray[np.float64] = np.array(columns, dtype=np.float64).T.reshape(points.shape)
        return raw

    def near_utilities(self, points: NDArray[np.int64]) -> NDArray[np.float64]:
        """Raw utilities to within a rounding or two of floats: quick, for comparing many points."""
        near: NDArray[np.float64] = points * np.array([float(unit) for unit in self.units])
        return near

    def gains(self, points: NDArray[np.int64]) -> NDArray[np.float64]:
        """What points bring over no deal, in raw units: exactly zero, not noise, where nothing is gained."""
        whole = self._whole()
        rest = [float(n * unit - d) for n, unit, d in zip(whole, self.units, self.disagreement, strict=True)]
        above = (points - np.array(whole, dtype=np.int64)) * np.array([float(unit) for unit in self.units])
        gained: NDArray[np.float64] = np.maximum(above + np.array(rest), 0.0)
        return gained

    def sums(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Integer utilities of one package, given by a row per block."""
        picked = [block[row] for block, row in zip(self.blocks, rows.tolist(), strict=True)]
        total: NDArray[np.int64] = np.sum(picked, axis=0)
        return total

    def scaled(self) -> Scaled:
        """Everything divided by the range of each party, utilities counted from its worst package."""
        width = np.array([float(max(high - low, 1)) for low, high in zip(self.lowest, self.highest, strict=True)])
        ends = zip(self.disagreement, self.units, self.lowest, strict=True)
        above = np.array([float(d / unit - low) for d, unit, low in ends])
        worst = np.array([float(low * unit) for low, unit in zip(self.lowest, self.units, strict=True)])
        spread = self.spread()
        blocks = [(block - block.min(axis=0)) / width for block in self.blocks]
        return Scaled(blocks, above / width, worst / spread, spread)

    def _whole(self) -> list[int]:
        return [ceil(d / unit) for d, unit in zip(self.disagreement, self.units, strict=True)]


def scenario_table(scenario: Scenario) -> Table:
    """Put a scenario into integers; no deal is worth the reservation, or the worst package if that is worth more."""
    parties = range(len(scenario.parties))
    scores = [
        [[scenario.evaluations[i][e][o] for i in parties] for o in range(len(element.options))]
        for e, element in enumerate(scenario.elements)
    ]
    blocks, units, _ = decimal_integers(scenario.weights, scores)
    lowest = tuple(sum(int(block[:, i].min()) for block in blocks) for i in parties)
    highest = tuple(sum(int(block[:, i].max()) for block in blocks) for i in parties)
    worst = [low * unit for low, unit in zip(lowest, units, strict=True)]
    told = [Fraction(r) if r is not None else w for r, w in zip(scenario.reservation, worst, strict=True)]
    step = [max(1, (highest[i] - lowest[i]) // RESOLUTION) if _is_long(scenario, i) else 1 for i in parties]
    disagreement = tuple(max(r, w) for r, w in zip(told, worst, strict=True))
    return Table(blocks, units, lowest, highest, disagreement, np.array(step, dtype=np.int64))


def _is_long(scenario: Scenario, party: int) -> bool:
    """Whether any number of a party has more digits than people write."""
    numbers = [*scenario.weights[party], *(x for element in scenario.evaluations[party] for x in element)]
    return any(len(x.as_tuple().digits) > LONG for x in numbers)
