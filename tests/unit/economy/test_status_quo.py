"""The status quo shows the trade that its measures state: costs are held against a search by halving, cell by cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, NotConverged
from detente.economy.cut_off import refuse_cut_off
from detente.economy.effects import effects_of
from detente.economy.effects.problem import pose_on
from detente.economy.shock_cells import combine, draw_rows
from detente.economy.status_quo import at_modes, fitted, is_met
from detente.economy.trade import LeverTable, close_deficits, no_shock, shock_from_levers, solve
from detente.economy.world_economy import describe, with_costs
from detente.worlds import draw_worlds
from unit.economy.small_economy import BASELINE, CASE, IN_FORCE, element, number, row, with_shocks

ONE = draw_worlds(1, 0)
R0, R1, R2 = (BASELINE.regions.index(r) for r in ("r0", "r1", "r2"))
PLAIN = replace(CASE, economy=replace(CASE.economy, elasticity_scale=None))

OVERLAPPING = (
    row("embargo", "trade", 0.2, 0.4, 0.7, origin=("r0",), destination=("SOUTH",), in_force=True),
    row("freight", "trade", 0.2, 0.4, 0.6, destination=("r1",), in_force=True),
    row("damage", "productivity", 0.9, origin=("r2",), in_force=True),
)
"""What r0 sells to r1 is under both measures."""


def case_of(*rows):
    return replace(PLAIN, shocks=rows, elements=(element("SANC"),), packages=())


def status_quo(case, baseline=BASELINE):
    shock = combine(draw_rows(at_modes(case), ONE, baseline), (), baseline.theta[None], case.economy.deficits)[0]
    return solve(baseline, shock).after


def test_two_overlapping_measures_both_show_what_was_seen():
    case = fitted(case_of(*OVERLAPPING), BASELINE)
    before, after = BASELINE.border_flow, status_quo(case).border_flow
    others = [k for k in range(len(BASELINE.regions)) if k != R1]
    np.testing.assert_allclose(after[:, [R1, R2], R0].sum(axis=1), 0.4 * before[:, [R1, R2], R0].sum(axis=1), rtol=1e-3)
    np.testing.assert_allclose(after[:, R1, others].sum(axis=1), 0.4 * before[:, R1, others].sum(axis=1), rtol=1e-3)
    embargo, freight, damage = (entry.fit for entry in case.shocks)
    assert (embargo.missed, freight.missed, damage) == ((), (), None)
    assert embargo.modelled == pytest.approx(0.4, rel=1e-3)
    alone = status_quo(case_of(*OVERLAPPING)).border_flow
    assert not is_met(0.4, alone[:, [R1, R2], R0].sum() / before[:, [R1, R2], R0].sum())


def test_one_measure_on_one_sector_has_the_cost_that_halving_finds():
    sector = BASELINE.sectors[0]
    stated = row("embargo", "trade", 0.4, origin=("r0",), destination=("r1",), sector=(sector,), in_force=True)
    found = fitted(case_of(stated), BASELINE).shocks[0].fit
    low, high = 1.0, 10.0
    for _ in range(50):
        cost = (low + high) / 2
        table = LeverTable(["iceberg"], ["r0"], ["r1"], [sector], [cost])
        after = solve(BASELINE, shock_from_levers(BASELINE, table)).after
        share = after.border_flow[0, R1, R0] / BASELINE.border_flow[0, R1, R0]
        low, high = (cost, high) if share > 0.4 else (low, cost)
    assert 0.4 ** (-found.powers[0] / BASELINE.theta[0]) == pytest.approx(cost, rel=1e-5)
    assert found.powers[1:] == (1.0,) * (len(BASELINE.sectors) - 1)


def test_trade_that_grew_has_a_cost_that_fell():
    grown = row("corridor", "trade", 1.4, origin=("r0",), destination=("r1",), in_force=True)
    case = fitted(case_of(grown), BASELINE)
    after, before = status_quo(case).border_flow[:, R1, R0], BASELINE.border_flow[:, R1, R0]
    np.testing.assert_allclose(after, 1.4 * before, rtol=1e-3)
    assert case.shocks[0].fit.missed == ()


def test_what_no_cost_can_show_is_listed_and_its_cost_is_none():
    """All that r1 buys hardly falls, though what it bought most of is banned in all but name: a subsidy would do it."""
    nearly = row("embargo", "trade", 0.001, origin=("r0", "r2"), destination=("r1",), in_force=True)
    hardly = row("freight", "trade", 0.98, destination=("r1",), in_force=True)
    case = fitted(case_of(nearly, hardly), BASELINE)
    embargo, freight = (entry.fit for entry in case.shocks)
    assert embargo.missed == ()
    assert freight.missed != ()
    at = [BASELINE.sectors.index(s) for s in freight.missed]
    assert all(freight.powers[j] == 0 for j in at)
    assert freight.modelled < 0.97
    assert "on 1 of 2 rows in the long run (in part only: freight)" in describe(case, BASELINE)


def test_a_row_without_trade_and_a_row_without_change_stay_as_they_are():
    share = np.array(BASELINE.trade_share)
    share[:, R1, R1] += share[:, R1, R0]
    share[:, R1, R0] = 0
    world = solve(replace(BASELINE, trade_share=share), no_shock()).after
    gone = row("gone", "trade", 0.5, origin=("r0",), destination=("r1",), in_force=True)
    same = row("same", "trade", 1.0, origin=("r1",), destination=("r2",), in_force=True)
    damage = row("damage", "productivity", 0.7, origin=("r2",), in_force=True)
    first, second, _ = (entry.fit for entry in fitted(case_of(gone, same, damage), world).shocks)
    assert np.isnan(first.modelled)
    assert not is_met(0.5, first.modelled)
    assert second.powers == (1.0,) * len(world.sectors)
    assert second.missed != ()


def test_rows_that_state_what_they_do_alone_are_not_fitted():
    alone = tuple(replace(entry, as_seen=False) for entry in OVERLAPPING)
    assert fitted(case_of(*alone), BASELINE).shocks == alone
    brought = replace(OVERLAPPING[0], in_force=False)
    assert fitted(case_of(brought), BASELINE).shocks == (brought,)


def test_the_scale_of_elasticities_is_that_of_the_central_world():
    economy = replace(PLAIN.economy, elasticity_scale=number("elasticity_scale", 0.6, 0.5, 0.9))
    case = fitted(replace(case_of(*OVERLAPPING), economy=economy), BASELINE)
    scaled = replace(BASELINE, theta=0.6 * BASELINE.theta)
    ratio = status_quo(case, scaled).border_flow[:, [R1, R2], R0].sum() / BASELINE.border_flow[:, [R1, R2], R0].sum()
    assert ratio == pytest.approx(0.4, rel=1e-3)


def test_with_closed_deficits_flows_are_held_against_a_world_without_deficits():
    case = replace(case_of(*OVERLAPPING), economy=replace(PLAIN.economy, deficits="closed"))
    after, before = status_quo(fitted(case, BASELINE)), close_deficits(BASELINE).after
    ratio = after.border_flow[:, [R1, R2], R0].sum() / before.border_flow[:, [R1, R2], R0].sum()
    assert ratio == pytest.approx(0.4, rel=1e-3)


def test_the_same_costs_come_out_again_also_from_a_case_that_has_them_and_in_the_short_run():
    first = fitted(case_of(*OVERLAPPING), BASELINE)
    assert fitted(first, BASELINE).shocks == first.shocks
    short = replace(first, economy=replace(first.economy, horizon="short"))
    assert fitted(short, BASELINE).shocks == first.shocks


def test_a_measure_costs_the_same_in_both_horizons_and_in_every_world_in_proportion():
    case = fitted(case_of(*OVERLAPPING), BASELINE)
    worlds = draw_worlds(4, 1)
    costs = []
    for horizon, factor in (("long", 1.0), ("short", 0.38)):
        here = replace(case, economy=replace(case.economy, horizon=horizon))
        theta = np.tile(factor * BASELINE.theta, (4, 1))
        costs.append([shock.iceberg for shock in combine(draw_rows(here, worlds, BASELINE), (), theta)])
    np.testing.assert_allclose(costs[0], costs[1], rtol=1e-12)
    drawn, powers = worlds.estimate(OVERLAPPING[0].factor), np.array(case.shocks[0].fit.powers)
    for world in range(4):
        expected = drawn[world] ** (-powers / BASELINE.theta)
        np.testing.assert_allclose(costs[0][world][:, R2, R0], expected, rtol=1e-12)


def test_relief_takes_back_a_share_of_the_cost_that_was_found():
    rows = (*OVERLAPPING, row("x", "relief", 0.5, relieves="embargo"))
    case = fitted(replace(case_of(*rows), elements=(element("SANC", ("x",)),)), BASELINE)
    drawn = draw_rows(at_modes(case), ONE, BASELINE)
    full, half = (combine(drawn, named, BASELINE.theta[None])[0].iceberg[:, R2, R0] for named in ((), ("x",)))
    np.testing.assert_allclose(half, np.sqrt(full), rtol=1e-12)


def test_effects_list_each_measure_beside_the_flow_that_a_plain_solve_shows():
    case = fitted(case_of(*OVERLAPPING), BASELINE)
    short = replace(BASELINE, theta=0.38 * BASELINE.theta)
    effects = effects_of(pose_on(case, draw_worlds(1, 0), {"long": BASELINE, "short": short}))
    assert [(m.horizon, m.measure) for m in effects.measures] == [
        (h, name) for h in ("long", "short") for name in ("embargo", "freight")
    ]
    for m in effects.measures:
        here = replace(case, economy=replace(case.economy, horizon=m.horizon))
        world = BASELINE if m.horizon == "long" else short
        flow = status_quo(here, world).border_flow
        buyers = [R1, R2] if m.measure == "embargo" else [R1]
        sellers = [R0] if m.measure == "embargo" else [k for k in range(flow.shape[2]) if k != R1]
        ratio = flow[:, buyers][:, :, sellers].sum() / BASELINE.border_flow[:, buyers][:, :, sellers].sum()
        assert m.modelled == pytest.approx(ratio, rel=1e-6)
    long, later = effects.measures[:2], effects.measures[2:]
    assert all(is_met(m.stated, m.modelled) for m in long)
    assert all(m.modelled > 1.05 * m.stated for m in later)
    assert [m.cost_change for m in long] == pytest.approx([m.cost_change for m in later])


def test_measures_that_leave_no_equilibrium_are_named():
    shut = [row("shut", "quantity", 0.0, origin=("r0",), destination=(r,), in_force=True) for r in BASELINE.regions[1:]]
    case = case_of(*shut, OVERLAPPING[1])
    closed = replace(case, economy=replace(case.economy, deficits="closed"))
    with pytest.raises(NotConverged, match=r"^The measures in force of economy/shocks.csv, every estimate at its mode"):
        fitted(closed, BASELINE)


def test_a_case_without_rows_as_seen_needs_no_world_economy():
    case = replace(PLAIN, shocks=IN_FORCE[2:])
    assert with_costs(case) is case


def everywhere(name, **other):
    both = {"origin": BASELINE.regions, "destination": BASELINE.regions}
    home = [row(name, "quantity", 0.0, origin=(r,), destination=(r,), **other) for r in BASELINE.regions]
    return [row(name, "quantity", 0.0, **both, **other), *home]


def test_a_ban_of_all_suppliers_is_named_with_its_shock_before_anything_is_solved():
    with pytest.raises(CaseError, match=r"^economy/shocks.csv, shock shut: with the measures in force, \S+ may buy"):
        refuse_cut_off(case_of(*everywhere("shut", in_force=True)), BASELINE)
    with pytest.raises(CaseError, match=r"^economy/shocks.csv, shock shut: with option SANC.1, "):
        refuse_cut_off(with_shocks(*everywhere("shut"), options=(("shut",),)), BASELINE)


def test_a_ban_that_leaves_a_supplier_or_is_lifted_is_no_error():
    abroad = everywhere("shut")[0]
    refuse_cut_off(with_shocks(abroad, options=(("shut",),)), BASELINE)
    refuse_cut_off(case_of(*OVERLAPPING), BASELINE)
    half = [row("now", "quantity", 0.0, origin=(r,), destination=(r,), in_force=True) for r in BASELINE.regions]
    rows = (*half, replace(abroad, id="more"), row("more", "relief", 1.0, relieves="now"))
    refuse_cut_off(with_shocks(*rows, options=(("more",),)), BASELINE)
