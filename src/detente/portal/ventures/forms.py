"""Forms of ventures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from detente.portal.councils.models import Council
from detente.portal.doors import Here
from detente.portal.fields import PlainText, WordsOnly, long_text
from detente.portal.obligations.forms import DAY
from detente.portal.parties.founding import slug_of
from detente.portal.parties.models import Delegation, Role
from detente.portal.tiers import Tier
from detente.portal.ventures.actions import Share, Written
from detente.portal.ventures.currencies import IN_USE
from detente.portal.ventures.models import Condition, Venture

PREDICATE = re.compile(r"[^\s:|]+:[^\s|]+")
ROWS_FREE = 3
MOST_PARTNERS = 40


class VentureForm(forms.Form):
    """A venture without its partners."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = WordsOnly(label=_("Name"), max_length=200)
    slug = forms.SlugField(
        label=_("Id, in small letters with hyphens"),
        help_text=_("Empty: made from the name. A name in other letters than Latin needs one."),
        max_length=40,
        required=False,
    )
    sector = WordsOnly(label=_("Sector"), max_length=100)
    value_mn = forms.DecimalField(
        label=_("Value in millions; empty: unknown"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    currency = forms.CharField(label=_("Currency, as ISO 4217 writes it"), max_length=3, initial="USD")
    suspended_in = forms.IntegerField(
        label=_("Suspended since which year? Empty: a new venture"), min_value=1900, max_value=2200, required=False
    )
    needs = long_text(_("What must be lawful for it, one verb:object to a line"), 3, required=False, limit=4_000)
    conditions = long_text(_("Conditions that the partners state"), 3, required=False, limit=4_000)
    council = forms.ModelChoiceField(label=_("Council, if any"), queryset=Council.objects.none(), required=False)
    tier = forms.TypedChoiceField(label=_("Who sees it"), choices=Tier.choices[1:], coerce=int, initial=Tier.PARTIES)

    def __init__(self, here: Here, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["council"]
        field.queryset = here.see(Council).filter(process=here.process)
        if self.initial.get("slug"):
            # The id of a venture stays as it is: the record names it.
            del self.fields["slug"]
        if here.role == Role.CHAIR:
            field.queryset = field.queryset.filter(seats__user=here.viewer.user_id).distinct()
            field.required = True

    def clean_currency(self) -> str:
        """Refuse what is no currency."""
        code = str(self.cleaned_data["currency"]).upper()
        if code not in IN_USE:
            raise ValidationError(_("Write the three letters of a currency, such as USD or EUR."))
        return code

    def clean_needs(self) -> str:
        """Refuse what is no activity."""
        lines = [line.strip() for line in self.cleaned_data["needs"].replace("|", "\n").split("\n")]
        for line in filter(None, lines):
            if not PREDICATE.fullmatch(line):
                raise ValidationError(_("“%(line)s” is no verb:object, such as invest:energy."), params={"line": line})
        return "\n".join(filter(None, lines))

    def clean(self) -> dict[str, Any]:
        """A name in other letters needs an id."""
        given = super().clean() or {}
        if "slug" not in self.fields:
            return given
        given["slug"] = slug_of(given.get("slug") or given.get("name", ""))[:40].strip("-")
        if given["slug"] == "p" and given.get("name"):
            self.add_error("slug", _("Give an id in Latin letters; the name stays as it is."))
        return given

    def written(self, partners: tuple[Share, ...]) -> Written:
        """What was written."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "slug")}
        return Written(**given, partners=partners)


class PartnerForm(forms.Form):
    """One partner; an empty row is none."""

    name = WordsOnly(label=_("Partner"), max_length=200, required=False)
    share = forms.DecimalField(
        label=_("Share in percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )
    side = forms.ModelChoiceField(label=_("Side"), queryset=Delegation.objects.none(), required=False)

    def __init__(self, *args: Any, here: Here, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["side"]
        field.queryset = here.see(Delegation).filter(process=here.process)

    def clean(self) -> dict[str, Any]:
        """A share belongs to a name."""
        given = super().clean() or {}
        if not given.get("name") and (given.get("share") is not None or given.get("side")):
            self.add_error("name", _("Name the partner, or leave the whole row empty."))
        return given


PartnerRows: Any = forms.formset_factory(PartnerForm, extra=ROWS_FREE, max_num=MOST_PARTNERS, validate_max=True)


def shares_of(rows: Any) -> tuple[Share, ...]:
    """The partners of a valid set of rows."""
    given = [row for row in rows.cleaned_data if row.get("name")]
    return tuple(
        Share(row["name"], None if row["share"] is None else row["share"] / Decimal(100), row["side"]) for row in given
    )


def values_of(venture: Venture) -> dict[str, Any]:
    """What the form shows of a venture at first."""
    names = ("version", "name", "slug", "sector", "value_mn", "currency", "suspended_in", "needs", "conditions", "tier")
    return {name: getattr(venture, name) for name in names} | {"council": venture.council_id}


def partner_values(venture: Venture) -> list[dict[str, Any]]:
    """What the rows of partners show at first."""
    return [
        {"name": one.name, "share": None if one.share is None else round(one.share * 100, 2), "side": one.delegation_id}
        for one in venture.partners.all()
    ]


class MoveForm(forms.Form):
    """Move a venture."""

    stage = forms.ChoiceField(label=_("To which stage"), choices=Venture.Stage.choices)
    reason = long_text(
        _("Reason; needed when a gate is not open, and to suspend or close"), 2, required=False, limit=2_000
    )


class ConditionForm(forms.Form):
    """Add a condition, or judge one anew."""

    title = WordsOnly(label=_("Condition; the same words again judge it anew"), max_length=200)
    state = forms.ChoiceField(label=_("State"), choices=Condition.State.choices, initial=Condition.State.UNKNOWN)
    earliest_on = forms.DateField(label=_("Earliest day, if known"), widget=DAY, required=False)
    why = PlainText(label=_("Why, and by which source"), max_length=300)

    def judged(self) -> Condition:
        """The condition as it is judged."""
        return Condition(**self.cleaned_data)


class DocumentForm(forms.Form):
    """A document by its hash."""

    title = WordsOnly(label=_("What it is"), max_length=200)
    sha256 = PlainText(label=_("SHA-256 of the file, 64 hexadecimal digits"), max_length=64)
    link = forms.URLField(
        label=_("Where it can be read, if anywhere"), max_length=500, required=False, assume_scheme="https"
    )

    def clean_sha256(self) -> str:
        """Refuse what is no hash."""
        value: str = self.cleaned_data["sha256"].lower()
        if not re.fullmatch("[0-9a-f]{64}", value):
            raise ValidationError(_("This is no SHA-256."))
        return value


class DayForm(forms.Form):
    """The day on which gates are looked at."""

    on = forms.DateField(label=_("Gates on"), widget=DAY)
