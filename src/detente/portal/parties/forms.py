"""Forms of invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from detente.portal.doors import Here
from detente.portal.fields import PlainText
from detente.portal.parties.models import Membership, Role, Scope, User


class InvitationForm(forms.Form):
    """Whom to invite."""

    name = PlainText(label=_("Name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    delegation = forms.SlugField(label=_("Id of the delegation, if any"), max_length=50, required=False)


class LendForm(forms.Form):
    """To whom authority is lent, which part of it, from when, and for how long."""

    to = forms.ModelChoiceField(label=_("Lend to"), queryset=Membership.objects.none())
    scope = forms.ChoiceField(label=_("What is lent"), choices=Scope.choices)
    since = forms.DateField(
        label=_("First day; empty for now"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=90, initial=3)

    def __init__(self, here: Here, *args: Any) -> None:
        super().__init__(*args)
        field: Any = self.fields["to"]
        own = here.see(Membership).filter(process=here.process, delegation=here.delegation, role=Role.MEMBER)
        field.queryset = own.filter(until__isnull=True).select_related("user")
        field.label_from_instance = lambda one: one.user.first_name or one.user.username


class AcceptForm(forms.Form):
    """The account of an invited person."""

    code = PlainText(
        label=_("Code of the invitation"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    username = forms.SlugField(
        label=_("User name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    # As it was typed: a space at an end belongs to it.
    password = forms.CharField(
        label=_("Password, 12 characters or more"),
        strip=False,
        max_length=4_096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("This name is taken."))
        return name

    def clean_password(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
