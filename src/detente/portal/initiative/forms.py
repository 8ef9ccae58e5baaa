"""Forms of the initiative."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.portal.fields import PlainText, long_text
from detente.portal.tiers import Tier


class ProposalForm(forms.Form):
    """What is submitted, and to whom."""

    tier = forms.TypedChoiceField(label=_("Who sees it"), choices=Tier.choices, coerce=int, initial=Tier.PARTIES)
    title = PlainText(label=_("Title"), max_length=200)
    words = long_text(_("The initiative in full"), 12, limit=200_000)


class DisclosureForm(forms.Form):
    """To which wider tier."""

    tier = forms.TypedChoiceField(label=_("Show it to"), coerce=int)

    def __init__(self, shown_to: int, given: Any = None) -> None:
        super().__init__(given)
        field: Any = self.fields["tier"]
        field.choices = [(tier, label) for tier, label in Tier.choices if tier > shown_to]
