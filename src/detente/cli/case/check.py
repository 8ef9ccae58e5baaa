"""`detente check`: every problem at once, or the inputs that would tell most."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from detente.case import Case, CaseError, NotConverged
from detente.casefile import MissingInput, Problem, check_case, missing_inputs, read_case
from detente.economy.energy_payoffs import energy_problems
from detente.economy.world_economy import world_economy


def check_report(folder: Path, output_format: str) -> tuple[str, int]:
    """Say what is wrong with a case folder, as text or json, and the exit code: 0 when nothing is, else 2.

    A case without problems gets the list of absent inputs that would tell most. Raises CaseError when there is
    no such folder.
    """
    problems = check_case(folder)
    case = None if problems else read_case(folder)
    problems = problems if case is None else _economy_problems(folder, case)
    missing = () if problems or case is None else missing_inputs(case)
    code = 2 if problems else 0
    if output_format == "json":
        return _as_json(folder, problems, missing), code
    return (_problems_in_words(problems) if problems else _missing_in_words(folder, missing)), code


def _economy_problems(folder: Path, case: Case) -> tuple[Problem, ...]:
    """What only the models see: accounts that are no equilibrium, measures that leave none, names no network has."""
    if case.economy.own is None and not case.shocks and not case.energy_shocks:
        return ()
    try:
        _, baseline = world_economy(case)
    except (CaseError, NotConverged) as error:
        return (_economy_problem(folder, case, str(error)),)
    found = energy_problems(case, baseline) if case.energy_shocks else ()
    return tuple(_energy_problem(folder, *problem) for problem in found)


def _energy_problem(folder: Path, line: int, what: str, remedy: str) -> Problem:
    place = folder / ("economy/energy.csv" if line else "case.yaml")
    return Problem(place.as_posix(), line or None, what, remedy)


def _economy_problem(folder: Path, case: Case, said: str) -> Problem:
    """A message of the model as a problem of the file that it speaks of."""
    own = case.economy.own
    of_own = own is not None and said.startswith(f"{own.place}: ")
    what, _, remedy = said.removeprefix(f"{SHOCKS}, ").removeprefix(f"{own.place if own else ''}: ").partition("\n")
    place = own.place if own is not None and of_own else (folder / SHOCKS).as_posix()
    return Problem(place, None, what, remedy)


SHOCKS = "economy/shocks.csv"


def _as_json(folder: Path, problems: tuple[Problem, ...], missing: tuple[MissingInput, ...]) -> str:
    content = {
        "case": folder.as_posix(),
        "problems": [asdict(problem) for problem in problems],
        "missing_inputs": [asdict(absent) for absent in missing],
    }
    return json.dumps(content, indent=2, ensure_ascii=True)


def _problems_in_words(problems: tuple[Problem, ...]) -> str:
    count = "1 problem." if len(problems) == 1 else f"{len(problems)} problems."
    return "\n\n".join([*(str(problem) for problem in problems), count])


def _missing_in_words(folder: Path, missing: tuple[MissingInput, ...]) -> str:
    lines = [f"{folder.as_posix()}: no problems."]
    if missing:
        lines += ["", "Inputs that are not stated and would tell most, the most telling first:"]
    for number, absent in enumerate(missing, start=1):
        lines.append(f"{number:2}. {absent.what}\n    where: {absent.where}\n    tells: {absent.unlocks}")
    return "\n".join(lines)
