"""The few numbers of a case that must not move unnoticed: shares of worlds, which are exact under one seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
WORLDS, SEED = 200, 0


def case_folders() -> list[Path]:
    """All case folders of the project."""
    return sorted(path.parent for path in ROOT.glob("cases/*/case.yaml"))


def expected_path(folder: Path) -> Path:
    """Where a case keeps its expected verdict."""
    return folder / "expected" / "verdict.json"


def assess(folder: Path, output: Path, jobs: int = 1) -> dict[str, Any]:
    """Assess a case as a user would and read its analysis.json."""
    numbers = {"--worlds": WORLDS, "--seed": SEED, "--jobs": jobs}
    options = [str(part) for pair in numbers.items() for part in pair]
    code = main(["assess", str(folder), "--output", str(output), *options])
    assert code == 0, f"detente assess {folder.name} ended with {code}"
    document: dict[str, Any] = json.loads((output / "analysis.json").read_text(encoding="utf-8"))
    return document


def verdict_of(document: dict[str, Any]) -> dict[str, Any]:
    """Shares of worlds that the verdict speaks of, from an analysis.json."""
    durability = {result["package"]: result for result in document["durability"]["packages"]}
    return {
        "worlds": document["worlds"],
        "headline": document["verdict"]["headline"],
        "signing_share": document["verdict"]["signing_share"],
        "holding_share": document["verdict"]["holding_share"],
        "blocked": {blocked["element"]: blocked["share"] for blocked in document["deals"]["blocked"]},
        "packages": {
            package["id"]: _package(package, durability.get(package["id"])) for package in document["deals"]["packages"]
        },
        "alternatives": {alternative["name"]: alternative["joint_as_is"] for alternative in document["alternatives"]},
    }


def _package(package: dict[str, Any], durability: dict[str, Any] | None) -> dict[str, Any]:
    failure = durability and durability["first_failure"]
    return {
        "joint": [package["joint_surely"], package["joint_as_is"], package["joint_possibly"]],
        "parties": {p["party"]: [p["surely"], p["as_is"], p["possibly"]] for p in package["parties"]},
        "few_changes": [near["joint_as_is"] for near in package["near"]],
        "holds_share": durability and durability["holds_share"],
        "first_failure": failure and [failure["party"], failure["phase"], failure["way"], failure["fails_share"]],
    }


def as_text(verdict: dict[str, Any]) -> str:
    """A verdict as it is stored: stable order, so that a diff can be read."""
    return json.dumps(verdict, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
