"""The coalitions of a sanction in words and tables, as an analyst reads them first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from detente.cli.economy.coalition_rows import (
    Found,
    Row,
    candidate_rows,
    member_rows,
    order_rows,
    other_rows,
    percent,
    subset_row,
)
from detente.cli.tables import as_table

MEMBERS = {
    "sender": "sender",
    "target_loss_alone_usd_bn_per_year": "alone",
    "target_loss_as_last_usd_bn_per_year": "as last",
    "target_loss_shapley_usd_bn_per_year": "Shapley",
    "own_loss_usd_bn_per_year": "own loss",
    "own_real_income_pct": "own %",
    "own_loss_per_target_loss": "ratio",
    "gain_from_leaving_usd_bn_per_year": "leaving",
    "gain_from_leaving_equal_burden_usd_bn_per_year": "if equal",
}
MEMBERS_IN_WORDS = """\
alone, as last, Shapley: what the target loses by this sender alone, as the last to join, on average over all orders.
own: its own loss in the full coalition; ratio: that to what the target loses by it ({by}). leaving: what it would gain
by lifting its measures while the others keep theirs; if equal: the same once burdens are equal by transfers."""
ORDER = ("sender", "target loses more", "senders lose more", "ratio")
JOINERS = {
    "candidate": "candidate",
    "target_loss_usd_bn_per_year": "target loses",
    "target_loss_more_pct": "more by %",
    "own_loss_usd_bn_per_year": "its own loss",
}
ISSUERS = "Who issued a measure is not in the case: all in force were taken. Name those of one side with --measures."
METHODS = {"bookkeeping": "paper", "model": "model"}
RULES_IN_WORDS = """\
equal: everybody loses the same share of income. cap: who loses more than {limit} percent is brought back to that.
whole: who loses more than that is brought back to no loss. The others pay. On paper a dollar is a dollar of real
income; in the model wages and prices move with it."""


def coalition_text(found: Found) -> str:
    """Everything but the table of all coalitions, in words."""
    parts = [
        _head(found),
        _members(found),
        as_table("In this order the target's loss costs the senders least", ORDER, _cells(order_rows(found))),
        _transfers(found),
        _candidates(found),
        as_table("Third regions", ("region", "real income %", "USD bn a year"), _cells(other_rows(found))),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(found: Found) -> str:
    row, sanctions = subset_row(found, found.effects.grand), found.effects.sanctions
    target, about = sanctions.target_name, found.about
    which = "every subset" if found.effects.exhaustive else "nobody, each alone, all but one, all, and one chain"
    lines = [
        f"Measures on trade with {target}: {', '.join(about.counted)}.",
        f"Senders, those whose trade with {target} stands under them: {', '.join(sanctions.senders)}.",
        *([ISSUERS] if about.all_in_force else []),
        f"With all of them, against none: real income of {target} {_cell(row['target_real_income_pct'])} percent, "
        f"{_cell(row['target_usd_bn_per_year'])} bn USD a year; of the senders together "
        f"{_cell(row['senders_usd_bn_per_year'])}, of all others {_cell(row['others_usd_bn_per_year'])} bn USD a year.",
        *([f"In force whoever joins: {', '.join(about.standing)}."] if about.standing else []),
        f"{found.effects.solves:,} equilibria: {which}. {about.model[0].upper()}{about.model[1:]}.",
    ]
    return "\n".join(lines)


def _members(found: Found) -> str:
    table = as_table("Senders, USD bn a year", tuple(MEMBERS.values()), _cells(member_rows(found), tuple(MEMBERS)))
    return f"{table}\n{MEMBERS_IN_WORDS.format(by='Shapley' if found.effects.exhaustive else 'as last')}"


def _transfers(found: Found) -> str:
    """A row for each region: its change without transfers, and what it receives by each rule and method."""
    lines = [f"No transfers by the rule {rule}: {why}" for rule, why in found.impossible.items()]
    schemes = found.transfers
    first = schemes[0]
    header = ("region", "before %", *(f"{one.rule} {METHODS[one.method]}" for one in schemes))
    rows = [
        (
            found.baseline.regions[place],
            _cell(percent(first.before[k])),
            *(_signed(found.usd(one.received[k])) for one in schemes),
        )
        for k, place in enumerate(first.region.tolist())
    ]
    worst = ("worst %", _cell(percent(-first.before.min())), *(_cell(percent(-x.after.min())) for x in schemes))
    moved = ("moved", "", *(_cell(found.usd(one.moved)) for one in schemes))
    limits = [f"{100 * one.threshold:.3g}" for one in schemes if one.rule != first.rule]
    words = RULES_IN_WORDS.format(limit=limits[0]) if limits else "equal: everybody loses the same share of income."
    title = "Transfers among the senders, USD bn a year: received (+) and paid (-)"
    return "\n".join([as_table(title, header, [*rows, moved, worst]), words, *lines])


def _candidates(found: Found) -> str:
    rows = candidate_rows(found)
    if not rows:
        return ""
    title = f"If one more joined, with the measures of {rows[0]['like']}; USD bn a year"
    return as_table(title, tuple(JOINERS.values()), _cells(rows, tuple(JOINERS)))


def _cells(rows: Iterable[Row], shown: Sequence[str] = ()) -> list[tuple[str, ...]]:
    return [tuple(_cell(row[name]) for name in shown or row) for row in rows]


def _cell(value: Any) -> str:
    if value is None:
        return "unknown"
    return f"{value + 0.0:.3g}" if isinstance(value, float) else str(value)


def _signed(value: float | None) -> str:
    if value is None:
        return "unknown"
    return f"{round(value, 2) + 0.0:+.2f}" if abs(value) >= 1 or abs(value) < NOTHING else f"{value:+.2g}"


NOTHING = 1e-9
"""Billions of dollars: a transfer below a dollar is none."""
