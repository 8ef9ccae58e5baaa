"""Write ventures, judge their conditions, and move them from stage to stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.councils.actions import seat_of
from detente.portal.councils.models import Council
from detente.portal.initiative.actions import author_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership, Role
from detente.portal.recording import Entered, enter
from detente.portal.tiers import Tier
from detente.portal.ventures.gates import look_at
from detente.portal.ventures.models import Condition, Document, Partner, StageMove, Venture
from detente.portal.ventures.obstacles import Obstacle, obstacles_of

# Stages to which the way leads through gates; to stop or to end needs a reason instead.
ONWARD = (Venture.Stage.LICENSED, Venture.Stage.FUNDED, Venture.Stage.OPERATING)
FIELDS = ("name", "sector", "value_mn", "currency", "needs", "conditions", "suspended_in", "tier", "council")


@dataclass(frozen=True, slots=True)
class Share:
    """Who owns a part; the share is in [0, 1], None when it is unknown."""

    name: str
    share: Decimal | None = None
    delegation: Delegation | None = None

    def __str__(self) -> str:
        return f"{self.name} {'unknown' if self.share is None else f'{self.share * 100:f}%'}"


@dataclass(frozen=True, slots=True)
class Written:
    """A venture as someone writes it; the value is in millions of the currency, None when it is unknown."""

    name: str
    sector: str
    partners: tuple[Share, ...] = ()
    value_mn: Decimal | None = None
    currency: str = "USD"
    needs: str = ""
    conditions: str = ""
    suspended_in: int | None = None
    tier: int = Tier.PARTIES
    council: Council | None = None


def write(part: Membership, slug: str, given: Written) -> Venture:
    """Write down a venture: suspended when it says since when, else planned.

    Raises
    ------
    CaseError
        When the id is taken, or the shares are more than the whole.
    """
    _refuse_too_much(given)
    with transaction.atomic():
        _refuse_others(part, given.council)
        if Venture.objects.filter(process=part.process, slug=slug).exists():
            raise CaseError(_("There is a venture “%(slug)s”. Give another id.") % {"slug": slug})
        stage = Venture.Stage.SUSPENDED if given.suspended_in else Venture.Stage.PLANNED
        values = {name: getattr(given, name) for name in FIELDS}
        venture = Venture(process=part.process, slug=slug, stage=stage, **values)
        _enter(venture, part, f"written down: {given.name}; {_shares(given)}")
        venture.save()
        _put_partners(venture, given)
        audit(part.user, part.process, "wrote venture", slug)
        return venture


def edit(venture: Venture, part: Membership, read_version: int, given: Written) -> Venture:
    """Write a venture anew, if nobody has done so since `read_version` was read.

    Raises
    ------
    CaseError
        When somebody has, the shares are more than the whole, or fewer people would see it than before.
    """
    _refuse_too_much(given)
    if given.tier < venture.tier:
        raise CaseError(_("What was shown cannot be taken back. Choose the same tier or a wider one."))
    with transaction.atomic():
        _refuse_others(part, venture.council)
        _refuse_others(part, given.council)
        _next_version(venture, read_version)
        changed = [name for name in FIELDS if getattr(venture, name) != getattr(given, name)]
        for name in changed:
            setattr(venture, name, getattr(given, name))
        _enter(venture, part, f"changed: {', '.join(changed) or 'partners'}; {_shares(given)}")
        venture.save()
        _put_partners(venture, given)
        audit(part.user, part.process, "changed venture", venture.slug)
        return venture


def move(venture: Venture, part: Membership, stage: Venture.Stage, reason: str, today: date) -> StageMove:
    """Move a venture to another stage: through open gates, or for a reason that is recorded with what was shut.

    Raises
    ------
    CaseError
        When it stands there already; when a gate is not open and no reason is given; when it is to be suspended or
        closed without one. Nothing is written then.
    """
    with transaction.atomic():
        venture = (
            Venture.objects.select_for_update(of=("self",)).select_related("process", "council").get(pk=venture.pk)
        )
        _refuse_others(part, venture.council)
        if stage == venture.stage:
            raise CaseError(_("The venture stands at this stage already."))
        shut = obstacles_of(venture, look_at(venture, today)) if stage in ONWARD else []
        _refuse_without_reason(stage, shut, reason)
        before, venture.stage = venture.stage, stage
        on = f"; not open on {today.isoformat()}: {_named(shut)}" if shut else ""
        entered = _enter(venture, part, f"from {before}; {reason or 'the way is open'}{on}")
        venture.version += 1
        venture.save()
        audit(part.user, part.process, "moved venture", f"{venture.slug} to {stage.value}")
        return StageMove.objects.create(
            venture=venture,
            before=before,
            after=stage,
            shut=[one.as_row() for one in shut],
            reason=reason,
            at=entered.at,
            entry=entered.index,
        )


def judge(venture: Venture, part: Membership, given: Condition) -> Condition:
    """Add a condition, or judge one anew: the one of the same title."""
    with transaction.atomic():
        _refuse_others(part, venture.council)
        last = Condition.objects.filter(venture=venture).count()
        values = {"state": given.state, "earliest_on": given.earliest_on, "why": given.why}
        found, _is_new = Condition.objects.update_or_create(
            venture=venture, title=given.title, defaults=values, create_defaults={**values, "order": last}
        )
        _enter(venture, part, f"condition “{given.title}” is {given.state}: {given.why}")
        venture.save()
        audit(part.user, part.process, "judged condition", f"{venture.slug}: {given.title}"[:200])
        return found


def add_document(venture: Venture, part: Membership, title: str, sha256: str, link: str) -> Document:
    """Add a document by its hash."""
    with transaction.atomic():
        _refuse_others(part, venture.council)
        entered = _enter(venture, part, f"document “{title}”, SHA-256 {sha256}")
        venture.save()
        audit(part.user, part.process, "added document", venture.slug)
        return Document.objects.create(
            venture=venture, title=title, sha256=sha256, link=link, at=entered.at, entry=entered.index
        )


def _refuse_without_reason(stage: Venture.Stage, shut: list[Obstacle], reason: str) -> None:
    if reason:
        return
    if stage not in ONWARD:
        raise CaseError(_("Say why: a venture goes back, is suspended or closed for a reason. Nothing was changed."))
    if shut:
        raise CaseError(
            _(
                "Not open: %(shut)s. Nothing was changed.\n"
                "To move it all the same, write down the reason; both are recorded."
            )
            % {"shut": _named(shut)}
        )


def _named(shut: list[Obstacle]) -> str:
    return "; ".join(str(one) for one in shut)


def _refuse_others(part: Membership, council: Council | None) -> None:
    """The mediator writes every venture, a chair those of the council in which that person sits."""
    if part.role == Role.MEDIATOR:
        return
    if council is None:
        raise PermissionError(_("This venture belongs to no council."))
    seat_of(council, part)


def _refuse_too_much(given: Written) -> None:
    total = sum((one.share for one in given.partners if one.share is not None), Decimal(0))
    if total > 1:
        raise CaseError(
            _("The shares add up to %(total)s percent. They are at most 100.") % {"total": f"{total * 100:f}"}
        )


def _next_version(venture: Venture, read_version: int) -> None:
    unchanged = Venture.objects.filter(pk=venture.pk, version=read_version)
    if not unchanged.update(version=F("version") + 1):
        raise CaseError(
            _("Somebody has changed this venture since you read it. Nothing was changed; look at it again.")
        )
    venture.refresh_from_db()


def _enter(venture: Venture, part: Membership, words: str) -> Entered:
    """Enter how far a venture has come and what changed."""
    by = venture.council.slug if venture.council and part.role != Role.MEDIATOR else author_of(part)
    body = {"venture": venture.slug, "state": str(venture.stage), "words": words}
    entered = enter("venture-state", by, body, venture.tier)
    venture.entry, venture.changed_at = entered.index, entered.at
    return entered


def _put_partners(venture: Venture, given: Written) -> None:
    Partner.objects.filter(venture=venture).delete()
    for one in given.partners:
        Partner.objects.create(venture=venture, name=one.name, delegation=one.delegation, share=one.share)


def _shares(given: Written) -> str:
    return f"partners: {', '.join(map(str, given.partners)) or 'none named'}"
