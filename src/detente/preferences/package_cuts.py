"""What was said of whole packages cuts the weights: accepting one means that it is no worse than no deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim
from detente.preferences.cone import deepest_point, scaled, towards
from detente.preferences.contradictions import Contradictions, least_reliable, smallest_conflict
from detente.preferences.records import Preferences, SamplerDiagnostics
from detente.preferences.stances import ROWS
from detente.preferences.voices import Blend
from detente.preferences.walk import SWEEPS, hit_and_run
from detente.worlds import Payoffs, Worlds


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """``rate[w] @ k >= 0`` in the worlds where `active`; `rate` has shape (world, element)."""

    claim: Claim
    rate: NDArray[np.float64]
    active: NDArray[np.bool_]


def cut_weights(
    drawn: Preferences,
    cuts: Mapping[int, Sequence[Cut]],
    blends: Mapping[int, Blend],
    worlds: Worlds,
    left_out: Contradictions,
) -> Preferences:
    """Move weights that contradict a claim on a whole package into the set that fits it.

    A draw that fits is kept: the uniform draw, given that it fits, is uniform on the cut simplex. The others walk
    (hit-and-run). Where nothing fits, the least reliable claim of the smallest conflict is left out and counted.
    Where voices have influence, the cuts apply to the blend of weights, and the party's own part is what moves.
    """
    weights, diagnostics = drawn.weights.copy(), []
    for i, said in cuts.items():
        party = drawn.axes.parties[i]
        blend = blends.get(i)
        stacked = np.stack([np.where(c.active[:, None], c.rate, 0.0) for c in said], axis=1)
        own = weights[:, i] if blend is None else blend.own
        sampler = _Sampler(party, [c.claim for c in said], stacked if blend is None else blend.pull_back(stacked))
        moved = sampler.fit(own, worlds, left_out)
        weights[:, i] = moved if blend is None else blend.of(moved)
        diagnostics.append(sampler.diagnose())
    return replace(drawn, weights=weights, diagnostics=tuple(diagnostics))


def package_cuts(
    case: Case, binding: Mapping[str, Sequence[Claim]], drawn: Preferences, payoffs: Payoffs
) -> dict[int, list[Cut]]:
    """Cuts of each party, oldest first; a later claim in force on the same package replaces an earlier one."""
    packages = {p.id: p for p in case.packages}
    found: dict[int, list[Cut]] = {}
    for party, claims in binding.items():
        i, cuts = drawn.axes.party(party), []
        later = dict.fromkeys(packages, np.zeros(len(drawn.weights), dtype=bool))
        for claim in reversed(claims):
            if claim.element or claim.package not in packages or not ROWS[claim.stance].package:
                continue
            choice = drawn.axes.choice(packages[claim.package].choices)
            rate = ROWS[claim.stance].package * gain_rate(case, drawn, payoffs, i, choice)
            cuts.append(Cut(claim, rate, drawn.in_force[claim.id] & ~later[claim.package]))
            later[claim.package] = later[claim.package] | drawn.in_force[claim.id]
        if cuts:
            found[i] = cuts[::-1]
    return found


def gain_rate(
    case: Case, drawn: Preferences, payoffs: Payoffs, party: int, choice: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Gain of a package over no deal as ``rate[w] @ k``, shape (world, element).

    ``lam (v[e, p_e] - vbar[e])`` plus, on every element, the money over no deal and the cost of conflict saved: weights
    sum to 1, so a constant may stand on each. An element that the package leaves open stays at the status quo:
    whoever accepts or rejects a text speaks of the text as it stands, which is also how the verdict reads it. The money
    is that of the package as a whole, for the same reason.
    """
    complete = np.where(choice < 0, drawn.axes.status_quo, choice)
    elements = np.arange(len(complete))
    value = drawn.values[:, party, elements, complete] - drawn.no_deal_values[:, party]
    if not drawn.has_stake[party]:
        return value
    money = payoffs.package_over_no_deal(complete, drawn.no_deal_money, party).sum(axis=1)
    saved = _conflict_credit(case, drawn, party, choice)
    rate: NDArray[np.float64] = drawn.stake[:, [party]] * value + (money + saved)[:, None]
    return rate


