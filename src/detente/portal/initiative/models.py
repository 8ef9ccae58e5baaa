"""Initiatives, their receipts, disclosures and viewings."""

from __future__ import annotations

from django.db import models

from detente.portal.parties.models import Delegation, Process, User
from detente.portal.tiers import Tier


class Initiative(models.Model):
    """A proposal that a delegation or the mediator submits formally."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="initiatives")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    # Counted for each author, so that a sealed initiative leaves no gap in what others see.
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    words = models.TextField()
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.PARTIES)
    submitted_at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """Newest first."""

        ordering = ("-submitted_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("process", "slug"), name="one_initiative_per_slug"),)

    def __str__(self) -> str:
        return self.title


class Receipt(models.Model):
    """A delegation confirms that it has received an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="receipts")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT)
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """One receipt per delegation."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("initiative", "delegation"), name="one_receipt_each"),)

    def __str__(self) -> str:
        return f"{self.delegation} received {self.initiative}"


class Disclosure(models.Model):
    """An initiative is shown to a wider tier; never to a narrower one."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="disclosures")
    tier = models.PositiveSmallIntegerField(choices=Tier)
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.initiative} to {self.get_tier_display()}"


class Viewing(models.Model):
    """Who saw an initiative first when."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="viewings")
    user = models.ForeignKey(User, on_delete=models.PROTECT)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        """The first viewing of each person."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("initiative", "user"), name="one_viewing_each"),)

    def __str__(self) -> str:
        return f"{self.user} saw {self.initiative}"
