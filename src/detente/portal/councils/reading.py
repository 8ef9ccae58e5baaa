"""What pages show of councils."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from detente.portal.councils.actions import interests_of, stands_aside
from detente.portal.councils.models import AgendaItem, Complaint, Council, Decision, Interest, Meeting, Seat
from detente.portal.doors import Here
from detente.portal.parties.models import Delegation, Membership, Process, Role
from detente.portal.rights import Act
from detente.portal.ventures.models import Venture
from detente.portal.ventures.reading import Row, rows_of


@dataclass(frozen=True, slots=True)
class PublicCouncil:
    """What everyone may know of a council: no name of a person, nothing that is not decided."""

    council: Council
    filled: int
    seats: int
    decisions: list[Decision]


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision, whose agreement it waits for, and whether the one who reads may give it."""

    decision: Decision
    waits_for: list[Delegation]
    may_agree: bool
    is_aside: bool


class CouncilPage:
    """One council as a person sees it; each part is read when the page shows it."""

    def __init__(self, here: Here, council: Council) -> None:
        self.here, self.council = here, council

    @cached_property
    def seats(self) -> list[Seat]:
        """All seats, by class and side."""
        return list(self.here.see(Seat).filter(council=self.council).select_related("delegation", "user"))

    @cached_property
    def sides(self) -> list[Delegation]:
        """The two sides, in the order of the case."""
        return sorted({seat.delegation for seat in self.seats}, key=lambda side: side.order)

    @cached_property
    def seat(self) -> Seat | None:
        """The seat of the one who reads."""
        return next((seat for seat in self.seats if seat.user_id and seat.user_id == self.here.viewer.user_id), None)

    @property
    def chairs(self) -> bool:
        """Whether the one who reads is in the chair."""
        in_the_chair = self.seat is not None and self.seat.delegation_id == self.council.chair_id
        return in_the_chair and self.here.may(Act.CHAIR_COUNCIL)

    @property
    def vacant(self) -> int:
        """How many seats are vacant."""
        return sum(seat.user_id is None for seat in self.seats)

    @property
    def seats_by_class(self) -> list[tuple[str, list[list[Seat]]]]:
        """For each class of members, the seats of each side."""
        return [
            (
                str(kind.label),
                [[s for s in self.seats if s.kind == kind and s.delegation == side] for side in self.sides],
            )
            for kind in Seat.Kind
        ]

    @cached_property
    def rows(self) -> list[Row]:
        """The ventures of the council."""
        return rows_of(self.here.process, self.here.see(Venture).filter(council=self.council), timezone.now().date())

    @property
    def open_gates(self) -> int:
        """For how many ventures the way is open."""
        return sum(row.may_go for row in self.rows)

    @property
    def pipeline(self) -> list[tuple[str, int]]:
        """How many ventures stand at each stage, from planned on; every stage, so that a gap is seen."""
        counts = Counter(row.venture.stage for row in self.rows)
        return [(str(stage.label), counts[stage.value]) for stage in Venture.Stage]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Meetings with their agendas, newest first."""
        found = self.here.see(Meeting).filter(council=self.council)
        return list(found.prefetch_related("items", "confirmed_by", "present__delegation"))

    @cached_property
    def decisions(self) -> list[OpenDecision]:
        """Decisions, newest first."""
        found = self.here.see(Decision).filter(council=self.council).select_related("item")
        return [self._decision(one) for one in found.prefetch_related("agreed_by")]

    @property
    def decided(self) -> int:
        """How many decisions stand."""
        return sum(one.decision.decided_at is not None for one in self.decisions)

    @cached_property
    def interests(self) -> list[Interest]:
        """The register of interests."""
        found = self.here.see(Interest).filter(seat__council=self.council)
        return list(found.select_related("seat__delegation", "stands_aside"))

    @cached_property
    def complaints(self) -> list[Complaint]:
        """Complaints, newest first."""
        return list(self.here.see(Complaint).filter(council=self.council).select_related("delegation"))

    @property
    def candidates(self) -> list[tuple[Seat, list[Membership]]]:
        """For each seat, the council members of its side; for those who fill seats."""
        if not self.here.may(Act.FOUND_COUNCIL):
            return []
        people = self.here.see(Membership).filter(process=self.here.process, until__isnull=True)
        members = list(people.filter(role__in=(Role.CHAIR, Role.COUNCIL)).select_related("user"))
        return [(seat, [one for one in members if one.delegation_id == seat.delegation_id]) for seat in self.seats]

    @cached_property
    def _own_interests(self) -> list[Interest]:
        return interests_of(self.seat) if self.seat else []

    def _decision(self, one: Decision) -> OpenDecision:
        agreed = set(one.agreed_by.all())
        waits = [] if one.decided_at else [side for side in self.sides if side not in agreed]
        asked = self.seat is not None and self.seat.delegation in waits
        aside = asked and stands_aside(self._own_interests, one)
        return OpenDecision(one, waits, asked and not aside, aside)


def items_of(here: Here, council: Council) -> QuerySet[AgendaItem]:
    """Items of all agendas of a council, the newest meeting first."""
    return here.see(AgendaItem).filter(meeting__council=council).order_by("-meeting__number", "number")


def councils_in_public(process: Process) -> list[PublicCouncil]:
    """The councils of a process as its public page shows them; none of a process that is not public."""
    found = Council.objects.filter(process=process, process__is_public=True).select_related("chair")
    decided = Prefetch("decisions", Decision.objects.filter(decided_at__isnull=False), to_attr="decided")
    return [_in_public(council) for council in found.prefetch_related("seats", decided)]


def _in_public(council: Council) -> PublicCouncil:
    seats = list(council.seats.all())
    decided: list[Decision] = council.decided  # type: ignore[attr-defined]
    return PublicCouncil(council, sum(seat.user_id is not None for seat in seats), len(seats), decided)
