"""Open a portal: keys, tables, record, and a server in front of them."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path

import django
import waitress
from django.core.management import call_command

from detente.case import CaseError

THREADS = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a portal is kept and reached."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    behind_tls: bool = False
    cases: tuple[Path, ...] = ()


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
    password = secrets.token_urlsafe(9)
    call_command("demonstrate", password)
    return password


def demonstration_people() -> list[str]:
    """Names under which the people of the demonstration sign in."""
    return [person[0] for person in import_module("detente.portal.demonstration.negotiation").PEOPLE]


def serve(place: Place, ready: Callable[[], None]) -> None:
    """Answer until stopped; `ready` is called once requests are taken."""
    application = import_module("detente.portal.wsgi").application
    try:
        server = waitress.create_server(
            application,
            host=place.host,
            port=place.port,
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        raise CaseError(f"Port {place.port} cannot be used: {error}.\nName another with --port.") from error
    with _worker():
        ready()
        server.run()


@contextmanager
def _worker() -> Iterator[None]:
    """A process beside the server, which runs assessments."""
    worker = subprocess.Popen([sys.executable, "-m", "detente.portal.assessments.worker"], stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(timeout=30)


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
