"""Look at one package from all sides: peace, drivers, trust, dependence, variants, forecast."""

from __future__ import annotations

from collections.abc import Iterable

from detente.case import Case, Estimate, Package
from detente.deals import sign_package
from detente.durability.flows import Side, draw_side
from detente.durability.prospects.drivers import describe_weakest, estimates_behind, rank_drivers, weakest_margin
from detente.durability.prospects.forecast import forecast
from detente.durability.prospects.links import weigh_links
from detente.durability.prospects.peace import count_casualties, weigh_peace
from detente.durability.prospects.records import Driver, Prospects
from detente.durability.prospects.trust import assess_trust
from detente.durability.prospects.variants import compare_variants
from detente.durability.terms import Terms, applicable_obligations, draw_terms
from detente.durability.verdict import Weighing, weigh, why_unknown, worlds_that_hold
from detente.preferences import Preferences
from detente.worlds import Payoffs, Worlds

EMPTY = Weighing((), ())


def look_ahead(
    case: Case,
    package: Package,
    preferences: Preferences,
    payoffs: Payoffs,
    worlds: Worlds,
    estimates: Iterable[tuple[str, Estimate]],
) -> Prospects:
    """Say of one package what the margins alone do not: what peace is worth, who means it, who depends on whom.

    `estimates` are those that may drive a margin, each with a label in words. All parts speak of the same worlds.
    Where nothing is owed under the package, what rests on margins is empty or unknown, and the rest is still said.
    """
    signs = sign_package(case, package, preferences, payoffs).joint
    terms, sides = _obliged(case, package, preferences, payoffs, worlds)
    weighing = EMPTY if terms is None else weigh(sides, terms)
    known = terms is not None and not why_unknown(case, sides, terms, weighing)
    floor = case.margin_floor_usd_bn
    holds = worlds_that_hold(weighing.margins, floor, worlds.count) if known else None
    weakest = weakest_margin(weighing.margins, floor)
    drivers: tuple[Driver, ...] = ()
    if weakest is not None and weakest.margin is not None:
        behind = estimates_behind(case, package, weakest.party)
        drivers = rank_drivers(weakest.margin, holds, ((t, e) for t, e in estimates if e.id in behind), worlds)
    return Prospects(
        package=package.id,
        peace=weigh_peace(case, package, preferences, payoffs),
        casualties=count_casualties(case, worlds),
        weakest=None if weakest is None else describe_weakest(case, weakest),
        drivers=drivers,
        trust=() if terms is None else assess_trust(case, package, terms, sides, worlds),
        links=() if terms is None else weigh_links(case, package, terms, preferences, payoffs),
        variants=compare_variants(case, package, preferences, payoffs, worlds),
        forecast=forecast(signs, weighing.margins if known else None, case.phases, floor, case.as_of.year),
    )


def _obliged(
    case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, worlds: Worlds
) -> tuple[Terms | None, tuple[Side, ...]]:
    """Terms and sides of the obliged parties; None where the package obliges nobody or the case has no phases."""
    if not case.phases or not applicable_obligations(case, package):
        return None, ()
    terms = draw_terms(case, package, preferences.axes, worlds)
    owners = sorted(set(terms.owner.tolist()))
    return terms, tuple(draw_side(case, package, terms, preferences, payoffs, party) for party in owners)
