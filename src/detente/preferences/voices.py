"""Voices inside a party: those that ratify stand beside it, those with influence move its weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, CaseError, Claim
from detente.worlds import Axes, Worlds


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """Weights of a party with voices in it, ``k = kept own + added``.

    `own` (world, element) is the party's own draw, `kept` (world,) its share, `added` (world, element) what the voices
    bring, summing to 1 - kept.
    """

    own: NDArray[np.float64]
    kept: NDArray[np.float64]
    added: NDArray[np.float64]

    def of(self, own: NDArray[np.float64]) -> NDArray[np.float64]:
        """The blend with another draw of the party's own."""
        blended: NDArray[np.float64] = self.kept[:, None] * own + self.added
        return blended

    def pull_back(self, cuts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Cuts on the blend, (world, cut, element), as cuts on the party's own part.

        ``c @ (kept k + added) = (kept c + c @ added) @ k``, because k sums to 1.
        """
        constant = np.einsum("wce,we->wc", cuts, self.added)
        pulled: NDArray[np.float64] = self.kept[:, None, None] * cuts + constant[:, :, None]
        return pulled


def blends_of(
    case: Case,
    axes: Axes,
    worlds: Worlds,
    ordered: Sequence[Claim],
    in_force: Mapping[str, NDArray[np.bool_]],
    weights: NDArray[np.float64],
) -> dict[int, Blend]:
    """Blend the weights of parties with the voices that have influence on them, per party index.

    ``k = (1 - sum_j s_j) k_own + sum_j s_j k_j``, where s_j is the drawn influence of voice j and k_j its weights:
    uniform on the simplex of the elements that its claims in force in that world speak about, whatever their stance.
    A voice with no claim in force moves nothing there. `weights` (world, party, element) are the free draws; those of
    a voice, restricted and rescaled, are uniform on the smaller simplex. Raises CaseError when influences pass 1.
    """
    blends: dict[int, Blend] = {}
    for voice, influence in ((p, p.influence) for p in case.parties if p.voice_of):
        if influence is None:
            continue
        i, j = axes.party(voice.voice_of), axes.party(voice.id)
        spoken = _spoken_of(case, axes, [c for c in ordered if c.party == voice.id], in_force, worlds.count)
        heard = np.where(spoken, weights[:, j], 0.0)
        total = heard.sum(axis=1)
        share = np.where(total > 0, worlds.estimate(influence), 0.0)
        added = heard * (share / np.where(total > 0, total, 1.0))[:, None]
        before = blends.get(i) or Blend(weights[:, i], np.ones(worlds.count), np.zeros_like(heard))
        blends[i] = Blend(weights[:, i], before.kept - share, before.added + added)
        if (blends[i].kept < -1e-9).any():
            raise CaseError(
                f"The influences on {voice.voice_of} sum to more than 1.\nLower the influence of its voices."
            )
    return blends


def _spoken_of(
    case: Case, axes: Axes, claims: Sequence[Claim], in_force: Mapping[str, NDArray[np.bool_]], count: int
) -> NDArray[np.bool_]:
    """Elements that claims in force speak about, (world, element); a package stands for the elements it names."""
    packages = {p.id: p for p in case.packages}
    spoken = np.zeros((count, len(axes.elements)), dtype=bool)
    for claim in claims:
        named = [claim.element] if claim.element else []
        if not named and claim.package in packages:
            named = list(packages[claim.package].choices)
        for element in named:
            spoken[:, axes.element(element)] |= in_force[claim.id]
    return spoken
