"""Is a baseline fit to be used? All its problems at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade.baseline import ARRAYS, Array, Baseline

SHARE_TOLERANCE = 1e-6
"""How far shares may be from summing to one before it is an error; what is left is rescaled away."""

INPUT_ROUNDING = 5e-8
"""Input coefficients are published with seven digits; sums over many inputs may be off by this much for each."""

NOT_NAMES = {"", "*"}

SMALLEST_THETA = 1e-3
"""Prices are shares to the power of one over theta: below this, what a share is rounded by moves them visibly."""

SMALLEST_INPUT = -1e-2
"""Published input-output tables carry a few small negative coefficients; more than this is an error."""


def check(baseline: Baseline) -> None:
    """Raise `CaseError` with everything that is wrong with a baseline, or return.

    Sizes and missing numbers are looked at first, then signs, then sums of shares (to 1e-6).
    """
    problems = _wrong_sizes(baseline) or _missing_numbers(baseline)
    problems = problems or [*_wrong_signs(baseline), *_wrong_sums(baseline)]
    if problems:
        raise CaseError("The baseline cannot be used:\n" + "\n".join(f"- {p}" for p in problems))


def _wrong_sizes(baseline: Baseline) -> list[str]:
    j, n = len(baseline.sectors), len(baseline.regions)
    flows = dict.fromkeys(("trade_share", "tariff", "export_tax"), (j, n, n))
    tables = dict.fromkeys(("value_added_share", "final_share", "expenditure"), (j, n))
    rows = dict.fromkeys(("value_added", "surplus"), (n,))
    wanted: dict[str, tuple[int, ...]] = {**flows, **tables, **rows, "input_share": (n, j, j), "theta": (j,)}
    found = {name: getattr(baseline, name).shape for name in wanted}
    repeated = [kind for kind in ("regions", "sectors") if _repeat(getattr(baseline, kind))]
    nameless = [kind for kind in ("regions", "sectors") if NOT_NAMES & set(getattr(baseline, kind))]
    return [
        *(f'one of the {kind} is called "*" or has an empty name, and no shock could name it' for kind in nameless),
        *(f"the names of {kind} are not all different" for kind in repeated),
        *(
            f"{name} has shape {found[name]}; {wanted[name]} is needed"
            for name in wanted
            if found[name] != wanted[name]
        ),
    ]


def _repeat(names: tuple[str, ...]) -> bool:
    return len(set(names)) < len(names)


def _missing_numbers(baseline: Baseline) -> list[str]:
    return [
        f"{name} has {count} entries that are not a finite number; the first is at {_place(baseline, name, ~finite)}"
        for name, finite in ((name, np.isfinite(getattr(baseline, name))) for name in ARRAYS)
        if (count := int((~finite).sum()))
    ]


def _wrong_signs(baseline: Baseline) -> list[str]:
    b = baseline
    theta_rule = f"at least {SMALLEST_THETA:g}, or rounding hides prices"
    wrong = {
        ("theta", "above 0"): b.theta <= 0,
        ("theta", theta_rule): (b.theta > 0) & (b.theta < SMALLEST_THETA),
        ("value_added", "above 0"): b.value_added <= 0,
        ("tariff", "above 0 (it is 1 + tariff)"): b.tariff <= 0,
        ("export_tax", "above 0 (it is 1 + tax)"): b.export_tax <= 0,
        ("trade_share", "at least 0"): b.trade_share < 0,
        ("final_share", "at least 0"): b.final_share < 0,
        ("expenditure", "at least 0"): b.expenditure < 0,
        ("value_added_share", "above 0 and at most 1"): (b.value_added_share <= 0) | (b.value_added_share > 1),
        ("input_share", f"at least {SMALLEST_INPUT}"): b.input_share < SMALLEST_INPUT,
    }
    problems = [
        f"{name} must be {rule}; it is {getattr(b, name)[bad].flat[0]:.6g} at {_place(b, name, bad)}"
        for (name, rule), bad in wrong.items()
        if bad.any()
    ]
    lone = (b.expenditure.sum(axis=0) <= 0) | (b.trade_share.sum(axis=(0, 1)) <= 0)
    return problems + [f"{region} buys or sells nothing" for region in np.array(b.regions)[lone]]


def _wrong_sums(baseline: Baseline) -> list[str]:
    b = baseline
    inputs = b.input_share.sum(axis=1)
    no_inputs = (inputs == 0) & (b.value_added_share.T >= 1 - SHARE_TOLERANCE)
    inputs_tolerance = max(SHARE_TOLERANCE, INPUT_ROUNDING * len(b.sectors))
    off = {
        "trade_share": (b.trade_share.sum(axis=2) - 1, "over sellers (a partner may be missing)"),
        "final_share": (b.final_share.sum(axis=0) - 1, "over sectors"),
        "input_share": (np.where(no_inputs, 0, inputs - 1), "over inputs"),
    }
    problems = [
        f"{name} must sum to 1 {over}; the largest gap is {np.abs(gap).max():.3g} at {_place(b, name, _worst(gap))}"
        for name, (gap, over) in off.items()
        if np.abs(gap).max() > (inputs_tolerance if name == "input_share" else SHARE_TOLERANCE)
    ]
    left = abs(b.surplus.sum()) / max(b.value_added.sum(), np.finfo(np.float64).tiny)
    if left > SHARE_TOLERANCE:
        problems.append(f"surpluses must sum to 0 over regions; they sum to {left:.3g} of world value added")
    return problems


def _worst(gap: Array) -> NDArray[np.bool_]:
    return np.asarray(np.abs(gap) == np.abs(gap).max())


def _place(baseline: Baseline, name: str, bad: NDArray[np.bool_]) -> str:
    """Name the first bad entry by its labels."""
    labels = {"j": baseline.sectors, "n": baseline.regions}
    axes = {"trade_share": "jnn", "tariff": "jnn", "export_tax": "jnn", "input_share": "njj", "theta": "j"}
    letters = axes.get(name, "n" if name in {"value_added", "surplus"} else "jn")
    # A sum over the last sellers or inputs has one axis less; its own axes keep the order of the array.
    if bad.ndim < len(letters):
        letters = {"trade_share": "jn", "final_share": "n", "input_share": "nj"}[name]
    at = np.argwhere(bad)[0]
    return ", ".join(labels[letter][k] for letter, k in zip(letters, at, strict=True))


def rescaled(baseline: Baseline) -> Baseline:
    """The same baseline with shares that sum to one, and surpluses that sum to zero, to the last digit.

    Without this the budget identities of [CaliendoParro2015]_ would hold to 1e-6 only, and no wage would clear
    every market to more than that.
    """
    inputs = baseline.input_share.sum(axis=1, keepdims=True)
    weight = baseline.value_added / baseline.value_added.sum()
    return replace(
        baseline,
        trade_share=baseline.trade_share / baseline.trade_share.sum(axis=2, keepdims=True),
        final_share=baseline.final_share / baseline.final_share.sum(axis=0),
        input_share=baseline.input_share / np.where(inputs == 0, 1, inputs),
        surplus=baseline.surplus - weight * baseline.surplus.sum(),
    )
