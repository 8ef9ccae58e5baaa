"""Joint economic councils: seats, meetings, decisions and interests."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from detente.portal.parties.models import Delegation, Process, User


class Council(models.Model):
    """A joint council of two sides, with as many seats on either."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="councils")
    slug = models.SlugField()
    name = models.CharField(max_length=200)
    remit = models.TextField()
    rule = models.TextField(blank=True)
    goes_on_when_suspended = models.BooleanField(default=True)
    chair = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="chaired_councils")
    chair_until = models.DateField()
    quorum_per_side = models.PositiveSmallIntegerField(default=1)

    class Meta:
        """By name."""

        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("process", "slug"), name="one_council_per_slug"),)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A seat for a side and a class of members; vacant without a user."""

    class Kind(models.TextChoices):
        """Which class of members."""

        CORPORATION = "corporation", _("corporation")
        CHAMBER = "chamber", _("chamber of commerce")
        MINISTRY = "ministry", _("trade ministry")

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="seats")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")

    class Meta:
        """By class, then side."""

        ordering = ("kind", "delegation__order", "pk")

    def __str__(self) -> str:
        return f"{self.delegation}, {self.get_kind_display()}"


class Meeting(models.Model):
    """A meeting with its agenda and minutes; minutes count once both sides have confirmed them."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    begins_at = models.DateTimeField()
    minutes = models.TextField(blank=True)
    present = models.ManyToManyField(Seat, related_name="meetings")
    confirmed_by = models.ManyToManyField(Delegation, related_name="confirmed_minutes")
    entry = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("council", "number"), name="one_meeting_per_number"),)

    def __str__(self) -> str:
        return f"{self.council}, meeting {self.number}"


class AgendaItem(models.Model):
    """One item of an agenda."""

    class Purpose(models.TextChoices):
        """What the council is to do with it."""

        INFORMATION = "information", _("for information")
        DECISION = "decision", _("for decision")
        CONFIRMATION = "confirmation", _("for confirmation")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12, choices=Purpose)

    class Meta:
        """By number."""

        ordering = ("number",)

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """A decision; it stands once both sides have agreed to it."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    # Who stands aside on the item does not decide.
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    agreed_by = models.ManyToManyField(Delegation, related_name="agreed_decisions")
    decided_at = models.DateTimeField(null=True, blank=True)
    entry = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title


class Complaint(models.Model):
    """What someone asks of a council, and what it answers."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="complaints")
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.words[:60]


class Interest(models.Model):
    """What a member has declared, and on which item they stand aside."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="interests")
    words = models.CharField(max_length=300)
    declared_on = models.DateField()
    stands_aside = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        """In order of writing."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words
