"""CSV as it comes in: read line by line, so that a million rows need no more memory than one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_LINE = 200_000
MOST_COLUMNS = 1_000
MOST_ROWS = 2_000_000
# Spreadsheets take a cell that begins so for a formula, also in the wide forms of the signs.
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*|\d*)([.]\d+)?([eE][+-]?\d+)?%?")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def check_table(file: BinaryIO, most_rows: int = MOST_ROWS) -> int:
    """Read a CSV to its end and return the number of rows below its header.

    Raises
    ------
    ValidationError
        With the line, when it is no UTF-8, no table, too large, or when a spreadsheet would compute one of its cells.
    """
    width, rows = 0, -1
    reader = csv.reader(lines_of(file), strict=True)
    try:
        for row in reader:
            rows += 1
            width = width or len(row)
            _check_row(row, width, reader.line_num)
            if rows > most_rows:
                raise ValidationError(_("The table has more than %(most)s rows.") % {"most": most_rows})
    except csv.Error as error:
        raise ValidationError(_("Line %(line)s is no CSV.") % {"line": reader.line_num}) from error
    if rows < 0:
        raise ValidationError(_("The table is empty."))
    return rows


def lines_of(file: BinaryIO) -> Iterator[str]:
    """The lines of a UTF-8 text, none of them longer than a bound and none with control characters."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE:
                raise ValidationError(_("Line %(line)s is too long.") % {"line": number})
            if CONTROL.search(line):
                raise ValidationError(_("Line %(line)s holds a control character.") % {"line": number})
            yield line
    except UnicodeDecodeError as error:
        raise ValidationError(_("The text is not UTF-8 after line %(line)s.") % {"line": number}) from error
    finally:
        # The file stays with the caller, who may have closed it when a line was refused.
        if not file.closed:
            text.detach()


def computes(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula; a number with its sign is none.

    Examples
    --------
    >>> [computes(cell) for cell in ("=1+1", "@SUM(A1)", "-2.5", "+7 %", "Gas", "")]
    [True, True, False, True, False, False]
    """
    return cell.startswith(FORMULA) and (len(cell) == 1 or not NUMBER.fullmatch(cell))


def _check_row(row: list[str], width: int, line: int) -> None:
    if len(row) > MOST_COLUMNS:
        raise ValidationError(_("Line %(line)s has too many columns.") % {"line": line})
    if row and len(row) != width:
        raise ValidationError(
            _("Line %(line)s has %(found)s cells, the header %(width)s.")
            % {"line": line, "found": len(row), "width": width}
        )
    for cell in row:
        if cell and cell.startswith(FORMULA) and computes(cell):
            raise ValidationError(
                _("Line %(line)s: a spreadsheet would compute a cell. Put a word before the sign.") % {"line": line}
            )
