"""What pages show of councils."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from detente.portal.councils.models import Council, Decision, Seat
from detente.portal.doors import Here
from detente.portal.parties.models import Membership, Process, Role


@dataclass(frozen=True, slots=True)
class PublicCouncil:
    """What everyone may know of a council: no name of a person, nothing that is not decided."""

    council: Council
    filled: int
    seats: int
    decisions: list[Decision]


def councils_in_public(process: Process) -> list[PublicCouncil]:
    """The councils of a process as its public page shows them; none of a process that is not public."""
    found = Council.objects.filter(process=process, process__is_public=True).select_related("chair")
    decided = Prefetch("decisions", Decision.objects.filter(decided_at__isnull=False), to_attr="decided")
    return [_in_public(council) for council in found.prefetch_related("seats", decided)]


def candidates_of(here: Here, seats: list[Seat]) -> list[tuple[Seat, list[Membership]]]:
    """For each seat, the council members of its side."""
    people = here.see(Membership).filter(process=here.process, role__in=(Role.CHAIR, Role.COUNCIL), until__isnull=True)
    members = list(people.select_related("user"))
    return [(seat, [one for one in members if one.delegation_id == seat.delegation_id]) for seat in seats]


def _in_public(council: Council) -> PublicCouncil:
    seats = list(council.seats.all())
    decided: list[Decision] = council.decided  # type: ignore[attr-defined]
    return PublicCouncil(council, sum(seat.user_id is not None for seat in seats), len(seats), decided)
