"""The decision variables of a design, their places in a vector, and the plan that a vector stands for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.durability.design.agreement import Agreement
from detente.durability.terms import FloatArray

NOTHING = 1e-7
"""Below this a share, in parts of one, or an amount, in USD bn, is rounding of the solver."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each decision stands: deliveries (n, t), then escrow posted, paid and received (i, t), then subsidy (t)."""

    parties: int
    obligations: int
    phases: int

    @property
    def escrow(self) -> int:
        """First escrow."""
        return self.obligations * self.phases

    @property
    def paid(self) -> int:
        """First payment made."""
        return self.escrow + self.parties * self.phases

    @property
    def received(self) -> int:
        """First payment received."""
        return self.paid + self.parties * self.phases

    @property
    def subsidy(self) -> int:
        """First subsidy."""
        return self.received + self.parties * self.phases

    @property
    def count(self) -> int:
        """Number of decisions."""
        return self.subsidy + self.phases


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A design in numbers: `delivered` (n, t) sums to 1 over t; `posted`, `paid`, `received` (i, t); `subsidy` (t,).

    Escrow in USD bn, posted in a phase and kept; payments and subsidy in USD bn a year during a phase.
    """

    delivered: FloatArray
    posted: FloatArray
    paid: FloatArray
    received: FloatArray
    subsidy: FloatArray

    @property
    def transfer(self) -> FloatArray:
        """Net yearly receipts (i, t)."""
        return self.received - self.paid

    def vector(self) -> FloatArray:
        """All decisions in the order of `Places`."""
        parts = (self.delivered, self.posted, self.paid, self.received, self.subsidy)
        return np.concatenate([part.ravel() for part in parts])


def places_of(agreement: Agreement) -> Places:
    """Places of the decisions of an agreement."""
    parties, obligations, phases = agreement.shape
    return Places(parties, obligations, phases)


def as_written(agreement: Agreement) -> Plan:
    """The text without any change: everything in its own phase, nothing added."""
    parties, obligations, phases = agreement.shape
    delivered = np.zeros((obligations, phases))
    delivered[np.arange(obligations), agreement.earliest] = 1.0
    none = np.zeros((parties, phases))
    return Plan(delivered, none, none, none, np.zeros(phases))


def plan_of(vector: FloatArray, places: Places) -> Plan:
    """Read a plan from a solution, without the rounding of the solver: shares sum to 1, payments to the subsidy."""
    shape = places.parties, places.phases
    delivered = _clean(vector[: places.escrow]).reshape(places.obligations, places.phases)
    posted = _clean(vector[places.escrow : places.paid]).reshape(shape)
    paid = _clean(vector[places.paid : places.received]).reshape(shape)
    received = _clean(vector[places.received : places.subsidy]).reshape(shape)
    net = received - paid
    paid, received = np.maximum(-net, 0), np.maximum(net, 0)
    given = received.sum(axis=0) - paid.sum(axis=0)
    # What one party would receive beyond what is paid in is the subsidy: never less than nothing.
    paid[0] += np.maximum(-given, 0)
    return Plan(delivered / delivered.sum(axis=1, keepdims=True), posted, paid, received, np.maximum(given, 0))


def open_phases(agreement: Agreement, on_time: Collection[str] = ()) -> NDArray[np.bool_]:
    """Phases in which each obligation may be delivered, shape (n, t): that of the text, and later unless `on_time`."""
    phases = np.arange(agreement.shape[2])
    bound = np.array([o.id in on_time for o in agreement.terms.obligations], dtype=bool)
    later = (phases[None, :] > agreement.earliest[:, None]) & ~bound[:, None]
    return np.asarray(later | (phases[None, :] == agreement.earliest[:, None]))


def _clean(values: FloatArray) -> FloatArray:
    return np.where(values > NOTHING, values, 0.0)
