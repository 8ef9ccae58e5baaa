"""The few numbers of a case that must not move unnoticed: shares of worlds, which are exact under one seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.analysis import Analysis

ROOT = Path(__file__).resolve().parents[2]
WORLDS, SEED = 200, 0


def case_folders() -> list[Path]:
    """All case folders of the project."""
    return sorted(path.parent for path in ROOT.glob("cases/*/case.yaml"))


def expected_path(folder: Path) -> Path:
    """Where a case keeps its expected verdict."""
    return folder / "expected" / "verdict.json"


def verdict_of(analysis: Analysis) -> dict[str, Any]:
    """Shares that the verdict speaks of; counts over worlds, so that they compare exactly."""
    durable = {p.package: p for p in analysis.durability.packages}
    packages = {}
    for package in analysis.deals.packages:
        result = durable.get(package.id)
        packages[package.id] = {
            "joint_surely": float(package.joint_surely.mean()),
            "joint_possibly": float(package.joint_possibly.mean()),
            "accepts_surely": {p.party: p.surely for p in package.parties},
            "accepts_possibly": {p.party: p.possibly for p in package.parties},
            "holds_share": result and result.holds_share,
            "first_failure": result and result.first_failure and result.first_failure.party,
        }
    return {
        "worlds": analysis.worlds.count,
        "seed": analysis.worlds.seed,
        "headline": analysis.deals.headline,
        "blocked": {b.element: b.share for b in analysis.deals.blocked},
        "packages": packages,
    }


def as_text(verdict: dict[str, Any]) -> str:
    """A verdict as it is stored: stable order, one key a line, so that a diff can be read."""
    return json.dumps(verdict, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
