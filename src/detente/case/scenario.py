"""A negotiation scenario as the field exchanges it: issues with options, and one scoring table per party."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from math import prod


@dataclass(frozen=True, slots=True)
class ScenarioElement:
    """What is decided, and the options among which one is chosen."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Elements and, for each party, weights, evaluations and a reservation value, as exact decimals.

    A package is worth ``sum_e weights[party][e] * evaluations[party][e][option]`` to a party: raw, not normalised.
    `reservation` is what no deal is worth to a party, None where nothing is said. `discount` is kept and not used.
    `notes` says what the reader left out; two scenarios that differ only there are equal.

    Examples
    --------
    >>> two = Decimal(2)
    >>> tariff = ScenarioElement("tariff", ("low", "high"))
    >>> Scenario("trade", ("North",), (tariff,), ((two,),), (((two, two),),), (None,), (None,)).packages_total
    2
    """

    name: str
    parties: tuple[str, ...]
    elements: tuple[ScenarioElement, ...]
    weights: tuple[tuple[Decimal, ...], ...]
    evaluations: tuple[tuple[tuple[Decimal, ...], ...], ...]
    reservation: tuple[Decimal | None, ...]
    discount: tuple[Decimal | None, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def packages_total(self) -> int:
        """How many packages there are, exactly."""
        return prod(len(element.options) for element in self.elements)
