"""Keep what a delegation tells the engines. Nothing of it is entered in the record or in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.parties.models import Delegation, Membership
from detente.portal.preferences.models import PreferenceSheet
from detente.portal.preferences.swaps import against, points_of, questions_of
from detente.portal.text.models import Element, Option

ALL_POINTS = 100
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """Points for each element (together 100), options that are red lines, and when no deal is better.

    `walk_away`: points of 100 with which one is as well off without a deal.
    """

    points: Mapping[str, int]
    red_lines: Sequence[str] = ()
    walk_away: int | None = None


def keep(part: Membership, told: Told) -> PreferenceSheet:
    """Keep the preferences of one's delegation.

    Raises
    ------
    CaseError
        When points do not add up to 100, or an element or option is not on the table.
    """
    delegation = _delegation_of(part)
    known = set(Element.objects.filter(process=part.process).values_list("slug", flat=True))
    options = set(Option.objects.filter(element__process=part.process).values_list("slug", flat=True))
    unknown = (set(told.points) - known) | (set(told.red_lines) - options)
    if unknown:
        raise CaseError(_("Not on the table: %(unknown)s.") % {"unknown": ", ".join(sorted(unknown))})
    total = sum(told.points.values())
    if total != ALL_POINTS or min(told.points.values(), default=0) < 0:
        raise CaseError(_("%(why)s Nothing was kept yet.") % {"why": _off_by(total)})
    values = {"points": dict(told.points), "red_lines": sorted(told.red_lines), "walk_away": told.walk_away}
    return _store(delegation, values)


def answer_swap(part: Membership, element: str, steps: int | None) -> PreferenceSheet:
    """Keep one even swap: how many of the 100 steps of the weightiest element make up for `element`.

    None says that not even all of them do.

    Raises
    ------
    CaseError
        When nothing was told before, no such question is asked, or the steps are not of 0 to 100.
    """
    delegation = _delegation_of(part)
    if steps is not None and not 0 <= steps <= MOST_STEPS:
        raise CaseError(_("Give 0 to %(steps)s steps.") % {"steps": MOST_STEPS})
    with transaction.atomic():
        sheet = _sheet_of(delegation)
        questions = questions_of(sheet.points, sheet.swaps)
        if element not in {one.element for one in questions}:
            raise CaseError(_("This question is not asked."))
        answers = {one.element: one.answer for one in questions if one.is_answered} | {element: steps}
        return _store(delegation, {"swaps": {"against": against(sheet.points), "answers": answers}})


def take_swaps(part: Membership) -> PreferenceSheet:
    """Let the points say what the even swaps say."""
    delegation = _delegation_of(part)
    with transaction.atomic():
        sheet = _sheet_of(delegation)
        return _store(delegation, {"points": points_of(sheet.points, questions_of(sheet.points, sheet.swaps))})


def _off_by(total: int) -> str:
    if total < ALL_POINTS:
        left = {"total": total, "left": ALL_POINTS - total}
        return _("The points add up to %(total)s: %(left)s are left to place.") % left
    more = {"total": total, "more": total - ALL_POINTS}
    return _("The points add up to %(total)s: %(more)s too many, or one is below 0.") % more


def _delegation_of(part: Membership) -> Delegation:
    if part.delegation is None:
        raise PermissionError(_("Preferences are kept for a delegation."))
    return part.delegation


def _sheet_of(delegation: Delegation) -> PreferenceSheet:
    found = PreferenceSheet.objects.select_for_update().filter(delegation=delegation).first()
    if found is None:
        raise CaseError(_("Place your points first."))
    return found


def _store(delegation: Delegation, values: dict[str, Any]) -> PreferenceSheet:
    values = {**values, "updated_at": timezone.now()}
    with transaction.atomic():
        found = PreferenceSheet.objects.select_for_update()
        sheet, is_new = found.get_or_create(delegation=delegation, defaults=values)
        if not is_new:
            PreferenceSheet.objects.filter(pk=sheet.pk).update(**values, version=sheet.version + 1)
            sheet.refresh_from_db()
        return sheet
