"""Workers that do no task twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from detente.cache.canonical import Unnamed, digest_of
from detente.cache.folder import Kept
from detente.cache.program import program_digest
from detente.cache.records import Damaged, pack, unpack
from detente.workers import Workers
from detente.workers.protocol import Result, Shared, Task

Found = TypeVar("Found")


class Remembering:
    """Others who do the work, asked only for what no folder has the answer to.

    A task is named by all that its function is given and by the program: equal names, equal answers. Tasks whose
    arguments or answers have no canonical bytes are worked out each time. An error is never kept.

    Parameters
    ----------
    crew : Workers
        Who works out what is not known; on this machine, for others may round differently.
    kept : Kept
        Where answers are looked up, and kept.
    """

    def __init__(self, crew: Workers, kept: Kept) -> None:
        self._crew, self._kept = crew, kept
        self.found, self.worked_out = 0, 0

    @property
    def jobs(self) -> int:
        """Cores of this machine that may be used."""
        return self._crew.jobs

    def spread(
        self,
        function: Callable[[Shared, Task], Result],
        shared: Shared,
        tasks: Sequence[Task],
        expected_seconds: float,
    ) -> list[Result]:
        """Share the tasks whose answers are not kept; see `Workers`."""
        try:
            about = digest_of(program_digest(), function, shared)
            names = [digest_of(about, task) for task in tasks]
        except Unnamed:
            self.worked_out += len(tasks)
            return self._crew.spread(function, shared, tasks, expected_seconds)
        results: list[Any] = [None] * len(tasks)
        missing = [k for k, name in enumerate(names) if not self._fill(results, k, name)]
        if missing:
            left = expected_seconds * len(missing) / len(tasks)
            worked_out = self._crew.spread(function, shared, [tasks[k] for k in missing], left)
            for k, result in zip(missing, worked_out, strict=True):
                results[k] = result
                self._keep(names[k], result)
        self.found += len(tasks) - len(missing)
        self.worked_out += len(missing)
        return results

    def recalled_or(self, work: Callable[[], Found], *about: object) -> Found:
        """Recall what a step gave for the same content, or do it in this process; it counts as no task."""
        try:
            name = digest_of("step", program_digest(), *about)
        except Unnamed:
            return work()
        # In a tuple, for a step may give None.
        recalled = self.recall(name)
        if isinstance(recalled, tuple):
            found: Found = recalled[0]
            return found
        result = work()
        self._keep(name, (result,))
        return result

    def recall(self, name: str) -> Any:
        """What was kept under a name by `keep`; None where there is nothing, or it is damaged."""
        found: list[Any] = [None]
        self._fill(found, 0, name)
        return found[0]

    def keep(self, name: str, result: object) -> None:
        """Keep a result of several tasks together under a name of the caller, a digest of all it rests on."""
        self._keep(name, result)

    def _fill(self, results: list[Any], k: int, name: str) -> bool:
        """Put a known answer in its place; whether there was one."""
        content = self._kept.find(name)
        if content is None:
            return False
        try:
            results[k] = unpack(content)
        except Damaged:
            self._kept.drop(name)
            return False
        return True

    def _keep(self, name: str, result: object) -> None:
        with suppress(Unnamed):
            self._kept.keep(name, pack(result))
