"""Found a process: from a case folder, or by hand."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import transaction

from detente.case import Case
from detente.casefile import read_case
from detente.portal.parties.models import Delegation, Process
from detente.portal.text.models import Element, Option

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
        _put_options_of(known)
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
        put_options(process, case)
    return process


def put_options(process: Process, case: Case) -> None:
    """Write down the options of each element as the case has them; one that is gone from it stays."""
    elements = {element.slug: element for element in Element.objects.filter(process=process)}
    for element in (one for one in case.elements if slug_of(one.id) in elements):
        for order, option in enumerate(element.options):
            values = {"name": option.id, "title": option.title[:200], "order": order}
            Option.objects.update_or_create(
                element=elements[slug_of(element.id)], slug=slug_of(option.id)[:50], defaults=values
            )


def _put_options_of(process: Process) -> None:
    """Write down the options of a process that was founded before they were kept."""
    missing = not Option.objects.filter(element__process=process).exists()
    if missing and process.case_folder and Path(process.case_folder).is_dir():
        put_options(process, read_case(Path(process.case_folder)))


def slug_of(text: str) -> str:
    """An id as addresses and the record write it; it begins with a letter."""
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return slug if slug[:1].isalpha() else f"p-{slug}"
