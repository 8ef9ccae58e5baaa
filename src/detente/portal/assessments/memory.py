"""What was worked out for an earlier run is looked up: the same folder of answers for all runs of the portal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from detente.cache import OFF, CacheFolder, LookedUp, Remembering
from detente.case import Case
from detente.workers import Workers, open_workers

FOLDER = "answers"


@contextmanager
def remembering_workers(case: Case) -> Iterator[Workers]:
    """One core with a memory, in the folder of the portal; `DETENTE_CACHE=off` works all out.

    A case with preferences told in confidence looks up and leaves no trace: which packages are solved may depend on
    what was told.
    """
    with open_workers(1, None) as crew:
        if os.environ.get("DETENTE_CACHE", "").strip().lower() == OFF:
            yield crew
            return
        place = Path(settings.DATA) / FOLDER
        if case.told:
            yield Remembering(crew, LookedUp(place))
            return
        folder = CacheFolder(place)
        try:
            yield Remembering(crew, folder)
        finally:
            folder.tidy()
