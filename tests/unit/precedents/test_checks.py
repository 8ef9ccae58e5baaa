"""Each check finds its clause when it is there, and its absence when it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from detente.case import (
    Case,
    Council,
    Element,
    Escrow,
    Estimate,
    Guarantee,
    Measure,
    Obligation,
    Option,
    Origin,
    Package,
    Party,
    Phase,
    PrecedentSettings,
    Provision,
    Role,
    State,
)
from detente.precedents import case_features, issuer_of, run_checks, study_precedents
from detente.precedents.features import outsider


@dataclass(frozen=True)
class Gate:
    subject_kind: str
    subject: str
    measure: str
    opened_by: tuple[str, ...] = ()


def number(value: float) -> Estimate:
    return Estimate("", value, "share", Origin.ASSUMED, why="made up")


def step(id_: str, owner: str, element: str, phase: str, **more) -> Obligation:
    detection = {"verifier": "Observers of the League", "p_detect": number(0.9), "lag_days": number(5)}
    return Obligation(id_, f"{owner} does {id_}", owner, element, phase, 1.0, number(0.5), **{**detection, **more})


def element(id_: str, provides: tuple[str, ...] = ()) -> Element:
    options = (Option(f"{id_}.no", "No"), Option(f"{id_}.yes", "Yes", provides=provides))
    return Element(id_, id_, "trade", State.PROPOSED, options, f"{id_}.no")


CASE = Case(
    slug="strait",
    title="Strait",
    question="",
    as_of=date(2025, 12, 31),
    currency="USD",
    price_year=2025,
    parties=(
        Party("EAST", "East", "state", Role.SIGNATORY, aliases=("Eastern side",)),
        Party("WEST", "West", "state", Role.SIGNATORY),
        Party("LEAGUE", "the League", "organisation", Role.GUARANTOR, aliases=("League",)),
        Party("DUMA", "Parliament of the East", "parliament", Role.AFFECTED, voice_of="EAST", ratifies=True),
    ),
    elements=(
        element("ROAD", ("trade", "transport")),
        element("PLEDGE", ("guarantee",)),
        element("BODY", ("joint_body",)),
        element("RETURN", ("snapback",)),
    ),
    packages=(Package("plan", "Plan", {"ROAD": "ROAD.yes"}, ("EAST", "WEST")),),
    phases=(Phase("first", "First", 0), Phase("later", "Later", 1)),
    measures=(
        Measure("E1", "East", "Ban", ("open:road",), "in_force"),
        Measure("X1", "Elsewhere", "Ban", (), "in_force"),
    ),
    obligations=(
        step("open-east", "EAST", "ROAD", "first", needs=("open:road",)),
        step("open-west", "WEST", "ROAD", "later", after=("open-east",), needs=("open:road",)),
        step("meet", "WEST", "BODY", "later", after=("open-east",), needs=("meet:body",)),
    ),
)
ROAD = {"ROAD": "ROAD.yes"}
WHOLE = {"ROAD": "ROAD.yes", "PLEDGE": "PLEDGE.yes", "BODY": "BODY.yes", "RETURN": "RETURN.yes"}
BARE = {"ROAD": "ROAD.yes", "PLEDGE": "PLEDGE.no", "BODY": "BODY.no", "RETURN": "RETURN.no"}


def answers(case=CASE, choices=ROAD, gates=(), required=("EAST", "WEST")):
    return {check.cause: check for check in run_checks(case, choices, required, gates, ())}


def test_ratification_names_the_body_and_who_lacks_one():
    check = answers()["ratification"]
    assert (check.answer, check.clauses, check.open_ends) == ("partly", ("DUMA",), ("WEST",))
    assert answers(required=("EAST",))["ratification"].answer == "answered"
    assert answers(required=("WEST",))["ratification"].answer == "absent"
    assert answers(required=())["ratification"].answer == "unknown"


def test_a_third_state_is_found_by_what_it_owes_and_by_its_measures():
    assert answers()["third_state"].answer == "answered"
    owing = replace(CASE, obligations=(*CASE.obligations, step("watch", "LEAGUE", "ROAD", "first")))
    assert answers(owing)["third_state"].open_ends == ("LEAGUE",)
    gates = (Gate("obligation", "open-east", "X1"), Gate("obligation", "open-east", "E1"))
    check = answers(gates=gates)["third_state"]
    assert (check.answer, check.open_ends) == ("partly", ("X1",))
    lifted = (Gate("obligation", "open-east", "X1", ("ROAD.yes",)),)
    assert answers(gates=lifted)["third_state"].answer == "answered"


def test_cheating_needs_a_verifier_who_is_an_outsider_with_detection_and_lag():
    assert answers()["cheating"].answer == "answered"
    own = replace(CASE, obligations=(step("open-east", "EAST", "ROAD", "first", verifier="Both sides"),))
    assert answers(own)["cheating"].answer == "absent"
    blind = replace(
        CASE, obligations=(*CASE.obligations[:1], step("open-west", "WEST", "ROAD", "later", p_detect=None))
    )
    assert answers(blind)["cheating"].open_ends == ("open-west",)
    vague = replace(CASE, obligations=(step("open-east", "EAST", "ROAD", "first", verifier="Monitors"),))
    assert (answers(vague)["cheating"].answer, answers(vague)["cheating"].open_ends) == ("partly", ("verification",))
    assert answers(choices={})["cheating"].answer == "unknown"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Observers of the League", "yes"),
        ("East and West", "no"),
        ("Both posts", "no"),
        ("Monitors", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_outsider_is_known_by_name_alone(words, answer):
    assert outsider(words, CASE, ("EAST", "WEST")) == answer


def test_sequencing_needs_an_order_among_later_steps():
    assert answers()["sequencing"].answer == "answered"
    free = replace(CASE, obligations=(*CASE.obligations[:1], replace(CASE.obligations[1], after=())))
    assert (answers(free)["sequencing"].answer, answers(free)["sequencing"].open_ends) == ("absent", ("open-west",))
    elsewhere = replace(CASE, obligations=(*CASE.obligations[:1], replace(CASE.obligations[1], after=("meet",))))
    assert answers(elsewhere)["sequencing"].answer == "absent", "a step that the package does not carry orders nothing"


def test_a_shock_is_answered_by_a_pledge_of_the_package_and_by_no_other():
    assert answers(choices=WHOLE)["security_shock"].clauses == ("PLEDGE.yes",)
    assert answers(choices=BARE)["security_shock"].answer == "absent"
    alarmed = replace(CASE, false_alarms_per_year=number(1))
    assert answers(alarmed)["security_shock"].answer == "partly"


def test_a_body_that_may_not_meet_answers_in_part():
    assert answers()["follow_up"].answer == "absent"
    assert answers(choices=WHOLE)["follow_up"].answer == "answered"
    barred = answers(choices=WHOLE, gates=(Gate("obligation", "meet", "X1"),))["follow_up"]
    assert (barred.answer, barred.open_ends) == ("partly", ("meet",))
    bodiless = replace(CASE, elements=CASE.elements[:2], councils=(Council("C", "Council", "All", ("Firms",)),))
    assert answers(bodiless)["follow_up"].clauses == ("C",)
    assert answers(bodiless, gates=(Gate("council", "C", "X1"),))["follow_up"].answer == "partly"


def test_leaving_has_a_price_when_a_breach_has_a_consequence_and_money_is_in_escrow():
    assert answers()["exit"].answer == "absent"
    assert answers(choices=WHOLE)["exit"].open_ends == ("EAST", "WEST")
    bonds = tuple(Escrow(f"bond-{p}", p, "first", number(1)) for p in ("EAST", "WEST"))
    assert answers(replace(CASE, escrows=bonds), WHOLE)["exit"].answer == "answered"


def test_what_is_promised_is_lawful_when_no_measure_is_left_in_its_way():
    assert answers()["unlawful"].answer == "answered"
    check = answers(gates=(Gate("obligation", "open-east", "E1"),))["unlawful"]
    assert (check.answer, check.clauses, check.open_ends) == ("partly", ("open-west",), ("open-east",))
    assert answers(gates=(Gate("obligation", "meet", "E1"),))["unlawful"].answer == "answered", "not in the package"
    silent = replace(CASE, obligations=tuple(replace(o, needs=()) for o in CASE.obligations))
    assert answers(silent)["unlawful"].answer == "unknown"


def test_features_are_yes_no_or_unknown_by_what_the_package_chooses():
    found = {f.provision: f for f in case_features(CASE, BARE)}
    assert (found[Provision.TRADE].value, found[Provision.TRADE].shown_by) == ("yes", ("ROAD.yes",))
    assert (found[Provision.GUARANTEE].value, found[Provision.GUARANTEE].shown_by) == ("no", ("PLEDGE.no",))
    assert found[Provision.ENERGY].value == "unknown"
    assert {f.provision: f for f in case_features(CASE, ROAD)}[Provision.GUARANTEE].value == "unknown"


def test_what_the_author_states_fills_what_nothing_shows_and_never_overrides():
    told = replace(CASE, precedents=PrecedentSettings({"energy": "yes", "guarantee": "yes"}))
    found = {f.provision: f for f in case_features(told, BARE)}
    assert (found[Provision.ENERGY].value, found[Provision.ENERGY].origin) == ("yes", "stated")
    assert (found[Provision.GUARANTEE].value, found[Provision.GUARANTEE].disputed) == ("no", True)


def test_the_issuer_is_the_party_with_the_longest_name_that_fits():
    assert issuer_of(CASE, "Ministry of the Eastern side") == "EAST"
    assert issuer_of(CASE, "Westward Union") == ""


def test_the_case_itself_is_left_out_and_nothing_later_is_used():
    settings = PrecedentSettings(leave_out=("kaesong-2003",))
    study = study_precedents(replace(CASE, as_of=date(2013, 8, 31), precedents=settings), "plan")
    assert study.left_out == ("kaesong-2003",)
    assert "kaesong-2003" not in {k.precedent for k in study.likenesses}
    assert max(p.followed_until for p in study.precedents) <= study.known_on < 2013.67


def test_a_case_before_all_agreements_has_no_survival_and_no_likeness():
    study = study_precedents(replace(CASE, as_of=date(1900, 1, 1)), "plan")
    assert study.survival is None
    assert study.likenesses == ()
    assert len(study.checks) == 8


def test_a_case_without_packages_says_unknown_and_not_no():
    study = study_precedents(replace(CASE, packages=(), obligations=(), councils=(), escrows=()), "")
    assert study.package == ""
    assert {f.value for f in study.features} == {"unknown"}


def test_a_stated_guarantee_stands_under_packages_that_hold_its_option():
    stands = Guarantee("shield", "LEAGUE", "EAST", "first", number(5), number(0.5), ("ROAD.yes",))
    quiet = replace(CASE, elements=(CASE.elements[0], CASE.elements[2]), guarantees=(stands,))
    assert answers(quiet)["security_shock"].clauses == ("shield",)
    assert answers(quiet)["exit"].clauses == ("shield",)
    assert {f.provision: f for f in case_features(quiet, ROAD)}[Provision.GUARANTEE].shown_by == ("shield",)
    assert answers(quiet, {"ROAD": "ROAD.no"})["security_shock"].answer == "absent"
