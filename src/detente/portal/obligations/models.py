"""Obligations, the acts of those who watch them, codings, evidence, replies and breach notices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from detente.portal.parties.models import Delegation, Process, User
from detente.portal.text.models import Element
from detente.portal.tiers import Tier


class Status(models.TextChoices):
    """What is made of the evidence."""

    NOT_STARTED = "not_started", _("not started")
    MINIMAL = "minimal", _("minimal")
    INTERMEDIATE = "intermediate", _("intermediate")
    COMPLETE = "complete", _("complete")
    DISPUTED = "disputed", _("disputed")
    UNKNOWN = "unknown", _("unknown")


class Phase(models.Model):
    """A step of carrying out; it opens when all obligations of the one before are verified."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="phases")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """In order."""

        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("process", "slug"), name="one_phase_per_slug"),)

    def __str__(self) -> str:
        return self.title


class Obligation(models.Model):
    """Who owes what to whom by when, what would show it, and who says so."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="obligations")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="obligations")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, null=True, blank=True)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="obligations")
    observable = models.CharField(max_length=300)
    verifier = models.CharField(max_length=200)
    threshold = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.PUBLIC)
    verified_at = models.DateTimeField(null=True, blank=True)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """By day due."""

        ordering = ("due_on", "slug")
        constraints = (models.UniqueConstraint(fields=("process", "slug"), name="one_obligation_per_slug"),)

    def __str__(self) -> str:
        return self.title


class WatchAct(models.Model):
    """What was done to find out: four different acts, never merged into one status."""

    class Kind(models.TextChoices):
        """Which act; the words of the record."""

        MONITORING = "monitoring", _("monitoring")
        VERIFICATION = "verification", _("verification")
        INVESTIGATION = "investigation", _("investigation")
        ATTRIBUTION = "attribution", _("attribution")

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=14, choices=Kind)
    words = models.TextField()
    result = models.CharField(max_length=12, blank=True)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    embargo_until = models.DateField(null=True, blank=True)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return gettext("%(kind)s of %(obligation)s") % {"kind": self.get_kind_display(), "obligation": self.obligation}


class Coding(models.Model):
    """What one coder makes of the evidence; the newest of each coder counts."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="codings")
    coder = models.ForeignKey(User, on_delete=models.PROTECT)
    status = models.CharField(max_length=12, choices=Status)
    why = models.CharField(max_length=300)
    at = models.DateTimeField()
    # A coding rests on all that its coder could see, so it is shown when the last embargo on that has ended.
    embargo_until = models.DateField(null=True, blank=True)

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.obligation}: {self.status}"


class Evidence(models.Model):
    """A document or picture, by its hash."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    seen_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.PUBLIC)
    embargo_until = models.DateField(null=True, blank=True)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class Reply(models.Model):
    """What the party concerned says to an act; it is shown wherever the act is shown."""

    act = models.ForeignKey(WatchAct, on_delete=models.PROTECT, related_name="replies")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT)
    words = models.TextField()
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words[:60]


class BreachNotice(models.Model):
    """A party alleges a breach; the other has until a moment to answer or cure it."""

    class Outcome(models.TextChoices):
        """How the party that gave it closes it."""

        CURED = "cured", _("cured")
        WITHDRAWN = "withdrawn", _("withdrawn")
        NOT_CURED = "not_cured", _("not cured")

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="breach_notices")
    by = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="breach_notices")
    words = models.TextField()
    at = models.DateTimeField()
    answer_until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Notice on {self.obligation}"
