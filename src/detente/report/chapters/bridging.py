"""Chapter 2, where to give: concessions between two packages, trades across elements, and whose move it is."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import Advice, Change, Division, NamedBridge, Rounds
from detente.plots import (
    Names,
    ShareGroup,
    ShareRow,
    count_words,
    draw_share_rows,
    interval,
    of_100,
    signed,
    true_minus,
)
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import joined, party_names, run_words

SHOWN_STEPS = 8
SHOWN_WINS = 6
SHOWN_TRADES = 4


def bridge(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """Draw the way from one party's package to another's, one concession at a time."""
    if not advice.bridges:
        return None
    first, *others = sorted(advice.bridges, key=lambda b: -b.bridge.best.joint)
    ends = names.package(first.first.package), names.package(first.second.package)
    best = first.bridge.best
    title = f"Between “{ends[0]}” and “{ends[1]}”, the best stop would be signed in {of_100(best.joint)} of 100 worlds"
    exhibit = Exhibit(
        key="bridge",
        kind="Bridging",
        title=title,
        sub=f"Worlds of 100 in which {party_names(first.bridge.signatories, names)} would all sign, after each step "
        "from the first package to the second",
        tables=(_concessions_table(first, names),),
        folded=tuple(_concessions_table(b, names) for b in others),
        source=f"Source: this assessment, {run_words(analysis)}; {first.bridge.proof}. {_standing_for(first, names)}",
        notes=(
            Note(
                "How to read",
                f"The best stop is after {count_words(best.count, 'change')}. A step is a concession of the one and a "
                "gain of another; the table says what each costs and brings.",
            ),
        ),
    )
    rows = (ShareRow(f"“{ends[0]}”", first.bridge.path[0], quiet=True), *_steps(first, names))
    description = "; ".join(f"{row.words}: {of_100(row.share)} of 100 worlds" for row in rows)
    return drawn_twice(exhibit, description, lambda frame: draw_share_rows([ShareGroup("", rows)], frame))


def _steps(found: NamedBridge, names: Names) -> tuple[ShareRow, ...]:
    """The first steps and the last; what lies between is in the table."""
    steps = list(zip(found.bridge.order, found.bridge.path[1:], strict=True))
    rows = [ShareRow(f"{k + 1}. {_change(c, names)}", share) for k, (c, share) in enumerate(steps)]
    if len(rows) > SHOWN_STEPS + 1:
        skipped = len(rows) - SHOWN_STEPS
        rows = [*rows[: SHOWN_STEPS - 1], ShareRow(f"{skipped} more steps lead here", rows[-2].share, True), rows[-1]]
    return tuple(rows)


def _change(change: Change, names: Names) -> str:
    return f"{names.element(change.element)}: {names.option(change.element, change.after)}"


def _standing_for(found: NamedBridge, names: Names) -> str:
    """Why these two packages stand for these parties."""
    return " ".join(
        f"“{names.package(own.package)}” stands for {names.party(own.party).name}: {own.why}."
        for own in (found.first, found.second)
    )


def _concessions_table(found: NamedBridge, names: Names) -> Table:
    rows = tuple(
        (
            Cell(_change(c.change, names)),
            Cell(names.party(c.giver).name),
            number(f"{100 * c.given_up:.1f}"),
            Cell(names.party(c.receiver).name),
            number(f"{100 * c.receiver_gained:.1f}"),
            number(signed(100 * c.joint_gained)),
        )
        for c in found.bridge.concessions
    )
    head = ("Concession", "Given by", "At a cost of, percent", "To", "Worth, percent", "Worlds of 100 all sign")
    ends = names.package(found.first.package), names.package(found.second.package)
    return Table(f"From “{ends[0]}” to “{ends[1]}”, each concession by itself", head, rows)


def trade_offs(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """List trades across elements in words, and whether the package can be bettered for all."""
    found = sorted(advice.trades, key=lambda t: -t.both_gain)
    if not found:
        return None
    rows = tuple((Cell(true_minus(t.words)), number(of_100(t.both_gain))) for t in found)
    head = ("Trade", "Both gain, worlds of 100")
    improvement = advice.improvement
    better = f"Better for all than the package itself: {improvement.proof}."
    if improvement.changes:
        moved = joined([_change(c, names) for c in improvement.changes])
        better = (
            f"Better for all in {of_100(improvement.better_for_all)} of 100 worlds, by {moved} ({improvement.proof})."
        )
    return Exhibit(
        key="trades",
        kind="Trade-offs",
        title=f"{count_words(len(found), 'pair of changes', 'pairs of changes')} would serve two parties at once",
        sub=f"Each gives where it costs least and gets what it values more; starting from "
        f"“{names.package(analysis.deals.headline)}”",
        tables=(Table("Trades across elements", head, rows[:SHOWN_TRADES]),),
        folded=(Table("More trades", head, rows[SHOWN_TRADES:]),) if rows[SHOWN_TRADES:] else (),
        source=f"Source: this assessment, {run_words(analysis)}. {better}",
    )


def divisions(advice: Advice, names: Names) -> Exhibit | None:
    """List who would get its way on what by adjusted winner, pair by pair of signatories."""
    if not advice.divisions:
        return None
    first, *others = advice.divisions
    ends = tuple(names.party(p).name for p in first.parties)
    return Exhibit(
        key="divisions",
        kind="Adjusted winner",
        title=f"Divided between {ends[0]} and {ends[1]}, each would get its way on what is worth "
        f"{float(first.outcome.points):.0f} of its 100 points",
        sub="Each element goes to the party that gives it more points; one is shared so that both get the same",
        tables=(_division_table(first, names),),
        folded=tuple(_division_table(d, names) for d in others),
        source="Source: mean gains of the worlds drawn. An even division of points is no forecast and no advice.",
    )


def _division_table(division: Division, names: Names) -> Table:
    outcome = division.outcome
    rows = []
    for party, share, points, wins in zip(
        division.parties,
        (outcome.first, outcome.second),
        division.points,
        (division.first_wins, division.second_wins),
        strict=True,
    ):
        whole = sum(points.values())
        ranked = sorted(wins, key=lambda e: -points[e])
        won = [f"{names.element(e)} ({100 * float(points[e] / whole):.0f})" for e in ranked]
        part = f"{100 * float(share[outcome.shared]):.0f} percent of {names.element(outcome.shared)}"
        rows.append(
            (
                Cell(names.party(party).name),
                Cell(joined(won, SHOWN_WINS) or "nothing"),
                Cell(part if outcome.shared else "nothing to share"),
            )
        )
    ends = " and ".join(names.party(p).name for p in division.parties)
    return Table(ends, ("Party", "Gets its way on (its points)", "Shared element"), tuple(rows))


def rounds(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """Say whose move it is by Zeuthen's rule, and which step would turn it."""
    found = advice.rounds
    if not found.known:
        return None
    rows = tuple(
        (
            Cell(names.party(s.party).name),
            Cell(names.package(s.package)),
            number(interval(s.risk_limit)),
            number(of_100(s.to_move)),
            number(f"{100 * s.given_so_far:.0f}"),
            UNKNOWN if s.gap_closed is None else number(f"{100 * s.gap_closed:.0f}"),
        )
        for s in found.standings
    )
    head = (
        "Party",
        "Its last package",
        "Risk it would bear (0 to 1)",
        "Its move, worlds of 100",
        "Given so far, percent",
        "Gap closed by it, percent",
    )
    title = f"The next move is {names.party(found.mover).name}’s" if found.mover else "The next move is nobody’s alone"
    return Exhibit(
        key="rounds",
        kind="Rounds",
        title=title,
        sub="The party that would lose more by no deal, measured against what is between the packages, moves next "
        "(Zeuthen’s criterion)",
        tables=(Table("Whose move it is", head, rows),),
        source=f"Source: packages that say who proposed them, {run_words(analysis)}.{_next_step(found, names)}",
    )


def _next_step(found: Rounds, names: Names) -> str:
    step = found.next_step
    if step is None:
        return ""
    moved = joined([_change(c, names) for c in step.changes])
    return (
        f" The smallest step that would turn it: {moved}; all would then sign in {of_100(step.joint_after)} of 100 "
        f"worlds, now {of_100(step.joint_before)}."
    )
