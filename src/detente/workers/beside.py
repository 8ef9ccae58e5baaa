"""Work that goes on in a second thread while the main path goes its way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Beside:
    """A thread beside this one, for steps that another step does not wait for; use it in a ``with``.

    Steps begin in the order in which they are given. With one core they are done at once, where they are given. The
    arrays that they read are shared, not copied, and nobody writes to them; so the results are the same either way.

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
        self._thread = ThreadPoolExecutor(1) if jobs > 1 else None

    def __enter__(self) -> Beside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)

    def begin(
        self, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
    ) -> Callable[[], Result]:
        """Begin a step; what comes back waits for its result when it is called, and raises what the step raised."""
        if self._thread is None:
            result = function(*given, **named)
            return lambda: result
        return self._thread.submit(function, *given, **named).result
