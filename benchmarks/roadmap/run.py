"""How long plans take: published instances, and sixty obligations with a band between two sides.

Run from the project's root: ``PYTHONPATH=tests python benchmarks/roadmap/run.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from detente.roadmap.cp_sat import Answer, Solver
from detente.roadmap.earliest_end import solve_end
from detente.roadmap.windows import find_windows
from property.slow_schedules import sixty_obligations
from spec.test_psplib import INSTANCES, PLACE, read_instance

BANDS = (0.3, 0.15, 0.08)


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    """An answer and the seconds it took."""
    before = time.perf_counter()
    return ask(), time.perf_counter() - before


def main() -> None:
    """Print one line per problem."""
    with Solver() as solver:
        for name in INSTANCES if PLACE.is_dir() else ():
            problem = read_instance(name)
            answer, seconds = timed(lambda problem=problem: solve_end(solver, problem))
            print(f"{name}: end {answer.value}, proven {answer.proven}, {seconds:.2f} s", flush=True)  # noqa: T201
        for seed in range(2):
            for band in BANDS:
                problem = sixty_obligations(seed, band)
                answer, seconds = timed(lambda problem=problem: solve_end(solver, problem))
                line = f"sixty, seed {seed}, band {band}: end {answer.value}, proven {answer.proven}, {seconds:.2f} s"
                if answer.starts is not None and answer.value is not None:
                    before = time.perf_counter()
                    windows = find_windows(solver, problem, answer.starts, answer.value)
                    line += f"; windows {time.perf_counter() - before:.1f} s, {sum(w.proven for w in windows)} proven"
                print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
