"""What the web server hands over to the worker."""

from __future__ import annotations

from importlib import import_module

from detente.portal.assessments.jobs import queue


@queue.task()  # type: ignore[untyped-decorator]
def run(key: str) -> None:
    """Run one assessment. The engines are imported here, so that the web server never carries them."""
    import_module("detente.portal.assessments.running").run_assessment(key)
