"""Open a portal: keys, tables, record, and a server in front of them."""

from __future__ import annotations

import os
import secrets
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path

import django
from django.core.management import call_command

from detente.case import CaseError
from detente.portal.answering import ANSWERING, answer
from detente.portal.processes import kept_up

WORKER = "detente.portal.assessments.worker"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a portal is kept and reached."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    behind_tls: bool = False
    cases: tuple[Path, ...] = ()
    processes: int = 1


def open_portal(place: Place, *, second_factor: bool = True) -> None:
    """Prepare a portal: folder, secret, tables and record; what is there stays.

    Raises
    ------
    CaseError
        When passwords would travel in the clear, or the folder cannot be used.
    """
    _refuse_clear_text(place)
    place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.portal.settings")
    os.environ["DETENTE_PORTAL_DATA"] = str(place.data.resolve())
    os.environ["DETENTE_PORTAL_CASES"] = os.pathsep.join(str(case.resolve()) for case in place.cases)
    os.environ["DETENTE_PORTAL_SECRET"] = _secret(place.data / "session.key")
    os.environ["DETENTE_PORTAL_TLS"] = "1" if place.behind_tls else "0"
    os.environ["DETENTE_PORTAL_MFA"] = "1" if second_factor else "0"
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("prepare")


def fill_demonstration() -> str:
    """Fill an empty portal with the invented example, and return the password of all its people."""
    # Hexadecimal: a password that began with a hyphen would be read as an option.
    password = secrets.token_hex(8)
    call_command("demonstrate", password)
    return password


def demonstration_people() -> list[str]:
    """Names under which the people of the demonstration sign in."""
    return [person[0] for person in import_module("detente.portal.demonstration.negotiation").PEOPLE]


def move(place: Place, url: str) -> dict[str, object]:
    """Move a portal into another database; the folder of its keys stays.

    Raises
    ------
    CaseError
        As `detente.portal.moving.move_portal` does.
    """
    open_portal(place)
    moved = import_module("detente.portal.moving").move_portal(url)
    return {"place": moved.place, "rows": moved.rows, "entries": moved.entries, "head": moved.head}


def serve(place: Place, ready: Callable[[], None]) -> None:
    """Answer until stopped, in one or several processes at one port; `ready` is called once requests are taken."""
    with _listener(place) as listener, ExitStack() as children:
        # A stop by the system ends in the same way as one by hand: the other processes are ended too.
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
        children.callback(signal.signal, signal.SIGTERM, before)
        children.enter_context(kept_up(WORKER))
        for _ in range(place.processes - 1):
            children.enter_context(kept_up(ANSWERING, listener))
        answer(listener, ready)


def _listener(place: Place) -> socket.socket:
    try:
        family = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((place.host, place.port), family=family, backlog=1024)
    except OSError as error:
        raise CaseError(f"Port {place.port} cannot be used: {error}.\nName another with --port.") from error


def _secret(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


def _refuse_clear_text(place: Place) -> None:
    try:
        local = place.host == "localhost" or ip_address(place.host).is_loopback
    except ValueError:
        local = False
    if not local and not place.behind_tls:
        raise CaseError(
            f"Passwords would travel to {place.host} in the clear.\n"
            "Put a proxy that speaks TLS in front and say --behind-tls, or leave --host away."
        )
