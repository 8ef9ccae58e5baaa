"""What must hold within case.yaml, beyond the fields one by one."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

from detente.casefile.draft import Draft
from detente.casefile.package_rules import check_package_rules
from detente.casefile.records import Record
from detente.casefile.references import every_record
from detente.casefile.roadmap_rules import check_roadmap_rules
from detente.casefile.scalars import Period
from detente.casefile.voice_rules import check_voices

MOST_ORDERED_OPTIONS = 12
SUM_TOLERANCE = 1e-6


def check_case_rules(draft: Draft) -> None:
    """Hold the records of case.yaml against one another."""
    for element in draft.listed("elements"):
        _check_options(element)
    for check in (
        _check_single_end_of_conflict,
        _check_probabilities,
        _check_phases,
        _check_signatures,
        _check_transfers,
        _check_guarantees,
        check_voices,
        check_package_rules,
        check_roadmap_rules,
    ):
        check(draft)
    _check_dates(draft)


def _check_options(element: Record) -> None:
    if "options" not in element.values:
        return
    count, name = len(element.nested("options")), element.get("id")
    if count == 1:
        element.note("options", f"element {name} has only 1 option.", "Add the other ways to settle it; two at least.")
    if count > MOST_ORDERED_OPTIONS and element.get("ordered"):
        what = f"element {name} is ordered and has {count} options, more than {MOST_ORDERED_OPTIONS}."
        element.note("options", what, "Merge options that nobody tells apart, split the element, or set ordered: no.")


def _check_single_end_of_conflict(draft: Draft) -> None:
    ending = [element for element in draft.listed("elements") if element.get("ends_conflict")]
    for element in ending[1:]:
        what = f"element {element.get('id')} ends the conflict, and so does {ending[0].get('id')}."
        element.note("ends_conflict", what, "Keep ends_conflict: yes on one element: the cost is credited once.")


def _check_probabilities(draft: Draft) -> None:
    outcomes = draft.listed("no_deal")
    estimates = [outcome.get("probability") for outcome in outcomes]
    if draft.case is None or not estimates or any(estimate is None for estimate in estimates):
        return
    total = math.fsum(estimate.mode for estimate in estimates)
    if abs(total - 1) > SUM_TOLERANCE:
        what = f"the probabilities of the no-deal outcomes sum to {total:.6g}, not 1."
        draft.case.note("no_deal", what, "Change the modes, or add the outcome that is missing.")


def _check_signatures(draft: Draft) -> None:
    for package in draft.listed("packages"):
        required = list(package.get("required") or ())
        for party in sorted({p for p in required if required.count(p) > 1}):
            what = f"package {package.get('id')} requires {party} twice."
            package.note("required", what, "Name each party once.")


def _check_transfers(draft: Draft) -> None:
    for transfer in draft.listed("transfers"):
        if transfer.get("payer") is not None and transfer.get("payer") == transfer.get("payee"):
            what = f"transfer {transfer.get('id')} goes from {transfer.get('payer')} to itself."
            transfer.note("payee", what, "Name the party that is paid.")


def _check_guarantees(draft: Draft) -> None:
    for guarantee in draft.listed("guarantees"):
        if guarantee.get("guarantor") is not None and guarantee.get("guarantor") == guarantee.get("against"):
            what = f"guarantee {guarantee.get('id')} is by {guarantee.get('guarantor')} against itself."
            guarantee.note("against", what, "Name the party that would bear the response.")


def _check_phases(draft: Draft) -> None:
    phases = [phase for phase in draft.listed("phases") if phase.get("starts_years") is not None]
    if phases and phases[0].get("starts_years") != 0:
        what = f"the first phase starts at {phases[0].get('starts_years'):g} years, not at 0."
        phases[0].note("starts_years", what, "Set starts_years: 0: the first phase begins at signature.")
    for before, after in pairwise(phases):
        if after.get("starts_years") <= before.get("starts_years"):
            what = f"phase {after.get('id')} does not start later than phase {before.get('id')} before it."
            after.note("starts_years", what, "Put the phases in order and give each a later start.")


def _check_dates(draft: Draft) -> None:
    as_of = draft.case.get("as_of") if draft.case else None
    if as_of is None:
        return
    for record in (*every_record(draft), *(document for _, document in draft.documents)):
        for name, value in record.values.items():
            first = value.first if isinstance(value, Period) else value
            if isinstance(first, date) and first > as_of:
                what = f"{name} {first.isoformat()} is later than the as_of of the case, {as_of.isoformat()}."
                record.note(name, what, "Correct the date, leave the record out, or move as_of.")
