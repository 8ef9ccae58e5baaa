"""The world economy that a case brings in a folder of its own: reading it, and holding the case against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from detente.case import CaseError, OwnBaseline
from detente.casefile.baseline import WrongFiles, baseline_arrays, read_baseline_folder
from detente.casefile.problems import Findings, Problem, quoted, suggestion
from detente.casefile.records import Record

BUILTIN, ITS_OWN = "builtin", "baseline"
NAME_A_FOLDER = "Write builtin, or a baseline folder inside the case folder, such as economy/world."


def read_own_baseline(folder: Path, economy: Record, findings: Findings) -> OwnBaseline | None:
    """Read the baseline folder that `economy` of case.yaml names; None for the built-in one, or after noting why not.

    The folder is checked as `detente baseline check` does; its problems keep their files and lines.
    """
    name = economy.get("baseline") or BUILTIN
    _check_elasticities(economy, name)
    if name == BUILTIN or not _is_inside(folder, name, economy):
        return None
    place = folder / name
    try:
        tables = read_baseline_folder(place)
    except CaseError as error:
        for problem in error.problems if isinstance(error, WrongFiles) else (_problem(error),):
            findings.add_problem(problem)
        return None
    return OwnBaseline(
        place=name,
        regions=tables.regions,
        sectors=tables.sectors,
        year=tables.year,
        unit=tables.unit,
        source=tables.source,
        arrays=baseline_arrays(tables),
        substitution=tables.substitution,
    )


def _check_elasticities(economy: Record, name: str) -> None:
    stated = economy.get("elasticities")
    if stated == ITS_OWN and name == BUILTIN:
        what = "elasticities baseline are those of a baseline folder, and the baseline is builtin."
        economy.note("elasticities", what, "Name one of the sets of the built-in baseline, or leave elasticities out.")
    if stated not in (None, ITS_OWN) and name != BUILTIN:
        what = f"the set {stated} belongs to the built-in baseline; its sectors are not those of {quoted(name)}."
        economy.note("elasticities", what, "Leave elasticities out: the folder states its own in sectors.csv.")


def _is_inside(folder: Path, name: str, economy: Record) -> bool:
    """Whether the name is that of a folder inside the case folder; what else it is gets noted."""
    parts = PurePosixPath(name)
    try:
        found = not parts.is_absolute() and (folder / name).is_dir()
        inside = found and all(_leads_inside(folder, path) for path in (folder / name, *(folder / name).iterdir()))
    except (OSError, ValueError, RuntimeError):
        found = inside = False
    if parts.is_absolute() or ".." in parts.parts or (found and not inside):
        economy.note("baseline", f"the baseline {quoted(name)} lies outside the case folder.", NAME_A_FOLDER)
    elif not found:
        economy.note("baseline", f"the case folder has no folder {quoted(name)}.", NAME_A_FOLDER)
    return inside and ".." not in parts.parts


def _leads_inside(folder: Path, path: Path) -> bool:
    """Whether a path stays in the case folder when links are followed: a case stands on its own."""
    return path.resolve().is_relative_to(folder.resolve())


def _problem(error: CaseError) -> Problem:
    """A problem of a whole file: its place stands before the first colon, what to do on the second line."""
    what, _, remedy = str(error).partition("\n")
    place, _, what = what.partition(": ")
    return Problem(place, None, what, remedy)


def check_against_own(own: OwnBaseline, economy: Record, parties: list[Record], shocks: list[Record]) -> None:
    """Note regions and sectors that the case names and the baseline folder does not have."""
    known = "The regions are"
    with_regions = {party.get("id") for party in parties if party.get("regions")}
    for record, field in [(party, "regions") for party in parties] + [(economy, "gdp_usd_bn")]:
        for region in _keys(record.get(field)):
            if region not in own.regions:
                what = f"{field} names {quoted(region)}, which is not a region of {own.place}."
                record.note(f"{field}.{region}", what, suggestion(region, own.regions, known))
    for row in shocks:
        for field, name in _regions_named(row):
            if name not in own.regions and name not in with_regions:
                what = f"{field} {quoted(name)} is neither a region of {own.place} nor a party with regions."
                row.note(field, what, suggestion(name, own.regions, known))
        for name in row.get("sector") or ():
            if name not in own.sectors:
                what = f"sector {quoted(name)} is not a sector of {own.place}."
                row.note("sector", what, suggestion(name, own.sectors, "The sectors are"))


def _keys(mapping: Mapping[str, object] | None) -> tuple[str, ...]:
    return tuple(mapping or ())


def _regions_named(row: Record) -> Iterator[tuple[str, str]]:
    for field in ("origin", "destination"):
        for name in row.get(field) or ():
            yield field, name
