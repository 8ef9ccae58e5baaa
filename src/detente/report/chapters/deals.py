"""Chapter 2: could they agree?"""

from __future__ import annotations

from collections.abc import Mapping

from detente.analysis import Analysis
from detente.deals import Asked, NearPackage, PackageResult
from detente.plots import (
    MOST_PACKAGES,
    Names,
    count_words,
    draw_acceptance,
    of_100,
    range_of_100,
    signed_of_100,
)
from detente.report.blocks import Cell, Chapter, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.acceptability import first_choices, regrets
from detente.report.chapters.bargaining import deal_map, solutions
from detente.report.chapters.bridging import bridge, divisions, rounds, trade_offs
from detente.report.chapters.coalitions import blockers, leverage, outsiders
from detente.report.chapters.conflict import conflict
from detente.report.lookups import (
    best_question,
    headline,
    joined,
    joint,
    party_names,
    question_words,
    required_parties,
    run_words,
)

SHOWN_PARTIES = 8
SHOWN_QUESTIONS = 8


ACCEPTANCE_NOTES = (
    Note(
        "How to read",
        "The black tick is the share with unnamed elements as today. Dark: signed whatever "
        "they become. Hatched: up to the best they could become.",
    ),
    Note("Which parties", "Those that some package requires come first. All parties are in the table."),
)


def deals_chapter(analysis: Analysis, names: Names) -> Chapter:
    """Show who would sign which package, what few changes help, what blocks, and what to ask."""
    package = headline(analysis)
    if package is None:
        lead = (
            "Name packages in case.yaml, with those whose signature each requires: then this chapter says who signs.",
        )
        return Chapter("c2", "Deals", "Could they agree?", "Unknown: the case names no package.", lead, ())
    best = max(analysis.deals.packages, key=lambda p: joint(p)[0])
    finding = f"“{package.title}” would be signed by all it requires in {of_100(joint(package)[0])} of 100 worlds."
    if best is not package and joint(best)[0] > joint(package)[0]:
        finding += f" “{best.title}” goes furthest, with {of_100(joint(best)[0])}."
    blocks = [
        _acceptance(analysis, names),
        _near(analysis, names),
        _blocked(analysis, names),
        _questions(analysis, names),
        *_advised(analysis, names),
    ]
    lead = (
        f"A share is a count of worlds: {analysis.worlds.count:,} were drawn from the assumptions in chapter 6. It is "
        "not a probability of history. What a package does not name stays as it is today; the range in brackets goes "
        "from the worst to the best that the unnamed elements could become.",
    )
    return Chapter("c2", "Deals", "Could they agree?", finding, lead, tuple(b for b in blocks if b is not None))


def _advised(analysis: Analysis, names: Names) -> list[Exhibit | None]:
    """What builds on acceptance, in the order in which a mediator would ask."""
    advice, maps = analysis.deals.advice, [deal_map(analysis, names), solutions(analysis, names)]
    if advice is None:
        return maps
    return [
        first_choices(analysis, advice, names),
        bridge(analysis, advice, names),
        trade_offs(analysis, advice, names),
        divisions(advice, names),
        rounds(analysis, advice, names),
        blockers(analysis, advice, names),
        outsiders(analysis, advice, names),
        leverage(analysis, advice, names),
        conflict(analysis, advice, names),
        *maps,
        regrets(analysis, names),
    ]


