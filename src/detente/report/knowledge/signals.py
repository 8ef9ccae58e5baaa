"""What markets made of the news: prices with events on them, moves with their doubt, and what odds prices stand for."""

from __future__ import annotations

from detente.case import Case
from detente.plots import (
    MINUS,
    NBSP,
    PricePath,
    count_words,
    day,
    draw_price_path,
    sentence,
    signed_with_decimals,
    two_digits,
)
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.signals import EventEffect, Odds, SignalStudy

LEVEL = 0.05
PANELS = 4
"""Series in the drawing; all stand in the table."""


def signal_exhibits(study: SignalStudy, case: Case) -> tuple[Exhibit, ...]:
    """All exhibits of the stage, in reading order."""
    found = (prices_exhibit(study, case), odds_exhibit(study, case))
    return tuple(exhibit for exhibit in found if exhibit is not None)


def prices_exhibit(study: SignalStudy, case: Case) -> Exhibit:
    """Prices with the events on them, and each move with its interval."""
    used = [one for one in study.series if one.used]
    tables = (_effects(study, case),) if study.effects else ()
    exhibit = Exhibit(
        key="signals",
        kind="Prices and news",
        title=_finding(study, bool(case.events)),
        sub=f"Daily prices; numbered lines are events: {_numbered(case)}" if case.events else "Daily prices",
        tables=tables,
        source=f"Source: prices.csv, events.csv. Usual returns: {study.method}.{_skipped(study)}",
        notes=_notes(study),
        empty="" if used else "No series has enough daily prices to be studied.",
        folded=tuple(t for t in (_across(study, case), _alarms(study), _breaks(study), _left_out(study)) if t),
    )
    if not used:
        return exhibit
    paths = [PricePath(f"{one.series}, {one.unit}", one.days, one.values) for one in used[:PANELS]]
    events = [(k, e.on) for k, e in enumerate(case.events, 1) if any(p.days[0] <= e.on <= p.days[-1] for p in paths)]
    words = "; ".join(f"{p.label}: {two_digits(p.values[0])} to {two_digits(p.values[-1])}" for p in paths)
    return drawn_twice(exhibit, words, lambda frame: draw_price_path(paths, events, frame))


def _numbered(case: Case) -> str:
    return "; ".join(f"{k}{NBSP}{event.title} ({day(event.on)})" for k, event in enumerate(case.events, 1))


NO_MOVES = "What markets made of the news is unknown: no series can be held against it"


def _finding(study: SignalStudy, has_events: bool) -> str:
    tested = [e for e in study.effects if e.p is not None]
    if not tested:
        return NO_MOVES if study.effects or has_events else "No events are stated to hold prices against"
    beyond = [e for e in tested if e.p is not None and e.p < LEVEL]
    chance = LEVEL * len(tested)
    said = (
        f"{len(beyond)} of {count_words(len(tested), 'move')}"
        if beyond
        else f"None of {count_words(len(tested), 'move')}"
    )
    verb = "lies" if len(beyond) <= 1 else "lie"
    return f"{said} after an event {verb} beyond what is usual; by chance alone {two_digits(chance)} would"


def _skipped(study: SignalStudy) -> str:
    skipped = [one for one in study.series if not one.used]
    return f" {count_words(len(skipped), 'series', 'series')} could not be studied." if skipped else ""


def _notes(study: SignalStudy) -> tuple[Note, ...]:
    first, last = study.window
    notes = [
        Note(
            "How to read",
            f"A move is the return {_window(first, last)}, less what is usual. The interval holds 95 of 100 such "
            "moves. A move is no proof that the event caused it.",
        )
    ]
    if any(e.short and e.move is not None for e in study.effects):
        days = max(e.estimation_days for e in study.effects)
        notes.append(
            Note(
                "Short series",
                f"What is usual is learnt from at most {days} days, where 120 are customary: wide doubt.",
            )
        )
    if any(e.overlaps for e in study.effects):
        notes.append(Note("Overlap", "Windows of some events meet: the same return then counts for both."))
    return tuple(notes)


def _window(first: int, last: int) -> str:
    if first == last == 0:
        return "of the first day with a price from the event on"
    return f"of days {first} to {last} from the event, 0 being the first with a price".replace("-", MINUS)


def _effects(study: SignalStudy, case: Case) -> Table:
    head = ("Event", "Series", "Days", "Move, percent (95 of 100)", "p by t", "p by rank", "Days learnt from")
    return Table("Moves after events", head, tuple(_effect(e, case) for e in study.effects))


def _effect(effect: EventEffect, case: Case) -> tuple[Cell, ...]:
    number_of = [e.id for e in case.events].index(effect.event) + 1
    title = Cell(f"{number_of} {case.events[number_of - 1].title}", small=_warnings(effect, case))
    if effect.move is None or effect.low is None or effect.high is None or effect.first_on is None:
        return (title, Cell(effect.series, small=effect.reason), *[UNKNOWN] * 4, number(str(effect.estimation_days)))
    move, low, high = (signed_with_decimals(100 * v, 1) for v in (effect.move, effect.low, effect.high))
    days = day(effect.first_on) + ("" if effect.first_on == effect.last_on else f" to {day(effect.last_on)}")
    return (
        title,
        Cell(effect.series),
        Cell(days),
        number(f"{move} ({low} to {high})"),
        number(_p(effect.p)),
        number(_p(effect.p_rank)) if effect.p_rank is not None else UNKNOWN,
        number(str(effect.estimation_days)),
    )


