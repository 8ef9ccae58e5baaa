"""Laws of schedules: the solver against trying everything, and what holds in every plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from detente.roadmap.cp_sat import END, Solver
from detente.roadmap.earliest_end import solve_end
from detente.roadmap.problem import Problem, broken_by, imbalance
from detente.roadmap.relaxation import explain_clash
from detente.roadmap.windows import find_windows
from property.slow_schedules import all_schedules, end_of, keeps_all_rules, problems, sixty_obligations

LAST = 9
"""Small problems are tried out to this day; the solver is held to it too."""


@pytest.fixture(scope="module")
def solver():
    with Solver() as opened:
        yield opened


def within(problem: Problem) -> Problem:
    """The problem with every task ended by the last day that the twin tries."""
    tasks = tuple(replace(t, ends_by=LAST if t.ends_by is None else t.ends_by) for t in problem.tasks)
    return replace(problem, tasks=tasks)


@given(problems(most=3))
@examples(max_examples=60)
def test_the_solver_ends_as_early_as_trying_everything(solver, problem):
    bounded = within(problem)
    tried = all_schedules(bounded, LAST)
    found = solve_end(solver, bounded)
    assert found.proven
    assert found.value == min((end_of(bounded, s) for s in tried), default=None)
    assert found.starts is None or found.starts in tried


@given(problems(), st.lists(st.integers(0, 6), min_size=4, max_size=4))
@examples(max_examples=150)
def test_the_check_of_a_schedule_agrees_with_walking_through_its_days(problem, days):
    starts = tuple(days[: len(problem.tasks)])
    assert (broken_by(problem, starts) == []) == keeps_all_rules(problem, starts)


@given(problems(most=3))
@examples(max_examples=40)
def test_windows_are_those_of_all_schedules_that_end_no_later(solver, problem):
    bounded = within(problem)
    found = solver.solve(bounded, END)
    assume(found.starts is not None)
    tried = [s for s in all_schedules(bounded, LAST) if end_of(bounded, s) <= found.value]
    windows = find_windows(solver, bounded, found.starts, found.value)
    for n, window in enumerate(windows):
        assert window.proven
        assert (window.earliest, window.latest) == (min(s[n] for s in tried), max(s[n] for s in tried))


@given(problems(most=3), st.integers(0, 2))
@examples(max_examples=30)
def test_with_few_questions_windows_are_too_narrow_at_most_and_never_called_proven_when_they_are(solver, problem, most):
    # Counters and limits of its own, and the process of the other solver: starting one takes longer than the answers.
    hasty = replace(solver, windows_questions=most)
    found = hasty.solve(problem, END)
    assume(found.starts is not None)
    asked = hasty.questions
    narrow = find_windows(hasty, problem, found.starts, found.value)
    assert hasty.questions - asked <= most
    exact = find_windows(solver, problem, found.starts, found.value)
    for start, some, all_of_it in zip(found.starts, narrow, exact, strict=True):
        assert all_of_it.earliest <= some.earliest <= start <= some.latest <= all_of_it.latest
        assert some == all_of_it or not some.proven


@given(problems(most=3))
@examples(max_examples=30)
def test_a_step_without_slack_delays_the_end_and_one_with_slack_does_not(solver, problem):
    found = solver.solve(problem, END)
    assume(found.starts is not None)
    windows = find_windows(solver, problem, found.starts, found.value)
    for n, window in enumerate(windows):
        for start, later in ((window.latest, False), (window.latest + 1, True)):
            tasks = list(problem.tasks)
            tasks[n] = replace(tasks[n], release=start)
            again = solver.solve(replace(problem, tasks=tuple(tasks)), END)
            assert (again.value is None or again.value > found.value) == later


@given(problems(most=3))
@examples(max_examples=40)
def test_where_no_schedule_exists_rules_that_clash_are_named(solver, problem):
    assume(solver.solve(problem, None).starts is None)
    clash = explain_clash(solver, problem, range(len(problem.tasks)))
    assert clash.rules
    free = Problem(tuple(replace(t, ends_by=None) for t in problem.tasks))
    assert solver.solve(free, None).starts is not None
    if clash.changes:
        assert len(clash.changes) <= len(clash.rules)
        assert "alone would be enough" in clash.in_words()


@given(problems(most=3))
@examples(max_examples=30)
def test_imbalance_aim_read_every_day_is_the_area_itself(solver, problem):
    assume(problem.balances)
    bounded = within(problem)
    assume(solver.solve(bounded, None).starts is not None)
    [balance] = problem.balances
    dates, changes = list(range(LAST + 1)), [[c.task, c.points] for c in balance.changes]
    found = solver.solve(bounded, ["imbalance", dates, [changes]])
    tried = all_schedules(bounded, LAST)
    # The sum over days includes what stays uneven from the last end to the last day.
    left = abs(sum(c.points for c in balance.changes))
    after = {s: left * (LAST + 1 - max(bounded.ends(s)[c.task] for c in balance.changes)) for s in tried}
    areas = [round(imbalance(balance, bounded.ends(s)) * balance.scale) + after[s] for s in tried]
    assert found.value == min(areas)


def test_the_same_question_gives_the_same_answer(schedulers, monkeypatch):
    monkeypatch.setattr(schedulers, "handed_on", False)
    answers = []
    for _ in range(2):
        with Solver(effort=0.2) as fresh:
            answers.append(fresh.solve(sixty_obligations(seed=3), END))
    assert answers[0] == answers[1]
