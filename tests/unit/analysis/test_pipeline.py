"""The whole path on generated cases: the same seed gives the same answer, and missing inputs stay unknown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.analysis import analyse
from detente.case import Claim, Stance
from detente.workers import Processes
from property.cases import generated_case

CASE = generated_case(2)


def test_the_same_seed_gives_the_same_worlds_and_another_seed_others():
    one, again, other = (analyse(CASE, 60, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.preferences.weights, again.preferences.weights)
    assert one.influences == again.influences
    assert (one.preferences.weights != other.preferences.weights).any()


def test_the_number_of_jobs_does_not_change_the_result():
    one, two = analyse(CASE, 60, 1), analyse(CASE, 60, 1, workers=Processes(2))
    assert one.deals.fairest == two.deals.fairest
    assert one.deals.candidates == two.deals.candidates


def test_a_case_of_parties_elements_and_claims_alone_is_answered_on_politics_alone():
    bare = replace(CASE, payoffs=(), parties=tuple(replace(p, stake_usd_bn_per_year=None) for p in CASE.parties))
    analysis = analyse(bare, 60, 0)
    party = analysis.deals.packages[0].parties[0]
    assert party.basis == "politics alone"
    assert party.money is None
    assert all(p.status == "unknown" and p.reason for p in analysis.durability.packages)


def test_a_case_without_packages_gives_no_verdict_rather_than_one():
    analysis = analyse(replace(CASE, packages=(), claims=()), 20, 0)
    assert analysis.deals.headline == ""
    assert analysis.deals.packages == ()
    assert analysis.influences == ()


def test_a_claim_that_decides_a_package_is_ranked_as_an_influence():
    red = Claim(
        "red",
        "P0",
        Stance.REJECTS,
        0.5,
        "source",
        None,
        element="E1",
        options=(CASE.packages[0].choices["E1"],),
        red_line=True,
    )
    analysis = analyse(replace(CASE, claims=(red,)), 400, 0)
    assert analysis.influences[0].id == "red"
    assert analysis.influences[0].on_signing < 0


def test_second_looks_cover_every_package():
    analysis = analyse(CASE, 40, 0)
    assert [a.name for a in analysis.alternatives] == ["without the claims", "few elements weigh most"]
    assert all(set(a.joint_as_is) == {"whole", "part"} for a in analysis.alternatives)
