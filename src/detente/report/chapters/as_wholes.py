"""Chapter 2, what adding up misses: options that act on the same trade, solved together."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis import Analysis
from detente.deals import AsWholes, FoundPackage, Interaction
from detente.plots import Names, count_words, intervals, of_100, signed_of_100, two_digits
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, number

MOVES = 0.005
"""A share that moves by less than half a world of 100 is printed as the same."""


def as_wholes(analysis: Analysis, names: Names) -> Exhibit | None:
    """Show where options bring together what their sum does not, and what becomes of packages found by sums."""
    found = analysis.deals.as_wholes
    if found is None:
        return None
    moved = [f for f in found.found if _moves(f)]
    unsolved = [f for f in found.found if f.joint_as_whole is None]
    turning = [x for x in found.interactions if x.worlds_changed]
    quiet = [x for x in found.interactions if not x.worlds_changed]
    tables = (
        _interactions(turning, analysis, names),
        _found(moved + unsolved, "Found packages that move, or were not solved", names),
    )
    rest = [f for f in found.found if f not in moved and f not in unsolved]
    folded = (_interactions(quiet, analysis, names), _found(rest, "Found packages that do not move", names))
    return Exhibit(
        key="as-wholes",
        kind="Options together",
        title=_title(found, moved, turning),
        sub="Options that act on the same trade bring together more or less than their sum. Named packages are judged "
        "as a whole; searches add options up, and what they found is judged again",
        tables=tuple(t for t in tables if t.rows),
        folded=tuple(t for t in folded if t.rows),
        source=_source(found),
        notes=(
            Note(
                "How to read",
                "Few changes to a named package start from the package as a whole and add up what changes. Listed are "
                "amounts that turn an answer, or are larger than the error of the method.",
            ),
        ),
    )


def _moves(found: FoundPackage) -> bool:
    return found.joint_as_whole is not None and abs(found.joint_as_whole - found.joint_as_found) >= MOVES


def _title(found: AsWholes, moved: Sequence[FoundPackage], turning: Sequence[Interaction]) -> str:
    if turning:
        packages = len({x.package for x in turning})
        words = f"Options together turn answers on {count_words(packages, 'named package')}"
    else:
        words = "Options together turn no answer on a named package"
    judged = sum(f.joint_as_whole is not None for f in found.found)
    if moved:
        return f"{words}; {len(moved)} of {judged} packages found move by a world of 100"
    return f"{words}, and no package found by a world of 100" if judged else words


def _interactions(listed: Sequence[Interaction], analysis: Analysis, names: Names) -> Table:
    rows = tuple(
        (
            Cell(names.package(x.package)),
            Cell(names.party(x.party).name),
            number(words),
            number(two_digits(x.error_usd_bn_per_year)),
            number(f"{x.worlds_changed:,}"),
        )
        for x, words in zip(listed, intervals([x.beyond for x in listed]), strict=True)
    )
    head = (
        "Package",
        "Party",
        "Beyond the sum, USD bn a year",
        "Error of interpolation",
        f"Answers turned, of {analysis.worlds.count:,} worlds",
    )
    return Table("What options of named packages bring together", head, rows)


def _found(listed: Sequence[FoundPackage], title: str, names: Names) -> Table:
    rows = tuple(
        (
            Cell("; ".join(f.found_as), small=", ".join(f.options)),
            number(of_100(f.joint_as_found)),
            UNKNOWN if f.joint_as_whole is None else number(of_100(f.joint_as_whole)),
            Cell(names.party(f.most_changed).name, small=signed_of_100(f.changed_by or 0.0))
            if f.most_changed
            else Cell("nobody" if f.joint_as_whole is not None else "not solved"),
        )
        for f in listed
    )
    head = ("Found as", "All sign, added up", "As a whole", "Whose own share moves most")
    return Table(title, head, rows)


def _source(found: AsWholes) -> str:
    words = f"Source: this assessment; {count_words(found.solves, 'further equilibrium', 'further equilibria')} solved"
    words += f", {found.failed} of which did not converge" if found.failed else ""
    if found.unsolved:
        words += f"; {count_words(found.unsolved, 'combination')} of options left unsolved, so these packages stay sums"
    return f"{words}."
