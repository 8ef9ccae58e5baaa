"""Ventures, their partners and gates."""

from __future__ import annotations

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
    value_usd_mn = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PLANNED)
    suspended_in = models.PositiveSmallIntegerField(null=True, blank=True)
    conditions = models.TextField(blank=True)
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.PARTIES)
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


class Gate(models.Model):
    """What has to be open before a venture goes on."""

    class State(models.TextChoices):
        """Whether it may be passed now."""

        OPEN = "open", _("open")
        SHUT = "shut", _("shut")
        UNKNOWN = "unknown", _("unknown")

    venture = models.ForeignKey(Venture, on_delete=models.PROTECT, related_name="gates")
    title = models.CharField(max_length=200)
    needs = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.UNKNOWN)
    earliest_on = models.DateField(null=True, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order in which they are passed."""

        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title
