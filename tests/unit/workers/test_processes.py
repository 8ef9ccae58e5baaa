"""Who does the work changes nothing; who is lost is missed; nobody stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.case import CaseError, DetenteError
from detente.workers import ALONE, Processes, available_cores, open_workers
from detente.workers.processes import WORTH_A_PROCESS
from unit.workers import tasks

LONG = 100.0
TESTS = Path(__file__).resolve().parents[2]


def is_alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be counted does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(processes: set[int], within: float = 120.0) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end and any(is_alive(process) for process in processes):
        time.sleep(0.05)
    return not any(is_alive(process) for process in processes)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_back_in_the_order_of_the_tasks(jobs):
    found = Processes(jobs).spread(tasks.who, 0.5, list(range(20)), LONG)
    assert [(answer, task) for answer, task, _ in found] == [(0.5 * task, task) for task in range(20)]


def test_work_is_shared_by_as_many_processes_as_asked_for_and_they_leave():
    used = {process for *_, process in Processes(3).spread(tasks.who, 1.0, list(range(60)), LONG)}
    assert len(used) == 3
    assert os.getpid() not in used
    assert gone(used)


@pytest.mark.parametrize(
    ("jobs", "count", "seconds"), [(1, 20, LONG), (8, 20, 1.9 * WORTH_A_PROCESS), (8, 1, LONG), (8, 0, LONG)]
)
def test_no_process_is_started_for_work_that_is_not_worth_one(jobs, count, seconds):
    used = {process for *_, process in Processes(jobs).spread(tasks.who, 1.0, list(range(count)), seconds)}
    assert used <= {os.getpid()}


def test_no_more_processes_are_started_than_the_work_is_worth():
    used = {process for *_, process in Processes(8).spread(tasks.who, 1.0, list(range(40)), 2.1 * WORTH_A_PROCESS)}
    assert len(used) == 2


@pytest.mark.parametrize("workers", [ALONE, Processes(2)])
def test_linear_algebra_has_one_thread_wherever_it_runs(workers):
    assert workers.spread(tasks.threads, None, [1, 2, 3], LONG) == [{1}, {1}, {1}]


@pytest.mark.parametrize("workers", [ALONE, Processes(2)])
def test_an_error_of_a_task_comes_through_as_it_is(workers):
    with pytest.raises(CaseError, match=r"^factor 3 has no meaning\.$"):
        workers.spread(tasks.refuse, "factor", list(range(10)), LONG)


@pytest.mark.parametrize("workers", [ALONE, Processes(3)])
def test_of_several_errors_the_one_of_the_first_task_comes_through(workers):
    with pytest.raises(CaseError, match=r"^task 2$"):
        workers.spread(tasks.refuse_later_first, None, list(range(30)), LONG)


def test_a_fault_of_ours_says_where_it_happened():
    with pytest.raises(ZeroDivisionError) as caught:
        Processes(2).spread(tasks.fault, None, [1, 0, 2], LONG)
    assert "return 1 / task" in caught.value.__notes__[0]


def test_a_process_that_dies_is_an_error_that_says_what_to_do():
    with pytest.raises(DetenteError) as caught:
        Processes(2).spread(tasks.die, None, list(range(10)), LONG)
    assert str(caught.value) == (
        "A process that shared the work ended before it was done; the machine may have run out of memory.\n"
        "Ask for fewer with --jobs, or for one with --jobs 1. A script that asks for several must be importable: "
        'put what it runs under if __name__ == "__main__".'
    )


def test_the_number_of_jobs_must_be_one_or_more():
    with pytest.raises(DetenteError, match=r"The number of jobs must be at least 1, not 0\."):
        Processes(0)


def test_all_cores_that_are_available_work_unless_fewer_are_asked_for():
    with open_workers() as everyone, open_workers(1) as one:
        assert (everyone.jobs, one.jobs) == (available_cores(), 1)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_program_that_is_stopped_leaves_no_process_behind(sent, code, tmp_path):
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "unit.workers.waiting", str(tmp_path)],
        cwd=TESTS,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 300
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        started = {int(path.name) for path in tmp_path.iterdir()}
        assert len(started) == 2
        # An interrupt goes to all processes of the terminal, a kill to one.
        os.killpg(program.pid, sent) if sent == signal.SIGINT else os.kill(program.pid, sent)
        _, said = program.communicate(timeout=300)
    finally:
        program.kill()
    assert program.returncode == code
    assert gone(started)
    assert said == b""
