"""Edit articles, comment, issue drafts, run the silence procedure, declare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.case import CaseError
from detente.portal.initiative.actions import author_of
from detente.portal.parties.actions import audit
from detente.portal.parties.models import Delegation, Membership, Process
from detente.portal.parties.track import is_suspended, refuse_while_suspended
from detente.portal.recording import enter, sha256_of
from detente.portal.text.conflicts import Conflict, difference, in_one_line
from detente.portal.text.elements import set_state
from detente.portal.text.models import (
    Clause,
    ClauseVersion,
    Comment,
    Declaration,
    Draft,
    Element,
    ElementState,
)
from detente.portal.tiers import Tier

# Attribution that was withheld must not be told by who entered the change.
NOT_ATTRIBUTED = "parties"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an article as someone wants them; alternatives stand in brackets between the two ends."""

    opening: str
    alternatives: tuple[dict[str, str], ...] = ()
    closing: str = ""


def add_clause(part: Membership, element: Element, words: Words) -> Clause:
    """Add an article, bound to an element, after the last."""
    with transaction.atomic():
        number = Clause.objects.filter(process=part.process).count() + 1
        clause = Clause.objects.create(process=part.process, element=element, number=number)
        _add_version(clause, words, author_of(part))
        return clause


def edit_clause(clause: Clause, part: Membership, read_version: int, words: Words) -> ClauseVersion:
    """Write the next version of an article, if nobody has written one since `read_version` was read.

    Raises
    ------
    Conflict
        When somebody has: it holds the newest version, and how these words differ from it. Nothing is written.
    CaseError
        When the element is closed.
    """
    with transaction.atomic():
        _refuse_closed(clause)
        unchanged = Clause.objects.filter(pk=clause.pk, version=read_version)
        if not unchanged.update(version=F("version") + 1):
            raise _conflict(clause, words)
        clause.refresh_from_db()
        return _add_version(clause, words, author_of(part))


def add_alternative(clause: Clause, part: Membership, read_version: int, text: str, *, attributed: bool) -> None:
    """Put one more alternative into the brackets of an article; its author may stay unnamed."""
    with transaction.atomic():
        _refuse_closed(clause)
        newest = newest_version(clause)
        by = author_of(part) if attributed else ""
        alternatives = (*newest.alternatives, {"words": text, "by": by})
        words = Words(newest.opening, alternatives, newest.closing)
        if not Clause.objects.filter(pk=clause.pk, version=read_version).update(version=F("version") + 1):
            raise _conflict(clause, words)
        clause.refresh_from_db()
        _add_version(clause, words, by or NOT_ATTRIBUTED)


def newest_version(clause: Clause) -> ClauseVersion:
    """The words of an article now."""
    return ClauseVersion.objects.select_related("clause__element").get(clause=clause, number=clause.version)


def comment(clause: Clause, part: Membership, words: str, tier: Tier) -> Comment:
    """Remark on an article, to the mediator alone (sealed) or to all parties."""
    if tier not in (Tier.SEALED, Tier.PARTIES):
        raise CaseError(_("A comment goes to the mediator or to all parties."))
    return Comment.objects.create(
        clause=clause, delegation=part.delegation, author=part.user, words=words, tier=tier, at=timezone.now()
    )


def issue_draft(part: Membership, silence_until: datetime | None) -> Draft:
    """Freeze all articles as the next numbered draft, under silence procedure when it has an end."""
    refuse_while_suspended(part.process)
    with transaction.atomic():
        newest = [newest_version(clause) for clause in Clause.objects.filter(process=part.process)]
        if not newest:
            raise CaseError(_("There is no article yet. Write one, then issue the draft."))
        last = Draft.objects.filter(process=part.process).first()
        number = last.number + 1 if last else 1
        whole = "\n".join(in_one_line(version) for version in newest)
        body = {"title": f"Draft {number}", "document": sha256_of(whole), "replaces": last.entry if last else None}
        entered = enter("draft", author_of(part), body)
        draft = Draft.objects.create(
            process=part.process,
            number=number,
            stage=Draft.Stage.SILENCE if silence_until else Draft.Stage.ISSUED,
            issued_at=entered.at,
            silence_from=entered.at if silence_until else None,
            silence_until=silence_until,
            entry=entered.index,
        )
        draft.versions.set(newest)
        audit(part.user, part.process, "issued draft", str(number))
        return draft


