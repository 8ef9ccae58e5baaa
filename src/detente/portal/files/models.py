"""Files that were handed in for a piece of evidence."""

from __future__ import annotations

import secrets

from django.db import models

from detente.portal.obligations.models import Evidence
from detente.portal.parties.models import User


def new_key() -> str:
    """A name that tells nothing about other files."""
    return secrets.token_hex(8)


class KeptFile(models.Model):
    """One file; who may see the evidence may take it."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        """In order of time, the same file once for each evidence."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("evidence", "sha256"), name="one_file_per_evidence"),)

    def __str__(self) -> str:
        return self.name
