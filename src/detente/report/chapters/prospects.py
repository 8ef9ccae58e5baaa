"""The rest of chapter 4: the coming months, peace against conflict, parts of the package, dependence, trust."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.durability.prospects import Driver, Moment, PartyPeace, Prospects
from detente.plots import (
    MonthStrip,
    Names,
    WorthBar,
    count_words,
    draw_months,
    draw_peace,
    exact,
    interval,
    of_100,
    signed,
    signed_of_100,
    two_digits,
)
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.chapters.dependence import links_exhibit, parts_exhibit, trust_exhibit
from detente.report.durability_words import (
    KINDS,
    base_rates_in_words,
    peace_in_words,
    people_in_words,
)
from detente.report.lookups import joined, way_in_words

MOST_DRIVERS = 8
PEACE_UNIT = "USD bn a year over no deal"


def prospects_exhibits(analysis: Analysis, names: Names) -> tuple[Exhibit, ...]:
    """Show what the margins alone do not say of the headline package; nothing where the case names none."""
    found = analysis.prospects
    if found is None:
        return ()
    exhibits = (
        _drivers(found, names),
        _peace(analysis, found, names),
        parts_exhibit(found, names),
        _months(found, names),
        links_exhibit(found, names),
        trust_exhibit(found, names),
    )
    return tuple(e for e in exhibits if e is not None)


def _months(found: Prospects, names: Names) -> Exhibit | None:
    forecast = found.forecast
    if not forecast.moments or not forecast.moments[0].phase:
        return None
    signs = of_100(forecast.deals) != "0"
    strips = [_strip(m, forecast.stalls if signs else 0.0, names) for m in forecast.moments]
    head = ("After signature", "Holds if signed", "Signed and holds", "Signed, breaking pays someone", "Not signed")
    rows = tuple(_month_row(m, forecast.stalls, names) for m in forecast.moments)
    heads = head[2:] if signs else ("would hold", "breaking would pay someone")
    exhibit = Exhibit(
        key="months",
        kind="The coming months",
        title=_months_finding(found),
        sub=f"{names.package(found.package)}; worlds of 100, not a probability of history"
        + ("" if signs else "; as if it were signed, which no world does"),
        tables=(Table("Worlds of 100 by months after signature", head, rows),),
        source=f"Source: this assessment. {base_rates_in_words(forecast.base_rates)}",
        notes=(
            Note(
                "How to read",
                "A world counts as broken from the first phase on in which breaking pays someone. That it pays does "
                "not mean that it happens. Months count from signature, whenever that is.",
            ),
        ),
    )
    description = "; ".join(", ".join(cell.text for cell in row) for row in rows)
    return drawn_twice(exhibit, description, lambda frame: draw_months(strips, heads, frame))


def _months_finding(found: Prospects) -> str:
    forecast, last = found.forecast, found.forecast.moments[-1]
    never = f"Not signed in {of_100(forecast.stalls)} of 100 worlds"
    if last.in_force is None or last.broken is None or last.holds_if_signed is None:
        return f"{never}; whether it would hold is unknown"
    if of_100(forecast.deals) == "0":
        return f"{never}; were it signed, it would hold for {last.months} months in {of_100(last.holds_if_signed)}"
    return (
        f"{last.months} months after signature it holds in {of_100(last.in_force)} of 100 worlds, breaking pays "
        f"someone in {of_100(last.broken)}, and {of_100(forecast.stalls)} never sign"
    )


def _strip(moment: Moment, stalled: float, names: Names) -> MonthStrip:
    """One strip; where no world signs, of all worlds as if they did."""
    in_force, broken = moment.in_force, moment.broken
    if not stalled and moment.holds_if_signed is not None:
        in_force, broken = moment.holds_if_signed, 1 - moment.holds_if_signed
    return MonthStrip(f"{count_words(moment.months, 'month')}, {names.phase(moment.phase)}", in_force, broken, stalled)


def _month_row(moment: Moment, stalled: float, names: Names) -> tuple[Cell, ...]:
    shares = moment.holds_if_signed, moment.in_force, moment.broken, stalled
    words = f"{count_words(moment.months, 'month')}, {names.phase(moment.phase)}"
    return (Cell(words), *(UNKNOWN if s is None else number(of_100(s)) for s in shares))


def _drivers(found: Prospects, names: Names) -> Exhibit | None:
    if found.weakest is None or not found.drivers:
        return None
    weakest = found.weakest
    where = f"{names.party(weakest.party).name}, {names.phase(weakest.phase)}, by {way_in_words(weakest.way)}"
    rows = tuple(_driver_row(driver) for driver in found.drivers[:MOST_DRIVERS])
    head = ("Input", "Lowest to highest", "Margin moves by, USD bn", "Worlds that hold, of 100")
    return Exhibit(
        key="drivers",
        kind="What moves the weakest margin",
        title=f"Short most often: {where}, in {of_100(weakest.falls_short_share)} of 100 worlds",
        sub=f"Margin {interval(weakest.margin)} bn USD; median in the upper third of draws less in the lower third",
        tables=(Table("What moves the weakest margin", head, rows),),
        source="Source: this assessment. Differences within chance of the draw are left out.",
    )


def _driver_row(driver: Driver) -> tuple[Cell, ...]:
    return (
        Cell(driver.label, small=driver.origin),
        number(f"{exact(driver.low)} to {exact(driver.high)}", small=driver.unit),
        number(signed(driver.on_margin_usd_bn)),
        UNKNOWN if driver.on_holding is None else number(signed_of_100(driver.on_holding)),
    )


def _peace(analysis: Analysis, found: Prospects, names: Names) -> Exhibit | None:
    shown = [p for p in found.peace if p.parts]
    if not shown:
        return None
    kinds = list(KINDS)
    bars = [_bar(p, kinds, names) for p in shown]
    pays = [p for p in shown if p.pays_share is not None and p.pays_share > 0.5]
    title = f"Peace pays {len(pays)} of {count_words(len(shown), 'party', 'parties')} in more than half of the worlds"
    notes = [
        Note(
            "How to read",
            "Parts are means over worlds, which add up; to the right gains, to the left losses, largest first. "
            "Circle: all parts together. Line: nine of ten worlds. Dashed: politics at the assumed stake.",
        ),
        Note("Never priced", _never_priced(shown, names)),
        *_counted(found, names),
    ]
    exhibit = Exhibit(
        key="peace",
        kind="Peace against conflict",
        title=title,
        sub=f"{names.package(found.package)}; {PEACE_UNIT}, {analysis.case.price_year} prices",
        tables=(_peace_table(shown, names), *_casualty_table(found, names)),
        source="Source: this assessment; transfers and one-off costs are counted in the margins, not here.",
        notes=tuple(notes),
    )
    description = " ".join(peace_in_words(p, names) for p in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_peace(bars, list(KINDS.values()), PEACE_UNIT, frame))


def _bar(peace: PartyPeace, kinds: list[str], names: Names) -> WorthBar:
    parts = tuple((kinds.index(p.kind) + 1, p.mean) for p in peace.parts)
    return WorthBar(names.party(peace.party), parts, peace.total or peace.money, peace.total is not None)


def _never_priced(shown: list[PartyPeace], names: Names) -> str:
    crossed = [
        f"{names.party(p.party).name} on {names.element(e)} in {of_100(share)} of 100 worlds"
        for p in shown
        for e, share in p.red_lines.items()
    ]
    words = "Deaths, wounds and displacement are counted, not priced. Red lines are not priced either"
    return (
        f"{words}; the package crosses one of {joined(crossed, 8)}." if crossed else f"{words}; it crosses none known."
    )


def _counted(found: Prospects, names: Names) -> tuple[Note, ...]:
    counts = [
        f"{names.party(c.party).name}: about {people_in_words(c.people_per_year.median)} {c.who}"
        for c in found.casualties
    ]
    return (Note("Counted, each year of conflict", f"{'; '.join(counts)}."),) if counts else ()


def _casualty_table(found: Prospects, names: Names) -> tuple[Table, ...]:
    rows = tuple(
        (
            Cell(names.party(c.party).name),
            Cell(c.who),
            number(people_in_words(c.people_per_year.median)),
            number(f"{people_in_words(c.people_per_year.low)} to {people_in_words(c.people_per_year.high)}"),
            Cell(c.origin, f"tag {c.origin}", small=c.source),
        )
        for c in found.casualties
    )
    head = ("Party", "Who", "People a year", "Nine of ten worlds", "Where from")
    return (Table("Counted each year of conflict, never priced", head, rows),) if rows else ()


def _peace_table(shown: list[PartyPeace], names: Names) -> Table:
    kinds = [k for k in KINDS if any(part.kind == k for p in shown for part in p.parts)]
    rows = tuple(
        (
            Cell(names.party(p.party).name, small=p.reason),
            number(interval(p.total)) if p.total else UNKNOWN,
            UNKNOWN if p.pays_share is None else number(of_100(p.pays_share)),
            UNKNOWN if p.money_pays_share is None else number(of_100(p.money_pays_share)),
            Cell("none") if p.break_even_stake is None else number(two_digits(p.break_even_stake)),
            *(_part_cell(p, kind) for kind in kinds),
        )
        for p in shown
    )
    head = (
        "Party",
        "All together (nine of ten worlds)",
        "Pays, worlds of 100",
        "Money alone pays",
        "Stake at which it turns",
        *(KINDS[k][:1].upper() + KINDS[k][1:] for k in kinds),
    )
    return Table(f"{PEACE_UNIT}; parts are means", head, rows)


def _part_cell(peace: PartyPeace, kind: str) -> Cell:
    part = next((p for p in peace.parts if p.kind == kind), None)
    return Cell("none") if part is None else number(signed(part.mean))