def break_silence(draft: Draft, part: Membership, why: str) -> Draft:
    """Object to a draft under silence procedure; all parties see by whom and why.

    Raises
    ------
    CaseError
        When there is no silence to break, or its end has come.
    """
    with transaction.atomic():
        draft.refresh_from_db()
        if draft.stage != Draft.Stage.SILENCE or not draft.silence_until or draft.silence_until <= timezone.now():
            raise CaseError(
                _("This draft is not under silence procedure, or its time has run out. Nothing was changed.")
            )
        enter("acceptance", author_of(part), {"of": draft.entry, "answer": "reject", "words": why})
        draft.stage, draft.broken_by, draft.broken_why = Draft.Stage.BROKEN, part.delegation, why
        draft.save(update_fields=["stage", "broken_by", "broken_why"])
        audit(part.user, part.process, "broke silence", f"draft {draft.number}")
        return draft


def end_silences(process: Process, now: datetime) -> int:
    """Adopt ad referendum each draft whose silence has ended unbroken, and say how many; none while suspended."""
    if is_suspended(process):
        return 0
    with transaction.atomic():
        ended = Draft.objects.filter(process=process, stage=Draft.Stage.SILENCE, silence_until__lte=now)
        drafts = list(ended)
        for draft in drafts:
            draft.stage = Draft.Stage.ADOPTED
            draft.save(update_fields=["stage"])
            elements = Element.objects.filter(clauses__versions__drafts=draft, state__lt=ElementState.AD_REFERENDUM)
            for element in elements.distinct():
                set_state(element, ElementState.AD_REFERENDUM, "secretariat")
        return len(drafts)


def declare(
    part: Membership, clause: Clause | None, kind: Declaration.Kind, words: str, about: Declaration | None = None
) -> Declaration:
    """Declare how a delegation reads the text, what it does not take on, or that it objects to a reservation.

    Without a clause it is about the whole text.

    Raises
    ------
    CaseError
        When an objection names no reservation of another delegation, or anything else names one.
    """
    delegation = _of(part)
    _refuse_wrong_object(delegation, kind, about)
    clause = about.clause if about else clause
    with transaction.atomic():
        on = f" on Article {clause.number}" if clause else ""
        of = f", to entry {about.entry}" if about else ""
        entered = enter("declaration", delegation.slug, {"title": f"{kind.value}{on}{of}", "words": words})
        return Declaration.objects.create(
            process=part.process,
            delegation=delegation,
            clause=clause,
            kind=kind,
            words=words,
            about=about,
            at=entered.at,
            entry=entered.index,
        )


def _refuse_wrong_object(delegation: Delegation, kind: Declaration.Kind, about: Declaration | None) -> None:
    if kind != Declaration.Kind.OBJECTION:
        if about is not None:
            raise CaseError(_("Only an objection answers a reservation."))
        return
    if about is None or about.kind != Declaration.Kind.RESERVATION:
        raise CaseError(_("An objection is to a reservation: choose which."))
    if about.delegation_id == delegation.pk or about.process_id != delegation.process_id:
        raise CaseError(_("An objection is to the reservation of another delegation."))


def _add_version(clause: Clause, words: Words, by: str) -> ClauseVersion:
    version = ClauseVersion(
        clause=clause,
        number=clause.version,
        opening=words.opening,
        alternatives=list(words.alternatives),
        closing=words.closing,
    )
    body = {"title": f"Article {clause.number}, version {clause.version}", "document": sha256_of(in_one_line(version))}
    entered = enter("draft", by, body)
    version.at, version.entry = entered.at, entered.index
    version.save()
    return version


def _conflict(clause: Clause, words: Words) -> Conflict:
    clause.refresh_from_db()
    newest = newest_version(clause)
    mine = ClauseVersion(opening=words.opening, alternatives=list(words.alternatives), closing=words.closing)
    return Conflict(newest, difference(in_one_line(newest), in_one_line(mine)))


def _refuse_closed(clause: Clause) -> None:
    if Element.objects.filter(pk=clause.element_id, state=ElementState.CLOSED).exists():
        raise CaseError(
            _("%(clause)s is closed. Reopen its element first; that reopens the package.") % {"clause": clause}
        )


def _of(part: Membership) -> Delegation:
    if part.delegation is None:
        raise PermissionError(_("This is done for a delegation."))
    return part.delegation
