"""A baseline from the arrays of an NPZ file, under the short names that the literature's code uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade.accounts import build_base
from detente.economy.trade.baseline import Baseline
from detente.economy.trade.counterfactual import balance
from detente.economy.trade.raw_arrays import accounts_from_arrays, check_shapes, is_raw

NEEDED = ("pi", "tau", "alpha", "va_share", "io", "VA", "S", "X", "theta")
REGION_NAMES = ("regions", "countries")


@dataclass(frozen=True, slots=True)
class Origin:
    """What arrays do not say of themselves: base year, unit of money, source."""

    year: int | None = None
    unit: str = "unknown unit"
    source: str = "unknown source"


def baseline_from_arrays(arrays: Mapping[str, NDArray[Any]], origin: Origin | None = None) -> Baseline:
    """Read the arrays ``pi tau alpha va_share io VA S X theta`` as a balanced baseline.

    ``pi[j,n,i]`` is the share of n's spending on sector j that goes to i, ``tau`` one plus the tariff, ``io[n,k,j]``
    the composition of inputs (k: input), ``S`` the surplus; `Baseline` explains the rest. ``epsilon`` is one plus the
    export tax, 1 when absent. Names come from ``regions`` (or ``countries``) and ``sectors``; without them, labels are
    the index, from 0. Raw accounts, with ``xbilat`` instead of ``pi``, go through `build_base`.

    Raises
    ------
    CaseError
        When an array is missing, is not made of numbers, or the baseline does not pass `balance`.
    """
    held = set(arrays)
    if is_raw(held):
        return _from_raw(arrays, origin)
    missing = [name for name in NEEDED if name not in held]
    if missing:
        raise CaseError(f"The baseline lacks {', '.join(missing)}. It needs the arrays {' '.join(NEEDED)}.")
    read = {name: _numbers(name, arrays[name]) for name in (*NEEDED, *(held & {"epsilon"}))}
    if read["pi"].ndim != 3:
        raise CaseError(f"pi has {read['pi'].ndim} axes; it needs three: sector, buyer, seller.")
    origin = origin or Origin()
    sectors, regions, _ = read["pi"].shape
    baseline = Baseline(
        regions=_region_labels(arrays, regions),
        sectors=_labels("sectors", arrays.get("sectors"), sectors),
        year=origin.year,
        unit=origin.unit,
        source=origin.source,
        trade_share=read["pi"],
        tariff=read["tau"],
        export_tax=read.get("epsilon", np.ones_like(read["pi"])),
        value_added_share=read["va_share"],
        input_share=read["io"],
        final_share=read["alpha"],
        value_added=read["VA"],
        surplus=read["S"],
        expenditure=read["X"],
        theta=read["theta"],
    )
    return balance(baseline)


def _from_raw(arrays: Mapping[str, NDArray[Any]], origin: Origin | None) -> Baseline:
    """Build the base from raw accounts; what `origin` says counts, but for a year in the names of the arrays."""
    words = {*REGION_NAMES, "sectors"}
    read = {name: _numbers(name, array) for name, array in arrays.items() if name not in words}
    check_shapes(read)
    sectors, regions = read["gross_output"].shape
    labels = (_region_labels(arrays, regions), _labels("sectors", arrays.get("sectors"), sectors))
    baseline = build_base(accounts_from_arrays(read, labels))
    return baseline if origin is None else replace(baseline, source=origin.source, year=origin.year or baseline.year)


def baseline_from_npz(place: str, origin: Origin | None = None) -> Baseline:
    """Read an NPZ file with the arrays of `baseline_from_arrays`; nothing in it is ever executed."""
    try:
        with np.load(place, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, AttributeError) as reason:
        raise CaseError(f"{place} cannot be read as an NPZ file of plain arrays: {reason}") from reason
    return baseline_from_arrays(arrays, origin)


def _numbers(name: str, array: NDArray[Any]) -> NDArray[np.float64]:
    if np.asarray(array).dtype.kind not in "fiu":
        raise CaseError(f"{name} holds {np.asarray(array).dtype}, not numbers.")
    return np.asarray(array, dtype=np.float64)


def _region_labels(arrays: Mapping[str, NDArray[Any]], count: int) -> tuple[str, ...]:
    kind = next((name for name in REGION_NAMES if name in arrays), "regions")
    return _labels(kind, arrays.get(kind), count)


def _labels(kind: str, names: NDArray[Any] | None, count: int) -> tuple[str, ...]:
    if names is None:
        return tuple(str(k) for k in range(count))
    if np.shape(names) != (count,):
        raise CaseError(f"The array {kind} has {np.size(names)} names; {count} are needed.")
    return tuple(str(name) for name in names)
