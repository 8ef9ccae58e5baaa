"""What the measures of the case say about a venture on a day: computed when asked, never typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detente.case import Case, CaseError
from detente.case import Venture as CaseVenture
from detente.casefile import read_case
from detente.legal import Gate, Gates, GateState, Standing, find_gates
from detente.portal.parties.models import Process
from detente.portal.ventures.models import Venture


class Word(models.TextChoices):
    """How the law stands before a venture, in the words of the page."""

    RESTRICTED = Standing.RESTRICTED.value, gettext_lazy("restricted")
    UNKNOWN = Standing.UNKNOWN.value, gettext_lazy("unknown")
    LICENSED = Standing.LICENSED.value, gettext_lazy("licensed")
    NO_MEASURE = Standing.NO_MEASURE.value, gettext_lazy("no measure of the case")


@dataclass(frozen=True, slots=True)
class Look:
    """How a venture stands on a day: a word, the measures behind it, and from when it could be lawful.

    `why` says what is missing where the answer is unknown. `by_act` is the earliest day if all who must act decide on
    the day, `by_expiry` the day after the last measure has ended unrenewed; None where it is not known.
    """

    on: date
    standing: Standing
    gates: tuple[Gate, ...] = ()
    why: str = ""
    by_act: date | None = None
    by_expiry: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether no measure of the case stands before it; that is no finding that it is lawful."""
        return self.standing in (Standing.LICENSED, Standing.NO_MEASURE)

    @property
    def word(self) -> str:
        """The standing in words."""
        return str(Word(self.standing.value).label)

    @property
    def shut(self) -> tuple[Gate, ...]:
        """The measures that are not open."""
        return tuple(gate for gate in self.gates if gate.state in (GateState.CLOSED, GateState.UNKNOWN))


def look_at(venture: Venture, on: date) -> Look:
    """Compute the gates of a venture from the measures of the case of its process."""
    return looks_at(venture.process, [venture], on)[venture.pk]


def looks_at(process: Process, ventures: list[Venture], on: date) -> dict[int, Look]:
    """Compute the gates of several ventures of one process, by their row.

    Holdings and licences are those of the case; a licence that covers named subjects covers a venture by its id.
    """
    case, why = case_of(process)
    if case is None:
        return {venture.pk: Look(on, Standing.UNKNOWN, why=why) for venture in ventures}
    ours = tuple(_in_case(case, venture) for venture in ventures)
    found = _found(*_version_of(process), ours, on)
    standings = {one.subject: one for one in found.standings}
    looks = {}
    for venture, one in zip(ventures, ours, strict=True):
        standing = standings[one.id]
        why = "" if one.needs else _("It states no needs, so no measure can be held against it.")
        by_act = standing.by_act[0] if standing.by_act else None
        looks[venture.pk] = Look(on, standing.standing, found.of(one.id), why, by_act, standing.by_expiry)
    return looks


def case_of(process: Process) -> tuple[Case | None, str]:
    """The case of a process; None, and why, when there is none that can be read."""
    if not process.case_folder or not Path(process.case_folder).is_dir():
        return None, _("The process rests on no case, so no measure is known here.")
    try:
        return _read(*_version_of(process)), ""
    except CaseError:
        return None, _("The case of the process cannot be read; detente check says why.")


def _version_of(process: Process) -> tuple[str, int]:
    """The folder of a case and its newest change, by which answers are remembered."""
    files = (file.stat() for file in Path(process.case_folder).rglob("*") if file.is_file())
    return process.case_folder, max((one.st_mtime_ns for one in files), default=0)


@lru_cache(maxsize=8)
def _read(folder: str, newest: int) -> Case:
    """Read a case; a file that changed makes it be read again."""
    return read_case(Path(folder))


@lru_cache(maxsize=64)
def _found(folder: str, newest: int, ventures: tuple[CaseVenture, ...], on: date) -> Gates:
    """The gates of ventures; the same question of the same case has the same answer."""
    return find_gates(replace(_read(folder, newest), ventures=ventures, obligations=(), councils=()), on)


def _in_case(case: Case, venture: Venture) -> CaseVenture:
    """A venture as cases have it, under the id that the case gives it where the two have one name for it."""
    known = next((one.id for one in case.ventures if one.id.lower() == venture.slug), venture.slug)
    partners = tuple(partner.name for partner in venture.partners.all())
    needs = tuple(venture.needs.split())
    return CaseVenture(known, venture.name, partners, venture.sector, venture.stage, needs=needs)
