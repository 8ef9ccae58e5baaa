"""Functions that tests give to workers: a module of their own, so that other processes find them by name."""

from __future__ import annotations

import os
import time

import numpy as np
from threadpoolctl import threadpool_info

from detente.case import CaseError


def who(shared: float, task: int) -> tuple[float, int, int]:
    """An answer, and which process gave it."""
    time.sleep(0.02)
    return shared * task, task, os.getpid()


def threads(shared: None, task: int) -> set[int]:
    """How many threads linear algebra may use."""
    np.ones((3, 3)) @ np.ones((3, 3))
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def refuse(shared: str, task: int) -> int:
    """Fail in one task as a model fails."""
    if task == 3:
        raise CaseError(f"{shared} {task} has no meaning.")
    return task


def die(shared: None, task: int) -> int:
    """End the process in one task, as a machine does that runs out of memory."""
    if task == 3:
        os._exit(9)
    return task


def tell_and_wait(shared: str, task: int) -> int:
    """Leave the number of the process in a folder, and take long."""
    with open(os.path.join(shared, str(os.getpid())), "w", encoding="utf-8"):
        pass
    time.sleep(2 if task else 0.5)
    return task


def shared_back(shared: dict, task: int) -> dict:
    """What arrives on the other side."""
    return shared


def refuse_later_first(shared: None, task: int) -> int:
    """Fail in two tasks; the later one fails at once, the earlier one after a while."""
    if task == 2:
        time.sleep(0.3)
    if task in (2, 3):
        raise CaseError(f"task {task}")
    return task


def fault(shared: None, task: int) -> float:
    """A mistake of ours."""
    return 1 / task
