"""Sessions of the talks, who attended, and with what outcome."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from detente.portal.parties.models import Delegation, Process
from detente.portal.text.models import Element
from detente.portal.tiers import Tier


class Session(models.Model):
    """One meeting in one channel."""

    class Channel(models.TextChoices):
        """How the parties spoke with each other."""

        DIRECT = "direct", _("direct")
        PROXIMITY = "proximity", _("proximity")
        MULTILATERAL = "multilateral", _("multilateral")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    channel = models.CharField(max_length=12, choices=Channel)
    present = models.ManyToManyField(Delegation, related_name="sessions")
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.PARTIES)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """Newest first."""

        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return f"{self.held_on} {self.place}"


class Outcome(models.Model):
    """What a session did with an element."""

    class Step(models.TextChoices):
        """How far the session came."""

        DISCUSSED = "discussed", _("discussed")
        PROPOSED = "proposed", _("proposed")
        AGREED = "agreed", _("agreed")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="outcomes")
    element = models.ForeignKey(Element, on_delete=models.PROTECT)
    step = models.CharField(max_length=10, choices=Step)

    class Meta:
        """In the order of the elements."""

        ordering = ("element__order",)

    def __str__(self) -> str:
        return f"{self.element} {self.step}"


class Undertaking(models.Model):
    """What someone promised orally; it counts once every delegation that was present has confirmed it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="undertakings")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="undertakings")
    words = models.TextField()
    confirmed_by = models.ManyToManyField(Delegation, related_name="confirmed_undertakings")
    # Empty until all have confirmed.
    entry = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        """In order of writing."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words[:60]
