"""What was raised and is missing from a package, in the words that raised it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.case import Claim, Package, Stance
from detente.deals.mediation.coverage import uncovered
from detente.positions import tally_positions
from property.cases import generated_case

BARE = replace(generated_case(3, claims=0), packages=())
OPTIONS = {e.id: [o.id for o in e.options] for e in BARE.elements}
DEAL = Package("deal", "Deal", {"E0": OPTIONS["E0"][1], "E1": OPTIONS["E1"][1]}, ("P0", "P1"))
OTHER = Package("other", "Other", {"E2": OPTIONS["E2"][1]}, ("P2",))


def claim(name, party, stance, element="", day=2, **more):
    return Claim(name, party, stance, 0.9, "interview", date(2030, 1, day), element=element, **more)


def compared(*claims, packages=(DEAL,)):
    case = replace(BARE, claims=claims, packages=packages)
    return uncovered(case, tally_positions(case))


def test_every_stance_raises_an_element():
    for stance in Stance:
        (found,) = compared(claim("C1", "P2", stance, "E3", words="What of E3?"))
        assert [(r.element, r.parties, r.by_signatories) for r in found.raised] == [("E3", ("P2",), ())]


def test_the_words_come_with_speaker_source_and_day_in_order_of_time():
    later = claim("C1", "P0", Stance.DEMANDS, "E3", day=9, words="We insist.", speaker="minister")
    undated = replace(claim("C2", "P0", Stance.CONCERNED, "E3", words="We worry."), said_on=None)
    (found,) = compared(later, undated)
    assert [w.claim for w in found.raised[0].words] == ["C2", "C1"]
    last = found.raised[0].words[1]
    assert (last.party, last.speaker, last.words) == ("P0", "minister", "We insist.")
    assert (last.source, last.said_on, last.stance) == ("interview", date(2030, 1, 9), Stance.DEMANDS)


def test_elements_raised_by_more_parties_come_first_and_ties_keep_the_order_of_the_case():
    (found,) = compared(
        claim("C1", "P3", Stance.OPEN, "E5"),
        claim("C2", "P3", Stance.OPEN, "E2"),
        claim("C3", "P3", Stance.OPEN, "E4"),
        claim("C4", "P1", Stance.REJECTS, "E4"),
        claim("C5", "P3", Stance.REJECTS, "E5"),
    )
    assert [(r.element, r.parties) for r in found.raised] == [("E4", ("P1", "P3")), ("E2", ("P3",)), ("E5", ("P3",))]


def test_what_a_signatory_raised_is_flagged():
    (found,) = compared(claim("C1", "P1", Stance.OPEN, "E4"), claim("C2", "P3", Stance.OPEN, "E4"))
    assert found.raised[0].by_signatories == ("P1",)


def test_elements_of_the_package_that_nobody_raised_are_named():
    (found,) = compared(claim("C1", "P3", Stance.OPEN, "E1"))
    assert found.unraised == ("E0",)
    assert found.raised == ()


def test_a_condition_raises_the_element_it_is_about():
    only_if = claim(
        "C1", "P0", Stance.CONDITIONAL, "E0", options=(OPTIONS["E0"][1],), condition_option=OPTIONS["E4"][2]
    )
    (found,) = compared(only_if)
    assert [(r.element, r.words[0].as_condition) for r in found.raised] == [("E4", True)]
    assert found.unraised == ("E1",)


def test_claims_on_no_element_are_listed_with_the_package_they_are_about():
    first, second = compared(
        claim("C1", "P0", Stance.UNKNOWN, words="Something else matters."),
        claim("C2", "P0", Stance.REJECTS, package="deal"),
        packages=(DEAL, OTHER),
    )
    assert [w.claim for w in first.on_no_element] == ["C1", "C2"]
    assert [w.claim for w in second.on_no_element] == ["C1"]


def test_a_superseded_claim_is_marked_and_still_counts():
    option = (OPTIONS["E3"][1],)
    (found,) = compared(
        claim("C1", "P0", Stance.ACCEPTS, "E3", day=2, options=option),
        claim("C2", "P0", Stance.REJECTS, "E3", day=3, options=option),
    )
    assert [(w.claim, w.superseded) for w in found.raised[0].words] == [("C1", True), ("C2", False)]


def test_renaming_the_parties_renames_the_answer_and_changes_nothing_else():
    case = generated_case(6)
    swap = {"P0": "P1", "P1": "P0"}
    renamed = replace(case, claims=tuple(replace(c, party=swap.get(c.party, c.party)) for c in case.claims))
    for one, other in zip(
        uncovered(case, tally_positions(case)), uncovered(renamed, tally_positions(renamed)), strict=True
    ):
        assert one.unraised == other.unraised
        swapped = {r.element: {swap.get(p, p) for p in r.parties} for r in one.raised}
        assert swapped == {r.element: set(r.parties) for r in other.raised}
        assert [len(r.parties) for r in one.raised] == [len(r.parties) for r in other.raised]
