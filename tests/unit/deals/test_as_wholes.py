"""One number for a package at every stage: cuts of preferences, acceptance, gains, flows, and what searches report."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.analysis.second_looks import look_again
from detente.case import Package, Stance
from detente.deals import as_wholes, find_deals, judge_as_wholes
from detente.deals.as_wholes import MOST_SOLVED
from detente.deals.mediation.asking import signed_by_all
from detente.deals.proposals.near import near_packages
from detente.deals.worth.acceptability import judge
from detente.deals.worth.acceptance import open_elements, read_as_is, read_possibly, read_surely
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import option_gains, pairwise_gains
from detente.deals.worth.many import gains_of, joint_shares
from detente.durability.flows import draw_side
from detente.durability.terms import draw_terms
from detente.economy import whole_packages
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.worlds import NO_WHOLES, Wholes
from property.slow_deals import drawn, tied_case
from unit.economy.overlapping import (
    BASELINE,
    BOTH,
    WORLDS,
    as_a_whole,
    overlapping,
    payoffs_of,
    price_between,
    said_of_the_deal,
    tightened,
)

PRICE = price_between()
CASE = overlapping(PRICE)
SOLVED = 1e-4


def stages(case):
    payoffs = payoffs_of(case)
    return draw_preferences(case, tally_positions(case), payoffs, WORLDS), payoffs


def politics(preferences, choice, i):
    value = preferences.values[:, i, np.arange(len(choice)), choice] - preferences.no_deal_values[:, i]
    return preferences.stake[:, i] * (preferences.weights[:, i] * value).sum(axis=1)


@pytest.fixture(autouse=True)
def _small_economy(monkeypatch):
    """What is solved after a search is solved on the small economy as well."""
    monkeypatch.setattr(whole_packages, "world_economy", lambda case: (case, BASELINE))


def test_an_acceptance_by_the_sum_turns_into_a_no_as_a_whole():
    preferences, payoffs = stages(CASE)
    i, choice = payoffs.axes.party("EAST"), payoffs.axes.choice(BOTH)
    options = option_gains(CASE, preferences, payoffs)
    by_sum = evaluate(options.summed(), choice)[1][:, i]
    as_whole = evaluate(options, choice)[1][:, i]
    assert by_sum.mean() > 0.8
    assert as_whole.mean() < 0.2
    found = find_deals(CASE, preferences, payoffs)
    assert found.packages[0].parties[i].as_is == as_whole.mean()


@pytest.mark.parametrize("case", [CASE, tightened(CASE)], ids=["status quo", "two outcomes"])
def test_deals_flows_and_money_agree_on_one_number_in_every_world(case):
    preferences, payoffs = stages(case)
    axes, package = payoffs.axes, case.packages[0]
    choice = axes.choice(BOTH)
    gain = evaluate(option_gains(case, preferences, payoffs), choice)[0]
    terms = draw_terms(case, package, axes, WORLDS)
    for name in ("EAST", "SOUTH"):
        i = axes.party(name)
        side = draw_side(case, package, terms, preferences, payoffs, i)
        flows = (side.gains[0] + side.stake[:, None] * side.gains[1]).sum(axis=1)
        money = payoffs.of_package(choice)[:, i].sum(axis=1) - preferences.no_deal_money[:, i].sum(axis=1)
        np.testing.assert_allclose(flows, gain[:, i], atol=1e-9)
        np.testing.assert_allclose(money + politics(preferences, choice, i), gain[:, i], atol=1e-9)


@pytest.mark.parametrize("world", [0, 20, 63])
def test_the_gain_in_one_world_is_that_of_solving_the_world_alone(world):
    case = tightened(CASE)
    preferences, payoffs = stages(case)
    i, choice = payoffs.axes.party("EAST"), payoffs.axes.choice(BOTH)
    gain = evaluate(option_gains(case, preferences, payoffs), choice)[0][world, i]
    # No deal brings the same two options in one of two outcomes, equally likely.
    by_hand = as_a_whole("EAST", world) / 2 - PRICE + politics(preferences, choice, i)[world]
    assert gain == pytest.approx(by_hand, abs=SOLVED)


@pytest.mark.parametrize(("stance", "sign"), [(Stance.ACCEPTS, 1), (Stance.REJECTS, -1)])
def test_what_was_said_of_a_package_is_heard_with_the_money_that_the_verdict_reads(stance, sign):
    parties = tuple(
        replace(p, stake_usd_bn_per_year=replace(p.stake_usd_bn_per_year, mode=60.0)) if p.id == "EAST" else p
        for p in CASE.parties
    )
    case = replace(CASE, parties=parties, claims=(said_of_the_deal(stance),))
    preferences, payoffs = stages(case)
    i, choice = payoffs.axes.party("EAST"), payoffs.axes.choice(BOTH)
    options = option_gains(case, preferences, payoffs)
    fits = sign * evaluate(options, choice)[0][:, i] >= -1e-9
    left_out = sum(d.worlds for d in preferences.dropped)
    assert fits.sum() >= WORLDS.count - left_out
    assert left_out < WORLDS.count / 2
    assert not (sign * evaluate(options.summed(), choice)[0][:, i] >= -1e-9).all() or sign > 0


def test_second_looks_read_the_whole_as_well():
    preferences, payoffs = stages(CASE)
    as_it_is = find_deals(CASE, preferences, payoffs).packages[0].joint_as_is.mean()
    silent = look_again(CASE, preferences, payoffs, WORLDS)[0]
    assert silent.joint_as_is["deal"] == as_it_is < 0.2


def test_few_changes_start_from_the_whole_and_add_up_what_changes():
    preferences, payoffs = stages(CASE)
    axes = payoffs.axes
    options = option_gains(CASE, preferences, payoffs)
    rows = [axes.party(p) for p in ("EAST", "SOUTH")]
    near = near_packages(pairwise_gains(options, rows), axes.choice(BOTH), changes=1)[0]
    assert [c.after for c in near.changes] == ["PRICE.0"]
    # The change is on an element that no model reaches: the package it leads to is exact.
    exact = read_as_is(pairwise_gains(options, rows), np.array([1, 1, 0]))
    assert near.joint_as_is == exact.accepts.all(axis=1).mean()
    base = evaluate(options, axes.choice(BOTH))[0]
    moved = evaluate(options.starting_from(axes.choice(BOTH)), np.array([2, 1, 1]))[0]
    step = options.single[:, :, 0, 2] - options.single[:, :, 0, 1]
    np.testing.assert_allclose(moved, base + step, atol=1e-9)


def test_packages_found_are_judged_again_and_the_record_agrees_with_naming_them():
    case = searched()
    preferences, payoffs = stages(case)
    summed = find_deals(case, preferences, payoffs)
    deals = judge_as_wholes(case, WORLDS, preferences, payoffs, summed)
    record = deals.as_wholes
    assert record.planned == record.solves > 0
    assert record.failed == record.unsolved == 0
    assert any(f.joint_as_found > f.joint_as_whole + 0.5 and f.most_changed == "EAST" for f in record.found)
    nash = next(f for f in record.found if "Nash" in f.found_as)
    by_sum, solution = (next(s for s in found.solutions if s.name == "Nash") for found in (summed, deals))
    assert nash.joint_as_found == by_sum.joint_as_is > nash.joint_as_whole == solution.joint_as_is
    assert solution.proof == by_sum.proof + ", found by adding options up and counted as a whole"
    whole = replace(case, packages=(Package("nash", "N", solution.choices, ("EAST", "SOUTH")),))
    exact = evaluate(option_gains(whole, preferences, payoffs_of(whole)), payoffs.axes.choice(solution.choices))[1]
    assert nash.joint_as_whole == exact[:, :2].all(axis=1).mean()


def searched():
    """A package that names one of the two options: by sums, EAST can pay SOUTH for adding the other."""
    part = Package("part", "Part", {"ONE": "ONE.1", "PRICE": "PRICE.1"}, ("EAST", "SOUTH"))
    return overlapping(PRICE, PRICE, packages=(part,))


def test_few_changes_and_candidates_are_reported_with_the_share_of_the_whole():
    case = searched()
    preferences, payoffs = stages(case)
    summed = find_deals(case, preferences, payoffs)
    deals = judge_as_wholes(case, WORLDS, preferences, payoffs, summed)
    near = [f for f in deals.as_wholes.found if "few changes to “Part”" in f.found_as]
    assert {f.joint_as_found for f in near} == {n.joint_as_is for n in summed.packages[0].near}
    assert {f.joint_as_whole for f in near} == {n.joint_as_is for n in deals.packages[0].near}
    shares = [c.joint_as_is for c in deals.candidates]
    assert shares == sorted(shares, reverse=True)
    assert shares != [c.joint_as_is for c in summed.candidates]


def test_interactions_of_named_packages_count_the_answers_they_turn():
    preferences, payoffs = stages(CASE)
    record = judge_as_wholes(CASE, WORLDS, preferences, payoffs, find_deals(CASE, preferences, payoffs)).as_wholes
    east, south = record.interactions
    assert (east.package, east.party, south.party) == ("deal", "EAST", "SOUTH")
    options, choice = option_gains(CASE, preferences, payoffs), payoffs.axes.choice(BOTH)
    turned = evaluate(options, choice)[1] != evaluate(options.summed(), choice)[1]
    assert east.worlds_changed == turned[:, 0].sum() > 0.6 * WORLDS.count
    assert south.worlds_changed == 0
    assert east.beyond.median == pytest.approx(np.median(payoffs.wholes.beyond[0][:, 0]))
    assert east.beyond.median < -10


def test_more_combinations_than_the_limit_are_counted_and_stay_unknown(monkeypatch):
    case = searched()
    preferences, payoffs = stages(case)
    found = find_deals(case, preferences, payoffs)
    whole = judge_as_wholes(case, WORLDS, preferences, payoffs, found).as_wholes
    monkeypatch.setattr(as_wholes, "MOST_SOLVED", 0)
    none = judge_as_wholes(case, WORLDS, preferences, payoffs, found).as_wholes
    assert MOST_SOLVED > 0
    assert none.planned == none.solves == 0
    assert none.unsolved == len({f.options for f in whole.found if len(f.options) > 1})
    assert [f.joint_as_whole is None for f in none.found] == [len(f.options) > 1 for f in whole.found]
    limited = judge_as_wholes(case, WORLDS, preferences, payoffs, found)
    assert any(s.proof.endswith(", with options added up") for s in limited.solutions)
    assert [s.joint_as_is for s in limited.solutions] == [s.joint_as_is for s in found.solutions]


def test_without_a_model_nothing_is_judged_again():
    case = tied_case(3)
    preferences, payoffs = drawn(case)
    deals = find_deals(case, preferences, payoffs)
    assert judge_as_wholes(case, WORLDS, preferences, payoffs, deals) is deals
    assert payoffs.wholes is NO_WHOLES


def invented(seed, rules=3):
    """A tied case with residuals drawn at random for some combinations of options, in the way of a model."""
    case = tied_case(seed, rules, elements=5, options=3)
    preferences, payoffs = drawn(case)
    draw = np.random.default_rng(seed)
    reached = draw.random(payoffs.axes.exists.shape) < 0.5
    reached[np.arange(5), payoffs.axes.status_quo] = False
    packages = draw.integers(0, 3, (40, 5))
    blank = Wholes(reached, np.zeros((0, 5), dtype=np.int64), np.zeros((0, 1, 1)), np.zeros((0, 1)))
    several = [c for c in np.unique(blank.combination(packages), axis=0) if (c >= 0).sum() > 1][::2]
    beyond = draw.normal(0, 5, (len(several), 40, len(payoffs.axes.parties)))
    wholes = Wholes(reached, np.array(several).reshape(-1, 5), beyond, np.zeros(beyond.shape[::2]))
    options = option_gains(case, preferences, payoffs)
    counted = wholes.only(range(len(payoffs.axes.parties)), preferences.has_stake)
    return replace(options, wholes=counted), packages, wholes, preferences.has_stake


def slowly(options, wholes, has_stake, package):
    """Gain of one package: the sum, and what the one combination that it has brings beyond."""
    gain = evaluate(options.summed(), package)[0].copy()
    for combination, beyond in zip(wholes.combinations, wholes.beyond, strict=True):
        own = [o if wholes.reached[e, o] else -1 for e, o in enumerate(package)]
        if own == combination.tolist():
            for w in range(len(gain)):
                for i in np.flatnonzero(has_stake):
                    gain[w, i] += beyond[w, i]
    return gain


@pytest.mark.parametrize("seed", range(6))
def test_every_way_of_counting_reads_the_same_gain(seed):
    options, packages, wholes, has_stake = invented(seed)
    rows = [0, 1, 2]
    few = pairwise_gains(options, rows)
    slow = np.array([slowly(options, wholes, has_stake, p) for p in packages])
    assert any((np.abs(slow[k] - evaluate(options.summed(), p)[0]) > 0.1).any() for k, p in enumerate(packages))
    one = [evaluate(options, p) for p in packages]
    gain, accepts = gains_of(few, packages)
    np.testing.assert_allclose(np.array([g for g, _ in one]), slow, atol=1e-9)
    np.testing.assert_allclose(gain, slow[:, :, rows], atol=1e-9)
    together = np.array([a for _, a in one])[:, :, rows].all(axis=2)
    np.testing.assert_array_equal(accepts.all(axis=2), together)
    np.testing.assert_allclose(joint_shares(few, packages), together.mean(axis=1), atol=1e-12)
    np.testing.assert_array_equal(signed_by_all(options, packages, rows), together)
    for i in rows:
        np.testing.assert_allclose(judge(options, packages, i).gain.T, slow[:, :, i], atol=1e-9)
    for k, package in enumerate(packages[:10]):
        np.testing.assert_allclose(read_as_is(few, package).gain, slow[k][:, rows], atol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_who_accepts_surely_accepts_as_it_is_and_who_does_so_accepts_possibly(seed):
    options, packages, _, _ = invented(seed, rules=0)
    few = pairwise_gains(options, [0, 1, 2])
    elements = open_elements(few)
    for package in packages[:15]:
        choice = package.copy()
        choice[seed % 5] = -1
        surely, possibly = read_surely(elements, choice).accepts, read_possibly(elements, choice).accepts
        as_is = read_as_is(few, choice).accepts
        assert (surely <= as_is).all()
        assert (as_is <= possibly).all()
        whole = read_as_is(few, package).gain
        np.testing.assert_allclose(read_surely(elements, package).gain, whole, atol=1e-9)
        np.testing.assert_allclose(read_possibly(elements, package).gain, whole, atol=1e-9)
