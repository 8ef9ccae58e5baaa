"""What moved: each claim against the one before it, with what to be careful about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.case import Claim, Stance
from detente.casefile import read_case
from detente.positions.changes import Kind, changes_of
from functional.review_case import small_case


@pytest.fixture
def case(tmp_path):
    return read_case(small_case(tmp_path))


def claim(number, stance, **more):
    on = more.pop("on", date(2031, 1, number))
    return Claim(
        f"K{number}", "FRE", Stance(stance), 0.9, more.pop("source", f"paper {number}"), on, element="TOLL", **more
    )


def kinds(case, *claims, since=None):
    return [change.kind for change in changes_of(replace(case, claims=claims), since)]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ({"stance": "rejects"}, {"stance": "conditional"}, Kind.TOWARDS),
        ({"stance": "accepts"}, {"stance": "concerned"}, Kind.AWAY),
        ({"stance": "accepts"}, {"stance": "accepts"}, Kind.SAME),
        ({"stance": "accepts", "hedged": True}, {"stance": "accepts"}, Kind.FIRMER),
        ({"stance": "rejects", "red_line": True}, {"stance": "rejects"}, Kind.SOFTER),
        ({"stance": "demands", "options": ("TOLL.1",)}, {"stance": "proposes", "options": ("TOLL.2",)}, Kind.OTHER),
        ({"stance": "rejects", "options": ("TOLL.1",)}, {"stance": "accepts", "options": ("TOLL.2",)}, Kind.FIRST),
        ({"stance": "accepts"}, {"stance": "unknown"}, Kind.SILENT),
    ],
)
def test_a_claim_is_held_against_the_one_before(case, before, after, kind):
    assert kinds(case, claim(1, **before), claim(2, **after)) == [Kind.FIRST, kind]


def test_no_answer_hides_nothing_and_order_in_the_file_does_not_count(case):
    claims = (claim(3, "rejects"), claim(1, "accepts"), claim(2, "unknown"))
    assert kinds(case, *claims) == [Kind.FIRST, Kind.SILENT, Kind.AWAY]
    assert kinds(case, *claims, since=date(2031, 1, 3)) == [Kind.AWAY]


def test_undated_claims_are_compared_with_and_never_new(case):
    claims = (claim(1, "rejects", on=None), claim(2, "accepts"))
    assert kinds(case, *claims, since=date(2030, 1, 1)) == [Kind.TOWARDS]


def test_contradictions_name_the_earlier_claim(case):
    claims = (claim(1, "accepts", options=("TOLL.2",)), claim(2, "rejects", options=("TOLL.2",)))
    assert [change.against for change in changes_of(replace(case, claims=claims))] == [(), ("K1",)]


def cautions(case, *claims):
    return changes_of(replace(case, claims=claims))[0].cautions


def test_the_other_side_and_a_single_unnamed_source_are_flagged(case):
    assert cautions(case, claim(1, "accepts", speaker="a minister of Sylvania")) == (
        "told by Sylvania, not by the party itself",
    )
    assert cautions(case, claim(1, "accepts", speaker="an envoy of Freedonia to Sylvania")) == ()
    hedged = claim(1, "accepts", hedged=True, speaker="two officials")
    assert cautions(case, hedged) == ("one source, and it is not named",)
    assert cautions(case, hedged, claim(2, "accepts")) == ()
    assert cautions(case, hedged, claim(2, "accepts", source="paper 1")) == ("one source, and it is not named",)
    assert cautions(case, claim(1, "accepts", on=None)) == ("undated",)
