"""Who may see and do what: the one place in which rights are decided.

Views, pages, exports and the API take their rows from `visible`, and nothing is filtered after it was fetched. What one
may not see is not there: the answer is 404, the same as for what does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from detente.portal.assessments.models import Assessment, Comparison
from detente.portal.councils.models import AgendaItem, Complaint, Council, Decision, Interest, Meeting, Seat
from detente.portal.files.models import KeptFile
from detente.portal.initiative.models import Disclosure, Initiative, Receipt, Viewing
from detente.portal.marks.models import Overlap, Package, PackageOverlap, Round, Sealing
from detente.portal.obligations.models import (
    BreachNotice,
    Coding,
    Evidence,
    Obligation,
    Phase,
    Reply,
    WatchAct,
)
from detente.portal.parties.models import AuditEvent, Delegation, Invitation, Membership, Process, Role
from detente.portal.preferences.models import PreferenceSheet, Suggestion
from detente.portal.talks.models import Outcome, Session, Undertaking
from detente.portal.text.models import (
    Clause,
    ClauseVersion,
    Comment,
    Declaration,
    Draft,
    Element,
    ForceRule,
    Instrument,
    Option,
)
from detente.portal.tiers import Tier
from detente.portal.ventures.models import Condition, Document, Partner, StageMove, Venture

Row = TypeVar("Row", bound=Model)

AT_THE_TABLE = frozenset({Role.MEDIATOR, Role.HEAD, Role.MEMBER})
BESIDE_THE_TABLE = AT_THE_TABLE | {Role.ALLY, Role.AUDITOR, Role.MONITOR}
IN_COUNCILS = AT_THE_TABLE | {Role.CHAIR, Role.COUNCIL}
NOBODY = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person as the rules see them: their parts in processes that hold now; none for the public."""

    user_id: int | None
    parts: tuple[Membership, ...] = ()

    def processes(self, roles: frozenset[Role] = frozenset(Role)) -> list[int]:
        """Ids of processes in which this person has one of these roles."""
        return sorted({part.process_id for part in self.parts if part.role in roles})

    def delegations(self) -> list[int]:
        """Ids of the delegations for which this person sits at the table."""
        mine = (part.delegation_id for part in self.parts if part.role in AT_THE_TABLE)
        return sorted({delegation for delegation in mine if delegation is not None})

    def part_in(self, process: Process) -> Membership | None:
        """The part of this person in a process, the one with most rights first."""
        parts = [part for part in self.parts if part.process_id == process.pk]
        return min(parts, key=lambda part: list(Role).index(Role(part.role)), default=None)

    def parts_like(self, part: Membership | None) -> list[Membership]:
        """The parts of the same role for the same delegation: several when authority was lent more than once."""
        if part is None:
            return []
        wanted = (part.process_id, part.role, part.delegation_id)
        return [one for one in self.parts if (one.process_id, one.role, one.delegation_id) == wanted]


def viewer_of(user_id: int | None) -> Viewer:
    """The person behind a request, with the memberships that hold now."""
    if user_id is None:
        return Viewer(None)
    now = timezone.now()
    # Every request asks this, and a condition in the query would take longer to write than the few rows to compare.
    parts = Membership.objects.filter(user_id=user_id).select_related("delegation", "user").order_by("pk")
    held = [part for part in parts if part.since <= now and _lasts(part, now)]
    lenders = Membership.objects.in_bulk({part.acts_for_id for part in held if part.acts_for_id is not None})
    own_or_lent = (part for part in held if part.acts_for_id is None or _lasts(lenders[part.acts_for_id], now))
    return Viewer(user_id, tuple(own_or_lent))


def _lasts(part: Membership, now: datetime) -> bool:
    return part.until is None or part.until > now


def visible(viewer: Viewer, model: type[Row]) -> QuerySet[Row]:
    """The rows of a model that a person may see; a model without a rule has none to show and raises `KeyError`.

    No rule joins a table that has several rows for one: each row is found once, without comparing all of them.
    """
    return model._default_manager.filter(_RULES[model](viewer))


def public(viewer: Viewer) -> Q:
    """Public processes, and those in which one takes part."""
    return Q(is_public=True) | Q(pk__in=viewer.processes())


