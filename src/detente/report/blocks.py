"""What a chapter is made of: exhibits with a finding, a drawing and its table; the template lays them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from detente.plots import NARROW, WIDE, Frame

NOTHING = Markup("")
"""No drawing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: plain text, and how it is to be read.

    `kind`: '' for words, 'number' set right, 'unknown' hatched, 'tag cited|estimated|assumed' a tag of origin.
    `href` may lead within the page or to a source. `anchor`, in the first cell, is the id of the row.
    """

    text: str
    kind: str = ""
    small: str = ""
    href: str = ""
    anchor: str = ""


UNKNOWN = Cell("unknown", "unknown")


def number(text: str, small: str = "") -> Cell:
    """A cell set right, digits under digits."""
    return Cell(text, "number", small)


SLIM_COLUMNS, SLIM_TEXT = 4, 7
"""Columns and letters per number up to which a table fits a phone."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of a row is its head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Columns set right: those in which some cell is a number."""
        return tuple(any(row[k].kind == "number" for row in self.rows) for k in range(len(self.head)))

    @property
    def slim(self) -> bool:
        """Whether it fits a phone as it is: few columns, and short numbers in all but the first."""
        cells = [cell for row in self.rows for cell in row[1:]]
        return len(self.head) <= SLIM_COLUMNS and all(c.kind == "number" and len(c.text) <= SLIM_TEXT for c in cells)


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the margin: how to read a figure, or what it does not say."""

    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A figure or a table with its finding.

    `empty` stands in the place of a drawing where there is nothing to draw, in words. An exhibit without a drawing
    shows its tables openly; `folded` ones are always a click away. `label` ("Figure 3") and
    `command`, which computes the same again, are given when the report is put together.
    """

    key: str
    kind: str
    title: str
    sub: str = ""
    wide: Markup = NOTHING
    narrow: Markup = NOTHING
    tables: tuple[Table, ...] = ()
    source: str = ""
    notes: tuple[Note, ...] = ()
    empty: str = ""
    folded: tuple[Table, ...] = ()
    label: str = ""
    command: str = ""

    @property
    def aside(self) -> tuple[Table, ...]:
        """Tables that are a click away: those of a drawing, and the folded ones."""
        return (*(self.tables if self.wide else ()), *self.folded)

    @property
    def shows_something(self) -> bool:
        """Whether there is more than a title: a drawing, a table, or words in their place."""
        return bool(self.wide or self.tables or self.folded or self.empty)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Positions of some parties on all elements: the exhibit it belongs to, and rows grouped by domain."""

    exhibit: Exhibit
    panels: tuple[MatrixPanel, ...]


@dataclass(frozen=True, slots=True)
class MatrixPanel:
    """One table of at most a few parties; all but the first fold."""

    title: str
    parties: tuple[MatrixHead, ...]
    groups: tuple[MatrixGroup, ...]


@dataclass(frozen=True, slots=True)
class MatrixHead:
    """A column of the matrix: one party."""

    name: str
    code: str
    hue: str


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The elements of one domain."""

    domain: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One element: its title and a cell per party."""

    title: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """The latest stance of one party on one element: glyph, words, and the claim they rest on."""

    glyph: str
    words: str
    small: str = ""
    tint: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question of the report, answered: what carries the answer, then what folds (`further`)."""

    id: str
    link: str
    kicker: str
    finding: str
    lead: tuple[str, ...]
    blocks: tuple[Exhibit | Matrix, ...] = field(default=())
    further: tuple[Exhibit | Matrix, ...] = field(default=())

    @property
    def all_exhibits(self) -> tuple[Exhibit, ...]:
        """Exhibits of the chapter and of its fold, in reading order."""
        return tuple(b if isinstance(b, Exhibit) else b.exhibit for b in (*self.blocks, *self.further))

    @property
    def not_in_print(self) -> str:
        """What stays on the screen when the page is printed: figures and tables in the fold, and long lists."""
        folds = [f"{e.label} ({e.kind.lower()})" for e in (b for b in self.all_exhibits[len(self.blocks) :])]
        lists = [f"{t.caption} ({len(t.rows)} rows)" for e in self.all_exhibits[: len(self.blocks)] for t in e.aside]
        return "; ".join((*folds, *lists))


def drawn_twice(exhibit: Exhibit, description: str, draw: Callable[[Frame], str]) -> Exhibit:
    """Give an exhibit its drawing for wide and for narrow screens; scaling one down would make 13 px into 6."""
    drawings = [
        Markup(draw(Frame(f"{exhibit.key}-{suffix}", exhibit.title, description, width)))
        for suffix, width in (("w", WIDE), ("n", NARROW))
    ]
    return replace(exhibit, wide=drawings[0], narrow=drawings[1])


def numbered(chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Leave out exhibits with nothing to show, and count figures and tables through the report, in reading order."""
    counts = {"Figure": 0, "Table": 0}

    def label(exhibit: Exhibit) -> Exhibit:
        series = "Figure" if exhibit.wide or exhibit.kind == "Positions" else "Table"
        counts[series] += 1
        return replace(exhibit, label=f"{series} {counts[series]}")

    def labelled(block: Exhibit | Matrix) -> Exhibit | Matrix:
        return label(block) if isinstance(block, Exhibit) else replace(block, exhibit=label(block.exhibit))

    def shown(block: Exhibit | Matrix) -> bool:
        return isinstance(block, Matrix) or block.shows_something

    def parts(blocks: Sequence[Exhibit | Matrix]) -> tuple[Exhibit | Matrix, ...]:
        return tuple(labelled(block) for block in blocks if shown(block))

    return tuple(replace(c, blocks=parts(c.blocks), further=parts(c.further)) for c in chapters)
