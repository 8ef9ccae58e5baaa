"""How a share of worlds is written: as a count of 100 worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.plots.numbers import NBSP, NOISE, signed_with_decimals


def of_100(share: float) -> str:
    """Write a share as a count of 100 worlds.

    Examples
    --------
    >>> of_100(0.382), of_100(0.002), of_100(0.999), of_100(0.0)
    ('38', 'under 1', 'over 99', '0')
    """
    if 0 < share < 0.005:
        return "under 1"
    if 0.995 <= share < 1:
        return "over 99"
    return str(round(100 * share))


def range_of_100(low: float, high: float) -> str:
    """Write two shares as a range of counts, or as one count where they agree.

    Examples
    --------
    >>> range_of_100(0.0, 0.34), range_of_100(0.2, 0.2)
    ('0 to 34', '20')
    """
    first, second = of_100(low), of_100(high)
    return first if first == second else f"{first} to {second}"


def compact_of_100(share: float) -> str:
    """Write a count of 100 worlds where there is little room.

    Examples
    --------
    >>> compact_of_100(0.002), compact_of_100(0.999), compact_of_100(0.5)
    ('<1', '>99', '50')
    """
    return of_100(share).replace("under ", "<").replace("over ", ">")


def compact_range_of_100(low: float, high: float) -> str:
    """Write a range of counts where there is little room.

    Examples
    --------
    >>> compact_range_of_100(0.002, 1.0), compact_range_of_100(1.0, 1.0)
    ('<1–100', '100')
    >>> compact_range_of_100(0.98, 0.999).replace(NBSP, " ")
    '98 – >99'
    """
    first, second = compact_of_100(low), compact_of_100(high)
    # Spaced before ">", for a dash and a bracket together read as an arrow.
    dash = f"{NBSP}\N{EN DASH}{NBSP}" if second.startswith(">") else "\N{EN DASH}"
    return first if first == second else f"{first}{dash}{second}"


def signed_of_100(difference: float) -> str:
    """Write a difference of shares as worlds of 100, with its sign.

    Examples
    --------
    >>> signed_of_100(0.123), signed_of_100(-0.04), signed_of_100(0.001)
    ('+12', '−4', '0')
    """
    return signed_with_decimals(round(100 * difference), 0)


def as_counts(shares: Sequence[float], total: int = 100) -> tuple[int, ...]:
    """Turn shares into whole numbers that sum to `total` in the same proportions, by largest remainder.

    Examples
    --------
    >>> as_counts([0.333, 0.333, 0.334]), as_counts([0.107, 0.108], 22), as_counts([0.0, 0.0], 0)
    ((33, 33, 34), (11, 11), (0, 0))
    """
    whole = math.fsum(shares) or 1.0
    quotas = [total * share / whole for share in shares]
    floors = [math.floor(quota + NOISE) for quota in quotas]
    by_remainder = sorted(range(len(shares)), key=lambda k: (floors[k] - quotas[k], k))
    for k in by_remainder[: max(0, total - sum(floors))]:
        floors[k] += 1
    return tuple(floors)
