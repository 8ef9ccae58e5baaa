"""The form of a sealed round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from detente.portal.fields import PlainText
from detente.portal.marks.models import Package
from detente.portal.marks.packages import AS_DRAFTED
from detente.portal.text.models import ClauseVersion

ACCEPT, REFUSE, OPEN = "accept", "refuse", "open"


class SealForm(forms.Form):
    """One question for each article and package; to leave one open is an answer, too."""

    def __init__(self, versions: Sequence[ClauseVersion], packages: Sequence[Package], *args: Any) -> None:
        super().__init__(*args)
        self.versions, self.given_packages = versions, packages
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

        for package in packages:
            parts = ", ".join(_part(number, alternative) for number, alternative in package.choices.items())
            self.fields[f"package-{package.number}"] = forms.ChoiceField(
                label=_("Package %(number)s, %(title)s, as a whole: %(parts)s")
                % {"number": package.number, "title": package.title, "parts": parts},
                choices=_AS_A_WHOLE,
                widget=forms.RadioSelect,
                error_messages=_MISSING,
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

    def packages(self) -> frozenset[int]:
        """Numbers of the packages that could be accepted as wholes."""
        return frozenset(
            one.number for one in self.given_packages if self.cleaned_data[f"package-{one.number}"] == ACCEPT
        )


class PackageForm(forms.Form):
    """Put a package: a name, and for each article whether it is in, and with which alternative."""

    title = PlainText(label=_("Name of the package"), max_length=200)

    def __init__(self, versions: Sequence[ClauseVersion], *args: Any) -> None:
        super().__init__(*args)
        self.versions = versions
        for version in versions:
            numbered = [(str(n), f"{n}: {one['words']}") for n, one in enumerate(version.alternatives, start=1)]
            self.fields[f"in-{version.clause.number}"] = forms.ChoiceField(
                label=f"{version.clause}: {version.clause.element.title}",
                choices=[("", str(_("not in this package"))), *(numbered or [(str(AS_DRAFTED), str(_("as drafted")))])],
                required=False,
            )

    def choices(self) -> dict[int, int]:
        """The articles of the package, each with its alternative."""
        given = {one.clause.number: self.cleaned_data[f"in-{one.clause.number}"] for one in self.versions}
        return {number: int(alternative) for number, alternative in given.items() if alternative}


class RoundForm(forms.Form):
    """Open a round on the newest draft."""

    hours = forms.IntegerField(label=_("Hours until it closes"), min_value=1, max_value=24 * 60, initial=48)


_OTHERWISE: list[tuple[str, Any]] = [(REFUSE, _("Could not accept")), (OPEN, _("No answer: stays unknown to everyone"))]
_AS_A_WHOLE: list[tuple[str, Any]] = [(ACCEPT, _("Could accept as a whole")), *_OTHERWISE]
_MISSING = {"required": _("Choose one. To leave it open choose “No answer”.")}


def _choices(version: ClauseVersion) -> list[tuple[str, Any]]:
    accept = _("Could accept with some of its alternatives") if version.alternatives else _("Could accept as drafted")
    return [(ACCEPT, accept), *_OTHERWISE]


def _part(number: str, alternative: int) -> str:
    article = _("article %(number)s") % {"number": number}
    return f"{article} ({alternative})" if alternative else str(article)
