"""The pages of a process that a person may open, in the order of the bar."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from detente.portal.doors import Here
from detente.portal.rights import Act

TABS = (
    ("home", Act.SEE_HOME, _("Home")),
    ("initiatives", Act.SEE_INITIATIVES, _("Initiatives")),
    ("text", Act.SEE_TEXT, _("Text")),
    ("marks", Act.SEE_MARKS, _("Acceptance")),
    ("preferences", Act.KEEP_PREFERENCES, _("Preferences")),
    ("talks", Act.SEE_TALKS, _("Talks")),
    ("councils", Act.SEE_COUNCILS, _("Councils")),
    ("ventures", Act.SEE_VENTURES, _("Ventures")),
    ("obligations", Act.SEE_OBLIGATIONS, _("Obligations")),
    ("assessments", Act.ASSESS, _("Analysis")),
    ("audit", Act.AUDIT, _("Audit")),
    ("public", Act.SEE_PUBLIC, _("Promised and done")),
    ("record", Act.SEE_PUBLIC, _("Record")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One link of the bar."""

    label: str
    address: str
    is_current: bool


def tabs_of(request: HttpRequest, here: Here) -> list[Tab]:
    """The tabs of a person; the first word of an address name tells which one is current."""
    name = (request.resolver_match.url_name or "") if request.resolver_match else ""
    current = name.split("-")[0]
    return [
        Tab(str(label), reverse(tab, args=[here.process.slug]), tab == current)
        for tab, act, label in TABS
        if here.may(act)
    ]
