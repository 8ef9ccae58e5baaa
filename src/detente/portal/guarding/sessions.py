"""A session ends after a while without a request, after a day's work in any case, and when a factor is changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse

from detente.portal.parties.models import User

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
            passed = _passed(request)
        response = self.get_response(request)
        if was_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        elif was_in and _passed(request) > passed:
            _renew(request)
        return response


def end_sessions(user: User | None, spared: str | None = None) -> int:
    """End the sessions of a person, or of everybody but one, and say how many there were."""
    ended = 0
    for session in Session.objects.iterator():
        is_theirs = user is None or session.get_decoded().get("_auth_user_id") == str(user.pk)
        if is_theirs and session.session_key != spared:
            session.delete()
            ended += 1
    return ended


def _limit(request: HttpRequest) -> None:
    now = int(time.time())
    begun, seen = request.session.setdefault("begun", now), request.session.setdefault("seen", now)
    if now - begun > settings.SESSION_LONGEST or now - seen > settings.SESSION_IDLE + NOTE_EVERY:
        logout(request)
    elif now - seen >= NOTE_EVERY:
        request.session["seen"] = now


def _passed(request: HttpRequest) -> int:
    """How often one has shown who one is within this session."""
    return len(request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, ()))


def _renew(request: HttpRequest) -> None:
    """Whoever shows anew who they are gets another token; the old one is worth nothing from then on."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def _end_others(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    end_sessions(user, spared=request.session.session_key)


for _signal in (authenticator_added, authenticator_removed, authenticator_reset):
    _signal.connect(_end_others, dispatch_uid="guarding sessions")
