"""Forms of monitoring."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from detente.portal.fields import PlainText, long_text
from detente.portal.obligations.actions import Finding
from detente.portal.obligations.models import Status, WatchAct

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

    def clean_sha256(self) -> str:
        """Refuse what is no hash."""
        value: str = self.cleaned_data["sha256"].lower()
        if not re.fullmatch("[0-9a-f]{64}", value):
            raise ValidationError(_("This is no SHA-256."))
        return value


class WordsForm(forms.Form):
    """A reply, or a notice."""

    words = long_text(_("Words"), 3, limit=10_000)
