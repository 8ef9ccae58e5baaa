"""What the web server hands over to the worker, and what the worker does by the clock."""

from __future__ import annotations

from importlib import import_module

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from huey import crontab

from detente.portal.assessments.jobs import queue
from detente.portal.clocks import run_clocks


@queue.task()  # type: ignore[untyped-decorator]
def run(key: str) -> None:
    """Run one assessment. The engines are imported here, so that the web server never carries them."""
    import_module("detente.portal.assessments.running").run_assessment(key)


@queue.periodic_task(crontab(hour="3", minute="0"))  # type: ignore[untyped-decorator]
def forget_ended_sessions() -> None:
    """Take the sessions that have ended out of the tables, once a day."""
    close_old_connections()
    call_command("clearsessions")


@queue.task()  # type: ignore[untyped-decorator]
def suggest(key: str) -> None:
    """Work out one suggestion."""
    import_module("detente.portal.assessments.suggested").make_suggestion(key)


@queue.task()  # type: ignore[untyped-decorator]
def compare(key: str) -> None:
    """Work out one comparison."""
    import_module("detente.portal.assessments.comparing").make_comparison(key)


@queue.periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def look_at_the_clock() -> None:
    """End what has run out, once a minute."""
    close_old_connections()
    run_clocks(timezone.now())
