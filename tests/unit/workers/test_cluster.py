"""A cluster gives the same bytes, and says within seconds why it cannot."""

from __future__ import annotations

import builtins
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest

from detente.case import CaseError, DetenteError
from detente.economy.payoffs import value_with_model
from detente.workers import cluster, cluster_workers, open_workers
from detente.worlds import draw_worlds
from functional.own_world import write_own_world
from unit.economy.small_economy import BASELINE, CASE
from unit.workers import tasks

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
TESTS = Path(__file__).resolve().parents[2]
LONG = 100.0
Found = TypeVar("Found")


ONE_WORKER = ("--nthreads", "1", "--no-nanny")


@contextmanager
def running(verb: str, *options: str, path: Path = TESTS) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler or workers that only this machine can reach; stopped at the end, whatever happens."""
    command = [sys.executable, "-m", "dask", verb, *options, "--host", "127.0.0.1", "--no-dashboard"]
    program = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": str(path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield program
    finally:
        stop(program)


def stop(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait(timeout=60)


@contextmanager
def scheduler(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A scheduler on a free port, and its address."""
    told = folder / "scheduler.json"
    with running("scheduler", "--port", "0", "--scheduler-file", str(told)) as program:
        yield program, patiently(lambda: json.loads(told.read_text())["address"], (OSError, ValueError))


def patiently(ask: Callable[[], Found], passing: tuple[type[Exception], ...]) -> Found:
    """Ask again for up to five minutes: a machine that is busy is slow to start anything."""
    end = time.monotonic() + 300
    while True:
        try:
            return ask()
        except passing:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cluster")
    options = ("--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder))
    with scheduler(folder) as (_, found), running("worker", found, *options):
        wait_for_workers(found, 2)
        yield found


def wait_for_workers(found: str, count: int) -> None:
    with distributed.Client(found, timeout=300, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=300)


def test_a_cluster_returns_results_in_the_order_of_the_tasks(address):
    with cluster_workers(address, jobs=1) as workers:
        found = workers.spread(tasks.who, 0.5, list(range(40)), LONG)
        nothing = workers.spread(tasks.who, 0.5, [], LONG)
    assert [(answer, task) for answer, task, _ in found] == [(0.5 * task, task) for task in range(40)]
    used = {process for *_, process in found}
    assert len(used) == 2
    assert os.getpid() not in used
    assert nothing == []
    assert workers.jobs == 1


def test_a_cluster_gives_the_same_payoffs_to_the_last_byte(address):
    worlds = draw_worlds(70, 3)
    here = value_with_model(CASE, BASELINE, worlds)
    with open_workers(cluster=address) as workers:
        there = value_with_model(CASE, BASELINE, worlds, workers)
    assert there.money.tobytes() == here.money.tobytes()
    assert there.method == here.method


def test_assess_on_a_cluster_writes_the_same_bytes(address, detente, tmp_path):
    folder = write_own_world(tmp_path / "own")
    for output, who in (("here", ["--jobs", "1"]), ("there", ["--cluster", address])):
        ended = detente("assess", folder, "--output", tmp_path / output, "--worlds", 70, *who)
        assert ended.code == 0, ended.err
    here, there = ((tmp_path / output / "analysis.json").read_bytes() for output in ("here", "there"))
    assert here == there
    assert json.loads((tmp_path / "there/run.json").read_text())["cluster"] == address


def test_assess_writes_nothing_when_the_cluster_is_not_there(detente, tmp_path):
    folder = write_own_world(tmp_path / "own")
    ended = detente("assess", folder, "--output", tmp_path / "out", "--cluster", "localhost")
    assert (ended.code, ended.out) == (2, "")
    assert '"localhost" is not the address of a scheduler.' in ended.err
    assert not (tmp_path / "out").exists()


def test_tasks_on_a_cluster_have_one_thread_for_linear_algebra(address):
    with cluster_workers(address) as workers:
        assert workers.spread(tasks.threads, None, [1, 2], LONG) == [{1}, {1}]


def test_an_error_of_a_task_on_a_cluster_comes_through_as_it_is(address):
    with cluster_workers(address) as workers, pytest.raises(CaseError, match=r"^factor 3 has no meaning\.$"):
        workers.spread(tasks.refuse, "factor", list(range(5)), LONG)


def test_arrays_that_are_shared_are_not_taken_apart(address):
    shared = {"flow": np.arange(6.0).reshape(2, 3), "names": ("a", "b")}
    with cluster_workers(address) as workers:
        (found,) = workers.spread(tasks.shared_back, shared, [0], LONG)
    assert found["names"] == ("a", "b")
    np.testing.assert_array_equal(found["flow"], shared["flow"])


def test_other_versions_on_a_worker_are_an_error(address, monkeypatch):
    installed = cluster.metadata.version
    theirs = installed("numpy")
    monkeypatch.setattr(cluster.metadata, "version", lambda name: "1.0.0" if name == "numpy" else installed(name))
    with pytest.raises(DetenteError) as caught, cluster_workers(address):
        pass
    first, *_, last = str(caught.value).splitlines()
    assert first.startswith("Worker tcp://127.0.0.1:")
    assert first.endswith(f" has numpy {theirs} (here 1.0.0).")
    assert last == "Install the same versions on every machine; results depend on them."


def test_a_worker_that_lacks_the_program_is_an_error(tmp_path):
    (tmp_path / "detente").mkdir()
    (tmp_path / "detente" / "__init__.py").write_text("raise ImportError('not here')\n")
    local = ("--local-directory", str(tmp_path))
    with scheduler(tmp_path) as (_, found), running("worker", found, *ONE_WORKER, *local, path=tmp_path):
        wait_for_workers(found, 1)
        with pytest.raises(DetenteError, match="cannot run detente"), cluster_workers(found):
            pass


def test_a_scheduler_that_does_not_answer_is_an_error_within_seconds():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nowhere = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(DetenteError) as caught, cluster_workers(nowhere):
            pass
    assert time.monotonic() - began < 20
    assert str(caught.value) == (
        f"No scheduler answers at {nowhere} within 5 seconds.\n"
        "Start one with `dask scheduler`, use the address that it prints, and see that no firewall is between."
    )


@pytest.mark.parametrize("wrong", ["", "localhost", "localhost:8786", "tcp://localhost", "http://localhost:8786"])
def test_an_address_that_is_none_is_an_error_at_once(wrong):
    with pytest.raises(DetenteError, match="is not the address of a scheduler"), cluster_workers(wrong):
        pass


def test_a_cluster_without_workers_and_one_that_is_lost_are_errors(tmp_path):
    with scheduler(tmp_path) as (program, found):
        with pytest.raises(DetenteError, match=f"The cluster at {found} has no workers"), cluster_workers(found):
            pass
        with running("worker", found, *ONE_WORKER, "--local-directory", str(tmp_path)):
            wait_for_workers(found, 1)
            with cluster_workers(found) as workers:
                stop(program)
                with pytest.raises(DetenteError, match="was lost before its work was done"):
                    workers.spread(tasks.who, 1.0, list(range(50)), LONG)


def test_a_cluster_without_its_package_says_what_to_install(monkeypatch):
    as_it_is = builtins.__import__

    def without(name, *arguments, **named):
        if name == "distributed":
            raise ModuleNotFoundError(name)
        return as_it_is(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DetenteError) as caught, cluster_workers("tcp://localhost:8786"):
        pass
    assert str(caught.value) == (
        'A cluster needs the package distributed, which is not installed.\nInstall it: pip install "detente[cluster]"'
    )
