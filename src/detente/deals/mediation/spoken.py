"""Moves made in words: where a party named other options on an element than before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.case import Case, Claim, Stance
from detente.deals.records import Quantiles
from detente.deals.worth.gains import OptionGains
from detente.deals.worth.spread import quantiles


@dataclass(frozen=True, slots=True)
class SpokenMove:
    """A dated claim by which a party names other options on an element than in its last claim on it."""

    party: str
    element: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    on: date
    claim: str
    given: Quantiles


def spoken_moves(case: Case, options: OptionGains) -> tuple[SpokenMove, ...]:
    """Where a party proposed or demanded other options than before on the same element, oldest first."""
    firm = {Stance.PROPOSES, Stance.DEMANDS}
    dated = [(c.said_on, c) for c in case.claims if c.said_on and c.stance in firm and c.element and c.options]
    last: dict[tuple[str, str], Claim] = {}
    found = []
    for on, claim in sorted(dated, key=lambda d: (d[0], d[1].id)):
        earlier = last.get((claim.party, claim.element))
        if earlier is not None and set(earlier.options) != set(claim.options):
            found.append(_spoken(options, earlier, claim, on))
        last[claim.party, claim.element] = claim
    return tuple(found)


def _spoken(options: OptionGains, earlier: Claim, claim: Claim, on: date) -> SpokenMove:
    """What the change costs the party, by the least it would still have taken before and after."""
    axes = options.preferences.axes
    i, e = axes.party(claim.party), axes.element(claim.element)
    gains = options.of_party(i)
    single = gains[:, e]
    least = [single[:, [axes.option(claim.element, o) for o in c.options]].min(axis=1) for c in (earlier, claim)]
    spread = np.where(axes.exists, gains, np.nan)
    scale = np.maximum((np.nanmax(spread, axis=2) - np.nanmin(spread, axis=2)).sum(axis=1), 1e-12)
    given = quantiles((least[0] - least[1]) / scale, "share of its range")
    return SpokenMove(claim.party, claim.element, earlier.options, claim.options, on, claim.id, given)
