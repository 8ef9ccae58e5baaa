"""Pages of the talks log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from detente.portal.doors import Here, door
from detente.portal.fields import PlainText, long_text
from detente.portal.pages import back, or_say_why, page
from detente.portal.paging import page_of
from detente.portal.parties.models import Delegation, Membership
from detente.portal.rights import Act
from detente.portal.talks import actions, suspension
from detente.portal.talks.models import Outcome, Session, Undertaking
from detente.portal.text.models import Element
from detente.portal.tiers import Tier

STEPS = [("", _("not touched")), *Outcome.Step.choices]
PER_PAGE = 10

# As many as one page holds; a session with more is logged in two.
UNDERTAKINGS = range(1, 6)


class SessionForm(forms.Form):
    """Log a session."""

    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    place = PlainText(label=_("Place"), max_length=200)
    channel = forms.ChoiceField(label=_("Channel"), choices=Session.Channel.choices)
    tier = forms.TypedChoiceField(label=_("Who sees it"), choices=Tier.choices, coerce=int, initial=Tier.PARTIES)

    def __init__(self, here: Here, *args: Any) -> None:
        super().__init__(*args)
        self.delegations = {d.slug: d for d in here.see(Delegation).filter(process=here.process)}
        self.elements = {e.slug: e for e in here.see(Element).filter(process=here.process)}
        names = [(slug, one.name) for slug, one in self.delegations.items()]
        self.fields["present"] = forms.MultipleChoiceField(
            label=_("Present"), choices=names, widget=forms.CheckboxSelectMultiple
        )
        for slug, element in self.elements.items():
            self.fields[f"element-{slug}"] = forms.ChoiceField(label=element.title, choices=STEPS, required=False)
        for number in UNDERTAKINGS:
            self.fields[f"promised_by-{number}"] = forms.ChoiceField(
                label=_("Oral undertaking %(number)s, of") % {"number": number},
                choices=[("", _("none")), *names],
                required=False,
            )
            self.fields[f"promised-{number}"] = long_text(_("What was promised"), 2, required=False, limit=4_000)

    def clean(self) -> dict[str, Any]:
        """An undertaking has someone who gave it, and words."""
        given = super().clean() or {}
        for number in UNDERTAKINGS:
            if bool(given.get(f"promised_by-{number}")) != bool(given.get(f"promised-{number}")):
                self.add_error(f"promised-{number}", _("An undertaking needs who gave it, and its words."))
        return given

    def held(self) -> actions.Held:
        """The session as it was."""
        given = self.cleaned_data
        promised = [(given[f"promised_by-{number}"], given[f"promised-{number}"]) for number in UNDERTAKINGS]
        return actions.Held(
            given["held_on"],
            given["place"],
            Session.Channel(given["channel"]),
            [self.delegations[slug] for slug in given["present"]],
            {one: Outcome.Step(given[f"element-{s}"]) for s, one in self.elements.items() if given[f"element-{s}"]},
            [(self.delegations[by], words) for by, words in promised if by],
            given["tier"],
        )


class TrackForm(forms.Form):
    """Suspend or resume the political track."""

    words = long_text(_("Words, shown in the record"), 2, required=False, limit=4_000)


@door(Act.SEE_TALKS, "GET")
def talks(request: HttpRequest, here: Here) -> HttpResponseBase:
    """All sessions that one may see."""
    return _log(request, here)


@door(Act.LOG_TALKS, "POST")
@or_say_why("talks")
def log(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Log a session."""
    form = SessionForm(here, request.POST)
    if not form.is_valid() or here.part is None:
        return _log(request, here, 422, form=form)
    actions.log_session(here.part, form.held())
    return back(here, "talks")


@door(Act.SUSPEND_TRACK, "POST")
@or_say_why("talks")
def suspend(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Suspend the political track."""
    return _turn(request, here, suspension.suspend_track)


@door(Act.SUSPEND_TRACK, "POST")
@or_say_why("talks")
def resume(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Resume the political track."""
    return _turn(request, here, suspension.resume_track)


@door(Act.CONFIRM_UNDERTAKING, "POST")
@or_say_why("talks")
def confirm(request: HttpRequest, here: Here, entry: int, undertaking: int) -> HttpResponseBase:
    """Confirm an oral undertaking."""
    found = here.find(Undertaking, session__process=here.process, session__entry=entry, pk=undertaking)
    if here.part:
        actions.confirm(found, here.part)
    return back(here, "talks")


def _turn(request: HttpRequest, here: Here, turn: Callable[[Membership, str], object]) -> HttpResponseBase:
    form = TrackForm(request.POST, auto_id="track-%s")
    if not form.is_valid():
        return _log(request, here, 422, track_form=form)
    turn(here.acting, form.cleaned_data["words"])
    return back(here, "talks")


def _log(request: HttpRequest, here: Here, status: int = 200, **given: object) -> HttpResponseBase:
    found = here.see(Session).filter(process=here.process)
    sessions = found.prefetch_related(
        "present", "outcomes__element", "undertakings__confirmed_by", "undertakings__delegation"
    )
    paged = page_of(request, sessions, each=PER_PAGE)
    count = paged.paginator.count
    title = ngettext("%(n)s session is logged", "%(n)s sessions are logged", count) % {"n": count}
    shown: dict[str, object] = {
        "sessions": paged,
        "title": title,
        "form": SessionForm(here) if here.may(Act.LOG_TALKS) else None,
        "track_form": TrackForm(auto_id="track-%s") if here.may(Act.SUSPEND_TRACK) else None,
        "may_confirm": here.may(Act.CONFIRM_UNDERTAKING),
    }
    return page(request, here, "talks/talks.html", status, **(shown | given))
