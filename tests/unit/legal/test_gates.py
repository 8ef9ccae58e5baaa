"""Gates follow from predicates: which measure touches which need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.case import Council, Measure, Venture
from detente.legal import find_gates
from detente.legal.gates import restricts
from unit.durability.agreement import a_case, element, obligation, party


def measure(name, *predicates, **more):
    return Measure(name, "Issuer", f"Act {name}", predicates, more.pop("status", "in_force"), **more)


def case_with(*measures, needs=("import:oil",), **more):
    steps = [obligation("O1", "A", "trade", "one", needs=needs)]
    return a_case([party("A")], [element("trade")], {"one": 0.0}, steps, measures=measures, **more)


@pytest.mark.parametrize(
    ("restriction", "need", "expected"),
    [
        ("import:oil", "import:oil", True),
        ("import:*", "import:oil", True),
        ("import:*", "import:oil:RUS->USA", True),
        ("import:oil", "import:oil:RUS->USA", False),
        ("import:oil", "import:*", False),
        ("invest:*", "import:oil", False),
        ("import:o*", "import:oil", False),
    ],
)
def test_a_restriction_covers_the_same_predicate_or_any_object_of_its_verb(restriction, need, expected):
    assert restricts(restriction, need) is expected


def test_gate_carries_what_the_measure_says():
    act = measure("M1", "import:oil", since="2022", until="2026-07-31", who_can_lift="Council", how="unanimity")
    (gate,) = find_gates(case_with(act)).gates
    assert (gate.subject_kind, gate.subject, gate.need, gate.measure) == ("obligation", "O1", "import:oil", "M1")
    assert (gate.act, gate.status, gate.who_can_lift, gate.how) == ("Act M1", "in_force", "Council", "unanimity")
    assert gate.opens_on == date(2026, 7, 31)


@pytest.mark.parametrize("until", ["", "open", "2026", "2026-13-01", "renewed each April"])
def test_measure_without_a_full_date_has_no_opening_day(until):
    assert find_gates(case_with(measure("M1", "import:oil", until=until))).gates[0].opens_on is None


def test_licence_permits_and_is_no_gate():
    gates = find_gates(case_with(measure("M1", "import:oil", status="licence")))
    assert (gates.gates, gates.free) == ((), ("O1",))


@pytest.mark.parametrize("status", ["announced", "pending", "political"])
def test_measures_not_yet_in_force_are_listed_with_their_status(status):
    assert [g.status for g in find_gates(case_with(measure("M1", "import:*", status=status))).gates] == [status]


def test_one_gate_for_each_need_and_measure_even_when_two_predicates_match():
    case = case_with(
        measure("M1", "import:oil", "import:*"), measure("M2", "invest:*"), needs=("import:oil", "invest:gas")
    )
    assert [(g.need, g.measure) for g in find_gates(case).gates] == [("import:oil", "M1"), ("invest:gas", "M2")]


def test_opened_by_lists_the_options_that_lift_the_measure():
    case = case_with(measure("M1", "import:oil"))
    trade = case.elements[0]
    lifting = tuple(replace(o, lifts=("M1",)) if o.id.endswith("full") else o for o in trade.options)
    case = replace(case, elements=(replace(trade, options=lifting),))
    assert find_gates(case).gates[0].opened_by == ("trade.full",)


def test_subjects_without_stated_needs_are_unstated_not_free():
    gates = find_gates(case_with(measure("M1", "import:oil"), needs=()))
    assert (gates.gates, gates.free, gates.unstated) == ((), (), ("O1",))


def test_ventures_and_councils_have_gates_too():
    venture = Venture("V1", "Venture", ("A",), "energy", "suspended", needs=("invest:gas",))
    council = Council("C1", "Council", "trade", ("ministers",), needs=("meet:officials",))
    case = case_with(measure("M1", "invest:*", "meet:*"), ventures=(venture,), councils=(council,))
    gates = find_gates(case)
    assert [(g.subject_kind, g.subject) for g in gates.gates] == [("venture", "V1"), ("council", "C1")]
    assert gates.free == ("O1",)
    assert [g.need for g in gates.of("V1")] == ["invest:gas"]


def test_without_measures_everything_with_stated_needs_is_free():
    assert find_gates(case_with()).free == ("O1",)
