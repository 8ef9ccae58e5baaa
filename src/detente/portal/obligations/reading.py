"""What the pages of obligations show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
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


@dataclass(frozen=True, slots=True)
class Standing:
    """How an obligation stands, without its words: what counts and headlines need of all of them."""

    key: int
    status: str
    days_late: int


def standings_of(here: Here) -> list[Standing]:
    """How all obligations stand that one may see, by day due."""
    found = here.see(Obligation).filter(process=here.process)
    today = timezone.now().date()
    codes = _codes_for(here, found, today)
    return [_standing(key, due_on, codes, today) for key, due_on in found.values_list("pk", "due_on")]


def coded_of(here: Here) -> list[Line]:
    """All obligations that one may see with their status, by day due, without evidence and replies."""
    seen = here.see(Obligation).filter(process=here.process)
    today = timezone.now().date()
    codes = _codes_for(here, seen, today)
    found = ((one, _standing(one.pk, one.due_on, codes, today)) for one in seen.select_related("owner", "phase"))
    return [Line(one, stands.status, stands.days_late, [], [], []) for one, stands in found]


def lines_of(here: Here, standings: Sequence[Standing]) -> list[Line]:
    """Obligations with all that a list shows of them; until embargoes end, monitors alone see what is under them."""
    keys = [one.key for one in standings]
    found = here.see(Obligation).filter(process=here.process).select_related("owner", "phase", "element").in_bulk(keys)
    evidence: dict[int, list[Evidence]] = {}
    for shown in here.see(Evidence).filter(obligation__in=keys).prefetch_related("files"):
        evidence.setdefault(shown.obligation_id, []).append(shown)
    replies: dict[int, list[Reply]] = {}
    for reply in here.see(Reply).filter(act__obligation__in=keys).select_related("act", "delegation"):
        replies.setdefault(reply.act.obligation_id, []).append(reply)
    waiting = waiting_notices(here, keys)
    return [
        Line(
            found[one.key],
            one.status,
            one.days_late,
            evidence.get(one.key, []),
            replies.get(one.key, []),
            waiting.get(one.key, []),
        )
        for one in standings
    ]


def waiting_notices(here: Here, keys: Sequence[int]) -> dict[int, list[BreachNotice]]:
    """Notices that wait for an answer, by obligation, as far as one may see them."""
    found: dict[int, list[BreachNotice]] = {}
    unanswered = here.see(BreachNotice).filter(obligation__in=keys, answered_at__isnull=True, closed_at__isnull=True)
    for notice in unanswered.select_related("by"):
        found.setdefault(notice.obligation_id, []).append(notice)
    return found


def line_of(here: Here, one: Obligation) -> Line:
    """One obligation that one may see."""
    today = timezone.now().date()
    codes = _codes_for(here, Obligation.objects.filter(pk=one.pk), today)
    return lines_of(here, [_standing(one.pk, one.due_on, codes, today)])[0]


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


def counted(standings: Sequence[Standing]) -> list[tuple[str, int]]:
    """How many obligations have which status, from complete to unknown; none that nobody has."""
    order = [Status.COMPLETE, Status.INTERMEDIATE, Status.MINIMAL, Status.NOT_STARTED, Status.DISPUTED, Status.UNKNOWN]
    counts = [(str(status), sum(one.status == status for one in standings)) for status in order]
    return [(status, number) for status, number in counts if number]


def newest_codes(found: QuerySet[Obligation] | Sequence[Obligation], today: date | None) -> dict[int, dict[int, str]]:
    """Newest status by each coder of each obligation, without what is under embargo on a day; None sees all."""
    # Not by `here.see`: who coded what is for monitors, what they say together is for all who see the obligation.
    codes: dict[int, dict[int, str]] = {}
    shown = Q() if today is None else Q(embargo_until__isnull=True) | Q(embargo_until__lte=today)
    rows = Coding.objects.filter(shown, obligation__in=found).order_by("pk")
    for obligation, coder, status in rows.values_list("obligation_id", "coder_id", "status"):
        codes.setdefault(obligation, {})[coder] = status
    return codes


def _codes_for(here: Here, found: QuerySet[Obligation], today: date) -> dict[int, dict[int, str]]:
    # The order of a list has no meaning within another query.
    return newest_codes(found.order_by(), None if here.may(Act.WATCH) else today)


def _standing(key: int, due_on: date, codes: Mapping[int, Mapping[int, str]], today: date) -> Standing:
    status = status_of(list(codes.get(key, {}).values()))
    return Standing(key, status, days_late(due_on, status, today))
