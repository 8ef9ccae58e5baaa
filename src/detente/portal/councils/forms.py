"""Forms of councils."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.portal.councils.models import AgendaItem
from detente.portal.fields import PlainText, long_text

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class MeetingForm(forms.Form):
    """Call a meeting."""

    begins_at = forms.DateTimeField(label=_("Begins at, UTC"), widget=MOMENT)
    agenda = long_text(_("Agenda, one item to a line; a line that ends with ! is for decision"), 4, limit=4_000)

    def items(self) -> list[tuple[str, str]]:
        """Title and purpose of each item."""
        lines = (line.strip() for line in self.cleaned_data["agenda"].split("\n"))
        purpose = AgendaItem.Purpose
        return [
            (line.rstrip("! ")[:200], purpose.DECISION if line.endswith("!") else purpose.INFORMATION)
            for line in lines
            if line
        ]


class MinutesForm(forms.Form):
    """Write minutes."""

    minutes = long_text(_("Minutes"), 8)


class DecisionForm(forms.Form):
    """Propose a decision."""

    title = PlainText(label=_("Decision"), max_length=200)
    words = long_text(_("Words"), 3, required=False, limit=8_000)


class InterestForm(forms.Form):
    """Declare an interest."""

    words = PlainText(label=_("Interest"), max_length=300)
    item = forms.ModelChoiceField(label=_("Stand aside on"), queryset=AgendaItem.objects.none(), required=False)
