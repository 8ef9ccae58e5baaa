"""What everyone who does work for us must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

Shared = TypeVar("Shared")
Task = TypeVar("Task")
Result = TypeVar("Result")


class Workers(Protocol):
    """Those who share a list of tasks.

    What comes back must not depend on who did the work. So tasks are cut to a fixed size by the caller, each is done
    alone, with one thread for linear algebra, and results come back in the order of the tasks.
    """

    @property
    def jobs(self) -> int:
        """Cores of this machine that may be used."""
        ...

    def spread(
        self,
        function: Callable[[Shared, Task], Result],
        shared: Shared,
        tasks: Sequence[Task],
        expected_seconds: float,
    ) -> list[Result]:
        """Return ``[function(shared, task) for task in tasks]``, done by whom it pays to ask.

        Parameters
        ----------
        function : callable
            A function that a module holds by name, so that other processes find it.
        shared
            What all tasks need; sent once to each worker, never changed.
        tasks : sequence
            What differs between tasks.
        expected_seconds : float
            About how long all tasks take on one core: short work is not worth a start of processes.

        Raises
        ------
        DetenteError
            When a worker is lost. An error of `function` itself comes through as it is.
        """
        ...
