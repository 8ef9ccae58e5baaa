"""Everything about deals on one case: named packages, what is near them, what blocks, what is fair."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package, signatures
from detente.deals.confidence import keep_back
from detente.deals.mediation.advice import advise
from detente.deals.mediation.asking import Asked, ask
from detente.deals.proposals.bargaining import central_frontiers
from detente.deals.proposals.blocked import blocked_elements
from detente.deals.proposals.candidates import candidate_solutions
from detente.deals.proposals.fairest import FairestWorlds, fairest_deals
from detente.deals.proposals.near import near_packages
from detente.deals.records import FairestDeals, PackageResult, PartyAcceptance, Quantiles, Solution
from detente.deals.result import Deals
from detente.deals.worth.acceptance import (
    Readings,
    open_elements,
    read_as_is,
    read_packages,
    read_possibly,
    read_surely,
)
from detente.deals.worth.gains import OptionGains, PairwiseGains, in_blocks, option_gains, pairwise_gains
from detente.deals.worth.spread import quantiles
from detente.preferences import Preferences
from detente.workers import ALONE, Beside, Workers, once, recalled_or, steps_at_once
from detente.worlds import Payoffs

FAIREST_BLOCK = 300
"""Most combinations of tied elements that the linear programme of each world enumerates."""


def find_deals(case: Case, preferences: Preferences, payoffs: Payoffs, workers: Workers = ALONE) -> Deals:
    """Find who accepts which package in how many worlds, what few changes help, and what blocks.

    As many threads as `workers` have cores share the worlds. Searches between those who must sign rest on their gains
    alone: workers that remember recall them where these are as they were. The result does not depend on either.
    Acceptance, solutions and proofs are those of ``docs/explanation/deals.md``.

    Examples
    --------
    >>> from detente.casefile import example_case
    >>> from detente.economy import value_options
    >>> from detente.positions import tally_positions
    >>> from detente.preferences import draw_preferences
    >>> from detente.worlds import draw_worlds
    >>> case, worlds = example_case(), draw_worlds(50, seed=0)
    >>> payoffs = value_options(case, worlds)
    >>> deals = find_deals(case, draw_preferences(case, tally_positions(case), payoffs, worlds), payoffs)
    >>> deals.headline, [package.joint_as_is.shape for package in deals.packages]
    ('LEAGUE-DRAFT', [(50,), (50,), (50,)])
    """
    options = option_gains(case, preferences, payoffs)
    readings, unfollowed = read_packages(options, [payoffs.axes.choice(p.choices) for p in case.packages])
    packages = tuple(_package(case, p, options, r, payoffs) for p, r in zip(case.packages, readings, strict=True))
    headline = headline_package(case)
    required = [payoffs.axes.party(p) for p in signatures(case, headline)] if headline else []
    if headline is None:
        return keep_back(Deals(payoffs.axes, packages, "", (), (), (), (), None, ()), preferences.told)
    with Beside(steps_at_once(workers.jobs, options.worlds)) as beside:
        advice = beside.begin(advise, case, options, headline)
        signing = pairwise_gains(options, required)
        fairest, in_worlds = recalled_or(workers, lambda: _fairest(signing, workers.jobs), "fairest", signing)
        named = {p.id: payoffs.axes.choice(p.choices) for p in case.packages}
        frontiers, solutions, failed = once(workers, central_frontiers, signing, named)
        candidates, regretted = once(workers, candidate_solutions, signing, in_worlds, solutions, named)
        found = Deals(
            axes=payoffs.axes,
            packages=packages,
            headline=headline.id,
            blocked=blocked_elements(preferences, required),
            questions=_telling_questions(case, headline, options, (packages, candidates)),
            frontiers=frontiers,
            solutions=solutions,
            fairest=fairest,
            candidates=candidates,
            unfollowed=unfollowed,
            unproven=failed,
            regrets=regretted,
            advice=advice(),
        )
    return keep_back(found, preferences.told)


def _fairest(signing: PairwiseGains, jobs: int) -> tuple[FairestDeals, FairestWorlds]:
    return fairest_deals(in_blocks(signing, FAIREST_BLOCK), jobs)


def _telling_questions(
    case: Case,
    headline: Package,
    options: OptionGains,
    found: tuple[tuple[PackageResult, ...], tuple[Solution, ...]],
) -> tuple[Asked, ...]:
    """Questions on the headline package, or on the most open one where no single answer could move the headline."""
    packages, candidates = found
    axes = options.preferences.axes
    share = {p.id: float(p.joint_as_is.mean()) for p in packages}
    spoken_of = headline
    if share[headline.id] in {0.0, 1.0}:
        spoken_of = min(case.packages, key=lambda p: abs(share[p.id] - 0.5))
    named = {p.id: axes.choice(p.choices) for p in case.packages}
    return ask(spoken_of, case, options, named | {c.name: axes.choice(c.choices) for c in candidates})


def accept_packages(case: Case, preferences: Preferences, payoffs: Payoffs) -> dict[str, tuple[float, float, float]]:
    """Shares of worlds in which all required accept each package: as it is, surely, possibly."""
    options, counted = option_gains(case, preferences, payoffs), np.zeros((len(case.packages), 3), dtype=np.int64)
    for part in options.parts():
        for n, package in enumerate(case.packages):
            counted[n] += _accepted(case, package, part)
    return {p.id: tuple((three / options.worlds).tolist()) for p, three in zip(case.packages, counted, strict=True)}


def _accepted(case: Case, package: Package, options: OptionGains) -> tuple[int, int, int]:
    """Worlds in which all required accept a package: as it is, surely, possibly."""
    axes = options.preferences.axes
    signing = pairwise_gains(options, [axes.party(p) for p in signatures(case, package)])
    choice, elements = axes.choice(package.choices), open_elements(signing)
    readings = read_as_is(signing, choice), read_surely(elements, choice), read_possibly(elements, choice)
    as_is, surely, possibly = (int(r.accepts.all(axis=1).sum()) for r in readings)
    return as_is, surely, possibly


def headline_package(case: Case) -> Package | None:
    """The package that the verdict speaks of: the first one in the case that is not the status quo throughout."""
    status_quo = {e.id: e.status_quo for e in case.elements}
    changing = (p for p in case.packages if any(status_quo[e] != o for e, o in p.choices.items()))
    return next(changing, None)


def _package(case: Case, package: Package, options: OptionGains, readings: Readings, payoffs: Payoffs) -> PackageResult:
    axes, preferences = payoffs.axes, options.preferences
    choice = axes.choice(package.choices)
    signatories = signatures(case, package)
    signing = [axes.party(p) for p in signatories]
    as_is, surely, possibly = (r.joint(signing) for r in (readings.as_is, readings.surely, readings.possibly))
    changes_something = bool((np.where(choice < 0, axes.status_quo, choice) != axes.status_quo).any())
    worth_changing = changes_something and not as_is.all()
    return PackageResult(
        id=package.id,
        title=package.title,
        required=package.required,
        named=tuple(package.choices),
        unnamed=tuple(e for e in axes.elements if e not in package.choices),
        parties=tuple(_party(i, package, choice, readings, preferences, payoffs) for i in range(len(axes.parties))),
        joint_as_is=as_is,
        joint_surely=surely,
        joint_possibly=possibly,
        near=near_packages(pairwise_gains(options, signing), choice) if worth_changing else (),
        signatories=signatories,
    )


def _party(
    i: int,
    package: Package,
    choice: NDArray[np.int64],
    readings: Readings,
    preferences: Preferences,
    payoffs: Payoffs,
) -> PartyAcceptance:
    axes = payoffs.axes
    complete = np.where(choice < 0, axes.status_quo, choice)
    named = np.flatnonzero(choice >= 0)
    red = preferences.red_lines[:, i, np.arange(len(complete)), complete].mean(axis=0)
    unpriced = tuple(axes.elements[e] for e in named if not payoffs.known[i, e, complete[e]])
    priced = bool(named.size) and len(unpriced) < len(named)
    has_stake = bool(preferences.has_stake[i])
    as_is = readings.as_is
    return PartyAcceptance(
        party=axes.parties[i],
        required=axes.parties[i] in package.required,
        basis="politics and money" if has_stake else "politics alone",
        as_is=float(as_is.accepts[:, i].mean()),
        surely=float(readings.surely.accepts[:, i].mean()),
        possibly=float(readings.possibly.accepts[:, i].mean()),
        gain=quantiles(as_is.gain[:, i], "USD bn per year" if has_stake else "share of political range"),
        money=_money(i, complete, preferences, payoffs) if priced and _any_money(i, payoffs) else None,
        unpriced_elements=unpriced,
        break_even_stake=_break_even(i, complete, preferences, payoffs),
        crossed={axes.elements[e]: float(red[e]) for e in named if red[e] > 0},
    )


def _any_money(i: int, payoffs: Payoffs) -> bool:
    """Whether the case states any money for a party; if not, its money is unknown, not zero."""
    return bool(payoffs.stated[i])


def _money_draws(
    i: int, complete: NDArray[np.int64], preferences: Preferences, payoffs: Payoffs
) -> NDArray[np.float64]:
    total: NDArray[np.float64] = payoffs.package_over_no_deal(complete, preferences.no_deal_money, i).sum(axis=1)
    return total


def _money(i: int, complete: NDArray[np.int64], preferences: Preferences, payoffs: Payoffs) -> Quantiles:
    return quantiles(_money_draws(i, complete, preferences, payoffs), "USD bn per year")


def _break_even(i: int, complete: NDArray[np.int64], preferences: Preferences, payoffs: Payoffs) -> float | None:
    """The stake at which politics and money cancel in the median world; None when they pull the same way."""
    if not _any_money(i, payoffs):
        return None
    elements = np.arange(len(complete))
    value = preferences.values[:, i, elements, complete] - preferences.no_deal_values[:, i]
    politics = float(np.median((preferences.weights[:, i] * value).sum(axis=1)))
    money = float(np.median(_money_draws(i, complete, preferences, payoffs)))
    return -money / politics if politics * money < 0 else None
