"""Raw arrays of a known world lead back to it; arrays that do not belong together are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.trade import Origin, baseline_from_arrays
from unit.economy.trade.level_world import as_baseline, draw_world, solve_levels


@pytest.fixture(scope="module")
def known():
    world = draw_world(13)
    world = replace(world, export_tax=np.ones_like(world.export_tax))
    return as_baseline(world, solve_levels(world))


@pytest.fixture
def arrays(known):
    border = known.border_flow
    return {
        "xbilat1993": border * (1 - np.eye(3)) / 1e3,
        "tariff1993": 100 * (known.tariff - 1),
        "tariff2005": np.zeros_like(known.tariff),
        "gross_output": border.sum(axis=1),
        "va_share": known.value_added_share,
        "io": known.input_share,
        "theta2": known.theta,
        "countries": np.array(known.regions),
    }


def test_raw_arrays_lead_back_to_the_world_they_were_counted_in(known, arrays):
    read = baseline_from_arrays(arrays, Origin(source="here"))
    assert (read.regions, read.sectors, read.year, read.source) == (known.regions, ("0", "1"), 1993, "here")
    for name in ("trade_share", "tariff", "final_share", "value_added", "expenditure", "surplus", "theta"):
        np.testing.assert_allclose(getattr(read, name), getattr(known, name), atol=1e-12)


def test_sectors_beyond_the_traded_ones_are_services(arrays):
    """The second sector is neither traded nor taxed, and has the elasticity of services."""
    short = {name: arrays[name][:1] for name in ("xbilat1993", "tariff1993", "theta2")}
    read = baseline_from_arrays({**arrays, **short})
    assert read.theta[1] == 8.22
    np.testing.assert_array_equal(read.trade_share[1], np.eye(3))
    assert (read.tariff[1] == 1).all()


def test_names_may_come_without_a_year(known, arrays):
    plain = {name.rstrip("0123456789"): array for name, array in arrays.items() if name != "tariff2005"}
    read = baseline_from_arrays(plain, Origin(year=2001))
    assert read.year == 2001
    np.testing.assert_allclose(read.trade_share, known.trade_share, atol=1e-12)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tariff1993": None}, "The raw accounts lack tariff1993. They need xbilat1993 tariff1993 theta2"),
        ({"gross_output": None}, "The raw accounts lack gross_output"),
        ({"theta2": None}, "The raw accounts lack theta"),
        ({"io": np.ones((3, 2, 3))}, r"io has shape \(3, 2, 3\); \(3, 2, 2\) goes with the other arrays"),
        ({"tariff1993": np.ones((2, 3, 2))}, r"tariff1993 has shape \(2, 3, 2\); \(2, 3, 3\)"),
        ({"xbilat1993": np.ones((3, 3, 3))}, "trade for some of the sectors"),
        ({"xbilat1993": np.array(1.0)}, "trade for some of the sectors"),
        ({"gross_output": np.ones(3)}, "trade for some of the sectors"),
        ({"theta2": np.ones(3)}, "theta2 has shape"),
        ({"theta2": np.array([0.0, 4.0])}, "theta must be above 0; it is 0 at 0"),
        ({"xbilat1993": -np.ones((2, 3, 3))}, "Raw trade flows and gross output must not be negative"),
        ({"gross_output": np.full((2, 3), np.nan)}, "not a finite number"),
        ({"io": np.full((3, 2, 2), np.inf)}, "not a finite number"),
        ({"tariff1993": np.full((2, 3, 3), -100.0)}, "Raw tariffs must be above -100 percent"),
        ({"io": np.array([[["x"]]])}, "io holds <U1, not numbers"),
        ({"va_share": np.full((2, 3), 1.5)}, "value_added_share must be above 0 and at most 1"),
        ({"countries": np.array(["A", "B"])}, "countries has 2 names; 3 are needed"),
    ],
)
def test_faults_of_raw_arrays_are_named(arrays, change, said):
    wrong = {name: array for name, array in {**arrays, **change}.items() if array is not None}
    with pytest.raises(CaseError, match=said):
        baseline_from_arrays(wrong)
