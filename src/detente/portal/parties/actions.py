"""Take people in, lend authority, and keep the audit trail."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.parties.models import AuditEvent, Delegation, Invitation, Membership, Process, Role, Scope, User

VALID_FOR = timedelta(days=7)


def invite(inviter: Membership, role: Role, name: str, delegation: Delegation | None) -> str:
    """Invite a person, and return the secret of the way in, which is shown once.

    Raises
    ------
    PermissionError
        When the inviter may not give this role: a head invites members of the own delegation, a mediator everyone.
    """
    if inviter.role == Role.HEAD and (role != Role.MEMBER or delegation != inviter.delegation):
        raise PermissionError(_("A head of delegation invites members of the own delegation."))
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.create(
            process=inviter.process,
            delegation=delegation,
            role=role,
            name=name,
            secret_hash=hash_of(secret),
            invited_by=inviter,
            expires_at=timezone.now() + VALID_FOR,
        )
        audit(inviter.user, inviter.process, "invited", f"{name} as {role}")
    return secret


def first_way_in(process: Process) -> str | None:
    """A way in for the first mediator of a process; None once a mediator has come in. Earlier ways in end."""
    if Membership.objects.filter(process=process, role=Role.MEDIATOR).exists():
        return None
    secret, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        Invitation.objects.filter(process=process, invited_by__isnull=True).update(expires_at=now)
        Invitation.objects.create(
            process=process,
            role=Role.MEDIATOR,
            name="Mediator",
            secret_hash=hash_of(secret),
            expires_at=now + VALID_FOR,
        )
    return secret


def open_invitation(secret: str) -> Invitation | None:
    """The invitation behind a secret, while it is open."""
    waiting = Invitation.objects.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())
    return waiting.filter(secret_hash=hash_of(secret)).first()


def accept_invitation(secret: str, username: str, password: str) -> User | None:
    """Make the account of an invited person; None when the invitation was used, or is over."""
    with transaction.atomic():
        invitation = open_invitation(secret)
        if invitation is None:
            return None
        user = User.objects.create_user(username, password=password, first_name=invitation.name)
        now = timezone.now()
        Membership.objects.create(
            user=user, process=invitation.process, delegation=invitation.delegation, role=invitation.role, since=now
        )
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        audit(user, invitation.process, "accepted invitation", invitation.role)
    return user


def lend_authority(
    head: Membership, to: Membership, days: int, scope: Scope = Scope.ALL, since: date | None = None
) -> Membership:
    """Let a member act as head of the own delegation, in a scope, for some days from a day on.

    It begins at once without a day, and ends by itself, when the head ends it, or when the head's own part ends.

    Raises
    ------
    CaseError
        When the first day is past.
    PermissionError
        When the one who lends is no head, has borrowed the authority, or the member is of another delegation.
    """
    if head.role != Role.HEAD or to.delegation_id != head.delegation_id or head.acts_for_id is not None:
        raise PermissionError(
            _("A head lends authority to members of the own delegation, and borrowed authority ends.")
        )
    now = timezone.now()
    if since is not None and since < now.date():
        raise CaseError(_("The first day is past. Choose today or a later day."))
    begins = now if since in (None, now.date()) else datetime.combine(since or now.date(), time.min, now.tzinfo)
    with transaction.atomic():
        lent = Membership.objects.create(
            user=to.user,
            process=head.process,
            delegation=head.delegation,
            role=Role.HEAD,
            since=begins,
            until=begins + timedelta(days=days),
            acts_for=head,
            scope=scope,
        )
        about = f"to {to.user.username} for {days} days from {begins.date().isoformat()}: {scope.value}"
        audit(head.user, head.process, "lent authority", about)
    return lent


def end_membership(membership: Membership, by: Membership) -> None:
    """End a part, what was lent from it and what was lent to the same person; the past of it stays.

    Raises
    ------
    PermissionError
        When the part is one's own, in another process, or outside a head's own delegation.
    """
    if membership.process_id != by.process_id:
        raise PermissionError(_("This part is in another process."))
    if membership.user_id == by.user_id:
        raise PermissionError(_("Nobody ends the own part. Ask a mediator."))
    outside = membership.delegation_id != by.delegation_id
    if by.role == Role.HEAD and (outside or (membership.role == Role.HEAD and membership.acts_for_id is None)):
        raise PermissionError(_("A head ends parts of members of the own delegation."))
    with transaction.atomic():
        membership.until = timezone.now()
        membership.save(update_fields=["until"])
        if membership.acts_for_id is None:
            lent = Membership.objects.filter(
                user=membership.user_id, process=membership.process_id, acts_for__isnull=False
            )
            lent.filter(Q(until__isnull=True) | Q(until__gt=membership.until)).update(until=membership.until)
        audit(by.user, by.process, "ended membership", membership.user.username)


def audit(user: User | None, process: Process | None, what: str, about: str = "") -> None:
    """Write down who did what."""
    AuditEvent.objects.create(at=timezone.now(), user=user, process=process, what=what, about=about[:200])


def hash_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
