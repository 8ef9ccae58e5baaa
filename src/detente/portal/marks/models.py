"""Rounds of blind acceptance. No table holds an answer: they lie sealed beside the record, and are erased after."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _

from detente.portal.parties.models import Delegation, Process
from detente.portal.text.models import Clause, ClauseVersion, Draft


class Round(models.Model):
    """One sealed round on a draft; when all signatories have sealed, overlaps are revealed to all at once."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT)
    closes_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    entry = models.PositiveBigIntegerField()

    class Meta:
        """Newest first; one open round at a time is kept by the action."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("process", "number"), name="one_round_per_number"),)

    def __str__(self) -> str:
        return _("Round %(number)s") % {"number": self.number}


class Package(models.Model):
    """Articles of a draft that are accepted together or not at all: `choices` is ``{"article": alternative}``."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="packages")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    choices = models.JSONField()
    entry = models.PositiveBigIntegerField()

    class Meta:
        """By number."""

        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_package_per_number"),)

    def __str__(self) -> str:
        return self.title


class Sealing(models.Model):
    """That a delegation has sealed its answers, and under which entry; not what they are."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sealings")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT)
    at = models.DateTimeField()
    entry = models.PositiveBigIntegerField()
    commitment = models.CharField(max_length=64)

    class Meta:
        """One per delegation and round."""

        ordering = ("delegation__order",)
        constraints = (models.UniqueConstraint(fields=("round", "delegation"), name="one_sealing_each"),)

    def __str__(self) -> str:
        return f"{self.delegation} sealed {self.round}"


class Overlap(models.Model):
    """What every signatory could accept: the article as drafted, or with one of its alternatives."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="overlaps")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT)
    version = models.ForeignKey(ClauseVersion, on_delete=models.PROTECT)
    # Number of the alternative from 1; 0 for an article without brackets.
    alternative = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """By article."""

        ordering = ("clause__number", "alternative")

    def __str__(self) -> str:
        return f"{self.clause}, alternative {self.alternative}"


class PackageOverlap(models.Model):
    """A package that every signatory could accept as a whole."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="package_overlaps")
    package = models.ForeignKey(Package, on_delete=models.PROTECT)

    class Meta:
        """By number."""

        ordering = ("package__number",)

    def __str__(self) -> str:
        return str(self.package)
