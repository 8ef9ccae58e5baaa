"""A published package's event study on a seeded synthetic sample is reproduced, test by test and day by day."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from detente.signals import (
    abnormal_returns,
    bmp_t,
    corrado_rank_z,
    corrado_sign_z,
    cross_sectional_t,
    fit_normal_returns,
    forecast_factor,
    generalised_sign_z,
    patell_z,
    portfolio_t,
)

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "signals"
SAMPLE, PRINTED = REFERENCE / "eventstudy_synthetic.csv", REFERENCE / "eventstudy_estudy2_output.txt"
ESTIMATION, EVENT = slice(40, 180), slice(180, 185)
WITHIN = 1e-6

pytestmark = pytest.mark.skipif(not PRINTED.exists(), reason="the reference folder beside the project is not here")


def printed(name: str, column: int = 5) -> list[float]:
    block = PRINTED.read_text(encoding="utf-8").partition(f"== {name} \n")[2].partition("==")[0]
    rows = [line.split() for line in block.splitlines() if re.match(r"^\d ", line)]
    return [float(row[column]) for row in rows]


@pytest.fixture(scope="module")
def study():
    table = np.genfromtxt(SAMPLE, delimiter=",", skip_header=1, usecols=range(1, 10))
    market, returns = table[:, 0], table[:, 1:]
    fit = fit_normal_returns(returns[ESTIMATION], market[ESTIMATION])
    abnormal = abnormal_returns(fit, returns[EVENT], market[EVENT])
    factor = forecast_factor(fit, market[EVENT], 5)
    return fit, abnormal, abnormal / np.sqrt(factor[:, None] * fit.variance)


def test_mean_abnormal_returns(study):
    np.testing.assert_allclose(study[1].mean(axis=1), printed("t_test", 4), atol=1e-10)


def test_cross_sectional_t(study):
    np.testing.assert_allclose(cross_sectional_t(study[1]), printed("t_test"), atol=WITHIN)


def test_bmp(study):
    np.testing.assert_allclose(bmp_t(study[2]), printed("boehmer"), atol=WITHIN)


def test_patell_differs_by_the_divisor_of_the_variance_alone(study):
    # The package divides squared residuals by T - 1, the paper and this project by T - 2.
    np.testing.assert_allclose(patell_z(study[2], 138) * np.sqrt(139 / 138), printed("patell"), atol=WITHIN)


def test_corrado_rank(study):
    fit, abnormal, _ = study
    ranks = corrado_rank_z(fit.residuals, abnormal)
    np.testing.assert_allclose(ranks, printed("rank_test", 4), atol=WITHIN)
    assert ranks.sum() / np.sqrt(5) == pytest.approx(-1.013810653, abs=WITHIN)


def test_corrado_sign_and_generalised_sign(study):
    fit, abnormal, _ = study
    np.testing.assert_allclose(corrado_sign_z(fit.residuals, abnormal), printed("corrado_sign_test", 4), atol=WITHIN)
    signs = generalised_sign_z(fit.residuals, abnormal)
    np.testing.assert_allclose(signs, printed("generalized_sign_test", 4), atol=WITHIN)


def test_portfolio_t_by_day_and_over_the_window(study):
    fit, abnormal, _ = study
    daily = portfolio_t(fit.residuals, abnormal)
    np.testing.assert_allclose(daily, printed("brown_warner_1985"), atol=WITHIN)
    assert daily.sum() / np.sqrt(5) == pytest.approx(-1.267758781, abs=WITHIN)
