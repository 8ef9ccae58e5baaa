"""Packages that nobody has named: the most widely accepted one found, the fairest ones, and the least regretted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.deals.proposals.bargaining import solution
from detente.deals.proposals.fairest import FairestWorlds
from detente.deals.proposals.near import Found, best_within
from detente.deals.proposals.neighbours import Neighbours, neighbours_of
from detente.deals.records import Regret, Solution
from detente.deals.worth.pairwise import INDIFFERENT, PairwiseGains, gain_and_red
from detente.deals.worth.rules import broken_rules

CANDIDATES = 12
"""Candidates handed on."""

CLIMBED = 4
"""Starts from which the search for the most accepted package goes on."""

STEPS = 60
"""Most steps of a climb; each raises a number of worlds or a mean, so that it ends by itself."""


def candidate_solutions(
    pairwise: PairwiseGains,
    fairest: FairestWorlds,
    solutions: tuple[Solution, ...],
    named: Mapping[str, NDArray[np.int64]],
) -> tuple[tuple[Solution, ...], tuple[Regret, ...]]:
    """Packages tried in all worlds, the largest joint share first, and what each would be regretted for.

    Tried are the solutions of the central world, the fairest packages of single worlds that recur or come first, the
    most frequent options, the most accepted package that a local search finds, and the one with the least regret.
    `named` are packages of the case (-1 where they leave an element open): starts of the search and judged for regret.
    Searches go by sums of options; a package whose options were solved as a whole is judged by that.
    """
    axes = pairwise.axes
    solved = {s.name: axes.choice(s.choices) for s in solutions}
    common = _fairest_packages(pairwise, fairest)
    complete = {name: np.where(choice < 0, axes.status_quo, choice) for name, choice in named.items()}
    starts = _lawful(pairwise, [*solved.values(), *common.values(), *complete.values()])
    made = dict(common)
    proofs = dict.fromkeys(common, "evaluated in every world; not proven best")
    if starts:
        most = most_accepted(pairwise.summed(), starts)
        made["most accepted"], proofs["most accepted"] = most.package, _proof(most, pairwise, fairest)
    tried = complete | solved | made
    if fairest.deal.any() and starts:
        made["least regret"] = _least_regret(pairwise.summed(), fairest, _lawful(pairwise, list(tried.values())))
        proofs["least regret"] = "least mean regret found; no single change lowers it"
        tried["least regret"] = made["least regret"]
    scale = pairwise.range()
    found = [
        solution(name, pairwise, choice, (gain_and_red(pairwise, choice)[0] / scale).mean(axis=0), proofs[name])
        for name, choice in made.items()
    ]
    best = tuple(sorted([*solutions, *found], key=lambda s: -s.joint_as_is)[:CANDIDATES])
    return best, regrets(pairwise, fairest, tried)


def _lawful(pairwise: PairwiseGains, packages: Sequence[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """Packages that keep the rules and change something, each once."""
    kept: dict[tuple[int, ...], NDArray[np.int64]] = {}
    for package in packages:
        if not broken_rules(pairwise.rules, package) and (package != pairwise.axes.status_quo).any():
            kept.setdefault(tuple(package.tolist()), package)
    return list(kept.values())


def _fairest_packages(pairwise: PairwiseGains, fairest: FairestWorlds) -> dict[str, NDArray[np.int64]]:
    """The fairest packages of single worlds that recur or come first, and the options most frequent in them."""
    packages = fairest.packages[fairest.deal]
    if not len(packages):
        return {}
    common = Counter(map(tuple, packages.tolist())).most_common(CANDIDATES)
    made = {f"fairest in some worlds, no. {n}": np.array(p) for n, (p, _) in enumerate(common, start=1)}
    typical = np.array([np.bincount(column).argmax() for column in packages.T])
    return made | ({} if broken_rules(pairwise.rules, typical) else {"most frequent options": typical})


def most_accepted(pairwise: PairwiseGains, starts: Sequence[NDArray[np.int64]]) -> Found:
    """The package that all accept in most worlds, by local search from several packages.

    From the best starts single changes are made while they help; from the best end pairs, and then three changes at
    once, each search exact. So no change of up to three elements improves the package returned. It need not be the best
    of all: the share of worlds in which any package could pass is the bound.
    """
    first = sorted((_counted(pairwise, s) for s in starts), key=lambda f: -f.accepted)[:CLIMBED]
    ends = [_climb(pairwise, start, 1) for start in first]
    best = _climb(pairwise, max(ends, key=lambda f: f.accepted), 2)
    return _climb(pairwise, best, 3)


def _counted(pairwise: PairwiseGains, package: NDArray[np.int64]) -> Found:
    gain, red = gain_and_red(pairwise, package)
    accepts = np.logical_and.reduce((gain >= INDIFFERENT) & (red == 0), axis=1)
    return Found(package, (), int(accepts.sum()), exact=True)


def _climb(pairwise: PairwiseGains, start: Found, changes: int) -> Found:
    best = start
    for _ in range(STEPS):
        found = best_within(pairwise, best.package, changes)[-1]
        if found.accepted <= best.accepted:
            return Found(best.package, (), best.accepted, found.exact)
        best = found
    return best


def _proof(most: Found, pairwise: PairwiseGains, fairest: FairestWorlds) -> str:
    worlds = len(pairwise.constant)
    reached, most_any = (round(100 * share, 1) for share in (most.accepted / worlds, float(fairest.possible.mean())))
    local = "no change of up to three elements raises it" if most.exact else "found by local search"
    return f"{local}: {reached:g} worlds of 100, where some package could pass in at most {most_any:g}"


def smallest_gains(pairwise: PairwiseGains, fairest: FairestWorlds, package: NDArray[np.int64]) -> NDArray[np.float64]:
    """The smallest gain from a package, as a share of each party's best, (world,); 0 where it would not be signed."""
    gain, red = gain_and_red(pairwise, package)
    smallest = (gain / fairest.best).min(axis=1)
    signed = np.logical_and.reduce(red == 0, axis=1) & (smallest > 0) & ~bool(broken_rules(pairwise.rules, package))
    return np.where(signed, smallest, 0.0)


