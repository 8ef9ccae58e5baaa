"""What a draw of preferences holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.worlds import Axes


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """A conditional acceptance: `option` counts as rejected unless the package holds `condition`.

    `active`: shape (world,), the worlds in which the claim is in force. Indices are on the shared axes.
    """

    claim: str
    party: int
    element: int
    option: int
    condition_element: int
    condition_option: int
    red_line: bool
    active: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A claim left out of some worlds, because the claims in force there contradict each other."""

    claim: str
    party: str
    worlds: int
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Preferences:
    """Draws of what each party would take; shapes follow the axes world, party, element, option.

    `weights` (w, i, e) sum to 1 over e. `values` (w, i, e, o) in [0, 1], 0 and 1 attained; 0 on padding.
    `red_lines` (w, i, e, o). `stake` (w, i) in USD bn a year, meaningful where `has_stake` (i,).
    `conflict_cost` (w, i) in USD bn a year, 0 where the case states none (`has_conflict_cost` (i,)).
    `no_deal_values` (w, i, e) is the expected value of no deal, `no_deal_money` (w, i, e) its money.
    `in_force` maps a claim id to the worlds (w,) in which it counts.
    """

    axes: Axes
    weights: NDArray[np.float64]
    values: NDArray[np.float64]
    red_lines: NDArray[np.bool_]
    stake: NDArray[np.float64]
    has_stake: NDArray[np.bool_]
    conflict_cost: NDArray[np.float64]
    has_conflict_cost: NDArray[np.bool_]
    no_deal_values: NDArray[np.float64]
    no_deal_money: NDArray[np.float64]
    linkages: tuple[Linkage, ...]
    in_force: dict[str, NDArray[np.bool_]]
    accepted_parts: dict[str, NDArray[np.bool_]]
    dropped: tuple[Dropped, ...]
    method: str
