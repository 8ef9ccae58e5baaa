"""From the hand-entered table of the case to money in every world."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.worlds import Axes, Payoffs, Worlds, axes_of


def value_options(case: Case, worlds: Worlds) -> Payoffs:
    """Draw what each option is worth a year to each party, USD bn, against the status quo.

    ``m[w, i, e, o]`` is the draw of the row (party, option) of ``economy/payoffs.csv``. The status quo is 0 by
    definition; an element that the author declares not economic is 0 throughout; everything else without a row
    is unknown (masked), never zero. A voice that ratifies takes the rows of its party where it has none of its own.
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
    _let_voices_inherit(case, axes, money, known, stated)
    money.setflags(write=False)
    known.setflags(write=False)
    return Payoffs(axes, money, known, stated, "hand-entered table economy/payoffs.csv")


def _let_voices_inherit(
    case: Case, axes: Axes, money: NDArray[np.float64], known: NDArray[np.bool_], stated: NDArray[np.bool_]
) -> None:
    """Give voices that ratify the rows of their party, in place, where they have none of their own."""
    for voice in (p for p in case.parties if p.voice_of and p.ratifies):
        i, whole = axes.party(voice.id), axes.party(voice.voice_of)
        own = np.zeros(axes.exists.shape, dtype=bool)
        for payoff in (p for p in case.payoffs if p.party == voice.id):
            own[axes.element(payoff.element), axes.option(payoff.element, payoff.option)] = True
        money[:, i] = np.where(own, money[:, i], money[:, whole])
        known[i] |= known[whole]
        stated[i] |= stated[whole]
