"""The coalitions of a sanction as rows, for files and for the terminal."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.economy.coalitions import (
    BOOKS,
    EQUAL,
    CoalitionEffects,
    Joining,
    Transfers,
    contributions,
    gain_from_leaving,
    joining_order,
)
from detente.economy.trade import Baseline

PERCENT = 100.0
DIGITS = 6
Row = dict[str, Any]
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Scale:
    """Dollars for a unit of money, and the year of their prices; None where the baseline's money is no dollar."""

    usd_bn: float | None
    price_year: int | None

    @property
    def in_words(self) -> str:
        """Which GDP turns percent into money."""
        if self.usd_bn is None:
            return "the baseline's money is not in USD, so that amounts are unknown"
        return f"GDP of {self.price_year}" if self.price_year else "GDP of the baseline's year"


@dataclass(frozen=True, slots=True)
class About:
    """What numbers rest on: the model in words, the measures that count, and those that stay whoever joins.

    `all_in_force`: nobody chose among the measures, so that those of all sides count.
    """

    model: str
    counted: tuple[str, ...]
    standing: tuple[str, ...] = ()
    all_in_force: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Everything that was found about a coalition."""

    baseline: Baseline
    effects: CoalitionEffects
    transfers: tuple[Transfers, ...]
    impossible: Mapping[str, str]
    joining: Joining | None
    scale: Scale
    about: About

    def usd(self, amount: Any) -> float | None:
        """An amount in USD bn with six digits; None where it is unknown."""
        return None if self.scale.usd_bn is None else number(float(amount) * self.scale.usd_bn)


def number(value: float) -> float | None:
    """A number with six digits, and None in place of what is not a number.

    Examples
    --------
    >>> number(1.23456789), number(float("nan"))
    (1.23457, None)
    """
    return float(f"{value:.{DIGITS}g}") + 0.0 if math.isfinite(value) else None


def percent(share: Any) -> float | None:
    """A share in percent, with six digits."""
    return number(PERCENT * float(share))


def coalition_document(found: Found) -> dict[str, Any]:
    """Everything but the table of all coalitions, as JSON types."""
    effects, sanctions = found.effects, found.effects.sanctions
    regions = np.array(found.baseline.regions)
    return {
        "target": sanctions.target_name,
        "senders": {
            name: regions[own].tolist() for name, own in zip(sanctions.senders, sanctions.members, strict=True)
        },
        "model": found.about.model,
        "measures_counted": list(found.about.counted),
        "measures_standing": list(found.about.standing),
        "price_year": found.scale.price_year,
        "solved": effects.solves,
        "every_subset": effects.exhaustive,
        "full_coalition": subset_row(found, effects.grand),
        "members": member_rows(found),
        "joining_order": order_rows(found),
        "transfers": [transfer_summary(found, one) for one in found.transfers],
        "impossible_transfers": dict(found.impossible),
        "candidates": candidate_rows(found),
        "others": other_rows(found),
    }


def coalition_files(found: Found, document: dict[str, Any]) -> dict[str, str]:
    """Names and texts of the files."""
    subsets = [subset_row(found, row) for row in range(len(found.effects.joined))]
    transfers = [row for one in found.transfers for row in transfer_rows(found, one)]
    return {
        "coalition.json": json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n",
        "subsets.csv": as_csv(subsets),
        "members.csv": as_csv(member_rows(found)),
        "transfers.csv": as_csv(transfers),
    }


def as_csv(rows: Sequence[Row]) -> str:
    """Rows with a header; what is unknown is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, tuple(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def subset_row(found: Found, row: int) -> Row:
    """One coalition: what the target, the senders and the others gain or lose."""
    effects, sanctions = found.effects, found.effects.sanctions
    inside = [name for name, x in zip(sanctions.senders, effects.joined[row], strict=True) if x]
    own, loss = effects.sender_worth[row], float(effects.target_loss[row])
    return {
        "coalition": "+".join(inside) or NOBODY,
        "size": len(inside),
        "target_real_income_pct": percent(effects.change_of(sanctions.target)[row]),
        "target_usd_bn_per_year": found.usd(-loss),
        "senders_usd_bn_per_year": found.usd(own.sum()),
        "others_usd_bn_per_year": found.usd(effects.worth_of(effects.third)[row]),
        "senders_loss_per_target_loss": number(-own.sum() / loss) if loss > 0 else None,
        **{f"{name}_usd_bn_per_year": found.usd(x) for name, x in zip(sanctions.senders, own, strict=True)},
    }


def member_rows(found: Found) -> list[Row]:
    """One row for each sender: what it does to the target, what it pays, and whether it would stay."""
    effects = found.effects
    parts, leaving = contributions(effects), gain_from_leaving(effects)
    after = [gain_from_leaving(effects, one) for one in found.transfers if one.rule == EQUAL and one.method != BOOKS]
    full = effects.target_loss[effects.grand]
    rows = []
    for k, name in enumerate(effects.sanctions.senders):
        added = float(parts.last[k] if parts.shapley is None else parts.shapley[k])
        own = float(parts.loss_together[k])
        rows.append(
            {
                "sender": name,
                "target_loss_alone_usd_bn_per_year": found.usd(parts.alone[k]),
                "target_loss_as_last_usd_bn_per_year": found.usd(parts.last[k]),
                "target_loss_shapley_usd_bn_per_year": None if parts.shapley is None else found.usd(added),
                "share_of_target_loss_pct": None if parts.shapley is None else percent(added / full),
                "own_loss_alone_usd_bn_per_year": found.usd(parts.loss_alone[k]),
                "own_loss_usd_bn_per_year": found.usd(own),
                "own_real_income_pct": percent(effects.change_of(effects.sanctions.members[k])[effects.grand]),
                "own_loss_per_target_loss": number(own / added) if added > 0 else None,
                "senders_loss_caused_usd_bn_per_year": found.usd(parts.loss_caused[k]),
                "gain_from_leaving_usd_bn_per_year": found.usd(leaving[k]),
                "gain_from_leaving_equal_burden_usd_bn_per_year": found.usd(after[0][k]) if after else None,
            }
        )
    return rows


def order_rows(found: Found) -> list[Row]:
    """The senders in the order in which they buy the target's loss most cheaply."""
    return [
        {
            "sender": step.sender,
            "target_loss_added_usd_bn_per_year": found.usd(step.target_loss),
            "senders_loss_added_usd_bn_per_year": found.usd(step.senders_loss),
            "senders_loss_per_target_loss": None if step.cost_ratio is None else number(step.cost_ratio),
        }
        for step in joining_order(found.effects)
    ]


def transfer_summary(found: Found, one: Transfers) -> Row:
    """One scheme of transfers in short, with what each sender pays or receives."""
    members = {
        name: found.usd(one.received[own[one.region]].sum())
        for name, own in zip(found.effects.sanctions.senders, found.effects.sanctions.members, strict=True)
    }
    return {
        "rule": one.rule,
        "method": one.method,
        "threshold_pct": None if one.rule == EQUAL else percent(one.threshold),
        "moved_usd_bn_per_year": found.usd(one.moved),
        "worst_loss_after_pct": percent(-one.after.min()),
        "received_usd_bn_per_year": members,
    }


def transfer_rows(found: Found, one: Transfers) -> list[Row]:
    """One scheme of transfers by region."""
    sanctions = found.effects.sanctions
    owner = {
        int(r): name for name, own in zip(sanctions.senders, sanctions.members, strict=True) for r in own.nonzero()[0]
    }
    return [
        {
            "rule": one.rule,
            "method": one.method,
            "sender": owner[place],
            "region": found.baseline.regions[place],
            "received_usd_bn_per_year": found.usd(one.received[k]),
            "received_pct_of_income": percent(one.share[k]),
            "real_income_before_pct": percent(one.before[k]),
            "real_income_after_pct": percent(one.after[k]),
        }
        for k, place in enumerate(one.region.tolist())
    ]


def candidate_rows(found: Found) -> list[Row]:
    """Who might join, by how much it would add to the target's loss."""
    if found.joining is None:
        return []
    joining = found.joining
    rows = [
        {
            "candidate": name,
            "like": joining.like,
            "target_loss_usd_bn_per_year": found.usd(joining.target_loss[k]),
            "target_loss_more_pct": percent(joining.target_more[k]),
            "own_loss_usd_bn_per_year": found.usd(-joining.own_worth[k]),
            "senders_gain_usd_bn_per_year": found.usd(joining.senders_worth[k]),
        }
        for k, name in enumerate(joining.candidates)
    ]
    return sorted(rows, key=lambda row: -(row["target_loss_more_pct"] or 0.0))


def other_rows(found: Found) -> list[Row]:
    """Third regions under the full coalition."""
    effects = found.effects
    return [
        {
            "region": found.baseline.regions[place],
            "real_income_pct": percent(effects.change[effects.grand, place]),
            "usd_bn_per_year": found.usd(effects.worth[effects.grand, place]),
        }
        for place in effects.third.nonzero()[0].tolist()
    ]
