"""The networks that a case names: built-in ones by year, or folders of its own, which are read here."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from detente.case import CaseError, OwnNetwork
from detente.casefile.baseline import WrongFiles
from detente.casefile.energy import read_network_folder
from detente.casefile.problems import Findings, Problem, quoted
from detente.casefile.records import Record

NETWORKS = ("gas", "crude")
BUILTIN = re.compile(r"builtin@[0-9]{4}")
NAME_ONE = "Write builtin@ and a year, such as builtin@2025, or a network folder inside the case folder."
MONEY = {"million EUR": True, "million USD": False}


def read_own_networks(folder: Path, energy: Record, findings: Findings) -> dict[str, OwnNetwork]:
    """Read the network folders that `energy` of case.yaml names; built-in ones need no reading.

    Folders are checked as network folders are elsewhere; their problems keep their files and lines.
    """
    found = {}
    stated = [name for name in NETWORKS if energy.get(name)]
    if not stated and all(name in energy.values for name in NETWORKS):
        energy.note("gas", "energy names no network.", f"Name gas, crude or both. {NAME_ONE}")
    in_euro = []
    for name in stated:
        if BUILTIN.fullmatch(energy.get(name)):
            in_euro += [name] if name == "gas" else []
        elif _is_inside(folder, name, energy):
            own = _read(folder, energy.get(name), findings)
            if own is not None:
                found[name] = own
                in_euro += [name] if _is_in_euro(own, name, energy) else []
    if in_euro and "usd_per_eur" in energy.values and energy.get("usd_per_eur") is None:
        what = f"the money of the network of {in_euro[0]} is in EUR, and usd_per_eur is not stated."
        remedy = "Write usd_per_eur: {mode: ..., unit: USD per EUR, origin: ..., why or source: ...}."
        energy.note(in_euro[0], what, remedy)
    return found


def _read(folder: Path, name: str, findings: Findings) -> OwnNetwork | None:
    try:
        return OwnNetwork(name, read_network_folder(folder / name))
    except WrongFiles as error:
        for problem in error.problems:
            findings.add_problem(problem)
    except CaseError as error:
        what, _, remedy = str(error).partition("\n")
        place, _, what = what.partition(": ")
        findings.add_problem(Problem(place, None, what, remedy))
    return None


def _is_in_euro(own: OwnNetwork, name: str, energy: Record) -> bool:
    unit = {row["key"]: row["value"] for row in own.tables["about"]}["money_unit"]
    if unit not in MONEY:
        remedy = "Use million EUR or million USD, and prices to fit: money is price times quantity."
        energy.note(name, f"the money of {own.place} is in {quoted(unit)}.", remedy)
    return MONEY.get(unit, False)


def _is_inside(folder: Path, network: str, energy: Record) -> bool:
    """Whether the name is that of a folder inside the case folder; what else it is gets noted."""
    name = energy.get(network)
    parts = PurePosixPath(name)
    try:
        found = not parts.is_absolute() and (folder / name).is_dir()
        paths = [folder / name, *(folder / name).iterdir()] if found else []
        inside = found and all(path.resolve().is_relative_to(folder.resolve()) for path in paths)
    except (OSError, ValueError, RuntimeError):
        found = inside = False
    if parts.is_absolute() or ".." in parts.parts or (found and not inside):
        energy.note(network, f"the network {quoted(name)} lies outside the case folder.", NAME_ONE)
    elif not found:
        energy.note(network, f"{quoted(name)} is no built-in network and no folder of the case.", NAME_ONE)
    return inside and ".." not in parts.parts
