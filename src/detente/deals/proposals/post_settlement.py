"""Is there a package that is better for all signatories than the one on the table?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from detente.case import NotConverged
from detente.deals.records import Change
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
    mixed-integer optimisation; conditions and hard rules are constraints, and options that cross a red line in half of
    the worlds are not proposed. An optimum of zero proves that no package is better for all of them there. What
    `choice` leaves open (-1) stays at the status quo. Raises NotConverged where the search stops early.
    """
    axes = options.preferences.axes
    base = as_it_is(axes, choice)
    gains = pairwise_gains(options, [axes.party(s) for s in signatories]).starting_from(base)
    central = central_world(gains)
    best = _most_improved(central, base)
    means = gains_of(central, np.array([base, best]))[0][:, 0]
    rise = means[1] - means[0]
    if rise.min() <= SIGNIFICANT:
        return Improvement((), 0.0, dict.fromkeys(signatories, 0.0), 0.0, "none found: proven for the central world")
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
        proof="proven best in the central world by mixed-integer search",
    )


def _most_improved(central: PairwiseGains, base: NDArray[np.int64]) -> NDArray[np.int64]:
    """The package with the largest smallest rise over `base`; options of `base` itself are never barred.

    Variables: a zero or one for each option, one for each condition left unmet, and the smallest rise.
    """
    elements, names = np.nonzero(central.axes.exists)
    column = {(int(e), int(o)): k for k, (e, o) in enumerate(zip(elements, names, strict=True))}
    size, ties = len(elements), len(central.penalties)
    barred = central.red[0, :, elements, names].any(axis=1) & (base[elements] != names)
    constraints = [
        LinearConstraint(_padded(elements == np.arange(len(base))[:, None], ties), 1.0, 1.0),
        LinearConstraint(_rises(central, (elements, names)), gains_of(central, base[None])[0][0, 0], np.inf),
    ]
    if central.rules or ties:
        constraints.append(LinearConstraint(*_bindings(central, column)))
    result = milp(
        np.append(np.zeros(size + ties), -1.0),
        constraints=constraints,
        integrality=np.append(np.ones(size), np.zeros(ties + 1)),
        bounds=Bounds(
            np.append(np.zeros(size + ties), -np.inf),
            np.concatenate([(~barred).astype(float), [float(not p.red[0]) for p in central.penalties], [np.inf]]),
        ),
        options={"mip_rel_gap": 0.0, "node_limit": 200_000},
    )
    if result.status != 0:
        raise NotConverged(f"The search for a better package stopped early: {result.message}")
    chosen = np.flatnonzero(result.x[:size] > 0.5)
    package = base.copy()
    package[elements[chosen]] = names[chosen]
    return package


def _padded(rows: NDArray[np.bool_], ties: int) -> NDArray[np.float64]:
    return np.column_stack([rows.astype(float), np.zeros((len(rows), ties + 1))])


def _rises(central: PairwiseGains, options: tuple[NDArray[np.int64], NDArray[np.int64]]) -> NDArray[np.float64]:
    """Gain of each party less what unmet conditions cost it and less the smallest rise, without the constant."""
    elements, names = options
    losses = np.zeros((len(central.parties), len(central.penalties)))
    for n, penalty in enumerate(central.penalties):
        losses[penalty.party, n] = -penalty.loss[0]
    return np.column_stack([central.single[0][:, elements, names], losses, -np.ones(len(losses))])


def _bindings(
    central: PairwiseGains, column: Mapping[tuple[int, int], int]
) -> tuple[NDArray[np.float64], float, NDArray[np.float64]]:
    """Rules and conditions: rows that must not pass 1 for an exclusion and 0 for all else.

    A condition is unmet by at least the option less its condition.
    """
    size, ties = len(column), len(central.penalties)
    rows = np.zeros((len(central.rules) + ties, size + ties + 1))
    for n, rule in enumerate(central.rules):
        rows[n, column[rule.element, rule.option]] += 1.0
        rows[n, column[rule.other_element, rule.other_option]] += -1.0 if rule.requires else 1.0
    for n, penalty in enumerate(central.penalties, start=len(central.rules)):
        rows[n, column[penalty.element, penalty.option]] += 1.0
        rows[n, column[penalty.condition_element, penalty.condition_option]] -= 1.0
        rows[n, size + n - len(central.rules)] = -1.0
    most = [0.0 if rule.requires else 1.0 for rule in central.rules] + [0.0] * ties
    return rows, -np.inf, np.array(most)
