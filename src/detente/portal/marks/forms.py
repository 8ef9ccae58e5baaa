"""The form of a sealed round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.portal.marks.actions import AS_DRAFTED
from detente.portal.text.models import ClauseVersion

ACCEPT, REFUSE, OPEN = "accept", "refuse", "open"


class SealForm(forms.Form):
    """One question for each article; to leave one open is an answer, too."""

    def __init__(self, versions: Sequence[ClauseVersion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        for version in versions:
            name = f"article-{version.clause.number}"
            title = version.clause.element.title
            label = _("Article %(number)s: %(title)s") % {"number": version.clause.number, "title": title}
            self.fields[name] = forms.ChoiceField(
                label=label, choices=_choices(version), widget=forms.RadioSelect, error_messages=_MISSING
            )
            if version.alternatives:
                numbered = [(str(n), f"{n}: {one['words']}") for n, one in enumerate(version.alternatives, start=1)]
                self.fields[f"{name}-alternatives"] = forms.MultipleChoiceField(
                    label=_("Which alternatives of %(article)s?") % {"article": version.clause},
                    choices=numbered,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    def clean(self) -> dict[str, Any]:
        """Who accepts with an alternative says with which."""
        given = super().clean() or {}
        for version in self.versions:
            name = f"article-{version.clause.number}"
            if version.alternatives and given.get(name) == ACCEPT and not given.get(f"{name}-alternatives"):
                self.add_error(f"{name}-alternatives", _("Tick at least one, or choose another answer above."))
        return given

    def answers(self) -> dict[int, frozenset[int]]:
        """What could be accepted: alternatives by article."""
        found: dict[int, frozenset[int]] = {}
        for version in self.versions:
            name = f"article-{version.clause.number}"
            if self.cleaned_data[name] != ACCEPT:
                continue
            ticked = self.cleaned_data.get(f"{name}-alternatives") or [AS_DRAFTED]
            found[version.clause.number] = frozenset(int(number) for number in ticked)
        return found


class RoundForm(forms.Form):
    """Open a round on the newest draft."""

    hours = forms.IntegerField(label=_("Hours until it closes"), min_value=1, max_value=24 * 60, initial=48)


_MISSING = {"required": _("Choose one. To leave it open choose “No answer”.")}


def _choices(version: ClauseVersion) -> list[tuple[str, Any]]:
    accept = _("Could accept with some of its alternatives") if version.alternatives else _("Could accept as drafted")
    return [(ACCEPT, accept), (REFUSE, _("Could not accept")), (OPEN, _("No answer: stays unknown to everyone"))]
