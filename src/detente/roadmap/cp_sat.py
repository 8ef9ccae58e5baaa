"""Schedules by CP-SAT, in a child process that stays open for a series of questions."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from types import TracebackType
from typing import Any

from detente.case import CaseError, NotConverged
from detente.roadmap.problem import Problem, broken_by, refuse_nonsense
from detente.workers import ALONE, Workers, recalled_or

EFFORT = 30.0
"""Deterministic units that one question may take, about a second each; the same on every machine."""

Goal = list[Any]

END: Goal = ["end"]
EARLY: Goal = ["early"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A schedule and how good it is: `proven` when nothing better exists, else `bound` is what could be reached.

    `starts` is None when no schedule was found; then `proven` says that there is none.
    """

    starts: tuple[int, ...] | None
    value: int | None
    bound: float | None
    proven: bool
    effort: float


@dataclass(slots=True)
class Solver:
    """A child process with CP-SAT of [PerronDidier2025]_; use it in a ``with``.

    One worker, a fixed seed and an effort counted in deterministic units: the same question gives the same answer.
    `effort` is for one question; `windows_questions` are asked at most about the windows of one plan. What `workers`
    recall is not asked again; the child starts with the first question that is.
    Every schedule that comes back is checked against the problem here, day by day.

    Raises
    ------
    CaseError
        Where OR-Tools is not installed, or the problem makes no sense.
    NotConverged
        Where the child process dies, or answers with a schedule that breaks a constraint.
    """

    effort: float = EFFORT
    windows_questions: float = math.inf
    workers: Workers = ALONE
    questions: int = 0
    used: float = 0.0
    _open: bool = field(default=False, repr=False)
    _child: subprocess.Popen[str] | None = field(default=None, repr=False)

    def __enter__(self) -> Solver:
        self._open = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open = False
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def solve(
        self,
        problem: Problem,
        minimise: Goal | None,
        at_most: tuple[tuple[Goal, int], ...] = (),
        hint: tuple[int, ...] | None = None,
    ) -> Answer:
        """Find a schedule with the least of a goal, others held at most at given values; None asks for any schedule."""
        if not self._open:
            raise ValueError("The solver is used outside its with statement.")
        refuse_nonsense(problem)
        told = _told(problem) | {"minimise": minimise, "at_most": at_most, "hint": hint, "effort": self.effort}
        line = json.dumps(told)
        heard = recalled_or(self.workers, lambda: self._ask(line), "schedule", line)
        self.questions += 1
        self.used += heard["effort"]
        starts = None if heard["starts"] is None else tuple(heard["starts"])
        if starts is not None and (broken := broken_by(problem, starts)):
            raise NotConverged(f"The solver answered with a schedule in which {broken[0]}.")
        proven = heard["status"] in ("OPTIMAL", "INFEASIBLE")
        return Answer(starts, heard["value"], heard["bound"], proven, heard["effort"])

    def _ask(self, line: str) -> Any:
        child = self._child = self._child or self._started()
        if child.stdin is None or child.stdout is None:
            raise ValueError("The solver has no line to its child.")
        with suppress(BrokenPipeError):
            child.stdin.write(line + "\n")
            child.stdin.flush()
        heard = child.stdout.readline()
        if not heard:
            raise self._silence(child)
        return json.loads(heard)

    def _started(self) -> subprocess.Popen[str]:
        with as_file(files("detente.roadmap").joinpath("cp_sat_child.py")) as script:
            # -P keeps this folder's modules from hiding others; the script itself imports none of them.
            command = [sys.executable, "-P", str(script)]
            pipe = subprocess.PIPE
            return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")

    def _silence(self, child: subprocess.Popen[str]) -> CaseError | NotConverged:
        said = child.communicate()[1].strip().splitlines() or ["it said nothing"]
        if "No module named 'ortools'" in said[-1]:
            return CaseError("OR-Tools is not installed. Install it: python -m pip install ortools")
        return NotConverged(f"The scheduling process ended without an answer: {said[-1]}")


def _told(problem: Problem) -> dict[str, Any]:
    """The problem as the child reads it."""
    return {
        "horizon": problem.horizon,
        "tasks": [(t.length, t.release, t.ends_by, t.after) for t in problem.tasks],
        "spans": [(s.first, s.last, s.days) for s in problem.spans],
        "capacities": [(c.limit, [(u.task, u.amount, u.offset, u.length) for u in c.uses]) for c in problem.capacities],
        "balances": [(b.band, [(c.task, c.points) for c in b.changes]) for b in problem.balances],
        "holdbacks": [(h.most, [(c.task, c.points) for c in h.changes], h.until) for h in problem.holdbacks],
    }
