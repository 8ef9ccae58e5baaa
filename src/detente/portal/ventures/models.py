"""Ventures, their partners, conditions and documents, and how they moved."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from detente.portal.councils.models import Council
from detente.portal.parties.models import Delegation, Process
from detente.portal.tiers import Tier


class Venture(models.Model):
    """A joint venture, suspended or new."""

    class Stage(models.TextChoices):
        """How far it has come; the words of the record."""

        PLANNED = "planned", _("planned")
        LICENSED = "licensed", _("licensed")
        FUNDED = "funded", _("funded")
        OPERATING = "operating", _("operating")
        SUSPENDED = "suspended", _("suspended")
        CLOSED = "closed", _("closed")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="ventures")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, null=True, blank=True, related_name="ventures")
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    sector = models.CharField(max_length=100)
    # In millions of the currency; empty is unknown.
    value_mn = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    # What must be lawful for it, as the measures of a case say it: one verb:object to a line.
    needs = models.TextField(blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PLANNED)
    suspended_in = models.PositiveSmallIntegerField(null=True, blank=True)
    conditions = models.TextField(blank=True)
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.PARTIES)
    # Who edits must have read this version.
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """By name."""

        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("process", "slug"), name="one_venture_per_slug"),)

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """Who owns a part of a venture; the share is unknown when it is empty."""

    venture = models.ForeignKey(Venture, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=200)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta:
        """In order of writing."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> Decimal | None:
        """The share in percent."""
        return None if self.share is None else self.share * 100


class Condition(models.Model):
    """A condition that its council or the mediator judges; what the law says is computed, and stands in no table."""

    class State(models.TextChoices):
        """Whether it is met."""

        OPEN = "open", _("open")
        SHUT = "shut", _("shut")
        UNKNOWN = "unknown", _("unknown")

    venture = models.ForeignKey(Venture, on_delete=models.PROTECT, related_name="judged")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    earliest_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order in which they were written."""

        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A document of a venture by its hash, and where it can be read."""

    venture = models.ForeignKey(Venture, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    link = models.URLField(max_length=500, blank=True)
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class StageMove(models.Model):
    """A venture moved from one stage to another: what stood before it on that day, and why it moved all the same."""

    venture = models.ForeignKey(Venture, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=10, choices=Venture.Stage)
    after = models.CharField(max_length=10, choices=Venture.Stage)
    # What was not open; empty when the way was free.
    shut = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"
