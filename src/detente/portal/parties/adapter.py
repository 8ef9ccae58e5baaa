"""Nobody signs up: people are invited."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """The sign-up page is shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never; an invitation makes the account."""
        return False
