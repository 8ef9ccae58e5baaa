"""What all tables of `detente energy` share: rows, numbers as they are written, and pairs of before and after."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.economy.energy import EnergyEquilibrium, EnergyStudy

Row = dict[str, Any]
Array = NDArray[np.float64]

SIGNIFICANT = 6
DECIMALS = 6
"""Markets clear far better; finer decimals would be noise, and differ between machines."""
LOW, HIGH = 0.05, 0.95


def number(value: float) -> float | None:
    """Six significant digits and at most six decimals; None for what is unknown or without a limit.

    Examples
    --------
    >>> number(1234.56789), number(-2e-9), number(float("nan")), number(float("inf"))
    (1234.57, 0.0, None, None)
    """
    if not math.isfinite(value):
        return None
    # Adding zero turns -0.0 into 0.0.
    return float(f"{round(value, DECIMALS):.{SIGNIFICANT}g}") + 0.0


def both_of(study: EnergyStudy) -> tuple[EnergyEquilibrium, EnergyEquilibrium]:
    """What was found before and after the shock."""
    return study.before, study.after


def pair(name: str, before: float, after: float) -> Row:
    """Two cells, named ``before`` and ``after`` behind a prefix."""
    prefix = f"{name}_" if name else ""
    return {f"{prefix}before": number(before), f"{prefix}after": number(after)}
