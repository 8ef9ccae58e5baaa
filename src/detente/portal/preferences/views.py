"""The private form of a delegation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detente.case import CaseError
from detente.portal.doors import Here, door
from detente.portal.pages import back, page, said
from detente.portal.preferences.actions import Told, keep
from detente.portal.preferences.models import PreferenceSheet
from detente.portal.rights import Act
from detente.portal.text.models import Element


class PreferenceForm(forms.Form):
    """Points and a red line for each element, and the walk-away."""

    def __init__(self, elements: list[Element], sheet: PreferenceSheet | None, *args: Any) -> None:
        super().__init__(*args)
        points = sheet.points if sheet else {}
        for element in elements:
            self.fields[f"points-{element.slug}"] = forms.IntegerField(
                label=element.title, min_value=0, max_value=100, initial=points.get(element.slug, 0)
            )
        self.fields["red_lines"] = forms.MultipleChoiceField(
            label=gettext_lazy("On which elements is there an outcome that you could never accept?"),
            choices=[(element.slug, element.title) for element in elements],
            required=False,
            initial=sheet.red_lines if sheet else [],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["walk_away"] = forms.IntegerField(
            label=gettext_lazy("With no deal you are as well off as with how many points of 100? Empty: not told"),
            min_value=0,
            max_value=100,
            required=False,
            initial=sheet.walk_away if sheet else None,
        )

    def told(self) -> Told:
        """What was told."""
        given = self.cleaned_data
        points = {name.removeprefix("points-"): value for name, value in given.items() if name.startswith("points-")}
        return Told(points, given["red_lines"], given["walk_away"])


@door(Act.KEEP_PREFERENCES, "GET", "POST")
def preferences(request: HttpRequest, here: Here) -> HttpResponseBase:
    """See and keep what one's delegation tells the engines."""
    sheet = here.see(PreferenceSheet).filter(delegation=here.delegation).first()
    elements = list(here.see(Element).filter(process=here.process))
    form = PreferenceForm(elements, sheet, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid() and here.part:
        try:
            keep(here.part, form.told())
        except CaseError as refusal:
            form.add_error(None, str(refusal))
        else:
            said(request, _("Kept. Nobody outside your delegation sees it."))
            return back(here, "preferences")
    placed = sum(sheet.points.values()) if sheet else 0
    return page(request, here, "preferences/preferences.html", 422 if form.errors else 200, form=form, placed=placed)
