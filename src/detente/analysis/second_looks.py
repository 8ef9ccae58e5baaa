"""The same question without the claims, and under a second prior for the weights."""

from __future__ import annotations

from dataclasses import replace

from detente.analysis.records import Alternative
from detente.case import Case
from detente.deals import accept_packages
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences, draw_uncut_weights
from detente.worlds import Payoffs, Worlds

FEW_ELEMENTS = 0.2
"""Concentration of the second prior: below 1, few elements carry most of a party's weight."""


def look_again(case: Case, preferences: Preferences, payoffs: Payoffs, worlds: Worlds) -> tuple[Alternative, ...]:
    """Recompute who would sign what when one part of the method is changed.

    Without the claims, values and weights follow their priors alone: what then remains of an answer owes nothing
    to what anyone said. Under the second prior few elements carry most of a party's weight (Dirichlet with
    concentration 0.2); what was said of single elements still counts, what was said of whole packages does not.
    """
    silent = replace(case, claims=())
    unheard = draw_preferences(silent, tally_positions(silent), payoffs, worlds)
    few = draw_uncut_weights(case, tally_positions(case), preferences.axes, worlds, FEW_ELEMENTS)
    second = replace(preferences, weights=few)
    return (
        _alternative("without the claims", "no statement of any party is used", case, unheard, payoffs),
        _alternative("few elements weigh most", "weights by a second prior", case, second, payoffs),
    )


def _alternative(name: str, what: str, case: Case, preferences: Preferences, payoffs: Payoffs) -> Alternative:
    shares = accept_packages(case, preferences, payoffs)
    return Alternative(
        name=name,
        what=what,
        joint_as_is={p: s[0] for p, s in shares.items()},
        joint_surely={p: s[1] for p, s in shares.items()},
        joint_possibly={p: s[2] for p, s in shares.items()},
    )
