"""How long each stage of an assessment takes, and how much memory."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass, field

from rich.status import Status


@dataclass(slots=True)
class Clock:
    """Seconds per stage, peak memory at its end, and a line on the terminal that says which one is running."""

    status: Status
    stages: dict[str, float] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.perf_counter)
    current: str = ""

    def __call__(self, stage: str) -> None:
        """End the stage that is running, if any, and begin another; an empty name ends the last one."""
        now = time.perf_counter()
        if self.current:
            self.stages[self.current] = now - self.began
            self.memory[self.current] = peak_memory_mib()
        self.current, self.began = stage, now
        self.status.update(f"{stage} ...")


def peak_memory_mib() -> float:
    """Most memory that this process had so far; processes that share the work have their own."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
