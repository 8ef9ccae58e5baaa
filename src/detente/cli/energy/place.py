"""Which network, in which year, under which levers: from names and files to the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    followed_by,
    network_from_tables,
)
from detente.economy.energy.builtin_years import builtin_rows, builtin_year
from detente.economy.energy.levers import pose
from detente.economy.energy.years import network_in_year, years_in

MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Placed:
    """A network, what holds in its year, and how it is called; `all_open` where nobody said what was shut."""

    name: str
    year: int
    network: Network
    given: EnergyShock
    all_open: bool = False


def is_builtin(name: str) -> bool:
    """Whether a name is one of a built-in network, with or without a year, and no folder of that name is a network."""
    return name.partition("@")[0] in BUILTIN_NETWORKS and not is_network_folder(Path(name))


def place_network(name: str, year: int | None) -> Placed:
    """A built-in network (``gas``, ``gas@2024``) or a network folder, in the year named or else the last one it knows.

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
    return _from_folder(folder, year)


def _builtin(name: str, year: int | None) -> Placed:
    commodity, _, said = name.partition("@")
    years = years_in(builtin_rows(commodity, "years"))
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
    return Placed(commodity, wanted, *builtin_year(commodity, wanted))


def _from_folder(folder: Path, year: int | None) -> Placed:
    """The network of a folder, in a year of its years.csv, or as it stands where it has none."""
    place = shown_path(folder)
    tables = read_network_folder(folder)
    rows = tables.get("years", ())
    with _said_of(place):
        network = network_from_tables(tables)
    years = years_in(rows) or (network.about.year,)
    wanted = max(years) if year is None else year
    if wanted not in years:
        known = f"Use {listed(map(str, years), 'or')}, or write rows of {wanted} in years.csv."
        raise CaseError(f"{place}: there is no year {wanted}.\n{known}")
    if not rows:
        return Placed(place, wanted, network, EnergyShock(), all_open=True)
    with _said_of(f"{place}/years.csv, year {wanted}"):
        network, given = network_in_year(network, rows, wanted)
        pose(network, given)
    return Placed(place, wanted, network, given)


@contextmanager
def _said_of(place: str) -> Iterator[None]:
    """Put the place before what is wrong there."""
    try:
        yield
    except CaseError as error:
        raise CaseError(f"{place}: {error}") from error


def read_levers(path: Path | None, network: Network, before: EnergyShock) -> EnergyShock:
    """The levers of a file, each tried on the network after what holds before, so that errors are said with lines.

    Raises
    ------
    CaseError
        With file and line of every lever that names what the network does not have, or has a value without a meaning.
    """
    if path is None:
        return EnergyShock()
    levers = tuple(Lever(*row) for row in read_lever_file(path, LEVER_KINDS))
    lines = [line for line, _ in numbered_rows(path)][1:]
    problems = [f"{shown_path(path)}, line {line}: {said}" for line, said in _unfit(levers, lines, (network, before))]
    if problems:
        raise CaseError("\n\n".join(problems[:MOST_PROBLEMS]))
    return EnergyShock(levers)


def _unfit(
    levers: Sequence[Lever], lines: Sequence[int], place: tuple[Network, EnergyShock]
) -> Iterator[tuple[int, str]]:
    network, before = place
    for line, lever in zip(lines, levers, strict=True):
        try:
            pose(network, followed_by(before, EnergyShock((lever,))))
        except CaseError as error:
            named = f"{lever.kind} on {lever.target}"
            said = str(error).removeprefix(f"Lever {len(before.levers) + 1} ({named}): ")
            joined = "\nA target is one name: write a row for each." if "|" in lever.target else ""
            yield line, f"{named}: {said}{joined}"
