"""Who stands where: the latest claim counts, silence is unknown, and contradictions are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.case import Claim, Stance
from detente.positions import tally_positions
from property.cases import generated_case

BASE = generated_case(0, parties=2, elements=2, options=4, claims=0)


def claim(name, stance, *options, day=1, **more):
    said_on = None if day is None else date(2030, 1, day)
    return Claim(name, "P0", stance, 0.9, "source", said_on, element="E0", options=options, **more)


def tally(*claims):
    return tally_positions(replace(BASE, claims=claims))


def test_the_latest_claim_gives_the_stance_and_all_are_kept():
    cell = tally(claim("late", Stance.ACCEPTS, "E0.2", day=9), claim("early", Stance.REJECTS, "E0.2", day=2)).cells[0]
    assert (cell.stance, cell.claim, cell.history) == (Stance.ACCEPTS, "late", ("early", "late"))


def test_an_undated_claim_does_not_hide_a_dated_one():
    cell = tally(
        claim("dated", Stance.REJECTS, "E0.2", day=2), claim("undated", Stance.ACCEPTS, "E0.2", day=None)
    ).cells[0]
    assert cell.claim == "dated"


def test_saying_nothing_leaves_no_cell():
    positions = tally(claim("one", Stance.ACCEPTS, "E0.2"))
    assert positions.cell("P0", "E1") is None
    assert positions.cell("P1", "E0") is None


def test_declining_to_comment_does_not_hide_a_stance():
    cell = tally(claim("one", Stance.DEMANDS, "E0.1", day=1), claim("two", Stance.UNKNOWN, day=5)).cells[0]
    assert cell.stance is Stance.DEMANDS


def test_hedged_is_kept_apart_from_firm():
    assert tally(claim("one", Stance.ACCEPTS, "E0.2", hedged=True)).cells[0].certainty == "hedged"
    assert tally(claim("one", Stance.ACCEPTS, "E0.2")).cells[0].certainty == "firm"


def test_two_voices_that_pull_apart_are_marked_and_named():
    positions = tally(
        claim("minister", Stance.ACCEPTS, "E0.2", day=1, speaker="minister"),
        claim("speaker", Stance.REJECTS, "E0.2", day=2, speaker="parliament"),
    )
    assert positions.cells[0].voices_differ
    assert positions.contradictions[0].claims == ("minister", "speaker")
    assert "minister" in positions.superseded


def test_a_partial_acceptance_of_a_package_stays_set_valued():
    partly = Claim("some", "P0", Stance.ACCEPTS_IN_PART, 0.9, "source", date(2030, 1, 1), package="whole")
    stance = tally(partly).packages[0]
    assert stance.set_valued
    assert tally(partly).cells == ()


def test_claims_without_option_or_package_constrain_nothing_and_are_listed():
    assert tally(claim("vague", Stance.DEMANDS)).constrains_nothing == ("vague",)
