"""Tasks in this process, or shared by processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
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
    crew: list[_Hand] = []
    try:
        for _ in range(count):
            crew.append(_hire(context, function, shared))
        return _handed_out([hand.line for hand in crew], tasks)
    finally:
        for hand in crew:
            hand.process.terminate()
            hand.process.join()
            hand.line.close()


@dataclass(frozen=True, slots=True)
class _Hand:
    """A process that works, and the line to it."""

    process: BaseProcess
    line: Connection


def _hire(context: ForkServerContext, function: Callable[[Shared, Task], Result], shared: Shared) -> _Hand:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, function, shared), daemon=True)
    process.start()
    # Theirs is theirs alone from here on: when they end, our line ends.
    theirs.close()
    return _Hand(process, ours)


def _handed_out(lines: Sequence[Connection], tasks: Sequence[Task]) -> list[Any]:
    """Results in the order of tasks, or the error of the first task that failed.

    Tasks are handed out in order, by this thread alone: an interrupt finds no lock that it could leave closed. After an
    error no further task is handed out; those before it are out already, so that the first error is found.
    """
    results, errors = [None] * len(tasks), dict[int, Exception]()
    rest, busy = iter(range(len(tasks))), dict[Connection, int]()
    idle = list(lines)
    while idle or busy:
        for line, task in zip(idle, () if errors else rest, strict=False):
            _send(line, tasks[task])
            busy[line] = task
        idle = [line for line in wait(list(busy)) if isinstance(line, Connection)] if busy else []
        for line in idle:
            task = busy.pop(line)
            results[task], error = _receive(line)
            if error is not None:
                errors[task] = error
    if errors:
        raise errors[min(errors)]
    return results


def _send(line: Connection, task: Any) -> None:
    try:
        line.send(task)
    except OSError as error:
        raise DetenteError(LOST) from error


def _receive(line: Connection) -> tuple[Any, Exception | None]:
    """A result, or the error in its place."""
    try:
        result, error = line.recv()
    except (EOFError, OSError) as lost:
        raise DetenteError(LOST) from lost
    return result, error


def _work(line: Connection, function: Callable[[Shared, Task], Result], shared: Shared) -> None:
    """What a process does: one task after the other, until nobody is left on the line."""
    # An interrupt from the terminal reaches everybody; the parent answers for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpool_limits(1, "blas")
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            line.send(_outcome(function, shared, line.recv()))


def _outcome(
    function: Callable[[Shared, Task], Result], shared: Shared, task: Task
) -> tuple[Result | None, Exception | None]:
    try:
        return function(shared, task), None
    except DetenteError as error:
        return None, error
    except Exception as error:
        # A fault of ours: where it happened does not travel by itself.
        error.add_note(traceback.format_exc())
        return None, error
