"""Laws of packages in numbers, of division and of leverage, on generated cases and games."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.case import Rule
from detente.deals.coalitions.shapley import shapley_values
from detente.deals.mediation.bridging import bridge
from detente.deals.mediation.divisible import adjusted_winner
from detente.deals.mediation.rounds import risk_limits
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import pairwise_gains
from detente.deals.worth.many import gains_of, joint_shares, single_changes
from property.cases import generated_case
from unit.deals.mediation.test_bridging import SIGNATORIES, drawn, two_packages

SEEDS = range(8)
RULES = (Rule("R", "E0.1", "requires", "E1.2"), Rule("X", "E2.3", "excludes", "E3.0"))


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_many_packages_at_once_equal_one_after_another(seed, ruled):
    case = generated_case(seed)
    options = drawn(replace(case, rules=RULES) if ruled else case, 30)
    gains = pairwise_gains(options, [2, 0, 1])
    packages = np.random.default_rng(seed).integers(0, 4, size=(200, 6))
    gain, accepts = gains_of(gains, packages)
    shares = joint_shares(gains, packages)
    for k, package in enumerate(packages):
        expected, expected_accepts = evaluate(options, package)
        np.testing.assert_allclose(gain[k], expected[:, [2, 0, 1]], atol=1e-9)
        assert (accepts[k] == expected_accepts[:, [2, 0, 1]]).all()
        assert shares[k] == expected_accepts[:, [2, 0, 1]].all(axis=1).mean()


@pytest.mark.parametrize("size", [1, 2])
def test_few_packages_at_once_equal_one_after_another(size):
    options = drawn(generated_case(1), 30)
    gains = pairwise_gains(options, [0, 1])
    packages = np.random.default_rng(1).integers(0, 4, size=(1, 6)).repeat(size, axis=0)
    expected = evaluate(options, packages[0])[1][:, :2].all(axis=1).mean()
    assert joint_shares(gains, packages).tolist() == [expected] * size


def test_single_changes_are_all_packages_one_element_away():
    axes = drawn(generated_case(0), 2).preferences.axes
    start = np.zeros(6, dtype=np.int64)
    changed = single_changes(axes, start)
    assert len({tuple(c) for c in changed.tolist()}) == len(changed) == 18
    assert ((changed != start).sum(axis=1) == 1).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bridge_walked_backwards_has_the_same_best_packages(seed):
    options = drawn(generated_case(seed))
    start, end = two_packages(seed)
    there, back = bridge(options, start, end, SIGNATORIES), bridge(options, end, start, SIGNATORIES)
    assert [b.joint for b in there.best_by_count] == [b.joint for b in back.best_by_count][::-1]
    assert there.path[0] == back.path[-1]
    assert there.path[-1] == back.path[0]
    assert sum(there.path) == pytest.approx(sum(back.path))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_signatories_does_not_matter(seed):
    options = drawn(generated_case(seed))
    start, end = two_packages(seed)
    one, other = (bridge(options, start, end, s) for s in (SIGNATORIES, SIGNATORIES[::-1]))
    assert (one.path, one.order, one.best) == (other.path, other.order, other.best)


points = st.lists(st.integers(0, 60), min_size=1, max_size=6)


@given(st.data())
def test_adjusted_winner_is_equitable_and_free_of_envy(data):
    first, second = dict(enumerate(data.draw(points))), {}
    second = {i: data.draw(st.integers(0, 60)) for i in first}
    assume(sum(first.values()) and sum(second.values()))
    done = adjusted_winner({str(i): p for i, p in first.items()}, {str(i): p for i, p in second.items()})
    own = [
        sum(Fraction(100 * p, sum(said.values())) * share[str(i)] for i, p in said.items())
        for said, share in ((first, done.first), (second, done.second))
    ]
    assert own[0] == own[1] == done.points
    assert done.points >= 50
    assert all(0 <= s <= 1 and s + done.second[i] == 1 for i, s in done.first.items())
    assert sum(0 < s < 1 for s in done.first.values()) <= 1


@given(st.data())
def test_no_exchange_of_shares_serves_both_better_than_adjusted_winner(data):
    count = data.draw(st.integers(2, 5))
    said = [[data.draw(st.integers(1, 60)) for _ in range(count)] for _ in range(2)]
    done = adjusted_winner(*({str(i): p for i, p in enumerate(s)} for s in said))
    # Efficient: no item of which the first holds a part is worth less to it, against another that the second holds a
    # part of, than to the second. Otherwise the two would swap.
    for i in range(count):
        for j in range(count):
            if done.first[str(i)] > 0 and done.second[str(j)] > 0:
                assert said[0][i] * said[1][j] >= said[0][j] * said[1][i]


games = st.integers(1, 5).flatmap(lambda n: arrays(np.float64, 2**n, elements=st.integers(-9, 9).map(float)))


@given(games)
def test_shapley_values_share_out_what_all_are_worth(worth):
    assert shapley_values(worth).sum() == pytest.approx(worth[-1] - worth[0])


@given(games, st.floats(-3, 3))
def test_shapley_values_add_up_over_games(worth, factor):
    other = worth[::-1].copy()
    together = shapley_values(worth + factor * other)
    np.testing.assert_allclose(together, shapley_values(worth) + factor * shapley_values(other), atol=1e-9)


@given(games)
def test_a_player_that_adds_nothing_gets_nothing(worth):
    with_dummy = np.concatenate([worth, worth])
    values = shapley_values(with_dummy)
    assert values[-1] == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(values[:-1], shapley_values(worth), atol=1e-9)


@given(games, st.randoms(use_true_random=False))
def test_relabelled_players_have_relabelled_values(worth, random):
    players = len(worth).bit_length() - 1
    order = list(range(players))
    random.shuffle(order)
    codes = np.arange(len(worth))
    renamed = sum(((codes >> i) & 1) << order[i] for i in range(players))
    turned = np.empty_like(worth)
    turned[renamed] = worth
    np.testing.assert_allclose(shapley_values(turned)[order], shapley_values(worth), atol=1e-9)


gains = arrays(np.float64, 5, elements=st.integers(-20, 20).map(float))


@given(gains, gains, st.sampled_from([0.5, 2.0, 8.0]))
def test_risk_limits_do_not_depend_on_the_unit_of_gain(own, other, unit):
    limits = risk_limits(own, other)
    np.testing.assert_allclose(risk_limits(own * unit, other * unit), limits, atol=1e-12)
    np.testing.assert_allclose(risk_limits(own + 4, other + 4, 4.0), limits, atol=1e-12)
    assert ((limits >= 0) & (limits <= 1)).all()


@given(gains, gains, arrays(np.float64, 5, elements=st.integers(0, 9).map(float)))
def test_a_better_offer_never_raises_the_risk_a_party_bears(own, other, more):
    assert (risk_limits(own, other + more) <= risk_limits(own, other) + 1e-12).all()
