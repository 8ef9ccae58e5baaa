"""Chapter 3, where the trade effect of the headline package comes from, and where trade goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from detente.analysis import Analysis
from detente.plots import Names, signed, signed_with_decimals
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, number
from detente.report.chapters.places import run
from detente.report.economy import EconomySection, IncomeParts, TradeShare, place_name, place_words

SHOWN = 6

PARTS = {
    "terms_of_trade_log_points": "Terms of trade",
    "volume_of_trade_log_points": "Volume of taxed trade",
    "trade_cost_log_points": "Trade costs",
    "productivity_log_points": "Productivity",
    "transfers_log_points": "Transfers",
    "bans_log_points": "Bans",
}

SMALLEST = 0.005
"""Percent below which a part is nothing: half of the last digit shown."""

PARTS_NOTES = (
    Note(
        "How to read",
        "Terms of trade: better prices for what is sold and bought. Trade costs: less lost on the way. The change "
        "is split in logarithms, and the parts are scaled to add up to the exact change in percent.",
    ),
)
TRADE_NOTES = (
    Note(
        "How to read",
        "Of all that the seller sells abroad, the part that goes to the buyer. The blocks do not overlap: Asia is "
        "what is left of it without the parties, and so on.",
    ),
)


def parts(section: EconomySection, analysis: Analysis, names: Names) -> Exhibit | None:
    """Split the change of real income into its parts, for the regions that it moves most; the rest folds."""
    ranked = sorted(section.package_parts, key=lambda p: -abs(p.total_log_points))
    if not ranked:
        return None
    columns = [name for name in PARTS if any(abs(_part(p, name) or 0.0) > SMALLEST for p in ranked)]
    nothing = [PARTS[name].lower() for name in PARTS if name not in columns]
    exhibit_tables = [_table("Parts of the change, percent of real income", ranked[:SHOWN], columns, analysis)]
    folded = [_table("Other regions", ranked[SHOWN:], columns, analysis)] if ranked[SHOWN:] else []
    unknown = f"Not split into parts: {section.parts_unknown}" if section.parts_unknown else ""
    zero = f" Nothing comes from {' or '.join(nothing)}." if nothing and not unknown else ""
    return Exhibit(
        key="income-parts",
        kind="Decomposition",
        title=_parts_title(ranked[0], columns, analysis),
        sub=f"Change of real income by “{names.package(section.package)}” in its parts, {run(section.verdict_horizon)}",
        tables=() if unknown else tuple(exhibit_tables),
        folded=() if unknown else tuple(folded),
        source=f"Source: trade model, central world, split along the way to the package.{zero}",
        notes=PARTS_NOTES,
        empty=unknown,
    )


def _parts_title(most: IncomeParts, columns: Sequence[str], analysis: Analysis) -> str:
    where = place_words(most.region, analysis.case)
    known = [(abs(_part(most, name) or 0.0), name) for name in columns]
    if not known:
        return f"The change for {where} is {signed(most.real_income_percent)} percent, not split"
    _, name = max(known)
    return (
        f"Of {signed(most.real_income_percent)} percent for {where}, {signed(_part(most, name) or 0.0)} come from "
        f"{PARTS[name].lower()}"
    )


def _table(caption: str, listed: Sequence[IncomeParts], columns: Sequence[str], analysis: Analysis) -> Table:
    rows = tuple(
        (
            Cell(place_name(p.region, analysis.case)),
            *(_percent(_part(p, name)) for name in columns),
            _percent(p.real_income_percent),
        )
        for p in listed
    )
    return Table(caption, ("Region", *(PARTS[name] for name in columns), "In all"), rows)


def _part(parts: IncomeParts, name: str) -> float | None:
    """A part in percent, scaled so that all parts add up to the exact change."""
    points = getattr(parts, name)
    scale = parts.real_income_percent / parts.total_log_points if parts.total_log_points else 1.0
    return None if points is None else float(points * scale)


def _percent(value: float | None) -> Cell:
    return UNKNOWN if value is None else number(signed_with_decimals(value, 2))


def trade_moves(section: EconomySection, analysis: Analysis, names: Names) -> Exhibit | None:
    """Show where exports go: before the measures, with them, and with the package; the largest moves first."""
    listed = [s for s in section.trade_shares if s.before_measures is not None]
    ranked = sorted(listed, key=lambda s: -_move(s))
    if not ranked or _move(ranked[0]) == 0:
        return None
    package = f", and with “{names.package(section.package)}”" if section.package else ""
    return Exhibit(
        key="trade-moves",
        kind="Trade diversion",
        title=_trade_title(max(ranked, key=_last_move), analysis),
        sub=f"Where exports go, percent of the seller’s exports: before the measures in force, with them{package}",
        tables=(_trade_table("The largest moves", ranked[:8], section, analysis),),
        folded=(_trade_table("Other flows", ranked[8:], section, analysis),) if ranked[8:] else (),
        source=f"Source: trade model, central world, {run(section.verdict_horizon)}, goods and services.",
        notes=TRADE_NOTES,
    )


def _move(share: TradeShare) -> float:
    """How far a share moves from one state to the next, at most."""
    states = [s for s in (share.before_measures, share.with_measures, share.with_package) if s is not None]
    return max((abs(a - b) for a, b in pairwise(states)), default=0.0)


def _last_move(share: TradeShare) -> float:
    """How far the package moves a share; where there is none, the measures."""
    states = [s for s in (share.before_measures, share.with_measures, share.with_package) if s is not None]
    return abs(states[-1] - states[-2]) if states[1:] else 0.0


def _trade_title(share: TradeShare, analysis: Analysis) -> str:
    buyer, seller = place_words(share.buyer, analysis.case), place_words(share.seller, analysis.case)
    before, today = _share_words(share.before_measures), _share_words(share.with_measures)
    words = f"{before} percent of the exports of {seller} went to {buyer} before the measures, {today} with them"
    return f"{words}, {_share_words(share.with_package)} with the package" if share.with_package is not None else words


def _share_words(share: float | None) -> str:
    return "unknown" if share is None else f"{100 * share:.1f}"


def _trade_table(caption: str, listed: Sequence[TradeShare], section: EconomySection, analysis: Analysis) -> Table:
    head = ("From and to", "Before the measures", "With them, by the model")
    rows = []
    for s in listed:
        cells = [_share(s.before_measures), _share(s.with_measures)]
        cells += [_share(s.with_package)] if section.package else []
        way = f"{place_name(s.seller, analysis.case)} to {place_words(s.buyer, analysis.case)}"
        rows.append((Cell(way), *cells))
    return Table(caption, (*head, "With the package") if section.package else head, tuple(rows))


def _share(share: float | None) -> Cell:
    return UNKNOWN if share is None else number(_share_words(share))
