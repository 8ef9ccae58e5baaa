"""Run the engines on a case, in the worker."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _
from threadpoolctl import threadpool_limits

from detente.analysis import analyse
from detente.case import DetenteError
from detente.casefile import missing_inputs, read_case
from detente.portal.assessments import tasks
from detente.portal.assessments.memory import remembering_workers
from detente.portal.assessments.models import Assessment, Comparison
from detente.portal.assessments.telling import told_file
from detente.portal.preferences.models import Suggestion
from detente.report import analysis_document, render_report, verdict_lines


class Stopped(Exception):
    """Somebody asked for the run to stop."""


def run_assessment(key: str) -> None:
    """Run one assessment; what goes wrong is kept with it, and a run is never left as running."""
    # The worker waits for hours between two runs; the database may have closed its connection meanwhile.
    close_old_connections()
    waiting = Assessment.objects.filter(key=key, state=Assessment.State.WAITING)
    if not waiting.update(state=Assessment.State.RUNNING):
        return
    found = Assessment.objects.get(key=key)
    try:
        result = _results(found)
    except Stopped:
        result = {"state": Assessment.State.STOPPED}
    except DetenteError as error:
        result = {"state": Assessment.State.FAILED, "error": str(error)}
    except Exception:
        _end(key, {"state": Assessment.State.FAILED, "error": "The run failed; the operator finds why in the log."})
        raise
    _end(key, result)


def end_abandoned() -> int:
    """End the runs that a worker left as running when it was stopped, and count them; there is one worker."""
    why = _("The server was stopped during this run. Ask for it again.")
    running = Assessment.objects.filter(state=Assessment.State.RUNNING)
    return running.update(state=Assessment.State.FAILED, error=why, ended_at=timezone.now())


def resume_waiting() -> int:
    """Put what still waits into the queue again, and count it: the worker may have ended with it in its hands.

    What is in the queue twice is done once, because each run begins by leaving its state of waiting.
    """
    rows = ((Assessment, tasks.run), (Suggestion, tasks.suggest), (Comparison, tasks.compare))
    keys = [(task, key) for model, task in rows for key in model.objects.filter(state="waiting").values_list("key")]
    for task, (key,) in keys:
        task(key)
    return len(keys)


def _results(found: Assessment) -> dict[str, object]:
    def note(stage: str) -> None:
        running = Assessment.objects.filter(key=found.key, state=Assessment.State.RUNNING)
        if not running.update(stage=stage):
            raise Stopped

    note("reading")
    with told_file(found) as told:
        case = read_case(Path(found.process.case_folder), told)
    # One thread for linear algebra, as on the command line: then the same case and seed give the same numbers.
    with threadpool_limits(1, "blas"), remembering_workers(case) as workers:
        analysis = analyse(case, found.worlds, found.seed, note, workers)
        note("report")
        missing = missing_inputs(case)
        return {
            "state": Assessment.State.DONE,
            "verdict": list(verdict_lines(analysis)),
            "report": render_report(analysis, missing),
            "document": json.dumps(analysis_document(analysis, missing)),
        }


def _end(key: str, result: dict[str, object]) -> None:
    running = Assessment.objects.filter(key=key, state=Assessment.State.RUNNING)
    running.update(**result, ended_at=timezone.now())
