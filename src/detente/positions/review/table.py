"""From what reviewers decided to rows of claims.csv, and what keeps a claim out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.case import Case, Stance
from detente.positions.review.outcome import Outcome

PREFIX = "review-"
"""Ids of rows that the review writes begin so; it never touches another row."""
WHOLE = "*"
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?|undated")
DRAWS_A_LINE = (Stance.REJECTS.value, Stance.CONDITIONAL.value)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids that a claim may name: parties, elements with their options, packages; and the day of the case."""

    parties: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    packages: tuple[str, ...]
    as_of: date

    @classmethod
    def of(cls, case: Case) -> Vocabulary:
        """Ids of a case."""
        options = {element.id: tuple(option.id for option in element.options) for element in case.elements}
        return cls(tuple(p.id for p in case.parties), options, tuple(p.id for p in case.packages), case.as_of)


@dataclass(frozen=True, slots=True)
class Written:
    """Rows for claims.csv, and for each confirmed claim that is left out: its proposal and why."""

    rows: tuple[dict[str, str], ...]
    waiting: tuple[tuple[str, str], ...]


def problems_of(claim: Mapping[str, Any], known: Vocabulary) -> list[str]:
    """Say what a claim names that the case does not have; an element that is still free words is no problem yet."""
    found = []
    if claim.get("actor") not in known.parties:
        found.append(f'"{claim.get("actor")}" is not a party of this case')
    if claim.get("stance") not in {stance.value for stance in Stance}:
        found.append(f'"{claim.get("stance")}" is not a stance')
    own = known.options.get(str(claim.get("element")), ())
    found += [f'"{name}" is not an option of that element' for name in _ids(claim.get("option")) if name not in own]
    if not DATE.fullmatch(str(claim.get("said_on") or "undated")):
        found.append("the day is no date: write 2024-05-31, 2024-05, 2024 or undated")
    return [*found, *_package_problems(claim, known), *_rule_problems(claim, known)]


def _package_problems(claim: Mapping[str, Any], known: Vocabulary) -> list[str]:
    if not claim.get("package"):
        return []
    if claim["package"] not in known.packages:
        return [f'"{claim["package"]}" is not a package of this case']
    beside = claim.get("option") or claim.get("element") not in (None, "", WHOLE)
    return ["a claim names an element or a package, not both"] if beside else []


def _rule_problems(claim: Mapping[str, Any], known: Vocabulary) -> list[str]:
    """What the rules of claims.csv forbid."""
    found, stance, condition = [], claim.get("stance"), claim.get("condition_option")
    elsewhere = {o for element, options in known.options.items() if element != claim.get("element") for o in options}
    if condition and condition not in elsewhere:
        found.append(f'"{condition}" is no option of another element')
    if condition and stance != Stance.CONDITIONAL.value:
        found.append("only a conditional claim has an option as its condition")
    if claim.get("red_line") and stance not in DRAWS_A_LINE:
        found.append("only a rejection draws a red line")
    return found


def lawful(row: Mapping[str, Any], known: Vocabulary) -> dict[str, Any]:
    """A proposed row without what claims.csv has no place for: a line that no refusal draws, a condition on itself."""
    claim = dict(row)
    if claim["stance"] not in DRAWS_A_LINE:
        claim["red_line"] = False
    if _rule_problems(claim, known):
        claim["condition_option"] = None
    return claim


def claim_rows(
    outcomes: Iterable[Outcome],
    known: Vocabulary,
    sources: Mapping[str, Mapping[str, str]],
    reliability: Mapping[str, float],
) -> Written:
    """Make the rows of all claims that stand.

    Parameters
    ----------
    outcomes : iterable of Outcome
        What stands of each proposal.
    known : Vocabulary
        Ids of the case.
    sources : mapping
        By document: source, url and published_on.
    reliability : mapping
        By document: the share of worlds in which its claims count. It is never assumed: claims of a document
        without one wait, and so do claims whose element is still free words.
    """
    rows, waiting = [], []
    for outcome in outcomes:
        for number, claim in enumerate(outcome.claims, start=1):
            document = str(outcome.of.get("document"))
            days = (str(claim.get("said_on") or ""), sources.get(document, {}).get("published_on", ""))
            latest = max("" if day == "undated" else day for day in days)
            why = _waits_for(claim, known, reliability.get(document), latest)
            if why:
                waiting.append((outcome.proposal, why))
            else:
                common = {"id": f"{PREFIX}{outcome.proposal[1:]}-{number}", "reliability": f"{reliability[document]:g}"}
                rows.append(common | _row(claim, outcome, document) | dict(sources.get(document, {})))
    return Written(tuple(rows), tuple(waiting))


def _waits_for(claim: Mapping[str, Any], known: Vocabulary, reliability: float | None, latest: str) -> str:
    if latest > known.as_of.isoformat():
        return f"is later than the as_of of the case, {known.as_of.isoformat()}"
    problems = problems_of(claim, known)
    if problems:
        return problems[0]
    if claim.get("element") != WHOLE and claim.get("element") not in known.options:
        return "needs an element of the case"
    return "" if reliability is not None else "needs the reliability of its document"


def _row(claim: Mapping[str, Any], outcome: Outcome, document: str) -> dict[str, str]:
    return {
        "party": str(claim["actor"]),
        "speaker": _text(claim.get("speaker")),
        "element": str(claim["element"]),
        "option": "|".join(_ids(claim.get("option"))),
        "package": _text(claim.get("package")),
        "stance": str(claim["stance"]),
        "condition": _text(claim.get("condition")),
        "condition_option": _text(claim.get("condition_option")),
        "red_line": "yes" if claim.get("red_line") else "no",
        "hedged": "yes" if claim.get("hedged") else "no",
        "said_on": _text(claim.get("said_on")) or "undated",
        "words": _text(claim.get("quote")),
        "evidence": "seen",
        "document": f"{document}#{claim.get('start')}-{claim.get('end')}",
        "confirmed_by": ", ".join(outcome.by),
        "confirmed_on": outcome.at[:10],
    }


def _text(value: object) -> str:
    return " ".join(str(value).split()) if value else ""


def _ids(value: object) -> list[str]:
    return [name for name in str(value or "").split("|") if name]
