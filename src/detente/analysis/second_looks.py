"""The same question without the claims, and under a second prior for the weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.analysis.records import Alternative
from detente.case import Case
from detente.deals import accept_packages
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences, draw_uncut_weights
from detente.workers import ALONE, Workers, once
from detente.worlds import Payoffs, Worlds

FEW_ELEMENTS = 0.2
"""Concentration of the second prior: below 1, few elements carry most of a party's weight."""

WORLDS_AT_ONCE = 1000
"""Worlds that are drawn anew at once, so that memory stays flat."""


def look_again(
    case: Case, preferences: Preferences, payoffs: Payoffs, worlds: Worlds, workers: Workers = ALONE
) -> tuple[Alternative, ...]:
    """Recompute who would sign what when one part of the method is changed.

    Without the claims, values and weights follow their priors alone: what then remains of an answer owes nothing
    to what anyone said. Under the second prior few elements carry most of a party's weight (Dirichlet with
    concentration 0.2); what was said of single elements still counts, what was said of whole packages does not.
    """
    second = accept_packages(case, _with_few_weighty(case, preferences, worlds, workers), payoffs)
    unheard = once(workers, _unheard, replace(case, claims=()), _without_records(payoffs), worlds)
    return (
        _alternative("without the claims", "no statement of any party is used", unheard),
        _alternative("few elements weigh most", "weights by a second prior", second),
    )


def _with_few_weighty(case: Case, preferences: Preferences, worlds: Worlds, workers: Workers) -> Preferences:
    few = draw_uncut_weights(case, tally_positions(case), preferences.axes, worlds, FEW_ELEMENTS, workers)
    return replace(preferences, weights=few)


def _without_records(payoffs: Payoffs) -> Payoffs:
    """Payoffs without what only a report reads of the model: what it recalls need not be named by it."""
    modelled = payoffs.modelled
    return replace(payoffs, modelled=modelled and replace(modelled, real_income={}, carried=None))


def _unheard(silent: Case, payoffs: Payoffs, worlds: Worlds) -> dict[str, tuple[float, float, float]]:
    """Shares without the claims, a part of the worlds after the other: without claims, no world knows of another."""
    positions = tally_positions(silent)
    counted: dict[str, NDArray[np.float64]] = {p.id: np.zeros(3) for p in silent.packages}
    for first in range(0, worlds.count, WORLDS_AT_ONCE):
        part = worlds.part(first, WORLDS_AT_ONCE)
        known = payoffs.in_worlds(slice(first, first + part.count))
        shares = accept_packages(silent, draw_preferences(silent, positions, known, part), known)
        for package, three in shares.items():
            # Shares are counts over a number of worlds: rounding gives the counts back.
            counted[package] += np.rint(np.array(three) * part.count)
    return {package: tuple((three / worlds.count).tolist()) for package, three in counted.items()}


def _alternative(name: str, what: str, shares: dict[str, tuple[float, float, float]]) -> Alternative:
    return Alternative(
        name=name,
        what=what,
        joint_as_is={p: s[0] for p, s in shares.items()},
        joint_surely={p: s[1] for p, s in shares.items()},
        joint_possibly={p: s[2] for p, s in shares.items()},
    )
