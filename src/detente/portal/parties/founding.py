"""Found a process: from a case folder, or by hand."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import transaction

from detente.casefile import read_case
from detente.portal.parties.models import Delegation, Process
from detente.portal.text.models import Element

HUES = (Delegation.Hue.A, Delegation.Hue.B, Delegation.Hue.C, Delegation.Hue.D)


def process_of_case(folder: Path) -> Process:
    """Make the process of a case with its parties and elements; one that is there stays as it is.

    Raises
    ------
    CaseError
        When the case cannot be read.
    """
    known = Process.objects.filter(slug=slug_of(folder.name)).first()
    if known is not None:
        return known
    case = read_case(folder)
    with transaction.atomic():
        process = Process.objects.create(slug=slug_of(folder.name), title=case.title, case_folder=str(folder))
        for order, party in enumerate(case.parties):
            Delegation.objects.create(
                process=process,
                slug=slug_of(party.id),
                name=party.name,
                code=party.id[:4].upper(),
                hue=HUES[order] if order < len(HUES) else Delegation.Hue.OTHER,
                order=order,
                is_signatory=party.role == "signatory",
            )
        for order, element in enumerate(case.elements):
            Element.objects.create(process=process, slug=slug_of(element.id), title=element.title[:200], order=order)
    return process


def slug_of(text: str) -> str:
    """An id as addresses and the record write it; it begins with a letter."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return slug if slug[:1].isalpha() else f"p-{slug}"
