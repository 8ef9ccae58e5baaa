"""The same question without the claims, and under a second prior for the weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.analysis.records import Alternative
from detente.case import Case
from detente.deals import accept_packages
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences
from detente.worlds import Payoffs, Worlds


def look_again(case: Case, preferences: Preferences, payoffs: Payoffs, worlds: Worlds) -> tuple[Alternative, ...]:
    """Recompute who would sign what when one part of the method is changed.

    Without the claims, values and weights follow their priors alone: what then remains of an answer owes nothing
    to what anyone said. Under the second prior every element weighs the same for every party.
    """
    silent = replace(case, claims=())
    unheard = draw_preferences(silent, tally_positions(silent), payoffs, worlds)
    return (
        _alternative("without the claims", "no statement of any party is used", case, unheard, payoffs),
        _alternative(
            "equal weights", "every element weighs the same for every party", case, _level(preferences), payoffs
        ),
    )


def _level(preferences: Preferences) -> Preferences:
    return replace(preferences, weights=np.full_like(preferences.weights, 1 / preferences.weights.shape[2]))


def _alternative(name: str, what: str, case: Case, preferences: Preferences, payoffs: Payoffs) -> Alternative:
    shares = accept_packages(case, preferences, payoffs)
    return Alternative(
        name=name,
        what=what,
        joint_as_is={p: s[0] for p, s in shares.items()},
        joint_surely={p: s[1] for p, s in shares.items()},
        joint_possibly={p: s[2] for p, s in shares.items()},
    )
