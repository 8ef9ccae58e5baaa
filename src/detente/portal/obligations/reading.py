"""What the pages of obligations show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from detente.portal.doors import Here
from detente.portal.obligations.models import BreachNotice, Coding, Evidence, Obligation, Reply, Status
from detente.portal.rights import Act


@dataclass(frozen=True, slots=True)
class Line:
    """An obligation with what two coders make of it, and the notices on it that wait for an answer."""

    obligation: Obligation
    status: str
    days_late: int
    evidence: list[Evidence]
    replies: list[Reply]
    notices: list[BreachNotice]


def lines_of(here: Here) -> list[Line]:
    """The obligations that one may see, by day due; until embargoes end, monitors alone see a status under them."""
    found = list(here.see(Obligation).filter(process=here.process).select_related("owner", "phase", "element"))
    evidence = _by_obligation(here.see(Evidence).filter(obligation__in=found))
    replies: dict[int, list[Reply]] = {}
    for reply in here.see(Reply).filter(act__obligation__in=found).select_related("act", "delegation"):
        replies.setdefault(reply.act.obligation_id, []).append(reply)
    waiting: dict[int, list[BreachNotice]] = {}
    unanswered = here.see(BreachNotice).filter(obligation__in=found, answered_at__isnull=True, closed_at__isnull=True)
    for notice in unanswered.select_related("by"):
        waiting.setdefault(notice.obligation_id, []).append(notice)
    today = timezone.now().date()
    codes = newest_codes(found, None if here.may(Act.WATCH) else today)
    lines = []
    for one in found:
        status = status_of(list(codes.get(one.pk, {}).values()))
        late = days_late(one.due_on, status, today)
        lines.append(
            Line(one, status, late, evidence.get(one.pk, []), replies.get(one.pk, []), waiting.get(one.pk, []))
        )
    return lines


def status_of(codes: list[str]) -> str:
    """What the newest codes of the coders say together.

    One coder is not enough: unknown. Two that agree give their status; two that do not make it disputed.

    Examples
    --------
    >>> status_of(["complete"]), status_of(["complete", "complete"]), status_of(["complete", "minimal"])
    ('unknown', 'complete', 'disputed')
    """
    if len(codes) < 2:
        return str(Status.UNKNOWN)
    return str(codes[0]) if len(set(codes)) == 1 else str(Status.DISPUTED)


def days_late(due_on: date, status: str, today: date) -> int:
    """Days past the deadline; 0 before it, and for what is complete."""
    return 0 if status == Status.COMPLETE else max((today - due_on).days, 0)


def counted(lines: list[Line]) -> list[tuple[str, int]]:
    """How many obligations have which status, from complete to unknown; none that nobody has."""
    order = [Status.COMPLETE, Status.INTERMEDIATE, Status.MINIMAL, Status.NOT_STARTED, Status.DISPUTED, Status.UNKNOWN]
    counts = [(str(status), sum(line.status == status for line in lines)) for status in order]
    return [(status, number) for status, number in counts if number]


def newest_codes(found: list[Obligation], today: date | None) -> dict[int, dict[int, str]]:
    """Newest status by each coder of each obligation, without what is under embargo on a day; None sees all."""
    # Not by `here.see`: who coded what is for monitors, what they say together is for all who see the obligation.
    codes: dict[int, dict[int, str]] = {}
    shown = Q() if today is None else Q(embargo_until__isnull=True) | Q(embargo_until__lte=today)
    for coding in Coding.objects.filter(shown, obligation__in=found).order_by("pk"):
        codes.setdefault(coding.obligation_id, {})[coding.coder_id] = coding.status
    return codes


def _by_obligation(rows: object) -> dict[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = {}
    for row in rows:  # type: ignore[attr-defined]
        found.setdefault(row.obligation_id, []).append(row)
    return found
