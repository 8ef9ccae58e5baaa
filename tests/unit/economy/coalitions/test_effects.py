"""What every coalition costs: against a solver called for one coalition at a time."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from detente.case import CaseError, NotConverged
from detente.economy.coalitions import (
    Actor,
    contributions,
    effects,
    effects_of_coalitions,
    effects_of_joining,
    gain_from_leaving,
    joining_order,
    largest_partner,
    planned_solves,
    sanctions_between,
    shock_of,
    with_joiner,
)
from detente.economy.coalitions.subsets import all_subsets, chain, ends
from detente.economy.trade import no_shock, solve
from unit.economy.coalitions.small_sanctions import (
    GDP,
    ROWS,
    SENDERS,
    STANDING,
    TARGET,
    WORLD,
    sanctions,
    shock,
    slow_change,
    slow_shapley,
    slow_shock,
)

NAMES = tuple(ROWS)
COALITIONS = [frozenset(some) for size in range(4) for some in combinations(NAMES, size)]
SOLVED = effects_of_coalitions(WORLD, sanctions(), GDP)
SLOW = {some: slow_change(sorted(some)) for some in COALITIONS}
ALL = frozenset(NAMES)


def row(found, names):
    return found.row(np.isin(found.sanctions.senders, list(names)))


def target_loss(some):
    return -SLOW[some][0] * GDP[0]


def test_every_subset_is_what_the_plain_solver_gives():
    assert SOLVED.exhaustive
    assert SOLVED.solves == planned_solves(3) == len(SLOW)
    for some in COALITIONS:
        np.testing.assert_allclose(SOLVED.change[row(SOLVED, some)], SLOW[some], atol=1e-9)


def test_the_shock_of_a_coalition_is_the_rows_of_its_members():
    for some in COALITIONS:
        made, twin = shock_of(sanctions(), np.isin(NAMES, list(some))), slow_shock(sorted(some))
        for lever in ("tariff", "iceberg", "export_tax", "quantity", "productivity"):
            full = np.broadcast_to(
                getattr(made, lever), np.broadcast_shapes(getattr(made, lever).shape, getattr(twin, lever).shape)
            )
            np.testing.assert_allclose(full, np.broadcast_to(getattr(twin, lever), full.shape), rtol=1e-14)


def test_nobody_changes_nothing():
    assert not SOLVED.joined[0].any()
    assert (SOLVED.change[0] == 0).all()


def test_the_full_coalition_is_the_shock_as_a_whole():
    rows = [*(row for rows in ROWS.values() for row in rows)]
    whole = replace(shock(rows), productivity=shock(STANDING).productivity)
    whole = replace(whole, iceberg=whole.iceberg * shock(STANDING).iceberg)
    ratio = solve(WORLD, whole, tolerance=1e-12).real_income_hat / solve(WORLD, shock(STANDING)).real_income_hat
    np.testing.assert_allclose(SOLVED.change[SOLVED.grand], ratio - 1, atol=1e-9)


def test_money_and_shares_of_groups_add_up():
    worth = SOLVED.worth[SOLVED.grand]
    assert SOLVED.target_loss[SOLVED.grand] == pytest.approx(-worth[0])
    union = worth[1] + worth[2]
    assert SOLVED.sender_worth[SOLVED.grand].tolist() == pytest.approx([union, worth[3], worth[4]])
    assert SOLVED.change_of(SOLVED.sanctions.members[0])[SOLVED.grand] == pytest.approx(union / 100)
    total = SOLVED.sender_worth.sum(axis=1) - SOLVED.target_loss + SOLVED.worth_of(SOLVED.third)
    np.testing.assert_allclose(total, SOLVED.worth.sum(axis=1))


def test_contributions_are_those_of_the_definitions():
    parts = contributions(SOLVED)
    loss = {some: target_loss(some) for some in COALITIONS}
    assert parts.shapley.tolist() == pytest.approx(slow_shapley(loss, NAMES), abs=1e-8)
    assert parts.alone.tolist() == pytest.approx([loss[frozenset([name])] for name in NAMES], abs=1e-8)
    assert parts.last.tolist() == pytest.approx([loss[ALL] - loss[ALL - {name}] for name in NAMES], abs=1e-8)
    own = [-(SLOW[ALL] * GDP)[[1, 2]].sum(), *(-(SLOW[ALL] * GDP)[[3, 4]])]
    assert parts.loss_together.tolist() == pytest.approx(own, abs=1e-8)
    senders = {some: -(SLOW[some] * GDP)[1:5].sum() for some in COALITIONS}
    caused = [senders[ALL] - senders[ALL - {name}] for name in NAMES]
    assert parts.loss_caused.tolist() == pytest.approx(caused, abs=1e-8)


def test_shapley_values_sum_to_the_loss_under_all():
    assert contributions(SOLVED).shapley.sum() == pytest.approx(SOLVED.target_loss[SOLVED.grand], rel=1e-12)


def test_each_step_of_the_joining_order_is_the_cheapest_that_is_left():
    steps = joining_order(SOLVED)
    assert sorted(step.sender for step in steps) == sorted(NAMES)
    assert sum(step.target_loss for step in steps) == pytest.approx(SOLVED.target_loss[SOLVED.grand])
    inside = frozenset()
    for step in steps:
        ratios = {}
        for name in ALL - inside:
            more = target_loss(inside | {name}) - target_loss(inside)
            cost = -((SLOW[inside | {name}] - SLOW[inside]) * GDP)[1:5].sum()
            ratios[name] = cost / more if more > 0 else np.inf
        assert step.sender == min(ratios, key=ratios.get)
        expected = None if np.isinf(ratios[step.sender]) else pytest.approx(ratios[step.sender], abs=1e-6)
        assert step.cost_ratio == expected
        inside |= {step.sender}


def test_a_sender_that_gains_by_leaving_is_one_that_is_better_off_outside():
    gain = gain_from_leaving(SOLVED)
    outside = [(SLOW[ALL - {"UNION"}] - SLOW[ALL]) * GDP, (SLOW[ALL - {"r3"}] - SLOW[ALL]) * GDP]
    assert gain[0] == pytest.approx(outside[0][[1, 2]].sum(), abs=1e-8)
    assert gain[1] == pytest.approx(outside[1][3], abs=1e-8)


FIVE = [Actor(f"r{k}", (f"r{k}",)) for k in range(1, 6)]


def five_senders():
    rows = [("iceberg", "r0", f"r{k}", "*", 1 + k / 10) for k in range(1, 6)]
    return sanctions_between(WORLD, TARGET, FIVE, shock(rows), no_shock())


def test_more_senders_than_are_enumerated_are_solved_at_the_ends_and_along_a_chain(monkeypatch):
    every = effects_of_coalitions(WORLD, five_senders(), GDP)
    monkeypatch.setattr(effects, "MOST_ENUMERATED", 4)
    few = effects_of_coalitions(WORLD, five_senders(), GDP)
    assert not few.exhaustive
    assert few.solves == len(few.joined) == 3 * 5 - 1
    for found, joined in zip(few.change, few.joined, strict=True):
        np.testing.assert_allclose(found, every.change[every.row(joined)], atol=1e-9)
    parts, all_parts = contributions(few), contributions(every)
    assert parts.shapley is None
    np.testing.assert_allclose(parts.last, all_parts.last, atol=1e-8)
    steps = joining_order(few)
    assert sum(step.target_loss for step in steps) == pytest.approx(few.target_loss[few.grand])
    alone = [-every.sender_worth[1 << k].sum() / every.target_loss[1 << k] for k in range(5)]
    assert [step.sender for step in steps] == [f"r{k + 1}" for k in np.argsort(alone)]
    with pytest.raises(KeyError):
        few.row(np.isin([one.name for one in FIVE], [step.sender for step in steps[-2:]]))


def test_what_is_planned_for_many_senders_is_what_is_solved():
    for count in (13, 14, 70):
        inner = chain(list(range(count)))
        together = np.vstack([ends(count), inner])
        assert len(np.unique(together, axis=0)) == len(together) == planned_solves(count)
        assert (inner.sum(axis=1) == np.arange(2, count - 1)).all()
    assert len(all_subsets(5)) == planned_solves(5)


def test_joining_is_the_larger_coalition_solved():
    like = largest_partner(WORLD, sanctions())
    joining = effects_of_joining(WORLD, SOLVED, [Actor("r5", ("r5",))], like)
    grown = with_joiner(WORLD, sanctions(), Actor("r5", ("r5",)), like)
    again = effects_of_coalitions(WORLD, grown, GDP)
    before, after = SOLVED.worth[SOLVED.grand], again.worth[again.grand]
    assert joining.target_loss[0] == pytest.approx(-after[0], abs=1e-8)
    assert joining.target_more[0] == pytest.approx(after[0] / before[0] - 1, abs=1e-8)
    assert joining.own_worth[0] == pytest.approx(after[5] - before[5], abs=1e-8)
    assert joining.senders_worth[0] == pytest.approx((after - before)[1:5].sum(), abs=1e-8)


def test_who_joins_copies_a_region_in_both_directions_on_top_of_what_stands():
    grown = with_joiner(WORLD, sanctions(), Actor("r5", ("r5",)), "r1")
    made = shock_of(grown, np.ones(4, dtype=bool))
    assert made.iceberg[0, 5, 0] == pytest.approx(1.6 * 1.2)
    assert made.iceberg[0, 0, 5] == 1
    assert grown.senders[-1] == "r5"
    tariff = shock_of(with_joiner(WORLD, sanctions(), Actor("r5", ("r5",)), "r2"), np.ones(4, dtype=bool)).tariff
    assert tariff[1, 0, 5] == 1.2


def test_the_largest_partner_is_the_sender_that_traded_most_with_the_target():
    flow = WORLD.border_flow.sum(axis=0)
    trade = {f"r{k}": flow[0, k] + flow[k, 0] for k in range(1, 5)}
    assert largest_partner(WORLD, sanctions()) == max(trade, key=trade.get)


def test_progress_counts_the_solves(monkeypatch):
    monkeypatch.setattr(effects, "MOST_CELLS", 3 * WORLD.trade_share.size)
    seen = []
    again = effects_of_coalitions(WORLD, sanctions(), GDP, seen.append)
    assert seen == [3, 6, 8]
    np.testing.assert_allclose(again.change, SOLVED.change, atol=1e-9)


def test_results_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        SOLVED.change[0, 0] = 1.0


def test_unknown_gdp_of_a_sender_is_refused_and_of_others_stays_unknown():
    unknown = np.where(np.arange(6) == 3, np.nan, GDP)
    with pytest.raises(CaseError, match="The GDP of r3 is not known"):
        effects_of_coalitions(WORLD, sanctions(), unknown)
    found = effects_of_coalitions(WORLD, sanctions(), np.where(np.arange(6) == 5, np.nan, GDP))
    assert np.isnan(found.worth_of(found.third)).all()
    np.testing.assert_allclose(found.target_loss, SOLVED.target_loss)


def test_a_coalition_that_gets_lost_is_tried_once_more_by_the_plain_solver(monkeypatch):
    plain = effects.solve_each

    def lose_two(*args):
        found = plain(*args)
        lost = np.arange(len(found.converged)) < 2
        income = np.where(lost[:, None], np.nan, found.real_income_hat)
        return replace(found, converged=~lost, real_income_hat=income)

    monkeypatch.setattr(
        effects, "solve_each", lambda *args, **kwargs: lose_two(*args) if len(args) > 3 else plain(*args, **kwargs)
    )
    again = effects_of_coalitions(WORLD, sanctions(), GDP)
    np.testing.assert_allclose(again.change, SOLVED.change, atol=1e-9)


def test_a_coalition_without_an_equilibrium_is_named(monkeypatch):
    plain = effects.solve_each

    def lose_all(*args, **kwargs):
        found = plain(*args, **kwargs)
        return replace(found, converged=np.zeros_like(found.converged))

    def fail(*_):
        raise NotConverged("residual 0.1")

    monkeypatch.setattr(effects, "solve_each", lose_all)
    monkeypatch.setattr(effects, "solve", fail)
    with pytest.raises(NotConverged, match=r"^With the coalition of nobody: residual 0\.1$"):
        effects_of_coalitions(WORLD, sanctions(), GDP)


def test_names_that_do_not_fit_are_refused():
    counted = shock([row for rows in ROWS.values() for row in rows])
    wrong = {
        "r5": ([*SENDERS, Actor("r5", ("r5",))], "No measure lies between T and r5."),
        "target": ([*SENDERS, Actor("T2", ("r0", "r5"))], r"T2 is a sender and a target \(T\)"),
        "twice": ([*SENDERS, Actor("r2", ("r2",))], "r2 belongs to several senders: UNION, r2."),
        "none": ([], "No sender is named"),
    }
    for senders, message in wrong.values():
        with pytest.raises(CaseError, match=message):
            sanctions_between(WORLD, TARGET, senders, counted, no_shock())
    for joiner, like, message in (
        (Actor("r3", ("r3",)), "r1", "r3 cannot join"),
        (Actor("T", ("r0",)), "r1", "T cannot join"),
        (Actor("r5", ("r5",)), "r5", "r5 is not part of a sender"),
    ):
        with pytest.raises(CaseError, match=message):
            with_joiner(WORLD, sanctions(), joiner, like)
