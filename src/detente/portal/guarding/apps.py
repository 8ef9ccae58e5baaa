"""The app that listens to what happens at the doors."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class GuardingConfig(AppConfig):
    """Listens from the start."""

    name = "detente.portal.guarding"

    def ready(self) -> None:
        """Connect the listeners."""
        import_module("detente.portal.guarding.events")
