"""The section on the world economy: what it says is what the model says, and what is unknown stays unknown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.analysis import Analysis, analyse
from detente.analysis import economy as look
from detente.case import Case, NotConverged, Payoff, Told
from detente.deals.worth.spread import quantiles
from detente.economy import with_costs
from detente.economy.trade import no_shock, solve
from detente.economy.trade.builtin import builtin_baseline
from detente.report import analysis_document
from detente.report.economy import EconomySection, economy_section
from unit.report import fixtures, trade_fixtures

CLOSE = {"rtol": 1e-7, "atol": 1e-12}
STEPS = 1e-3
"""Log points that the steps of a decomposition may leave open, of about 3."""


def section_of(analysis: Analysis) -> EconomySection:
    found = economy_section(analysis)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def small() -> EconomySection:
    return section_of(trade_fixtures.small_world_analysis())


@pytest.fixture(scope="module")
def builtin() -> EconomySection:
    return section_of(trade_fixtures.builtin_analysis())


@pytest.mark.parametrize("horizon", ["long", "short"])
def test_cost_of_an_embargo_is_that_of_a_plain_solve_in_the_central_world(builtin: EconomySection, horizon: str):
    baseline = builtin_baseline(horizon=horizon)
    korea, turkey = baseline.regions.index("KOR"), baseline.regions.index("TUR")
    iceberg, long_run = np.ones_like(baseline.trade_share), builtin_baseline().theta
    rows = [row for row in with_costs(trade_fixtures.two_rivers_with_trade(2025)).shocks if row.fit]
    for row, (buyer, seller) in zip(rows, ((turkey, korea), (korea, turkey)), strict=True):
        iceberg[:, buyer, seller] = 0.5 ** (-np.array(row.fit.powers) / long_run)
    expected = 100 * (solve(baseline, replace(no_shock(), iceberg=iceberg)).real_income_hat - 1)
    found = [p.central_percent for p in builtin.cost_of_measures if p.horizon == horizon]
    np.testing.assert_allclose(found, expected, **CLOSE)


def test_money_of_a_place_is_its_percentage_times_the_gdp_of_the_price_year(small: EconomySection):
    east = next(p for p in small.cost_of_measures if (p.place, p.horizon) == ("r0", "long"))
    assert east.real_income_percent is not None
    assert east.real_income_usd_bn_per_year is not None
    share = east.real_income_percent.median / 100
    assert east.real_income_usd_bn_per_year.median == pytest.approx(500.0 * share / (1 + share), rel=1e-3)


def test_clause_in_the_verdict_is_the_money_that_every_chapter_uses(small: EconomySection):
    payoffs = trade_fixtures.small_world_analysis().payoffs
    axes = payoffs.axes
    assert {(c.party, c.option) for c in small.clauses} >= {("EAST", "SANC.1"), ("SOUTH", "ROAD.1")}
    for clause in small.clauses:
        place = axes.party(clause.party), axes.element(clause.element), axes.option(clause.element, clause.option)
        money = payoffs.money[(slice(None), *place)]
        assert clause.in_verdict_usd_bn_per_year == quantiles(money, "USD bn a year")


def test_hand_entered_part_is_in_the_verdict_and_not_in_trade(small: EconomySection):
    worth = trade_fixtures.number("worth", 5.0, 4.0, 6.0)
    row = Payoff("EAST", "SANC", "SANC.1", worth, beside_model="added")
    found = section_of(analyse(replace(trade_fixtures.small_world_case(), payoffs=(row,)), 30, seed=1))
    with_row, without = (
        next(c for c in s.clauses if (c.party, c.option) == ("EAST", "SANC.1")) for s in (found, small)
    )
    assert with_row.hand_entered
    assert not without.hand_entered
    assert with_row.trade_usd_bn_per_year.median == pytest.approx(without.trade_usd_bn_per_year.median)
    assert with_row.in_verdict_usd_bn_per_year.median > without.in_verdict_usd_bn_per_year.median + 3.5


def test_parts_add_up_to_the_change_in_every_region(small: EconomySection):
    for found in small.package_parts:
        parts = [
            found.terms_of_trade_log_points,
            found.volume_of_trade_log_points,
            found.trade_cost_log_points,
            found.productivity_log_points,
            found.transfers_log_points,
            found.bans_log_points,
        ]
        assert sum(p for p in parts if p is not None) == pytest.approx(found.total_log_points, abs=STEPS)
        assert np.expm1(found.total_log_points / 100) == pytest.approx(found.real_income_percent / 100)


@pytest.mark.parametrize("state", ["before_measures", "with_measures", "with_package"])
def test_shares_of_exports_of_a_seller_sum_to_one_in_every_state(builtin: EconomySection, state: str):
    sellers = {s.seller for s in builtin.trade_shares}
    assert {"northland", "southland", "other_asia"} <= sellers
    for seller in sellers:
        assert sum(getattr(s, state) for s in builtin.trade_shares if s.seller == seller) == pytest.approx(1.0)


def test_embargo_moves_exports_away_and_relief_brings_part_of_them_back(builtin: EconomySection):
    pair = next(s for s in builtin.trade_shares if (s.seller, s.buyer) == ("northland", "southland"))
    assert pair.with_measures < pair.with_package < pair.before_measures


@pytest.mark.parametrize("name", ["small", "builtin"])
def test_equilibria_are_counted(name: str, request: pytest.FixtureRequest):
    section = request.getfixturevalue(name)
    for counts in (section.for_verdict, section.for_report):
        assert counts.planned == counts.solved + counts.failed > 0


def test_case_without_shocks_has_no_section():
    assert economy_section(fixtures.small_analysis()) is None
    assert analysis_document(fixtures.small_analysis(), ())["economy"] is None


def test_region_without_gdp_has_a_percentage_and_no_money():
    section = section_of(trade_fixtures.builtin_analysis(2031))
    turkey = next(p for p in section.cost_of_measures if (p.place, p.horizon) == ("TUR", "long"))
    assert turkey.real_income_percent is not None
    assert turkey.real_income_percent.median < 0
    assert turkey.real_income_usd_bn_per_year is None
    assert section.clauses == ()


def test_case_without_a_package_shows_what_the_status_quo_costs_and_nothing_else():
    case = replace(trade_fixtures.small_world_case(), packages=())
    section = section_of(analyse(case, 12, seed=1))
    assert section.package == ""
    assert section.cost_of_measures
    assert section.package_effects == section.package_parts == section.package_output == ()
    assert all(s.with_package is None for s in section.trade_shares)


def test_what_was_told_in_confidence_reaches_no_amount_of_trade(small: EconomySection):
    case = trade_fixtures.small_world_case()
    told = replace(case, told=(Told("EAST", weights={"SANC": 70.0, "ROAD": 20.0, "FLAG": 10.0}),))
    assert section_of(analyse(told, 30, seed=1)) == small


def failing(horizons: set[str]) -> object:
    """The same search, which never arrives in some horizons."""
    real = look.effects_of

    def effects_of(problem: look.Problem, *more: object) -> object:
        if horizons & set(problem.baselines):
            raise NotConverged("The short run did not clear its markets.")
        return real(problem, *more)  # type: ignore[arg-type]

    return effects_of


def solved_again(monkeypatch: pytest.MonkeyPatch, horizons: set[str], case: Case) -> EconomySection:
    monkeypatch.setattr(look, "effects_of", failing(horizons))
    return section_of(analyse(case, 12, seed=1))


def test_horizon_that_cannot_be_solved_is_named_and_the_verdict_stands(monkeypatch: pytest.MonkeyPatch):
    section = solved_again(monkeypatch, {"short"}, trade_fixtures.small_world_case())
    assert section.horizons == ("long",)
    assert section.unsolved == ("The short run did not clear its markets.",)
    assert section.cost_of_measures


def test_nothing_solved_leaves_nothing_but_the_reason(monkeypatch: pytest.MonkeyPatch):
    section = solved_again(monkeypatch, {"long", "short"}, trade_fixtures.small_world_case())
    assert section.horizons == ()
    assert section.cost_of_measures == section.package_effects == section.trade_shares == ()
    assert section.clauses
    assert section.unsolved
