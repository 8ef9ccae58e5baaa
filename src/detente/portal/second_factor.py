"""Members pass a second factor before they see anything but the public pages."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN = ("/accounts/", "/static/", "/invitations/")


class SecondFactorMiddleware:
    """Who has no second factor yet is led to the page that sets one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or lead away."""
        waits = (
            settings.SECOND_FACTOR_NEEDED
            and request.user.is_authenticated
            and not request.path.startswith(OPEN)
            and not is_mfa_enabled(request.user)
        )
        return redirect("mfa_activate_totp") if waits else self.get_response(request)
