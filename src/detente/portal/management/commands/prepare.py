"""Begin the record and make a process of each case, unless that was done before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from detente.portal.parties.actions import first_way_in
from detente.portal.parties.founding import process_of_case
from detente.portal.recording import begin_record, refuse_moved


class Command(BaseCommand):
    """`prepare`"""

    help = "Begin the record and make a process of each case."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        refuse_moved()
        begin_record("Detente portal", f"{settings.ALLOWED_HOSTS[0]}/portal")
        if connection.vendor == "sqlite":
            # How many rows there are of what: without it SQLite begins some queries at the wrong table.
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        for folder in settings.CASES:
            process = process_of_case(Path(folder))
            secret = first_way_in(process)
            if secret:
                self.stdout.write(f"First mediator of {process}: open /invitations/#{secret} once, within seven days.")
