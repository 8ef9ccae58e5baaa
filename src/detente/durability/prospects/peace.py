"""Peace against conflict: what a package is worth to each party over no deal, part by part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Element, Package, Worth
from detente.deals import quantiles
from detente.durability.prospects.records import CasualtyCount, PartyPeace, WorthPart
from detente.durability.terms import FloatArray
from detente.durability.verdict import break_even_stake
from detente.preferences import Preferences
from detente.worlds import Payoffs, Worlds

UNIT = "USD bn per year"
POLITICS = "politics"
IN_CONFIDENCE = "It told its preferences in confidence, so what politics are worth to it is kept back."
NO_STAKE = "Its political stake is not stated, so politics and money stay apart."


def weigh_peace(case: Case, package: Package, preferences: Preferences, payoffs: Payoffs) -> tuple[PartyPeace, ...]:
    """Take the gain over no deal apart, for every party whose money or stake the case states.

    ``G = sum_kinds sum_{e of kind} (m[e, p_e] - mbar[e]) + c + lam (sum_e k (v[e, p_e] - vbar[e]) - losses)``: money by
    the element's kind of worth, the yearly cost of conflict c under ``military``, politics last. Losses are those of
    conditional claims whose condition the package does not hold. What the package leaves open stays as it is. The parts
    add up to the gain by which acceptance is judged. Red lines and lives stand beside it and are never priced.
    """
    found = []
    for i, party in enumerate(case.parties):
        if payoffs.stated[i] or preferences.has_stake[i]:
            describe = _in_confidence if party.id in preferences.told else _of_party
            found.append(describe(case, package, preferences, payoffs, i))
    return tuple(found)


def gain_parts(
    case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, party: int
) -> tuple[dict[str, FloatArray], FloatArray]:
    """Money of a party by kind of worth, each (world,), and its politics per USD bn of stake, (world,)."""
    axes = preferences.axes
    chosen = axes.choice(package.choices)
    complete = np.where(chosen < 0, axes.status_quo, chosen)
    against = payoffs.package_over_no_deal(complete, preferences.no_deal_money, party)
    money: dict[str, FloatArray] = {}
    for e, element in enumerate(case.elements):
        kind = element.kind_of_worth.value
        money[kind] = money.get(kind, np.zeros(len(against))) + against[:, e]
    if _ends_conflict(case, package):
        military = Worth.MILITARY.value
        money[military] = money.get(military, np.zeros(len(against))) + preferences.conflict_cost[:, party]
    elements = np.arange(len(complete))
    value = preferences.values[:, party, elements, complete] - preferences.no_deal_values[:, party]
    politics = (preferences.weights[:, party] * value).sum(axis=1)
    return money, politics - _lost_by_conditions(preferences, complete, party)


def count_casualties(case: Case, worlds: Worlds) -> tuple[CasualtyCount, ...]:
    """The counts that the case states, as they are: nothing is added up, and nothing is priced."""
    return tuple(
        CasualtyCount(
            party=row.party,
            who=row.who,
            people_per_year=quantiles(worlds.estimate(row.people_per_year), row.people_per_year.unit),
            origin=row.people_per_year.origin.value,
            source=row.people_per_year.source or row.people_per_year.why,
        )
        for row in case.casualties
    )


def _ends_conflict(case: Case, package: Package) -> bool:
    """Whether a deal on this package ends the cost of conflict; where the case does not say by what, any deal does."""
    ending = next((e for e in case.elements if e.ends_conflict), None)
    return ending is None or package.choices.get(ending.id, ending.status_quo) != ending.status_quo


def _lost_by_conditions(preferences: Preferences, complete: NDArray[np.int64], party: int) -> FloatArray:
    """What options lose without their condition, per unit of stake: all that made them better than the status quo."""
    lost = np.zeros(len(preferences.stake))
    for link in preferences.linkages:
        unmet = complete[link.element] == link.option and complete[link.condition_element] != link.condition_option
        if link.party == party and unmet:
            values = preferences.values[:, party, link.element]
            better = values[:, link.option] - values[:, preferences.axes.status_quo[link.element]]
            lost += np.where(link.active, preferences.weights[:, party, link.element] * np.maximum(better, 0.0), 0.0)
    return lost


def _of_party(case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, party: int) -> PartyPeace:
    money, politics = gain_parts(case, package, preferences, payoffs, party)
    parts = dict(money)
    together = np.sum(list(money.values()), axis=0)
    has_stake = bool(preferences.has_stake[party])
    total = together
    if has_stake:
        parts[POLITICS] = preferences.stake[:, party] * politics
        total = together + parts[POLITICS]
    stated = bool(payoffs.stated[party] or preferences.has_conflict_cost[party])
    return PartyPeace(
        party=case.parties[party].id,
        parts=_described(parts),
        total=quantiles(total, UNIT) if has_stake else None,
        money=quantiles(together, UNIT) if stated else None,
        pays_share=_share_that_pays(total) if has_stake else None,
        money_pays_share=_share_that_pays(together) if stated else None,
        break_even_stake=break_even_stake(np.stack([together, politics])) if stated else None,
        red_lines=_red_lines(package, preferences, party),
        unpriced_elements=_unpriced(case, package, payoffs, party),
        reason="" if has_stake else NO_STAKE,
    )


def _in_confidence(case: Case, package: Package, preferences: Preferences, payoffs: Payoffs, party: int) -> PartyPeace:
    """The money of a party that told its preferences; whatever its politics enter is kept back."""
    money, _ = gain_parts(case, package, preferences, payoffs, party)
    together = np.sum(list(money.values()), axis=0)
    return PartyPeace(
        party=case.parties[party].id,
        parts=_described(money),
        total=None,
        money=quantiles(together, UNIT),
        pays_share=None,
        money_pays_share=_share_that_pays(together),
        break_even_stake=None,
        red_lines={},
        unpriced_elements=_unpriced(case, package, payoffs, party),
        reason=IN_CONFIDENCE,
    )


def _described(parts: dict[str, FloatArray]) -> tuple[WorthPart, ...]:
    """Parts in a fixed order, without those that are nothing in every world."""
    order = [*(kind.value for kind in Worth), POLITICS]
    present = [kind for kind in order if kind in parts and parts[kind].any()]
    return tuple(WorthPart(kind, float(parts[kind].mean()), quantiles(parts[kind], UNIT)) for kind in present)


def _share_that_pays(gain: FloatArray) -> float:
    return float((gain >= -1e-9).mean())


def _red_lines(package: Package, preferences: Preferences, party: int) -> dict[str, float]:
    """Share of worlds in which a named option crosses a red line of the party, by element, conditions included."""
    axes = preferences.axes
    chosen = axes.choice(package.choices)
    complete = np.where(chosen < 0, axes.status_quo, chosen)
    crossed = {e: preferences.red_lines[:, party, e, complete[e]] for e in np.flatnonzero(chosen >= 0).tolist()}
    for link in preferences.linkages:
        unmet = complete[link.element] == link.option and complete[link.condition_element] != link.condition_option
        if link.party == party and link.red_line and unmet and link.element in crossed:
            crossed[link.element] = crossed[link.element] | link.active
    return {axes.elements[e]: float(where.mean()) for e, where in crossed.items() if where.any()}


def _unpriced(case: Case, package: Package, payoffs: Payoffs, party: int) -> tuple[str, ...]:
    named = [e for e in case.elements if e.id in package.choices]
    return tuple(e.id for e in named if not _is_priced(e, package, payoffs, party))


def _is_priced(element: Element, package: Package, payoffs: Payoffs, party: int) -> bool:
    axes = payoffs.axes
    option = axes.option(element.id, package.choices[element.id])
    return not element.economic or bool(payoffs.known[party, axes.element(element.id), option])
