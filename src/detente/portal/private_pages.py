"""What someone sees who has signed in, or is about to, is kept in no cache, neither of a proxy nor of the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

DOORS = ("/accounts/", "/invitations/")


class PrivatePagesMiddleware:
    """Forbids to keep answers to those who have signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say that it is not to be kept."""
        response = self.get_response(request)
        is_private = request.user.is_authenticated or request.path.startswith(DOORS)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if is_private and not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response
