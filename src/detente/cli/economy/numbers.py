"""Numbers of effects as they are written down: percent, money and trade, no finer than they are known."""

from __future__ import annotations

import math

PERCENT = 100.0
SIGNIFICANT = 6
DECIMALS = {"pct": 6, "usd_bn": 6, "value": 3, "ratio": 6}
"""Markets clear to a ten-millionth; finer decimals would be noise, and differ between machines."""


def number(value: float, kind: str) -> float | None:
    """Six significant digits, no more decimals than `kind` has, and None for what is not known.

    Examples
    --------
    >>> number(1234.56789, "usd_bn"), number(-2e-9, "pct"), number(float("nan"), "pct")
    (1234.57, 0.0, None)
    """
    if math.isnan(value):
        return None
    # Adding zero turns -0.0 into 0.0.
    return float(f"{round(value, DECIMALS[kind]):.{SIGNIFICANT}g}") + 0.0


def pct(share: float) -> float | None:
    """A share as percent."""
    return number(PERCENT * share, "pct")


def usd(amount: float) -> float | None:
    """USD bn a year."""
    return number(amount, "usd_bn")


def growth(before: float, after: float) -> float | None:
    """Percent from before to after; None where there was nothing before."""
    return pct(after / before - 1) if before > 0 else None
