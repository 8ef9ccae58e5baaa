"""Hand in the file of a piece of evidence, and the case of a process."""

from __future__ import annotations

import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.portal.files.archives import unpack
from detente.portal.files.keeping import Kept, keep
from detente.portal.files.models import KeptFile
from detente.portal.files.scanning import scan
from detente.portal.obligations.models import Evidence
from detente.portal.parties.actions import audit
from detente.portal.parties.founding import put_options, slug_of
from detente.portal.parties.models import Delegation, Membership, Process
from detente.portal.text.models import Element

MOST_IN_AN_HOUR = 60
LARGEST_ARCHIVE = 20_000_000


def hand_in(evidence: Evidence, part: Membership, upload: UploadedFile[bytes]) -> KeptFile:
    """Keep the file of a piece of evidence; it must be the one whose hash was entered in the record.

    Raises
    ------
    ValidationError
        When it is another file, one that may not come in, or one too many within an hour.
    """
    recent = KeptFile.objects.filter(by=part.user, at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= MOST_IN_AN_HOUR:
        raise ValidationError(
            _("You handed in %(most)s files within an hour. Wait a while.") % {"most": recent.count()}
        )
    return attach(evidence, part, keep(upload, evidence.sha256))


def attach(evidence: Evidence, part: Membership, kept: Kept) -> KeptFile:
    """Note that a kept file belongs to a piece of evidence; doing it twice changes nothing."""
    with transaction.atomic():
        found, is_new = KeptFile.objects.get_or_create(
            evidence=evidence,
            sha256=kept.sha256,
            defaults={
                "name": kept.name,
                "content_type": kept.content_type,
                "size": kept.size,
                "by": part.user,
                "at": timezone.now(),
            },
        )
        if is_new:
            audit(part.user, part.process, "handed in a file", f"entry {evidence.entry}")
        return found


def take_case(part: Membership, upload: UploadedFile[bytes]) -> Path:
    """Let a process rest on a case that comes as a zip; parties and elements must be those of the process.

    Raises
    ------
    ValidationError, CaseError
        When the zip is refused, the case has problems, or it is the case of another process. Nothing is kept then.
    """
    if (upload.size or 0) > LARGEST_ARCHIVE:
        raise ValidationError(_("This file is larger than %(most)s MB.") % {"most": LARGEST_ARCHIVE // 1_000_000})
    place = Path(settings.DATA) / "cases" / secrets.token_hex(8)
    # Engines name a case by its folder, so the folder has the id of the process.
    folder = place / part.process.slug
    folder.mkdir(parents=True, mode=0o700)
    try:
        if upload.file is None:
            raise ValidationError(_("There is no file."))
        scan(cast(BinaryIO, upload.file))
        unpack(cast(BinaryIO, upload.file), folder)
        case = _check_same(part.process, folder)
        with transaction.atomic():
            put_options(part.process, case)
            Process.objects.filter(pk=part.process_id).update(case_folder=str(folder))
            audit(part.user, part.process, "took a case")
    except (CaseError, ValidationError) as refusal:
        shutil.rmtree(place)
        if isinstance(refusal, CaseError):
            raise CaseError(str(refusal).replace(f"{folder}/", "").replace(str(folder), "the case")) from refusal
        raise
    return folder


def _check_same(process: Process, folder: Path) -> Case:
    case = read_case(folder)
    parties = {slug_of(party.id) for party in case.parties}
    elements = {slug_of(element.id) for element in case.elements}
    ours = set(Delegation.objects.filter(process=process).values_list("slug", flat=True))
    our_elements = set(Element.objects.filter(process=process).values_list("slug", flat=True))
    if parties != ours or elements != our_elements:
        differ = ", ".join(sorted((parties ^ ours) | (elements ^ our_elements)))
        raise CaseError(_("The parties or elements are not those of this process: %(differ)s.") % {"differ": differ})
    return case
