"""Published instances of the resource-constrained project scheduling problem, with their known optima.

Instances and optima are those of the PSPLIB [KolischSprecher1997]_, in the reference folder beside the project.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from detente.roadmap.cp_sat import Solver
from detente.roadmap.earliest_end import solve_end
from detente.roadmap.problem import Capacity, Problem, Task, Use

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT.parent / "shared" / "reference" / "scheduling"
INSTANCES = ("j301_1", "j309_4", "j601_1")

needs_reference = pytest.mark.skipif(not PLACE.is_dir(), reason="the reference folder is not beside the project")


def numbers(block: str) -> list[list[int]]:
    rows = (line.split() for line in block.splitlines())
    return [[int(x) for x in row] for row in rows if row and all(re.fullmatch(r"\d+", x) for x in row)]


def read_instance(name: str) -> Problem:
    text = (PLACE / f"{name}.sm").read_text()
    _, rest = text.split("PRECEDENCE RELATIONS:")
    order, rest = rest.split("REQUESTS/DURATIONS:")
    requests, available = rest.split("RESOURCEAVAILABILITIES:")
    after: dict[int, list[int]] = {}
    for job, _, _, *successors in numbers(order):
        for successor in successors:
            after.setdefault(successor, []).append(job - 1)
    rows = numbers(requests)
    tasks = tuple(Task(str(job), days, after=tuple(after.get(job, ()))) for job, _, days, *_ in rows)
    limits = numbers(available)[0]
    capacities = tuple(
        Capacity(f"R{r}", limit, tuple(Use(n, row[3 + r], 0, row[2]) for n, row in enumerate(rows) if row[3 + r]))
        for r, limit in enumerate(limits)
    )
    return Problem(tasks, capacities)


def known_optimum(name: str) -> int:
    table = "j30" if name.startswith("j30") else "j60"
    with (PLACE / f"{table}.optimum.csv").open(newline="") as lines:
        return next(int(row["optimum"]) for row in csv.DictReader(lines) if row["problem"] == f"{name}.sm")


@needs_reference
@pytest.mark.parametrize("name", INSTANCES)
def test_a_published_instance_is_solved_to_its_known_optimum_with_proof(name):
    with Solver() as solver:
        answer = solve_end(solver, read_instance(name))
    assert answer.proven
    assert answer.value == known_optimum(name)
