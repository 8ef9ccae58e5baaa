"""Fill an empty portal through the same actions that people use, so that no impossible state comes about."""

from __future__ import annotations

from django.db import transaction

from detente.portal.demonstration.negotiation import found_process, negotiate
from detente.portal.demonstration.undertaken import carry_out
from detente.portal.parties.models import Process


def fill(password: str) -> Process:
    """Fill the portal; all its people have the same password. What is there already makes it raise."""
    with transaction.atomic():
        process, parts = found_process(password)
        negotiate(process, parts)
        carry_out(process, parts)
    return process
