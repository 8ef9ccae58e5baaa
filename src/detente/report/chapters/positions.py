"""Chapter 1: what is on the table, and who stands where."""

from __future__ import annotations

from collections import Counter

from detente.analysis import Analysis
from detente.case import Stance
from detente.plots import Names, count_words, day
from detente.positions import PackageStance
from detente.report.blocks import (
    Cell,
    Chapter,
    Exhibit,
    Matrix,
    MatrixCell,
    MatrixGroup,
    MatrixHead,
    MatrixPanel,
    MatrixRow,
    Note,
    Table,
    number,
)
from detente.report.chapters.coverage import coverage, meant_parts
from detente.report.chapters.stances import (
    LONG_WORDS,
    UNKNOWN_CELL,
    claim_anchor,
    position_cell,
    set_cell,
    several,
)
from detente.report.lookups import required_parties, unknown_positions

COLUMNS = 8


PACKAGE_NOTES = (
    Note(
        "How to read",
        "“At least 2 of 9” is one statement about nine elements. In every world some of them are drawn; "
        "none is taken as accepted by itself.",
    ),
)


MATRIX_NOTES = (
    Note(
        "How to read",
        "Filled means firm, dashed and hollow hedged. Hatching means that nobody has said. The "
        "number is that of the option spoken of: two ticks with different numbers do not agree.",
    ),
    Note("What it does not say", "A tick is a statement, not a signature. Talking is not agreeing."),
)


def positions_chapter(analysis: Analysis, names: Names) -> Chapter:
    """Show the latest stance of every party on every element, what was said of whole packages, and contradictions."""
    positions, case = analysis.positions, analysis.case
    unknown, total = unknown_positions(analysis)
    red = sum(c.red_line for c in positions.cells)
    lead = (
        f"{count_words(len(case.elements), 'element')} and {count_words(len(case.claims), 'statement')} of "
        f"{count_words(len({c.party for c in case.claims}), 'party', 'parties')}, each with its source. "
        f"{count_words(red, 'position')} named as a red line. What nobody said is unknown, not neutral.",
    )
    advice = analysis.deals.advice
    blocks = [
        _package_stances(analysis, names),
        meant_parts(analysis, names),
        _matrix(analysis, names),
        coverage(analysis, advice, names) if advice else None,
        _contradictions(analysis, names),
    ]
    return Chapter(
        id="c1",
        link="Positions",
        kicker="What is on the table, who stands where",
        finding=f"{_who(analysis)} have said where they stand on {total - unknown} of {total} points.",
        lead=lead,
        blocks=tuple(block for block in blocks if block is not None),
    )


def _who(analysis: Analysis) -> str:
    return "Those whose signature is needed" if required_parties(analysis) else "The parties"


def _package_stances(analysis: Analysis, names: Names) -> Exhibit | None:
    stances = analysis.positions.packages
    if not stances:
        return None
    some = sum(s.set_valued for s in stances)
    # The latest word of each party on each package is shown; what it said before, and of no package, folds.
    latest = {(s.party, s.package): s for s in stances if s.package}
    shown = sorted(latest.values(), key=lambda s: (not s.set_valued, names.party(s.party).name))
    earlier = [s for s in stances if s not in latest.values()]
    head = ("Party", "Package", "Stance", "Said on", "Claim")
    tables = [
        Table(caption, head, tuple(_package_row(s, analysis, names) for s in rows))
        for caption, rows in (
            ("Latest statements on whole packages", shown),
            ("Earlier ones, and statements on the initiative at large", earlier),
        )
        if rows
    ]
    return Exhibit(
        key="package-stances",
        kind="Statements on whole packages",
        title=f"{count_words(len(stances), 'statement speaks', 'statements speak')} of a package as a whole"
        + (f"; {count_words(some, 'accepts', 'accept')} some of it without saying which" if some else ""),
        sub="The latest of each party on each package; those that accept some of it first",
        folded=tuple(tables),
        source="Source: claims that name a package, or the initiative at large.",
        notes=PACKAGE_NOTES,
    )


def _package_row(stance: PackageStance, analysis: Analysis, names: Names) -> tuple[Cell, ...]:
    words = LONG_WORDS[stance.stance]
    if stance.set_valued:
        count = _elements_of(stance, analysis)
        words = f"accepts at least {several(analysis.case, count)} of {count} elements, not saying which"
    return (
        Cell(names.party(stance.party).name),
        Cell(names.package(stance.package) if stance.package else "the initiative at large"),
        Cell(words, small=", ".join(filter(None, (stance.certainty, stance.condition)))),
        Cell(day(stance.said_on)),
        Cell(stance.claim, href=claim_anchor(stance.claim)),
    )


def _elements_of(stance: PackageStance, analysis: Analysis) -> int:
    choices = next((p.choices for p in analysis.case.packages if p.id == stance.package), None)
    return len(choices) if choices else len(analysis.case.elements)


