"""What the search for deals returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Spread over worlds: nine of ten lie between `low` and `high`, half between `lower` and `upper`."""

    low: float
    lower: float
    median: float
    upper: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class PartyAcceptance:
    """How one party stands to one package.

    `as_is` counts worlds in which it accepts while unnamed elements stay at the status quo, `surely` whatever they
    become, `possibly` with the best of them. For a complete package the three agree. `gain` is read as it is.
    `basis` is 'politics and money' where the case states a stake, else 'politics alone'.
    `crossed` gives, per element, the share of worlds in which the named option crosses a red line of the party.
    """

    party: str
    required: bool
    basis: str
    as_is: float
    surely: float
    possibly: float
    gain: Quantiles
    money: Quantiles | None
    unpriced_elements: tuple[str, ...]
    break_even_stake: float | None
    crossed: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Change:
    """One element of a named package moved to another option."""

    element: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class NearPackage:
    """The best package within a number of changes of a named one, by joint acceptance of those it requires."""

    changes: tuple[Change, ...]
    joint_as_is: float
    proof: str


@dataclass(frozen=True, slots=True, eq=False)
class PackageResult:
    """Acceptance of one named package by all who must sign it; the three `joint` arrays have shape (world,).

    `signatories` are those that the case requires (`required`) and the voices that ratify for them.
    `joint_as_is`: what it does not name stays at the status quo. This is the reading that the verdict speaks of.
    """

    id: str
    title: str
    required: tuple[str, ...]
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    parties: tuple[PartyAcceptance, ...]
    joint_as_is: NDArray[np.bool_]
    joint_surely: NDArray[np.bool_]
    joint_possibly: NDArray[np.bool_]
    near: tuple[NearPackage, ...]
    signatories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    """An element on which every option crosses a red line of someone required, in a share of worlds."""

    element: str
    share: float
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """A bargaining solution in the central world: package, normalised gains per required party, proof."""

    name: str
    choices: Mapping[str, str]
    gains: Mapping[str, float]
    joint_as_is: float
    proof: str


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """Undominated packages in one world: utilities (point, party) normalised, and what they choose (point, element).

    `points_total` counts all of them, also those not handed on; `packages` places the named packages, read as they
    are, on the same scale. `epsilon` (party): each undominated package has a point here that is worse for the party by
    at most this; zeros where the frontier is exact.
    """

    world: str
    parties: tuple[str, ...]
    utilities: NDArray[np.float64]
    choices: NDArray[np.int64]
    reservation: NDArray[np.float64]
    packages_total: float
    points_total: int
    packages: Mapping[str, tuple[float, ...]]
    method: str
    epsilon: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class FairestDeals:
    """Kalai-Smorodinsky solutions world by world: share with a deal, and how far rounding is from the bound.

    `worlds_possible` is the share of worlds in which no bound rules a deal out: no package can be accepted in more.
    """

    worlds_with_deal: float
    smallest_gain: Quantiles
    certificate_gap: Quantiles
    failed: int
    method: str
    worlds_possible: float = 1.0


@dataclass(frozen=True, slots=True)
class Regret:
    """What a package (an id of the case, or the name of a candidate) falls short of the fairest one, world by world.

    Smallest gains are compared, as shares of the best that each party could gain in that world: 0 is no regret, 1 all
    that there was to win. `worst` is the 95 percent quantile over worlds. `mean_at_most` compares with the linear bound
    on the fairest package instead of the one found.
    """

    package: str
    mean: float
    worst: float
    mean_at_most: float
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Interaction:
    """What the options of a named package bring one party together, beyond the sum of what each brings alone.

    `error_usd_bn_per_year` is the root mean square of the error of interpolating it. `worlds_changed` counts the worlds
    in which the party's acceptance differs from what the sum would have it.
    """

    package: str
    party: str
    beyond: Quantiles
    error_usd_bn_per_year: float
    worlds_changed: int


@dataclass(frozen=True, slots=True)
class FoundPackage:
    """A package that a search found, judged again with the money of its options as a whole.

    `found_as` says where it is reported, `options` which of its options a model combines. `joint_as_found` is the share
    of worlds in which all `signatories` accept as the search added it up, `joint_as_whole` the same as a whole; None
    where that was not solved. `most_changed` is the signatory whose own share moves most, by `changed_by`.
    """

    found_as: tuple[str, ...]
    signatories: tuple[str, ...]
    options: tuple[str, ...]
    joint_as_found: float
    joint_as_whole: float | None
    most_changed: str
    changed_by: float | None


@dataclass(frozen=True, slots=True)
class AsWholes:
    """How far sums of options stand for packages.

    `interactions` lists those of named packages that change an acceptance or exceed the error of interpolation. `found`
    are the packages that searches reported. `planned` equilibria were asked for beyond those of the payoffs, `solves`
    is how many that took and `failed` how many of them did not converge; `unsolved` counts combinations of options left
    unsolved, because they are beyond a fixed number or too few worlds converged.
    """

    interactions: tuple[Interaction, ...]
    found: tuple[FoundPackage, ...]
    planned: int
    solves: int
    failed: int
    unsolved: int
