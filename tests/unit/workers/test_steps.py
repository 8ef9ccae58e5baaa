"""A step is done once where somebody remembers, and each time where nobody does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.cache import CacheFolder, LookedUp, Remembering
from detente.case import NotConverged
from detente.workers import ALONE, once, recalled_or

DONE: list[Any] = []


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


def rest(number: int, by: int = 5) -> int | None:
    DONE.append((number, by))
    if number == 13:
        raise NotConverged("13")
    return number % by or None


def unkept(number: int) -> set[int]:
    DONE.append(number)
    return {number}


def remembering(folder: Path) -> Remembering:
    return Remembering(ALONE, CacheFolder(folder))


def test_workers_without_a_memory_do_it_each_time() -> None:
    assert [once(ALONE, rest, 17), once(ALONE, rest, 17)] == [2, 2]
    assert len(DONE) == 2


def test_a_step_is_recalled_by_another_run_and_counts_as_no_task(tmp_path: Path) -> None:
    assert once(remembering(tmp_path), rest, 17) == 2
    again = remembering(tmp_path)
    assert once(again, rest, 17) == 2
    assert DONE == [(17, 5)]
    assert (again.found, again.worked_out) == (0, 0)


def test_a_step_that_gives_nothing_is_recalled_as_well(tmp_path: Path) -> None:
    assert [once(remembering(tmp_path), rest, 15) for _ in range(2)] == [None, None]
    assert DONE == [(15, 5)]


def test_other_arguments_by_place_or_by_name_are_another_step(tmp_path: Path) -> None:
    workers = remembering(tmp_path)
    assert [once(workers, rest, 17), once(workers, rest, 18), once(workers, rest, 17, by=4)] == [2, 3, 1]
    assert DONE == [(17, 5), (18, 5), (17, 4)]


def test_what_has_no_name_or_cannot_be_kept_is_done_each_time(tmp_path: Path) -> None:
    workers = remembering(tmp_path)
    assert [once(workers, unkept, 1), once(workers, unkept, 1)] == [{1}, {1}]
    given = [recalled_or(workers, lambda: rest(17), object()) for _ in range(2)]
    assert given == [2, 2]
    assert DONE == [1, 1, (17, 5), (17, 5)]


def test_an_error_comes_through_and_is_never_kept(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(NotConverged, match="13"):
            once(remembering(tmp_path), rest, 13)
    assert len(DONE) == 2


def test_a_memory_that_may_leave_no_trace_leaves_none(tmp_path: Path) -> None:
    looked_up = Remembering(ALONE, LookedUp(tmp_path / "none"))
    assert [once(looked_up, rest, 17), once(looked_up, rest, 17)] == [2, 2]
    assert len(DONE) == 2
    assert not (tmp_path / "none").exists()