def _matrix(analysis: Analysis, names: Names) -> Matrix:
    parties = _columns(analysis)
    pages = [parties[k : k + COLUMNS] for k in range(0, len(parties), COLUMNS)] or [[]]
    panels = tuple(
        MatrixPanel(
            title="" if k == 0 else f"Other parties, {k} of {len(pages) - 1}",
            parties=tuple(_head(p, names) for p in page),
            groups=_groups(analysis, page),
        )
        for k, page in enumerate(pages)
    )
    exhibit = Exhibit(
        key="positions",
        kind="Positions",
        title=_matrix_finding(analysis, names),
        sub=f"Latest stance in force on {day(analysis.case.as_of)}; one row per element, one column per party, those "
        "whose signature is needed first",
        source=f"Source: {count_words(len(analysis.case.claims), 'statement')} in claims.csv. Each cell leads to its "
        "statement.",
        folded=(_options(analysis),),
        notes=MATRIX_NOTES,
    )
    return Matrix(exhibit, panels)


def _options(analysis: Analysis) -> Table:
    """What the numbers in the matrix stand for."""
    rows = tuple(
        (Cell(e.title), number(str(k + 1)), Cell(o.title, small="status quo" if o.id == e.status_quo else ""))
        for e in analysis.case.elements
        for k, o in enumerate(e.options)
    )
    return Table("Options by number", ("Element", "No.", "Option"), rows)


def _matrix_finding(analysis: Analysis, names: Names) -> str:
    """The element on which most of those required firmly stand against something, if there is one."""
    known = required_parties(analysis)
    needed = known or tuple(p.id for p in analysis.case.parties)
    firm = Counter(
        c.element
        for c in analysis.positions.cells
        if c.party in needed and c.stance is Stance.REJECTS and c.certainty == "firm"
    )
    if not firm:
        return "No firm rejection by anyone" + (" whose signature is needed" if known else "") + " is on record"
    element, count = max(firm.items(), key=lambda item: item[1])
    among = "those needed" if known else "the parties"
    return f"Most firm rejections among {among} are on {names.element(element)}: {count} of {len(needed)}"


def _columns(analysis: Analysis) -> list[str]:
    """Parties that said something on an element or a package: those required first, then those who said most."""
    said = Counter(c.party for c in analysis.positions.cells)
    said.update(s.party for s in analysis.positions.packages)
    order = {p.id: k for k, p in enumerate(analysis.case.parties)}
    needed = list(required_parties(analysis))
    others = sorted((p for p in said if p not in needed), key=lambda p: (-said[p], order.get(p, 0)))
    return needed + others


def _head(party: str, names: Names) -> MatrixHead:
    label = names.party(party)
    return MatrixHead(label.name, label.code, label.hue)


def _groups(analysis: Analysis, parties: list[str]) -> tuple[MatrixGroup, ...]:
    elements = {e.id: e for e in analysis.case.elements}
    found = {(c.party, c.element): position_cell(c, elements[c.element]) for c in analysis.positions.cells}
    some = _set_cells(analysis)
    domains = dict.fromkeys(e.domain for e in analysis.case.elements)
    return tuple(
        MatrixGroup(
            domain.replace("_", " "),
            tuple(
                MatrixRow(e.title, tuple(found.get((p, e.id)) or some.get((p, e.id)) or UNKNOWN_CELL for p in parties))
                for e in analysis.case.elements
                if e.domain == domain
            ),
        )
        for domain in domains
    )


def _set_cells(analysis: Analysis) -> dict[tuple[str, str], MatrixCell]:
    """Cells covered by one statement on several elements at once."""
    cells: dict[tuple[str, str], MatrixCell] = {}
    packages = {p.id: p for p in analysis.case.packages}
    for stance in analysis.positions.packages:
        if stance.set_valued and stance.package in packages:
            choices = packages[stance.package].choices
            for element in choices:
                cells[stance.party, element] = set_cell(stance, analysis.case, len(choices))
    return cells


def _contradictions(analysis: Analysis, names: Names) -> Exhibit | None:
    found = analysis.positions.contradictions
    if not found:
        return None
    rows = tuple(
        (
            Cell(names.party(c.party).name),
            Cell(names.element(c.element)),
            Cell(c.why),
            *(Cell(claim, href=claim_anchor(claim)) for claim in c.claims[:2]),
        )
        for c in found
    )
    return Exhibit(
        key="contradictions",
        kind="Contradictions",
        title=count_words(len(found), "pair of statements pulls apart", "pairs of statements pull apart"),
        sub="Said by one party. On the same option the later one counts; where the rest still leaves nothing possible "
        "in a world, the least reliable is left out of that world",
        tables=(Table("Statements that pull apart", ("Party", "Element", "Why", "One", "Other"), rows),),
        source="Source: claims.csv, compared by option and stance.",
    )
