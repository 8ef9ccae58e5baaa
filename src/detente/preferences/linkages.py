"""Conditional acceptances: an option that counts as rejected unless the package holds another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import Claim
from detente.positions import constrains
from detente.preferences.records import Linkage
from detente.preferences.stances import ROWS
from detente.worlds import Axes


def linkages_of(
    axes: Axes, binding: Mapping[str, Sequence[Claim]], in_force: Mapping[str, NDArray[np.bool_]]
) -> tuple[Linkage, ...]:
    """Conditional claims, per party newest first; a later claim in force on the same option replaces an earlier one."""
    owner = {o: e for e, options in enumerate(axes.options) for o in options}
    found = []
    for party, claims in binding.items():
        later: dict[str, NDArray[np.bool_]] = {}
        for claim in (c for c in reversed(claims) if c.element and constrains(c)):
            for option in claim.options:
                replaced = later.get(option, np.zeros_like(in_force[claim.id]))
                if ROWS[claim.stance].linked:
                    active = in_force[claim.id] & ~replaced
                    found.append(_linkage(axes, party, claim, option, owner[claim.condition_option], active))
                if not ROWS[claim.stance].set_valued:
                    later[option] = replaced | in_force[claim.id]
    return tuple(found)


def _linkage(axes: Axes, party: str, claim: Claim, option: str, condition: int, active: NDArray[np.bool_]) -> Linkage:
    e = axes.element(claim.element)
    return Linkage(
        claim=claim.id,
        party=axes.party(party),
        element=e,
        option=axes.options[e].index(option),
        condition_element=condition,
        condition_option=axes.options[condition].index(claim.condition_option),
        red_line=claim.red_line,
        active=active,
    )