def _acceptance(analysis: Analysis, names: Names) -> Exhibit:
    packages = analysis.deals.packages
    package = headline(analysis) or packages[0]
    needed = [p for p in package.parties if p.required]
    least = min(needed, key=lambda p: p.as_is, default=None)
    title = "Shares of worlds in which each party accepts each package"
    if least:
        title = f"Every party required accepts “{package.title}” in {of_100(least.as_is)} of 100 worlds"
    if least and least.as_is < max(p.as_is for p in needed):
        who = names.party(least.party).name
        title = f"{who} accepts “{package.title}” in {of_100(least.as_is)} of 100 worlds, the fewest of those required"
    exhibit = Exhibit(
        key="acceptance",
        kind="Acceptance",
        title=title,
        sub="Worlds of 100 in which a party gains over no deal and no red line of it is crossed; in brackets the "
        "range by what unnamed elements become",
        tables=tuple(_acceptance_table(p, names) for p in packages),
        source=f"Source: this assessment, {run_words(analysis)}."
        + (
            ""
            if len(packages) <= MOST_PACKAGES
            else f" {count_words(len(packages) - MOST_PACKAGES, 'more package')} in the table."
        ),
        notes=ACCEPTANCE_NOTES,
    )
    shown, parties = _shown_packages(analysis), _shown_parties(analysis)
    description = "; ".join(f"{p.title}: all required in {of_100(joint(p)[0])} of 100 worlds" for p in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_acceptance(shown, parties, names, frame))


def _shown_packages(analysis: Analysis) -> list[PackageResult]:
    """The headline package first, then the others in case order, as many as fit."""
    first = headline(analysis)
    others = [p for p in analysis.deals.packages if p is not first]
    return ([first] if first else []) + others[: MOST_PACKAGES - 1]


def _shown_parties(analysis: Analysis) -> list[str]:
    needed = list(required_parties(analysis))
    others = [p.id for p in analysis.case.parties if p.id not in needed]
    return needed[: SHOWN_PARTIES * 2] + others[: max(0, SHOWN_PARTIES - len(needed))]


def _acceptance_table(package: PackageResult, names: Names) -> Table:
    as_is, surely, possibly = joint(package)
    first = (
        Cell("All it requires, together"),
        Cell(party_names(package.required, names)),
        number(of_100(as_is)),
        number(range_of_100(surely, possibly)),
        Cell(""),
        Cell(""),
    )
    rows = [
        (
            Cell(names.party(p.party).name),
            Cell("yes" if p.required else "no"),
            number(of_100(p.as_is)),
            number(range_of_100(p.surely, p.possibly)),
            Cell(p.basis),
            Cell(joined([f"{names.element(e)} ({of_100(s)})" for e, s in _by_share(p.crossed)], 3) or "none"),
        )
        for p in sorted(package.parties, key=lambda p: not p.required)
    ]
    open_words = f"{len(package.unnamed)} of {len(package.named) + len(package.unnamed)} elements are not named"
    return Table(
        f"{package.title}: {open_words}",
        ("Party", "Required", "Accepts, worlds of 100", "Range", "Counted", "Red lines crossed, in worlds of 100"),
        (first, *rows),
    )


