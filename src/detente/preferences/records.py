"""What a draw of preferences holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    """A claim left out of some worlds, because the claims in force there contradict each other.

    `against` are the other claims of the smallest set that cannot hold together; `proof` is 'smallest', or
    'irreducible, not proven smallest'. It is empty where the claim fits no preferences even alone.
    """

    claim: str
    party: str
    worlds: int
    against: tuple[str, ...]
    proof: str = ""


@dataclass(frozen=True, slots=True)
class PartOdds:
    """How likely one part of a set-valued acceptance is meant.

    `prior` is the share of worlds in which the part is at least as good for the party as the status quo, whatever it
    said of several parts; `p_accepted` the share, of the worlds in which the claim is in force, in which the part is
    among those drawn (None where it never is in force).
    """

    claim: str
    party: str
    element: str
    option: str
    prior: float
    p_accepted: float | None


@dataclass(frozen=True, slots=True)
class SamplerDiagnostics:
    """How the weights of one party came about where claims on whole packages cut them.

    `worlds_cut`: worlds with a cut in force. `kept_share`: share of them whose free draw fits all cuts and is kept.
    `walked`: worlds in which a walk of `sweeps` sweeps draws the weights. `split_r_hat` compares the second and last
    third of the walks, pooled over worlds, for the weight that mixes worst: 1 is perfect. `effective_sweeps` is how
    many independent draws these two thirds are worth to one walk, by the same comparison. None without a walk.
    """

    party: str
    cuts: tuple[str, ...]
    worlds_cut: int
    kept_share: float
    walked: int
    sweeps: int
    split_r_hat: float | None
    effective_sweeps: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Preferences:
    """Draws of what each party would take; shapes follow the axes world, party, element, option.

    `weights` (w, i, e) sum to 1 over e. `values` (w, i, e, o) in [0, 1], 0 and 1 attained; 0 on padding.
    `red_lines` (w, i, e, o). `stake` (w, i) in USD bn a year, meaningful where `has_stake` (i,).
    `conflict_cost` (w, i) in USD bn a year, 0 where the case states none (`has_conflict_cost` (i,)).
    `no_deal_values` (w, i, e) is the expected value of no deal, `no_deal_money` (w, i, e) its money.
    `in_force` maps a claim id to the worlds (w,) in which it counts. `accepted_parts` maps a set-valued claim to the
    parts meant, (w, part). `told` names parties whose own word takes the place of claims and priors, `told_against` the
    claims that this contradicts.
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
    diagnostics: tuple[SamplerDiagnostics, ...] = ()
    part_odds: tuple[PartOdds, ...] = ()
    told: tuple[str, ...] = ()
    told_against: tuple[str, ...] = ()

    def in_worlds(self, some: slice) -> Preferences:
        """The same in some worlds, as views; what is said of all worlds together stays as it is."""
        return replace(
            self,
            weights=self.weights[some],
            values=self.values[some],
            red_lines=self.red_lines[some],
            stake=self.stake[some],
            conflict_cost=self.conflict_cost[some],
            no_deal_values=self.no_deal_values[some],
            no_deal_money=self.no_deal_money[some],
            linkages=tuple(replace(x, active=x.active[some]) for x in self.linkages),
            in_force={claim: where[some] for claim, where in self.in_force.items()},
            accepted_parts={claim: parts[some] for claim, parts in self.accepted_parts.items()},
        )
