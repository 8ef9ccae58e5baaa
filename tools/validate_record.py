"""What the page on validation is made of: figures, published and ours, and the parts that they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ALIKE = "as published"


@dataclass(frozen=True)
class Figure:
    """One published figure, or a count of answers that must be the same, beside ours.

    `gap` is the distance in the unit of the figure; for answers, how many differ. `counts` is how many published
    figures or answers stand behind the row. `allowed` is the gap that this row may have where its publication prints
    fewer digits than the rest of the part.
    """

    what: str
    published: str
    ours: str
    gap: float
    counts: int = 1
    allowed: float | None = None


@dataclass(frozen=True)
class Part:
    """One publication, or one set of published tables.

    `allowed` is the largest gap with which a figure counts as reproduced; `why` says where that comes from; `note`
    speaks of what is not reproduced.
    """

    title: str
    source: str
    allowed: float
    why: str
    page: str
    figures: tuple[Figure, ...]
    note: str = ""

    @property
    def counts(self) -> int:
        """How many published figures were compared."""
        return sum(figure.counts for figure in self.figures)

    @property
    def missed(self) -> tuple[Figure, ...]:
        """Figures that are farther off than allowed."""
        return tuple(f for f in self.figures if not f.gap <= (self.allowed if f.allowed is None else f.allowed))


def number(what: str, published: float, ours: float, digits: str = ".3f") -> Figure:
    """One number beside another.

    >>> number("real wage", 1.72, 1.7214).ours
    '1.721'
    """
    return Figure(what, format(published, digits), format(ours, digits), abs(float(ours) - float(published)))


def answers(what: str, published: Sequence[object], ours: Sequence[object]) -> Figure:
    """Answers that must be the same one by one; the gap is how many are not.

    >>> answers("proofs", [True, False], [True, True]).gap
    1.0
    """
    wrong = sum(a != b for a, b in zip(published, ours, strict=True))
    said = ALIKE if not wrong else f"{len(published) - wrong} of {len(published)} alike"
    return Figure(what, f"{len(published)} answers", said, float(wrong), len(published))


def furthest(what: str, published: Sequence[float], ours: Sequence[float], digits: str = ".6g") -> Figure:
    """Many numbers in one row: the pair that differs most stands for all.

    >>> worst = furthest("t", [1.0, 2.0], [1.0, 2.5])
    >>> worst.ours, worst.gap, worst.counts
    ('2.5', 0.5, 2)
    """
    gaps = [abs(float(a) - float(b)) for a, b in zip(published, ours, strict=True)]
    worst = gaps.index(max(gaps))
    return Figure(what, format(published[worst], digits), format(ours[worst], digits), gaps[worst], len(gaps))