def _by_share(crossed: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(crossed.items(), key=lambda item: -item[1])


def _near(analysis: Analysis, names: Names) -> Exhibit | None:
    found = [(p, n) for p in analysis.deals.packages for n in _without_repeats(p)]
    if not found:
        return None
    package = headline(analysis)
    best = max(package.near if package else (), key=lambda n: n.joint_as_is, default=None)
    title = "Changes of at most three elements, and the worlds in which all required would then sign"
    if package and best and best.joint_as_is > joint(package)[0]:
        changed = count_words(len(best.changes), "element")
        title = f"Changing {changed} raises “{package.title}” from {of_100(joint(package)[0])} to "
        title += f"{of_100(best.joint_as_is)} of 100 worlds"
    own = tuple(_near_row(p, n, names) for p, n in found if p is package)
    others = tuple(_near_row(p, n, names) for p, n in found if p is not package)
    head = ("Package", "Changes", "As written", "With changes", "How found")
    return Exhibit(
        key="near",
        kind="Few changes",
        title=title,
        sub="Worlds of 100 in which all required sign; the best package within one, two and three changes",
        tables=(Table("What few changes help", head, own),) if own else (),
        folded=(Table("Few changes to the other packages", head, others),) if others else (),
        source=f"Source: this assessment, {run_words(analysis)}.",
        notes=(
            Note(
                "How to read",
                "Each row moves the elements named, and nothing else. It says what would be signed "
                "by all, not what is good.",
            ),
        ),
    )


def _without_repeats(package: PackageResult) -> list[NearPackage]:
    """Leave out a row that found nothing beyond the row before it."""
    kept: list[NearPackage] = []
    for near in package.near:
        if near.changes and near.changes not in [k.changes for k in kept]:
            kept.append(near)
    return kept


def _near_row(package: PackageResult, near: NearPackage, names: Names) -> tuple[Cell, ...]:
    changes = "; ".join(
        f"{names.element(c.element)}: {names.option(c.element, c.before)} → {names.option(c.element, c.after)}"
        for c in near.changes
    )
    return (
        Cell(package.title),
        Cell(changes or "none helps", small=count_words(len(near.changes), "change")),
        number(of_100(joint(package)[0])),
        number(of_100(near.joint_as_is)),
        Cell(near.proof),
    )


def _blocked(analysis: Analysis, names: Names) -> Exhibit | None:
    blocked = analysis.deals.blocked
    if not blocked:
        return None
    first = blocked[0]
    rows = tuple(
        (Cell(names.element(b.element)), number(of_100(b.share)), Cell(party_names(b.parties, names, 8)))
        for b in blocked
    )
    head = ("Element", "Worlds of 100", "Whose red lines")
    return Exhibit(
        key="blocked",
        kind="What blocks",
        title=f"On {names.element(first.element)} every option crosses a red line of someone required in "
        f"{of_100(first.share)} of 100 worlds",
        sub="In these worlds no package passes until one of the red lines moves",
        tables=(Table("Elements without a passable option", head, rows),),
        source="Source: claims marked as red lines, each in force in as many worlds as its reliability says.",
    )


def _questions(analysis: Analysis, names: Names) -> Exhibit | None:
    asked = analysis.deals.questions
    first = best_question(asked)
    if first is None:
        return None
    rows = tuple(_question_row(q, analysis, names) for q in asked)
    head = ("Question", "Yes in", "Signed if yes", "Signed if no", "Difference", "Odds of a deal rise by")
    tells = round(100 * abs(first.joint_if_yes - first.joint_if_no)) >= 1 or first.changes_choice
    table = Table("Questions, by how much the answer moves", head, rows[:SHOWN_QUESTIONS])
    more = (Table("More questions", head, rows[SHOWN_QUESTIONS:]),) if rows[SHOWN_QUESTIONS:] else ()
    words = question_words(first, analysis, names)
    parts = {q.several_means_at_least for q in asked} - {None}
    several = f" “Several” is read as at least {parts.pop()}." if parts else ""
    return Exhibit(
        key="questions",
        kind="What to ask",
        title=f"What would tell most: {words}?" if tells else "No single answer moves the share that signs",
        sub=f"Worlds of 100 in which all sign “{names.package(first.package)}”, by the answer; and by how much one "
        "could do better by choosing the package after hearing it",
        tables=(table,) if tells else (),
        folded=more if tells else (table, *more),
        source=f"Source: this assessment, {run_words(analysis)}; worlds split by the answer in them, "
        f"{first.questions_compared} questions compared, those beyond chance shown.{several}",
    )


def _question_row(asked: Asked, analysis: Analysis, names: Names) -> tuple[Cell, ...]:
    words = question_words(asked, analysis, names)
    value = f"{100 * max(asked.value, 0.0):.1f}"
    return (
        Cell(f"{words[0].upper()}{words[1:]}?"),
        number(of_100(asked.p_yes)),
        number(of_100(asked.joint_if_yes)),
        number(of_100(asked.joint_if_no)),
        number(signed_of_100(asked.joint_if_yes - asked.joint_if_no)),
        number(value, small=f"give or take {200 * asked.standard_error:.1f}")
        if asked.changes_choice
        else Cell("within chance"),
    )
