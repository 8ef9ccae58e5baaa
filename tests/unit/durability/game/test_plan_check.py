"""A phased plan against the game: margins agree with the engine, and the game with explicit streams and programs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from detente.case import CaseError
from detente.durability.breaches import Way, WayMargin, weigh_breaches
from detente.durability.flows import draw_side
from detente.durability.game import PhasedPlan, check_plan, phased_game, plan_in_world, with_standing_phase
from detente.durability.game.phased_breaches import breaches_of, value_of_breach
from detente.durability.terms import draw_terms
from unit.durability.agreement import random_setting
from unit.durability.game.random_plans import delivery, random_plan
from unit.durability.slow_twin import slow_margins

CLOSE = 1e-9
WAYS = tuple(Way)
SEEDS = range(40)


def read_setting(seed, parties=3):
    setting = random_setting(seed, parties=parties)
    case, axes = setting.case, setting.preferences.axes
    terms = draw_terms(case, case.packages[0], axes, setting.worlds)
    sides = [draw_side(case, case.packages[0], terms, setting.preferences, setting.payoffs, i) for i in range(parties)]
    return setting, terms, sides


@pytest.mark.parametrize("parties", [2, 3])
def test_margins_of_the_game_are_those_of_the_engine(parties):
    for seed in range(6):
        _, terms, sides = read_setting(seed, parties)
        found = check_plan(plan_in_world(terms, sides, 1)).margins
        weighed = [m for side in sides if side.own.any() for m in weigh_breaches(side, terms)]
        assert all(isinstance(m, WayMargin) for m in weighed)
        for m in weighed:
            assert found[m.party, m.phase, WAYS.index(m.way)] == pytest.approx(m.margin[1], abs=CLOSE)
        stated = found[:, : len(terms.phases)]
        assert np.isfinite(stated).sum() == len(weighed)


def test_margins_of_the_game_are_those_of_the_slow_twin():
    setting, terms, sides = read_setting(3)
    found = check_plan(plan_in_world(terms, sides, 0)).margins
    names = [p.id for p in setting.case.parties]
    steps = [p.id for p in setting.case.phases]
    for (party, phase, way), margin in slow_margins(setting, 0).items():
        at = names.index(party), steps.index(phase), WAYS.index(Way(way))
        assert found[at] == pytest.approx(margin, abs=1e-8)


def test_a_plan_with_no_negative_margin_is_sustained_by_the_game():
    kept = 0
    for seed in SEEDS:
        found = check_plan(random_plan(seed, richness=(0.4, 0.8, 1.5, 3)[seed % 4]))
        if found.keeps:
            kept += 1
            assert found.sustainable
            assert found.slack.min() >= -CLOSE
    assert 5 <= kept < len(SEEDS)


def test_some_failing_plans_are_saved_by_transfers_and_some_by_none():
    found = [check_plan(random_plan(seed, richness=(0.4, 0.8, 1.5, 3)[seed % 4])) for seed in SEEDS]
    failing = [f.sustainable for f in found if not f.keeps]
    assert failing.count(True) >= 5
    assert failing.count(False) >= 5


@pytest.mark.parametrize("parties", [2, 3])
def test_transfers_sustain_a_plan_exactly_where_a_linear_program_finds_some(parties):
    for seed in SEEDS:
        plan = random_plan(seed, parties=parties, richness=(0.4, 0.8, 1.5, 3)[seed % 4])
        found = check_plan(plan)
        if found.sustainable is not None:
            assert transfers_exist(found) == found.sustainable


def transfers_exist(found) -> bool:
    """Search payments at each start and review, by what each party holds at each start: u (start, party)."""
    plan = found.phased.plan
    pay, delta = walk(plan)
    last, parties = pay.shape[0] - 1, pay.shape[1]
    starts = last + 2
    following = [*range(1, starts), starts - 1]
    left, limit = [], []
    for s in range(starts):
        t, after = min(s, last), following[s]
        row = np.zeros((starts, parties))
        row[s] += 1
        row[after] -= delta[t]
        left.append(row.ravel())
        limit.append(pay[t].sum())
        for i in range(parties):
            row = np.zeros((starts, parties))
            row[after, i] = -delta[t, i]
            worst = max([value_of_breach(plan, b)[i] for b in breaches_of(plan, i, t)], default=-np.inf)
            if worst > -np.inf:
                left.append(row.ravel())
                limit.append(pay[t, i] - worst + 1e-7)
    floor = np.vstack([found.solution.punishment[: last + 1], found.solution.punishment[last]])
    bounds = [(v, None) for v in floor.ravel()]
    result = linprog(np.zeros(starts * parties), A_ub=np.array(left), b_ub=limit, bounds=bounds)
    assert result.status in (0, 2)
    return result.status == 0


def walk(plan: PhasedPlan, review_years: float = 1.0):
    """Payoff and discount factor of each phase and party, one obligation at a time."""
    phases, parties = len(plan.starts_years), len(plan.rate)
    pay, delta = np.zeros((phases, parties)), np.zeros((phases, parties))
    for t in range(phases):
        length = plan.starts_years[t + 1] - plan.starts_years[t] if t + 1 < phases else review_years
        for i in range(parties):
            done = [n for n in range(len(plan.owner)) if plan.phase[n] <= t]
            running = sum(plan.gain[i, n] for n in done) + plan.transfer[i, t]
            left = sum(plan.gain[i, n] * (1 - plan.reversible[n]) for n in done)
            flow = (1 - plan.suspended) * running + plan.suspended * left
            delta[t, i] = math.exp(-plan.rate[i] * length)
            pay[t, i] = flow * (1 - delta[t, i]) / plan.rate[i]
            pay[t, i] -= sum(plan.cost_once[n] for n in done if plan.phase[n] == t and plan.owner[n] == i)
    return pay, delta


def test_the_payments_sum_to_zero_and_nobody_gains_from_breaking_or_not_paying():
    """The stream of the plan and the payments is added up review by review, far out."""
    checked = 0
    for seed in SEEDS:
        found = check_plan(random_plan(seed, richness=(0.4, 0.8, 1.5, 3)[seed % 4]))
        if not found.sustainable:
            assert np.isnan(found.payments).all()
            continue
        checked += 1
        plan, payments = found.phased.plan, found.payments
        np.testing.assert_allclose(payments.sum(axis=1), 0, atol=1e-8)
        pay, delta = walk(plan)
        last = len(pay) - 1
        later = (payments[last + 1] + pay[last]) / (1 - delta[last])
        held = [None] * (last + 1)
        for t in range(last, -1, -1):
            kept = pay[t] + delta[t] * (later if t == last else held[t + 1])
            held[t] = payments[t] + kept
            for i in range(len(plan.rate)):
                for breach in breaches_of(plan, i, t):
                    assert kept[i] >= value_of_breach(plan, breach)[i] - 1e-7
            assert (held[t] >= found.solution.punishment[t] - 1e-7).all()
        assert (later >= found.solution.punishment[last] - 1e-7).all()
    assert checked >= 10


def test_the_pending_state_is_worth_what_the_margin_says_of_the_breach():
    phased = phased_game(random_plan(5))
    game = phased.game
    pending = range(len(phased.plan.starts_years), len(game.actions) - 1)
    value = np.zeros((len(game.actions), len(phased.plan.rate)))
    for _ in range(4000):
        step = game.payoff[phased.keep] + game.discount[phased.keep] * (game.transition[phased.keep] @ value)
        value[list(pending)] = step[list(pending)]
    for state, breach in zip(pending, phased.pending, strict=True):
        whole = breach.at_once + value[state]
        np.testing.assert_allclose(whole, value_of_breach(phased.plan, breach), atol=1e-8)


def test_two_who_leave_together_leave_the_third_what_neither_withdraws():
    """Of what is done, snapback leaves the part that is not reversible; who leaves saves the costs that are due."""
    for seed in range(8):
        phased = phased_game(random_plan(seed))
        plan, ways = phased.plan, phased.ways[0]
        counts = [1 + len(ways[i]) for i in range(3)]
        leaving = [1 + ways[i].index(Way.EXIT) for i in range(2)]
        row = phased.keep[0] + (leaving[0] * counts[1] + leaving[1]) * counts[2]
        done = [n for n in range(len(plan.owner)) if plan.phase[n] == 0 and plan.owner[n] == 2]
        for i in range(3):
            left = sum(plan.gain[i, n] * (1 - plan.reversible[n]) for n in done) / plan.rate[i]
            costs = sum(plan.cost_once[n] for n in done) if i == 2 else 0.0
            assert phased.game.payoff[row, i] == pytest.approx(left - costs, abs=CLOSE)


def test_delivery_by_hand():
    """A bears 3 so that B gains 5, undone when A stops: keeping loses 3 / 0.1, and 5 - 3 is there to share."""
    found = check_plan(delivery(received=5))
    assert found.margins[0, 0, WAYS.index(Way.WITHHOLD)] == pytest.approx(-30)
    assert not found.keeps
    assert found.sustainable
    assert found.signing_slack == pytest.approx(20)
    assert check_plan(delivery(received=2)).sustainable is False
    assert check_plan(delivery(received=2)).first_short == 0


def test_escrow_keeps_the_one_who_posts_it():
    """Keeping costs 30; stopping is seen after 0.1 years, so the escrow must be 30 e^0.01 = 30.30."""
    assert not check_plan(delivery(received=5, escrow=30.29)).keeps
    assert check_plan(delivery(received=5, escrow=30.31)).keeps


def test_leaving_after_the_last_step_is_weighed_too():
    """Phases alone do not show it: what A owes at once keeps, but once all is done A would rather leave."""
    plan = replace(
        delivery(received=5),
        owner=np.array([0, 1]),
        phase=np.array([0, 0]),
        gain=np.array([[-1.0, 2.0], [3.0, -1.0]]),
        reversible=np.array([1.0, 0.0]),
        cost_once=np.zeros(2),
        p_detect=np.ones(2),
        lag_years=np.full(2, 0.1),
    )
    found = check_plan(plan)
    exits = found.margins[0, :, WAYS.index(Way.EXIT)]
    assert found.margins.shape[1] == 2
    assert exits[1] == pytest.approx(-10)
    assert not found.keeps


def test_a_standing_phase_is_not_added_twice():
    plan = with_standing_phase(random_plan(1), 1.0)
    assert with_standing_phase(plan, 1.0) is plan


def test_relabelling_the_parties_relabels_the_result():
    plan = random_plan(7, richness=2)
    order = np.array([2, 0, 1])
    by_party = {
        name: getattr(plan, name)[order] for name in ("gain", "rate", "transfer", "escrow", "exposure", "hybrid")
    }
    other = check_plan(replace(plan, owner=np.argsort(order)[plan.owner], **by_party))
    found = check_plan(plan)
    np.testing.assert_allclose(other.margins, found.margins[order])
    np.testing.assert_allclose(other.slack, found.slack, atol=CLOSE)


def test_the_time_between_reviews_does_not_change_the_stated_margins():
    plan = random_plan(4)
    short, long = (check_plan(plan, review_years=years).margins for years in (0.25, 2.0))
    np.testing.assert_allclose(short, long, atol=CLOSE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"p_detect": np.array([1.2])}, "detection must be in"),
        ({"reversible": np.array([-0.1])}, "reversible must be in"),
        ({"lag_years": np.array([-1.0])}, "lag must not be negative"),
        ({"rate": np.array([0.0, 0.1])}, "discount rate must be positive"),
        ({"owner": np.array([2])}, "owner must be one of the parties"),
        ({"phase": np.array([1])}, "phase must be one of the phases"),
        ({"gain": np.array([[np.nan], [1.0]])}, "numbers must be finite"),
        ({"suspended": 1.5}, "suspended must be in"),
        ({"hybrid": np.array([[1.0, np.nan, np.nan], [np.nan] * 3])}, "needs gain, detection and lag"),
        ({"escrow": np.array([[-1.0], [0.0]])}, "escrow must not be negative"),
        ({"cost_once": np.zeros(3)}, "cost_once has shape"),
    ],
)
def test_a_plan_that_cannot_be_weighed_is_refused(changes, message):
    with pytest.raises(CaseError, match=message):
        replace(delivery(received=5), **changes)


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("phase", 99, "phase must be one of the phases"),
        ("phase", -1, "phase must be one of the phases"),
        ("owner", 99, "owner must be one of the parties"),
        ("owner", -1, "owner must be one of the parties"),
        ("p_detect", 1.2, "detection must be in"),
        ("reversible", -0.1, "reversible must be in"),
        ("lag_years", -1.0, "lag must not be negative"),
        ("rate", 0.0, "discount rate must be positive"),
    ],
)
def test_one_wrong_number_among_good_ones_is_refused(name, wrong, message):
    plan = random_plan(1)
    values = getattr(plan, name).copy()
    assert len(values) > 1
    values[-1] = wrong
    with pytest.raises(CaseError, match=message):
        replace(plan, **{name: values})


def test_phases_must_rise():
    plan = random_plan(0)
    with pytest.raises(CaseError, match="must rise"):
        replace(plan, starts_years=plan.starts_years[::-1].copy())


def test_a_review_must_take_time():
    with pytest.raises(CaseError, match="between two reviews"):
        check_plan(delivery(received=5), review_years=0.0)


def test_too_many_combinations_are_refused():
    with pytest.raises(CaseError, match="combinations of actions"):
        phased_game(random_plan(0, parties=11, obligations=33))


def test_unknown_terms_are_named_and_not_filled_in():
    _, terms, sides = read_setting(2)
    unknown = replace(terms, rate_known=np.array([True, False, True]), watched=np.arange(len(terms.obligations)) != 2)
    with pytest.raises(CaseError, match="patience of party 1, detection or lag of O2"):
        plan_in_world(unknown, sides, 0)
    without = [replace(sides[0], stake=None), *sides[1:]]
    with pytest.raises(CaseError, match="stake of party 0"):
        plan_in_world(terms, without, 0)
    with pytest.raises(CaseError, match="unknown are the side of party 2"):
        plan_in_world(terms, sides[:2], 0)
    with pytest.raises(CaseError, match="each of its parties once"):
        plan_in_world(terms, [*sides, sides[0]], 0)


def test_a_package_that_obliges_nobody_is_named():
    _, terms, sides = read_setting(2)
    nobody = replace(terms, obligations=(), owner=terms.owner[:0], watched=terms.watched[:0])
    with pytest.raises(CaseError, match="obliges nobody"):
        plan_in_world(nobody, sides, 0)


def test_parties_that_owe_nothing_may_be_left_out():
    _, terms, sides = read_setting(4)
    free = replace(terms, owner=np.where(terms.owner == 1, 2, terms.owner))
    plan = plan_in_world(free, [sides[2], sides[0]], 0)
    whole = check_plan(plan_in_world(free, sides, 0)).margins
    np.testing.assert_allclose(check_plan(plan).margins, whole[[2, 0]])
    assert np.isnan(whole[1]).all()
