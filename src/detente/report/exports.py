"""Figures and tables of the report as files of their own: SVG and CSV, named as the report numbers them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from detente.analysis import Analysis
from detente.plots import names_of
from detente.report.blocks import Chapter, Exhibit, Matrix, Table
from detente.report.chapters import source_rows
from detente.report.gaps import Gap
from detente.report.render import report_chapters

INDEX = "index.csv"


def report_exports(analysis: Analysis, missing: Sequence[Gap]) -> dict[str, str]:
    """Every figure as SVG and every table as CSV: file name to content, with `index.csv` that lists them.

    A file is named by its label and key, like `figure-03-acceptance.svg`. A figure's tables carry its name. Tables of
    positions come one row per party and element. `sources.csv` holds every statement with its source.
    """
    index: list[tuple[str, ...]] = [("file", "label", "kind", "finding", "command")]
    files: dict[str, str] = {}
    for chapter in report_chapters(analysis, missing):
        for exhibit, name, content in _of_chapter(chapter):
            files[name] = content
            index.append((name, exhibit.label, exhibit.kind, exhibit.title, exhibit.command))
    files["sources.csv"] = _sources(analysis)
    index.append(("sources.csv", "Sources", "Statements", "Who said it, when, and where it was read", ""))
    return {INDEX: as_csv(index), **files}


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    r"""Write rows as CSV; a cell that a spreadsheet would take for a formula is set off by an apostrophe.

    Examples
    --------
    >>> as_csv([("a", "=1+1"), ("b", "\u22120.5")])
    "a,'=1+1\nb,\u22120.5\n"
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue()


def _harmless(cell: str) -> str:
    """Numbers keep their sign; other words that begin like a formula lose their effect."""
    is_number = cell[1:2].isdigit() and cell[:1] in "+-"
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r") and not is_number else cell


def _of_chapter(chapter: Chapter) -> Iterator[tuple[Exhibit, str, str]]:
    for block in (*chapter.blocks, *chapter.further):
        exhibit = block.exhibit if isinstance(block, Matrix) else block
        stem = _stem(exhibit)
        if exhibit.wide:
            yield exhibit, f"{stem}.svg", f"{exhibit.wide}\n"
        if isinstance(block, Matrix):
            yield exhibit, f"{stem}.csv", as_csv(list(_positions(block)))
        tables = (*exhibit.tables, *exhibit.folded)
        for count, table in enumerate(tables, start=1):
            part = f"-{count}" if len(tables) > 1 or isinstance(block, Matrix) else ""
            yield exhibit, f"{stem}{part}.csv", as_csv(list(_rows(table)))


def _stem(exhibit: Exhibit) -> str:
    """Label and key, with two digits, so that files sort as the report reads.

    Examples
    --------
    >>> _stem(Exhibit("deal-map", "Deal map", "A finding", label="Figure 7"))
    'figure-07-deal-map'
    """
    series, count = exhibit.label.split()
    return f"{series.lower()}-{int(count):02d}-{exhibit.key}"


def _rows(table: Table) -> Iterator[list[str]]:
    """Head and rows; a column whose cells carry small print has it in a column of its own."""
    noted = [any(row[k].small for row in table.rows) for k in range(len(table.head))]
    yield [cell for k, head in enumerate(table.head) for cell in ((head, f"{head}, note") if noted[k] else (head,))]
    for row in table.rows:
        yield [text for k, c in enumerate(row) for text in ((c.text, c.small) if noted[k] else (c.text,))]


def _positions(matrix: Matrix) -> Iterator[list[str]]:
    yield ["domain", "element", "party", "position", "note"]
    for panel in matrix.panels:
        for group in panel.groups:
            for row in group.rows:
                for head, cell in zip(panel.parties, row.cells, strict=True):
                    yield [group.domain, row.title, head.name, cell.words, cell.small]


def _sources(analysis: Analysis) -> str:
    head = ("claim", "said on", "party", "speaker", "element", "stance", "words", "source", "address", "reliability")
    rows = [
        (
            *(s.id, s.said_on, s.party, s.speaker, s.element, s.stance, s.words),
            *("; ".join(link.text for link in s.links), "; ".join(link.href for link in s.links if link.href)),
            s.reliability,
        )
        for s in source_rows(analysis, names_of(analysis.case))
    ]
    return as_csv([head, *rows])
