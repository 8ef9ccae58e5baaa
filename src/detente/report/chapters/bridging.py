"""Chapter 2, where to give: concessions between two packages, and trades across elements."""

from __future__ import annotations

from dataclasses import replace

from detente.analysis import Analysis
from detente.deals import Advice, Change, NamedBridge, Quantiles, Trade
from detente.plots import (
    Names,
    ShareGroup,
    ShareRow,
    count_words,
    day,
    draw_share_rows,
    interval,
    of_100,
    signed,
    unsigned,
)
from detente.report.blocks import Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.lookups import party_names, run_words, same_side

SHOWN_STEPS = 8
SHOWN_TRADES = 4
MOST = 0.5
"""A trade is listed from more than this share of worlds on in which both gain."""

KEPT_BACK = " Concessions of parties that told their preferences in confidence are kept back."

PRICES = Note(
    "How to read",
    "A price on land or law here is a political stake turned into money by an assumption; red lines are never traded.",
)


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
        f"from the first package to the second. {_standing_for(first, analysis, names)}",
        tables=(_steps_table(first, names), *_concessions_tables(first, names)),
        folded=tuple(table for b in others for table in _concessions_tables(b, names)),
        source=f"Source: this assessment, {run_words(analysis)}; {first.bridge.proof}."
        + (KEPT_BACK if set(first.bridge.signatories) & set(analysis.preferences.told) else ""),
        notes=(
            Note(
                "How to read",
                f"The best stop is after {count_words(best.count, 'change')}. A step is a concession of the one and a "
                "gain of another; the table says what each costs and brings, by itself and from the first package on.",
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


def _standing_for(found: NamedBridge, analysis: Analysis, names: Names) -> str:
    """Which party each package stands for, and why."""
    ends = (found.first, found.second)
    titles = [f"“{names.package(own.package)}” stands for {names.party(own.party).name}" for own in ends]
    if not any(own.proposed for own in ends):
        return f"{' and '.join(titles)}: no package says who proposed it, and each accepts its own in most worlds"
    reasons = [
        f"its last proposal{_dated(own.package, analysis)}"
        if own.proposed
        else "which proposed none, and accepts this one in most worlds"
        for own in ends
    ]
    return "; ".join(f"{title}, {why}" for title, why in zip(titles, reasons, strict=True))


def _dated(package: str, analysis: Analysis) -> str:
    on = next((p.proposed_on for p in analysis.case.packages if p.id == package), None)
    return f" (of {day(on)})" if on else ""


def _steps_table(found: NamedBridge, names: Names) -> Table:
    """Every step of the way, those too that the drawing leaves out."""
    bridge = found.bridge
    words = [f"“{names.package(found.first.package)}”", *(_change(c, names) for c in bridge.order)]
    rows = tuple(
        (Cell(str(k)), Cell(step), number(of_100(share)))
        for k, (step, share) in enumerate(zip(words, bridge.path, strict=True))
    )
    return Table("The way, step by step", ("Step", "Change", "All sign, worlds of 100"), rows)


def _concessions_tables(found: NamedBridge, names: Names) -> tuple[Table, ...]:
    """What each concession costs and brings; nothing where all of it is kept back."""
    rows = tuple(
        (
            Cell(_change(c.change, names)),
            Cell(names.party(c.giver).name if c.giver else "nobody"),
            number(f"{100 * c.given_up:.1f}") if c.giver else Cell("nothing"),
            Cell(names.party(c.receiver).name),
            number(signed(100 * c.receiver_gained)),
            number(signed(100 * c.joint_gained)),
        )
        for c in found.bridge.concessions
    )
    head = (
        "Concession",
        "Given by",
        "Costs the giver, percent of its range of gains",
        "To",
        "Receiver accepts, more worlds of 100",
        "All sign, more worlds of 100",
    )
    ends = names.package(found.first.package), names.package(found.second.package)
    return (Table(f"From “{ends[0]}” to “{ends[1]}”, each concession by itself", head, rows),) if rows else ()


def trade_offs(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """List trades across elements in which both gain in most worlds, and what would be better for all."""
    pairs = (t for t in advice.trades if not same_side(analysis.case, t.first, t.second))
    found = sorted((t for t in pairs if t.both_gain > MOST), key=lambda t: -t.both_gain)
    rows = tuple(row for k, trade in enumerate(found) for row in _trade_rows(k + 1, trade, names))
    head = ("Who accepts less on what: from → to", "Costs it", "Worth to whom", "Both gain, worlds of 100")
    shown, better = 2 * SHOWN_TRADES, _better_for_all(advice, names)
    title = "No pair of changes would serve two parties at once in more than half of the worlds"
    if found:
        title = f"{count_words(len(found), 'pair of changes', 'pairs of changes')} would serve two parties at once in "
        title += "more than half of the worlds"
    if not found and not better:
        return None
    more = (Table("More trades, two lines each", head, rows[shown:]),) if rows[shown:] else ()
    return Exhibit(
        key="trades",
        kind="Trade-offs",
        title=title,
        sub="Each accepts less where that costs it least, and gets more where it values it more; starting from "
        f"“{names.package(analysis.deals.headline)}”; in bn USD a year, politics included at the assumed stake",
        tables=(Table("Trades across elements, two lines each", head, rows[:shown]),) if rows else (),
        folded=(*more, *better),
        source=f"Source: this assessment, {run_words(analysis)}. Median, and the range of nine of ten worlds.",
        notes=(PRICES,),
    )


def _trade_rows(place: int, trade: Trade, names: Names) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Two lines: what the one accepts less on, and what the other does in return."""
    first, second = names.party(trade.first).name, names.party(trade.second).name
    return (
        (
            Cell(f"{place}. {first} accepts less on {_move(trade.first_gives, names)}"),
            _amount(trade.first_loses),
            _amount(trade.second_gains, second),
            number(of_100(trade.both_gain)),
        ),
        (
            Cell(f"{second} accepts less on {_move(trade.second_gives, names)}"),
            _amount(trade.second_loses),
            _amount(trade.first_gains, first),
            Cell(""),
        ),
    )


def _move(change: Change, names: Names) -> str:
    before, after = (names.option(change.element, option) for option in (change.before, change.after))
    return f"{names.element(change.element)}: {before} → {after}"


def _amount(spread: Quantiles, whose: str = "") -> Cell:
    """An amount in money where the party has a stake, else as a part of its political range, which then is said."""
    if spread.unit.startswith("USD bn"):
        return number(unsigned(interval(spread)), small=f"to {whose}" if whose else "")
    scaled = replace(
        spread,
        **{end: 100 * getattr(spread, end) for end in ("low", "lower", "median", "upper", "high")},
    )
    unit = "percent of its political range"
    return number(unsigned(interval(scaled)), small=f"{unit}, to {whose}" if whose else unit)


def _better_for_all(advice: Advice, names: Names) -> tuple[Table, ...]:
    """The package that is better for all than the one on the table, by its changes; nothing where there is none."""
    found = advice.improvement
    if not found.changes:
        return ()
    rows = tuple(
        (
            Cell(names.element(c.element)),
            Cell(names.option(c.element, c.before)),
            Cell(names.option(c.element, c.after)),
        )
        for c in found.changes
    )
    caption = f"Better for all than the package itself in {of_100(found.better_for_all)} of 100 worlds ({found.proof})"
    return (Table(caption, ("Element", "From", "To"), rows),)
