"""How obligations, ventures and councils stand on a day: licences, zones, successors, leads, expiries, members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from detente.case import Council, Estimate, Holdings, Listing, Measure, Origin, Stake, Venture
from detente.legal import GateState, Standing, find_gates
from unit.durability.agreement import a_case, element, obligation, party

ON = date(2025, 6, 15)


def measure(name="BAN", *predicates, **more):
    more.setdefault("until", "open")
    return Measure(
        name,
        "Issuer",
        f"Act {name}",
        predicates or ("trade:oil",),
        more.pop("status", "in_force"),
        "2020-01-01",
        **more,
    )


def licence(name="LIC", **more):
    given = {
        "since": "2025-01-01",
        "until": "2025-12-31",
        "permits": ("trade:oil",),
        "opens": ("BAN",),
        "time_zone": "UTC",
    }
    return Measure(name, "Issuer", f"Licence {name}", (), "licence", **(given | more))


def a_venture_case(*measures, needs=("trade:oil",), **more):
    venture = Venture("V1", "Venture", ("P",), "energy", "active", needs=needs)
    case = a_case([party("A")], [element("trade")], {"one": 0.0}, [], measures=measures, ventures=(venture,), **more)
    return replace(case, as_of=ON)


def gate_on(case, on=ON, zone="UTC"):
    return find_gates(case, on, zone).gates[0]


def standing_of(case, subject="V1", on=ON):
    return next(s for s in find_gates(case, on).standings if s.subject == subject)


def test_a_measure_in_force_restricts_and_a_licence_permits():
    assert standing_of(a_venture_case(measure())).standing is Standing.RESTRICTED
    assert standing_of(a_venture_case(measure(), licence())).standing is Standing.LICENSED


@pytest.mark.parametrize(
    "other",
    [
        {"opens": ("ELSE",)},
        {"permits": ("trade:gas",)},
        {"covers": ("V2",)},
        {"since": "2025-06-16"},
        {"until": "2025-06-14"},
    ],
)
def test_a_licence_for_something_else_permits_nothing(other):
    gate = gate_on(a_venture_case(measure(), licence(**other)))
    assert (gate.state, gate.licensed_by) == (GateState.CLOSED, ())


@pytest.mark.parametrize(
    "other", [{"since": ""}, {"until": ""}, {"until": "2025-06"}, {"until": "until further notice"}]
)
def test_a_licence_of_unknown_dates_leaves_it_unknown(other):
    assert gate_on(a_venture_case(measure(), licence(**other))).state is GateState.UNKNOWN


@pytest.mark.parametrize(
    ("on", "zone", "state"),
    [
        (date(2025, 6, 14), "America/New_York", GateState.LICENSED),
        (date(2025, 6, 15), "America/New_York", GateState.UNKNOWN),
        (date(2025, 6, 15), "UTC", GateState.UNKNOWN),
        (date(2025, 6, 15), "Asia/Tokyo", GateState.UNKNOWN),
        (date(2025, 6, 14), "Asia/Tokyo", GateState.LICENSED),
        (date(2025, 6, 16), "Asia/Tokyo", GateState.CLOSED),
    ],
)
def test_a_day_on_which_a_licence_ends_is_no_licensed_day(on, zone, state):
    case = a_venture_case(measure(), licence(until="2025-06-15T00:01", time_zone="America/New_York"))
    assert gate_on(case, on, zone).state is state


def test_a_later_version_takes_the_place_of_an_earlier_one():
    later = licence("LIC-A", since="2025-06-01", until="2025-06-30", supersedes=("LIC",))
    case = a_venture_case(measure(), licence(), later)
    assert gate_on(case, date(2025, 5, 1)).licensed_by == ("LIC",)
    assert gate_on(case, date(2025, 6, 15)).licensed_by == ("LIC-A",)
    assert gate_on(case, date(2025, 7, 15)).state is GateState.CLOSED


@pytest.mark.parametrize(
    ("ban", "state"),
    [
        (measure(until="2025-06-30", time_zone="UTC"), GateState.CLOSED),
        (measure(until="2025-06-01", time_zone="UTC"), GateState.UNKNOWN),
        (replace(measure(), since="2025-07-01"), GateState.NOT_BINDING),
        (replace(measure(), since="2025-06"), GateState.UNKNOWN),
        (measure(status="political"), GateState.NOT_BINDING),
        (replace(measure(status="pending"), since="not yet law"), GateState.NOT_BINDING),
        (replace(measure(status="announced"), since="2025-05-01"), GateState.UNKNOWN),
    ],
)
def test_what_is_not_known_to_bind_is_not_taken_as_free(ban, state):
    assert gate_on(a_venture_case(ban)).state is state


def test_a_pending_measure_may_bind_on_a_later_day():
    case = a_venture_case(replace(measure(status="pending"), since="not yet law"))
    assert gate_on(case, date(2025, 9, 1)).state is GateState.UNKNOWN


def test_needs_that_are_not_stated_are_unknown_and_needs_that_no_measure_names_are_said_so():
    assert standing_of(a_venture_case(measure(), needs=())).standing is Standing.UNKNOWN
    assert standing_of(a_venture_case(measure(), needs=("trade:gas",))).standing is Standing.NO_MEASURE


def lead(*days):
    return Estimate("lifting", days[1], "days", Origin.ASSUMED, days[0], days[2], why="said")


def test_the_slowest_gate_sets_the_earliest_lawful_day():
    fast, slow = measure(lifting_days=lead(1, 2, 3)), measure("SLOW", "trade:*", lifting_days=lead(10, 20, 30.5))
    found = standing_of(a_venture_case(fast, slow))
    assert found.by_act == (date(2025, 6, 25), date(2025, 7, 5), date(2025, 7, 16))


def test_what_must_be_lifted_before_takes_its_days_first():
    review = measure("REVIEW", "nothing:*", lifting_days=lead(30, 45, 60))
    law = measure("LAW", "nothing:*", lifting_days=lead(10, 20, 100))
    both = measure(lifting_days=lead(1, 2, 3), lifted_after=("REVIEW", "LAW"))
    case = a_venture_case(both, review, law)
    gate = gate_on(case)
    assert (gate.lead.low_days, gate.lead.mode_days, gate.lead.high_days) == (31, 47, 103)  # the slower of the two
    assert gate.lifted_after == ("REVIEW", "LAW")
    assert standing_of(case).by_act == (date(2025, 7, 16), date(2025, 8, 1), date(2025, 9, 26))
    chained = replace(review, lifted_after=("LAW",))
    gate = gate_on(a_venture_case(replace(both, lifted_after=("REVIEW",)), chained, law))
    assert (gate.lead.low_days, gate.lead.mode_days, gate.lead.high_days) == (41, 67, 163)
    assert gate.lifted_after == ("REVIEW", "LAW")


def test_a_review_without_days_leaves_the_day_unknown_unless_it_does_not_bind():
    waits = measure(lifting_days=lead(1, 2, 3), lifted_after=("REVIEW",))
    assert gate_on(a_venture_case(waits, measure("REVIEW", "nothing:*"))).lead is None
    aside = measure("REVIEW", "nothing:*", status="political")
    assert gate_on(a_venture_case(waits, aside)).lead.low_days == 1
    planned = measure("REVIEW", "nothing:*", status="pending", lifting_days=lead(30, 45, 60))
    found = gate_on(a_venture_case(waits, planned), date(2025, 7, 1)).lead
    assert (found.low_days, found.mode_days, found.high_days) == (1, 47, 63)  # perhaps never in force
    ended = measure("REVIEW", "nothing:*", until="2025-06-01", lifting_days=lead(30, 45, 60))
    found = gate_on(a_venture_case(waits, ended)).lead
    assert (found.low_days, found.mode_days, found.high_days) == (1, 47, 63)  # perhaps renewed


def test_a_circle_of_measures_gives_no_lead():
    one = measure(lifting_days=lead(1, 2, 3), lifted_after=("TWO",))
    two = measure("TWO", "nothing:*", lifting_days=lead(1, 2, 3), lifted_after=("BAN",))
    assert gate_on(a_venture_case(one, two)).lead is None


def test_a_council_waits_for_a_review_as_a_venture_does_and_for_the_seat_of_a_blocked_member():
    review = measure("REVIEW", "nothing:*", lifting_days=lead(30, 45, 60))
    ban = measure("BAN", "meet:north", lifting_days=lead(1, 2, 3), lifted_after=("REVIEW",))
    held = (Stake("Listed", "Builders", Decimal(60), Decimal(60)),)
    holdings = Holdings("h", (Listing("Listed"),), held, measures=(("us", "BAN"), ("eu", "BAN"), ("uk", "BAN")))
    council = Council("C1", "Council", "Talks", ("Ministries", "Builders"), needs=("meet:north",))
    found = find_gates(a_venture_case(ban, review, councils=(council,), holdings=(holdings,)), ON)
    gates = found.of("C1")
    assert {gate.need for gate in gates} == {"meet:north", "seat:Builders"}
    assert {gate.lead.mode_days for gate in gates} == {47}
    assert {gate.lifted_after for gate in gates} == {("REVIEW",)}
    standing = next(s for s in found.standings if s.subject == "C1")
    assert standing.by_act == (date(2025, 7, 16), date(2025, 8, 1), date(2025, 8, 17))


def test_one_lead_that_nobody_stated_leaves_the_day_unknown():
    assert standing_of(a_venture_case(measure(lifting_days=lead(1, 2, 3)), measure("SLOW", "trade:*"))).by_act == ()


def test_expiry_counts_only_when_every_measure_has_an_end():
    ends = measure(until="2025-12-31")
    assert standing_of(a_venture_case(ends)).by_expiry == date(2026, 1, 1)
    assert standing_of(a_venture_case(ends, measure("OPEN", "trade:*"))).by_expiry is None


def test_the_calendar_holds_renewals_ends_beginnings_and_named_dates():
    renewed = measure(until="2025-07-31", renewed_every="6 months")
    named = measure("NAMED", until="open, first step 2025-09-01")
    starts = replace(measure("STARTS"), since="2025-08-01")
    entries = find_gates(a_venture_case(renewed, named, starts, licence()), ON).calendar
    assert [(e.on, e.kind, e.measure, e.next_on) for e in entries] == [
        (date(2025, 7, 31), "renewal", "BAN", date(2026, 1, 31)),
        (date(2025, 8, 1), "begins", "STARTS", None),
        (date(2025, 9, 1), "named date", "NAMED", None),
        (date(2025, 12, 31), "licence ends", "LIC", None),
    ]
    assert entries[0].subjects == ("V1",)


def two_holdings():
    half, quarter = Decimal(50), Decimal(25)
    stakes = (Stake("X", "H1", half, half), Stake("X", "H2", half, half))
    stakes += (Stake("H1", "Builders Ltd", quarter, quarter), Stake("H2", "Builders Ltd", quarter, quarter))
    return Holdings("h", (Listing("X"),), stakes, measures=(("us", "BAN"),))


def test_a_council_member_owned_half_through_two_blocked_holdings_is_caught():
    council = Council("C1", "Council", "trade", ("Chambers", "builders  LTD"), needs=("meet:firms",))
    case = a_venture_case(measure(), needs=("trade:gas",), councils=(council,), holdings=(two_holdings(),))
    gates = [g for g in find_gates(case, ON).gates if g.subject == "C1"]
    assert (gates[0].need, gates[0].measure, gates[0].state) == ("seat:Builders Ltd", "BAN", GateState.CLOSED)
    assert "H1 25 + H2 25" in gates[0].why
    assert standing_of(case, "C1").standing is Standing.RESTRICTED
    assert len(gates) == 2, (
        "the rules of the United States and the Union; the United Kingdom looks at each holder alone"
    )


def test_an_obligation_that_a_licence_permits_is_held_back_by_nothing():
    steps = [obligation("O1", "A", "trade", "one", needs=("trade:oil",))]
    case = a_case([party("A")], [element("trade")], {"one": 0.0}, steps, measures=(measure(), licence()))
    assert find_gates(replace(case, as_of=ON)).gates[0].state is GateState.LICENSED
