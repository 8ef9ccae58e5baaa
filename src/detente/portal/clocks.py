"""What happens because a time has come, whether or not anybody opens a page."""

from __future__ import annotations

from datetime import datetime

from detente.portal.councils.actions import hand_over
from detente.portal.councils.models import Council
from detente.portal.marks.actions import end_rounds
from detente.portal.obligations.actions import end_embargoes
from detente.portal.parties.models import Process
from detente.portal.text.actions import end_silences


def run_clocks(now: datetime) -> int:
    """End rounds, silences, terms of chairs and embargoes whose time has come, and say how many there were.

    Each process has transactions of its own, so that what fails in one holds up no other.
    """
    ended = 0
    for process in Process.objects.order_by("pk"):
        ended += end_rounds(process, now) + end_silences(process, now) + end_embargoes(process, now.date())
        for council in Council.objects.filter(process=process, chair_until__lt=now.date()):
            hand_over(council, now.date())
            ended += 1
    return ended
