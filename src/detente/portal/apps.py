"""The portal as Django knows it."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Opens the store of the record on each connection from the start."""

    name = "detente.portal"
    label = "portal"

    def ready(self) -> None:
        """Listen for connections."""
        import_module("detente.portal.recording")
