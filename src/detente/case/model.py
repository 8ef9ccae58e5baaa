"""The case: everything that is on the table, as its author wrote it down.

Axes everywhere: world, party, phase, element, option, obligation, in this order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.case.conflict import ConflictModel
from detente.case.energy import NO_ENERGY, EnergyRow, EnergySettings
from detente.case.shocks import BUILTIN_ECONOMY, EconomySettings, ShockRow
from detente.case.table import Assumption, Claim, Document, Element, Outcome, Package, Party, Payoff, Price, Rule, Told
from detente.case.terms import (
    Casualties,
    Council,
    Escrow,
    Exposure,
    Guarantee,
    Leverage,
    Measure,
    Obligation,
    Phase,
    Reciprocity,
    Transfer,
    Venture,
    Verifier,
)
from detente.case.vocabulary import Estimate


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is on the table, as the author wrote it down."""

    slug: str
    title: str
    question: str
    as_of: date
    currency: str
    price_year: int
    parties: tuple[Party, ...]
    elements: tuple[Element, ...]
    packages: tuple[Package, ...] = ()
    no_deal: tuple[Outcome, ...] = ()
    phases: tuple[Phase, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    escrows: tuple[Escrow, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    casualties: tuple[Casualties, ...] = ()
    p_slip: Estimate | None = None
    words_ratio: Estimate | None = None
    false_alarms_per_year: Estimate | None = None
    false_alarm_days: Estimate | None = None
    margin_floor_usd_bn: float = 0.0
    several_means_at_least: int = 2
    several_weighted_by: str = "interests"
    claims: tuple[Claim, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    ventures: tuple[Venture, ...] = ()
    councils: tuple[Council, ...] = ()
    measures: tuple[Measure, ...] = ()
    prices: tuple[Price, ...] = ()
    payoffs: tuple[Payoff, ...] = ()
    shocks: tuple[ShockRow, ...] = ()
    economy: EconomySettings = BUILTIN_ECONOMY
    energy_shocks: tuple[EnergyRow, ...] = ()
    energy: EnergySettings = NO_ENERGY
    documents: tuple[Document, ...] = ()
    verifiers: tuple[Verifier, ...] = ()
    reciprocity: tuple[Reciprocity, ...] = ()
    leverage: tuple[Leverage, ...] = ()
    rules: tuple[Rule, ...] = ()
    told: tuple[Told, ...] = ()
    conflict: ConflictModel | None = None

    def element(self, element_id: str) -> Element:
        """Look up an element by id."""
        return next(e for e in self.elements if e.id == element_id)

    def party(self, party_id: str) -> Party:
        """Look up a party by id."""
        return next(p for p in self.parties if p.id == party_id)
