"""What only the networks can tell of economy/energy.csv: names that they do not have, and years without a table."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case import Case, CaseError
from detente.economy.energy.levers import pose
from detente.economy.energy.records import EnergyShock, Lever
from detente.economy.energy_payoffs.levers import RELIEF, DrawnLever, draw_levers, shock_in
from detente.economy.energy_payoffs.networks import CaseNetwork, networks_of
from detente.economy.trade import Baseline
from detente.worlds import draw_worlds

Found = tuple[int, str, str]
"""Line of economy/energy.csv (0: case.yaml), what is wrong, and what to do."""


def energy_problems(case: Case, baseline: Baseline) -> tuple[Found, ...]:
    """Every row that does not fit its network, with its line; the networks first.

    Each row is tried alone, at its mode, on the status quo of its year.
    """
    worlds = draw_worlds(1, 0)
    try:
        networks = networks_of(case, worlds, baseline)
    except CaseError as error:
        said = str(error).removeprefix("case.yaml, energy, ").removeprefix("case.yaml, energy: ")
        return ((0, *_split(said)),)
    found = [problem for network in networks for problem in _of_rows(network, draw_levers(case, worlds, network.name))]
    return tuple(sorted(found))


def refuse_misfits(case: Case, baseline: Baseline) -> None:
    """Stop at rows that do not fit their network, all of them at once.

    Raises
    ------
    CaseError
        With the line of each row, what is wrong and what to do.
    """
    found = energy_problems(case, baseline)
    if found:
        raise CaseError("\n\n".join(f"{_place(line)}: {what}\n{remedy}" for line, what, remedy in found))


def _place(line: int) -> str:
    return f"economy/energy.csv, line {line}" if line else "case.yaml, energy"


def _of_rows(network: CaseNetwork, rows: tuple[DrawnLever, ...]) -> Iterator[Found]:
    """Rows alone, and all measures in force together where each alone would do."""
    alone = True
    for row in (entry.row for entry in rows if entry.row.kind != RELIEF):
        lever = Lever(row.kind, row.target, row.value.mode, row.into, row.periods, row.share)
        try:
            pose(network.network, EnergyShock((*network.status_quo.levers, lever)))
        except CaseError as error:
            alone = False
            yield row.line, *_split(str(error).partition("): ")[2] or str(error))
    if alone:
        try:
            pose(network.network, shock_in(rows, (), 0, network.network, network.status_quo))
        except CaseError as error:
            yield 0, *_split(f"{network.name}, the measures in force together: {error}")


def _split(text: str) -> tuple[str, str]:
    """What is wrong, and what to do: a second line, or the sentence that says it."""
    what, _, remedy = text.partition("\n")
    for mark in (" Use one of", " Write ", " It must be", " It lies"):
        if not remedy and mark in what:
            what, _, rest = what.partition(mark)
            remedy = f"{mark.lstrip()}{rest}"
    return what, remedy or "Correct the row, or the network."
