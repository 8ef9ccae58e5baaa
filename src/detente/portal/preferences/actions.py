"""Keep what a delegation tells the engines. Nothing of it is entered in the record or in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.parties.models import Membership
from detente.portal.preferences.models import PreferenceSheet
from detente.portal.text.models import Element

ALL_POINTS = 100


@dataclass(frozen=True, slots=True)
class Told:
    """Points for each element (together 100), red lines, and the share of the best below which no deal is better."""

    points: Mapping[str, int]
    red_lines: Sequence[str] = ()
    walk_away: int | None = None


def keep(part: Membership, told: Told) -> PreferenceSheet:
    """Keep the preferences of one's delegation.

    Raises
    ------
    CaseError
        When points do not add up to 100, or an element is not on the table.
    """
    if part.delegation is None:
        raise PermissionError(_("Preferences are kept for a delegation."))
    known = set(Element.objects.filter(process=part.process).values_list("slug", flat=True))
    unknown = (set(told.points) | set(told.red_lines)) - known
    if unknown:
        raise CaseError(_("Not on the table: %(unknown)s.") % {"unknown": ", ".join(sorted(unknown))})
    total = sum(told.points.values())
    if total != ALL_POINTS or min(told.points.values(), default=0) < 0:
        raise CaseError(
            _("The points add up to %(total)s. Place %(all)s, none below 0.") % {"total": total, "all": ALL_POINTS}
        )
    values = {
        "points": dict(told.points),
        "red_lines": sorted(told.red_lines),
        "walk_away": told.walk_away,
        "updated_at": timezone.now(),
    }
    with transaction.atomic():
        sheet, is_new = PreferenceSheet.objects.select_for_update().get_or_create(
            delegation=part.delegation, defaults=values
        )
        if not is_new:
            PreferenceSheet.objects.filter(pk=sheet.pk).update(**values, version=sheet.version + 1)
            sheet.refresh_from_db()
        return sheet
