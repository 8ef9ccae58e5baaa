"""From the hand-entered table of the case to money in every world."""

from __future__ import annotations

import numpy as np

from detente.case import Case
from detente.worlds import Payoffs, Worlds, axes_of


def value_options(case: Case, worlds: Worlds) -> Payoffs:
    """Draw what each option is worth a year to each party, USD bn, against the status quo.

    ``m[w, i, e, o]`` is the draw of the row (party, option) of ``economy/payoffs.csv``. The status quo is 0 by
    definition; an element that the author declares not economic is 0 throughout; everything else without a row
    is unknown (masked), never zero.
    """
    axes = axes_of(case)
    shape = (len(axes.parties), len(axes.elements), axes.exists.shape[1])
    money = np.zeros((worlds.count, *shape))
    known = np.zeros(shape, dtype=bool)
    known[:, np.arange(shape[1]), axes.status_quo] = True
    not_economic = np.array([not e.economic for e in case.elements])
    known |= not_economic[None, :, None] & axes.exists[None]
    for payoff in case.payoffs:
        i, e = axes.party(payoff.party), axes.element(payoff.element)
        o = axes.option(payoff.element, payoff.option)
        money[:, i, e, o] = worlds.estimate(payoff.estimate)
        known[i, e, o] = True
    stated = np.isin(axes.parties, [p.party for p in case.payoffs])
    money.setflags(write=False)
    known.setflags(write=False)
    return Payoffs(axes, money, known, stated, "hand-entered table economy/payoffs.csv")
