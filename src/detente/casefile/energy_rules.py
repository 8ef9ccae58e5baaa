"""What must hold within economy/energy.csv, and its rows as records of the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from detente.case import EnergyRow, EnergySettings, Estimate, Origin, OwnNetwork
from detente.casefile.draft import Draft
from detente.casefile.problems import listed, quoted, suggestion
from detente.casefile.records import Record, check_origin
from detente.casefile.shock_rules import NUMBERS, check_part_taken_back, check_size, in_force_by_id

RELIEF = "relief"
SIGNED = ("supply_cost", "arc_levy", "supply_levy")
PRICES = (*SIGNED, "price_cap")
INTO = ("embargo", "supply_levy", "price_cap")
WITHOUT_PERIODS = ("storage_capacity", "conduct", "booked", "contract")
NETWORKS = ("gas", "crude")


def check_energy(draft: Draft) -> None:
    """Hold the rows of economy/energy.csv against one another and against the networks of the case."""
    rows = draft.of("energy")
    in_force = in_force_by_id(draft.of("shocks") + rows)
    settings = draft.case.get("energy") if draft.case else None
    stated = [name for name in NETWORKS if settings is not None and settings.get(name)]
    for row in rows:
        check_origin(row, "origin_of_number")
        _check_numbers(row)
        _check_relief(row, rows)
        _check_places(row)
        _check_one_kind(row, in_force)
        if row.get("network") not in (None, *stated) and draft.case is not None:
            known = f"Those stated are {listed(stated)}." if stated else "None is stated."
            what = f"the case states no network of {row.get('network')}."
            row.note("network", what, f"Name it under energy of case.yaml, such as builtin@2025. {known}")


def _check_numbers(row: Record) -> None:
    stated, kind = check_size(row), row.get("kind")
    if kind == RELIEF:
        check_part_taken_back(row, stated)
    elif kind == "embargo" and any(stated):
        row.note("mode", "an embargo has no size.", "Write 0: sales are forbidden.")
    elif kind == "elasticity" and any(number <= 0 for number in stated):
        row.note("mode", "a factor on elasticity must be above 0.", "Write 1 for no change, 2 for twice as much.")
    elif kind == "conduct" and (min(stated) < 0 or max(stated) > 1):
        row.note("mode", "conduct lies between 0 and 1.", "0 takes prices, 1 is Cournot.")
    elif kind not in (None, RELIEF, *SIGNED) and min(stated) < 0:
        row.note("mode", f"{kind} cannot be negative.", "Write 0 to close, 1 for no change." if kind else "")


def _check_relief(row: Record, rows: list[Record]) -> None:
    kind, target = row.get("kind"), row.get("relieves") or ""
    if kind == RELIEF:
        _check_relieved(row, target, [r for r in rows if r.get("in_force") and r.get("network") == row.get("network")])
        for name in ("into", "periods"):
            if row.get(name):
                row.note(name, f"a relief has no {name} of its own.", "Leave it empty; it acts where the measure does.")
    elif kind is not None:
        if target:
            row.note("relieves", f"{kind} takes nothing back.", "Write kind relief, or leave relieves empty.")
        if not row.get("target"):
            row.note("target", "the row has no target.", "Name what it acts on, or * for all.")
    if kind == RELIEF and row.get("in_force"):
        row.note("in_force", "a relief cannot be in force.", "Write the measure as it stands today.")


def _check_relieved(row: Record, target: str, measures: list[Record]) -> None:
    known = list(dict.fromkeys(r.get("id") for r in measures))
    if target not in known:
        remedy = suggestion(target, known, f"The energy shocks in force on {row.get('network')} are")
        row.note("relieves", f"relieves {quoted(target)} is not an energy shock in force.", remedy)
        return
    targets = list(dict.fromkeys(r.get("target") for r in measures if r.get("id") == target))
    if row.get("target") and row.get("target") not in targets:
        remedy = suggestion(row.get("target"), targets, "Its targets are")
        row.note("target", f"{quoted(row.get('target'))} is not a target of {target}.", remedy)


def _check_places(row: Record) -> None:
    kind = row.get("kind")
    if kind not in (None, RELIEF, *INTO) and row.get("into"):
        row.note("into", f"{kind} has no into.", f"Leave it empty; it belongs to {listed(INTO)}.")
    if kind in WITHOUT_PERIODS and row.get("periods"):
        row.note("periods", f"{kind} acts in all periods.", "Leave periods empty.")
    if kind != "price_cap" and row.get("share") not in (None, 1.0):
        row.note("share", f"{kind} has no share.", "Leave it empty; it says how far a price_cap is enforced.")


def _check_one_kind(row: Record, in_force: Mapping[str, bool]) -> None:
    if in_force[row.get("id")] != bool(row.get("in_force")):
        what = f"shock {row.get('id')} is in force on some rows and not on others."
        row.note("in_force", what, "Give the rows that options bring another id, also where they stand in two files.")


def energy_rows(draft: Draft) -> Iterator[EnergyRow]:
    """The rows of economy/energy.csv; an id is drawn under the name it has in economy/shocks.csv."""
    for row in draft.of("energy"):
        values = dict(row.values)
        low, mode, high = (values.pop(name) for name in NUMBERS)
        origin, source, why = (values.pop(name) for name in ("origin_of_number", "source", "why"))
        kind = values["kind"]
        unit = "share taken back" if kind == RELIEF else "price unit" if kind in PRICES else "factor"
        value = Estimate(f"shock:{values['id']}", mode, unit, Origin(origin), low, high, source, why)
        yield EnergyRow(value=value, line=row.line, **values)


def energy_settings(record: Record | None, own: Mapping[str, OwnNetwork]) -> EnergySettings:
    """The networks of the case; none where nothing is stated."""
    if record is None:
        return EnergySettings()
    values = dict(record.values) | {"own": dict(own)}
    if values["usd_per_eur"] is not None:
        values["usd_per_eur"] = replace(values["usd_per_eur"], id="usd_per_eur")
    return EnergySettings(**values)
