"""Remission of leukaemia patients, as textbooks print it, is reproduced.

Product-limit estimate under 6-mercaptopurine: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data,
second edition, section 1.1.1. Cox model with ties by Efron: Venables and Ripley, Modern Applied Statistics with S,
fourth edition, section 13.3 (data frame gehan): coefficient 1.57, ratio 4.82, interval 2.15 to 10.8.
"""

from __future__ import annotations

import pytest
from lifelines.datasets import load_leukemia

from detente.precedents import hazard_ratio, survival_curve

PRINTED_CURVE = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


@pytest.fixture(scope="module")
def patients():
    return load_leukemia()


def test_the_printed_curve_of_the_treated(patients):
    treated = patients[patients.Rx == 0]
    points = survival_curve(treated.t.to_numpy(float), treated.status.to_numpy(bool))
    assert {int(p.years): round(p.in_force, 3) for p in points[1:]} == pytest.approx(PRINTED_CURVE, abs=6e-4)
    assert [p.at_risk for p in points[1:]] == [21, 17, 15, 12, 11, 7, 6]


def test_the_printed_ratio_of_rates(patients):
    found = hazard_ratio(patients.t.to_numpy(float), patients.status.to_numpy(bool), patients.Rx.to_numpy(float))
    assert found is not None
    assert found[0] == pytest.approx(4.82, abs=0.005)
    assert found[1] == pytest.approx(2.15, abs=0.005)
    assert found[2] == pytest.approx(10.8, abs=0.05)
