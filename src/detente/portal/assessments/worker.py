"""The process that runs assessments: ``python -m detente.portal.assessments.worker``."""

from __future__ import annotations

import os
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.portal.settings")
    django.setup()
    import_module("detente.portal.processes").end_with_parent()
    # What was running when the last worker ended has ended with it; its side may ask again.
    running = import_module("detente.portal.assessments.running")
    running.end_abandoned()
    running.resume_waiting()
    # Two: a run takes minutes, and the clock is looked at once a minute.
    import_module("detente.portal.assessments.tasks").queue.create_consumer(workers=2, periodic=True).run()
