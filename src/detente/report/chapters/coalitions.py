"""Chapter 2, who else counts: those who lose outside the signature, those who can block, those who hold measures."""

from __future__ import annotations

import math

from detente.analysis import Analysis
from detente.deals import Advice, Allies, BlockingSet, Outsider
from detente.plots import (
    Names,
    ShareGroup,
    ShareRow,
    count_words,
    draw_share_rows,
    interval,
    of_100,
    signed,
    signed_of_100,
)
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import headline, joined, measure_names, party_names, run_words

SHOWN_LOSERS = 10
LOSES = 0.5
"""From this share of worlds on, a party outside the signature counts as one that loses."""


def blockers(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """Draw who can stop the headline package and how often each is unwilling."""
    found = next((a for a in advice.allies if a.package == analysis.deals.headline), None)
    if found is None or not found.blockers:
        return None
    ranked = sorted(found.blockers, key=lambda b: (not b.heard, -b.unwilling))
    heard = [b for b in ranked if b.heard]
    rows = tuple(ShareRow(names.party(b.party).name, b.unwilling) for b in heard[:SHOWN_LOSERS])
    package, party_less = headline(analysis), joined(measure_names(found.unmatched, analysis.case))
    exhibit = Exhibit(
        key="blockers",
        kind="Who can stop it",
        title=f"{count_words(len(ranked), 'party', 'parties')} can stop “{package.title if package else ''}”; "
        f"{count_words(len(heard), 'was', 'were')} heard on it",
        sub="Worlds of 100 in which a party that can stop the package gains less from it than from no deal",
        tables=(_blockers_table(found, names),),
        folded=_sets_tables(found, names),
        source=f"Source: signatures, obligations, and measures that the package lifts; {run_words(analysis)}."
        + (f" Measures that no party of the case is known to hold: {party_less}." if found.unmatched else ""),
        notes=(Note("How to read", "Parties that nobody quoted are not drawn."),),
    )
    description = "; ".join(f"{row.words}: unwilling in {of_100(row.share)} of 100 worlds" for row in rows)
    if not rows:
        return exhibit
    return drawn_twice(exhibit, description, lambda frame: draw_share_rows([ShareGroup("", rows)], frame))


def _blockers_table(found: Allies, names: Names) -> Table:
    rows = tuple(
        (
            Cell(names.party(b.party).name),
            Cell(joined(b.through, 3)),
            number(of_100(b.unwilling)) if b.heard else Cell("not heard", "unknown"),
        )
        for b in found.blockers
    )
    return Table("Who can stop the package, and through what", ("Party", "Through", "Unwilling, worlds of 100"), rows)


def _sets_tables(found: Allies, names: Names) -> tuple[Table, ...]:
    def table(caption: str, sets: tuple[BlockingSet, ...]) -> tuple[Table, ...]:
        rows = tuple((Cell(party_names(s.parties, names, 6)), number(of_100(s.share))) for s in sets)
        return (Table(caption, ("Parties", "Worlds of 100"), rows),) if rows else ()

    return (
        *table("Smallest sets that stop it", found.coalitions),
        *table("Who would have to change its mind, all together", found.to_be_won),
    )


def outsiders(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """List who loses without a signature, and what would bring each in."""
    found = next((a for a in advice.allies if a.package == analysis.deals.headline), None)
    if found is None:
        return None
    losing = sorted((o for o in found.outsiders if o.heard and o.loses >= LOSES), key=lambda o: -o.loses)
    spoilers = [o for o in losing if o.spoiler]
    rows = tuple(_outsider_row(o, names) for o in losing)
    unheard = sum(not o.heard for o in found.outsiders)
    head = ("Party", "Loses, worlds of 100", "Gain", "What would make up for it", "The one change that would")
    title = f"{count_words(len(losing), 'party', 'parties')} that need not sign "
    title += f"{'loses' if len(losing) == 1 else 'lose'} in half of the worlds or more"
    if spoilers:
        title += f"; {joined([names.party(o.party).name for o in spoilers])} could do harm"
    return Exhibit(
        key="outsiders",
        kind="Who loses outside",
        title=title,
        sub="Parties whose signature the package does not need, and that were heard on what it changes",
        tables=(Table("Losers outside the signature", head, rows[:SHOWN_LOSERS]),) if rows else (),
        folded=(
            *((Table("More of them", head, rows[SHOWN_LOSERS:]),) if rows[SHOWN_LOSERS:] else ()),
            *_wedges_tables(found, names),
        ),
        source=f"Source: this assessment, {run_words(analysis)}. Unknown for "
        f"{count_words(unheard, 'party', 'parties')} not heard.",
    )


def _wedges_tables(found: Allies, names: Names) -> tuple[Table, ...]:
    """Members of one group of whom only one accepts; nothing where all agree."""
    rows = tuple(
        (Cell(party_names((w.first, w.second), names)), Cell(w.group), number(of_100(w.only_first + w.only_second)))
        for w in found.wedges[:SHOWN_LOSERS]
    )
    return (Table("Allies apart", ("Two of them", "Of", "Only one accepts, worlds of 100"), rows),) if rows else ()


def _outsider_row(outsider: Outsider, names: Names) -> tuple[Cell, ...]:
    payment, clause = outsider.payment, outsider.clause
    by_clause = UNKNOWN
    if clause is not None:
        change = clause.change
        by_clause = Cell(
            f"{names.element(change.element)}: {names.option(change.element, change.after)}",
            small=f"accepts in {of_100(clause.accepts_after)}; all required sign in {of_100(clause.joint_after)}, "
            f"now {of_100(clause.joint_before)}",
        )
    return (
        Cell(names.party(outsider.party).name, small=joined(outsider.means)),
        number(of_100(outsider.loses)),
        _gain_cell(outsider),
        number(signed(payment.median).lstrip("+"), small=f"{signed(payment.nine_of_ten).lstrip('+')} in nine of ten")
        if payment
        else UNKNOWN,
        by_clause if clause is not None else Cell("none found"),
    )


def _gain_cell(outsider: Outsider) -> Cell:
    if not math.isfinite(outsider.gain.median):
        return Cell("told in confidence, not shown")
    if outsider.basis == "politics and money":
        return number(interval(outsider.gain), small=outsider.gain.unit)
    return number(signed_of_100(outsider.gain.median), small="percent of its political range")


def leverage(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """List who holds how much of the measures that the headline package lifts, and who would leave first."""
    own = [x for x in advice.leverage if x.package == analysis.deals.headline]
    found = max(own or advice.leverage, key=lambda x: len(x.shares), default=None)
    if found is None:
        return None
    package, target = names.package(found.package), names.party(found.target).name
    first = max(found.shares, key=lambda s: s.part)
    rows = tuple(
        (Cell(names.party(s.holder).name), number(of_100(s.part)), number(interval(s.value))) for s in found.shares
    )
    leaving = tuple(
        (
            Cell(names.party(x.target).name),
            Cell(names.party(x.holder).name),
            Cell(names.package(x.package) if x.package else "stays with every package"),
        )
        for x in advice.leaving
    )
    head = ("Holder", "Percent of the hold", f"Worth, {found.relief.unit}")
    return Exhibit(
        key="leverage",
        kind="Leverage",
        title=f"Of what “{package}” would lift for {target}, {names.party(first.holder).name} holds "
        f"{of_100(first.part)} percent",
        sub="Shapley value: what a holder adds on average when holders join one after the other",
        tables=(Table("Who holds the measures", head, rows),),
        folded=(Table("Who leaves first", ("Relief for", "Holder", "Would rather lift from this package on"), leaving),)
        if leaving
        else (),
        source=f"Source: measures in force that options lift; {run_words(analysis)}; {found.method}.",
    )