def _within(viewer: Viewer, roles: frozenset[Role], path: str = "") -> Q:
    return Q(**{f"{path}process__in": viewer.processes(roles)})


def _in_public(path: str = "") -> Q:
    return Q(**{f"{path}process__is_public": True})


def _tiered(viewer: Viewer, path: str = "", author: str = "delegation") -> Q:
    """Rows with a tier and an author: what is disclosed to one's circle, and what is one's own."""
    wide = Q(**{f"{path}tier": Tier.PUBLIC}) & (_in_public(path) | _within(viewer, frozenset(Role), path))
    allies = Q(**{f"{path}tier": Tier.ALLIES}) & _within(viewer, BESIDE_THE_TABLE, path)
    parties = Q(**{f"{path}tier": Tier.PARTIES}) & _within(viewer, AT_THE_TABLE, path)
    own = Q(**{f"{path}{author}__in": viewer.delegations()})
    mediators = Q(**{f"{path}{author}__isnull": True}) & _within(viewer, frozenset({Role.MEDIATOR}), path)
    return wide | allies | parties | own | mediators


def _text(path: str = "") -> Callable[[Viewer], Q]:
    return lambda viewer: _within(viewer, AT_THE_TABLE, path)


def _seated(viewer: Viewer) -> QuerySet[Seat, int]:
    """Ids of the councils in which a person sits who still has a part in their process."""
    own = Seat.objects.filter(user=viewer.user_id or 0, council__process__in=viewer.processes())
    return own.values_list("council", flat=True)


def _attended(viewer: Viewer) -> QuerySet[Any, int]:
    """Ids of the sessions at which the delegation of a person was present."""
    present = Session.present.through._default_manager
    return present.filter(delegation__in=viewer.delegations()).values_list("session", flat=True)


def _council(path: str) -> Callable[[Viewer], Q]:
    """All at the table see the councils; council members see those in which they sit."""

    def rule(viewer: Viewer) -> Q:
        return _within(viewer, AT_THE_TABLE, path) | Q(**{f"{path or 'pk__'}in": _seated(viewer)})

    return rule


def _comment(viewer: Viewer) -> Q:
    shared = Q(tier__gte=Tier.PARTIES) & _within(viewer, AT_THE_TABLE, "clause__")
    to_mediator = _within(viewer, frozenset({Role.MEDIATOR}), "clause__")
    return shared | to_mediator | Q(delegation__in=viewer.delegations())


def _venture(path: str) -> Callable[[Viewer], Q]:
    def rule(viewer: Viewer) -> Q:
        wide = Q(**{f"{path}tier": Tier.PUBLIC}) & (_in_public(path) | _within(viewer, frozenset(Role), path))
        allies = Q(**{f"{path}tier": Tier.ALLIES}) & _within(viewer, BESIDE_THE_TABLE, path)
        parties = Q(**{f"{path}tier": Tier.PARTIES}) & _within(viewer, AT_THE_TABLE, path)
        seated = Q(**{f"{path}tier__gte": Tier.PARTIES, f"{path}council__in": _seated(viewer)})
        return wide | allies | parties | seated

    return rule


def _obligation(path: str) -> Callable[[Viewer], Q]:
    """What is promised is seen by its tier; monitors and auditors see all that is not sealed."""

    def rule(viewer: Viewer) -> Q:
        watchers = frozenset({Role.MONITOR, Role.AUDITOR})
        watched = Q(**{f"{path}tier__gte": Tier.PARTIES}) & _within(viewer, watchers, path)
        return watched | _tiered(viewer, path, "owner")

    return rule


def _unless_embargoed(rule: Callable[[Viewer], Q], path: str = "") -> Callable[[Viewer], Q]:
    """Monitors see their findings at once, all others when the embargo ends."""

    def later(viewer: Viewer) -> Q:
        today = timezone.now().date()
        free = Q(**{f"{path}embargo_until__isnull": True}) | Q(**{f"{path}embargo_until__lte": today})
        return rule(viewer) & (free | _within(viewer, frozenset({Role.MONITOR}), f"{path}obligation__"))

    return later


