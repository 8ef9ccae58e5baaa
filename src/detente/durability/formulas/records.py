"""What a closed form is: its inputs with units and ranges, its outputs, its source, and the answers it gives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = float | int | str | tuple[float, ...] | None
"""What an input may be; None where it is left open."""

ROUNDING = 1e-12
"""Probabilities and discounts this close are equal: a case on the boundary is judged as on it, not by its last bit."""

STEP_ROUNDING = 1e-9
"""The same for counts of periods, which come from logarithms of numbers near 1."""


class Kind(StrEnum):
    """How an input is written."""

    NUMBER = "number"
    WHOLE = "whole number"
    NUMBERS = "list of numbers"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Range:
    """Which numbers are allowed; an open end is not one of them."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    def holds(self, number: float) -> bool:
        """Whether a number is allowed."""
        above = number > self.low if self.low_open else number >= self.low
        below = number < self.high if self.high_open else number <= self.high
        return above and below

    def in_words(self) -> str:
        """Say the range.

        Examples
        --------
        >>> Range(0, 1).in_words(), Range(0, 1, low_open=True, high_open=True).in_words(), Range(0).in_words()
        ('from 0 to 1', 'above 0 and below 1', 'at least 0')
        """
        if not self.low_open and not self.high_open and math.isfinite(self.low) and math.isfinite(self.high):
            return f"from {self.low:g} to {self.high:g}"
        ends = []
        if math.isfinite(self.low):
            ends.append(f"{'above' if self.low_open else 'at least'} {self.low:g}")
        if math.isfinite(self.high):
            ends.append(f"{'below' if self.high_open else 'at most'} {self.high:g}")
        return " and ".join(ends) or "any"


ANY = Range()
NOT_NEGATIVE = Range(0)
POSITIVE = Range(0, low_open=True)
AT_LEAST_ONE = Range(1)
SHARE = Range(0, 1)
DISCOUNT = Range(0, 1, low_open=True, high_open=True)


@dataclass(frozen=True, slots=True)
class Input:
    """One input: the symbol under which it is given, the argument of the function, what it means.

    `needed` inputs must be given; the others add figures to the answer. `choices` are the words allowed, if any.
    """

    symbol: str
    argument: str
    meaning: str
    unit: str = ""
    allowed: Range = ANY
    kind: Kind = Kind.NUMBER
    needed: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """One figure of an answer. A repeated one comes once for each phase or party, and is numbered from 1."""

    name: str
    meaning: str
    unit: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a closed form says: its values in their fixed order, and further figures by name.

    A value that does not exist is None, and `notes` say why in words. Notes also hold what a bare value would hide.
    """

    values: tuple[float | None, ...]
    notes: tuple[str, ...] = ()
    also: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Formula:
    """One closed form of the literature, with everything needed to use it and to check it.

    `keys` are entries of the bibliography; `example` is a set of inputs that runs.
    """

    id: str
    title: str
    question: str
    function: Callable[..., Answer]
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    equation: str
    assumptions: str
    limits: str
    citation: str
    keys: tuple[str, ...]
    example: Mapping[str, Value]
    also: tuple[Output, ...] = ()
