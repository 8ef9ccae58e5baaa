"""What must hold within measures.csv: zones, periods, lead times, and what licences cover."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from detente.casefile.draft import Draft
from detente.casefile.problems import quoted, suggestion
from detente.casefile.records import Record

PERIOD = re.compile(r"[1-9]\d{0,3} (day|month|year)s?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
OF_LICENCES = ("permits", "opens", "covers")


def check_measures(draft: Draft) -> None:
    """Hold the rows of measures.csv against what they speak of."""
    subjects = _subjects(draft)
    for measure in draft.of("measures"):
        _check_zone(measure)
        _check_times(measure)
        _check_lead(measure)
        _check_licence(measure, subjects)
    _check_circles(draft)
    _check_measures_of_holdings(draft)


def _check_circles(draft: Draft) -> None:
    """Refuse measures that can be lifted only after each other."""
    before = {row.get("id"): row.get("lifted_after") or () for row in draft.of("measures")}
    for measure in draft.of("measures"):
        seen, ahead = set[str](), list(measure.get("lifted_after") or ())
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += before.get(one, ())
        if measure.get("id") in seen:
            what = f"{quoted(measure.get('id'))} can be lifted only after itself."
            measure.note("lifted_after", what, "Name in lifted_after only what comes before.")


def _subjects(draft: Draft) -> list[str] | None:
    """Ids that a licence may cover, None when one of the files could not be read."""
    names = ("obligations", "ventures", "councils")
    if any(draft.rows.get(name) is None for name in names):
        return None
    return [row.get("id") for name in names for row in draft.of(name) if row.get("id")]


def _check_zone(measure: Record) -> None:
    zone = measure.get("time_zone")
    if not zone:
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = f"time_zone {quoted(zone)} is not a time zone."
        measure.note("time_zone", what, "Write a name such as UTC, America/New_York or Europe/Brussels.")


def _check_times(measure: Record) -> None:
    every = measure.get("renewed_every")
    if every and not PERIOD.fullmatch(every):
        what = f"renewed_every {quoted(every)} is not a period."
        measure.note("renewed_every", what, "Write a number and a unit, such as 6 months, 90 days or 1 year.")
    since, until = measure.get("since") or "", measure.get("until") or ""
    if DAY.fullmatch(since) and DAY.fullmatch(until) and until < since:
        measure.note("until", f"until {until} is before since {since}.", "Correct one of the two.")


def _check_lead(measure: Record) -> None:
    if measure.get("lifting_days") is None:
        return
    wanted = "lifting_why" if measure.get("lifting_origin") == "assumed" else "source"
    if measure.get(wanted) == "":
        what = f"lifting_days with lifting_origin {measure.get('lifting_origin')} needs {wanted}."
        measure.note("lifting_days", what, f"Fill in {wanted}: a number never stands alone.")


def _check_licence(measure: Record, subjects: list[str] | None) -> None:
    used = [name for name in OF_LICENCES if measure.get(name)]
    if used and measure.get("status") not in (None, "licence"):
        what = f"{used[0]} is for licences, and the status is {measure.get('status')}."
        measure.note(used[0], what, "Write status licence, or leave the column empty.")
    if measure.get("permits") and measure.get("opens") == ():
        measure.note("opens", "the licence permits something and opens no measure.", "Name the measure in opens.")
    for id_ in measure.get("covers") or ():
        if subjects is not None and id_ not in subjects:
            remedy = suggestion(id_, subjects, "The obligations, ventures and councils are")
            measure.note("covers", f"covers {quoted(id_)} is no obligation, venture or council of this case.", remedy)


def _check_measures_of_holdings(draft: Draft) -> None:
    known = [row.get("id") for row in draft.of("measures")]
    findings = next((f for f in draft.findings if f.path.endswith("/ownership.json")), None)
    if findings is None or draft.rows.get("measures") is None:
        return
    for holdings in draft.holdings:
        for regime, id_ in holdings.measures:
            if id_ not in known:
                what = (
                    f"case {quoted(holdings.id)}, measures: {quoted(id_)} under {regime} is not a measure of this case."
                )
                findings.add(None, what, suggestion(id_, [k for k in known if k], "The measures are"))
