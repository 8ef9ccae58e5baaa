"""Packages: articles of a draft, each with an alternative, that are accepted together or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.marks.models import Package, Round
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Membership
from detente.portal.recording import enter
from detente.portal.text.models import ClauseVersion, Draft

AS_DRAFTED = 0


def put_package(part: Membership, draft: Draft, title: str, choices: Mapping[int, int]) -> Package:
    """Put a package on a draft before its round is opened.

    Parameters
    ----------
    part, draft, title :
        Who puts it, on which draft, and under which name.
    choices : mapping
        For the number of each article in the package: the alternative with which it is in, or 0 as drafted.

    Raises
    ------
    CaseError
        When the draft has had its round, fewer than two articles are chosen, or an alternative is not in the draft.
    """
    versions = {version.clause.number: version for version in draft.versions.select_related("clause")}
    if len(choices) < 2:
        raise CaseError(_("A package holds at least two articles. One alone is marked by itself."))
    for number, alternative in choices.items():
        if number not in versions or alternative not in choices_of(versions[number]):
            raise CaseError(
                _("Article %(number)s has no such alternative in draft %(draft)s.")
                % {"number": number, "draft": draft.number}
            )
    with transaction.atomic():
        if Round.objects.filter(draft=draft).exists():
            raise CaseError(_("The round on this draft has been opened. A package goes onto the next draft."))
        kept = {str(number): alternative for number, alternative in sorted(choices.items())}
        number = Package.objects.filter(draft=draft).count() + 1
        body = {"title": f"Package {number} on draft {draft.number}: {title}", "words": json.dumps(kept)}
        entered = enter("submission", author_of(part), body)
        audit(part.user, part.process, "put package", f"package {number} on draft {draft.number}")
        return Package.objects.create(draft=draft, number=number, title=title, choices=kept, entry=entered.index)


def choices_of(version: ClauseVersion) -> frozenset[int]:
    """What can be accepted of an article: its alternatives by number, or it as drafted when it has no brackets."""
    count = len(version.alternatives)
    return frozenset(range(1, count + 1)) if count else frozenset({AS_DRAFTED})