def regrets(
    pairwise: PairwiseGains, fairest: FairestWorlds, packages: Mapping[str, NDArray[np.int64]]
) -> tuple[Regret, ...]:
    """What each package falls short of the fairest one of each world, the least mean first.

    ``regret_w(p) = best_w - smallest gain_w(p)``: the best is the largest smallest gain known in world w, of its
    fairest package or of one of `packages`, and 0 where there is no deal; a package that would not be signed brings 0.
    Where `worst` decides, that is the regret of [Savage1951]_, on gains as shares of each party's best.
    """
    reached = {name: smallest_gains(pairwise, fairest, package) for name, package in packages.items()}
    best = np.maximum.reduce([fairest.value, *reached.values()])
    at_most = np.maximum(best, fairest.bound)
    axes = pairwise.axes
    made = [
        Regret(
            package=name,
            mean=float((best - value).mean()),
            worst=float(np.quantile(best - value, 0.95)),
            mean_at_most=float((at_most - value).mean()),
            choices={e: axes.options[n][packages[name][n]] for n, e in enumerate(axes.elements)},
        )
        for name, value in reached.items()
    ]
    return tuple(sorted(made, key=lambda r: r.mean))


def _least_regret(
    pairwise: PairwiseGains, fairest: FairestWorlds, packages: Sequence[NDArray[np.int64]]
) -> NDArray[np.int64]:
    """The package with the least mean regret that single changes reach from the best of some packages."""
    means = [float(smallest_gains(pairwise, fairest, p).mean()) for p in packages]
    best, mean = packages[int(np.argmax(means))], max(means)
    for _ in range(STEPS):
        table = neighbours_of(pairwise, best)
        changed = _mean_after(table, fairest)
        at = int(changed.argmax()) if changed.size else 0
        if not changed.size or changed[at] <= mean + 1e-12:
            return best
        best, mean = table.moved([at]), float(changed[at])
    return best


def _mean_after(table: Neighbours, fairest: FairestWorlds) -> NDArray[np.float64]:
    """Mean of the smallest gain over worlds after each single change, (change,); minus infinity if forbidden."""
    smallest = np.full((table.worlds, len(table.element)), np.inf)
    signed = np.ones(smallest.shape, dtype=bool)
    for i in range(len(table.base)):
        np.minimum(smallest, (table.base[i][:, None] + table.gain[i]) / fairest.best[:, i, None], out=smallest)
        signed &= table.base_red[i][:, None] + table.red[i] == 0
    mean = np.where(signed, np.maximum(smallest, 0.0), 0.0).mean(axis=0)
    return np.where(table.possible((), 0), mean, -np.inf)
