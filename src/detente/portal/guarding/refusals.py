"""Write down what is refused and what fails, in the log of the server, without what was sent."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse

from detente.portal.guarding.events import tell

# Refusals by rule: malformed, forged, too large, not acceptable, too many.
REFUSED = {400, 403, 405, 413, 422, 429}
RESET = "/accounts/password/reset/key/"


class RefusalsMiddleware:
    """Tells of every refused request, and of every address that one who has signed in may not see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell when the answer is a refusal."""
        response = self.get_response(request)
        hidden = response.status_code == 404 and request.user.is_authenticated
        if hidden or response.status_code in REFUSED:
            tell("refused", request, request.user.get_username(), f"{_where(request)} {response.status_code}")
        return response


def _failed(sender: object, request: HttpRequest | None = None, **_: Any) -> None:
    user = getattr(request, "user", None)
    kind, _error, trace = sys.exc_info()
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    at = f"{trace.tb_frame.f_globals.get('__name__', '')}, line {trace.tb_lineno}" if trace else ""
    where = _where(request) if request else ""
    tell("failed", request, user.get_username() if user else "", f"{where} {kind.__name__ if kind else ''} {at}")


def _where(request: HttpRequest) -> str:
    """Method and path: no query, no body, and no way in that somebody was given."""
    path = RESET if request.path.startswith(RESET) else request.path
    return f"{request.method} {path}"


got_request_exception.connect(_failed, dispatch_uid="guarding")
