"""Dependence: who loses what if a link is cut, and who could cut it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.case import Case, Package
from detente.deals import quantiles
from detente.durability.flows import flow_elements
from detente.durability.prospects.records import Link
from detente.durability.terms import FloatArray, Terms
from detente.preferences import Preferences
from detente.worlds import Payoffs

UNIT = "USD bn per year"


def weigh_links(
    case: Case, package: Package, terms: Terms, preferences: Preferences, payoffs: Payoffs
) -> tuple[Link, ...]:
    """Compare for every link what cutting it would cost the one who can and the one who cannot help it.

    A link is an element that some obligation carries out and whose money is known to both; who owes one of its
    obligations can cut it. Interdependence deters where the holder loses itself, and invites hold-up where it loses
    nothing and the other does, above all after the other has sunk cost [Hirschman1945]_ [KeohaneNye1977]_
    [Williamson1985]_. The cost of conflict and politics are left out: this is dependence on the link itself.
    Sorted by leverage, the median of the other's loss less the holder's.
    """
    parties = [i for i in range(len(case.parties)) if payoffs.stated[i]]
    found = []
    for element in flow_elements(case, terms):
        losses = dict(_losses(case, package, preferences, payoffs, element, parties))
        for holder in sorted(set(terms.owner[terms.element == element].tolist()) & losses.keys()):
            for other in losses.keys() - {holder}:
                found.append(_link(case, terms, element, (holder, losses[holder]), (other, losses[other])))
    return tuple(sorted((x for x in found if x is not None), key=lambda x: (-x.leverage, x.element, x.holder, x.other)))


def _losses(
    case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, element: int, parties: Sequence[int]
) -> Iterator[tuple[int, FloatArray]]:
    """Yearly money of an element over no deal, its part of the package as a whole, for parties to whom it is known."""
    axes, name = payoffs.axes, case.elements[element]
    chosen = axes.choice(package.choices)
    complete = np.where(chosen < 0, axes.status_quo, chosen)
    for i in parties:
        if name.economic and payoffs.known[i, element, complete[element]]:
            yield i, payoffs.package_over_no_deal(complete, preferences.no_deal_money, i)[:, element]


def _link(
    case: Case, terms: Terms, element: int, held: tuple[int, FloatArray], felt: tuple[int, FloatArray]
) -> Link | None:
    """One pair on one link; None where neither side has anything in it."""
    (holder, own), (other, others) = held, felt
    if not own.any() and not others.any():
        return None
    sunk = (terms.owner == other) & (terms.element == element)
    return Link(
        element=case.elements[element].id,
        kind=case.elements[element].kind_of_worth.value,
        holder=case.parties[holder].id,
        other=case.parties[other].id,
        loss_to_holder=quantiles(own, UNIT),
        loss_to_other=quantiles(others, UNIT),
        leverage=float(np.median(others - own)),
        deters_share=float((own > 0).mean()),
        lopsided_share=float(((own > 0) & (others > own)).mean()),
        hold_up_share=float(((own <= 0) & (others > 0)).mean()),
        sunk_usd_bn=float(np.median(terms.cost_once[:, sunk].sum(axis=1))),
    )
