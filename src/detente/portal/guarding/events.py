"""Write down who signs in and out, who fails to, and what changes in passwords and second factors.

Each goes to the audit trail of the processes in which the person has a part, and as one line of JSON to the log of the
server. Neither holds a password, a code or the key of a session.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from detente.portal.parties.actions import audit
from detente.portal.parties.models import Membership, Process, User

LOG = logging.getLogger("detente.portal.security")
LONGEST = 200


def tell(what: str, request: HttpRequest | None, who: str, about: str = "") -> None:
    """Write one line of JSON to the log: when in UTC, what, who, from where and about what."""
    told = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "what": what,
        "who": who[:LONGEST],
        "from": request.META.get("REMOTE_ADDR", "") if request else "",
        "about": about[:LONGEST],
    }
    # JSON writes line ends and control characters out, so that nobody adds a line by a name.
    LOG.warning(json.dumps(told, sort_keys=True))


def _write(what: str, request: HttpRequest | None, user: User, about: str = "") -> None:
    tell(what, request, user.get_username(), about)
    for process in Process.objects.filter(pk__in=Membership.objects.filter(user=user).values("process")):
        audit(user, process, what, about)


def _signed_in(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    _write("signed in", request, user)


def _signed_out(sender: object, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        _write("signed out", request, user)


def _failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    name = str(credentials.get("username") or credentials.get("login") or "")
    user = User.objects.filter(username__iexact=name).first()
    if user is None:
        tell("failed to sign in", request, name, "no such name")
    else:
        _write("failed to sign in", request, user)


def _changed_password(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    _write("changed the password", request, user)


def _changed_factor(sender: object, request: HttpRequest, user: User, **given: Any) -> None:
    _write("changed the second factor", request, user, str(getattr(given.get("authenticator"), "type", "")))


user_logged_in.connect(_signed_in, dispatch_uid="guarding")
user_logged_out.connect(_signed_out, dispatch_uid="guarding")
user_login_failed.connect(_failed, dispatch_uid="guarding")
for _signal in (password_changed, password_reset, password_set):
    _signal.connect(_changed_password, dispatch_uid="guarding")
for _signal in (authenticator_added, authenticator_removed, authenticator_reset):
    _signal.connect(_changed_factor, dispatch_uid="guarding")
