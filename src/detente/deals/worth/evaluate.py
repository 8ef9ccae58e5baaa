"""One complete package, every party, every world: exact, conditions included."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.deals.worth.acceptance import Reading, one_after_the_other
from detente.deals.worth.gains import INDIFFERENT, OptionGains, linkage_loss
from detente.deals.worth.rules import broken_rules


def evaluate(options: OptionGains, choice: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Gain over no deal and acceptance of one complete package, both (world, party).

    ``G_i(p) = constant_i + sum_e g_i(e, p_e) - sum_l loss_l [p takes the option of l without its condition]``, plus
    what the options bring beyond their sum where they were solved as a whole. A party accepts where G is not negative
    and the package crosses none of its red lines. Nobody accepts a package that breaks a hard rule of the case.
    `choice` holds an option index for every element.
    """
    whole = one_after_the_other([_evaluate(part, choice) for part in options.parts()])
    return whole.gain, whole.accepts


def _evaluate(options: OptionGains, choice: NDArray[np.int64]) -> Reading:
    preferences = options.preferences
    elements = np.arange(len(choice))
    gain = options.at(choice).sum(axis=2) + options.constant_of(choice)
    crossed = np.logical_or.reduce(preferences.red_lines[:, :, elements, choice], axis=2)
    for linkage in preferences.linkages:
        taken = choice[linkage.element] == linkage.option
        if taken and choice[linkage.condition_element] != linkage.condition_option:
            gain[:, linkage.party] -= linkage_loss(options, linkage)
            if linkage.red_line:
                crossed[:, linkage.party] |= linkage.active
    if broken_rules(options.rules, choice):
        crossed[:] = True
    return Reading(gain, (gain >= INDIFFERENT) & ~crossed)
