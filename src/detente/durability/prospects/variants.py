"""The package as written beside its economic part alone and its security part alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package, Worth
from detente.deals import sign_package
from detente.durability.flows import draw_side
from detente.durability.prospects.records import Variant
from detente.durability.terms import applicable_obligations, draw_terms
from detente.durability.verdict import first_to_fail, weigh, why_unknown, worlds_that_hold
from detente.preferences import Preferences
from detente.worlds import Payoffs, Worlds

ECONOMIC = frozenset({Worth.TRADE, Worth.ENERGY, Worth.VENTURES, Worth.RECONSTRUCTION, Worth.SANCTIONS, Worth.ASSETS})
SECURITY = frozenset({Worth.MILITARY})


def compare_variants(
    case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, worlds: Worlds
) -> tuple[Variant, ...]:
    """Sign and hold the package as written, its economic elements alone, and its security elements alone.

    What a part leaves out stays as it is today. Which element belongs where is read off `kind_of_worth`; elements of
    the kind ``other`` (land, law, culture) belong to neither part and stand in the whole alone.
    """
    whole = _weighed("as written", case, package, preferences, payoffs, worlds)
    parts = (("economic part alone", ECONOMIC), ("security part alone", SECURITY))
    return (whole, *(_part(name, kinds, case, package, (preferences, payoffs, worlds)) for name, kinds in parts))


def _part(
    name: str,
    kinds: Collection[Worth],
    case: Case,
    package: Package,
    draws: tuple[Preferences, Payoffs, Worlds],
) -> Variant:
    choices = {e: o for e, o in package.choices.items() if case.element(e).kind_of_worth in kinds}
    if all(case.element(e).status_quo == o for e, o in choices.items()):
        return Variant(name, tuple(choices), None, None, None, None, "The package changes no element of that kind.")
    return _weighed(name, case, replace(package, choices=choices), *draws)


def _weighed(
    name: str, case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, worlds: Worlds
) -> Variant:
    signs = sign_package(case, package, preferences, payoffs).joint
    holds, first, reason = _holding(case, package, preferences, payoffs, worlds)
    return Variant(
        name=name,
        elements=tuple(package.choices),
        signing_share=float(signs.mean()),
        holding_share=None if holds is None else float(holds.mean()),
        signed_and_held_share=None if holds is None else float((signs & holds).mean()),
        first=first,
        reason=reason,
    )


def _holding(
    case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, worlds: Worlds
) -> tuple[NDArray[np.bool_] | None, tuple[str, str, str] | None, str]:
    """Worlds in which every margin reaches the floor, who fails first, and why holding is unknown if it is."""
    if not case.phases or not applicable_obligations(case, package):
        return None, None, "No obligation carries it out."
    terms = draw_terms(case, package, preferences.axes, worlds)
    owners = sorted(set(terms.owner.tolist()))
    sides = [draw_side(case, package, terms, preferences, payoffs, party) for party in owners]
    weighing = weigh(sides, terms)
    reasons = why_unknown(case, sides, terms, weighing)
    first = first_to_fail(weighing.margins, case.margin_floor_usd_bn)
    named = None
    if first is not None:
        named = case.parties[first.party].id, case.phases[first.phase].id, str(first.way)
    if reasons:
        return None, named, " ".join(reasons.values())
    return worlds_that_hold(weighing.margins, case.margin_floor_usd_bn, worlds.count), named, ""
