"""Ask for a run, and stop one."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.assessments.models import Assessment, Comparison
from detente.portal.assessments.tasks import compare, run
from detente.portal.parties.models import Membership

UNFINISHED = (Assessment.State.WAITING, Assessment.State.RUNNING)


def ask(part: Membership, worlds: int, seed: int) -> Assessment:
    """Ask for a run of the engines on the case of the process.

    A run of a delegation is for that delegation alone: neither the record nor the audit trail tells of it.

    Raises
    ------
    CaseError
        When the process has no case folder, or a run of one's own is not done yet.
    """
    if not part.process.case_folder or not Path(part.process.case_folder).is_dir():
        raise CaseError(_("This process has no case folder. The operator names one: detente serve CASE"))
    with transaction.atomic():
        own = Assessment.objects.filter(process=part.process, delegation=part.delegation, state__in=UNFINISHED)
        if own.exists():
            raise CaseError(_("A run is under way. Wait for it, or stop it."))
        found = Assessment.objects.create(
            process=part.process,
            delegation=part.delegation,
            asked_by=part.user,
            asked_at=timezone.now(),
            worlds=worlds,
            seed=seed,
        )
        transaction.on_commit(lambda: run(found.key))
        return found


def stop(found: Assessment) -> None:
    """Stop a run; it ends at its next stage."""
    unfinished = Assessment.objects.filter(pk=found.pk, state__in=UNFINISHED)
    unfinished.update(state=Assessment.State.STOPPED, ended_at=timezone.now())


def ask_comparison(before: Assessment, after: Assessment) -> Comparison:
    """Ask what changed from one run to another; once for each pair, so that asking again shows the same.

    Raises
    ------
    CaseError
        When they are one run, not both are done, or one was made before comparisons were kept.
    """
    if before.pk == after.pk or before.delegation_id != after.delegation_id:
        raise CaseError(_("Choose two different runs of your own."))
    if not (before.document and after.document):
        raise CaseError(
            _("Only runs that are done can be compared; one of these is not, or is older than comparisons.")
        )
    with transaction.atomic():
        found, is_new = Comparison.objects.get_or_create(
            before=before, after=after, defaults={"process": after.process, "delegation": after.delegation}
        )
        if is_new:
            transaction.on_commit(lambda: compare(found.key))
        return found
