"""The smallest factor that is enough, which is what most critical values are."""

from __future__ import annotations

import math

from detente.durability.formulas.records import ROUNDING, STEP_ROUNDING, Answer


def smallest_factor(needed: float, per_unit: float) -> float:
    """Find the smallest x >= 0 with ``x * per_unit >= needed``; infinite when there is none.

    Examples
    --------
    >>> smallest_factor(2, 4), smallest_factor(-1, 4), smallest_factor(2, 0)
    (0.5, 0.0, inf)
    """
    if needed <= 0:
        return 0.0
    return needed / per_unit if per_unit > 0 else math.inf


def critical_factor(needed: float, per_unit: float) -> float:
    """Find the smallest x from which on ``x * per_unit >= needed`` up to 1; infinite when it fails at 1.

    Where punishment is better than breaking, the condition holds for small x and fails for large ones.

    Examples
    --------
    >>> critical_factor(2, 4), critical_factor(-1, 4), critical_factor(0, -1)
    (0.5, 0.0, inf)
    """
    return math.inf if needed > per_unit else smallest_factor(needed, per_unit)


def existing(value: float) -> float | None:
    """Give a number that is finite, and None for one that is not there."""
    return value if math.isfinite(value) else None


def critical_discount(value: float, why_none: str) -> Answer:
    """Answer with a critical discount factor, or with the reason why no patience below 1 is enough."""
    if value >= 1 - ROUNDING:
        return Answer((None,), (why_none,))
    return Answer((value,))


def whole_steps_up(count: float) -> float:
    """Round a count of periods up, where logarithms have left it a hair above a whole number too."""
    return float(max(0, math.ceil(count - STEP_ROUNDING)))


def whole_steps_down(count: float) -> float:
    """Round a count of periods down, where logarithms have left it a hair below a whole number too."""
    return float(math.floor(count + STEP_ROUNDING))


def caught_factor_of_game(discount: float, p_detect: float, lag_periods: float) -> float:
    """Discount the moment of being caught in a repeated game: ``X = q delta^L / (1 - (1-q) delta)``.

    Each period of breaking is seen with probability q; the sanction starts L periods after the one that was seen.

    Examples
    --------
    >>> caught_factor_of_game(discount=0.9, p_detect=1, lag_periods=1)
    0.9
    """
    return float(p_detect * discount**lag_periods / (1 - (1 - p_detect) * discount))
