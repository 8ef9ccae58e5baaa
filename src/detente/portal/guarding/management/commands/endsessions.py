"""End the sessions of a person, or of everybody."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from detente.portal.guarding.events import tell
from detente.portal.guarding.sessions import end_sessions
from detente.portal.parties.models import User


class Command(BaseCommand):
    """`endsessions [NAME]`"""

    help = "End the sessions of a person, or of everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        """One name, if any."""
        parser.add_argument("name", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many there were."""
        ended = end_sessions(User.objects.get(username=options["name"]) if options["name"] else None)
        tell("ended sessions", None, "operator", options["name"] or "everybody")
        self.stdout.write(f"{ended} sessions ended.")
