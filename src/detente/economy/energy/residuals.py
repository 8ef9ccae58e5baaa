"""How far an answer is from an equilibrium, measured on the conditions themselves and not taken from the solver."""

from __future__ import annotations

import numpy as np

from detente.economy.energy.program import Program
from detente.economy.energy.records import Array
from detente.economy.energy.reduction import Reduced
from detente.economy.energy.solver import Answer


def kkt_residual(program: Program, reduced: Reduced, answer: Answer) -> float:
    """The largest violation of the conditions of [Karush1939]_ and [KuhnTucker1951]_, in scaled units.

    With reduced cost ``r = Qx + c + E'y + G'z``: ``|Ex - e|``, ``|x - clip(x - r, lower, upper)|`` and
    ``|min(h - Gx, z)|``. Quantities count in units of the mean reference demand, prices in units of the unserved
    price. What was taken out as fixed is put back for the balances.
    """
    x = whole(reduced, answer)
    layout = program.layout
    balances = np.abs(layout.equal @ x - program.equal_to)
    stationary = answer.x - np.clip(answer.x - reduced_cost(reduced, answer), reduced.lower, reduced.upper)
    limits = np.minimum(reduced.limit - reduced.at_most @ answer.x, answer.at_most)
    over = np.maximum(layout.at_most @ x - program.limit, 0.0)
    parts = [balances, np.abs(stationary), np.abs(limits), over]
    return float(max(part.max(initial=0.0) for part in parts))


def duality_gap(reduced: Reduced, answer: Answer) -> float:
    """Objective less the bound that the multipliers prove, as a share of the objective (of 1 if that is larger).

    The bound is ``-x'Qx/2 - e'y - h'z + sum(lower * max(r, 0) - upper * max(-r, 0))``, with the reduced cost ``r`` of
    `kkt_residual`, by the duality of [Dorn1960]_.
    """
    curvature = float(answer.x @ (reduced.quadratic @ answer.x))
    primal = curvature / 2 + float(reduced.cost @ answer.x)
    r = reduced_cost(reduced, answer)
    ceilings = np.where(np.isfinite(reduced.upper), reduced.upper, 0.0)
    bound = -curvature / 2 - float(reduced.equal_to @ answer.equal) - float(reduced.limit @ answer.at_most)
    bound += float(reduced.lower @ np.maximum(r, 0.0)) - float(ceilings @ np.maximum(-r, 0.0))
    return (primal - bound) / max(1.0, abs(primal))


def reduced_cost(reduced: Reduced, answer: Answer) -> Array:
    """What one more unit of each variable adds to the objective, its use of scarce things included."""
    own = reduced.quadratic @ answer.x + reduced.cost
    return np.asarray(own + answer.equal @ reduced.equal + answer.at_most @ reduced.at_most)


def whole(reduced: Reduced, answer: Answer) -> Array:
    """All variables: those that were solved for and those that were fixed."""
    x = reduced.fixed.copy()
    x[reduced.free] = answer.x
    return x
