"""Which network, in which year, under which levers: from names and files to the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.case import CaseError
from detente.casefile.baseline.columns import numbered_rows
from detente.casefile.energy import is_network_folder, read_lever_file, read_network_folder
from detente.casefile.files import shown_path
from detente.casefile.problems import closest, listed
from detente.economy.energy import (
    BUILTIN_NETWORKS,
    LEVER_KINDS,
    EnergyShock,
    Lever,
    Network,
    network_from_tables,
)
from detente.economy.energy.builtin_years import builtin_rows, builtin_year
from detente.economy.energy.levers import pose

MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Placed:
    """A network, what holds in its year, and how it is called."""

    name: str
    year: int
    network: Network
    given: EnergyShock
    builtin: bool


def is_builtin(name: str) -> bool:
    """Whether a name is one of a built-in network, with or without a year, and no folder of that name is a network."""
    return name.partition("@")[0] in BUILTIN_NETWORKS and not is_network_folder(Path(name))


def place_network(name: str, year: int | None) -> Placed:
    """A built-in network in a year (``gas``, ``gas@2024``), the last one if none is named; or a network folder.

    Raises
    ------
    CaseError
        When there is no such network, year or folder, or what is in it cannot be used.
    """
    if is_builtin(name):
        return _builtin(name, year)
    folder = Path(name)
    if not folder.exists():
        near = closest(name.partition("@")[0], BUILTIN_NETWORKS, likeness=0.6)
        meant = f"Did you mean {near}? " if near else ""
        raise CaseError(
            f'"{name}": there is no such network.\n{meant}Use {listed(BUILTIN_NETWORKS, "or")}, a '
            "network folder, or a case folder."
        )
    if folder.is_file():
        raise CaseError(
            f"{shown_path(folder)}: this is a file.\nName the folder of a network, or a shock with --shock."
        )
    if year is not None:
        raise CaseError(
            f"{shown_path(folder)}: a folder is of the year in its about.csv.\nLeave --year out; "
            "--given holds what was shut in another year."
        )
    network = _from_folder(folder)
    return Placed(name, network.about.year, network, EnergyShock(), builtin=False)


def _builtin(name: str, year: int | None) -> Placed:
    commodity, _, said = name.partition("@")
    years = [int(text) for text in dict.fromkeys(row["year"] for row in builtin_rows(commodity, "years"))]
    if said and not said.isdigit():
        raise CaseError(
            f'"{name}": "{said}" is no year.\nWrite {commodity}@{years[-1]}; {commodity} knows '
            f"{listed(map(str, years))}."
        )
    if said and year is not None and int(said) != year:
        raise CaseError(f'"{name}" and --year {year} name two years.\nName one.')
    wanted = int(said) if said else year if year is not None else max(years)
    if wanted not in years:
        raise CaseError(f"{commodity} has no year {wanted}.\nUse {listed(map(str, years), 'or')}.")
    return Placed(commodity, wanted, *builtin_year(commodity, wanted), builtin=True)


def _from_folder(folder: Path) -> Network:
    try:
        return network_from_tables(read_network_folder(folder))
    except CaseError as error:
        said = str(error)
        raise CaseError(said if said.startswith(shown_path(folder)) else f"{shown_path(folder)}: {said}") from error


def read_levers(path: Path | None, network: Network) -> EnergyShock:
    """The levers of a file, each tried on the network, so that what is wrong is said with its line.

    Raises
    ------
    CaseError
        With file and line of every lever that names what the network does not have, or has a value without a meaning.
    """
    if path is None:
        return EnergyShock()
    levers = tuple(Lever(*row) for row in read_lever_file(path, LEVER_KINDS))
    lines = [line for line, _ in numbered_rows(path)][1:]
    problems = [f"{shown_path(path)}, line {line}: {said}" for line, said in _unfit(levers, lines, network)]
    if problems:
        raise CaseError("\n\n".join(problems[:MOST_PROBLEMS]))
    return EnergyShock(levers)


def _unfit(levers: Sequence[Lever], lines: Sequence[int], network: Network) -> list[tuple[int, str]]:
    found = []
    for line, lever in zip(lines, levers, strict=True):
        try:
            pose(network, EnergyShock((lever,)))
        except CaseError as error:
            said = str(error).removeprefix("Lever 1 ")
            found.append((line, said))
    return found
