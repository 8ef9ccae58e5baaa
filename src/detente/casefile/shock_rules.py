"""What must hold within economy/shocks.csv, and its rows as records of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.case import EconomySettings, Estimate, Origin, OwnBaseline, ShockRow
from detente.casefile.draft import Draft
from detente.casefile.own_baseline import ITS_OWN, check_against_own
from detente.casefile.problems import quoted, suggestion
from detente.casefile.records import Record, check_origin
from detente.casefile.scalars import Refused, check_range

UNITS = {"relief": "share taken back"}
NUMBERS = ("low", "mode", "high")
TRADE_FILE, ENERGY_FILE = "economy/shocks.csv", "economy/energy.csv"


def check_shocks(draft: Draft) -> None:
    """Hold the rows of economy/shocks.csv against one another, and the options against them."""
    rows = draft.of("shocks")
    in_force = in_force_by_id(rows)
    for row in rows:
        check_origin(row, "origin_of_number")
        _check_numbers(row)
        _check_relief(row, in_force)
        _check_one_kind(row, in_force)
    energy = draft.of("energy")
    if rows or energy:
        files = [place for place, held in ((TRADE_FILE, rows), (ENERGY_FILE, energy)) if held]
        _check_options(
            draft,
            in_force_by_id(rows + energy),
            f"is {'not' if len(files) == 1 else 'neither'} in {' nor in '.join(files)}",
        )
    if draft.own_baseline is not None and draft.case is not None:
        check_against_own(draft.own_baseline, draft.case.get("economy"), draft.listed("parties"), rows)


def in_force_by_id(rows: list[Record]) -> dict[str, bool]:
    """Whether each shock is in force, by what its first row says."""
    found: dict[str, bool] = {}
    for row in rows:
        found.setdefault(row.get("id"), bool(row.get("in_force")))
    return found


def check_size(row: Record) -> list[float]:
    """Hold low, mode and high of a shock against one another; the numbers stated, none where the mode is missing."""
    low, mode, high = (row.get(name) for name in NUMBERS)
    if mode is None:
        return []
    try:
        check_range("the shock", mode, low, high)
    except Refused as refused:
        row.note("mode", refused.what, refused.remedy)
    return [number for number in (low, mode, high) if number is not None]


def check_part_taken_back(row: Record, stated: list[float]) -> None:
    """Refuse a relief that takes back more than there was."""
    if any(number > 1 for number in stated):
        row.note("mode", "a relief takes back more than all.", "Write a share up to 1; below 0 the measure grows.")


def _check_numbers(row: Record) -> None:
    stated, lever = check_size(row), row.get("lever")
    if lever == "quantity" and any(number != 0 for number in stated):
        row.note("mode", "a quantity other than 0 is not modelled.", "Write 0 for a ban, or use iceberg.")
    elif lever == "relief":
        check_part_taken_back(row, stated)
    elif lever not in (None, "quantity") and any(number <= 0 for number in stated):
        row.note("mode", f"a factor on {lever} must be above 0.", "Write 1 for no change, 2 for twice as much.")


def _check_relief(row: Record, in_force: dict[str, bool]) -> None:
    lever, target = row.get("lever"), row.get("relieves")
    if lever == "relief" and not in_force.get(target or "", False):
        remedy = suggestion(target or "", [id_ for id_, now in in_force.items() if now], "The shocks in force are")
        row.note("relieves", f"relieves {quoted(target or '')} is not a shock in force.", remedy)
    if lever not in (None, "relief") and target:
        row.note("relieves", f"{lever} takes nothing back.", "Write lever relief, or leave relieves empty.")
    if lever == "relief" and row.get("in_force"):
        row.note("in_force", "a relief cannot be in force.", "Write the measure as it stands today.")
    if lever in ("productivity", "capital") and row.get("destination"):
        row.note("destination", f"{lever} acts on all buyers.", "Leave destination empty.")


def _check_one_kind(row: Record, in_force: dict[str, bool]) -> None:
    if in_force[row.get("id")] != bool(row.get("in_force")):
        what = f"shock {row.get('id')} is in force on some rows and not on others."
        row.note("in_force", what, "Give the rows that options bring another id.")


def _check_options(draft: Draft, in_force: dict[str, bool], absent: str) -> None:
    known = list(dict.fromkeys(id_ for id_, now in in_force.items() if not now))
    for element, option in _options(draft):
        for name in option.get("shocks") or ():
            if in_force.get(name, True):
                now = "is in force already" if name in in_force else absent
                option.note("shocks", f"shock {quoted(name)} {now}.", suggestion(name, known, "Options may bring"))
        if option.get("shocks") and option.get("id") == element.get("status_quo"):
            what = f"option {option.get('id')} is the status quo of {element.get('id')} and brings shocks."
            option.note("shocks", what, "Take them off the option; what holds today is written with in_force: yes.")
        if option.get("shocks") and element.get("economic") is False:
            what = f"element {element.get('id')} is declared not to be economic, yet {option.get('id')} brings shocks."
            option.note("shocks", what, "Take them off the option, or set economic: yes on the element.")


def _options(draft: Draft) -> Iterator[tuple[Record, Record]]:
    for element in draft.listed("elements"):
        for option in element.nested("options"):
            yield element, option


def shock_of(row: Record) -> ShockRow:
    """The row of a shock; all rows of one id share the name by which worlds draw them."""
    values = dict(row.values)
    low, mode, high = (values.pop(name) for name in NUMBERS)
    origin, source, why = (values.pop(name) for name in ("origin_of_number", "source", "why"))
    unit = UNITS.get(values["lever"], "factor")
    factor = Estimate(f"shock:{values['id']}", mode, unit, Origin(origin), low, high, source, why)
    return ShockRow(factor=factor, **values)


def settings_of(record: Record | None, own: OwnBaseline | None) -> EconomySettings:
    """The world economy of the case, its `own` where it brings one; the built-in one when nothing is stated."""
    if record is None:
        return EconomySettings()
    values = dict(record.values) | {"own": own}
    if values["elasticities"] is None:
        values["elasticities"] = EconomySettings().elasticities if own is None else ITS_OWN
    if values["elasticity_scale"] is not None:
        values["elasticity_scale"] = replace(values["elasticity_scale"], id="elasticity_scale")
    values["gdp_usd_bn"] = {r: replace(gdp, id=f"gdp:{r}") for r, gdp in values["gdp_usd_bn"].items()}
    return EconomySettings(**values)
