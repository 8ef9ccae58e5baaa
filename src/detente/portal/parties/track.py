"""Whether the political track of a process is suspended."""

from __future__ import annotations

from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.parties.models import Process


def is_suspended(process: Process) -> bool:
    """Whether the track is suspended now, whatever was known when the process was read."""
    return Process.objects.filter(pk=process.pk, suspended_on__isnull=False).exists()


def refuse_while_suspended(process: Process) -> None:
    """Raise a `CaseError` while the track is suspended: no draft, no round and no answer to one then."""
    if is_suspended(process):
        raise CaseError(_("The political track is suspended. Drafts and rounds wait until it is resumed."))
