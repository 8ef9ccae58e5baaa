"""The child process: what it says when it cannot answer, and that its answers are not taken on trust."""

from __future__ import annotations

import subprocess
import sys

import pytest

from detente.cache import CacheFolder, Remembering
from detente.case import CaseError, NotConverged
from detente.roadmap import cp_sat
from detente.roadmap.cp_sat import END, Solver
from detente.roadmap.earliest_end import solve_end
from detente.roadmap.problem import (
    Balance,
    Capacity,
    Change,
    Problem,
    Task,
    Use,
    broken_by,
    heaviest_day,
    levels,
    refuse_nonsense,
)
from detente.workers import ALONE
from property.slow_schedules import sixty_obligations

TWO = Problem((Task("a", 5), Task("b", 2, after=(0,))))


@pytest.fixture(autouse=True)
def own_process(schedulers, monkeypatch):
    """Beginning and end of a process are tested here."""
    monkeypatch.setattr(schedulers, "handed_on", False)


def answering(monkeypatch, code):
    """Let another script stand where the solver's stands."""
    started = subprocess.Popen

    def other(command, **how):
        return started([sys.executable, "-c", code], **how)

    monkeypatch.setattr(cp_sat.subprocess, "Popen", other)


def test_a_missing_library_says_how_to_install_it(monkeypatch):
    answering(monkeypatch, "raise ModuleNotFoundError(\"No module named 'ortools'\")")
    with Solver() as solver, pytest.raises(CaseError, match="Install it: python -m pip install ortools"):
        solver.solve(TWO, END)


def test_a_child_that_dies_is_no_answer(monkeypatch):
    answering(monkeypatch, "import sys; sys.exit('out of memory')")
    with Solver() as solver, pytest.raises(NotConverged, match="ended without an answer: out of memory"):
        solver.solve(TWO, END)


def test_an_answer_that_breaks_a_rule_is_not_used(monkeypatch):
    wrong = '{"status": "OPTIMAL", "starts": [0, 4], "value": 6, "bound": 6.0, "effort": 0.0}'
    answering(monkeypatch, f"input(); print('''{wrong}''')")
    with Solver() as solver, pytest.raises(NotConverged, match="b begins on day 4, before a ends"):
        solver.solve(TWO, END)


def test_a_solver_outside_its_with_statement_is_refused():
    with pytest.raises(ValueError, match="outside its with"):
        Solver().solve(TWO, END)


def test_what_was_answered_before_is_not_asked_again_and_no_child_starts(monkeypatch, tmp_path):
    with Solver(workers=Remembering(ALONE, CacheFolder(tmp_path))) as solver:
        first = solver.solve(TWO, END)
    answering(monkeypatch, "import sys; sys.exit('asked again')")
    with Solver(workers=Remembering(ALONE, CacheFolder(tmp_path))) as solver:
        assert solver.solve(TWO, END) == first
        assert (solver.questions, solver.used) == (1, first.effort)
        with pytest.raises(NotConverged, match="asked again"):
            solver.solve(TWO, END, hint=(0, 5))


def test_too_little_effort_gives_a_plan_with_its_gap_or_none_but_never_a_wrong_proof():
    problem = sixty_obligations(seed=1)
    with Solver(effort=1e-6) as solver:
        answer = solver.solve(problem, END)
    assert not answer.proven
    assert answer.starts is None or broken_by(problem, answer.starts) == []


@pytest.mark.parametrize(("seed", "band"), [(0, 0.2), (0, 0.08), (1, 0.2)])
def test_sixty_obligations_with_a_band_are_proven(seed, band):
    with Solver() as solver:
        answer = solve_end(solver, sixty_obligations(seed, band))
    assert answer.proven
    assert answer.value == answer.bound


@pytest.mark.parametrize("task", [Task("a", -1), Task("a", 1, release=-2)])
def test_lengths_and_days_below_zero_are_refused(task):
    with pytest.raises(CaseError, match="is below zero"):
        refuse_nonsense(Problem((task,)))


def test_ends_on_one_day_count_together():
    balance = Balance("even", 1, 1, (Change(0, 1), Change(1, -1)))
    assert levels(balance, [4, 4]) == {4: 0}


def test_a_use_without_length_weighs_on_no_day():
    assert heaviest_day(Capacity("c", 1, (Use(0, 1, 0, 3), Use(1, 5, 0, 0))), [0, 0]) == 1
