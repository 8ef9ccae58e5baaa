"""What carries the answer of a chapter, in reading order; everything else folds below it."""

from __future__ import annotations

from dataclasses import replace

from detente.report.blocks import Chapter, Exhibit, Matrix

LEADING = {
    "c1": ("positions", "coverage"),
    "c2": ("acceptance", "near", "blocked", "blockers", "deal-map", "questions"),
    "c3": ("gains", "unpriced", "measures-cost", "clauses"),
    "c4": ("margins", "design", "drivers", "peace", "months"),
    "c5": ("schedule", "actors", "gates", "renewals"),
    "how-sure": ("influences", "alternatives", "missing", "estimates"),
}
"""Keys of the exhibits shown openly, per chapter. A new exhibit folds until it is named here."""


def in_reading_order(chapter: Chapter) -> Chapter:
    """Put what carries the answer first and fold the rest; a chapter that would show nothing openly folds nothing."""
    keys = LEADING.get(chapter.id, ())
    leading = sorted((b for b in chapter.blocks if key_of(b) in keys), key=lambda b: keys.index(key_of(b)))
    if not leading:
        return chapter
    further = tuple(b for b in chapter.blocks if key_of(b) not in keys)
    return replace(chapter, blocks=tuple(leading), further=further)


def key_of(block: Exhibit | Matrix) -> str:
    """Key of an exhibit, or of the exhibit that a matrix belongs to."""
    return block.exhibit.key if isinstance(block, Matrix) else block.key
