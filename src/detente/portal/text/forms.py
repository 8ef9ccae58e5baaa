"""Forms of the text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.portal.doors import Here
from detente.portal.fields import PlainText, long_text
from detente.portal.text.actions import Words
from detente.portal.text.models import ClauseVersion, Declaration, ElementState, Instrument
from detente.portal.tiers import Tier


class ClauseForm(forms.Form):
    """The words of an article; the brackets have one alternative to a line."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    opening = long_text(_("Words before the brackets"))
    alternatives = long_text(_("Alternatives, one to a line, each as it would stand in the text"), required=False)
    closing = long_text(_("Words after the brackets"), 2, required=False)

    def words(self, before: ClauseVersion) -> Words:
        """What is to be written; an alternative that stays keeps its attribution, a new one has none."""
        by = {alternative["words"]: alternative["by"] for alternative in before.alternatives}
        lines = (line.strip() for line in self.cleaned_data["alternatives"].split("\n"))
        alternatives = tuple({"words": line, "by": by.get(line, "")} for line in lines if line)
        return Words(self.cleaned_data["opening"], alternatives, self.cleaned_data["closing"])


def clause_values(version: ClauseVersion) -> dict[str, Any]:
    """What the form shows at first."""
    lines = "\n".join(alternative["words"] for alternative in version.alternatives)
    return {
        "version": version.number,
        "opening": version.opening,
        "alternatives": lines,
        "closing": version.closing,
    }


class AlternativeForm(forms.Form):
    """One more alternative."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    words = PlainText(label=_("Alternative"), max_length=2_000)
    attributed = forms.BooleanField(label=_("Show that it is ours"), required=False, initial=True)


class CommentForm(forms.Form):
    """A remark, and who sees it."""

    tier = forms.TypedChoiceField(
        label=_("Who sees it"),
        choices=[(Tier.SEALED, _("my delegation and the mediator")), (Tier.PARTIES, _("all parties"))],
        coerce=int,
        initial=Tier.SEALED,
    )
    words = long_text(_("Comment"), 3, limit=4_000)


class DraftForm(forms.Form):
    """Issue the text as it stands."""

    silence_days = forms.IntegerField(
        label=_("Days of silence procedure; none if empty"), min_value=1, max_value=90, required=False
    )


class SilenceForm(forms.Form):
    """Why silence is broken."""

    why = long_text(_("Article and reason; all parties see them"), 3, limit=4_000)


class StateForm(forms.Form):
    """Move an element."""

    state = forms.TypedChoiceField(label=_("State"), choices=ElementState.choices, coerce=int)


class DeclarationForm(forms.Form):
    """Declare, or object to a reservation of another delegation."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Declaration.Kind.choices)
    about = forms.ModelChoiceField(
        label=_("For an objection: to which reservation"), queryset=Declaration.objects.none(), required=False
    )
    words = long_text(_("Words"), 4, limit=10_000)

    def __init__(self, here: Here, *args: Any) -> None:
        super().__init__(*args)
        field: Any = self.fields["about"]
        others = here.see(Declaration).filter(process=here.process, kind=Declaration.Kind.RESERVATION)
        field.queryset = others.exclude(delegation=here.delegation).select_related("delegation", "clause")
        field.label_from_instance = lambda one: (
            f"{one.delegation}, {one.clause or _('the whole text')}: {one.words[:60]}"
        )


class ArticleForm(forms.Form):
    """A new article, bound to an element."""

    opening = long_text(_("Words before the brackets"))
    alternatives = long_text(_("Alternatives, one to a line, each as it would stand in the text"), required=False)
    closing = long_text(_("Words after the brackets"), 2, required=False)

    def __init__(self, elements: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["element"] = forms.ChoiceField(label=_("Element"), choices=elements)
        self.order_fields(["element"])

    def words(self) -> Words:
        """What is to be written; alternatives have no attribution."""
        lines = (line.strip() for line in self.cleaned_data["alternatives"].split("\n"))
        alternatives = tuple({"words": line, "by": ""} for line in lines if line)
        return Words(self.cleaned_data["opening"], alternatives, self.cleaned_data["closing"])


class InstrumentForm(forms.Form):
    """Deposit an instrument."""

    kind = forms.ChoiceField(label=_("Instrument"), choices=Instrument.Kind.choices)
    deposited_on = forms.DateField(
        label=_("Day on the instrument"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ForceForm(forms.Form):
    """When the text enters into force."""

    needs = forms.ChoiceField(
        label=_("After all who sign have deposited"),
        choices=[(one.value, one.label) for one in (Instrument.Kind.SIGNATURE, Instrument.Kind.RATIFICATION)],
    )
    days_after = forms.IntegerField(label=_("Days after the last"), min_value=0, max_value=3650, initial=30)
