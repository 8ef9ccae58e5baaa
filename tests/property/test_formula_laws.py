"""Closed forms agree with streams, automata and programmes written out, on games nobody chose."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.durability.formulas import answer_formula, find_formula
from property import slow_formulas as slow
from property.formula_games import EXAMPLES, dilemmas, discounts, numbers, streams, turns_at, values


@EXAMPLES
@given(dilemmas)
def test_grim_trigger_is_the_automaton_that_never_forgives(game):
    (critical,) = values("grim", **game)
    assert turns_at(critical, lambda delta: slow.grim_holds(slow.dilemma(game), delta))


@EXAMPLES
@given(dilemmas, st.integers(1, 6))
def test_limited_punishment_is_the_automaton_that_forgives_after_n(game, n):
    (critical,) = values("limited_punishment", **game, n=n)
    assert turns_at(critical, lambda delta: slow.limited_holds(slow.dilemma(game), n, delta))


@EXAMPLES
@given(dilemmas, numbers(0.3, 0.9))
def test_the_shortest_punishment_is_found_by_trying(game, delta):
    answer = answer_formula(find_formula("limited_punishment"), {**game, "n": 1, "delta": delta})
    shortest = answer.also["shortest_punishment"]
    payoff = slow.dilemma(game)
    if shortest is None or shortest > 30:
        assert not slow.limited_holds(payoff, 20, delta)
    else:
        assert slow.limited_holds(payoff, int(shortest), delta)
        assert shortest == 1 or not slow.limited_holds(payoff, int(shortest) - 1, delta)


@EXAMPLES
@given(dilemmas)
def test_tit_for_tat_is_a_best_reply_to_itself_from_its_critical_patience_on(game):
    (critical,) = values("tit_for_tat", **game)
    assert turns_at(critical, lambda delta: slow.tit_for_tat_holds(slow.dilemma(game), delta))


@EXAMPLES
@given(dilemmas)
def test_penance_is_the_automaton_in_which_no_step_is_refused(game):
    (critical,) = values("penance", **game)
    assert turns_at(critical, lambda delta: slow.penance_holds(slow.dilemma(game), delta))


@EXAMPLES
@given(st.lists(st.tuples(numbers(-1, 3), numbers(0, 3), numbers(-1, 3)), min_size=1, max_size=4))
def test_pooled_transfers_are_those_a_programme_finds(parties):
    coop = tuple(c for c, _, _ in parties)
    deviate = tuple(c + gain for c, gain, _ in parties)
    punish = tuple(c - loss for c, _, loss in parties)
    lists = {"coop": coop, "deviate": deviate, "punish": punish, "sucker": punish}
    pooled, alone = values("transfers_pool", **lists)
    assert turns_at(pooled, lambda delta: slow.transfers_hold(coop, deviate, punish, delta))
    singles = [slow.transfers_hold(*([x] for x in row), 0.95) for row in zip(coop, deviate, punish, strict=True)]
    assert alone is None or pooled <= alone + 1e-12
    assert alone is not None or not all(singles)


@EXAMPLES
@given(st.lists(streams(), min_size=2, max_size=4), discounts)
def test_equalising_transfers_sum_to_zero_and_equalise(parties, delta):
    lists = {
        "coop": tuple(p["c"] for p in parties),
        "deviate": tuple(p["d"] for p in parties),
        "punish": tuple(p["n"] for p in parties),
        "sucker": tuple(p["n"] for p in parties),
    }
    paid = list(answer_formula(find_formula("transfers_pool"), {**lists, "delta": delta}).also.values())
    margins = [p["c"] + t - (1 - delta) * p["d"] - delta * p["n"] for p, t in zip(parties, paid, strict=True)]
    assert sum(paid) == pytest.approx(0, abs=1e-9)
    assert max(margins) - min(margins) == pytest.approx(0, abs=1e-9)


@EXAMPLES
@given(streams(), numbers(0, 0.9))
def test_turnover_raises_the_patience_that_grim_trigger_needs(game, hazard):
    (grim,) = values("grim", T=game["d"], R=game["c"], P=game["n"], S=game["n"])
    (critical,) = values("renegotiation_rho", delta_star=grim, rho=hazard)
    stream = (game["c"], game["d"], game["n"])
    assert turns_at(critical, lambda delta: slow.turnover_holds(*stream, hazard, delta))


@EXAMPLES
@given(streams(), discounts, numbers(0.05, 1), st.integers(0, 6))
def test_the_smallest_bond_is_where_the_cheating_stream_stops_paying(game, delta, q, lag):
    (bond,) = values("min_bond", **game, delta=delta, q=q, L=lag)
    stream = (game["c"], game["d"], game["n"], delta, q)
    scale = 1e-7 * (1 + bond)
    assert slow.keeping_minus_cheating(*stream, lag=lag, bond=bond) >= -scale
    if bond > 1e-6:
        assert slow.keeping_minus_cheating(*stream, lag=lag, bond=bond) == pytest.approx(0, abs=scale)


@EXAMPLES
@given(streams(), discounts, st.integers(0, 6))
def test_the_least_detection_is_where_the_cheating_stream_stops_paying(game, delta, lag):
    (q,) = values("min_detection", **game, delta=delta, L=lag)
    stream = (game["c"], game["d"], game["n"], delta)
    if q is None:
        assert slow.keeping_minus_cheating(*stream, 1.0, lag=lag) < 1e-9
    else:
        assume(q > 0.05)
        assert slow.keeping_minus_cheating(*stream, q, lag=lag) == pytest.approx(0, abs=1e-7)


@EXAMPLES
@given(streams(), discounts, numbers(0.05, 1))
def test_the_longest_lag_is_found_by_trying_one_after_the_other(game, delta, q):
    (longest,) = values("max_lag", **game, delta=delta, q=q)
    stream = (game["c"], game["d"], game["n"], delta, q)
    margins = [slow.keeping_minus_cheating(*stream, lag=lag) for lag in range(61)]
    assume(min(abs(m) for m in margins) > 1e-9 and margins[60] < 0)
    tolerable = [lag for lag, margin in enumerate(margins) if margin >= 0]
    assert longest == (max(tolerable) if tolerable else None)


@settings(max_examples=40)
@given(streams(), numbers(0.02, 0.5), numbers(0.1, 5))
def test_the_longest_lag_in_years_is_where_the_integrated_stream_stops_paying(game, rate, detections):
    (lag,) = values("max_lag_ct", **game, r=rate, lam=detections)
    stream = (game["c"], game["d"], game["n"], rate, detections)
    if lag is None:
        assert slow.keeping_minus_cheating_in_years(*stream, 0.0) < 1e-6
    else:
        assert slow.keeping_minus_cheating_in_years(*stream, lag) == pytest.approx(0, abs=1e-6)


@settings(max_examples=30)
@given(streams(), numbers(0.02, 0.3), numbers(0.01, 0.5), numbers(0.01, 2))
def test_no_other_interval_is_cheaper(game, rate, kappa, k):
    interval, bond, free = values("interval_bond", **game, r=rate, kappa=kappa, k=k)
    stream = (game["c"], game["d"], game["n"], rate)

    def cost(years):
        return k / years + kappa * slow.bond_of_interval(*stream, years)

    assert bond == pytest.approx(slow.bond_of_interval(*stream, interval), abs=1e-6)
    assert slow.bond_of_interval(*stream, free) == pytest.approx(0, abs=1e-6)
    assert slow.bond_of_interval(*stream, 1.01 * free) > 0
    least = cost(interval)
    assert all(cost(interval * factor) >= least - 1e-7 * least for factor in (0.2, 0.5, 0.9, 0.99, 1.01, 1.1, 2, 4))


@EXAMPLES
@given(streams(), numbers(0, 0.4), numbers(0.3, 1))
def test_imperfect_monitoring_turns_where_the_value_recursion_does(game, alpha, beta):
    (critical,) = values("imperfect_monitoring", **game, false_alarm=alpha, power=beta)

    def holds(delta):
        kept, broken = slow.monitored(game["c"], game["d"], game["n"], alpha, beta, delta=delta, periods=None)
        return kept >= broken

    assert turns_at(critical, holds)


@settings(max_examples=40)
@given(streams(), numbers(0, 0.2), numbers(0.5, 1), numbers(0.5, 0.95))
def test_the_shortest_snapback_is_found_by_trying(game, alpha, beta, delta):
    periods, share = values("snapback_length", **game, false_alarm=alpha, power=beta, delta=delta)

    def values_of(length):
        return slow.monitored(game["c"], game["d"], game["n"], alpha, beta, delta=delta, periods=length)

    if periods is None:
        kept, broken = values_of(None)
        assert kept < broken + 1e-7
        return
    kept, broken = values_of(int(periods))
    assert kept >= broken - 1e-7
    assert share == pytest.approx(((1 - delta) * kept - game["n"]) / (game["c"] - game["n"]), abs=1e-7)
    shorter = values_of(int(periods) - 1)
    assert shorter[0] < shorter[1] + 1e-7


@EXAMPLES
@given(numbers(0, 10), numbers(0.1, 10))
def test_at_the_least_inspection_the_gamble_is_even(gain, fine):
    (q,) = values("inspection", gain=gain, fine=fine)
    assert (1 - q) * gain - q * fine == pytest.approx(0, abs=1e-9)
