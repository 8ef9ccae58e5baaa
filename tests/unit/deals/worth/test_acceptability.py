"""Rankings of the named packages in a case, against one world and one party at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.case import Claim, Package, Rule, Stance, signatures
from detente.deals.worth.acceptability import accept_shares
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import option_gains
from detente.economy import value_options
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.worlds import draw_worlds
from property.cases import generated_case

SEEDS = range(5)


def drawn(case, count=60, seed=1):
    worlds = draw_worlds(count, seed)
    payoffs = value_options(case, worlds)
    preferences = draw_preferences(case, tally_positions(case), payoffs, worlds)
    return preferences, payoffs


def case_with_three_packages(seed):
    case = generated_case(seed)
    third = {e: o.id for e, o in ((e.id, e.options[-1]) for e in case.elements)}
    return replace(case, packages=(*case.packages, Package("third", "Third", third, ("P0", "P3"))))


def complete(case, axes, package):
    choice = axes.choice(package.choices)
    return np.where(choice < 0, axes.status_quo, choice)


def crosses(options, choice, world, party):
    """Whether a package crosses a red line or an unmet red condition of a party in one world, from the definition."""
    preferences = options.preferences
    if any(preferences.red_lines[world, party, e, o] for e, o in enumerate(choice)):
        return True
    return any(
        x.party == party
        and x.red_line
        and x.active[world]
        and choice[x.element] == x.option
        and choice[x.condition_element] != x.condition_option
        for x in preferences.linkages
    )


def slow_utilities(case, options):
    """Utility of each package and of no deal, (alternative, world, party)."""
    axes = options.preferences.axes
    rows = []
    for package in case.packages:
        choice = complete(case, axes, package)
        gain, _ = evaluate(options, choice)
        utility = gain.copy()
        for w, i in np.ndindex(gain.shape):
            if crosses(options, choice, w, i):
                utility[w, i] = -np.inf
        rows.append(utility)
    return np.array([*rows, np.zeros_like(rows[0])])


@pytest.mark.parametrize("seed", SEEDS)
def test_ranks_and_central_weights_agree_with_one_world_at_a_time(seed):
    case = case_with_three_packages(seed)
    preferences, payoffs = drawn(case)
    options = option_gains(case, preferences, payoffs)
    utilities = slow_utilities(case, options)
    found = accept_shares(case, options)
    for i, party in enumerate(found.parties):
        counts, winners = np.zeros((4, 4)), [[] for _ in range(4)]
        for w in range(60):
            for a in range(4):
                rank = sum(u > utilities[a, w, i] + 1e-9 for u in utilities[:, w, i])
                counts[a, rank] += 1
                if rank == 0:
                    winners[a].append(preferences.weights[w, i])
        assert (party.rank_acceptability == counts / 60).all()
        assert (party.first == counts[:, 0] / 60).all()
        for mine, weights in zip(party.central_weights, winners, strict=True):
            assert (mine is None) == (not weights)
            if weights:
                assert mine == pytest.approx(np.mean(weights, axis=0))
        assert party.holistic == pytest.approx([np.dot(row, [1, 2 / 3, 1 / 3, 0]) / 60 for row in counts])


@pytest.mark.parametrize("seed", SEEDS)
def test_confidence_is_the_first_rank_once_everyone_has_the_central_weights(seed):
    case = case_with_three_packages(seed)
    preferences, payoffs = drawn(case)
    found = accept_shares(case, option_gains(case, preferences, payoffs))
    for i, party in enumerate(found.parties):
        for a, central in enumerate(party.central_weights):
            if central is None:
                assert party.confidence[a] is None
                continue
            weights = np.broadcast_to(central, preferences.weights.shape)
            utilities = slow_utilities(case, option_gains(case, replace(preferences, weights=weights), payoffs))
            first = (utilities[a, :, i] + 1e-9 >= utilities[:, :, i].max(axis=0)).mean()
            assert party.confidence[a] == pytest.approx(first, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_beating_no_deal_is_acceptance_for_each_party_and_for_all_signatories(seed):
    case = case_with_three_packages(seed)
    preferences, payoffs = drawn(case)
    options = option_gains(case, preferences, payoffs)
    found = accept_shares(case, options)
    for p, package in enumerate(case.packages):
        _, accepts = evaluate(options, complete(case, preferences.axes, package))
        rows = [preferences.axes.party(s) for s in signatures(case, package)]
        assert [x.beats_no_deal[p] for x in found.parties] == pytest.approx(accepts.mean(axis=0))
        assert found.joint[p] == accepts[:, rows].all(axis=1).mean()


def test_a_crossed_red_line_ranks_below_no_deal_whatever_the_gain():
    case = replace(generated_case(5), claims=())
    chosen = case.packages[0].choices["E1"]
    said = date(2030, 1, 2)
    no = Claim("C", "P0", Stance.REJECTS, 1.0, "source", said, element="E1", options=(chosen,), red_line=True)
    case = replace(case, claims=(no,), packages=case.packages[:1])
    found = accept_shares(case, option_gains(case, *drawn(case))).parties[0]
    assert found.rank_acceptability.tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert found.central_weights[0] is None
    assert found.confidence == (None, 1.0)


def test_a_package_that_breaks_a_hard_rule_is_accepted_by_nobody():
    case = generated_case(2)
    one, other = case.packages[0].choices["E1"], case.packages[0].choices["E2"]
    ruled = replace(case, rules=(Rule("R", one, "excludes", other),), packages=case.packages[:1])
    found = accept_shares(ruled, option_gains(ruled, *drawn(ruled)))
    assert found.joint[0] == 0
    assert all(p.first[0] == 0 for p in found.parties)


def test_two_names_for_one_package_share_its_rank():
    case = generated_case(1)
    twice = replace(case, packages=(case.packages[0], replace(case.packages[0], id="again")))
    found = accept_shares(twice, option_gains(twice, *drawn(twice)))
    for party in found.parties:
        assert (party.rank_acceptability[0] == party.rank_acceptability[1]).all()
    assert found.joint[0] == found.joint[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_regret_is_the_largest_mean_shortfall_of_a_signatory(seed):
    case = case_with_three_packages(seed)
    preferences, payoffs = drawn(case)
    options = option_gains(case, preferences, payoffs)
    axes, payoff = preferences.axes, np.zeros((3, 60, 4))
    for p, package in enumerate(case.packages):
        gain, accepts = evaluate(options, complete(case, axes, package))
        rows = [axes.party(s) for s in package.required]
        for w in range(60):
            if accepts[w, rows].all():
                for i in range(4):
                    widths = [np.ptp(options.single[w, i, e, : len(o)]) for e, o in enumerate(axes.options)]
                    payoff[p, w, i] = gain[w, i] / sum(widths)
    shortfall = np.maximum(payoff.max(axis=0), 0) - payoff
    assert accept_shares(case, options).regret == pytest.approx(shortfall.mean(axis=1).max(axis=1))


def test_a_case_without_packages_ranks_no_deal_alone():
    case = replace(generated_case(1, claims=0), packages=())
    found = accept_shares(case, option_gains(case, *drawn(case)))
    assert found.packages == ()
    assert found.joint.shape == found.regret.shape == (0,)
    assert found.parties[0].rank_acceptability.tolist() == [[1.0]]
