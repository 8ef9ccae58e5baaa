"""What was said of whole packages cuts the weights: accepting one means that it is no worse than no deal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim, Stance
from detente.preferences.records import Preferences
from detente.preferences.weights import hit_and_run, inner_start
from detente.worlds import Payoffs, Worlds


@dataclass(frozen=True, slots=True, eq=False)
class _Cut:
    """``normal[w] @ k + offset[w] >= 0`` in the worlds where `active`."""

    claim: Claim
    normal: NDArray[np.float64]
    offset: NDArray[np.float64]
    active: NDArray[np.bool_]


def cut_weights(
    case: Case,
    ordered: Sequence[Claim],
    drawn: Preferences,
    payoffs: Payoffs,
    worlds: Worlds,
    counts: dict[tuple[str, str, tuple[str, ...]], int],
) -> Preferences:
    """Move weights that contradict a claim on a whole package into the set that fits it.

    A draw that fits is kept: the uniform draw, given that it fits, is uniform on the cut simplex. The others walk
    (hit-and-run). Where nothing fits, the least reliable claim is left out and counted.
    """
    weights = drawn.weights.copy()
    for i, party in enumerate(drawn.axes.parties):
        cuts = _cuts_of(case, ordered, drawn, payoffs, i)
        if cuts:
            weights[:, i] = _fit(party, weights[:, i], cuts, worlds, counts)
    return replace(drawn, weights=weights)


def _cuts_of(case: Case, ordered: Sequence[Claim], drawn: Preferences, payoffs: Payoffs, party: int) -> list[_Cut]:
    """Cuts of one party, oldest first; a later claim in force on the same package replaces an earlier one."""
    packages = {p.id: p for p in case.packages}
    later = dict.fromkeys(packages, np.zeros(len(drawn.weights), dtype=bool))
    cuts = []
    for claim in reversed(ordered):
        decisive = claim.stance in {Stance.ACCEPTS, Stance.REJECTS, Stance.PROPOSES, Stance.DEMANDS}
        if claim.party != drawn.axes.parties[party] or claim.element or claim.package not in packages or not decisive:
            continue
        force = drawn.in_force[claim.id]
        choice = drawn.axes.choice(packages[claim.package].choices)
        normal, offset = _gain_as_function_of_weights(drawn, payoffs, party, choice, claim.stance)
        if drawn.has_stake[party]:
            offset = offset + _conflict_credit(case, drawn, party, choice, claim.stance)
        cuts.append(_Cut(claim, normal, offset, force & ~later[claim.package]))
        later[claim.package] = later[claim.package] | force
    return cuts[::-1]


def _gain_as_function_of_weights(
    drawn: Preferences, payoffs: Payoffs, party: int, choice: NDArray[np.int64], stance: Stance
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gain (or loss, for a rejection) of a package as ``normal @ k + offset``.

    An element that the package leaves open stays at the status quo: whoever accepts or rejects a text speaks of the
    text as it stands, which is also how the verdict reads it.
    """
    sign = -1.0 if stance is Stance.REJECTS else 1.0
    complete = np.where(choice < 0, drawn.axes.status_quo, choice)
    elements = np.arange(len(complete))
    has_stake = bool(drawn.has_stake[party])
    stake = drawn.stake[:, party] if has_stake else np.ones(len(drawn.weights))
    value = drawn.values[:, party, elements, complete] - drawn.no_deal_values[:, party]
    normal = sign * stake[:, None] * value
    if not has_stake:
        return normal, np.zeros(len(drawn.weights))
    money = payoffs.over_no_deal(drawn.no_deal_money, party)[:, elements, complete].sum(axis=1)
    return normal, sign * money


def _conflict_credit(
    case: Case, drawn: Preferences, party: int, choice: NDArray[np.int64], stance: Stance
) -> NDArray[np.float64]:
    """The yearly cost of conflict that a package saves when it moves the element that ends the conflict."""
    ends = next((e for e, element in enumerate(case.elements) if element.ends_conflict), None)
    if ends is not None and choice[ends] in {-1, drawn.axes.status_quo[ends]}:
        return np.zeros(len(drawn.weights))
    saved: NDArray[np.float64] = drawn.conflict_cost[:, party]
    return -saved if stance is Stance.REJECTS else saved


def _fit(
    party: str,
    weights: NDArray[np.float64],
    cuts: list[_Cut],
    worlds: Worlds,
    counts: dict[tuple[str, str, tuple[str, ...]], int],
) -> NDArray[np.float64]:
    """Weights of one party that fit its cuts in every world."""
    normals = np.stack([np.where(c.active[:, None], c.normal, 0.0) for c in cuts], axis=1)
    offsets = np.stack([np.where(c.active, c.offset, 0.0) for c in cuts], axis=1)
    slack = np.einsum("wce,we->wc", normals, weights) + offsets
    rows = np.flatnonzero((slack < 0).any(axis=1))
    start = weights[rows].copy()
    for n, row in enumerate(rows):
        start[n] = _start(party, weights[row], normals[row], offsets[row], cuts, counts)
    active = normals[rows].any(axis=(1, 2)) | offsets[rows].any(axis=1)
    start, rows = start[active], rows[active]
    if not len(rows):
        return weights
    elements = weights.shape[1]
    walked = hit_and_run(
        start, normals[rows], offsets[rows], lambda step: worlds.uniform(f"walk:{party}:{step}", elements + 1)[rows]
    )
    fitted = weights.copy()
    fitted[rows] = walked
    return fitted


def _start(
    party: str,
    weights: NDArray[np.float64],
    normals: NDArray[np.float64],
    offsets: NDArray[np.float64],
    cuts: list[_Cut],
    counts: dict[tuple[str, str, tuple[str, ...]], int],
) -> NDArray[np.float64]:
    """A start inside the cuts of one world; cuts left out because nothing fits are zeroed in place."""
    while True:
        active = [c for c in range(len(cuts)) if normals[c].any() or offsets[c]]
        if not active:
            return weights
        start = inner_start(weights, normals[active], offsets[active])
        if start is not None:
            return start
        weakest = min(active, key=lambda c: cuts[c].claim.reliability)
        against = tuple(cuts[c].claim.id for c in active if c != weakest)
        counts[cuts[weakest].claim.id, party, against] += 1
        normals[weakest], offsets[weakest] = 0.0, 0.0
