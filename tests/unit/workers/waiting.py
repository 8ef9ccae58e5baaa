"""A program that shares long work between two processes; tests run it, and stop it."""

from __future__ import annotations

import sys

from detente.workers import Processes
from unit.workers import tasks


def main() -> int:
    try:
        Processes(2).spread(tasks.tell_and_wait, sys.argv[1], list(range(1, 100)), 100.0)
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
