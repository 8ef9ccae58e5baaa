"""A baseline that cannot be used is refused, with the place of the fault."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import balance, baseline_from_arrays, baseline_from_npz, check, no_shock, solve
from unit.economy.trade.level_world import as_baseline, draw_world, solve_levels

NAMES = {
    "pi": "trade_share",
    "tau": "tariff",
    "epsilon": "export_tax",
    "alpha": "final_share",
    "va_share": "value_added_share",
    "io": "input_share",
    "VA": "value_added",
    "S": "surplus",
    "X": "expenditure",
    "theta": "theta",
}


@pytest.fixture(scope="module")
def baseline():
    world = draw_world(1)
    return as_baseline(world, solve_levels(world))


def changed(baseline, name, at, value):
    array = np.array(getattr(baseline, name))
    array[at] = value
    return replace(baseline, **{name: array})


@pytest.mark.parametrize(
    ("name", "at", "value", "message"),
    [
        ("theta", 1, 0.0, "theta must be above 0; it is 0 at s1"),
        ("theta", 0, -4.0, "theta must be above 0; it is -4 at s0"),
        ("theta", 0, 1e-6, "theta must be at least 0.001, or rounding hides prices; it is 1e-06 at s0"),
        ("theta", 0, np.nan, "theta has 1 entries that are not a finite number; the first is at s0"),
        ("trade_share", (1, 0, 2), -0.1, "trade_share must be at least 0; it is -0.1 at s1, A, C"),
        ("trade_share", (1, 0, 2), np.inf, "trade_share has 1 entries that are not a finite number; .* s1, A, C"),
        ("tariff", (0, 1, 2), 0.0, "tariff must be above 0 .* at s0, B, C"),
        ("export_tax", (0, 1, 2), -1.0, "export_tax must be above 0 .* at s0, B, C"),
        ("value_added", 2, 0.0, "value_added must be above 0; it is 0 at C"),
        ("value_added_share", (0, 1), 1.2, "value_added_share must be above 0 and at most 1; it is 1.2 at s0, B"),
        ("final_share", (0, 1), -0.2, "final_share must be at least 0; it is -0.2 at s0, B"),
        ("input_share", (0, 1, 0), -0.2, "input_share must be at least -0.01; it is -0.2 at A, s1, s0"),
        ("expenditure", (0, 1), -1.0, "expenditure must be at least 0; it is -1 at s0, B"),
        ("surplus", 0, 0.5, "surpluses must sum to 0 over regions"),
    ],
)
def test_a_wrong_number_is_named_with_its_place(baseline, name, at, value, message):
    with pytest.raises(CaseError, match=message):
        check(changed(baseline, name, at, value))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("trade_share", r"trade_share must sum to 1 over sellers \(a partner may be missing\); .* at s0, A"),
        ("final_share", "final_share must sum to 1 over sectors; .* at A"),
        ("input_share", "input_share must sum to 1 over inputs; .* at A, s0"),
    ],
)
def test_shares_may_be_off_by_less_than_a_millionth_and_no_more(baseline, name, message):
    first = (0,) * getattr(baseline, name).ndim
    value = getattr(baseline, name)[first]
    check(changed(baseline, name, first, value + 0.9e-6))
    with pytest.raises(CaseError, match=message):
        check(changed(baseline, name, first, value + 1.1e-6))


def test_wrong_sizes_and_repeated_names_are_named(baseline):
    with pytest.raises(CaseError, match=r"theta has shape \(1,\); \(2,\) is needed"):
        check(replace(baseline, theta=baseline.theta[:1]))
    with pytest.raises(CaseError, match="the names of regions are not all different"):
        check(replace(baseline, regions=("A", "A", "B")))


@pytest.mark.parametrize("name", ["*", ""])
def test_a_name_that_no_shock_could_use_is_refused(baseline, name):
    with pytest.raises(CaseError, match="one of the sectors is called"):
        check(replace(baseline, sectors=("a", name)))


def test_names_have_to_be_as_many_as_regions(baseline):
    arrays = {short: getattr(baseline, long) for short, long in NAMES.items()}
    with pytest.raises(CaseError, match="The array countries has 2 names; 3 are needed"):
        baseline_from_arrays({**arrays, "countries": np.array(["A", "B"])})


def test_all_problems_are_named_at_once(baseline):
    with pytest.raises(CaseError) as caught:
        check(changed(changed(baseline, "theta", 0, -1.0), "surplus", 0, 0.5))
    assert str(caught.value).count("\n- ") == 2


def test_a_region_that_sells_nothing_is_named(baseline):
    share = np.array(baseline.trade_share)
    share[:, :, 1] = 0
    with pytest.raises(CaseError, match="B buys or sells nothing"):
        check(replace(baseline, trade_share=share / share.sum(axis=2, keepdims=True)))


def test_accounts_that_do_not_belong_together_are_refused(baseline):
    with pytest.raises(CaseError, match="The accounts of the baseline do not add up"):
        balance(replace(baseline, value_added=baseline.value_added * [1.0, 1.001, 1.0]))


def test_rounded_accounts_are_balanced_so_that_no_shock_changes_nothing(baseline):
    rounded = replace(baseline, trade_share=baseline.trade_share.round(8), expenditure=baseline.expenditure.round(8))
    with_noise = balance(rounded)
    solved = solve(with_noise, no_shock())
    assert solved.iterations == 0
    np.testing.assert_allclose(solved.real_income_hat, 1.0, atol=1e-12)
    np.testing.assert_allclose(with_noise.value_added, baseline.value_added, rtol=1e-6)


def test_arrays_round_trip_with_and_without_names(baseline, tmp_path):
    arrays = {short: getattr(baseline, name) for short, name in NAMES.items()}
    read = baseline_from_arrays(arrays)
    assert (read.regions, read.sectors) == (("0", "1", "2"), ("0", "1"))
    np.testing.assert_allclose(read.trade_share, baseline.trade_share, atol=1e-14)
    place = str(tmp_path / "base.npz")
    np.savez(place, **arrays, countries=np.array(baseline.regions), sectors=np.array(baseline.sectors))
    read = baseline_from_npz(place)
    assert (read.regions, read.sectors) == (baseline.regions, baseline.sectors)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"epsilon"}))
def test_a_missing_array_is_named(baseline, name):
    arrays = {short: getattr(baseline, long) for short, long in NAMES.items() if short != name}
    with pytest.raises(CaseError, match=f"The baseline lacks {name}"):
        baseline_from_arrays(arrays)


def test_arrays_of_words_or_of_the_wrong_rank_are_refused(baseline):
    arrays = {short: getattr(baseline, long) for short, long in NAMES.items()}
    with pytest.raises(CaseError, match=r"theta holds <U4, not numbers"):
        baseline_from_arrays({**arrays, "theta": np.array(["high", "low"])})
    with pytest.raises(CaseError, match="pi has 2 axes; it needs three"):
        baseline_from_arrays({**arrays, "pi": baseline.theta[:, None]})


def test_a_file_that_is_no_npz_is_a_known_error(tmp_path):
    place = tmp_path / "base.npz"
    place.write_bytes(b"not an archive")
    with pytest.raises(CaseError, match="cannot be read as an NPZ file"):
        baseline_from_npz(str(place))
    np.savez(place, pi=np.array([{"run": "this"}], dtype=object))
    with pytest.raises(CaseError, match="cannot be read as an NPZ file"):
        baseline_from_npz(str(place))


def test_arrays_of_a_baseline_cannot_be_written(baseline):
    with pytest.raises(ValueError, match="read-only"):
        baseline.theta[0] = 1.0
