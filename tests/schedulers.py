"""Processes of the scheduler that tests hand on to one another: loading its library takes longer than most answers."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field

import pytest


@dataclass
class Schedulers:
    """Processes that wait for a question; each knows nothing but the one that it is asked."""

    idle: list[subprocess.Popen[str]] = field(default_factory=list)
    handed_on: bool = True

    def take_part_in(self, patch: pytest.MonkeyPatch) -> None:
        """Let a solver take a process that waits, and leave its own when it ends without an error."""
        # What is imported before the tests begin, coverage counts as never run.
        from detente.roadmap.cp_sat import Solver  # noqa: PLC0415

        begin, end = Solver.__enter__, Solver.__exit__

        def enter(solver: Solver) -> Solver:
            if self.handed_on and self.idle:
                solver._child = self.idle.pop()
            return begin(solver)

        def leave(solver: Solver, kind: type[BaseException] | None, *error: object) -> None:
            child = solver._child
            if self.handed_on and kind is None and child is not None and child.poll() is None:
                self.idle.append(child)
                solver._child = None
            end(solver, kind, *error)

        patch.setattr(Solver, "__enter__", enter)
        patch.setattr(Solver, "__exit__", leave)

    def end(self) -> None:
        """End all that wait."""
        for child in self.idle:
            child.kill()
            child.communicate()
        self.idle.clear()
