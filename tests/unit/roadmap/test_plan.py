"""Plans: what binds a step, proof, gates, verifiers, reciprocity, leverage, delays, and what cannot be planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.case import CaseError, Estimate, Infeasible, Leverage, Measure, Origin, Phase, Reciprocity, Verifier
from detente.legal import find_gates
from detente.roadmap import Durations, Objective, Openings, Question, make_plan
from unit.durability.agreement import a_case, element, fixed, obligation, party

SIGNED = date(2025, 11, 30)


def step(name, owner="A", length=10, *, on="trade", phase="one", **more):
    days = None if length is None else fixed(f"duration_days:{name}", length, "days")
    return obligation(name, owner, on, phase, duration_days=days, **more)


def a_plan_case(*steps, lifts=(), phases=None, **more):
    trade = element("trade")
    full = tuple(replace(o, lifts=lifts if o.id == "trade.full" else ()) for o in trade.options)
    starts = {"one": 0.0, "two": 1.0} if phases is None else phases
    return a_case([party("A"), party("B")], [replace(trade, options=full)], starts, steps, **more)


def plan(case, **question):
    return make_plan(case, case.packages[0], find_gates(case), Question(SIGNED, **question))


def days(made):
    return {s.obligation.id: (s.starts_day, s.ends_day) for s in made.steps}


def measure(name="BAN", **more):
    stated = {"issuer": "Issuer", "act": "Act", "restricts": ("import:oil",), "status": "in_force"}
    return Measure(id=name, **{**stated, **more})


def even(band, counts="all"):
    return (Reciprocity("even", ("A",), ("B",), band, counts),)


OIL = ("import:oil",)


def test_steps_follow_their_order_and_their_phase_and_the_end_is_proven():
    made = plan(a_plan_case(step("a", length=30), step("b", length=5, after=("a",)), step("c", phase="two")))
    assert days(made) == {"a": (0, 30), "b": (30, 35), "c": (366, 376)}
    assert (made.end_day, made.proven, made.critical_steps) == (376, True, ("c",))
    assert made.on(made.end_day) == date(2026, 12, 11)


def test_a_phase_that_waits_begins_when_all_before_it_has_ended():
    case = a_plan_case(step("a", length=400), step("c", phase="two"))
    waiting = replace(case, phases=(case.phases[0], replace(case.phases[1], waits_for_previous=True)))
    assert days(plan(case))["c"] == (366, 376)
    assert days(plan(waiting))["c"] == (400, 410)


def test_a_phase_that_is_too_short_is_named_with_the_days_it_needs():
    case = a_plan_case(step("a", length=30), step("b", length=5, after=("a",)))
    short = replace(case, phases=(Phase("one", "One", 0.0, longest_days=20),))
    with pytest.raises(Infeasible) as raised:
        plan(short)
    assert str(raised.value).splitlines() == [
        "No schedule keeps all rules. These cannot all hold:",
        "  phase one: at most 20 days",
        "Each of these alone would be enough:",
        "  phase one: 35 days",
    ]


def test_a_verifier_who_watches_one_at_a_time_puts_steps_in_a_row():
    case = a_plan_case(*(step(name, verifier="Monitors") for name in "abc"))
    assert plan(case).end_day == 10
    one = replace(case, verifiers=(Verifier("m", "Monitors", at_once=1),))
    made = plan(one)
    assert (made.end_day, sorted(days(made).values())) == (30, [(0, 10), (10, 20), (20, 30)])


def test_a_verifier_can_find_only_so_many_done_within_thirty_days():
    case = a_plan_case(*(step(name, verifier="Monitors") for name in "abc"))
    slow = replace(case, verifiers=(Verifier("m", "Monitors", per_30_days=2),))
    assert sorted(end for _, end in days(plan(slow)).values()) == [10, 10, 40]


def test_giving_stays_within_the_band_at_every_date():
    steps = [step(f"a{n}", "A", share=0.25) for n in range(4)] + [step(f"b{n}", "B", 40, share=0.25) for n in range(4)]
    free = plan(a_plan_case(*steps))
    assert free.end_day == 40
    made = plan(a_plan_case(*steps, reciprocity=even(0.25)))
    [path] = made.balances
    assert path.widest == 0.25
    assert max(abs(level) for level in path.levels) <= 0.25
    assert sum(end < 40 for name, (_, end) in days(made).items() if name.startswith("a")) == 1


def test_a_band_of_zero_means_hand_over_on_the_same_day():
    made = plan(a_plan_case(step("a", length=5), step("b", "B", 40), reciprocity=even(0.0)))
    assert days(made)["a"][1] == days(made)["b"][1] == 40


def test_a_band_that_cannot_be_met_is_named_with_the_least_that_can():
    steps = (step("a", length=5, share=0.6, deadline_days=5), step("a2", share=0.4), step("b", "B", 40))
    with pytest.raises(Infeasible) as raised:
        plan(a_plan_case(*steps, reciprocity=even(0.5)))
    words = str(raised.value)
    assert "reciprocity even: band of 0.5" in words
    assert "reciprocity even: a band of 0.600" in words
    assert "deadline of a: day 5" in words
    assert "deadline of a: day 40" in words


def test_only_what_cannot_be_taken_back_counts_where_the_rule_says_so():
    firm, loose = fixed("reversible:f", 0.0), fixed("reversible:l", 1.0)
    steps = (
        step("a", length=1, reversible=loose, share=0.5),
        step("a2", length=1, reversible=firm, share=0.5),
        step("b", "B", 40, reversible=firm),
    )
    made = plan(a_plan_case(*steps, reciprocity=even(0.5, "irreversible")))
    assert days(made)["a"] == (0, 1)
    assert days(made)["a2"][1] == 40
    assert made.balances[0].counts == "irreversible"


def test_what_obligations_give_can_be_stated_and_must_then_be_for_all():
    steps = [step("a", gives=3.0), step("a2", gives=1.0), step("b", "B", 40, gives=9.0)]
    made = plan(a_plan_case(*steps, reciprocity=even(0.5)))
    assert days(made)["a"][1] == 40
    assert days(made)["a2"] == (0, 10)
    with pytest.raises(CaseError, match=r"obligations\.csv: a2 states no gives, and others do\."):
        plan(a_plan_case(steps[0], replace(steps[1], gives=None), steps[2], reciprocity=even(0.5)))


def test_weights_that_nobody_stated_are_told():
    made = plan(a_plan_case(step("a"), step("b", "B"), reciprocity=even(1.0)))
    assert any("every element counts the same" in note for note in made.notes)


def test_a_rule_that_binds_nothing_here_is_told():
    made = plan(a_plan_case(step("a"), reciprocity=even(0.1), leverage=(Leverage("l", ("B",), 0.5),)))
    assert any("Reciprocity even binds nothing here: B gives nothing" in note for note in made.notes)
    assert any("Leverage l binds nothing here" in note for note in made.notes)


def test_leverage_is_kept_until_the_others_have_delivered():
    steps = (step("a", share=0.7), step("a2", share=0.3), step("b", "B", 60))
    made = plan(a_plan_case(*steps, leverage=(Leverage("l", ("A",), 0.5, ("b",)),)))
    assert days(made)["a"][1] >= 60
    assert days(made)["a2"] == (0, 10)


def test_more_leverage_than_deadlines_leave_is_named():
    steps = (step("a", deadline_days=10), step("b", "B", 60))
    with pytest.raises(Infeasible, match=r"leverage l: keeps 0\.5(.|\n)*leverage l: keeps 0\.000"):
        plan(a_plan_case(*steps, leverage=(Leverage("l", ("A",), 0.5),)))


def test_a_gate_opens_when_the_obligation_that_lifts_it_has_ended():
    steps = (step("a", needs=OIL), step("b", "B", 60, lifts=("BAN",)))
    made = plan(a_plan_case(*steps, measures=(measure(),)))
    assert days(made)["a"] == (60, 70)
    [gate] = next(s for s in made.steps if s.obligation.id == "a").gates
    assert (gate.opened_by, gate.steps) == ("obligations", ("b",))


def test_a_gate_that_the_package_lifts_opens_when_that_option_is_carried_out():
    arms = element("arms")
    steps = (step("a", on="arms", needs=OIL), step("b", "B", 60), step("c", needs=OIL))
    case = a_plan_case(*steps, measures=(measure(),), lifts=("BAN",))
    package = replace(case.packages[0], choices={"trade": "trade.full", "arms": "arms.full"})
    case = replace(case, elements=(*case.elements, arms), packages=(package,))
    made = plan(case)
    # c carries out the lifting option itself, so that it cannot wait for it.
    assert days(made) == {"b": (0, 60), "c": (0, 10), "a": (60, 70)}


def test_an_act_opens_a_gate_no_earlier_than_stated_and_must_by_the_latest_start():
    late = measure(who_can_lift="Council", lifting_days=30.0)
    made = plan(a_plan_case(step("a", needs=OIL), step("b", length=100), measures=(late,)))
    assert days(made)["a"] == (30, 40)
    [gate] = next(s for s in made.steps if s.obligation.id == "a").gates
    assert (gate.opened_by, gate.opens_day, gate.must_open_by_day) == ("act", 30, 90)


def test_by_dates_alone_a_measure_holds_through_its_last_day():
    ending = measure(who_can_lift="Council", until="2026-01-31")
    case = a_plan_case(step("a", needs=OIL), measures=(ending,))
    assert days(plan(case))["a"] == (0, 10)
    made = plan(case, openings=Openings.DATES)
    assert made.on(made.steps[0].starts_day) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("who", "openings", "remedy"),
    [("", Openings.ACTS, "Fill in who_can_lift"), ("Council", Openings.DATES, "who can lift it: Council")],
)
def test_a_gate_that_never_opens_is_named(who, openings, remedy):
    case = a_plan_case(step("a", needs=OIL), measures=(measure(who_can_lift=who, until="open"),))
    with pytest.raises(Infeasible) as raised:
        plan(case, openings=openings)
    assert "a waits for BAN, Act: nothing says when it ends." in str(raised.value)
    assert remedy in str(raised.value)


def test_obligations_in_a_circle_are_an_error_that_names_it():
    with pytest.raises(CaseError, match=r"in a circle: [ab] after [ab] after [ab]\. Take one"):
        plan(a_plan_case(step("a", after=("b",)), step("b", after=("a",))))


def test_gates_in_a_circle_are_an_error_too():
    steps = (step("a", needs=OIL, lifts=("LIST",)), step("b", needs=("pay:bank",), lifts=("BAN",)))
    listing = measure("LIST", restricts=("pay:bank",))
    with pytest.raises(CaseError, match="in a circle"):
        plan(a_plan_case(*steps, measures=(measure(), listing)))


def test_an_owner_or_phase_that_does_not_exist_is_named():
    with pytest.raises(CaseError, match=r"a has the owner Z, who is not a party"):
        plan(a_plan_case(step("a", "Z")))
    with pytest.raises(CaseError, match=r"a has the phase nine, which is not a phase"):
        plan(a_plan_case(step("a", phase="nine")))


def test_a_duration_below_zero_is_refused():
    with pytest.raises(CaseError, match=r"a lasts -3 days, which is below zero"):
        plan(a_plan_case(step("a", length=-3)))


def test_a_package_without_obligations_says_what_to_fill_in():
    with pytest.raises(CaseError, match=r"package deal has no roadmap"):
        plan(a_plan_case())


def test_parties_on_both_sides_are_refused():
    rule = (Reciprocity("odd", ("A",), ("A", "B"), 0.5),)
    with pytest.raises(CaseError, match=r"reciprocity odd has A on both sides"):
        plan(a_plan_case(step("a"), step("b", "B"), reciprocity=rule))


def test_durations_can_be_taken_at_either_end_of_their_range():
    stated = Estimate("duration_days:a", 20, "days", Origin.ASSUMED, 10, 40, why="test")
    case = a_plan_case(replace(step("a"), duration_days=stated))
    assert [plan(case, durations=d).end_day for d in Durations] == [10, 20, 40]


def test_the_most_even_plan_hands_over_together_and_the_earliest_does_not():
    steps = (step("a", length=10), step("b", "B", 40), step("c", length=100, gives=0.0))
    steps = tuple(s if s.gives == 0.0 else replace(s, gives=1.0) for s in steps)
    case = a_plan_case(*steps, reciprocity=even(1.0))
    earliest, fair = plan(case), plan(case, objective=Objective.BALANCE)
    assert earliest.balances[0].imbalance_days == 30
    assert fair.balances[0].imbalance_days < 3
    assert earliest.end_day == fair.end_day == 100


def test_a_weighted_plan_pays_days_for_evenness_only_at_the_stated_price():
    steps = (step("a", length=10), step("b", "B", 40))
    monthly = (Verifier("v", "Monitors", per_30_days=1),)
    watched = tuple(replace(s, verifier="Monitors") for s in steps)
    case = a_plan_case(*watched, reciprocity=even(1.0), verifiers=monthly)
    cheap = plan(case, objective=Objective.WEIGHTED, days_per_imbalance=0.1)
    assert (cheap.end_day, cheap.stages[0].proven) == (40, True)


def test_an_even_plan_without_a_rule_says_what_is_missing():
    with pytest.raises(CaseError, match="needs a rule of reciprocity"):
        plan(a_plan_case(step("a")), objective=Objective.BALANCE)


CHAIN = (step("a", length=30), step("b", length=20, after=("a",)), step("c", length=5))


def test_a_delayed_critical_step_moves_the_end_and_what_waits_for_it():
    made = plan(a_plan_case(*CHAIN), delays={"b": 7})
    assert (made.planned_end_day, made.end_day) == (50, 57)
    assert [(m.obligation, m.planned_day, m.day) for m in made.moves] == [("b", 30, 37)]
    assert [s.obligation.id for s in made.steps if s.begun] == ["c", "a"]
    assert made.critical_steps == ("b",)


def test_a_delay_within_the_slack_moves_nothing_else():
    made = plan(a_plan_case(*CHAIN), delays={"c": 45})
    assert (made.planned_end_day, made.end_day) == (50, 50)
    assert [m.obligation for m in made.moves] == ["c"]


def test_a_delay_past_a_deadline_is_named():
    late = (*CHAIN[:1], replace(CHAIN[1], deadline_days=55.0))
    with pytest.raises(Infeasible, match=r"deadline of b: day 57"):
        plan(a_plan_case(*late), delays={"b": 7})


@pytest.mark.parametrize(
    ("delays", "words"), [({"z": 3}, "names z, which is not a step"), ({"a": -1}, "is below zero")]
)
def test_delays_that_make_no_sense_are_refused(delays, words):
    with pytest.raises(CaseError, match=words):
        plan(a_plan_case(*CHAIN), delays=delays)


def test_what_is_not_stated_is_told():
    made = plan(a_plan_case(step("a", length=None), step("b", after=("gone",))))
    assert any("Duration not stated, taken as none: a." in note for note in made.notes)
    assert any("nothing waits for it: gone." in note for note in made.notes)


@pytest.mark.parametrize(
    ("length", "delays", "signed"),
    [(1e7, {}, SIGNED), (10, {"a": 10**9}, SIGNED), (10, {}, date(9999, 12, 31))],
)
def test_a_plan_beyond_the_calendar_is_refused(length, delays, signed):
    case = a_plan_case(step("a", length=length))
    with pytest.raises(CaseError, match="beyond what a calendar holds"):
        make_plan(case, case.packages[0], find_gates(case), Question(signed, delays=delays))
