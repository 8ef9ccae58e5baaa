from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.cache import CacheFolder, LookedUp, Remembering, remembering
from detente.case import NotConverged
from detente.workers import ALONE, Processes

CALLS: list[Any] = []


@pytest.fixture(autouse=True)
def no_calls() -> None:
    CALLS.clear()


def scaled(shared: float, task: int) -> np.ndarray:
    CALLS.append(task)
    if task == 13:
        raise NotConverged("task 13")
    return np.full(3, shared * task)


def doubled(shared: float, task: int) -> np.ndarray:
    CALLS.append(task)
    return np.full(3, 2 * shared * task)


def unkept(shared: float, task: int) -> set[int]:
    CALLS.append(task)
    return {task}


def ask(tmp_path: Path, tasks: list, function: Any = scaled, shared: Any = 2.0) -> list[float]:
    workers = Remembering(ALONE, CacheFolder(tmp_path / "c"))
    return [float(array[0]) for array in workers.spread(function, shared, tasks, 0.0)]


def test_only_tasks_that_are_new_are_done_and_order_stays(tmp_path: Path) -> None:
    assert ask(tmp_path, [1, 2]) == [2.0, 4.0]
    assert ask(tmp_path, [3, 1, 2, 4]) == [6.0, 2.0, 4.0, 8.0]
    assert CALLS == [1, 2, 3, 4]


def test_another_function_or_other_shared_content_is_another_question(tmp_path: Path) -> None:
    assert ask(tmp_path, [1]) == [2.0]
    assert ask(tmp_path, [1], doubled) == [4.0]
    assert ask(tmp_path, [1], shared=3.0) == [3.0]
    assert CALLS == [1, 1, 1]


def test_another_program_is_another_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(tmp_path, [1])
    monkeypatch.setattr(remembering, "program_digest", lambda: "a later version")
    ask(tmp_path, [1])
    assert CALLS == [1, 1]


def test_an_error_is_never_kept_and_is_that_of_the_first_task(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(NotConverged, match="task 13"):
            ask(tmp_path, [1, 13])
    assert CALLS == [1, 13, 1, 13]


def test_what_has_no_canonical_bytes_is_worked_out_each_time(tmp_path: Path) -> None:
    workers = Remembering(ALONE, CacheFolder(tmp_path / "c"))
    for _ in range(2):
        assert workers.spread(unkept, 1.0, [1], 0.0) == [{1}]
        workers.spread(scaled, np.array([object()]), [], 0.0)
    assert CALLS == [1, 1]
    assert (workers.found, workers.worked_out) == (0, 2)


def test_an_answer_that_cannot_be_read_is_worked_out_again(tmp_path: Path) -> None:
    ask(tmp_path, [1])
    (kept,) = (p for p in (tmp_path / "c").rglob("*") if p.is_file())
    CacheFolder(tmp_path / "c").keep(kept.name, b"whole, and no result")
    assert ask(tmp_path, [1]) == [2.0]
    assert ask(tmp_path, [1]) == [2.0]
    assert CALLS == [1, 1]


def test_a_run_that_only_looks_up_keeps_nothing(tmp_path: Path) -> None:
    ask(tmp_path, [1])
    workers = Remembering(ALONE, LookedUp(tmp_path / "c"))
    assert len(workers.spread(scaled, 2.0, [1, 2], 0.0)) == 2
    assert (workers.found, workers.worked_out) == (1, 1)
    ask(tmp_path, [2])
    assert CALLS == [1, 2, 2]


def test_cores_are_those_of_the_crew(tmp_path: Path) -> None:
    assert Remembering(Processes(3), CacheFolder(tmp_path / "c")).jobs == 3
