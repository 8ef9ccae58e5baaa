"""What is missing where nothing is feasible, and from whom."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from detente.durability.design.agreement import agreement_of, terms_under
from detente.durability.design.chance import least_shortfall
from detente.durability.design.plan import as_written, open_phases
from detente.durability.design.records import Regime, Shortfall, Snapback
from detente.durability.design.search import Question, program_of
from detente.durability.design.task import Task

NEGLIGIBLE_USD_BN = 1e-5
"""A lowering of the floor below ten thousand dollars is rounding of the program."""


def what_is_missing(task: Task, question: Question) -> tuple[Shortfall, ...]:
    """The least lowering of floors that would make the cheapest-to-mend regime feasible, largest first."""
    best: tuple[Shortfall, ...] | None = None
    for regime in task.request.regimes:
        for snapback in task.request.snapbacks:
            short = _shortfalls(task, question, regime, snapback)
            if short is not None and (best is None or _total(short) < _total(best)):
                best = short
    return best or ()


def _total(shortfalls: Sequence[Shortfall]) -> float:
    return math.fsum(s.missing_usd_bn for s in shortfalls)


def _shortfalls(task: Task, question: Question, regime: Regime, snapback: Snapback) -> tuple[Shortfall, ...] | None:
    agreement = agreement_of(terms_under(question.terms, regime, snapback), question.sides)
    results = []
    for allowed, exact in (
        (as_written(agreement).delivered > 0, True),
        (open_phases(agreement, question.request.on_time), False),
    ):
        program = program_of(question, agreement, allowed, exact=exact)
        found = least_shortfall(program, question.required)
        if found is not None:
            values = np.zeros(len(program.rows.groups))
            np.maximum.at(values, program.rows.group, found[1].shortfall)
            results.append((float(values.sum()), values, program.rows.groups))
    if not results:
        return None
    _, values, groups = min(results, key=lambda r: r[0])
    order = [int(g) for g in np.argsort(-values, kind="stable") if values[g] > NEGLIGIBLE_USD_BN]
    case = task.case
    return tuple(
        Shortfall(
            case.parties[agreement.parties[groups[g].party]].id,
            case.phases[groups[g].phase].id,
            str(groups[g].way),
            float(values[g]),
        )
        for g in order
    )
