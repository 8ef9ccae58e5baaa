"""Precedents and signals in a case: rules beyond single fields, and the records made of them."""

from __future__ import annotations

from detente.case import DealPrice, Estimate, Event, Origin, PrecedentSettings, Provision, SignalSettings
from detente.case.precedents import NOTHING_STATED
from detente.case.signals import USUAL_SIGNALS
from detente.casefile.draft import Draft
from detente.casefile.problems import quoted, suggestion
from detente.casefile.records import Record


def check_knowledge(draft: Draft) -> None:
    """Hold what options provide, events and prices with and without a deal against the rest of the case."""
    for element in draft.listed("elements"):
        for option in element.nested("options"):
            _check_provisions(option)
    units = {row.get("series"): row.get("unit") for row in draft.of("prices")}
    _refuse_second_prices(draft)
    if draft.rows.get("prices", []) is None:
        return  # the file could not be read to its end, so that nobody knows which series it holds
    for event in draft.of("events"):
        for series in event.get("series") or ():
            _must_be_priced(event, "series", series, units)
    for row in draft.of("deal_prices"):
        _check_deal_price(row, units)
    settings = draft.case.get("signals") if draft.case else None
    if settings is not None and settings.get("market"):
        _must_be_priced(settings, "market", settings.get("market"), units)


def _check_provisions(option: Record) -> None:
    known = [provision.value for provision in Provision]
    for named in option.get("provides") or ():
        if named not in known:
            what = f"{quoted(named)} is not something that an option can provide."
            option.note("provides", what, suggestion(named, known, "Options provide"))


def _refuse_second_prices(draft: Draft) -> None:
    """Two prices of one series on one day: which of them counts would be a guess."""
    seen: dict[tuple[object, object], int] = {}
    for row in draft.of("prices"):
        place = (row.get("series"), row.get("on"))
        if None not in place and seen.setdefault(place, row.line) != row.line:
            what = f"{place[0]} has a second price on {place[1]}; the first is on line {seen[place]}."
            row.note("on", what, "Keep one of the two, or give the other a series of its own.")


def _must_be_priced(record: Record, name: str, series: str, units: dict[str, str]) -> None:
    if series not in units:
        what = f"{name} {quoted(series)} has no row in prices.csv."
        record.note(name, what, suggestion(series, list(units), "The series are"))


def _check_deal_price(row: Record, units: dict[str, str]) -> None:
    series, unit = row.get("series"), row.get("unit")
    if series:
        _must_be_priced(row, "series", series, units)
    if series in units and unit and unit != units[series]:
        what = f"the unit {quoted(unit)} is not that of the series, {quoted(units[series])}."
        row.note("unit", what, "Write the numbers in the unit of prices.csv.")
    for name in ("with_deal", "without_deal"):
        if row.get(name) is not None and row.get(name)[1] == row.get(name)[2]:
            row.note(name, f"{name} has no range.", "Write low/mode/high: what a model says of a price is never exact.")
    wanted = "why" if row.get("origin") == "assumed" else "source"
    if row.get("origin") and row.get(wanted) == "":
        row.note(wanted, f"the numbers are {row.get('origin')} and {wanted} is empty.", f"Fill in {wanted}.")


def precedent_settings(record: Record | None) -> PrecedentSettings:
    """What the case says of itself."""
    if record is None:
        return NOTHING_STATED
    said = {p.value: record.values[p.value] for p in Provision}
    stated = {name: "yes" if value else "no" for name, value in said.items() if value is not None}
    return PrecedentSettings(stated, record.values["leave_out"])


def signal_settings(record: Record | None) -> SignalSettings:
    """How the prices of the case are looked at."""
    return USUAL_SIGNALS if record is None else SignalSettings(**record.values)


def event_of(row: Record) -> Event:
    """One event."""
    return Event(**row.values)


def deal_price_of(row: Record) -> DealPrice:
    """One price with and without a deal."""
    values = row.values
    with_deal, without_deal = (_estimate(row, name) for name in ("with_deal", "without_deal"))
    return DealPrice(values["series"], with_deal, without_deal, values["unit"])


def _estimate(row: Record, name: str) -> Estimate:
    values = row.values
    mode, low, high = values[name]
    origin = Origin(values["origin"])
    id_ = f"{name}:{values['series']}"
    return Estimate(id_, mode, values["unit"], origin, low, high, values["source"], values["why"])
