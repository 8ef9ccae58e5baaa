"""The private form of a delegation, and its even swaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from detente.portal.preferences.actions import Told
from detente.portal.preferences.models import PreferenceSheet
from detente.portal.preferences.swaps import scaled
from detente.portal.text.models import Element


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked about one element: its points, and which of its options one could never accept."""

    title: str
    points: BoundField
    red: BoundField | None


class PreferenceForm(forms.Form):
    """Points and red lines for each element, and the walk-away."""

    def __init__(self, elements: list[Element], sheet: PreferenceSheet | None, *args: Any) -> None:
        super().__init__(*args)
        self.elements = elements
        points = sheet.points if sheet else {}
        red_lines = set(sheet.red_lines) if sheet else set()
        for element in elements:
            self.fields[f"points-{element.slug}"] = forms.IntegerField(
                label=_("Points"), min_value=0, max_value=100, initial=points.get(element.slug, 0)
            )
            options = [(option.slug, option.title) for option in element.options.all()]
            if options:
                self.fields[f"red-{element.slug}"] = forms.MultipleChoiceField(
                    label=_("Never acceptable, whatever is offered for it"),
                    choices=options,
                    required=False,
                    initial=[slug for slug, _title in options if slug in red_lines],
                    widget=forms.CheckboxSelectMultiple,
                )
        self.fields["walk_away"] = forms.IntegerField(
            label=_("With no deal you are as well off as with how many points of 100? Empty: not told"),
            min_value=0,
            max_value=100,
            required=False,
            initial=sheet.walk_away if sheet else None,
        )

    def groups(self) -> list[Group]:
        """The fields by element."""
        fields = self.fields
        return [
            Group(one.title, self[f"points-{one.slug}"], self[name] if (name := f"red-{one.slug}") in fields else None)
            for one in self.elements
        ]

    def total(self) -> int:
        """How many points stand in the form, as it is shown."""
        given = (self[f"points-{one.slug}"].value() for one in self.elements)
        return sum(int(value) for value in given if str(value or "").isdecimal())

    def told(self) -> Told:
        """What was told."""
        given = self.cleaned_data
        points = {name.removeprefix("points-"): value for name, value in given.items() if name.startswith("points-")}
        red = [slug for name, chosen in given.items() if name.startswith("red-") for slug in chosen]
        return Told(points, red, given["walk_away"])


def with_sum(given: Mapping[str, Any]) -> Any:
    """The same answers with points in the same ratios that add up to 100; what is no number counts as 0."""
    made: Any = given.copy()  # type: ignore[attr-defined]
    points = {name: given[name] for name in given if name.startswith("points-")}
    whole = scaled({name: int(value) if str(value).isdecimal() else 0 for name, value in points.items()})
    for name, value in whole.items():
        made[name] = str(value)
    return made


class SwapForm(forms.Form):
    """The answer to one even swap."""

    element = forms.SlugField(max_length=50, widget=forms.HiddenInput)
    steps = forms.IntegerField(label=_("Steps of 100"), min_value=0, max_value=100, required=False)
    more = forms.BooleanField(label=_("More than all of them"), required=False)

    def clean(self) -> dict[str, Any]:
        """A number, or more than all."""
        given = super().clean() or {}
        if (given.get("steps") is None) != bool(given.get("more")) and "steps" not in self.errors:
            self.add_error("steps", _("Give a number, or say that it is more than all of them."))
        return given
