"""Gains of some parties as single options and pairs of options: all that a package's worth consists of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.deals.worth.rules import HardRule
from detente.worlds import NO_WHOLES, Axes, Wholes

INDIFFERENT = -1e-9
"""A gain above this counts as no loss: the status quo gains exactly nothing, and sums of floats must not reject it."""


@dataclass(frozen=True, slots=True, eq=False)
class Penalty:
    """What party `party` (a row of `PairwiseGains.parties`) loses when an option is taken without its condition.

    `loss` (world,), zero or more; `red` (world,) says where it crosses a red line besides. `claim` is its source.
    """

    claim: str
    party: int
    element: int
    option: int
    condition_element: int
    condition_option: int
    loss: NDArray[np.float64]
    red: NDArray[np.bool_]

    def unmet(self, option: NDArray[np.int64], condition: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which choices on the two elements take the option without its condition."""
        unmet: NDArray[np.bool_] = (option == self.option) & (condition != self.condition_option)
        return unmet


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseGains:
    """Gains over no deal of some parties (indices `parties`), which are the party axis here.

    ``G_i(p) = constant_i + sum_e single_i(e, p_e) - sum_l loss_l [p takes the option of l without its condition]``,
    plus what the options of ``p`` bring beyond their sum where `wholes` tells it. `single` and `red` (red lines) have
    shape (world, party, element, option), `constant` (world, party). A package that breaks one of the `rules` is no
    package at all.
    """

    axes: Axes
    parties: tuple[int, ...]
    single: NDArray[np.float64]
    red: NDArray[np.bool_]
    constant: NDArray[np.float64]
    penalties: tuple[Penalty, ...]
    rules: tuple[HardRule, ...]
    wholes: Wholes = NO_WHOLES

    def constant_of(self, choice: NDArray[np.int64]) -> NDArray[np.float64]:
        """The constant of a package, (world, party): with what its options bring beyond their sum."""
        row = self.wholes.row(choice)
        return self.constant if row < 0 else self.constant + self.wholes.beyond[row]

    def starting_from(self, choice: NDArray[np.int64]) -> PairwiseGains:
        """Gains by which one package is exact, and every change to it an additive difference."""
        return replace(self, constant=self.constant_of(choice), wholes=NO_WHOLES)

    def summed(self) -> PairwiseGains:
        """Gains by sums of options alone: what searches over all packages go by."""
        return replace(self, wholes=NO_WHOLES)

    def range(self) -> NDArray[np.float64]:
        """Additive best minus additive worst over single options, (world, party): what gains are normalised by."""
        exists = self.axes.exists
        best = np.where(exists, self.single, -np.inf).max(axis=3)
        worst = np.where(exists, self.single, np.inf).min(axis=3)
        wide: NDArray[np.float64] = np.maximum((best - worst).sum(axis=2), 1e-12)
        return wide


def gain_and_red(pairwise: PairwiseGains, choice: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int16]]:
    """Gain of a complete package and the number of red lines it crosses, both (world, party); rules aside."""
    elements = np.arange(len(choice))
    gain = pairwise.single[:, :, elements, choice].sum(axis=2) + pairwise.constant_of(choice)
    crossed = pairwise.red[:, :, elements, choice].sum(axis=2, dtype=np.int16)
    for penalty in pairwise.penalties:
        if penalty.unmet(choice[penalty.element], choice[penalty.condition_element]):
            gain[:, penalty.party] -= penalty.loss
            crossed[:, penalty.party] += penalty.red
    return gain, crossed


def central_world(pairwise: PairwiseGains) -> PairwiseGains:
    """The one world of mean gains, each as a share of its party's mean range.

    An option, or an option without its condition, crosses a red line there if it does in at least half of the worlds.
    """
    scale = pairwise.range().mean(axis=0)
    penalties = tuple(
        replace(p, loss=p.loss.mean(keepdims=True) / scale[p.party], red=p.red.mean(keepdims=True) >= 0.5)
        for p in pairwise.penalties
    )
    return replace(
        pairwise,
        wholes=pairwise.wholes.mean(scale),
        single=pairwise.single.mean(axis=0, keepdims=True) / scale[:, None, None],
        red=pairwise.red.mean(axis=0, keepdims=True) >= 0.5,
        constant=pairwise.constant.mean(axis=0, keepdims=True) / scale,
        penalties=penalties,
    )
