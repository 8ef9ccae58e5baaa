"""A baseline from raw arrays: trade between regions, tariffs, gross output and input coefficients of a year."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import numpy as np

from detente.case import CaseError
from detente.economy.trade.accounts import Accounts
from detente.economy.trade.baseline import Array

FLOWS = re.compile(r"xbilat(\d{4})?")
NEEDED = ("gross_output", "va_share", "io")
THOUSANDS = 1e3
"""Trade flows come in thousands of the unit in which gross output is."""

PERCENT = 100
THETA_OF_SERVICES = 8.22
"""For sectors whose elasticity is not given: the mean that [CaliendoParro2015]_ use for what is not traded."""


def is_raw(names: Collection[str]) -> bool:
    """Whether arrays are raw accounts: they have flows, ``xbilat`` with or without a year.

    Examples
    --------
    >>> is_raw(["xbilat1993", "io"]), is_raw(["pi", "io"])
    (True, False)
    """
    return any(FLOWS.fullmatch(name) for name in names)


def accounts_from_arrays(arrays: Mapping[str, Array], labels: tuple[tuple[str, ...], tuple[str, ...]]) -> Accounts:
    """Read ``xbilat tariff gross_output va_share io theta`` as raw accounts; `labels` are regions and sectors.

    ``xbilat1993[j,n,i]`` is what n buys from i in thousands, ``tariff1993`` of the same year is in percent, and
    ``gross_output[j,n]`` in units. The first sectors are traded; those that trade, tariffs or ``theta`` (or
    ``theta20``) do not reach are services, with the mean elasticity of the paper.

    Raises
    ------
    CaseError
        When an array is missing or shapes do not belong together.
    """
    check_shapes(arrays)
    flows, tariff, theta = _names(arrays)
    output = arrays["gross_output"]
    year = flows.removeprefix("xbilat")
    return Accounts(
        regions=labels[0],
        sectors=labels[1],
        year=int(year) if year else None,
        unit="unit of gross_output",
        source="raw arrays",
        trade=_filled(arrays[flows] * THOUSANDS, len(output), 0.0),
        tariff=_filled(1 + arrays[tariff] / PERCENT, len(output), 1.0),
        gross_output=output,
        value_added_share=arrays["va_share"],
        input_share=arrays["io"],
        theta=_filled(arrays[theta], len(output), THETA_OF_SERVICES),
    )


def _names(held: Collection[str]) -> tuple[str, str, str]:
    """The names of flows, of their year's tariffs and of elasticities among those held."""
    flows = next(name for name in sorted(held) if FLOWS.fullmatch(name))
    theta = next((name for name in sorted(held) if re.fullmatch(r"theta\d*", name)), "theta")
    return flows, f"tariff{flows.removeprefix('xbilat')}", theta


def check_shapes(arrays: Mapping[str, Array]) -> None:
    """Raise `CaseError` when a raw array is missing, or shapes do not belong together."""
    flows, tariff, theta = _names(arrays)
    missing = [name for name in (*NEEDED, tariff, theta) if name not in arrays]
    if missing:
        needed = f"{flows} {tariff} {theta} {' '.join(NEEDED)}"
        raise CaseError(f"The raw accounts lack {', '.join(missing)}. They need {needed}.")
    output, trade = arrays["gross_output"], arrays[flows]
    if output.ndim != 2 or trade.ndim != 3 or not 0 < len(trade) <= len(output):
        raise CaseError(
            f"gross_output has shape {output.shape} and {flows} {trade.shape}; they need (sector, region) and "
            "(sector, buyer, seller), with trade for some of the sectors, from the first on."
        )
    sectors, regions = output.shape
    bilateral = (len(trade), regions, regions)
    wanted = {flows: bilateral, tariff: bilateral, "va_share": output.shape, "io": (regions, sectors, sectors)}
    for name, shape in wanted.items():
        if arrays[name].shape != shape:
            raise CaseError(f"{name} has shape {arrays[name].shape}; {shape} goes with the other arrays.")
    if arrays[theta].ndim != 1 or not 0 < len(arrays[theta]) <= sectors:
        raise CaseError(f"{theta} has shape {arrays[theta].shape}; it needs a number for each of the first sectors.")


def _filled(array: Array, sectors: int, rest: float) -> Array:
    """The array with sectors added at its end."""
    more = np.full((sectors - len(array), *array.shape[1:]), rest)
    return np.concatenate([array, more])
