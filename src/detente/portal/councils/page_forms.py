"""The forms that a person may use on the page of a council."""

from __future__ import annotations

from django.forms import Form
from django.utils import timezone

from detente.portal.councils import forms
from detente.portal.councils.models import Complaint, Meeting
from detente.portal.councils.reading import CouncilPage, items_of
from detente.portal.rights import Act


def forms_on(shown: CouncilPage, wrong: Form | None = None) -> dict[str, object]:
    """The forms of a page by their names there; one that was filled in wrongly takes the place of its empty one."""
    return {
        **{name: _kept(form, wrong) for name, form in _single(shown).items()},
        "meetings": [(one, _kept(_minutes(shown, one), wrong)) for one in shown.meetings],
        "complaints": [(one, _kept(_answer(shown, one), wrong)) for one in shown.complaints],
    }


def _single(shown: CouncilPage) -> dict[str, Form | None]:
    items = items_of(shown.here, shown.council)
    return {
        "meeting_form": forms.MeetingForm() if shown.chairs else None,
        "decision_form": forms.DecisionForm(items) if shown.chairs else None,
        "interest_form": forms.InterestForm(items) if shown.seat else None,
        "complaint_form": forms.ComplaintForm("complaint") if shown.here.may(Act.COMPLAIN) else None,
    }


def _minutes(shown: CouncilPage, meeting: Meeting) -> Form | None:
    if not shown.chairs or meeting.entry is not None or meeting.begins_at > timezone.now():
        return None
    return forms.MinutesForm(shown.seats, meeting.number)


def _answer(shown: CouncilPage, complaint: Complaint) -> Form | None:
    return forms.ComplaintForm(f"answer-{complaint.entry}") if shown.chairs and not complaint.answered_at else None


def _kept(empty: Form | None, wrong: Form | None) -> Form | None:
    """The form with mistakes where it belongs: of the same kind, and with fields of the same ids."""
    same = empty is not None and type(empty) is type(wrong) and wrong is not None and empty.auto_id == wrong.auto_id
    return wrong if same else empty
