"""Work that goes on in other threads while the main path goes its way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


MANY_WORLDS = 4_000
"""Worlds beyond which steps wait for one another: what two steps hold of so many is worth more than the time."""


def steps_at_once(jobs: int, worlds: int) -> int:
    """How many steps over so many worlds go on side by side, with so many cores.

    Examples
    --------
    >>> steps_at_once(2, 1_000), steps_at_once(2, 10_000)
    (2, 1)
    """
    return jobs if worlds <= MANY_WORLDS else 1


class Beside:
    """Threads beside this one, for steps that the next step does not wait for; use it in a ``with``.

    Steps begin in the order in which they are given, as many at once as there are cores. With one core they are done
    at once, where they are given. The arrays that they read are shared, not copied, and nobody writes to them; so the
    results are the same either way.

    Parameters
    ----------
    jobs : int
        Cores that may be used.

    Examples
    --------
    >>> with Beside(2) as beside:
    ...     quotient = beside.begin(divmod, 17, 5)
    ...     print(quotient())
    (3, 2)
    """

    def __init__(self, jobs: int) -> None:
        self._threads = ThreadPoolExecutor(jobs) if jobs > 1 else None

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def begin(
        self, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
    ) -> Callable[[], Result]:
        """Begin a step; what comes back waits for its result when it is called, and raises what the step raised."""
        if self._threads is None:
            result = function(*given, **named)
            return lambda: result
        return self._threads.submit(function, *given, **named).result
