"""Named packages judged in every world, in words an analyst would use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.analysis import analyse
from detente.case import Claim, Party, Role, Rule, Stance
from detente.deals.worth.rules import feasible
from property.cases import generated_case

CASE = replace(generated_case(5), claims=())


def reject(name, party, element, option, **more):
    return Claim(
        name, party, Stance.REJECTS, 1.0, "source", date(2030, 1, 2), element=element, options=(option,), **more
    )


def test_no_gain_compensates_a_red_line():
    chosen = CASE.packages[0].choices["E1"]
    case = replace(CASE, claims=(reject("C", "P0", "E1", chosen, red_line=True),))
    result = analyse(case, 100, 0).deals.packages[0]
    assert not result.joint_as_is.any()
    assert next(p for p in result.parties if p.party == "P0").crossed == {"E1": 1.0}


def test_an_element_whose_every_option_is_a_red_line_of_someone_blocks():
    options = [o.id for o in CASE.elements[1].options]
    claims = tuple(reject(f"C{n}", f"P{n % 2}", "E1", o, red_line=True) for n, o in enumerate(options))
    blocked = analyse(replace(CASE, claims=claims), 50, 0).deals.blocked
    assert [(b.element, b.share, b.parties) for b in blocked] == [("E1", 1.0, ("P0", "P1"))]


def test_a_rejected_package_is_not_accepted_in_worlds_where_the_rejection_fits():
    no = Claim("no", "P2", Stance.REJECTS, 1.0, "source", date(2030, 1, 2), package="whole")
    analysis = analyse(replace(CASE, claims=(no,)), 200, 0)
    party = next(p for p in analysis.deals.packages[0].parties if p.party == "P2")
    left_out = sum(d.worlds for d in analysis.preferences.dropped)
    assert party.as_is <= left_out / 200 + 1e-9


def test_an_accepted_package_is_accepted():
    yes = Claim("yes", "P2", Stance.ACCEPTS, 1.0, "source", date(2030, 1, 2), package="whole")
    analysis = analyse(replace(CASE, claims=(yes,)), 200, 0)
    party = next(p for p in analysis.deals.packages[0].parties if p.party == "P2")
    left_out = sum(d.worlds for d in analysis.preferences.dropped)
    assert party.as_is >= 1 - left_out / 200 - 1e-9


def test_few_changes_never_make_a_package_worse():
    for package in analyse(CASE, 100, 0).deals.packages:
        shares = [float(package.joint_as_is.mean()), *(n.joint_as_is for n in package.near)]
        assert shares == sorted(shares)


def test_the_conditional_acceptance_counts_when_the_package_holds_the_condition():
    choices = CASE.packages[0].choices
    conditional = Claim(
        "if",
        "P0",
        Stance.CONDITIONAL,
        1.0,
        "source",
        date(2030, 1, 2),
        element="E1",
        options=(choices["E1"],),
        condition_option=choices["E2"],
        red_line=True,
    )
    case = replace(CASE, claims=(conditional,))
    kept = analyse(case, 50, 0).deals.packages[0]
    other = next(o.id for o in CASE.elements[2].options if o.id != choices["E2"])
    broken = replace(CASE.packages[0], choices={**choices, "E2": other})
    assert not analyse(replace(case, packages=(broken,)), 50, 0).deals.packages[0].joint_as_is.any()
    assert kept.joint_as_is.mean() >= analyse(CASE, 50, 0).deals.packages[0].joint_as_is.mean()


def test_the_headline_is_the_first_package_that_changes_something():
    status_quo = replace(CASE.packages[0], id="as-now", choices={e.id: e.status_quo for e in CASE.elements})
    analysis = analyse(replace(CASE, packages=(status_quo, *CASE.packages)), 20, 0)
    assert analysis.deals.headline == "whole"


def conditional(name, day, **more):
    said = date(2030, 1, day)
    return Claim(
        name,
        "P0",
        Stance.CONDITIONAL,
        1.0,
        "source",
        said,
        element="E1",
        options=(WANTED,),
        condition_option=IF,
        **more,
    )


WANTED = next(o.id for o in CASE.elements[1].options if o.id != CASE.elements[1].status_quo)
IF = next(o.id for o in CASE.elements[2].options if o.id != CASE.elements[2].status_quo)


def gain_without_condition(*claims):
    choices = {"E1": WANTED, "E2": CASE.elements[2].status_quo}
    package = replace(CASE.packages[0], choices=choices, required=("P0",))
    result = analyse(replace(CASE, claims=claims, packages=(package,)), 200, 0)
    return result, result.deals.packages[0].parties[0].gain


def test_a_met_condition_means_acceptance():
    result, _ = gain_without_condition(conditional("one", 2))
    axes = result.preferences.axes
    values = result.preferences.values[:, 0, axes.element("E1")]
    assert (values[:, axes.option("E1", WANTED)] >= values[:, axes.status_quo[axes.element("E1")]]).all()


def test_saying_the_same_condition_twice_counts_once():
    _, once = gain_without_condition(conditional("one", 2))
    _, twice = gain_without_condition(conditional("one", 2), conditional("two", 3))
    assert once == twice


def test_a_later_plain_acceptance_replaces_a_condition_and_its_red_line():
    later = Claim("plain", "P0", Stance.ACCEPTS, 1.0, "source", date(2030, 1, 9), element="E1", options=(WANTED,))
    result, _ = gain_without_condition(conditional("one", 2, red_line=True), later)
    assert not any(x.active.any() for x in result.preferences.linkages)
    assert result.deals.packages[0].parties[0].crossed == {}


def test_a_later_condition_replaces_a_red_line():
    choices = {"E1": WANTED, "E2": IF}
    claims = (reject("no", "P0", "E1", WANTED, red_line=True), conditional("if", 9))
    package = replace(CASE.packages[0], choices=choices, required=("P0",))
    result = analyse(replace(CASE, claims=claims, packages=(package,)), 50, 0)
    assert not result.preferences.red_lines.any()


def test_a_claim_that_fits_only_nothing_leaves_the_weights_alone():
    case = replace(CASE, elements=CASE.elements[1:2], payoffs=(), parties=CASE.parties[2:])
    package = replace(CASE.packages[0], choices={"E1": WANTED}, required=("P2", "P3"))
    claims = (
        Claim("wants", "P2", Stance.PROPOSES, 1.0, "source", date(2030, 1, 2), element="E1", options=(WANTED,)),
        Claim("no", "P2", Stance.REJECTS, 1.0, "source", date(2030, 1, 2), package="whole"),
    )
    analysis = analyse(replace(case, packages=(package,), claims=claims), 50, 0)
    assert (analysis.preferences.weights == 1).all()
    assert sum(d.worlds for d in analysis.preferences.dropped) == 50


def test_few_changes_never_end_in_the_status_quo():
    for package in analyse(CASE, 60, 0).deals.packages:
        changed = dict(next(p.choices for p in CASE.packages if p.id == package.id))
        for near in package.near:
            after = {e.id: e.status_quo for e in CASE.elements} | changed | {c.element: c.after for c in near.changes}
            assert any(after[e.id] != e.status_quo for e in CASE.elements)


def test_a_voice_that_ratifies_must_accept_too():
    chosen = CASE.packages[0].choices["E1"]
    voice = Party("V", "Voice", "parliament", Role.AFFECTED, voice_of="P0", ratifies=True)
    case = replace(CASE, parties=(*CASE.parties, voice))
    package = analyse(case, 60, 0).deals.packages[0]
    assert package.required == ("P0", "P1", "P2")
    assert package.signatories == ("P0", "P1", "P2", "V")
    refused = analyse(replace(case, claims=(reject("no", "V", "E1", chosen, red_line=True),)), 60, 0).deals.packages[0]
    assert not refused.joint_as_is.any()
    assert all(any(c.element == "E1" for c in near.changes) for near in refused.near if near.joint_as_is > 0)


def test_nothing_that_is_proposed_breaks_a_hard_rule():
    near = analyse(CASE, 60, 0).deals.packages[0].near[-1]
    wanted = near.changes[0].after
    kept = next(c for e, c in CASE.packages[0].choices.items() if e not in {x.element for x in near.changes})
    case = replace(CASE, rules=(Rule("R", wanted, "excludes", kept),))
    deals = analyse(case, 60, 0).deals
    axes = deals.axes
    proposed = [axes.choice(s.choices) for s in (*deals.candidates, *deals.solutions, *deals.regrets)]
    proposed += [c for frontier in deals.frontiers for c in frontier.choices]
    for package in deals.packages:
        named = next(p.choices for p in CASE.packages if p.id == package.id)
        proposed += [axes.choice(named | {c.element: c.after for c in n.changes}) for n in package.near]
    assert proposed
    assert all(feasible(axes, case.rules, choice) for choice in proposed)


def test_the_most_accepted_candidate_lies_between_what_is_near_and_the_bound():
    deals = analyse(CASE, 100, 0).deals
    most = max(c.joint_as_is for c in deals.candidates)
    headline = next(p for p in deals.packages if p.id == deals.headline)
    assert max(n.joint_as_is for n in headline.near) <= most + 1e-12
    assert most <= deals.fairest.worlds_possible + 1e-12
