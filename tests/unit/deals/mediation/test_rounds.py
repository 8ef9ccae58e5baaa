"""Whose move it is, what has been given so far, and the next small step, on generated rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from detente.case import Claim, Package, Stance
from detente.deals.mediation import rounds
from detente.deals.mediation.rounds import UNKNOWN, find_rounds, risk_limits
from detente.deals.worth.evaluate import evaluate
from property.cases import generated_case
from unit.deals.mediation.test_bridging import drawn, joint, ranges

SEEDS = range(6)


def proposal(name, party, choice, on=None):
    choices = {f"E{e}": f"E{e}.{o}" for e, o in enumerate(choice)}
    return Package(name, name, choices, ("P0", "P1"), proposed_by=party, proposed_on=on)


def best_for(options, party):
    """What a party would ask for first: the option with the largest mean gain on every element."""
    axes = options.preferences.axes
    return np.where(axes.exists, options.single[:, axes.party(party)].mean(axis=0), -np.inf).argmax(axis=1)


def in_rounds(seed, steps=2):
    """Two parties that start from what they like best and take over `steps` elements of the other, one a day."""
    case = replace(generated_case(seed), claims=())
    options = drawn(case)
    asked = best_for(options, "P0"), best_for(options, "P1")
    packages = []
    for i in (0, 1):
        own = asked[i].copy()
        differing = np.flatnonzero(asked[0] != asked[1])
        packages.append(proposal(f"P{i}-0", f"P{i}", own, date(2030, 1, 1)))
        for k, e in enumerate(differing[: steps - i]):
            own[e] = asked[1 - i][e]
            packages.append(proposal(f"P{i}-{k + 1}", f"P{i}", own.copy(), date(2030, 1, 2 + k)))
    case = replace(case, packages=tuple(packages[::-1]))
    return case, drawn(case)


def choice_of(options, package):
    return options.preferences.axes.choice(package.choices)


def slow_limit(own, other):
    """Zeuthen's ratio for one party in one world, gains over no deal."""
    if other >= own - 1e-9:
        return 0.0
    if own <= 0 or other <= 0:
        return 1.0
    return (own - other) / own


def slow_worth(options, package, party, world):
    gain, accepts = evaluate(options, choice_of(options, package))
    i = options.preferences.axes.party(party)
    return 0.0 if gain[world, i] >= 0 and not accepts[world, i] else gain[world, i]


def last_of(case, party):
    return max((p for p in case.packages if p.proposed_by == party), key=lambda p: p.proposed_on)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_lower_risk_limit_moves_next_world_by_world(seed):
    case, options = in_rounds(seed)
    found = find_rounds(case, options)
    last = [last_of(case, p) for p in ("P0", "P1")]
    to_move, agreed, count = [0, 0], 0, len(options.single)
    for w in range(count):
        limit = [
            slow_limit(slow_worth(options, last[i], f"P{i}", w), slow_worth(options, last[1 - i], f"P{i}", w))
            for i in (0, 1)
        ]
        agreed += min(limit) <= 0
        if min(limit) > 0 and limit[0] != limit[1]:
            to_move[int(limit[1] < limit[0])] += 1
    assert [s.to_move for s in found.standings] == pytest.approx([n / count for n in to_move])
    assert found.agreed == pytest.approx(agreed / count)
    assert found.agreed + found.tied + sum(to_move) / count == pytest.approx(1.0)
    if max(to_move) > 0:
        assert found.mover == f"P{int(np.argmax(to_move))}"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_given_is_the_loss_from_one_package_to_the_next(seed):
    case, options = in_rounds(seed)
    found = find_rounds(case, options)
    axes, scale = options.preferences.axes, ranges(options)
    for move in found.moves:
        names = sorted((p for p in case.packages if p.proposed_by == move.party), key=lambda p: p.proposed_on)
        k = [p.id for p in names].index(move.package)
        gains = [evaluate(options, choice_of(options, names[k + d]))[0] / scale for d in (-1, 0)]
        i = axes.party(move.party)
        assert move.given.median == pytest.approx(np.median(gains[0][:, i] - gains[1][:, i]))
        assert move.offered == pytest.approx((gains[1] - gains[0])[:, 1 - i].mean())
    for standing in found.standings:
        own = [m.given.median for m in found.moves if m.party == standing.party]
        assert standing.given_so_far == pytest.approx(sum(own))
        assert standing.given_per_move == (pytest.approx(sum(own) / len(own)) if own else None)


def slow_next_step(options, last, mover):
    """Fewest elements first: the step that turns the order in most worlds with most joint acceptance."""
    own, other = (choice_of(options, last[k]) for k in (mover, 1 - mover))
    for count in (1, 2, 3):
        best = None
        for places in combinations(np.flatnonzero(own != other).tolist(), count):
            moved = own.copy()
            moved[list(places)] = other[list(places)]
            packages = [None, None]
            packages[mover], packages[1 - mover] = moved, other
            worth = np.array(
                [np.where((g >= 0) & ~a, 0.0, g)[:, :2] for g, a in (evaluate(options, p) for p in packages)]
            )
            turned = 0
            for w in range(len(own) and len(options.single)):
                limit = [slow_limit(worth[i, w, i], worth[1 - i, w, i]) for i in (0, 1)]
                turned += limit[1 - mover] <= 0 or limit[mover] > limit[1 - mover]
            share = joint(options, moved, ("P0", "P1"))
            if turned > len(options.single) / 2 and (best is None or share > best[0]):
                best = share, count
        if best is not None:
            return best
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_step_is_the_smallest_that_turns_the_order(seed):
    case, options = in_rounds(seed)
    found = find_rounds(case, options)
    if not found.mover:
        pytest.skip("nobody is to move in these worlds")
    last = [last_of(case, p) for p in ("P0", "P1")]
    expected = slow_next_step(options, last, int(found.mover[1]))
    if expected is None:
        assert found.next_step is None
    else:
        assert found.next_step.joint_after == pytest.approx(expected[0])
        assert len(found.next_step.changes) == expected[1]
        assert found.next_step.turned > 0.5


