"""Gains as pairs of options and as blocks say the same as the definition, hard rules included."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import Infeasible, Rule
from detente.deals.worth import many
from detente.deals.worth.gains import in_blocks, option_gains
from detente.deals.worth.pairwise import central_world, gain_and_red
from detente.deals.worth.rules import broken_rules, feasible, hard_rules
from detente.worlds import axes_of
from property.cases import generated_case
from property.slow_deals import drawn, lawful, ruled_case, small

SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_pairwise_gain_equals_the_definition(seed):
    _, pairwise, packages, gains, reds = small(seed)
    for package, gain, red in zip(packages, gains, reds, strict=True):
        total, crossed = gain_and_red(pairwise, package)
        np.testing.assert_allclose(total, gain, atol=1e-9)
        assert ((crossed > 0) == red).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_packages_break_the_rules_that_their_ids_break(seed):
    case, pairwise, packages, _, _ = small(seed)
    broken = broken_rules(pairwise.rules, np.array(packages))
    assert [n == 0 for n in broken.tolist()] == [lawful(case, p) for p in packages]
    assert [feasible(pairwise.axes, case.rules, p) for p in packages] == [n == 0 for n in broken.tolist()]


def test_what_is_not_named_counts_as_the_status_quo_for_a_rule():
    case = generated_case(2)
    axes = axes_of(case)
    first, second = case.elements[0], case.elements[1]
    taken = next(o.id for o in first.options if o.id != first.status_quo)
    named = axes.choice({first.id: taken})
    assert feasible(axes, [Rule("R", taken, "requires", second.status_quo)], named)
    assert not feasible(axes, [Rule("R", taken, "excludes", second.status_quo)], named)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("largest", [1, 9, 1_000])
def test_blocks_with_their_ties_add_up_to_the_definition(seed, largest):
    _, pairwise, packages, gains, reds = small(seed)
    blocked = in_blocks(pairwise, largest)
    for package, gain, red in zip(packages, gains, reds, strict=True):
        total, crossed, held = blocked.constant.copy(), np.zeros(red.shape, dtype=bool), True
        for block, of_block, red_of_block in zip(blocked.blocks, blocked.gain, blocked.red, strict=True):
            fits = np.flatnonzero((block.combinations == package[list(block.elements)]).all(axis=1))
            held = held and fits.size == 1
            if fits.size:
                total += of_block[:, :, fits[0]]
                crossed |= red_of_block[:, :, fits[0]]
        for tie in blocked.penalties:
            if package[tie.element] == tie.option and package[tie.condition_element] != tie.condition_option:
                total[:, tie.party] -= tie.loss
                crossed[:, tie.party] |= tie.red
        assert (held and not broken_rules(blocked.rules, package)) == (not broken_rules(pairwise.rules, package))
        if held:
            np.testing.assert_allclose(total, gain, atol=1e-9)
            assert (crossed == red).all()


def test_a_component_beyond_the_bound_stays_in_single_elements_and_names_its_claims():
    pairwise = next(p for p in (small(s)[1] for s in range(20)) if p.penalties and p.rules)
    apart = in_blocks(pairwise, 1)
    assert all(len(b.elements) == 1 for b in apart.blocks)
    assert len(apart.rules) == len(pairwise.rules)
    assert apart.unfollowed == tuple(sorted({p.claim for p in pairwise.penalties}))
    assert in_blocks(pairwise).unfollowed == ()


def test_rules_that_leave_nothing_are_an_error_that_names_the_elements():
    case = ruled_case(3, rules=0, elements=2, options=2)
    pairwise = small(3)[1]
    axes = axes_of(case)
    rules = [
        Rule(f"R{one.id}{other.id}", one.id, "excludes", other.id)
        for one in case.elements[0].options
        for other in case.elements[1].options
    ]
    broken = replace(pairwise, axes=axes, rules=hard_rules(axes, rules), penalties=(), single=pairwise.single[:, :, :2])
    with pytest.raises(Infeasible, match="leave no combination of options on E0, E1"):
        in_blocks(broken)


def test_the_central_world_has_mean_gains_on_the_scale_of_mean_ranges():
    _, pairwise, packages, gains, _ = small(1)
    central = central_world(pairwise)
    scale = pairwise.range().mean(axis=0)
    for package, gain in zip(packages[::7], gains[::7], strict=True):
        np.testing.assert_allclose(gain_and_red(central, package)[0][0], gain.mean(axis=0) / scale, atol=1e-9)


def slow_single(case, preferences, payoffs, place):
    """Gain of one option over no deal, by the definition."""
    w, i, e, o = place
    axes, status_quo = payoffs.axes, payoffs.axes.status_quo[e]
    politics = preferences.weights[w, i, e] * (preferences.values[w, i, e, o] - preferences.no_deal_values[w, i, e])
    if not preferences.has_stake[i]:
        return politics
    gain = preferences.stake[w, i] * politics
    if payoffs.known[i, e, o]:
        gain += payoffs.money[w, i, e, o] - preferences.no_deal_money[w, i, e]
    if case.elements[e].ends_conflict and axes.exists[e, o] and o != status_quo:
        gain += preferences.conflict_cost[w, i]
    return gain


@pytest.mark.parametrize("seed", SEEDS)
def test_gains_of_some_parties_and_of_one_package_are_those_of_the_definition(seed):
    case = generated_case(seed)
    preferences, payoffs = drawn(case, 5)
    options, axes = option_gains(case, preferences, payoffs), payoffs.axes
    worlds, parties, elements, most = options.single.shape
    slow = np.zeros((worlds, parties, elements, most))
    for place in np.ndindex(slow.shape):
        slow[place] = slow_single(case, preferences, payoffs, place) if axes.exists[place[2:]] else 0.0
    np.testing.assert_allclose(options.single, slow, atol=1e-9)
    np.testing.assert_array_equal(options.of([2, 0]), options.single[:, [2, 0]])
    np.testing.assert_array_equal(options.of_party(1), options.single[:, 1])
    choice = np.random.default_rng(seed).integers([len(o) for o in axes.options])
    np.testing.assert_array_equal(options.at(choice), options.single[:, :, np.arange(elements), choice])


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_counted_a_few_worlds_at_a_time_are_those_of_every_package(seed, monkeypatch):
    case, pairwise, packages, gains, reds = small(seed)
    monkeypatch.setattr(many, "WORLDS_AT_ONCE", 5)
    accepted = ((gains >= -1e-9) & ~reds).all(axis=2).mean(axis=1)
    expected = [share if lawful(case, p) else 0.0 for share, p in zip(accepted, packages, strict=True)]
    np.testing.assert_allclose(many.joint_shares(pairwise, np.array(packages)), expected, atol=1e-12)


def test_the_range_of_a_party_with_little_at_stake_is_its_own():
    pairwise = small(1, rules=0)[1]
    little = replace(pairwise, single=pairwise.single / 1000, penalties=())
    np.testing.assert_allclose(little.range(), pairwise.range() / 1000)
    np.testing.assert_allclose(in_blocks(little).range(), pairwise.range() / 1000)
    assert little.range().max() < 1
