"""Fill an empty portal with an invented example."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from detente.portal.demonstration.filling import fill


class Command(BaseCommand):
    """`demonstrate PASSWORD`"""

    help = "Fill an empty portal with an invented example."

    def add_arguments(self, parser: CommandParser) -> None:
        """One argument."""
        parser.add_argument("password")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        fill(options["password"])
