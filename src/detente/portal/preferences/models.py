"""What a delegation tells the engines, and nobody else; and what the mediator is suggested from all of it."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from detente.portal.parties.models import Delegation, Process, User
from detente.portal.text.models import Draft


def new_key() -> str:
    """A name that tells nothing."""
    return secrets.token_hex(8)


class PreferenceSheet(models.Model):
    """Points of 100 for each element, red lines by option, even swaps, and the least that is better than no deal."""

    delegation = models.OneToOneField(Delegation, on_delete=models.PROTECT, related_name="preference_sheet")
    points = models.JSONField(default=dict)
    red_lines = models.JSONField(default=list)
    walk_away = models.PositiveSmallIntegerField(null=True, blank=True)
    # ``{"against": element, "answers": {element: steps of 100, or null for more than all of them}}``
    swaps = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Preferences of {self.delegation}"


class Suggestion(models.Model):
    """Packages suggested to the mediator on one draft: what they choose, and no number of anybody."""

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="suggestions")
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="suggestion")
    key = models.CharField(max_length=16, unique=True, default=new_key)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    error = models.TextField(blank=True)
    # ``[{element: option}, ...]`` by their titles, in an order that tells nothing.
    packages = models.JSONField(default=list)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Suggestion on {self.draft}"
