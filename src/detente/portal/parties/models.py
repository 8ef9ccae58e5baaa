"""Processes, delegations, memberships and invitations."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """In which role a person takes part."""

    MEDIATOR = "mediator", _("mediator")
    HEAD = "head", _("head of delegation")
    MEMBER = "member", _("member of delegation")
    CHAIR = "chair", _("council chair")
    COUNCIL = "council", _("council member")
    MONITOR = "monitor", _("monitor")
    ALLY = "ally", _("ally or observer")
    AUDITOR = "auditor", _("auditor")


class User(AbstractUser):
    """A person who signs in."""


class Scope(models.TextChoices):
    """What of a head's authority a part carries; what members may do by themselves is never kept from it."""

    ALL = "all", _("everything that a head may do")
    TEXT = "text", _("the text: break silence, declare, deposit")
    MARKS = "marks", _("blind acceptance: seal answers")
    TALKS = "talks", _("initiatives and talks: submit, confirm receipt and undertakings")
    OBLIGATIONS = "obligations", _("obligations: reply, give notice of a breach")


class Process(models.Model):
    """One negotiation with its parties."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    case_folder = models.CharField(max_length=1000, blank=True)
    is_public = models.BooleanField(default=False)
    suspended_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Delegation(models.Model):
    """A party at the table."""

    class Hue(models.TextChoices):
        """Colour by the order of the case; never by meaning."""

        A = "a"
        B = "b"
        C = "c"
        D = "d"
        OTHER = "o"

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="delegations")
    slug = models.SlugField()
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=4)
    hue = models.CharField(max_length=1, choices=Hue, default=Hue.OTHER)
    order = models.PositiveSmallIntegerField(default=0)
    is_signatory = models.BooleanField(default=True)

    class Meta:
        """Order of the case, one slug per process."""

        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("process", "slug"), name="one_delegation_per_slug"),)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's part in a process; it ends, and is never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="memberships")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # A head may lend the right to act for the delegation, until a day.
    acts_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="lent_to")
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.ALL)

    class Meta:
        """Heads and members have a delegation."""

        constraints = (
            models.CheckConstraint(
                condition=~Q(role__in=("head", "member")) | Q(delegation__isnull=False),
                name="delegates_have_a_delegation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class Invitation(models.Model):
    """A way in for one person; only the hash of its secret is kept."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(max_length=10, choices=Role)
    name = models.CharField(max_length=150)
    secret_hash = models.CharField(max_length=64, unique=True)
    # Empty for the first mediator, whom the operator lets in.
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class AuditEvent(models.Model):
    """Who did what when, inside the portal; more than the record, which outsiders read."""

    at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, null=True, blank=True)
    what = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.what} {self.about}"
