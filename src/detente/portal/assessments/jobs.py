"""The queue of background jobs, in a file beside the tables."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from huey import SqliteHuey

queue = SqliteHuey("detente", filename=str(Path(settings.DATA) / "jobs.sqlite3"))
