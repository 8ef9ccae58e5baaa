"""Forms of councils."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from detente.portal.councils.founding import Foundation
from detente.portal.councils.models import AgendaItem, Seat
from detente.portal.doors import Here
from detente.portal.fields import PlainText, long_text
from detente.portal.parties.models import Delegation

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
    present = forms.TypedMultipleChoiceField(label=_("Present"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, seats: list[Seat], number: int, given: Any = None) -> None:
        super().__init__(given, auto_id=f"meeting-{number}-%s")
        self.seats = {seat.pk: seat for seat in seats if seat.user_id}
        field: Any = self.fields["present"]
        field.choices = [(key, str(seat)) for key, seat in self.seats.items()]

    def clean_present(self) -> list[Seat]:
        """The seats of those who were present."""
        return [self.seats[key] for key in self.cleaned_data["present"]]


class DecisionForm(forms.Form):
    """Propose a decision."""

    title = PlainText(label=_("Decision"), max_length=200)
    words = long_text(_("Words"), 3, required=False, limit=8_000)
    item = forms.ModelChoiceField(label=_("On the item"), queryset=AgendaItem.objects.none(), required=False)

    def __init__(self, items: QuerySet[AgendaItem], given: Any = None) -> None:
        super().__init__(given, auto_id="decision-%s")
        field: Any = self.fields["item"]
        field.queryset = items


class InterestForm(forms.Form):
    """Declare an interest."""

    words = PlainText(label=_("Interest"), max_length=300)
    item = forms.ModelChoiceField(label=_("Stand aside on"), queryset=AgendaItem.objects.none(), required=False)

    def __init__(self, items: QuerySet[AgendaItem], given: Any = None) -> None:
        super().__init__(given, auto_id="interest-%s")
        field: Any = self.fields["item"]
        field.queryset = items


class ComplaintForm(forms.Form):
    """A complaint, or its answer."""

    words = long_text(_("Words"), 3, limit=8_000)

    def __init__(self, name: str, given: Any = None) -> None:
        super().__init__(given, auto_id=f"{name}-%s")


class CouncilForm(forms.Form):
    """Found a council."""

    name = PlainText(label=_("Name"), max_length=200)
    remit = long_text(_("Remit"), 3, limit=4_000)
    first = forms.ModelChoiceField(label=_("First side, in the chair first"), queryset=Delegation.objects.none())
    second = forms.ModelChoiceField(label=_("Second side"), queryset=Delegation.objects.none())
    kinds = forms.MultipleChoiceField(
        label=_("Classes of members, one seat a side each"),
        choices=Seat.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    quorum_per_side = forms.IntegerField(label=_("Quorum of each side"), min_value=1, max_value=9, initial=1)
    rule = long_text(_("Its rule"), 2, required=False, limit=4_000)
    goes_on = forms.BooleanField(
        label=_("Goes on while the political track is suspended"), required=False, initial=True
    )

    def __init__(self, here: Here, *args: Any) -> None:
        super().__init__(*args)
        for name in ("first", "second"):
            field: Any = self.fields[name]
            field.queryset = here.see(Delegation).filter(process=here.process)

    def foundation(self) -> Foundation:
        """What is founded."""
        given = self.cleaned_data
        return Foundation(
            given["name"],
            given["remit"],
            (given["first"], given["second"]),
            tuple(Seat.Kind(kind) for kind in given["kinds"]),
            given["quorum_per_side"],
            given["rule"],
            given["goes_on"],
        )
