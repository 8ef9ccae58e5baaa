"""CSV as spreadsheets of many countries save it: semicolons or tabs between cells, and decimal commas."""

from __future__ import annotations

import re

from detente.casefile.tables import Field

SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
"""What may stand between cells, and its name."""

DECIMAL_COMMA = re.compile(r"([+-]?[0-9]*),([0-9]+)", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
WITH_NUMBERS = frozenset({"number", "integer", "quantity"})


def separator_of(text: str) -> str:
    """What stands between the cells of a CSV text, by its first line; a comma unless there is none.

    Examples
    --------
    >>> separator_of("id;party;words"), separator_of("id,party;words"), separator_of("id")
    (';', ',', ',')
    """
    header = next((line for line in text.splitlines() if line.strip()), "")
    if "," in header:
        return ","
    return next((sign for sign in (";", "\t") if sign in header), ",")


def with_points(text: str, field: Field) -> str:
    """Turn the decimal commas of a cell into points, where no comma stands between cells.

    A comma before exactly three digits might part thousands: it stays, and the number is refused.
    """
    if field.kind not in WITH_NUMBERS:
        return text
    return "/".join(decimal_point(part.strip()) for part in text.split("/"))


def decimal_point(text: str) -> str:
    """Write a number with a point for its comma; what may as well be a thousand stays.

    Examples
    --------
    >>> decimal_point("0,9"), decimal_point("0,125"), decimal_point("1,500"), decimal_point("2.5")
    ('0.9', '0.125', '1,500', '2.5')
    """
    found = DECIMAL_COMMA.fullmatch(text)
    return f"{found[1]}.{found[2]}" if found and not THOUSANDS.fullmatch(text) else text
