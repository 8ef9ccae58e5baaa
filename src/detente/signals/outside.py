"""Prices from files that a user brings: plain tables, long or wide, and the index of geopolitical risk."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date

from detente.case import CaseError, Price

Rows = Sequence[tuple[int, Mapping[str, str]]]
DATE_COLUMNS = ("date", "Date", "DATE", "on", "DAY", "day", "month", "Month")
GPR_COLUMNS = ("GPRD", "GPR")
GPR_NAME = {"GPRD": "Geopolitical risk, daily", "GPR": "Geopolitical risk, monthly"}
NO_UNIT = "unit not stated"
UNKNOWN_CELLS = ("", "NA", "NaN", "nan", ".", "-")


def price_rows(rows: Rows, place: str) -> tuple[Price, ...]:
    """Read prices: long, with date, series and value (and unit, source), or wide, a column for each series.

    Empty cells are days without a price. Dates are 2031-03-14 or 20310314.

    Raises
    ------
    CaseError
        When there is no column of dates, or a date or a price cannot be read, with file and line.

    Examples
    --------
    >>> [p.series for p in price_rows([(2, {"date": "2031-03-14", "oil": "70.5", "gas": ""})], "prices.csv")]
    ['oil']
    """
    header = rows[0][1]
    when = next((name for name in DATE_COLUMNS if name in header), None)
    if when is None:
        what = f"no column of dates is there; the columns are {', '.join(header)}."
        raise CaseError(f"{place}, line 1: {what}\nName the column of dates date.")
    if "series" in header and "value" in header:
        return _unique([(line, p) for line, row in rows if (p := _long(line, row, when, place))], place)
    series = [name for name in header if name != when]
    found = [(line, p) for line, row in rows for name in series if (p := _wide(line, row, (when, name), place))]
    return _unique(found, place)


def gpr_rows(rows: Rows, place: str) -> tuple[Price, ...]:
    """Read the index of geopolitical risk of [CaldaraIacoviello2022]_ from its file, saved as CSV.

    The daily file has the columns DAY or date and GPRD, the monthly one month and GPR. Other columns are left alone.

    Raises
    ------
    CaseError
        When neither column is there, or a date or value cannot be read.
    """
    header = rows[0][1]
    column = next((name for name in GPR_COLUMNS if name in header), None)
    when = next((name for name in DATE_COLUMNS if name in header), None)
    if column is None or when is None:
        what = f"the index has a column of dates and GPRD or GPR; here are {', '.join(list(header)[:8])}."
        raise CaseError(f"{place}, line 1: {what}\nSave the file of the index as CSV.")
    found = []
    for line, row in rows:
        value = _number(line, row[column], column, place)
        if value is not None:
            on = _day(line, row[when], place)
            price = Price(on, GPR_NAME[column], value, "index", "Caldara and Iacoviello, by the user's own download")
            found.append((line, price))
    return _unique(found, place)


def _long(line: int, row: Mapping[str, str], when: str, place: str) -> Price | None:
    value = _number(line, row["value"], "value", place)
    if value is None:
        return None
    if not row["series"]:
        raise CaseError(f"{place}, line {line}: series is empty.\nSay what is priced.")
    return Price(_day(line, row[when], place), row["series"], value, row.get("unit") or NO_UNIT, row.get("source", ""))


def _wide(line: int, row: Mapping[str, str], columns: tuple[str, str], place: str) -> Price | None:
    when, name = columns
    value = _number(line, row[name], name, place)
    return None if value is None else Price(_day(line, row[when], place), name, value, NO_UNIT, place)


def _number(line: int, text: str, name: str, place: str) -> float | None:
    if text in UNKNOWN_CELLS:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        what = f'{name} "{text}" is not a number.'
        raise CaseError(f"{place}, line {line}: {what}\nWrite digits with a decimal point, or leave the cell empty.")
    return value


def _day(line: int, text: str, place: str) -> date:
    parts = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*|\.0)?", text)
    month = re.fullmatch(r"(\d{4})[-M](\d{2})", text)
    try:
        if parts:
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
        if month:
            return date(int(month[1]), int(month[2]), 1)
    except ValueError:
        pass
    raise CaseError(
        f'{place}, line {line}: "{text}" is not a date.\nWrite 2031-03-14, 20310314 or, for months, 2031M03.'
    )


def _unique(found: Sequence[tuple[int, Price]], place: str) -> tuple[Price, ...]:
    seen: dict[tuple[str, date], int] = {}
    for line, price in found:
        first = seen.setdefault((price.series, price.on), line)
        if first != line:
            what = f"{price.series} has a second price on {price.on.isoformat()}; the first is on line {first}."
            raise CaseError(f"{place}, line {line}: {what}\nKeep one of the two.")
    if not found:
        raise CaseError(f"{place}: no price was found.\nFill in at least one.")
    return tuple(price for _, price in found)