def test_some_generated_rounds_have_a_mover_and_a_next_step():
    found = [find_rounds(*in_rounds(seed)) for seed in SEEDS]
    assert sum(bool(f.mover) for f in found) >= 3
    assert any(f.next_step for f in found)


def test_no_step_is_proposed_where_none_of_three_elements_turns_the_order(monkeypatch):
    monkeypatch.setattr(rounds, "MOST", 1.0)
    assert all(find_rounds(*in_rounds(seed)).next_step is None for seed in SEEDS)


def test_without_proposers_the_sequence_is_unknown():
    case = generated_case(1)
    found = find_rounds(case, drawn(case))
    assert (found.known, found.why, found.mover, found.next_step) == (False, UNKNOWN, "", None)
    assert found.standings == found.moves == ()


def test_packages_of_one_party_make_no_sequence():
    case = generated_case(1)
    case = replace(case, packages=tuple(replace(p, proposed_by="P0") for p in case.packages))
    found = find_rounds(case, drawn(case))
    assert not found.known
    assert found.why == "unknown: packages of one party only say who proposed them"


def test_a_package_worth_no_more_than_no_deal_is_risked_in_full():
    limits = risk_limits(np.array([0.0, -2.0, 5.0, 5.0]), np.array([-1.0, -3.0, -1.0, 6.0]))
    assert limits.tolist() == [1.0, 1.0, 1.0, 0.0]


def test_the_noise_of_sums_does_not_make_an_equal_package_worse():
    own = np.array([0.1 + 0.2, 0.3, 0.3])
    assert risk_limits(own, np.array([0.3, 0.1 + 0.2, 0.15])).tolist() == [0.0, 0.0, 0.5]


def test_a_party_that_names_other_options_than_before_has_moved_in_words():
    case = generated_case(2)

    def said(name, option, day):
        return Claim(name, "P0", Stance.PROPOSES, 1.0, "s", date(2030, 1, day), element="E1", options=(option,))

    case = replace(case, claims=(said("b", "E1.2", 5), said("a", "E1.0", 3), said("c", "E1.2", 7)))
    options = drawn(case)
    (move,) = find_rounds(case, options).spoken
    assert (move.claim, move.before, move.after) == ("b", ("E1.0",), ("E1.2",))
    single = options.single[:, 0]
    spread = np.where(options.preferences.axes.exists, single, np.nan)
    scale = (np.nanmax(spread, axis=2) - np.nanmin(spread, axis=2)).sum(axis=1)
    assert move.given.median == pytest.approx(np.median((single[:, 1, 0] - single[:, 1, 2]) / scale))


def slow_step_among(options, last, mover):
    """The same among several proposers: towards any of the others, whose least package counts."""
    names = [p.proposed_by for p in last]
    rows = [options.preferences.axes.party(p) for p in names]
    own = [choice_of(options, p) for p in last]
    for count in (1, 2, 3):
        shares = []
        for other in (k for k in range(len(last)) if k != mover):
            for places in combinations(np.flatnonzero(own[mover] != own[other]).tolist(), count):
                moved = own[mover].copy()
                moved[list(places)] = own[other][list(places)]
                packages = [moved if k == mover else own[k] for k in range(len(last))]
                worth = [np.where((g >= 0) & ~a, 0.0, g)[:, rows] for g, a in (evaluate(options, p) for p in packages)]
                turned = 0
                for w in range(options.worlds):
                    limit = [
                        slow_limit(worth[i][w, i], min(worth[k][w, i] for k in range(len(last)) if k != i))
                        for i in range(len(last))
                    ]
                    turned += limit[other] <= 0 or limit[mover] > limit[other]
                if turned / options.worlds > rounds.MOST:
                    shares.append((joint(options, moved, names), names[other]))
        if shares:
            return count, shares
    return None


def three_proposers(seed):
    case = replace(generated_case(seed), claims=())
    options = drawn(case)
    packages = tuple(
        replace(proposal(p, p, best_for(options, p)), required=("P0", "P1", "P2")) for p in ("P0", "P1", "P2")
    )
    case = replace(case, packages=packages)
    return case, drawn(case)


def test_of_the_steps_towards_several_others_the_one_with_most_joint_acceptance_is_told(monkeypatch):
    # Steps that turn the order in fewer worlds than half, so that there are some towards each of the others.
    monkeypatch.setattr(rounds, "MOST", 0.1)
    differing = 0
    for seed in range(12):
        case, options = three_proposers(seed)
        found = find_rounds(case, options)
        expected = slow_step_among(options, case.packages, int(found.mover[1])) if found.mover else None
        if expected is None:
            assert found.next_step is None
            continue
        count, shares = expected
        assert len(found.next_step.changes) == count
        assert found.next_step.joint_after == pytest.approx(max(share for share, _ in shares))
        best = {other: max(s for s, towards in shares if towards == other) for _, other in shares}
        differing += len(set(best.values())) > 1
    assert differing


def test_the_gap_that_each_has_closed_is_its_part_of_all_that_was_given():
    shown = 0
    for seed in SEEDS:
        standings = find_rounds(*in_rounds(seed)).standings
        given = {s.party: max(s.given_so_far, 0.0) for s in standings}
        for standing in standings:
            total = sum(given.values())
            assert standing.gap_closed == (pytest.approx(given[standing.party] / total) if total else None)
        shown += sum(given.values()) not in {0.0, 1.0}
    assert shown
