"""Named packages judged in every world, in words an analyst would use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.analysis import analyse
from detente.case import Claim, Stance
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
    assert kept.joint_as_is.mean() == pytest.approx(analyse(CASE, 50, 0).deals.packages[0].joint_as_is.mean())


def test_the_headline_is_the_first_package_that_changes_something():
    status_quo = replace(CASE.packages[0], id="as-now", choices={e.id: e.status_quo for e in CASE.elements})
    analysis = analyse(replace(CASE, packages=(status_quo, *CASE.packages)), 20, 0)
    assert analysis.deals.headline == "whole"
