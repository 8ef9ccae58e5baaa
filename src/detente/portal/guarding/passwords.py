"""Passwords that are made of words of this portal are easily guessed."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from detente.portal.parties.models import Delegation, Process, Role, User

WORDS = ("detente", "portal", "negotiation", "treaty", "peace", "delegation", "agreement", "password", "welcome")
LEAST_LEFT = 6


class OwnWordsValidator:
    """Refuses a password of which little is left without the words of the portal and of its processes."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Take the words out, longest first, and count what letters are left.

        Raises
        ------
        ValidationError
            When fewer than six different signs are left, and one of the words was in it.
        """
        left = re.sub(r"[\W\d_]+", "", password.casefold())
        whole = left
        for word in sorted(_words(), key=len, reverse=True):
            left = left.replace(word, "")
        if left != whole and len(set(left)) < LEAST_LEFT:
            raise ValidationError(_("This password is made of words of this portal. Choose others."))

    def get_help_text(self) -> str:
        """What is asked for."""
        return _("Your password cannot be made of words of this portal alone.")


def _words() -> set[str]:
    written = [
        *Process.objects.values_list("title", flat=True),
        *Delegation.objects.values_list("name", flat=True),
        *(str(role.value) for role in Role),
    ]
    parts = (part for text in written for part in re.split(r"[\W\d_]+", text.casefold()))
    return {*WORDS, *(part for part in parts if len(part) > 3)}
