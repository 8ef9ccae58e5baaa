"""A session ends after a while without a request, and after a day's work in any case."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

# Written at most this often, so that reading pages does not write to the tables each time.
NOTE_EVERY = 300


class SessionLimitsMiddleware:
    """Ends sessions that idled or have lasted too long; the request then goes on as one of nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; and let the browser forget what it kept when one signs out."""
        was_in = request.user.is_authenticated
        if was_in:
            _limit(request)
        response = self.get_response(request)
        if was_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _limit(request: HttpRequest) -> None:
    now = int(time.time())
    begun, seen = request.session.setdefault("begun", now), request.session.setdefault("seen", now)
    if now - begun > settings.SESSION_LONGEST or now - seen > settings.SESSION_IDLE + NOTE_EVERY:
        logout(request)
    elif now - seen >= NOTE_EVERY:
        request.session["seen"] = now
