"""The sequence: earliest dates, slack, critical path, gates and actors."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from detente.case import CaseError, Measure
from detente.durability import Durability, PackageDurability
from detente.legal import find_gates
from detente.roadmap import sequence
from detente.roadmap.critical_path import Activity, time_activities, trace_critical
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


def test_steps_start_when_those_before_them_have_ended():
    found = {s.obligation: (s.starts_day, s.ends_day, s.slack_days, s.critical) for s in plan(a_plan(*THREE)).steps}
    assert found == {"a": (0, 30, 0, True), "b": (0, 10, 20, False), "c": (30, 35, 0, True)}


def test_critical_path_is_the_chain_that_sets_the_length():
    roadmap = plan(a_plan(*THREE))
    assert (roadmap.critical_path, roadmap.length_days) == (("a", "c"), 35)


def test_a_step_waits_for_its_phase():
    roadmap = plan(a_plan(step("a", "one", 30), step("b", "two", 10, after=("a",))))
    late = roadmap.steps[1]
    assert (late.obligation, late.starts_day) == ("b", 365.25)
    assert roadmap.critical_path == ("b",)
    assert roadmap.steps[0].slack_days == pytest.approx(335.25)


def test_unknown_duration_counts_as_none_and_says_so():
    (only,) = plan(a_plan(step("a", "one"))).steps
    assert (only.ends_day, only.duration_known) == (0.0, False)


def test_blocks_lists_all_that_wait_directly_or_not():
    roadmap = plan(a_plan(step("a", "one", 1), step("b", "one", 1, after=("a",)), step("c", "one", 1, after=("b",))))
    assert {s.obligation: s.blocks for s in roadmap.steps} == {"a": ("b", "c"), "b": ("c",), "c": ()}


def test_predecessors_outside_the_package_are_left_out():
    roadmap = plan(a_plan(*THREE), obligations=("b", "c"))
    assert {s.obligation: s.after for s in roadmap.steps} == {"b": (), "c": ("b",)}


def test_a_circle_is_an_error_that_names_it():
    case = a_plan(step("a", "one", 1, after=("b",)), step("b", "one", 1, after=("a",)))
    with pytest.raises(CaseError, match=r"in a circle: . -> . -> .\. Remove one of them from the column 'after'\."):
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


NAMES = "abcdefgh"


@st.composite
def activity_networks(draw):
    """Networks without circles: each activity may wait for earlier letters only."""
    count = draw(st.integers(1, len(NAMES)))
    numbers = st.integers(0, 20)
    waits = [draw(st.sets(st.sampled_from(NAMES[:k]))) if k else set() for k in range(count)]
    return {NAMES[k]: Activity(draw(numbers), draw(numbers), tuple(sorted(waits[k]))) for k in range(count)}


@given(activity_networks())
@examples(max_examples=60)
def test_slack_is_how_far_a_step_can_slip_without_moving_the_end(network):
    timings = time_activities(network)
    end = max(t.ends_day for t in timings.values())
    for name, timing in timings.items():
        for slip, moved in ((timing.slack_days, 0.0), (timing.slack_days + 1, 1.0)):
            later = {**network, name: replace(network[name], release_day=timing.starts_day + slip)}
            assert max(t.ends_day for t in time_activities(later).values()) == end + moved


@given(activity_networks())
@examples(max_examples=60)
def test_critical_path_has_no_slack_and_no_gap(network):
    timings = time_activities(network)
    path = trace_critical(network, timings)
    assert all(timings[name].critical for name in path)
    assert timings[path[0]].starts_day == network[path[0]].release_day
    assert timings[path[-1]].ends_day == max(t.ends_day for t in timings.values())
    for before, after in pairwise(path):
        assert timings[before].ends_day == timings[after].starts_day