def _conflict_credit(case: Case, drawn: Preferences, party: int, choice: NDArray[np.int64]) -> NDArray[np.float64]:
    """The yearly cost of conflict that a package saves when it moves the element that ends the conflict."""
    ends = next((e for e, element in enumerate(case.elements) if element.ends_conflict), None)
    if ends is not None and choice[ends] in {-1, drawn.axes.status_quo[ends]}:
        return np.zeros(len(drawn.weights))
    return drawn.conflict_cost[:, party]


class _Sampler:
    """Weights of one party within its cuts, and what it took; `cuts` has shape (world, cut, element)."""

    def __init__(self, party: str, claims: Sequence[Claim], cuts: NDArray[np.float64]) -> None:
        self._party, self._claims = party, claims
        self._cuts = scaled(cuts)
        self._cut = self._cuts.any(axis=(1, 2))
        self._kept = np.ones(len(cuts), dtype=bool)
        self._walked = 0
        self._mixing: tuple[float, float] | None = None

    def fit(self, weights: NDArray[np.float64], worlds: Worlds, left_out: Contradictions) -> NDArray[np.float64]:
        """Weights that fit the cuts in every world, shape (world, element); `weights` are the free draws."""
        self._kept = (np.einsum("wce,we->wc", self._cuts, weights) >= 0).all(axis=1)
        rows = np.flatnonzero(~self._kept)
        start = np.array([self._start(int(row), weights[row], left_out) for row in rows]).reshape(-1, weights.shape[1])
        walks = self._cuts[rows].any(axis=(1, 2))
        start, rows = start[walks], rows[walks]
        self._walked = len(rows)
        if not len(rows) or weights.shape[1] < 2:
            return weights
        name = f"walk:{self._party}"
        walked = hit_and_run(start, self._cuts[rows], lambda sweep, size: worlds.uniform(f"{name}:{sweep}", size)[rows])
        self._mixing = walked.split_r_hat, walked.effective_sweeps
        fitted = weights.copy()
        fitted[rows] = walked.weights
        return fitted

    def _start(self, row: int, weights: NDArray[np.float64], left_out: Contradictions) -> NDArray[np.float64]:
        """A start inside the cuts of one world; cuts left out because nothing fits are cleared in place."""
        while True:
            active = np.flatnonzero(self._cuts[row].any(axis=1))
            if not len(active):
                return weights
            cuts = self._cuts[row, active]
            corner = int(cuts.min(axis=0).argmax())
            inside = _corner(corner, cuts) if cuts[:, corner].min() > 0 else deepest_point(cuts)
            if inside is not None:
                return towards(inside, weights, cuts)
            self._leave_out(row, active, left_out)

    def _leave_out(self, row: int, active: NDArray[np.int64], left_out: Contradictions) -> None:
        cuts, claims = self._cuts[row, active], [self._claims[c] for c in active]
        reliability = [c.reliability for c in claims]
        conflict, proof = smallest_conflict(reliability, lambda subset: deepest_point(cuts[list(subset)]) is not None)
        weakest = least_reliable(conflict, reliability)
        left_out.add(claims[weakest].id, self._party, [claims[n].id for n in conflict], proof)
        self._cuts[row, active[weakest]] = 0.0

    def diagnose(self) -> SamplerDiagnostics:
        """What the report says of the sampler."""
        r_hat, effective = self._mixing or (None, None)
        worlds_cut = int(self._cut.sum())
        return SamplerDiagnostics(
            party=self._party,
            cuts=tuple(c.id for c in self._claims),
            worlds_cut=worlds_cut,
            kept_share=float(self._kept[self._cut].mean()) if worlds_cut else 1.0,
            walked=self._walked,
            sweeps=SWEEPS if self._walked else 0,
            split_r_hat=r_hat,
            effective_sweeps=effective,
        )


def _corner(element: int, cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    corner = np.zeros(cuts.shape[1])
    corner[element] = 1.0
    return corner
