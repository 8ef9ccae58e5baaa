"""What a delegation tells the engines, and nobody else."""

from __future__ import annotations

from django.db import models

from detente.portal.parties.models import Delegation


class PreferenceSheet(models.Model):
    """Points of 100 for each element, red lines, and the least that is better than no deal."""

    delegation = models.OneToOneField(Delegation, on_delete=models.PROTECT, related_name="preference_sheet")
    points = models.JSONField(default=dict)
    red_lines = models.JSONField(default=list)
    walk_away = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Preferences of {self.delegation}"
