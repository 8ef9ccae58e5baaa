"""Steps that are done once: whoever remembers what a step gave hands it over again."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

from detente.workers.protocol import Workers

Given = ParamSpec("Given")
Result = TypeVar("Result")


@runtime_checkable
class Recalling(Protocol):
    """Workers that remember what a step gave."""

    def recalled_or(self, work: Callable[[], Result], *about: object) -> Result:
        """Recall what was found about the same content before, or do the work in this process."""
        ...


def once(workers: Workers, function: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Return ``function(*given, **named)``, worked out in this process unless `workers` recall it.

    For steps that are not worth a process, yet worth a place in a cache. The function is one that a module holds by
    name and that rests on nothing but what it is given.

    Examples
    --------
    >>> from detente.workers import ALONE
    >>> once(ALONE, divmod, 17, 5)
    (3, 2)
    """
    return recalled_or(workers, lambda: function(*given, **named), function, given, named)


def recalled_or(workers: Workers, work: Callable[[], Result], *about: object) -> Result:
    """What `workers` recall, or else what the work gives; `about` is all that it rests on.

    For work that needs something at hand which is no part of the question, such as an open line to a solver.

    Examples
    --------
    >>> from detente.workers import ALONE
    >>> recalled_or(ALONE, lambda: 17 % 5, "rest", 17, 5)
    2
    """
    return workers.recalled_or(work, *about) if isinstance(workers, Recalling) else work()
