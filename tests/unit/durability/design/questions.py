"""Small designs shared by the tests: a trade of duty against relief, by hand, and random agreements."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.case import CaseError
from detente.durability.design import Design, DesignRequest, Limits, design_package
from detente.durability.design.agreement import Agreement, agreement_of, known_sides, terms_under
from detente.durability.design.plan import Plan, open_phases
from detente.durability.design.records import AS_WRITTEN, AT_ONCE, Snapback
from detente.durability.flows import Side, draw_side
from detente.durability.terms import Terms, draw_terms
from unit.durability.agreement import Setting, a_case, a_setting, element, fixed, obligation, party

NOTHING_BUT_TIME = Limits(escrow_usd_bn=0.0, transfer_usd_bn_per_year=0.0, subsidy_usd_bn_per_year=0.0)
RHO = -float(np.log(0.9))


def trade(phases: dict[str, float], *, reversible: float, lag_days: float = 365.25, **more: object) -> Setting:
    """Duty costs A 2 and brings B 5 a year, relief costs B 2 and brings A 5; both are due in the first phase."""
    first = next(iter(phases))
    stated = {"reversible": fixed("reversible", reversible), "lag_days": fixed("lag_days", lag_days, "days")}
    case = a_case(
        [party("A"), party("B")],
        [element("duty"), element("relief")],
        phases,
        [obligation("duty", "A", "duty", first, **stated), obligation("relief", "B", "relief", first, **stated)],
        **more,
    )
    money = {("A", "duty"): -2.0, ("B", "duty"): 5.0, ("A", "relief"): 5.0, ("B", "relief"): -2.0}
    return a_setting(case, money=money)


def design_of(setting: Setting, request: DesignRequest, package: str = "deal") -> Design:
    drawn = (setting.preferences, setting.payoffs, setting.worlds)
    return design_package(setting.case, package, drawn, request)


@dataclass(frozen=True)
class Drawn:
    """Terms, sides and agreement of a setting, all phases open."""

    terms: Terms
    sides: tuple[Side, ...]
    agreement: Agreement


def drawn_of(setting: Setting, snapback: Snapback = AT_ONCE) -> Drawn:
    package = setting.case.packages[0]
    terms = draw_terms(setting.case, package, setting.preferences.axes, setting.worlds)
    sides = tuple(
        draw_side(setting.case, package, terms, setting.preferences, setting.payoffs, who)
        for who in sorted(set(terms.owner.tolist()))
    )
    known = known_sides(sides, terms)
    if not known:
        raise CaseError("no side is known")
    under = terms_under(terms, AS_WRITTEN, snapback)
    return Drawn(under, known, agreement_of(under, known))


def with_outside_options(found: Drawn, rng: np.random.Generator) -> Drawn:
    """Give every party something beyond the agreement, so that no term of the margin stays zero."""
    terms = replace(found.terms, afterwards=rng.normal(size=found.terms.escrow.shape))
    return Drawn(terms, found.sides, agreement_of(terms, found.sides))


def random_plan(agreement: Agreement, rng: np.random.Generator) -> Plan:
    """Any schedule within the open phases, any escrow, any payments that sum to a subsidy."""
    parties, obligations, phases = agreement.shape
    used = open_phases(agreement) & (rng.random((obligations, phases)) < 0.6)
    used[:, -1] = True
    delivered = rng.random((obligations, phases)) * used
    paid, received = rng.random((2, parties, phases))
    short = np.maximum(paid.sum(axis=0) - received.sum(axis=0), 0)
    received[0] += short
    subsidy = received.sum(axis=0) - paid.sum(axis=0)
    return Plan(
        delivered / delivered.sum(axis=1, keepdims=True), rng.random((parties, phases)), paid, received, subsidy
    )
