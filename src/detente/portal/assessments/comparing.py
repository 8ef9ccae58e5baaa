"""What changed between two runs, in the worker: the report's own comparison."""

from __future__ import annotations

import json

from django.db import close_old_connections

from detente.case import DetenteError
from detente.portal.assessments.models import Comparison
from detente.report import compare_analyses, comparison_document

FAILED = (
    "The comparison failed. Runs of different versions may lack what is compared; the operator finds why in the log."
)


def make_comparison(key: str) -> None:
    """Work out one comparison; what goes wrong is kept with it."""
    close_old_connections()
    waiting = Comparison.objects.filter(key=key, state=Comparison.State.WAITING)
    found = waiting.select_related("before", "after").first()
    if found is None:
        return
    result: dict[str, object]
    try:
        before, after = (json.loads(run.document) for run in (found.before, found.after))
        result = {"state": Comparison.State.DONE, "found": comparison_document(compare_analyses(before, after))}
    except DetenteError as error:
        result = {"state": Comparison.State.FAILED, "error": str(error)}
    except Exception:
        waiting.update(state=Comparison.State.FAILED, error=FAILED)
        raise
    waiting.update(**result)
