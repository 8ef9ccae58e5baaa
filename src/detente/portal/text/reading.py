"""What the pages of the text show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detente.portal.doors import Here
from detente.portal.paging import page_of
from detente.portal.parties.models import Delegation
from detente.portal.rights import Act
from detente.portal.text.conflicts import Piece, difference, in_one_line
from detente.portal.text.forms import ArticleForm, DraftForm, ForceForm, InstrumentForm, SilenceForm
from detente.portal.text.models import (
    Clause,
    ClauseVersion,
    Comment,
    Declaration,
    Draft,
    Element,
    ElementState,
    ForceRule,
    Instrument,
)

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative in the brackets; without a delegation its author is not told."""

    number: int
    words: str
    delegation: Delegation | None
    is_mediators: bool


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is read."""

    clause: Clause
    version: ClauseVersion
    alternatives: list[Alternative]
    pieces: list[Piece]
    comments: int = 0
    declarations: int = 0


def text_now(here: Here) -> dict[str, Any]:
    """The text as it stands, the elements, and the clock of the silence procedure."""
    elements = list(here.see(Element).filter(process=here.process))
    last = here.see(Draft).filter(process=here.process).first()
    return {
        "title": _title(last),
        "lead": _lead(elements),
        "articles": articles_now(here),
        "elements": elements,
        "draft": last,
        "drafts": here.see(Draft).filter(process=here.process),
        "clock": clock_of(last),
        "instruments": here.see(Instrument).filter(process=here.process).select_related("delegation"),
        "states": ElementState.choices,
        "draft_form": DraftForm() if here.may(Act.ISSUE_DRAFT) else None,
        "article_form": article_form(here) if here.may(Act.ISSUE_DRAFT) else None,
        "force_form": ForceForm() if here.may(Act.ISSUE_DRAFT) else None,
        "force_rule": here.see(ForceRule).filter(process=here.process).first(),
        "instrument_form": InstrumentForm() if _may_deposit(here, elements) else None,
        "silence_form": SilenceForm() if here.may(Act.SPEAK_FOR_DELEGATION) else None,
    }


def article_form(here: Here, *given: Any) -> ArticleForm:
    """The form of a new article, with the elements of the process."""
    elements = here.see(Element).filter(process=here.process)
    return ArticleForm([(element.slug, element.title) for element in elements], *given)


def _may_deposit(here: Here, elements: list[Element]) -> bool:
    signs = here.may(Act.SPEAK_FOR_DELEGATION) and here.delegation is not None and here.delegation.is_signatory
    return signs and all(element.state >= ElementState.AGREED for element in elements)


def articles_now(here: Here) -> list[Article]:
    """Newest version of each article, with what has changed since the one before."""
    versions = here.see(ClauseVersion).filter(clause__process=here.process, number=F("clause__version"))
    found = versions.select_related("clause__element").order_by("clause__number")
    before = {
        version.clause_id: version
        for version in here.see(ClauseVersion).filter(clause__process=here.process, number=F("clause__version") - 1)
    }
    names = names_of(here)
    comments = _counts(here.see(Comment).filter(clause__process=here.process))
    declared = _counts(here.see(Declaration).filter(process=here.process))
    return [
        Article(
            version.clause,
            version,
            alternatives_of(version, names),
            _opening(before.get(version.clause_id), version),
            comments.get(version.clause_id, 0),
            declared.get(version.clause_id, 0),
        )
        for version in found
    ]


def draft_against(here: Here, draft: Draft) -> list[Article]:
    """The articles of a draft, each against the draft before."""
    former = here.see(Draft).filter(process=here.process, number__lt=draft.number).first()
    before = {version.clause_id: version for version in former.versions.all()} if former else {}
    names = names_of(here)
    return [
        Article(
            version.clause, version, alternatives_of(version, names), _whole(before.get(version.clause_id), version)
        )
        for version in draft.versions.select_related("clause__element").order_by("clause__number")
    ]


def history_of(request: HttpRequest, here: Here, clause: Clause, newest: ClauseVersion) -> dict[str, Any]:
    """What the page of one article shows; of long lists the newest."""
    comments = here.see(Comment).filter(clause=clause).select_related("delegation").order_by("-pk")
    declarations = here.see(Declaration).filter(clause=clause).select_related("delegation").order_by("-pk")
    return {
        "clause": clause,
        "version": newest,
        "alternatives": alternatives_of(newest, names_of(here)),
        "history": _versions(request, here, clause),
        "comments": page_of(request, comments, "comments"),
        "declarations": page_of(request, declarations, "declarations"),
    }


def _versions(request: HttpRequest, here: Here, clause: Clause) -> Page[Any]:
    """The versions of an article, newest first, each with what it changed in the one before."""
    all_of_it = here.see(ClauseVersion).filter(clause=clause)
    paged = page_of(request, all_of_it.order_by("-number"), "versions", PER_PAGE)
    shown = list(paged.object_list)
    last = all_of_it.filter(number__lt=shown[-1].number).order_by("-number").first()
    paged.object_list = [(new, _whole(old, new)) for new, old in zip(shown, [*shown[1:], last], strict=True)]
    return paged


def alternatives_of(version: ClauseVersion, names: dict[str, Delegation]) -> list[Alternative]:
    """The alternatives of a version with the delegations that are named."""
    return [
        Alternative(number, found["words"], names.get(found["by"]), found["by"] == "mediator")
        for number, found in enumerate(version.alternatives, start=1)
    ]


def names_of(here: Here) -> dict[str, Delegation]:
    """Delegations of the process by id."""
    return {delegation.slug: delegation for delegation in here.see(Delegation).filter(process=here.process)}


def clock_of(draft: Draft | None) -> dict[str, Any] | None:
    """Time left under silence procedure; None when there is none."""
    if draft is None or draft.stage != Draft.Stage.SILENCE or not draft.silence_until or not draft.silence_from:
        return None
    left = max(draft.silence_until - timezone.now(), draft.silence_until - draft.silence_until)
    whole = (draft.silence_until - draft.silence_from).total_seconds()
    passed = 1 - left.total_seconds() / whole
    return {
        "days": left.days,
        "hours": left.seconds // 3600,
        "until": draft.silence_until,
        "since": draft.silence_from,
        "wide": f"{944 * passed:.1f}",
        "narrow": f"{302 * passed:.1f}",
    }


def _title(last: Draft | None) -> str:
    if last is None:
        return _("No draft has been issued yet")
    words = {
        Draft.Stage.ISSUED: _("Draft %(number)s is on the table"),
        Draft.Stage.SILENCE: _("Draft %(number)s is under silence procedure"),
        Draft.Stage.BROKEN: _("Silence on draft %(number)s was broken"),
        Draft.Stage.ADOPTED: _("Draft %(number)s is adopted ad referendum"),
    }
    return words[Draft.Stage(last.stage)] % {"number": last.number}


def _lead(elements: list[Element]) -> str:
    agreed = sum(element.state >= ElementState.AGREED for element in elements)
    near = sum(element.state == ElementState.AD_REFERENDUM for element in elements)
    first = ngettext(
        "%(agreed)s of %(all)s elements is agreed, %(near)s agreed ad referendum.",
        "%(agreed)s of %(all)s elements are agreed, %(near)s agreed ad referendum.",
        agreed,
    ) % {"agreed": agreed, "all": len(elements), "near": near}
    return first + " " + _("Nothing is agreed until everything is agreed.")


def _opening(old: ClauseVersion | None, new: ClauseVersion) -> list[Piece]:
    return difference(old.opening if old else new.opening, new.opening)


def _whole(old: ClauseVersion | None, new: ClauseVersion) -> list[Piece]:
    return difference(in_one_line(old) if old else in_one_line(new), in_one_line(new))


def _counts(rows: QuerySet[Any]) -> dict[int, int]:
    """How many rows each article has."""
    return dict(rows.order_by().values_list("clause_id").annotate(Count("pk")))
