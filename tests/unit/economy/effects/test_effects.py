"""What each clause does: every number is one that anybody can solve for by hand, and everything adds up."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from detente.case import CaseError, NotConverged, OwnBaseline, Package
from detente.economy.effects import (
    PACKAGE,
    STATUS_QUO,
    central,
    effects_of,
    over_worlds,
    plan_of,
    pose_effects,
    spread,
    trade_between,
)
from detente.economy.effects.problem import pose_on
from detente.economy.effects.steps import STEPS
from detente.economy.payoffs import value_with_model
from detente.economy.trade import (
    LeverTable,
    Substitution,
    chained,
    close_deficits,
    first_order,
    no_shock,
    output_hat,
    shock_from_levers,
    solve,
)
from detente.worlds import draw_worlds
from unit.economy.small_economy import BASELINE, BROUGHT, CASE, IN_FORCE, element, number, row

WORLDS = draw_worlds(6, 3)
SHORT = replace(BASELINE, theta=0.4 * BASELINE.theta, substitution=Substitution(0.4, 0.6, 0.9))
BASELINES = {"long": BASELINE, "short": SHORT}
EFFECTS = effects_of(pose_on(CASE, WORLDS, BASELINES))
SOLVED = 1e-6
"""Shares: markets clear to 1e-7 in the worlds, to 1e-10 in the central one."""

FLOW_PARTS = ("terms_of_trade", "volume_of_trade", "trade_cost")


def by_hand(baseline, world: int | None, sanctions: float = 1.0, damage: float = 1.0, road: bool = False):
    """Solve for measures at a part of their strength, row by row; `world` None is the central one."""

    def value(estimate):
        return estimate.mode if world is None else float(WORLDS.estimate(estimate)[world])

    economy = replace(baseline, theta=baseline.theta * value(CASE.economy.elasticity_scale))
    # A row on trade is read with elasticities of the long run: in the short run less trade answers to the same cost.
    answers = 0.38 if baseline is SHORT else 1.0
    out, back = (value(entry.factor) ** answers for entry in IN_FORCE[:2])
    harm = value(IN_FORCE[2].factor)
    rows = [("productivity", "r2", "*", "*", harm**damage)]
    for name, theta in zip(economy.sectors, economy.theta, strict=True):
        for other in ("r1", "r2"):
            opened = value(BROUGHT[3].factor) if road and other == "r2" else 1.0
            rows.append(("iceberg", "r0", other, name, out ** (-sanctions / theta)))
            rows.append(("iceberg", other, "r0", name, opened * back ** (-sanctions / theta)))
    return solve(economy, shock_from_levers(economy, LeverTable(*zip(*rows, strict=True))))


def relief(world: int | None) -> float:
    estimate = BROUGHT[0].factor
    return estimate.mode if world is None else float(WORLDS.estimate(estimate)[world])


@pytest.mark.parametrize("horizon", ["long", "short"])
@pytest.mark.parametrize("world", [0, 5])
def test_a_world_holds_what_solving_by_hand_gives(horizon, world):
    h = EFFECTS.horizon(horizon)
    baseline = BASELINES[horizon]
    now = by_hand(baseline, world).real_income_hat
    relieved = by_hand(baseline, world, sanctions=1 - relief(world)).real_income_hat
    whole = by_hand(baseline, world, sanctions=1 - relief(world), road=True).real_income_hat
    share = EFFECTS.over_worlds.real_income_share[h, :, world]
    np.testing.assert_allclose(share[EFFECTS.item("status-quo", STATUS_QUO)], now - 1, atol=SOLVED)
    np.testing.assert_allclose(share[EFFECTS.item("SANC.1")], relieved / now - 1, atol=SOLVED)
    np.testing.assert_allclose(share[EFFECTS.item("deal", PACKAGE)], whole / now - 1, atol=SOLVED)
    assert np.abs(now - 1).max() > 100 * SOLVED


@pytest.mark.parametrize("horizon", ["long", "short"])
def test_the_central_world_holds_what_solving_by_hand_gives(horizon):
    h, k, baseline = EFFECTS.horizon(horizon), EFFECTS.item("SANC.1"), BASELINES[horizon]
    before, after = by_hand(baseline, None), by_hand(baseline, None, sanctions=1 - relief(None))
    found = EFFECTS.central
    np.testing.assert_allclose(
        found.real_income_change[h, k], after.real_income_hat / before.real_income_hat - 1, atol=1e-9
    )
    np.testing.assert_allclose(found.real_wage_change[h, k], after.real_wage_hat / before.real_wage_hat - 1, atol=1e-9)
    np.testing.assert_allclose(
        found.living_cost_change[h, k], after.living_cost_hat / before.living_cost_hat - 1, atol=1e-9
    )
    np.testing.assert_allclose(found.output_change[h, k], output_hat(after) / output_hat(before) - 1, atol=1e-8)
    np.testing.assert_allclose(found.price_change[h, k], after.price_hat / before.price_hat - 1, atol=1e-9)
    abroad = 1 - np.eye(len(baseline.regions))
    np.testing.assert_allclose(found.trade_before[h, k], before.after.border_flow * abroad, atol=1e-7)
    np.testing.assert_allclose(found.trade_after[h, k], after.after.border_flow * abroad, atol=1e-7)
    assert (found.residual < 1e-9).all()


@pytest.mark.parametrize("horizon", ["long", "short"])
def test_an_option_is_the_status_quo_shocked_again(horizon):
    """Starting over from the world of the status quo gives the same, its own first-order measure included."""
    h, k, baseline = EFFECTS.horizon(horizon), EFFECTS.item("ROAD.1"), BASELINES[horizon]
    now = by_hand(baseline, None)
    table = LeverTable(["iceberg"], ["r2"], ["r0"], ["*"], [BROUGHT[3].factor.mode])
    again = solve(now.after, shock_from_levers(now.after, table))
    np.testing.assert_allclose(EFFECTS.central.real_income_change[h, k], again.real_income_hat - 1, atol=1e-9)
    np.testing.assert_allclose(EFFECTS.central.first_order_change[h, k], first_order(again).total, atol=1e-9)
    parts, slow = EFFECTS.decomposition, chained(now.after, again.shock, 64)
    for name in ("terms_of_trade", "volume_of_trade", "trade_cost", "productivity", "transfers"):
        np.testing.assert_allclose(getattr(parts, name)[h, k], getattr(slow, name), atol=1e-6)


def test_options_and_packages_are_worth_what_the_verdict_takes_them_for():
    payoffs = value_with_model(CASE, BASELINE, WORLDS)
    axes, h = payoffs.axes, EFFECTS.horizon(EFFECTS.verdict_horizon)
    money = EFFECTS.over_worlds.party_usd_bn_per_year
    assert list(EFFECTS.parties) == ["EAST", "SOUTH"]
    for i, party in enumerate(EFFECTS.parties):
        whole = payoffs.wholes.beyond[payoffs.wholes.row(axes.choice(CASE.packages[0].choices))][
            :, axes.party(party)
        ].copy()
        for name, option in (("SANC", "SANC.1"), ("ROAD", "ROAD.1")):
            verdict = payoffs.money[:, axes.party(party), axes.element(name), axes.option(name, option)]
            np.testing.assert_allclose(money[h, EFFECTS.item(option), :, i], verdict, atol=1e-6)
            whole += verdict
        np.testing.assert_allclose(money[h, EFFECTS.item("deal", PACKAGE), :, i], whole, atol=1e-6)


def test_taking_all_measures_back_undoes_what_the_status_quo_costs():
    share = EFFECTS.over_worlds.real_income_share
    cost, back = share[:, EFFECTS.item("status-quo", STATUS_QUO)], share[:, EFFECTS.item("SANC.2")]
    np.testing.assert_allclose((1 + cost) * (1 + back), 1.0, atol=SOLVED)
    found = EFFECTS.central
    first, last = EFFECTS.item("status-quo", STATUS_QUO), EFFECTS.item("SANC.2")
    np.testing.assert_allclose(found.trade_before[:, first], found.trade_after[:, last], rtol=1e-6, atol=1e-8)


def test_parts_and_the_remainder_add_up_to_the_exact_change():
    found = EFFECTS.decomposition
    flows = sum(getattr(found, name).sum(axis=(2, 4)) for name in FLOW_PARTS)
    total = flows + found.productivity.sum(axis=2) + found.transfers + found.remainder
    np.testing.assert_allclose(total, np.log1p(EFFECTS.central.real_income_change), atol=1e-12)
    assert np.abs(found.remainder).max() < 1e-4 * np.abs(total).max()
    assert all(why == "" for row in found.unknown for why in row)


def test_extrapolation_leaves_less_open_than_as_many_plain_steps():
    centre = pose_on(CASE, WORLDS, BASELINES).centres["long"]
    before = solve(centre.baseline, centre.before)
    exact = np.log(solve(centre.baseline, centre.shocks[frozenset()]).real_income_hat)
    step = centre.step(frozenset())
    plain = chained(before.after, step, sum(STEPS)).total
    clever = central.extrapolated(before.after, step).total
    assert np.abs(clever - exact).max() < 0.1 * np.abs(plain - exact).max()


def gdp_before(region: str):
    """GDP of the price year holds the measures in force: before the status quo it was another."""
    gdp = np.tile(WORLDS.estimate(CASE.economy.gdp_usd_bn[region]), (2, len(EFFECTS.items), 1))
    share = EFFECTS.over_worlds.real_income_share[..., EFFECTS.regions.index(region)]
    first = EFFECTS.item("status-quo", STATUS_QUO)
    gdp[:, first] /= 1 + share[:, first]
    return gdp


def test_taking_all_measures_back_is_worth_what_they_cost():
    """GDP of the price year is that of a world with the measures, so that both are counted from it."""
    money = EFFECTS.over_worlds.usd_bn_per_year[..., :3]
    cost, back = money[:, EFFECTS.item("status-quo", STATUS_QUO)], money[:, EFFECTS.item("SANC.2")]
    np.testing.assert_allclose(cost, -back, atol=1e-3)
    assert np.abs(cost).max() > 1


def test_money_is_share_times_gdp_before_and_adds_up_over_regions():
    over = EFFECTS.over_worlds
    gdp = {r: gdp_before(r) for r in CASE.economy.gdp_usd_bn}
    region = {r: over.real_income_share[..., EFFECTS.regions.index(r)] * gdp[r] for r in gdp}
    for r, money in region.items():
        np.testing.assert_allclose(over.usd_bn_per_year[..., EFFECTS.regions.index(r)], money, rtol=1e-12)
    south = list(EFFECTS.parties).index("SOUTH")
    np.testing.assert_allclose(
        over.party_usd_bn_per_year[..., south], region["r1"] + region["r2"], rtol=1e-12, atol=1e-15
    )
    np.testing.assert_allclose(
        over.party_share[..., south], (region["r1"] + region["r2"]) / (gdp["r1"] + gdp["r2"]), rtol=1e-9, atol=1e-15
    )


def test_a_party_gets_its_share_of_a_region():
    half = replace(CASE.parties[0], regions={"r0": number("region:EAST:r0", 0.5)})
    case = replace(CASE, parties=(half, *CASE.parties[1:]))
    found = effects_of(pose_on(case, WORLDS, {"long": BASELINE})).over_worlds
    full = EFFECTS.over_worlds
    np.testing.assert_allclose(found.party_usd_bn_per_year[0, ..., 0], full.party_usd_bn_per_year[0, ..., 0] / 2)
    np.testing.assert_allclose(found.party_share[0, ..., 0], full.party_share[0, ..., 0])


def test_what_has_no_gdp_is_unknown_and_no_zero():
    poor = replace(CASE, economy=replace(CASE.economy, gdp_usd_bn={"r0": number("gdp:r0", 500.0)}))
    found = effects_of(pose_on(poor, WORLDS, {"long": BASELINE}))
    money, south = found.over_worlds.party_usd_bn_per_year, list(found.parties).index("SOUTH")
    assert np.isnan(money[..., south]).all()
    assert np.isfinite(money[..., 1 - south]).all()
    assert np.isnan(found.over_worlds.group_usd_bn_per_year[..., list(found.groups).index("world")]).all()
    assert np.isfinite(found.over_worlds.real_income_share).all()
    median = spread(found, money).median
    assert np.isnan(median[..., south]).all()
    assert np.isfinite(median[..., 1 - south]).all()


def weights_of(effects, case):
    """GDP at its mode before each change, where all regions have one."""
    gdp = np.array([case.economy.gdp_usd_bn[r].mode for r in effects.regions])
    weight = np.tile(gdp, (*effects.central.real_income_change.shape[:2], 1))
    first = effects.item("status-quo", STATUS_QUO)
    weight[:, first] /= 1 + effects.central.real_income_change[:, first]
    return weight


def with_all_gdp():
    gdp = {r: number(f"gdp:{r}", 100.0 + 900 * k) for k, r in enumerate(BASELINE.regions)}
    return replace(CASE, economy=replace(CASE.economy, gdp_usd_bn=gdp))


def test_groups_weigh_by_gdp_so_that_percent_and_money_agree():
    case = with_all_gdp()
    effects = effects_of(pose_on(case, WORLDS, BASELINES))
    found, weight = effects.central, weights_of(effects, case)
    assert set(effects.weights.values()) == {"gdp"}
    for g, members in enumerate(effects.groups.values()):
        at = [effects.regions.index(r) for r in members]
        gained = (found.real_income_change * weight)[..., at].sum(axis=2)
        np.testing.assert_allclose(found.group_change[..., g], gained / weight[..., at].sum(axis=2), atol=1e-12)
        by_income = (found.real_income_change * found.income_before)[..., at].sum(axis=2)
        if len(at) > 1:
            other = by_income / found.income_before[..., at].sum(axis=2)
            assert np.abs(other - found.group_change[..., g]).max() > 1e-6


def test_groups_without_gdp_of_all_members_weigh_by_income():
    poor = replace(CASE, economy=replace(CASE.economy, gdp_usd_bn={"r0": number("gdp:r0", 500.0)}))
    effects = effects_of(pose_on(poor, WORLDS, BASELINES))
    found, income = effects.central, effects.central.income_before
    assert effects.weights["world"] == "baseline_income"
    world = list(effects.groups).index("world")
    gained = (found.real_income_change * income).sum(axis=2)
    np.testing.assert_allclose(found.group_change[..., world], gained / income.sum(axis=2), atol=1e-12)


def test_money_of_groups_is_the_sum_over_their_regions():
    for g, members in enumerate(EFFECTS.groups.values()):
        at = [EFFECTS.regions.index(r) for r in members]
        money = EFFECTS.over_worlds.usd_bn_per_year[..., at].sum(axis=3)
        np.testing.assert_allclose(EFFECTS.over_worlds.group_usd_bn_per_year[..., g], money, atol=1e-12)
    assert EFFECTS.groups["world"] == EFFECTS.regions
    others = set(EFFECTS.regions) - {"r0", "r1", "r2"}
    assert set(EFFECTS.groups.get("third_countries", ())) == others


def test_trade_between_adds_up_by_partner_and_mirrors():
    single, world = trade_between(EFFECTS, EFFECTS.regions), trade_between(EFFECTS, ["world"])
    for name in ("exports_before", "exports_after", "imports_before", "imports_after"):
        np.testing.assert_allclose(getattr(single, name).sum(axis=4), getattr(world, name)[..., 0])
    np.testing.assert_allclose(single.exports_after, single.imports_after.transpose(0, 1, 2, 4, 3))
    pair = trade_between(EFFECTS, ["SOUTH", "EAST"]).exports_before
    r0, r1, r2 = (EFFECTS.regions.index(r) for r in ("r0", "r1", "r2"))
    np.testing.assert_allclose(pair[..., r0, 0], single.exports_before[..., r0, [r1, r2]].sum(axis=-1))
    np.testing.assert_allclose(pair[..., r1, 1], single.exports_before[..., r1, r0])
    assert (np.einsum("hkjnn->hkjn", EFFECTS.central.trade_after) == 0).all()


def test_what_options_are_measured_against_is_the_status_quo():
    found, first = EFFECTS.central, EFFECTS.item("status-quo", STATUS_QUO)
    for k in range(len(EFFECTS.items)):
        if k != first:
            np.testing.assert_array_equal(found.trade_before[:, k], found.trade_after[:, first])
    assert (found.trade_after[:, first] != found.trade_before[:, first]).any()


def test_a_package_of_one_option_is_that_option_and_costs_nothing_more():
    single = Package("only", "Only", {"ROAD": "ROAD.1"}, ("EAST",))
    case = replace(CASE, packages=(*CASE.packages, single))
    problem = pose_on(case, WORLDS, {"long": BASELINE})
    assert plan_of(problem) == plan_of(pose_on(CASE, WORLDS, {"long": BASELINE}))
    found = effects_of(problem)
    share = found.over_worlds.real_income_share
    np.testing.assert_array_equal(share[:, found.item("only", PACKAGE)], share[:, found.item("ROAD.1")])


def test_solves_are_planned_before_and_all_of_them_are_accounted_for():
    problem = pose_on(CASE, WORLDS, BASELINES)
    plan = plan_of(problem)
    sets = 1 + 3 + 1
    assert plan.sets == sets
    assert plan.over_worlds == 2 * 6 * sets
    assert plan.central == 2 * (1 + sets + sets * sum(STEPS))
    assert EFFECTS.plan == plan
    assert (EFFECTS.solved, EFFECTS.failed) == (plan.total, 0)


def test_the_first_worlds_do_not_depend_on_how_many_there_are():
    few = effects_of(pose_on(CASE, draw_worlds(2, 3), BASELINES)).over_worlds
    for field in fields(few):
        both = getattr(few, field.name), getattr(EFFECTS.over_worlds, field.name)[:, :, :2]
        np.testing.assert_allclose(*both, atol=1e-5)


def test_one_horizon_gives_the_same_as_both():
    alone = effects_of(pose_on(CASE, WORLDS, {"short": SHORT}))
    assert (alone.horizons, alone.verdict_horizon) == (("short",), "long")
    np.testing.assert_array_equal(alone.over_worlds.real_income_share[0], EFFECTS.over_worlds.real_income_share[1])


def test_nothing_can_be_written_over():
    for record in (EFFECTS.over_worlds, EFFECTS.central, EFFECTS.decomposition):
        for field in fields(record):
            if field.name != "unknown":
                assert not getattr(record, field.name).flags.writeable


BAN = row("ban", "quantity", 0.0, origin=("r0",), destination=("r1",), in_force=True)
LIFTED = row("open", "relief", 1.0, relieves="ban")


def with_ban():
    case = replace(CASE, shocks=(*CASE.shocks, BAN, LIFTED), packages=())
    return replace(case, elements=(element("SANC", ("relief",), ("open",)), *CASE.elements[1:]))


def test_a_ban_is_a_part_of_its_own_and_comes_first():
    found = effects_of(pose_on(with_ban(), WORLDS, {"long": BASELINE}))
    lifted, first = found.item("SANC.2"), found.item("status-quo", STATUS_QUO)
    r0, r1 = found.regions.index("r0"), found.regions.index("r1")
    assert (found.central.trade_before[0, lifted, :, r1, r0] == 0).all()
    flow = BASELINE.border_flow[:, r1, r0] > 0
    assert (found.central.trade_after[0, lifted, flow, r1, r0] > 0).all()
    without = effects_of(pose_on(CASE, WORLDS, {"long": BASELINE}))
    both = (1 + found.central.real_income_change[0, first]) * (1 + found.central.real_income_change[0, lifted])
    np.testing.assert_allclose(both, 1 + without.central.real_income_change[0, 0], atol=1e-9)
    parts = found.decomposition
    centre = pose_on(with_ban(), WORLDS, {"long": BASELINE}).centres["long"]
    alone = np.zeros_like(BASELINE.trade_share)
    alone[:, r1, r0] = 1
    banned = solve(centre.baseline, replace(no_shock(), quantity=1 - alone)).real_income_hat
    np.testing.assert_allclose(parts.bans[0, first], np.log(banned), atol=1e-9)
    # Lifting the ban is all that the option brings, so that it is the ban alone.
    exact = np.log1p(found.central.real_income_change[0])
    np.testing.assert_allclose(parts.bans[0, lifted], exact[lifted], atol=1e-9)
    for k in (first, lifted):
        assert parts.unknown[0][k] == ""
        flows = sum(getattr(parts, name)[0, k].sum(axis=(0, 2)) for name in FLOW_PARTS)
        rest = parts.productivity[0, k].sum(axis=0) + parts.transfers[0, k] + parts.bans[0, k]
        np.testing.assert_allclose(flows + rest + parts.remainder[0, k], exact[k], atol=1e-12)
        assert np.abs(parts.remainder[0, k]).max() < 1e-4
        assert np.isnan(found.central.first_order_change[0, k]).all()
    assert (parts.bans[0, found.item("SANC.1")] == 0).all()
    assert found.plan.total == found.solved


def test_what_leaves_a_ban_alone_has_parts_that_add_up():
    found = effects_of(pose_on(with_ban(), WORLDS, {"long": BASELINE}))
    k, parts = found.item("SANC.1"), found.decomposition
    assert parts.unknown[0][k] == ""
    flows = sum(getattr(parts, name)[0, k].sum(axis=(0, 2)) for name in FLOW_PARTS)
    total = flows + parts.productivity[0, k].sum(axis=0) + parts.transfers[0, k]
    np.testing.assert_allclose(total, np.log1p(found.central.real_income_change[0, k]), atol=1e-5)


def test_with_closed_deficits_the_status_quo_is_measured_against_a_world_without_deficits():
    closed = replace(CASE, economy=replace(CASE.economy, deficits="closed", elasticity_scale=None))
    found = effects_of(pose_on(closed, WORLDS, {"long": BASELINE}))
    ground = close_deficits(BASELINE)
    rows = [("productivity", "r2", "*", "*", IN_FORCE[2].factor.mode)]
    np.testing.assert_allclose(found.central.income_before[0, 0], ground.after.income, rtol=1e-8)
    assert (found.solved, found.failed) == (found.plan.total, 0)
    assert found.plan.over_worlds == 6 * found.plan.sets + 1  # A world without measures is the same in all worlds.
    idle = replace(closed, shocks=(row("damage", "productivity", 1.0, origin=("r2",), in_force=True), *BROUGHT[3:]))
    idle = replace(idle, elements=CASE.elements[1:], packages=())
    share = effects_of(pose_on(idle, WORLDS, {"long": BASELINE})).over_worlds.real_income_share
    np.testing.assert_allclose(share[0, 0], 0.0, atol=SOLVED)
    harmed = replace(closed, shocks=(replace(IN_FORCE[2], factor=number("x", rows[0][4])), *BROUGHT[3:]))
    harmed = replace(harmed, elements=CASE.elements[1:], packages=())
    hurt = effects_of(pose_on(harmed, WORLDS, {"long": BASELINE})).over_worlds.real_income_share
    by_rows = shock_from_levers(BASELINE, LeverTable(*zip(*rows, strict=True)), no_shock("closed"))
    expected = solve(BASELINE, by_rows).real_income_hat / ground.real_income_hat - 1
    np.testing.assert_allclose(hurt[0, 0], np.tile(expected, (6, 1)), atol=SOLVED)


def test_a_case_without_measures_has_a_status_quo_that_costs_nothing():
    case = replace(CASE, shocks=BROUGHT[3:], elements=CASE.elements[1:], packages=())
    found = effects_of(pose_on(case, WORLDS, {"long": BASELINE}))
    assert found.items[0].shocks == ()
    np.testing.assert_allclose(found.over_worlds.real_income_share[0, 0], 0.0, atol=SOLVED)
    assert np.abs(found.over_worlds.real_income_share[0, 1]).max() > SOLVED


def test_a_case_without_any_shock_is_an_error_that_says_what_to_write():
    with pytest.raises(CaseError, match=r"small: no measure is in force and no option brings a shock.*\n.*shocks.csv"):
        pose_on(replace(CASE, shocks=()), WORLDS, BASELINES)
    with pytest.raises(CaseError, match="nothing to solve"):
        pose_effects(replace(CASE, shocks=()), WORLDS)


def failing(monkeypatch, sets: set[frozenset[str]], worlds: int):
    """Let some sets of shocks fail in the first worlds."""
    as_it_is = over_worlds.solve_anchors

    def fails(anchors, named, workers):
        found = as_it_is(anchors, named, workers)
        for k, name in enumerate(named):
            if name in sets:
                converged = found[k].converged.copy()
                converged[:worlds] = False
                income = np.where(converged[:, None], found[k].real_income_hat, np.nan)
                found[k] = replace(found[k], converged=converged, real_income_hat=income)
        return found

    monkeypatch.setattr(over_worlds, "solve_anchors", fails)


def test_worlds_that_do_not_converge_are_masked_and_counted(monkeypatch):
    failing(monkeypatch, {frozenset({"road"})}, 2)
    found = effects_of(pose_on(CASE, WORLDS, BASELINES))
    k = found.item("ROAD.1")
    assert found.failed == 2 * 2
    assert found.solved + found.failed == found.plan.total
    np.testing.assert_array_equal(found.over_worlds.converged[:, k], [[False] * 2 + [True] * 4] * 2)
    assert found.over_worlds.converged[:, [i for i in range(len(found.items)) if i != k]].all()
    assert np.isnan(found.over_worlds.party_usd_bn_per_year[:, k, :2]).all()
    rest = np.median(EFFECTS.over_worlds.usd_bn_per_year[:, k, 2:], axis=1)
    np.testing.assert_allclose(spread(found, found.over_worlds.usd_bn_per_year).median[:, k], rest)


def test_a_status_quo_that_does_not_converge_takes_every_option_of_that_world_with_it(monkeypatch):
    failing(monkeypatch, {frozenset()}, 1)
    found = effects_of(pose_on(CASE, WORLDS, {"long": BASELINE}))
    assert found.failed == 1
    assert not found.over_worlds.converged[:, :, 0].any()
    assert found.over_worlds.converged[:, :, 1:].all()


def test_an_option_without_any_world_is_an_error_with_its_name(monkeypatch):
    failing(monkeypatch, {frozenset({"road"})}, 6)
    with pytest.raises(NotConverged, match=r"^Option ROAD.1: the trade model cleared its markets in none of 6 worlds"):
        effects_of(pose_on(CASE, WORLDS, {"long": BASELINE}))


def test_a_central_world_that_does_not_clear_is_an_error_with_the_name_of_the_option(monkeypatch):
    road = pose_on(CASE, WORLDS, BASELINES).centres["long"].shocks[frozenset({"road"})]

    def stops(baseline, shock):
        if np.array_equal(shock.iceberg, road.iceberg):
            raise NotConverged("residual 0.1")
        return solve(baseline, shock)

    monkeypatch.setattr(central, "solve", stops)
    with pytest.raises(NotConverged, match=r"^Option ROAD.1, long run, every estimate at its mode: residual 0.1"):
        effects_of(pose_on(CASE, WORLDS, {"long": BASELINE}))


def test_a_way_that_cannot_be_gone_leaves_the_parts_unknown_and_is_counted(monkeypatch):
    def stops(*_):
        raise NotConverged("no")

    monkeypatch.setattr(central, "chained", stops)
    found = effects_of(pose_on(CASE, WORLDS, {"long": BASELINE}))
    assert set(found.decomposition.unknown[0]) == {central.STEP_FAILED}
    assert np.isnan(found.decomposition.terms_of_trade).all()
    assert np.isfinite(found.central.real_income_change).all()
    assert found.failed == found.plan.sets * sum(STEPS)
    assert found.solved + found.failed == found.plan.total


def test_a_ban_of_all_suppliers_is_an_error_with_the_name_of_the_option():
    everybody = row("shut", "quantity", 0.0, origin=BASELINE.regions, destination=BASELINE.regions)
    home = [row("shut", "quantity", 0.0, origin=(r,), destination=(r,)) for r in BASELINE.regions]
    case = replace(CASE, shocks=(*CASE.shocks, everybody, *home), packages=())
    case = replace(case, elements=(element("SANC", ("shut",)), *CASE.elements[1:]))
    with pytest.raises(CaseError, match=r"^Option SANC.1: All suppliers of"):
        effects_of(pose_on(case, WORLDS, {"long": BASELINE}))


def test_a_case_may_bring_its_own_world():
    names = {
        "pi": "trade_share",
        "tau": "tariff",
        "epsilon": "export_tax",
        "va_share": "value_added_share",
        "io": "input_share",
        "alpha": "final_share",
        "VA": "value_added",
        "S": "surplus",
        "X": "expenditure",
        "theta": "theta",
    }
    arrays = {short: getattr(BASELINE, name) for short, name in names.items()}
    own = OwnBaseline("world", BASELINE.regions, BASELINE.sectors, None, "million", "made up", arrays)
    economy = replace(CASE.economy, baseline="world", elasticities="baseline", own=own)
    alone = tuple(replace(entry, as_seen=False) for entry in CASE.shocks)
    found = effects_of(pose_effects(replace(CASE, economy=economy, shocks=alone), WORLDS))
    assert found.horizons == ("long", "short")
    np.testing.assert_allclose(
        found.over_worlds.real_income_share[0], EFFECTS.over_worlds.real_income_share[0], atol=SOLVED
    )
    assert np.abs(found.over_worlds.real_income_share[1] - found.over_worlds.real_income_share[0]).max() > 1e-3
    assert set(found.groups) <= {"world", "third_countries"}


def test_without_ranges_every_world_is_the_central_one():
    fixed = tuple(replace(entry, factor=replace(entry.factor, low=None, high=None)) for entry in CASE.shocks)
    economy = replace(CASE.economy, elasticity_scale=number("elasticity_scale", 0.8))
    found = effects_of(pose_on(replace(CASE, shocks=fixed, economy=economy), draw_worlds(2, 0), BASELINES))
    sets = found.plan.sets
    assert (found.plan.over_worlds, found.solved) == (2 * sets, found.plan.total)  # One world of each stands for all.
    for world in range(2):
        share = found.over_worlds.real_income_share[:, :, world]
        np.testing.assert_allclose(share, found.central.real_income_change, atol=SOLVED)
    assert np.abs(found.central.real_income_change - EFFECTS.central.real_income_change).max() > 100 * SOLVED
