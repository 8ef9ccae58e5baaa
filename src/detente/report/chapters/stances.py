"""How a stance is shown: a glyph, a word, and a tint that says how it goes."""

from __future__ import annotations

from detente.case import Case, Element, Stance
from detente.positions import PackageStance, Position
from detente.report.blocks import MatrixCell

WORDS = {
    Stance.PROPOSES: "proposes",
    Stance.ACCEPTS: "accepts",
    Stance.ACCEPTS_IN_PART: "in part",
    Stance.CONDITIONAL: "if …",
    Stance.OPEN: "open",
    Stance.REJECTS: "rejects",
    Stance.DEMANDS: "demands",
    Stance.CONCERNED: "concern",
    Stance.UNKNOWN: "unknown",
}
LONG_WORDS = {
    **WORDS,
    Stance.ACCEPTS_IN_PART: "accepts some, not saying which",
    Stance.CONDITIONAL: "accepts if …",
    Stance.CONCERNED: "concerned",
}
_GLYPHS = {
    Stance.PROPOSES: "a",
    Stance.ACCEPTS: "a",
    Stance.DEMANDS: "a",
    Stance.CONDITIONAL: "c",
    Stance.REJECTS: "r",
}
UNKNOWN_CELL = MatrixCell("u", "unknown")


def claim_anchor(claim: str) -> str:
    """The place of a claim in the list of sources."""
    return f"#claim-{claim}"


def position_cell(position: Position, element: Element) -> MatrixCell:
    """The cell of a party that said something on an element, with the numbers of the options it speaks of."""
    href = claim_anchor(position.claim)
    if position.stance is Stance.UNKNOWN:
        return MatrixCell("u", "unknown", href=href)
    if position.voices_differ:
        return MatrixCell("m", "voices differ", href=href)
    numbers, hedged = option_numbers(position, element), position.certainty == "hedged"
    words = " ".join(filter(None, (WORDS[position.stance], numbers)))
    small = position.certainty + (", red line" if position.red_line else "")
    if position.stance is Stance.ACCEPTS_IN_PART:
        return MatrixCell("s", f"some of {numbers or len(position.options)}", position.certainty, href=href)
    glyph = _GLYPHS.get(position.stance)
    if glyph is None:
        return MatrixCell("oh" if hedged else "of", words, small, href=href)
    tint = "" if hedged or glyph == "c" else {"a": "pos", "r": "neg"}[glyph]
    return MatrixCell(glyph + ("h" if hedged else "f"), words, small, tint, href)


def option_numbers(position: Position, element: Element) -> str:
    """Which options of the element a position speaks of, by their number in the case.

    Two parties that propose different options do not agree; the number says so where the tick cannot.
    """
    order = [o.id for o in element.options]
    return "/".join(str(order.index(o) + 1) for o in position.options if o in order)


def several(case: Case, elements: int) -> int:
    """How many elements "several" means at least, never more than there are."""
    return min(case.several_means_at_least, elements)


def set_cell(stance: PackageStance, case: Case, elements: int) -> MatrixCell:
    """The cell of a party that accepts some elements of a package without saying which: one statement, many cells."""
    return MatrixCell("s", f"{several(case, elements)}+ of {elements}", "", "set", claim_anchor(stance.claim))
