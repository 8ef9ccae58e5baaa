"""Who loses outside the signatures, who can stop a package, and what brings a loser in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest

from detente.case import Claim, Estimate, Exposure, Hybrid, Measure, Obligation, Option, Origin, Party, Role, Stance
from detente.deals.coalitions.allies import LOSES, allies_of, find_allies
from detente.deals.coalitions.blockers import heard_parties, measure_vetoes, members_of, parties_named, vetoes
from detente.deals.worth.evaluate import evaluate
from property.cases import assumed, generated_case
from property.slow_deals import slow_gain
from unit.deals.test_bridging import drawn, joint

SEEDS = range(6)


def share(value):
    return Estimate("share", value, "share", Origin.ASSUMED, why="example")


def members_case(how, seed=1):
    """A union U of two states, A and B, that keeps a measure which the first package lifts."""
    case = generated_case(seed)
    union = (
        Party("U", "Union of States", "bloc", Role.ALLY, aliases=("Union",)),
        Party("A", "Aland", "state", Role.ALLY, member_of=("U",)),
        Party("B", "Bland", "state", Role.ALLY, member_of=("U", "AB")),
        Party("AB", "The two", "bloc", Role.ALLY, member_of=("U",)),
    )
    measure = Measure("M", "Union Council", "act", (), "in_force", who_can_lift="Council", how=how)
    package = case.packages[0]
    element = next(e for e in case.elements if package.choices[e.id] != e.status_quo)
    chosen = package.choices[element.id]
    options = tuple(Option(o.id, o.title, ("M",)) if o.id == chosen else o for o in element.options)
    elements = tuple(replace(e, options=options) if e.id == element.id else e for e in case.elements)
    said = tuple(
        Claim(f"x{p}", p, Stance.REJECTS, 0.6, "s", date(2030, 1, 9), element=element.id, options=(chosen,))
        for p in ("U", "A", "B")
    )
    return replace(
        case, parties=case.parties + union, measures=(measure,), elements=elements, claims=case.claims + said
    )


def test_names_are_read_from_the_start_of_each_piece():
    case = members_case("")
    assert parties_named(case, "Union Council; Bland") == ("U", "B")
    assert parties_named(case, "Council of the Union") == ()
    assert parties_named(case, "Unionists, Aland (ministry)") == ("A",)
    assert parties_named(case, "President of P1 with P0") == ("P0",)


def test_a_group_within_a_group_has_no_vote_of_its_own():
    assert members_of(members_case(""), "U") == ("A", "B")


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("Executive act", [(("U",), True)]),
        ("Unanimity", [(("U", "A", "B"), True)]),
        ("All 2 members agree", [(("U", "A", "B"), True)]),
        ("All members renew every six months", [(("A", "B"), False)]),
    ],
)
def test_the_way_a_measure_is_lifted_says_who_can_keep_it(how, expected):
    case = members_case(how)
    assert [(v.holders, v.any_one) for v in measure_vetoes(case, case.measures[0])] == expected


def test_a_measure_that_nobody_at_hand_holds_is_named():
    case = members_case("Decree")
    case = replace(case, measures=(replace(case.measures[0], issuer="Elsewhere"),))
    assert allies_of(case, drawn(case), case.packages[0]).unmatched == ("M",)


def test_signatures_ratification_obligations_and_measures_can_stop_a_package():
    case = members_case("Unanimity")
    package = case.packages[0]
    element = next(e for e in case.elements if package.choices[e.id] != e.status_quo)
    voice = Party("V", "Parliament", "institution", Role.AFFECTED, voice_of="P0", ratifies=True)
    promises = (
        Obligation("does", "", "P3", element.id, "", 1.0, share(0.5)),
        Obligation("other", "", "A", element.id, "", 1.0, share(0.5), options=(element.status_quo,)),
    )
    case = replace(case, parties=(*case.parties, voice), obligations=promises)
    through = {v.through: v.holders for v in vetoes(case, package)}
    assert through.pop("signature") in {("P0",), ("P1",), ("P2",)}
    assert through == {"ratification": ("V",), "obligation does": ("P3",), "measure M": ("U", "A", "B")}


def slow_coalitions(case, package, accepts, heard):
    """Minimal sets of unwilling parties that stop the package, world by world, from every veto one after another."""
    found = Counter()
    ids = [p.id for p in case.parties]
    for world in accepts:
        active = set()
        for way in vetoes(case, package):
            unwilling = [not world[ids.index(h)] and h in heard for h in way.holders]
            if way.any_one:
                active |= {frozenset([h]) for h, no in zip(way.holders, unwilling, strict=True) if no}
            elif all(unwilling):
                active.add(frozenset(way.holders))
        found.update(s for s in active if not any(t < s for t in active))
    return {s: n / len(accepts) for s, n in found.items()}


@pytest.mark.parametrize("how", ["Executive act", "Unanimity", "All members renew every six months"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_blocking_coalitions_are_minimal_and_counted_world_by_world(how, seed):
    case = members_case(how, seed)
    options = drawn(case)
    package = case.packages[0]
    _, accepts = evaluate(options, choice_of(options, package))
    result = allies_of(case, options, package)
    expected = slow_coalitions(case, package, accepts, heard_parties(case, package))
    assert {frozenset(c.parties): c.share for c in result.coalitions} == pytest.approx(expected)
    assert sum(s.share for s in result.to_be_won) <= 1 + 1e-9


def choice_of(options, package):
    axes = options.preferences.axes
    choice = axes.choice(package.choices)
    return np.where(choice < 0, axes.status_quo, choice)


def test_those_to_be_won_are_all_unwilling_ones_of_a_world():
    case = members_case("Unanimity")
    options, package = drawn(case), case.packages[0]
    _, accepts = evaluate(options, choice_of(options, package))
    heard = heard_parties(case, package)
    ids = [p.id for p in case.parties]
    alone = [ids.index(h) for h in dict.fromkeys(h for v in vetoes(case, package) for h in v.holders) if h in heard]
    sets = Counter(frozenset(ids[i] for i in alone if not world[i]) for world in accepts)
    for found in allies_of(case, options, package).to_be_won:
        assert found.share == pytest.approx(sets[frozenset(found.parties)] / len(accepts))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_clause_is_the_best_of_all_single_changes(seed):
    case = generated_case(seed)
    options = drawn(case)
    axes = options.preferences.axes
    for package in case.packages:
        base = choice_of(options, package)
        for outsider in allies_of(case, options, package).outsiders:
            i = axes.party(outsider.party)
            tried = []
            for e, o in product(range(6), range(4)):
                moved = base.copy()
                moved[e] = o
                own = evaluate(options, moved)[1][:, i].mean()
                if o != base[e] and own >= LOSES and (moved != axes.status_quo).any():
                    tried.append((joint(options, moved, package.required), own))
            before = evaluate(options, base)[1][:, i].mean()
            wanted = outsider.heard and outsider.loses >= LOSES and before < LOSES
            assert (outsider.clause is not None) == bool(wanted and tried)
            if outsider.clause:
                assert (outsider.clause.joint_after, outsider.clause.accepts_after) == pytest.approx(max(tried))
                assert outsider.clause.joint_before == pytest.approx(joint(options, base, package.required))


def test_some_loser_is_turned_by_a_clause():
    cases = [generated_case(seed) for seed in SEEDS]
    found = [o for c in cases for a in find_allies(c, drawn(c)) for o in a.outsiders if o.clause]
    assert found
    assert all(o.clause.accepts_after >= LOSES > o.clause.accepts_before for o in found)


def test_a_side_payment_makes_up_for_the_loss_where_money_counts():
    case = generated_case(2)
    case = replace(case, packages=(replace(case.packages[0], required=("P2",)),))
    options = drawn(case)
    gain, _ = evaluate(options, choice_of(options, case.packages[0]))
    for outsider in allies_of(case, options, case.packages[0]).outsiders:
        own = gain[:, options.preferences.axes.party(outsider.party)]
        assert outsider.loses == pytest.approx((own < -1e-9).mean())
        if outsider.party in {"P0", "P1"} and outsider.loses:
            assert outsider.payment.median == pytest.approx(np.median(np.maximum(-own, 0)))
            assert (own + outsider.payment.nine_of_ten >= -1e-9).mean() >= 0.9 - 1 / len(own)
        else:
            assert outsider.payment is None


@pytest.mark.parametrize("seed", SEEDS)
def test_no_payment_helps_wherever_a_red_line_is_crossed_also_where_the_party_loses_besides(seed):
    case = generated_case(seed)
    package = replace(case.packages[0], required=("P2",))
    element = next(e for e in case.elements if package.choices[e.id] != e.status_quo)
    refused = {"element": element.id, "options": (package.choices[element.id],), "red_line": True}
    said = [Claim(f"x{p}", p, Stance.REJECTS, 0.6, "s", date(2030, 1, 31), **refused) for p in ("P0", "P1")]
    case = replace(case, packages=(package,), claims=(*case.claims, *said))
    options = drawn(case)
    preferences, payoffs = options.preferences, options.payoffs
    choice = choice_of(options, package)
    for outsider in allies_of(case, options, package).outsiders:
        if outsider.payment is not None:
            i = options.preferences.axes.party(outsider.party)
            crossed = [slow_gain(case, preferences, payoffs, w, i, choice)[1] for w in range(options.worlds)]
            assert outsider.payment.no_payment_helps == pytest.approx(np.mean(crossed))


def test_a_loser_with_deniable_means_or_assets_within_reach_is_a_spoiler():
    case = generated_case(3)
    hybrid = Hybrid(assumed("gain", 1, 2, 3), share(0.5), share(30))
    parties = tuple(replace(p, hybrid=hybrid) if p.id == "P3" else p for p in case.parties)
    exposure = Exposure("assets", "P2", "", assumed("amount", 1, 2, 3))
    no = tuple(
        Claim(f"no{p}", p, Stance.REJECTS, 1.0, "s", date(2030, 2, 1), element=e, options=(o,))
        for p in ("P2", "P3")
        for e, o in case.packages[0].choices.items()
    )
    package = replace(case.packages[0], required=("P0",))
    case = replace(case, parties=parties, exposures=(exposure,), claims=no, packages=(package,))
    found = {o.party: o for o in allies_of(case, drawn(case), package).outsiders}
    assert found["P3"].means == ("deniable means",)
    assert found["P2"].means == ("exposure assets",)
    assert found["P1"].means == ()
    assert [found[p].spoiler for p in ("P1", "P2", "P3")] == [False, found["P2"].loses >= 0.5, found["P3"].loses >= 0.5]
    assert found["P3"].spoiler


@pytest.mark.parametrize(("losing", "spoils"), [(29, False), (30, True), (31, True)])
def test_a_loser_is_who_loses_in_half_of_the_worlds_or_more(losing, spoils):
    """Of 60 worlds; what any deal brings the party is moved until it loses in just so many."""
    case = generated_case(3)
    package = replace(case.packages[0], required=("P0",))
    case = replace(case, packages=(package,), exposures=(Exposure("assets", "P1", "", assumed("amount", 1, 2, 3)),))
    options = drawn(case, 60)
    i = options.preferences.axes.party("P1")
    gain = np.sort(evaluate(options, choice_of(options, package))[0][:, i])
    constant = options.constant.copy()
    constant[:, i] -= (gain[losing - 1] + gain[losing]) / 2
    found = next(o for o in allies_of(case, replace(options, constant=constant), package).outsiders if o.party == "P1")
    assert found.heard
    assert found.loses == losing / 60
    assert found.spoiler == spoils


def test_a_party_of_which_nothing_is_known_is_no_blocker_and_no_spoiler():
    case = replace(members_case("Unanimity"), claims=())
    result = allies_of(case, drawn(case), case.packages[0])
    silent = {o.party for o in result.outsiders if not o.heard}
    assert {"U", "A", "B", "P3"} <= silent
    assert not silent & {p for c in result.coalitions for p in c.parties}
    assert not any(o.spoiler or o.clause for o in result.outsiders if not o.heard)


def test_a_wedge_stands_between_allies_on_opposite_sides():
    case = members_case("Unanimity")
    package = case.packages[0]
    yes = tuple(
        Claim(f"yes{e}", "A", Stance.PROPOSES, 1.0, "s", date(2030, 2, 1), element=e, options=(o,))
        for e, o in package.choices.items()
    )
    no = tuple(replace(c, id=f"no{c.element}", party="B", stance=Stance.REJECTS, red_line=True) for c in yes)
    case = replace(case, claims=yes + no)
    options = drawn(case)
    wedges = {(w.first, w.second): w for w in allies_of(case, options, package).wedges}
    _, accepts = evaluate(options, choice_of(options, package))
    a, b = (options.preferences.axes.party(p) for p in ("A", "B"))
    assert wedges["A", "B"].group == "U"
    assert wedges["A", "B"].only_first == pytest.approx((accepts[:, a] & ~accepts[:, b]).mean())
    assert not any({"P0", "P1"} & {w[0], w[1]} for w in wedges)
