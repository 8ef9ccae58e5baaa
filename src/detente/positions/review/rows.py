"""The text of claims.csv with the rows of a review in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from detente.casefile import field_tables, separator_of
from detente.positions.review.table import PREFIX


def with_rows(text: str, rows: Sequence[Mapping[str, str]]) -> str:
    """Put the rows of a review into the text of claims.csv, behind the rows of others, which keep every cell.

    What stands between cells stays as it was, and so does the mark that spreadsheets begin UTF-8 with.
    """
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    separator = separator_of(text)
    reader = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    header = [name.strip() for name in reader[0]] if reader else []
    described = list(field_tables()["claims"].fields)
    used = {name for row in rows for name in row}
    columns = header + [name for name in described if name not in header and (not header or name in used)]
    at = columns.index("id")
    others = [cells for cells in reader[1:] if any(cells) and not _is_ours(cells, at)]
    if not rows and len(others) == len([cells for cells in reader[1:] if any(cells)]):
        return mark + text
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(cells + [""] * (len(columns) - len(cells)) for cells in others)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return mark + out.getvalue()


def _is_ours(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and cells[at].startswith(PREFIX)
