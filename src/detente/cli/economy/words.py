"""What `detente economy CASE` says: the plan, a table of money, and what to mind."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from detente.case import Case
from detente.cli.tables import as_table
from detente.economy.effects import OPTION, STATUS_QUO, Effects, Item, Plan, Spread, spread
from detente.plots import count_words

UNKNOWN = "unknown"


def plan_in_words(plan: Plan) -> str:
    """How many equilibria a run asks for, and why so many."""
    runs = " and ".join(plan.horizons) + " run"
    return (
        f"{plan.total:,} equilibria planned, {runs}: {count_words(plan.sets, 'set')} of shocks in "
        f"{count_words(plan.anchors, 'world')}, {plan.over_worlds:,}; the central world with decompositions, "
        f"{plan.central:,}."
    )


def carried_plan_in_words(trade: int, networks: int) -> str:
    """What flows of energy ask for besides."""
    return f"Flows of energy: {networks:,} equilibria of networks planned, and {trade:,} of the trade model with them."


def effects_in_words(case: Case, effects: Effects, starred: Collection[str] = ()) -> str:
    """Money of parties by item in all horizons, what the items are, and what to mind when reading it.

    Items in `starred` get a mark: energy networks carry a part of what they change.
    """
    money = spread(effects, effects.over_worlds.party_usd_bn_per_year)
    worlds = count_words(effects.plan.anchors, "world")
    title = (
        f"{case.title}\nReal income, bn USD a year in prices of {effects.price_year}: median [5 percent, 95 percent] "
        f"of {worlds}."
    )
    legend = [f"{item.id}: {_meaning(item)}" for item in effects.items]
    header, rows = _wide(effects, money) if len(effects.parties) <= MOST_COLUMNS else _long(effects, money)
    rows = [[f"{row[0]} *" if row[0] in starred else row[0], *row[1:]] for row in rows]
    star = [STAR] if any(item.id in starred for item in effects.items) else []
    return "\n".join([as_table(title, header, rows), "", *legend, *star, "", *_notes(case, effects)])


STAR = (
    "* by trade alone; networks carry flows of energy that the item changes. The table that follows has it with them."
)

MOST_COLUMNS = 5
"""Parties that fit beside each other on a terminal; more are rows."""


def _wide(effects: Effects, money: Spread) -> tuple[list[str], list[list[str]]]:
    """A column for each party, a row for each item and horizon; the item is named in the first."""
    rows = [
        [item.id if h == 0 else "", horizon, *(_cell(money, (h, k, i)) for i in range(len(effects.parties)))]
        for k, item in enumerate(effects.items)
        for h, horizon in enumerate(effects.horizons)
    ]
    return ["item", "run", *effects.parties], rows


def _long(effects: Effects, money: Spread) -> tuple[list[str], list[list[str]]]:
    """A column for each horizon, a row for each item and party."""
    rows = [
        [item.id if i == 0 else "", party, *(_cell(money, (h, k, i)) for h in range(len(effects.horizons)))]
        for k, item in enumerate(effects.items)
        for i, party in enumerate(effects.parties)
    ]
    return ["item", "party", *(f"{horizon} run" for horizon in effects.horizons)], rows


def _meaning(item: Item) -> str:
    if item.kind == STATUS_QUO:
        return (
            "what the measures in force cost, against the world before them: what taking all of them back would bring, "
            "with the other sign. All below is against the status quo."
        )
    return item.title if item.kind == OPTION else f"{item.title} (package)"


def _cell(money: Spread, at: tuple[int, int, int]) -> str:
    low, median, high = (float(points[at]) for points in (money.low, money.median, money.high))
    return UNKNOWN if np.isnan(median) else f"{short_amount(median)} [{short_amount(low)}, {short_amount(high)}]"


def short_amount(amount: float) -> str:
    """Two significant digits, or whole billions from ten on; nothing finer than ten million.

    Examples
    --------
    >>> [short_amount(x) for x in (-1234.4, 12.34, 1.26, 0.0456, -0.001)]
    ['-1,234', '12', '1.3', '0.05', '0']
    """
    rounded = round(amount, 2)
    if abs(rounded) >= 10:
        return f"{rounded:,.0f}"
    return f"{rounded:.2g}" if rounded else "0"


def _notes(case: Case, effects: Effects) -> Iterator[str]:
    yield f"Payoffs of the verdict are those of the {effects.verdict_horizon} run."
    if not effects.parties:
        yield "No party has regions of the baseline, so money of parties is unknown; regions stand in the tables."
    for party in (p for p in case.parties if p.regions and p.id not in effects.parties):
        lacking = ", ".join(region for region in party.regions if region not in effects.regions)
        yield f"Not valued: {party.id}. The baseline has no region {lacking}."
    done = f"{effects.solved:,} of {effects.plan.total:,} equilibria converged"
    yield f"{done}." if not effects.failed else f"{done}; what did not is left out. {_lost(effects)}"
    yield from _fit(effects)
    reasons = {why for row in effects.decomposition.unknown for why in row if why}
    for why in sorted(reasons):
        items = sorted(
            {effects.items[k].id for row in effects.decomposition.unknown for k, w in enumerate(row) if w == why}
        )
        yield f"Not decomposed: {', '.join(items)}. {why}"


def _fit(effects: Effects) -> Iterator[str]:
    """Whether the status quo shows the trade that its measures state."""
    seen = [m for m in effects.measures if m.as_seen and m.horizon == "long"]
    if seen:
        off = [m.measure for m in seen if m.missed]
        yield (
            f"Trade as it was seen: the long run shows it on {len(seen) - len(off)} of {count_words(len(seen), 'row')} "
            "in force; measures.csv holds each."
        )
        if off:
            sectors = sorted({s for m in seen for s in m.missed})
            yield f"Not met in full: {', '.join(dict.fromkeys(off))} ({', '.join(sectors)})."


def _lost(effects: Effects) -> str:
    """Items that lost worlds, with the worlds left, the fewest first."""
    left = effects.over_worlds.converged.sum(axis=2)
    short = sorted(
        (int(left[h, k]), effects.items[k].id, horizon)
        for h, horizon in enumerate(effects.horizons)
        for k in range(len(effects.items))
        if left[h, k] < effects.plan.anchors
    )
    shown = [f"{name} {count} ({horizon} run)" for count, name, horizon in short[:MOST_NAMED]]
    more = [f"{len(short) - MOST_NAMED} more"] if len(short) > MOST_NAMED else []
    return f"Worlds left: {', '.join([*shown, *more])}." if shown else ""


MOST_NAMED = 6
