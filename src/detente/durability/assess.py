"""The test of durability: package by package, whether every obliged party would rather keep than break."""

from __future__ import annotations

from detente.case import Case, Obligation, Package
from detente.deals import Deals
from detente.durability.flows import Side, draw_side
from detente.durability.records import Durability, PackageDurability
from detente.durability.repairs import propose_repairs
from detente.durability.terms import Terms, applicable_obligations, draw_terms
from detente.durability.verdict import (
    Weighing,
    describe_failure,
    describe_margin,
    first_to_fail,
    weigh,
    why_unknown,
    worlds_that_hold,
)
from detente.preferences import Preferences
from detente.worlds import Payoffs, Worlds


def assess_durability(
    case: Case, deals: Deals, preferences: Preferences, payoffs: Payoffs, worlds: Worlds
) -> Durability:
    """Compare keeping with breaking for every package, obliged party, phase, way and world.

    ``margin = Vkeep - Vbreak = m0 + stake * m1`` in USD bn of present value, one for each way of breaking;
    a world holds when every margin of every obliged party reaches the floor of the case. Equations and
    conventions stand in `docs/explanation/durability.md`.

    Parameters
    ----------
    case : Case
        Its obligations, phases, escrows, exposures, transfers and margin floor are the terms.
    deals : Deals
        Taken to fix the place of this stage on the main path; a package is tested whether or not all would sign.
    preferences : Preferences
        Weights, values, stakes, no deal and cost of conflict, with `worlds.count` rows.
    payoffs : Payoffs
        Money of every option, with `worlds.count` rows.
    worlds : Worlds
        The same worlds in which `preferences` and `payoffs` were drawn.

    Returns
    -------
    Durability
        One result per named package, in the order of the case; 'unknown' with the reason where it carries
        no obligation or nothing can be discounted.

    Examples
    --------
    >>> from detente.casefile import example_case
    >>> from detente.deals import find_deals
    >>> from detente.economy import value_options
    >>> from detente.positions import tally_positions
    >>> from detente.preferences import draw_preferences
    >>> from detente.worlds import draw_worlds
    >>> case, worlds = example_case(), draw_worlds(50, seed=0)
    >>> payoffs = value_options(case, worlds)
    >>> drawn = draw_preferences(case, tally_positions(case), payoffs, worlds)
    >>> found = assess_durability(case, find_deals(case, drawn, payoffs), drawn, payoffs, worlds)
    >>> [(package.package, package.holds_share) for package in found.packages]
    [('LEAGUE-DRAFT', 0.9), ('ORMARK-COUNTER', 0.88), ('TRADE-FIRST', 0.92)]
    """
    del deals
    if preferences.stake.shape[0] != worlds.count or payoffs.money.shape[0] != worlds.count:
        raise ValueError("Preferences, payoffs and worlds must hold the same number of worlds.")
    return Durability(tuple(assess_package(case, p, preferences, payoffs, worlds) for p in case.packages))


def assess_package(
    case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, worlds: Worlds
) -> PackageDurability:
    """Compare keeping with breaking for one package, as `assess_durability` does for every one of the case."""
    reason = _why_not(case, package)
    if reason:
        return _unknown(case, package, reason)
    terms = draw_terms(case, package, preferences.axes, worlds)
    sides = tuple(
        draw_side(case, package, terms, preferences, payoffs, party) for party in sorted(set(terms.owner.tolist()))
    )
    weighing = weigh(sides, terms)
    reasons = why_unknown(case, sides, terms, weighing)
    if not weighing.margins:
        return _unknown(case, package, " ".join(reasons.values()), tuple(reasons))
    return _verdict(case, package, terms, sides, weighing)


def _why_not(case: Case, package: Package) -> str:
    """Say why a package cannot be tested; empty when it can."""
    if not package.choices:
        return "The package names no option, so that nobody's obligations under it are known."
    if all(option == case.element(element).status_quo for element, option in package.choices.items()):
        return "Every option that the package names is the status quo: there is nothing to keep or break."
    if not case.phases:
        return "The case states no phases."
    if not case.obligations:
        return "The case states no obligations."
    if not applicable_obligations(case, package):
        return "No obligation of the case carries out an option of this package."
    return ""


def _unknown(case: Case, package: Package, reason: str, parties: tuple[str, ...] = ()) -> PackageDurability:
    obligations = applicable_obligations(case, package)
    return PackageDurability(
        package=package.id,
        status="unknown",
        reason=reason,
        obligations=tuple(o.id for o in obligations),
        elements_without_obligation=_not_carried_out(case, package, obligations),
        margins=(),
        holds=None,
        holds_share=None,
        holds_by_phase={},
        unknown_parties=parties,
        first_failure=None,
        repairs=(),
    )


def _verdict(
    case: Case, package: Package, terms: Terms, sides: tuple[Side, ...], weighing: Weighing
) -> PackageDurability:
    reasons = why_unknown(case, sides, terms, weighing)
    floor, count = case.margin_floor_usd_bn, terms.suspended.shape[0]
    holds = None if reasons else worlds_that_hold(weighing.margins, floor, count)
    first = first_to_fail(weighing.margins, floor)
    by_party = {side.party: side for side in sides}
    if holds is not None:
        holds.setflags(write=False)
    return PackageDurability(
        package=package.id,
        status="assessed",
        reason=" ".join(reasons.values()),
        obligations=tuple(o.id for o in terms.obligations),
        elements_without_obligation=_not_carried_out(case, package, terms.obligations),
        margins=tuple(describe_margin(case, by_party[way.party], way) for way in weighing.margins),
        holds=holds,
        holds_share=None if holds is None else float(holds.mean()),
        holds_by_phase={} if holds is None else _by_phase(case, weighing, count),
        unknown_parties=tuple(reasons),
        first_failure=None if first is None else describe_failure(case, first, floor),
        repairs=() if holds is None or holds.all() else propose_repairs(case, terms, sides, weighing),
    )


def _not_carried_out(case: Case, package: Package, obligations: tuple[Obligation, ...]) -> tuple[str, ...]:
    """Elements that the package names and no obligation carries out: they give no flow."""
    carried = {o.element for o in obligations}
    return tuple(e.id for e in case.elements if e.id in package.choices and e.id not in carried)


def _by_phase(case: Case, weighing: Weighing, count: int) -> dict[str, float]:
    """Share of worlds in which every margin up to and including a phase holds."""
    return {
        phase.id: float(
            worlds_that_hold(
                (way for way in weighing.margins if way.phase <= index), case.margin_floor_usd_bn, count
            ).mean()
        )
        for index, phase in enumerate(case.phases)
    }
