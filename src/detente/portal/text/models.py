"""Elements, clauses and their versions, drafts, comments, declarations and deposited instruments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from detente.portal.parties.models import Delegation, Process, User
from detente.portal.tiers import Tier


class ElementState(models.IntegerChoices):
    """How far an element has come; as many boxes as its number are filled."""

    DISCUSSED = 1, _("discussed")
    PROPOSED = 2, _("proposed")
    AD_REFERENDUM = 3, _("agreed ad referendum")
    AGREED = 4, _("agreed")
    CLOSED = 5, _("closed")


class Element(models.Model):
    """What is negotiated; an article of the text is bound to one."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="elements")
    slug = models.SlugField()
    title = models.CharField(max_length=200)
    state = models.PositiveSmallIntegerField(choices=ElementState, default=ElementState.DISCUSSED)
    reopened_on = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order of the case."""

        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("process", "slug"), name="one_element_per_slug"),)

    def __str__(self) -> str:
        return self.title


class Option(models.Model):
    """One way to settle an element, as the case has it; `name` is its id there."""

    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="options")
    slug = models.SlugField()
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """In the order of the case."""

        ordering = ("order", "pk")
        constraints = (models.UniqueConstraint(fields=("element", "slug"), name="one_option_per_slug"),)

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """An article; `version` is the number of its newest version, and who edits must have read that one."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="clauses")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """By number."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("process", "number"), name="one_clause_per_number"),)

    def __str__(self) -> str:
        return gettext("Article %(number)s") % {"number": self.number}


class ClauseVersion(models.Model):
    """The words of an article at one time; alternatives stand in brackets between opening and closing.

    `alternatives` is a list of ``{"words": text, "by": id of the delegation, or "" when attribution is withheld}``.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    opening = models.TextField()
    alternatives = models.JSONField(default=list)
    closing = models.TextField(blank=True)
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """By number."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("clause", "number"), name="one_version_per_number"),)

    def __str__(self) -> str:
        return gettext("%(clause)s, version %(number)s") % {"clause": self.clause, "number": self.number}


class Draft(models.Model):
    """A numbered draft of the whole text, frozen when it is issued."""

    class Stage(models.TextChoices):
        """What has become of it."""

        ISSUED = "issued", _("issued")
        SILENCE = "silence", _("under silence procedure")
        BROKEN = "broken", _("silence broken")
        ADOPTED = "adopted", _("adopted ad referendum")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    versions = models.ManyToManyField(ClauseVersion, related_name="drafts")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ISSUED)
    issued_at = models.DateTimeField()
    silence_from = models.DateTimeField(null=True, blank=True)
    silence_until = models.DateTimeField(null=True, blank=True)
    broken_by = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    broken_why = models.TextField(blank=True)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("process", "number"), name="one_draft_per_number"),)

    def __str__(self) -> str:
        return gettext("Draft %(number)s") % {"number": self.number}


class Comment(models.Model):
    """A remark on an article, to the mediator alone or to all parties."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="comments")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    words = models.TextField()
    tier = models.PositiveSmallIntegerField(choices=Tier, default=Tier.SEALED)
    at = models.DateTimeField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.delegation} on {self.clause}"


class Declaration(models.Model):
    """What a party declares about the text: how it reads it, or what it does not take on."""

    class Kind(models.TextChoices):
        """Which kind of declaration."""

        DECLARATION = "declaration", _("declaration")
        RESERVATION = "reservation", _("reservation")
        OBJECTION = "objection", _("objection to a reservation")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="declarations")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="declarations")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.TextField()
    # The reservation to which an objection is made.
    about = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="objections")
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return gettext("%(kind)s of %(delegation)s") % {"kind": self.get_kind_display(), "delegation": self.delegation}


class Instrument(models.Model):
    """What a party has deposited: the depositary's register; the text enters into force when all required have."""

    class Kind(models.TextChoices):
        """Which act of a state."""

        SIGNATURE = "signature", _("signature")
        RATIFICATION = "ratification", _("ratification")
        WITHDRAWAL = "withdrawal", _("withdrawal")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="instruments")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind)
    deposited_on = models.DateField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """In order of time."""

        ordering = ("deposited_on", "pk")

    def __str__(self) -> str:
        return gettext("%(kind)s of %(delegation)s") % {"kind": self.get_kind_display(), "delegation": self.delegation}


class ForceRule(models.Model):
    """When the text enters into force: so many days after the last signatory has done what is needed."""

    process = models.OneToOneField(Process, on_delete=models.PROTECT, related_name="force_rule")
    needs = models.CharField(max_length=12, choices=Instrument.Kind, default=Instrument.Kind.RATIFICATION)
    days_after = models.PositiveSmallIntegerField(default=30)
    in_force_on = models.DateField(null=True, blank=True)
    entry = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.get_needs_display()}, {self.days_after} days"
