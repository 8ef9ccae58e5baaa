"""The page of measurements says what was measured."""

from __future__ import annotations

import importlib.util
import json
import sys
from types import ModuleType

import pytest

from docs.pages import ROOT


@pytest.fixture(scope="module")
def measurements() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measurements", ROOT / "benchmarks" / "measurements.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measurements"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def told(measurements) -> dict:
    return json.loads(measurements.RESULTS.read_text(encoding="utf-8"))


def test_page_and_figures_are_those_of_the_results(measurements, told):
    for place, text in measurements.files_of(told).items():
        assert (ROOT / place).read_text(encoding="utf-8") == text, f"{place} is old: run benchmarks/measurements.py"


def test_another_result_is_another_page(measurements, told):
    told["pairs"][0]["ours"] = [1234.0]
    assert measurements.files_of(told)[measurements.PAGE] != (ROOT / measurements.PAGE).read_text(encoding="utf-8")


def test_sides_that_differ_and_peers_that_lack_are_said(measurements, told):
    told["pairs"][0]["same"] = False
    told["missing"] = {"deals": "no such package"}
    page = measurements.files_of(told)[measurements.PAGE]
    assert "| **no**: " in page
    assert "Missing: deals. no such package" in page


def test_all_answers_measured_were_the_same(told):
    assert told["pairs"]
    assert all(pair["same"] for pair in told["pairs"])


def test_a_power_is_that_of_the_curve(measurements):
    curve = measurements.GrowthCurve("", [1, 2, 4, 8], [3, 12, 48, 192])
    assert measurements.power_of(curve) == pytest.approx(2)
    assert measurements.slope_of(measurements.GrowthCurve("", [1, 2, 3], [5, 7, 9])) == pytest.approx(2)