def _evidence(viewer: Viewer) -> Q:
    watchers = frozenset({Role.MONITOR, Role.AUDITOR})
    by_tier = (
        Q(tier=Tier.PUBLIC)
        | Q(tier=Tier.ALLIES) & _within(viewer, BESIDE_THE_TABLE, "obligation__")
        | Q(tier=Tier.PARTIES) & _within(viewer, AT_THE_TABLE | watchers, "obligation__")
        | Q(by=viewer.user_id or 0) & _within(viewer, frozenset(Role), "obligation__")
    )
    return _obligation("obligation__")(viewer) & by_tier


def _assessment(viewer: Viewer) -> Q:
    mediators = Q(delegation__isnull=True) & _within(viewer, frozenset({Role.MEDIATOR}))
    return mediators | Q(delegation__in=viewer.delegations())


def _received(viewer: Viewer) -> Q:
    """Who saw an initiative is seen by its author alone."""
    mine = Q(initiative__delegation__in=viewer.delegations())
    mediators = Q(initiative__delegation__isnull=True) & _within(viewer, frozenset({Role.MEDIATOR}), "initiative__")
    return mine | mediators


_RULES: Mapping[type[Model], Callable[[Viewer], Q]] = {
    Process: public,
    Delegation: lambda viewer: _in_public() | _within(viewer, frozenset(Role)),
    Membership: lambda viewer: _within(viewer, AT_THE_TABLE | {Role.AUDITOR}),
    Invitation: lambda viewer: Q(invited_by__user=viewer.user_id or 0) & _within(viewer, frozenset(Role)),
    AuditEvent: lambda viewer: (
        Q(user=viewer.user_id or 0) & _within(viewer, frozenset(Role)) | _within(viewer, frozenset({Role.AUDITOR}))
    ),
    Initiative: _tiered,
    Receipt: lambda viewer: _tiered(viewer, "initiative__"),
    Disclosure: lambda viewer: _tiered(viewer, "initiative__"),
    Viewing: _received,
    Element: _text(),
    Option: _text("element__"),
    Clause: _text(),
    ClauseVersion: _text("clause__"),
    Draft: _text(),
    Comment: _comment,
    Declaration: _text(),
    Instrument: _text(),
    ForceRule: _text(),
    Round: _text(),
    Sealing: _text("round__"),
    Overlap: _text("round__"),
    Package: _text("draft__"),
    PackageOverlap: _text("round__"),
    PreferenceSheet: lambda viewer: Q(delegation__in=viewer.delegations()),
    Suggestion: lambda viewer: _within(viewer, frozenset({Role.MEDIATOR})),
    Session: lambda viewer: (
        Q(tier=Tier.PUBLIC) & (_in_public() | _within(viewer, frozenset(Role)))
        | Q(tier=Tier.ALLIES) & _within(viewer, BESIDE_THE_TABLE)
        | Q(tier=Tier.PARTIES) & _within(viewer, frozenset({Role.MEDIATOR}))
        | Q(tier__lte=Tier.PARTIES, pk__in=_attended(viewer))
    ),
    Outcome: lambda viewer: Q(session__in=visible(viewer, Session)),
    Undertaking: lambda viewer: Q(session__in=visible(viewer, Session)),
    Council: _council(""),
    Seat: _council("council__"),
    Meeting: _council("council__"),
    Complaint: _council("council__"),
    AgendaItem: _council("meeting__council__"),
    Decision: _council("council__"),
    Interest: _council("seat__council__"),
    Venture: _venture(""),
    Partner: _venture("venture__"),
    Condition: _venture("venture__"),
    Document: _venture("venture__"),
    StageMove: _venture("venture__"),
    Phase: lambda viewer: _in_public() | _within(viewer, frozenset(Role)),
    Obligation: _obligation(""),
    WatchAct: _unless_embargoed(_obligation("obligation__")),
    Coding: lambda viewer: _within(viewer, frozenset({Role.MONITOR, Role.AUDITOR}), "obligation__"),
    Evidence: _unless_embargoed(_evidence),
    KeptFile: lambda viewer: Q(evidence__in=visible(viewer, Evidence)),
    # By joins: a list of all acts that one may see would be made anew for each page.
    Reply: _unless_embargoed(_obligation("act__obligation__"), "act__"),
    BreachNotice: lambda viewer: _within(viewer, AT_THE_TABLE | {Role.MONITOR, Role.AUDITOR}, "obligation__"),
    Assessment: _assessment,
    Comparison: _assessment,
}
