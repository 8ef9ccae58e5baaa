"""Chapter 2, whose move it is, and how pairs of parties would split by points what they see differently."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import Advice, Division, Rounds
from detente.plots import Names, interval, of_100, two_digits, unsigned
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, number
from detente.report.lookups import joined, run_words, same_side

SHOWN_WINS = 6

POINTS = Note(
    "How to read",
    "Points are what getting its way on an element is worth to a party, of 100. Elements that cannot be split in "
    "practice are shared on paper only; nothing here says it should be so.",
)


def divisions(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """Fold what adjusted winner would give each of two signatories, pair by pair; a party and its voice are no pair."""
    pairs = [d for d in advice.divisions if not same_side(analysis.case, *d.parties)]
    if not pairs:
        return None
    return Exhibit(
        key="divisions",
        kind="Adjusted winner",
        title="How two parties would split what they see differently, pair by pair",
        sub="A method, not a proposal: each element goes to the party that gives it more points, and one is shared so "
        "that both end with the same points",
        folded=tuple(_division_table(d, names) for d in pairs),
        source=f"Source: mean gains, {run_words(analysis)}. An even division of points is no forecast and no advice.",
        notes=(POINTS,),
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
                number(f"{float(outcome.points):.0f}"),
            )
        )
    ends = " and ".join(names.party(p).name for p in division.parties)
    return Table(ends, ("Party", "Gets its way on (its points)", "Shared element", "Points in all"), tuple(rows))


def rounds(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """Say whose move it is by Zeuthen's rule and in how many worlds, and which step would turn it."""
    found = advice.rounds
    if not found.known:
        return None
    rows = tuple(
        (
            Cell(names.party(s.party).name),
            Cell(names.package(s.package)),
            number(unsigned(interval(s.risk_limit))),
            number(of_100(s.to_move)),
            number(two_digits(round(100 * s.given_so_far))),
            UNKNOWN if s.gap_closed is None else number(two_digits(round(100 * s.gap_closed))),
        )
        for s in found.standings
    )
    head = (
        "Party",
        "Its last package",
        "Risk it would bear (0 to 1)",
        "Its move, worlds of 100",
        "Given so far, percent of its range",
        "Part of all that was given, percent",
    )
    return Exhibit(
        key="rounds",
        kind="Rounds",
        title=_rounds_title(found, names),
        sub="The one that risks more by refusing should give next (Zeuthen’s criterion)",
        tables=(Table("Whose move it is", head, rows), _moves_table(found, names)),
        source=f"Source: packages that say who proposed them, {run_words(analysis)}.{_next_step(found, names)}",
        notes=(
            Note(
                "How to read",
                "Risk it would bear: the chance of no deal at which a party would rather take what the other offers. "
                "Whoever would bear less gives next. A minus means that a party took back what it had offered.",
            ),
        ),
    )


def _rounds_title(found: Rounds, names: Names) -> str:
    share = max((s.to_move for s in found.standings), default=0.0)
    agreed = f"in {of_100(found.agreed)} one would take the other’s package as it is" if found.agreed > 0 else ""
    if not found.mover:
        return "The next move is nobody’s alone" + (f"; {agreed}" if agreed else "")
    title = f"The next move is {names.party(found.mover).name}’s in {of_100(share)} of 100 worlds"
    return f"{title}; {agreed}" if agreed else title


def _moves_table(found: Rounds, names: Names) -> Table:
    """All worlds, by whose move it is: the rows add up to all of them."""
    rows = [
        *((f"{names.party(s.party).name} moves next", s.to_move) for s in found.standings),
        ("No move is needed: one would take another’s package as it is", found.agreed),
        ("Nobody’s alone: several would bear the same risk", max(found.tied, 0.0)),
    ]
    return Table(
        "Worlds by whose move it is", ("Move", "Worlds of 100"), tuple((Cell(w), number(of_100(s))) for w, s in rows)
    )


def _next_step(found: Rounds, names: Names) -> str:
    step = found.next_step
    if step is None:
        return ""
    moved = joined([f"{names.element(c.element)}: {names.option(c.element, c.after)}" for c in step.changes])
    return (
        f" The smallest step that would turn it: {moved}. Those who made the proposals would then all sign in "
        f"{of_100(step.joint_after)} of 100 worlds, now {of_100(step.joint_before)}; others are not counted there."
    )
