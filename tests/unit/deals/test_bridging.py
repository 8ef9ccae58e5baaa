"""Concessions, their best order, trades and post-settlement improvement, against trying everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, permutations, product

import numpy as np
import pytest

from detente.case import NotConverged, Rule
from detente.deals.mediation import bridging, logrolling
from detente.deals.mediation.bridging import bridge, bridge_own_packages, own_packages
from detente.deals.mediation.logrolling import trades
from detente.deals.proposals import post_settlement
from detente.deals.proposals.post_settlement import improve
from detente.deals.records import Quantiles
from detente.deals.search.optimum import max_min_optimum
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import option_gains, pairwise_gains
from detente.economy import value_options
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.worlds import draw_worlds
from property.cases import generated_case

SIGNATORIES = ("P0", "P1", "P2")
SEEDS = range(6)


def drawn(case, count=60):
    worlds = draw_worlds(count, 3)
    payoffs = value_options(case, worlds)
    return option_gains(case, draw_preferences(case, tally_positions(case), payoffs, worlds), payoffs)


def ranges(options):
    """Best less worst of every party in every world: what gains are shares of."""
    return pairwise_gains(options, range(len(options.preferences.axes.parties))).range()


def two_packages(seed, elements=6):
    draw = np.random.default_rng(seed)
    start = draw.integers(0, 4, elements)
    return start, (start + draw.integers(1, 4, elements)) % 4


def joint(options, choice, signatories=SIGNATORIES):
    """The slow twin: one package, from its definition."""
    rows = [options.preferences.axes.party(s) for s in signatories]
    return float(evaluate(options, choice)[1][:, rows].all(axis=1).mean())


def between(options, start, end):
    """Joint acceptance of every package between two, by the set of elements moved."""
    places = range(len(start))
    sets = [frozenset(s) for k in range(len(start) + 1) for s in combinations(places, k)]
    return {s: joint(options, np.where([e in s for e in places], end, start)) for s in sets}


@pytest.mark.parametrize("seed", SEEDS)
def test_best_packages_between_two_equal_those_found_by_trying_all(seed):
    options = drawn(generated_case(seed))
    start, end = two_packages(seed)
    shares = between(options, start, end)
    found = bridge(options, start, end, SIGNATORIES)
    for best in found.best_by_count:
        assert best.joint == pytest.approx(max(j for s, j in shares.items() if len(s) == best.count))
        moved = frozenset(options.preferences.axes.element(c.element) for c in best.changes)
        assert shares[moved] == pytest.approx(best.joint)
    assert found.best.joint == pytest.approx(max(shares.values()))
    assert found.proof == "every package between the two tried"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_other_order_of_concessions_has_more_acceptance_along_the_way(seed):
    options = drawn(generated_case(seed, elements=5))
    start, end = two_packages(seed, elements=5)
    shares = between(options, start, end)
    along = [sum(shares[frozenset(p[:k])] for k in range(6)) for p in permutations(range(5))]
    found = bridge(options, start, end, SIGNATORIES)
    order = [options.preferences.axes.element(c.element) for c in found.order]
    assert [shares[frozenset(order[:k])] for k in range(6)] == pytest.approx(found.path)
    assert sum(found.path) == pytest.approx(max(along))


@pytest.mark.parametrize("seed", SEEDS)
def test_many_elements_are_moved_one_by_one_each_time_the_best(seed, monkeypatch):
    monkeypatch.setattr(bridging, "EXACT", 0)
    options = drawn(generated_case(seed))
    start, end = two_packages(seed)
    shares = between(options, start, end)
    found = bridge(options, start, end, SIGNATORIES)
    order = [options.preferences.axes.element(c.element) for c in found.order]
    for k, e in enumerate(order):
        moved = frozenset(order[:k])
        assert shares[moved | {e}] == pytest.approx(max(shares[moved | {other}] for other in order[k:]))
    assert "not proven" in found.proof


def test_concession_counts_what_giver_loses_and_receiver_gains():
    options = drawn(generated_case(1))
    start, end = two_packages(1)
    axes, rows = options.preferences.axes, [0, 1, 2]
    gain, accepts = evaluate(options, start)
    scale = ranges(options)
    for concession in bridge(options, start, end, SIGNATORIES).concessions:
        moved = start.copy()
        moved[axes.element(concession.change.element)] = end[axes.element(concession.change.element)]
        after, accepts_after = evaluate(options, moved)
        lost = ((gain - after) / scale).mean(axis=0)[rows]
        assert concession.given_up == pytest.approx(max(lost.max(), 0.0))
        assert concession.joint_gained == pytest.approx(joint(options, moved) - joint(options, start))
        receiver = SIGNATORIES.index(concession.receiver)
        risen = accepts_after.mean(axis=0) - accepts.mean(axis=0)
        assert concession.receiver_gained == pytest.approx(risen[receiver])
        if concession.giver:
            assert concession.giver == SIGNATORIES[int(lost.argmax())] != concession.receiver
            assert concession.receiver_rate == pytest.approx(risen[receiver] / lost.max())
        else:
            assert concession.receiver_rate is concession.joint_rate is None


def test_two_equal_packages_need_no_bridge():
    options = drawn(generated_case(2))
    start, _ = two_packages(2)
    found = bridge(options, start, start, SIGNATORIES)
    assert found.order == found.concessions == ()
    assert found.path == (pytest.approx(joint(options, start)),)


def test_a_package_that_breaks_a_hard_rule_is_never_proposed():
    case = generated_case(4)
    end, start = two_packages(4)
    free = bridge(drawn(case), start, end, SIGNATORIES)
    assert free.best.count > 1
    one, other = (c.after for c in free.best.changes[:2])
    for rule in (Rule("R", one, "excludes", other), Rule("Q", one, "requires", free.best.changes[1].before)):
        ruled = drawn(replace(case, rules=(rule,)))
        found = bridge(ruled, start, end, SIGNATORIES)
        shares = between(ruled, start, end)
        assert found.best.joint == pytest.approx(max(shares.values()))
        assert not {one, other} <= {c.after for c in found.best.changes}
        assert found.path[-1] == shares[frozenset(range(6))] == 0


def test_packages_that_say_who_proposed_them_stand_for_their_proposers():
    case = generated_case(3)
    whole, part = case.packages
    older = replace(whole, id="older", required=("P0", "P1"), proposed_by="P0", proposed_on=date(2030, 1, 2))
    newer = replace(part, id="newer", proposed_by="P0", proposed_on=date(2030, 1, 9))
    case = replace(case, packages=(newer, older, replace(part, id="other")))
    first, second = own_packages(case, drawn(case), ("P0", "P1"))
    assert (first.package, first.proposed) == ("newer", True)
    assert first.why == "the last package it proposed on 2030-01-09"
    assert not second.proposed
    assert second.why == "no package says that it proposed one; of all, it accepts this one in most worlds"


def test_without_proposers_the_package_accepted_most_often_stands_for_a_party():
    case = generated_case(3)
    case = replace(case, packages=tuple(replace(p, required=("P0", "P1")) for p in case.packages))
    options = drawn(case)
    axes = options.preferences.axes
    complete = [np.where(axes.choice(p.choices) < 0, axes.status_quo, axes.choice(p.choices)) for p in case.packages]
    for own in own_packages(case, options, ("P0", "P1")):
        shares = [evaluate(options, c)[1][:, axes.party(own.party)].mean() for c in complete]
        assert own.accepts == pytest.approx(max(shares))
    for named in bridge_own_packages(case, options, ("P0", "P1")):
        assert {named.first.package, named.second.package} == {p.id for p in case.packages}


def test_a_case_whose_packages_change_nothing_has_no_own_packages():
    case = generated_case(3)
    idle = replace(case.packages[0], choices={e.id: e.status_quo for e in case.elements})
    case = replace(case, packages=(idle,))
    assert own_packages(case, drawn(case), ("P0", "P1")) == ()
    assert bridge_own_packages(case, drawn(case), ("P0", "P1")) == ()


def slow_trades(options, start):
    """Share of worlds in which both gain, for every pair of single changes, each package judged by itself."""
    axes = options.preferences.axes
    gain, _ = evaluate(options, start)
    singles = {}
    for e, o in product(range(len(start)), range(4)):
        if o != start[e]:
            moved = start.copy()
            moved[e] = o
            singles[e, o] = np.median(evaluate(options, moved)[0] - gain, axis=0)
    shares = {}
    for (e, o), (f, p) in permutations(singles, 2):
        one, other = singles[e, o], singles[f, p]
        if e == f or not (one[0] < 0 < one[1] and other[1] < 0 < other[0]):
            continue
        moved = start.copy()
        moved[[e, f]] = o, p
        crossed = options.preferences.red_lines[:, :2, [e, f], [o, p]].any(axis=(1, 2))
        for link in options.preferences.linkages:
            here, before = ((c[link.element] == link.option, c[link.condition_element]) for c in (moved, start))
            unmet = here[0] and here[1] != link.condition_option
            was = before[0] and before[1] != link.condition_option
            if link.party < 2 and link.red_line and unmet and not was:
                crossed |= link.active
        better = (evaluate(options, moved)[0] - gain)[:, :2] > 0
        shares[axes.options[e][o], axes.options[f][p]] = float((better.all(axis=1) & ~crossed).mean())
    return shares


@pytest.mark.parametrize("seed", SEEDS)
def test_trades_are_the_best_of_all_pairs_each_judged_by_itself(seed):
    case = generated_case(seed)
    options = drawn(case)
    start, _ = two_packages(seed)
    shares = slow_trades(options, start)
    found = trades(case, options, start, "P0", "P1")
    assert bool(found) == (max(shares.values(), default=0.0) > 0)
    for trade in found:
        pair = trade.first_gives.after, trade.second_gives.after
        assert trade.both_gain == pytest.approx(shares[pair])
    if found:
        assert found[0].both_gain == pytest.approx(max(shares.values()))
        used = [c.element for t in found for c in (t.first_gives, t.second_gives)]
        assert len(used) == len(set(used))


def test_a_trade_is_told_in_the_words_of_the_case():
    case = generated_case(0)
    found = next(t for seed in SEEDS for t in trades(case, drawn(case), two_packages(seed)[0], "P0", "P1"))
    first = case.element(found.first_gives.element).title
    assert found.words.startswith(f"Party 0 would give on {first}, from \u201coption ")
    assert "it costs Party 0 " in found.words
    assert " bn USD a year (" in found.words
    assert found.words.endswith(" to Party 0.")
    assert found.first_loses.median > 0 < found.second_gains.median


@pytest.mark.parametrize(("value", "words"), [(0.0, "0"), (-0.0, "0"), (231.4, "230"), (-3.46, "-3.5")])
def test_an_amount_has_two_digits_and_no_exponent(value, words):
    assert logrolling._two_digits(value) == words


def central_gains(options, rows):
    """Mean gains as shares of the mean range, conditions included, for every package (slow)."""
    axes = options.preferences.axes
    scale = ranges(options)[:, rows].mean(axis=0)
    packages = np.array(list(product(range(4), repeat=len(axes.elements))))
    return packages, np.array([evaluate(options, p)[0][:, rows].mean(axis=0) for p in packages]) / scale


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("any_deal_ends_the_conflict", [False, True])
def test_improvement_is_the_best_of_all_packages(seed, ruled, any_deal_ends_the_conflict):
    case = generated_case(seed, elements=4)
    if any_deal_ends_the_conflict:
        # Then all deals bring the cost of conflict that they save, which is no rise over one of them.
        case = replace(case, elements=tuple(replace(e, ends_conflict=False) for e in case.elements))
    if ruled:
        case = replace(case, rules=(Rule("R", "E0.1", "requires", "E1.2"), Rule("X", "E2.3", "excludes", "E3.0")))
    options = drawn(case, 20)
    start, _ = two_packages(seed, 4)
    start[:] = options.preferences.axes.status_quo if ruled else start
    packages, gains = central_gains(options, [0, 1, 2])
    rise = (gains - gains[(packages == start).all(axis=1)]).min(axis=1)
    for k, package in enumerate(packages):
        places = [(e, o) for e, o in enumerate(package) if o != start[e]]
        red = any(options.preferences.red_lines[:, i, e, o].mean() >= 0.5 for i in range(3) for e, o in places)
        unmet = [x for x in options.preferences.linkages if x.party < 3 and package[x.element] == x.option]
        red |= any(
            (x.active & x.red_line).mean() >= 0.5 and package[x.condition_element] != x.condition_option for x in unmet
        )
        broken = ruled and ((package[0] == 1 and package[1] != 2) or (package[2] == 3 and package[3] == 0))
        rise[k] = -np.inf if red or broken else rise[k]
    found = improve(options, start, SIGNATORIES)
    assert found.smallest_gain == pytest.approx(max(rise.max(), 0.0), abs=1e-6)
    assert bool(found.changes) == (rise.max() > 1e-6)


def test_the_best_package_cannot_be_improved_and_that_is_proven():
    options = drawn(generated_case(1, elements=4), 20)
    packages, gains = central_gains(options, [0])
    found = improve(options, packages[int(gains[:, 0].argmax())], ("P0",))
    assert found.changes == ()
    assert found.proof == "none found: proven for the central world"


def test_a_search_that_stops_early_says_how_far_it_may_be_off(monkeypatch):
    options = drawn(generated_case(2), 20)
    start = options.preferences.axes.status_quo
    sure = improve(options, start, SIGNATORIES)

    def cut(*problem):
        best = max_min_optimum(*problem)
        return replace(best, bound=best.value + 0.1)

    monkeypatch.setattr(post_settlement, "max_min_optimum", cut)
    found = improve(options, start, SIGNATORIES)
    assert found.proof == "found by branch and bound, within 0.1 of the best in the central world"
    assert replace(found, proof=sure.proof) == sure


def test_a_search_that_finds_nothing_before_it_stops_proves_nothing(monkeypatch):
    def stopped(*_):
        raise NotConverged("stopped")

    monkeypatch.setattr(post_settlement, "max_min_optimum", stopped)
    options = drawn(generated_case(2), 20)
    found = improve(options, options.preferences.axes.status_quo, SIGNATORIES)
    assert (found.changes, found.proof) == ((), "none found before the search stopped: not proven")


def test_an_improvement_counts_the_worlds_in_which_it_is_better_for_all():
    options = drawn(generated_case(2))
    start = options.preferences.axes.status_quo
    found = improve(options, start, SIGNATORIES)
    after = start.copy()
    for change in found.changes:
        e = options.preferences.axes.element(change.element)
        after[e] = options.preferences.axes.options[e].index(change.after)
    better = (evaluate(options, after)[0] > evaluate(options, start)[0])[:, :3].all(axis=1)
    moved = np.flatnonzero(after != start)
    red = options.preferences.red_lines[:, :3][:, :, moved, after[moved]].any(axis=(1, 2))
    assert found.better_for_all == pytest.approx(float((better & ~red).mean()))


def test_an_amount_is_money_or_a_part_of_the_political_range_with_its_spread():
    def spread(unit):
        return Quantiles(low=0.01, lower=0.02, median=0.125, upper=0.3, high=0.5, unit=unit)

    assert logrolling._amount(spread("USD bn per year")) == "0.12 bn USD a year (0.01 to 0.5)"
    assert logrolling._amount(spread("share")) == "12 percent of its political range (1 to 50)"