def _warnings(effect: EventEffect, case: Case) -> str:
    order = {e.id: str(k) for k, e in enumerate(case.events, 1)}
    words = [f"overlaps {', '.join(order[o] for o in effect.overlaps)}"] if effect.overlaps else []
    words += [f"{effect.missing_days} days without a price"] if effect.missing_days else []
    words += ["bridges days without a price"] if effect.bridged else []
    return "; ".join(words)


def _p(value: float | None) -> str:
    if value is None:
        return "unknown"
    return "below 0.001" if value < 0.001 else f"{value:.3f}"


def _across(study: SignalStudy, case: Case) -> Table | None:
    titles = {e.id: e.title for e in case.events}
    rows = tuple(
        (
            Cell(titles[a.event], small=", ".join(a.series)),
            Cell(s.name),
            number(two_digits(s.value)) if s.value is not None else UNKNOWN,
            number(_p(s.p)),
        )
        for a in study.across
        for s in a.statistics
    )
    return Table("Each event over its series together", ("Event", "Test", "Statistic", "p"), rows) if rows else None


def _alarms(study: SignalStudy) -> Table | None:
    rows = tuple(
        (
            Cell(a.series),
            Cell(f"by {a.test}"),
            number(f"{a.alarms} of {a.days}"),
            UNKNOWN
            if a.share is None or a.low is None or a.high is None
            else number(f"{100 * a.share:.1f} ({100 * a.low:.1f} to {100 * a.high:.1f})"),
        )
        for a in study.false_alarms
    )
    head = ("Series", "Test", "Alarms on days without an event", "Percent, where 5 are meant")
    return Table("False alarms", head, rows) if rows else None


def _breaks(study: SignalStudy) -> Table | None:
    rows = tuple(
        (Cell(b.series), Cell(b.test), number(two_digits(b.statistic)), number(_p(b.p)), Cell(day(b.on)))
        for b in study.breaks
    )
    head = ("Series", "Test", "Statistic", "p", "Likeliest day")
    return Table("Did the mean of returns change?", head, rows) if rows else None


def _left_out(study: SignalStudy) -> Table | None:
    rows = tuple((Cell(o.series), number(str(o.prices)), Cell(sentence(o.reason))) for o in study.series if not o.used)
    return Table("Series that could not be studied", ("Series", "Prices", "Why"), rows) if rows else None


def odds_exhibit(study: SignalStudy, case: Case) -> Exhibit | None:
    """The odds of a deal that prices stand for, asset by asset and together, and what moves stand for."""
    odds = study.odds
    if odds is None:
        return None
    return Exhibit(
        key="odds",
        kind="Odds in prices",
        title=_odds_finding(odds),
        sub="Chances of 100 at which today's price is the mean of what it would be with and without a deal",
        tables=(_odds_by_price(odds),),
        source="Source: prices.csv and deal_prices.csv. Investors pay to be rid of risk, which moves all such odds.",
        folded=(_reactions(study, case),) if study.reactions else (),
    )


def _odds_words(odds: float, low: float | None, high: float | None) -> str:
    words = f"{100 * odds:.0f}"
    return words if low is None or high is None else f"{words} ({100 * low:.0f} to {100 * high:.0f})"


def _odds_finding(odds: Odds) -> str:
    if odds.odds is None:
        return "Prices say nothing of the odds of a deal"
    if odds.low is None:
        return "Prices contradict each other: no one chance of a deal fits them all"
    return f"Prices stand for a chance of a deal of {_odds_words(odds.odds, odds.low, odds.high)} of 100"


def _odds_by_price(odds: Odds) -> Table:
    rows = tuple(
        (
            Cell(a.series, small=a.reason or f"{a.unit}, {day(a.on)}"),
            UNKNOWN if a.price is None else number(f"{a.price:g}"),
            UNKNOWN if a.odds is None else number(_odds_words(a.odds, a.low, a.high)),
        )
        for a in odds.assets
    )
    return Table("Odds by price", ("Series", "Price", "Odds, of 100"), rows)


def _reactions(study: SignalStudy, case: Case) -> Table:
    titles = {event.id: event.title for event in case.events}
    rows = tuple(
        (
            Cell(titles[r.event]),
            Cell(r.series, small=r.unit),
            number(signed_with_decimals(r.observed, 2)),
            number(signed_with_decimals(r.implied_by_deal, 2)),
            number(f"{100 * r.implied_change:+.0f} ({100 * r.low:+.0f} to {100 * r.high:+.0f})".replace("-", MINUS)),
        )
        for r in study.reactions
    )
    head = ("Event", "Series", "Move seen", "Move by a certain deal", "Change in odds, of 100")
    return Table("Moves against what a certain deal would bring", head, rows)
