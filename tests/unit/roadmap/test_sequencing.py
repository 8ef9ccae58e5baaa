"""The roadmaps of a case: calendars as the planner makes them, lawful steps, gates and actors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.case import CaseError, Measure, Reciprocity
from detente.durability import Durability, PackageDurability
from detente.legal import find_gates
from detente.roadmap import Question, make_plan, sequence
from unit.durability.agreement import a_case, element, fixed, obligation, party


def days(name, mode):
    return fixed(f"duration_days:{name}", mode, "days")


def step(name, phase, length=None, *, owner="A", on="trade", **more):
    return obligation(name, owner, on, phase, duration_days=None if length is None else days(name, length), **more)


def a_plan(*steps, measures=(), lifts=()):
    trade = element("trade")
    trade = replace(
        trade, options=tuple(replace(o, lifts=lifts if o.id == "trade.full" else ()) for o in trade.options)
    )
    phases = {"one": 0.0, "two": 1.0}
    return a_case([party("A"), party("B")], [trade], phases, steps, measures=measures)


def durability_of(case, obligations=None):
    ids = tuple(o.id for o in case.obligations) if obligations is None else obligations
    result = PackageDurability("deal", "assessed", "", ids, (), (), None, None, {}, (), None, ())
    return Durability((result,))


def plan(case, obligations=None):
    return sequence(case, None, durability_of(case, obligations), find_gates(case)).of("deal")


THREE = (step("a", "one", 30), step("b", "one", 10), step("c", "one", 5, after=("a", "b")))


def test_the_calendar_is_that_of_the_planner():
    case = a_plan(*THREE)
    asked = Question(case.as_of)
    assert plan(case).plan == make_plan(case, case.packages[0], find_gates(case), asked)
    assert [(s.obligation.id, s.starts_day, s.slack_days) for s in plan(case).plan.steps] == [
        ("b", 0, 20),
        ("a", 0, 0),
        ("c", 30, 0),
    ]


def test_rules_that_clash_leave_no_calendar_and_say_why_beside_what_is_lawful():
    late = replace(THREE[0], deadline_days=10.0)
    roadmap = plan(a_plan(late, *THREE[1:]))
    assert roadmap.plan is None
    assert roadmap.why_no_plan.startswith("No schedule keeps all rules.")
    assert [s.obligation for s in roadmap.steps] == ["a", "b", "c"]


def test_a_gate_that_never_opens_leaves_no_calendar_and_names_it():
    roadmap = gated(replace(BAN, who_can_lift=""))
    assert roadmap.plan is None
    assert "a waits for BAN" in roadmap.why_no_plan


def test_reciprocity_binds_the_calendar_of_the_main_path():
    a, b = step("a", "one", 30), step("b", "one", 10, owner="B")
    case = replace(a_plan(a, b), reciprocity=(Reciprocity("even", ("A",), ("B",), 0.0),))
    starts = {s.obligation.id: s.starts_day for s in plan(case).plan.steps}
    assert starts == {"a": 0, "b": 20}


def test_a_circle_is_an_error_that_names_it():
    case = a_plan(step("a", "one", 1, after=("b",)), step("b", "one", 1, after=("a",)))
    with pytest.raises(CaseError, match=r"in a circle: . after . after .\. Take one of them out of 'after' or 'lifts'"):
        plan(case)


BAN = Measure("BAN", "Issuer", "Act", ("import:oil",), "in_force", who_can_lift="Council")
LISTING = Measure("LISTING", "Issuer", "Act", ("import:oil", "pay:bank"), "in_force", who_can_lift="Treasury")


def gated(*measures, lifts=()):
    steps = (
        step("a", "one", 1, needs=("import:oil",)),
        step("b", "one", 1, needs=("pay:bank",)),
        step("c", "one", 1, needs=("talk:all",)),
        step("d", "one", 1),
    )
    return plan(a_plan(*steps, measures=measures, lifts=lifts))


def test_status_tells_lawful_gated_and_unstated_apart():
    roadmap = gated(BAN, LISTING)
    statuses = {s.obligation: s.status for s in roadmap.steps}
    waits = "waits for a gate"
    assert statuses == {"a": waits, "b": waits, "c": "no gate known", "d": "needs not stated"}
    assert roadmap.lawful_now == 1
    assert roadmap.steps[0].gates == ("BAN", "LISTING")


def test_a_measure_that_the_package_lifts_is_no_gate():
    roadmap = gated(BAN, LISTING, lifts=("LISTING",))
    first, second = roadmap.steps[:2]
    assert (first.gates, first.lifted_by, first.status) == (("BAN",), ("LISTING",), "waits for a gate")
    assert (second.gates, second.lifted_by, second.status) == ((), ("LISTING",), "no gate known")
    assert roadmap.lawful_now == 2


def test_a_measure_that_an_obligation_lifts_is_no_gate():
    lifting = replace(step("e", "one", 1), lifts=("BAN",))
    roadmap = plan(a_plan(step("a", "one", 1, needs=("import:oil",)), lifting, measures=(BAN,)))
    assert (roadmap.steps[0].status, roadmap.steps[0].lifted_by, roadmap.actors) == ("no gate known", ("BAN",), ())
    assert {s.obligation.id: s.starts_day for s in roadmap.plan.steps} == {"a": 1, "e": 0}


def test_actors_are_grouped_by_who_can_lift_most_steps_first():
    actors = gated(BAN, LISTING).actors
    assert [(a.who, a.measures, a.steps) for a in actors] == [
        ("Treasury", ("LISTING",), ("a", "b")),
        ("Council", ("BAN",), ("a",)),
    ]


def test_actor_that_nobody_stated_is_said_to_be_not_stated():
    assert gated(replace(BAN, who_can_lift="")).actors[0].who == "not stated"


def test_packages_without_obligations_have_no_sequence():
    case = a_plan(*THREE)
    assert sequence(case, None, durability_of(case, ()), find_gates(case)).packages == ()
    assert sequence(case, None, Durability(()), find_gates(case)).of("deal") is None
