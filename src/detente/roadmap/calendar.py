"""A sequence as a table of dates, for people who plan with spreadsheets."""

from __future__ import annotations

import csv
import io
import math
from datetime import date, timedelta

from detente.roadmap.records import PackageRoadmap, Step

COLUMNS = (
    "obligation",
    "title",
    "owner",
    "phase",
    "verifier",
    "starts_on",
    "ends_on",
    "duration_known",
    "slack_days",
    "critical",
    "after",
    "status",
    "gates",
    "lifted_by",
)


def calendar_csv(package_roadmap: PackageRoadmap, signed_on: date) -> str:
    """Write the steps of one package as CSV, with dates counted from the day of signature.

    Parts of a day round up: a step never shows as earlier than it can be. Lists are joined by ``|``.

    Examples
    --------
    >>> empty = PackageRoadmap("p", steps=(), critical_path=(), length_days=0.0, lawful_now=0, actors=())
    >>> calendar_csv(empty, date(2026, 1, 1)).startswith("obligation,title,owner")
    True
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(step, signed_on) for step in package_roadmap.steps)
    return text.getvalue()


def _row(step: Step, signed_on: date) -> list[str]:
    return [
        step.obligation,
        step.title,
        step.owner,
        step.phase,
        step.verifier,
        _on(signed_on, step.starts_day),
        _on(signed_on, step.ends_day),
        _yes_or_no(step.duration_known),
        f"{step.slack_days:.0f}",
        _yes_or_no(step.critical),
        "|".join(step.after),
        step.status,
        "|".join(step.gates),
        "|".join(step.lifted_by),
    ]


def _on(signed_on: date, days: float) -> str:
    return (signed_on + timedelta(days=math.ceil(days - 1e-9))).isoformat()


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
