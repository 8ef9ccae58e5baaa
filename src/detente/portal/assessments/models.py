"""Runs of the engines on the case of a process."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from detente.portal.assessments.stages import STAGES, step_of, words_of
from detente.portal.parties.models import Delegation, Process, User


def new_key() -> str:
    """A name that tells nothing about other runs."""
    return secrets.token_hex(8)


class Assessment(models.Model):
    """One run, asked for by the mediator or by a delegation for itself."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="assessments")
    # Who asked, and alone sees it; None for the mediator.
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    # Random, because numbers in order would tell how often the others ask.
    key = models.CharField(max_length=16, unique=True, default=new_key)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    worlds = models.PositiveIntegerField(default=1000)
    seed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=100, blank=True)
    error = models.TextField(blank=True)
    verdict = models.JSONField(default=list)
    report = models.TextField(blank=True)
    # The whole analysis as JSON, for comparisons; empty until it is done.
    document = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return gettext("Run of %(at)s") % {"at": date_format(self.asked_at, "DATETIME_FORMAT")}

    @property
    def step(self) -> int:
        """Which stage is under way, counted from 1."""
        return step_of(self.stage)

    @property
    def steps(self) -> int:
        """How many stages there are."""
        return len(STAGES)

    @property
    def stage_words(self) -> str:
        """The stage in words."""
        return words_of(self.stage)


class Comparison(models.Model):
    """What changed from one run to a later one of the same side."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="comparisons")
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=16, unique=True, default=new_key)
    before = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="compared_as_before")
    after = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="compared_as_after")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    error = models.TextField(blank=True)
    found = models.JSONField(default=dict)

    class Meta:
        """Newest first, once for each pair."""

        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("before", "after"), name="one_comparison_per_pair"),)

    def __str__(self) -> str:
        return f"{self.before} / {self.after}"
