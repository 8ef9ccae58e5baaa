"""`detente positions CASE --since DATE`: what moved, by whom, how firm, against what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.case import Case, CaseError, Claim
from detente.casefile import read_case
from detente.plots import names_of
from detente.positions.changes import MOVES, Change, changes_of


@dataclass(frozen=True, slots=True)
class Moved:
    """The result as plain data and in words."""

    document: dict[str, Any]
    text: str


def moves_report(places: Sequence[Path], since: date) -> Moved:
    """Say what the claims of a case made since a day changed; raises CaseError when it is no case."""
    if len(places) != 1 or not places[0].is_dir():
        raise CaseError(f"{places[0]}: --since compares the claims of a case.\nName one case folder.")
    case = read_case(places[0])
    changes = changes_of(case, since)
    undated = sum(1 for claim in case.claims if claim.said_on is None)
    document = {
        "case": case.slug,
        "since": since.isoformat(),
        "changes": [_plain(change) for change in changes],
        "undated_claims": undated,
    }
    return Moved(document, "\n".join(_lines(case, changes, since, undated)))


def _plain(change: Change) -> dict[str, Any]:
    claim, before = change.claim, change.before
    return {
        "party": claim.party,
        "element": claim.element or None,
        "package": claim.package or None,
        "kind": change.kind.value,
        "moved": change.kind in MOVES,
        "claim": _said(claim),
        "before": _said(before) if before is not None else None,
        "contradicts": list(change.against),
        "cautions": list(change.cautions),
    }


def _said(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "stance": claim.stance.value,
        "options": list(claim.options),
        "firmness": "hedged" if claim.hedged else "firm",
        "red_line": claim.red_line,
        "condition": claim.condition or None,
        "speaker": claim.speaker or None,
        "source": claim.source,
        "reliability": claim.reliability,
        "said_on": claim.said_on.isoformat() if claim.said_on else None,
    }


def _lines(case: Case, changes: Sequence[Change], since: date, undated: int) -> list[str]:
    names = names_of(case)
    moves = [change for change in changes if change.kind in MOVES or change.against]
    others = [change for change in changes if change not in moves]
    count = f"{len(changes)} claim{'' if len(changes) == 1 else 's'}"
    lines = [f"{case.title}: {count} since {since.isoformat()}, {len(moves)} with a move."]
    for party in dict.fromkeys(change.claim.party for change in moves):
        lines += ["", names.party(party).name]
        for change in (change for change in moves if change.claim.party == party):
            lines += _move(change, names.element(change.claim.element) if change.claim.element else "")
    lines += ["", f"Without a move: {_counted(others)}."] if others else []
    lines += [f"Undated and left out: {undated}."] if undated else []
    return lines


def _move(change: Change, element: str) -> list[str]:
    claim, before = change.claim, change.before
    target = element or claim.package or "the whole"
    lines = [f"  {target}: {change.kind.value}", f"    now     {_in_words(claim)}"]
    lines += [f"    before  {_in_words(before)}"] if before is not None else []
    lines += [f"    contradicts {', '.join(change.against)}"] if change.against else []
    return lines + [f"    caution: {caution}" for caution in change.cautions]


def _in_words(claim: Claim) -> str:
    day = claim.said_on.isoformat() if claim.said_on else "undated"
    stance = claim.stance.value.replace("_", " ") + (f" {', '.join(claim.options)}" if claim.options else "")
    firm = "hedged" if claim.hedged else "red line" if claim.red_line else "firm"
    condition = f", if {claim.condition}" if claim.condition else ""
    return f"{claim.id}, {day}: {stance}{condition} ({firm}; {claim.speaker or 'no speaker'}; {claim.source})"


def _counted(changes: Sequence[Change]) -> str:
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.kind.value] = counts.get(change.kind.value, 0) + 1
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
