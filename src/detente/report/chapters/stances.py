"""How a stance is shown: a glyph, a word, and a tint that says how it goes."""

from __future__ import annotations

from detente.case import Case, Stance
from detente.plots import PartyLabel
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
    Stance.CONCERNED: "concerned",
    Stance.UNKNOWN: "unknown",
}
LONG_WORDS = {**WORDS, Stance.ACCEPTS_IN_PART: "accepts some, not saying which", Stance.CONDITIONAL: "accepts if …"}
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


def position_cell(position: Position) -> MatrixCell:
    """The cell of a party that said something on an element."""
    href = claim_anchor(position.claim)
    if position.stance is Stance.UNKNOWN:
        return MatrixCell("u", "unknown", href=href)
    if position.voices_differ:
        return MatrixCell("m", "voices differ", href=href)
    words, hedged = WORDS[position.stance], position.certainty == "hedged"
    if position.stance is Stance.ACCEPTS_IN_PART:
        return MatrixCell("s", f"some of {len(position.options)}", position.certainty, href=href)
    glyph = _GLYPHS.get(position.stance)
    if glyph is None:
        return MatrixCell("oh" if hedged else "of", words, position.certainty, href=href)
    small = position.certainty + (", red line" if position.red_line else "")
    tint = "" if hedged or glyph == "c" else {"a": "pos", "r": "neg"}[glyph]
    return MatrixCell(glyph + ("h" if hedged else "f"), words, small, tint, href)


def set_cell(stance: PackageStance, case: Case, elements: int) -> MatrixCell:
    """The cell of a party that accepts some elements of a package without saying which: one statement, many cells."""
    words = f"{case.several_means_at_least}+ of {elements}"
    return MatrixCell("s", words, "not said which", "set", claim_anchor(stance.claim))


def package_stance_words(stance: PackageStance, label: PartyLabel, case: Case, title: str, elements: int) -> str:
    """One statement on a whole package as a sentence."""
    if stance.set_valued:
        said = f"accepts at least {case.several_means_at_least} of {elements} elements, not saying which, of"
        return f"{label.name} {said} “{title}”"
    return f"{label.name}: {LONG_WORDS[stance.stance]}, “{title}”"
