"""`detente deals`: what all could sign, for a case folder or for a negotiation scenario of the field."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case import CaseError
from detente.cli.deals.case import case_deals
from detente.cli.deals.scenario import scenario_deals


@dataclass(frozen=True, slots=True)
class DealsReport:
    """What the command prints."""

    document: dict[str, Any]
    text: str


def deals_report(folder: Path, *, worlds: int, seed: int, told: Path | None = None) -> DealsReport:
    """Find the deals of a folder: a case if it holds a case.yaml, else a scenario in the Genius format.

    `worlds` and `seed` are for a case; a scenario holds nothing uncertain. Raises CaseError when the folder is neither.
    """
    if not folder.is_dir():
        raise CaseError(f"{folder.as_posix()}: there is no such folder.\nName a case folder or one with Genius files.")
    if (folder / "case.yaml").exists():
        return DealsReport(*case_deals(folder, worlds, seed, told))
    return DealsReport(*scenario_deals(folder))
