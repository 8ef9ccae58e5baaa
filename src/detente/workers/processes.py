"""Tasks in this process, or shared by processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from threadpoolctl import threadpool_limits

from detente.case import DetenteError
from detente.workers.protocol import Result, Shared, Task

WORTH_A_PROCESS = 1.0
"""Seconds of work that each process must have before one is started: a start takes 0.2 s, on a busy machine 1 s."""

LOST = (
    "A process that shared the work ended before it was done; the machine may have run out of memory.\n"
    "Ask for fewer with --jobs, or for one with --jobs 1. A script that asks for several must be importable: "
    'put what it runs under if __name__ == "__main__".'
)


@dataclass(frozen=True, slots=True)
class Processes:
    """Up to `jobs` processes on this machine, no more than the work is worth; a single one is this process itself.

    Examples
    --------
    >>> Processes(jobs=4).spread(divmod, 17, [5, 3], expected_seconds=0.0)
    [(3, 2), (5, 2)]
    """

    jobs: int = 1

    def __post_init__(self) -> None:
        if self.jobs < 1:
            raise DetenteError(f"The number of jobs must be at least 1, not {self.jobs}.")

    def spread(
        self,
        function: Callable[[Shared, Task], Result],
        shared: Shared,
        tasks: Sequence[Task],
        expected_seconds: float,
    ) -> list[Result]:
        """Share the tasks; see `Workers`."""
        count = min(self.jobs, len(tasks), int(expected_seconds / WORTH_A_PROCESS))
        if count > 1:
            return _in_processes(count, function, shared, tasks)
        # One thread here too: how many threads share a sum decides its last digits.
        with threadpool_limits(1, "blas"):
            return [function(shared, task) for task in tasks]


ALONE = Processes()
"""This process does everything itself."""


def available_cores() -> int:
    """Cores that this process may run on: fewer than the machine has where the system restricts it.

    Examples
    --------
    >>> 1 <= available_cores() <= os.cpu_count()
    True
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _in_processes(
    count: int, function: Callable[[Shared, Task], Result], shared: Shared, tasks: Sequence[Task]
) -> list[Result]:
    # Children are forked from a server that holds the code and nothing else: no thread of ours, no lock, no data.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([function.__module__])
    pool = ProcessPoolExecutor(count, context, initializer=_begin, initargs=(function, shared))
    try:
        return list(pool.map(_do, tasks))
    except BrokenProcessPool as error:
        raise DetenteError(LOST) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_ASSIGNED: list[Any] = []
"""In a worker only, and set once when it starts: the function, and what all tasks share."""


def _begin(function: Callable[[Shared, Task], Result], shared: Shared) -> None:
    """Prepare a worker: the parent answers to interrupts, and who loses it leaves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    threadpool_limits(1, "blas")
    _ASSIGNED[:] = [function, shared]


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(task: Any) -> Any:
    function, shared = _ASSIGNED
    return function(shared, task)
