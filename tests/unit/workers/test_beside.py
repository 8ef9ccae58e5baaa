"""A step beside the main path gives what it gives in its place, errors included."""

from __future__ import annotations

import threading

import pytest

from detente.case import CaseError
from detente.workers import Beside


def fail():
    raise CaseError("no such place")


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_results_are_those_of_a_plain_call(jobs):
    with Beside(jobs) as beside:
        results = [beside.begin(divmod, 17, by) for by in (5, 3)]
        assert [result() for result in results] == [(3, 2), (5, 2)]
        assert results[0]() == (3, 2)


def test_a_second_core_lets_the_main_path_go_on():
    told = threading.Event()
    with Beside(2) as beside:
        heard = beside.begin(told.wait, 30.0)
        told.set()
        assert heard()


def test_one_core_does_the_step_where_it_is_given():
    with Beside(1) as beside:
        who = beside.begin(threading.get_ident)
    assert who() == threading.get_ident()


def test_an_error_comes_through_where_the_result_is_wanted():
    with Beside(2) as beside:
        result = beside.begin(fail)
        with pytest.raises(CaseError, match="no such place"):
            result()


def test_steps_that_wait_are_dropped_when_the_main_path_fails():
    done: list[int] = []
    go_on = threading.Event()

    def main_path() -> None:
        with Beside(2) as beside:
            beside.begin(go_on.wait, 30.0)
            beside.begin(go_on.wait, 30.0)
            beside.begin(done.append, 1)
            threading.Timer(0.2, go_on.set).start()
            fail()

    with pytest.raises(CaseError):
        main_path()
    assert done == []
