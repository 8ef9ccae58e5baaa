"""Is there a package that is better for all signatories than the one on the table?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import NotConverged
from detente.deals.proposals.ties import ties_of
from detente.deals.records import Change
from detente.deals.search.optimum import max_min_optimum
from detente.deals.worth.gains import OptionGains, PairwiseGains, pairwise_gains
from detente.deals.worth.many import as_it_is, gains_of
from detente.deals.worth.pairwise import central_world

SIGNIFICANT = 1e-6
"""A gain for all below this share of their range counts as none."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """The package that leaves all signatories better off than the one on the table, or the proof that there is none.

    `smallest_gain` is the rise of the least served party in the central world, a share of its range, and `gains` that
    of each. `better_for_all` is the share of worlds in which every signatory gains and no option newly chosen crosses a
    red line of one. `changes` is empty where nothing better was found.
    """

    changes: tuple[Change, ...]
    smallest_gain: float
    gains: Mapping[str, float]
    better_for_all: float
    proof: str


def improve(options: OptionGains, choice: NDArray[np.int64], signatories: tuple[str, ...]) -> Improvement:
    """Search for a post-settlement settlement [Raiffa1985]_: better for all signatories than a package.

    ``max_p min_i (u_i(p) - u_i(choice))`` in the central world (mean gains as shares of the mean range), by
    branch and bound; conditions and hard rules are constraints, and options that cross a red line in half of
    the worlds are not proposed. An optimum of zero proves that no package is better for all of them there. What
    `choice` leaves open (-1) stays at the status quo. `proof` says how far a search that stopped early may be off.
    """
    axes = options.preferences.axes
    base = as_it_is(axes, choice)
    gains = pairwise_gains(options, [axes.party(s) for s in signatories]).starting_from(base)
    central = central_world(gains)
    best, gap = _most_improved(central, base)
    means = gains_of(central, np.array([base, best]))[0][:, 0]
    rise = means[1] - means[0]
    if rise.min() <= SIGNIFICANT:
        return Improvement((), 0.0, dict.fromkeys(signatories, 0.0), 0.0, _none_found(gap))
    worlds, _ = gains_of(gains, np.array([base, best]))
    moved = np.flatnonzero(best != base)
    crossed = gains.red[:, :, moved, best[moved]].any(axis=(1, 2))
    return Improvement(
        changes=tuple(
            Change(axes.elements[e], axes.options[e][base[e]], axes.options[e][best[e]]) for e in moved.tolist()
        ),
        smallest_gain=float(rise.min()),
        gains=dict(zip(signatories, rise.tolist(), strict=True)),
        better_for_all=float((np.logical_and.reduce(worlds[1] > worlds[0], axis=1) & ~crossed).mean()),
        proof=_best(gap),
    )


def _best(gap: float) -> str:
    if gap <= SIGNIFICANT:
        return "proven best in the central world by branch and bound"
    return f"found by branch and bound, within {gap:.1g} of the best in the central world"


def _none_found(gap: float) -> str:
    if gap <= SIGNIFICANT:
        return "none found: proven for the central world"
    return f"none found before the search stopped: not proven{'' if np.isinf(gap) else f', at most {gap:.1g} is left'}"


def _most_improved(central: PairwiseGains, base: NDArray[np.int64]) -> tuple[NDArray[np.int64], float]:
    """The package with the largest smallest rise over `base`, and how far it may be from the best.

    Options of `base` itself are never barred.
    """
    blocks = []
    for element, options in enumerate(central.axes.options):
        names = np.arange(len(options))
        barred = central.red[0, :, element, names].any(axis=1) & (names != base[element])
        blocks.append(np.where(barred[:, None], -np.inf, central.single[0, :, element, names]))
    block_of = {element: element for element in range(len(blocks))}
    ties = ties_of(central.rules, central.penalties, block_of)
    on_the_table = gains_of(central, base[None])[0][0, 0]
    try:
        best = max_min_optimum(blocks, central.constant[0] - on_the_table, *ties)
    except NotConverged:
        return base, np.inf
    return (base, 0.0) if best is None else (best.rows, best.bound - best.value)
