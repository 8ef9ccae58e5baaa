"""Forms of monitoring."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from detente.portal.doors import Here
from detente.portal.fields import PlainText, long_text
from detente.portal.obligations.actions import Finding
from detente.portal.obligations.models import BreachNotice, Phase, Status, WatchAct
from detente.portal.obligations.promises import Promise
from detente.portal.parties.founding import slug_of
from detente.portal.parties.models import Delegation
from detente.portal.text.models import Element
from detente.portal.tiers import Tier

RESULTS = [
    ("", _("no result")),
    ("done", _("done")),
    ("partly", _("partly")),
    ("not_done", _("not done")),
    ("cannot_say", _("cannot say")),
]
CONFIDENCE = [("", _("not an attribution")), ("low", _("low")), ("moderate", _("moderate")), ("high", _("high"))]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FindingForm(forms.Form):
    """One act."""

    kind = forms.ChoiceField(label=_("Act"), choices=WatchAct.Kind.choices)
    words = long_text(_("What was seen or found, without judgement"), 3, limit=10_000)
    on = forms.DateField(label=_("Day"), widget=DAY)
    result = forms.ChoiceField(label=_("Result of a verification"), choices=RESULTS, required=False)
    confidence = forms.ChoiceField(label=_("Confidence of an attribution"), choices=CONFIDENCE, required=False)
    embargo_until = forms.DateField(label=_("Embargo until, if any"), widget=DAY, required=False)

    def clean(self) -> dict[str, Any]:
        """A verification has a result, an attribution a confidence, and no other act has either."""
        given = super().clean() or {}
        needs = {WatchAct.Kind.VERIFICATION: "result", WatchAct.Kind.ATTRIBUTION: "confidence"}
        for kind, name in needs.items():
            if (given.get("kind") == kind) != bool(given.get(name)):
                self.add_error(name, _("This belongs to one kind of act, and that kind needs it."))
        return given

    def finding(self) -> Finding:
        """What was found."""
        given = self.cleaned_data
        return Finding(**{**given, "kind": WatchAct.Kind(given["kind"])})


class CodingForm(forms.Form):
    """What a coder makes of the evidence."""

    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    why = PlainText(label=_("Why"), max_length=300)


class EvidenceForm(forms.Form):
    """A document by its hash."""

    title = PlainText(label=_("What it is"), max_length=200)
    sha256 = PlainText(label=_("SHA-256 of the file, 64 hexadecimal digits"), max_length=64)
    seen_on = forms.DateField(label=_("Day on which it was seen"), widget=DAY, required=False)
    embargo_until = forms.DateField(label=_("Embargo until, if any"), widget=DAY, required=False)

    def clean_sha256(self) -> str:
        """Refuse what is no hash."""
        value: str = self.cleaned_data["sha256"].lower()
        if not re.fullmatch("[0-9a-f]{64}", value):
            raise ValidationError(_("This is no SHA-256."))
        return value


class WordsForm(forms.Form):
    """A reply, or a notice."""

    words = long_text(_("Words"), 3, limit=10_000)


class OutcomeForm(forms.Form):
    """Close a notice."""

    outcome = forms.ChoiceField(label=_("Close as"), choices=BreachNotice.Outcome.choices)


class PhaseForm(forms.Form):
    """A phase after the last."""

    title = PlainText(label=_("Phase"), max_length=200)


class PromiseForm(forms.Form):
    """What is owed, by whom, by when, what would show it, and who says so."""

    slug = forms.SlugField(label=_("Id, in small letters with hyphens"), max_length=50)
    title = PlainText(label=_("What is promised"), max_length=200)
    owner = forms.ModelChoiceField(label=_("Who owes it"), queryset=Delegation.objects.none())
    phase = forms.ModelChoiceField(label=_("Phase"), queryset=Phase.objects.none())
    element = forms.ModelChoiceField(label=_("Element, if any"), queryset=Element.objects.none(), required=False)
    observable = PlainText(label=_("What would show it"), max_length=300)
    threshold = PlainText(label=_("From which number on it counts as done"), max_length=200, required=False)
    verifier = PlainText(label=_("Who verifies"), max_length=200)
    due_on = forms.DateField(label=_("Due on"), widget=DAY)
    tier = forms.TypedChoiceField(label=_("Who sees it"), choices=Tier.choices[1:], coerce=int, initial=Tier.PARTIES)

    def __init__(self, here: Here, *args: Any) -> None:
        super().__init__(*args)
        for name, model in (("owner", Delegation), ("phase", Phase), ("element", Element)):
            field: Any = self.fields[name]
            field.queryset = here.see(model).filter(process=here.process)

    def clean_slug(self) -> str:
        """An id as the record writes it."""
        slug: str = self.cleaned_data["slug"]
        if slug != slug_of(slug):
            raise ValidationError(_("An id has small letters, digits and hyphens, and begins with a letter."))
        return slug

    def promise(self) -> Promise:
        """What is promised."""
        return Promise(**self.cleaned_data)
