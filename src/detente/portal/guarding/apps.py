"""The app that listens to what happens at the doors."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class GuardingConfig(AppConfig):
    """Listens from the start."""

    name = "detente.portal.guarding"

    def ready(self) -> None:
        """Connect the listeners."""
        for listener in ("events", "refusals", "sessions"):
            import_module(f"detente.portal.guarding.{listener}")
