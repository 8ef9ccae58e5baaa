"""What each obligation brings a party every year, against no deal: the pair of money and politics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Element, Package
from detente.durability.terms import FloatArray, Terms
from detente.preferences import Preferences
from detente.worlds import Payoffs


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One party's side of a package.

    `gains` (2, world, obligation) is the yearly flow that starts with each obligation: row 0 in USD bn,
    row 1 per USD bn of political stake; the flow is ``gains[0] + stake * gains[1]``.
    `stake` is None where the case states none. `own` (obligation,) marks what the party itself owes.
    `money_stated` is False where elements bring money and none at all is stated for the party.
    """

    party: int
    gains: FloatArray
    own: NDArray[np.bool_]
    stake: FloatArray | None
    unpriced_elements: tuple[str, ...]
    money_stated: bool


def draw_side(
    case: Case, package: Package, terms: Terms, preferences: Preferences, payoffs: Payoffs, party: int
) -> Side:
    """Spread each element's yearly gain over the obligations that carry it out.

    ``g = lam k (v[p] - vbar) + (m[p] - mbar)``, with the cost of conflict added to the money of the element
    that ends it, and ``h[n] = share[n] g[element of n]`` (DESIGN, flows relative to no deal). The money ``m`` of the
    elements adds up to that of the package as a whole.
    """
    elements = flow_elements(case, terms)
    every = _element_gains(package, preferences, payoffs, party)
    gains = np.zeros((2, preferences.stake.shape[0], len(terms.obligations)))
    for element in elements:
        carried = np.flatnonzero(terms.element == element)
        gain = every[:, :, element].copy()
        if _is_end_of_conflict(case, package, elements, element):
            gain[0] += preferences.conflict_cost[:, party]
        gains[:, :, carried] = gain[:, :, None] * terms.share[carried]
    unpriced = tuple(
        case.elements[e].id for e in elements if not _is_priced(case, package, payoffs, party, case.elements[e])
    )
    return Side(
        party=party,
        gains=gains,
        own=terms.owner == party,
        stake=preferences.stake[:, party] if preferences.has_stake[party] else None,
        unpriced_elements=unpriced,
        money_stated=bool(payoffs.stated[party]) or not unpriced,
    )


def flow_elements(case: Case, terms: Terms) -> tuple[int, ...]:
    """Elements that some obligation of the package carries out, as indices in the order of the case."""
    return tuple(e for e in range(len(case.elements)) if e in terms.element)


def _element_gains(package: Package, preferences: Preferences, payoffs: Payoffs, party: int) -> FloatArray:
    """Yearly gain of a party from each element over no deal, shape (2, world, element)."""
    axes = preferences.axes
    choice = axes.choice(package.choices)
    complete = np.where(choice < 0, axes.status_quo, choice)
    money = payoffs.package_over_no_deal(complete, preferences.no_deal_money, party)
    value = preferences.values[:, party, np.arange(len(complete)), complete] - preferences.no_deal_values[:, party]
    return np.stack([money, preferences.weights[:, party] * value])


def _is_end_of_conflict(case: Case, package: Package, elements: tuple[int, ...], element: int) -> bool:
    """Tell whether the cost of conflict is credited here: to the first element that ends it and leaves the status quo.

    Only one element may receive it, or the cost would count twice.
    """
    ending = (
        e
        for e in elements
        if case.elements[e].ends_conflict and package.choices[case.elements[e].id] != case.elements[e].status_quo
    )
    return next(ending, None) == element


def _is_priced(case: Case, package: Package, payoffs: Payoffs, party: int, element: Element) -> bool:
    """Money of the chosen option is known, and of every option that no deal may bring."""
    if not element.economic:
        return True
    axes = payoffs.axes
    compared = {package.choices[element.id], *(o.choices.get(element.id, element.status_quo) for o in case.no_deal)}
    compared.discard(element.status_quo)
    return all(payoffs.known[party, axes.element(element.id), axes.option(element.id, o)] for o in compared)
