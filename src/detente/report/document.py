"""Everything the report shows, as plain data: analysis.json.

No clock, no duration, floats to twelve significant digits: same case, seed and version give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np

from detente.analysis import Analysis
from detente.case import Case
from detente.deals import Deals, Frontier
from detente.report.economy import economy_section
from detente.report.estimates import stated_estimates
from detente.report.gaps import Gap
from detente.report.lookups import (
    fates,
    headline,
    headline_durability,
    joint,
    replaced_by_model,
    unknown_positions,
    wilson_interval,
)
from detente.report.verdict import short_answer, six_answers, verdict_lines

SCHEMA_VERSION = 1
CASE_FIELDS = (
    "slug",
    "title",
    "question",
    "as_of",
    "currency",
    "price_year",
    "parties",
    "elements",
    "packages",
    "phases",
    "assumptions",
    "claims",
    "measures",
)
SHARES = frozenset({"joint_as_is", "joint_surely", "joint_possibly"})
"""Arrays over worlds that are written as the share of worlds in which they are true."""

PER_WORLD = frozenset({"holds", "money_alone", "per_stake", "margin"})
"""Arrays over worlds that are left out where they stand: their quantiles and shares are written beside them."""


def analysis_document(analysis: Analysis, missing: Sequence[Gap]) -> dict[str, Any]:
    """Write an analysis and its missing inputs as plain JSON types.

    The sections and their fields are described in `docs/reference/analysis-json.md` and by `analysis_schema`.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "case": _case(analysis.case),
        "worlds": {"count": analysis.worlds.count, "seed": analysis.worlds.seed},
        "verdict": _verdict(analysis),
        "positions": plain(analysis.positions),
        "deals": deals_document(analysis.deals),
        "durability": plain(analysis.durability),
        "prospects": plain(analysis.prospects),
        "gates": plain(analysis.gates),
        "roadmap": plain(analysis.roadmap),
        "influences": plain(analysis.influences),
        "alternatives": plain(analysis.alternatives),
        "economy": plain(economy_section(analysis)),
        "estimates": [
            {"where": s.where, **plain(s.estimate)}
            for s in stated_estimates(analysis.case, replaced_by_model(analysis))
        ],
        "dropped_claims": plain(analysis.preferences.dropped),
        "missing": [{"what": m.what, "where": m.where, "unlocks": m.unlocks} for m in missing],
        "method": {"preferences": analysis.preferences.method, "payoffs": analysis.payoffs.method},
    }


def plain(value: object) -> Any:
    """Turn records, arrays, dates and enums into JSON types; a world axis becomes a share or is left to its quantiles.

    Examples
    --------
    >>> plain((1 / 3, date(2031, 3, 14), None))
    [0.333333333333, '2031-03-14', None]
    """
    if isinstance(value, Frontier):
        return _frontier(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _field(f.name, getattr(value, f.name)) for f in fields(value) if not _is_left_out(value, f.name)
        }
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        return [plain(inner) for inner in value.tolist()]
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(inner) for inner in value]
    return _scalar(value)


def _field(name: str, value: object) -> Any:
    if name in SHARES and isinstance(value, np.ndarray):
        return plain(float(value.mean()))
    return plain(value)


def _is_left_out(record: object, name: str) -> bool:
    value = getattr(record, name)
    return name in PER_WORLD and (value is None or isinstance(value, np.ndarray))


def _scalar(value: object) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | np.floating | Fraction):
        return _rounded(float(value))
    if isinstance(value, np.integer | np.bool_):
        return value.item()
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no form in analysis.json.")


def _rounded(value: float) -> float | None:
    """Twelve significant digits; what is not finite is unknown, which JSON writes as null."""
    return float(f"{value:.12g}") + 0.0 if math.isfinite(value) else None


def _case(case: Case) -> dict[str, Any]:
    return {name: plain(getattr(case, name)) for name in CASE_FIELDS}


def _verdict(analysis: Analysis) -> dict[str, Any]:
    package, durability = headline(analysis), headline_durability(analysis)
    share = joint(package)[0] if package else None
    unknown, total = unknown_positions(analysis)
    return {
        "headline": analysis.deals.headline or None,
        "answer": short_answer(analysis),
        "answers": [plain(answer) for answer in six_answers(analysis)],
        "lines": list(verdict_lines(analysis)),
        "hundred_worlds": [plain(fate) for fate in fates(analysis)],
        "signing_share": plain(share),
        "signing_share_by_chance": plain(wilson_interval(share, analysis.worlds.count)) if share is not None else None,
        "holding_share": plain(durability.holds_share) if durability else None,
        "unknown_positions": unknown,
        "positions": total,
    }


def deals_document(deals: Deals) -> dict[str, Any]:
    """Write deals as plain JSON types: the section `deals` of analysis.json."""
    document: dict[str, Any] = plain(
        {f.name: getattr(deals, f.name) for f in fields(deals) if f.name not in ("axes", "packages")}
    )
    document["packages"] = [plain(package) for package in deals.packages]
    return document


def _frontier(frontier: Frontier) -> dict[str, Any]:
    """A frontier without its choices: what points mean in options is told by the solutions."""
    return {f.name: plain(getattr(frontier, f.name)) for f in fields(frontier) if f.name != "choices"}
