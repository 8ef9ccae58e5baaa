"""Several processes behind nginx with PostgreSQL, as the page on deployment says, with its own files."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections

from detente.portal.answering import ANSWERING
from detente.portal.initiative.models import Initiative
from detente.portal.recording import record_store
from detente.record import export_bundle, verify_bundle
from portal.conftest import command, url_of, use_database
from portal.people import PASSWORD
from unit.record.servers import needs_postgres

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
OPENSSL = shutil.which("openssl")
pytestmark = [
    needs_postgres,
    pytest.mark.skipif(NGINX is None or OPENSSL is None, reason="nginx or openssl is not installed"),
]
NAME = "portal.example"
SERVE = """
import sys
from pathlib import Path
from detente.portal.serving import Place, open_portal, serve
place = Place(Path(sys.argv[1]), port=int(sys.argv[2]), behind_tls=True, processes=3)
open_portal(place, second_factor=False)
serve(place, lambda: print("ready", flush=True))
"""


@dataclass(frozen=True)
class Deployed:
    """A portal behind a proxy."""

    process: int
    inside: int
    clear: int
    tls: int

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
        """Ask through the proxy, by TLS; the certificate is one's own."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return read(http.client.HTTPSConnection("127.0.0.1", self.tls, context=context), method, path, body, headers)

    def ask_in_clear(self, port: int, path: str, **headers: str) -> http.client.HTTPResponse:
        """Ask without TLS."""
        return read(http.client.HTTPConnection("127.0.0.1", port), "GET", path, "", headers)


def read(connection, method: str, path: str, body: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    """An answer with its content."""
    connection.timeout = 300
    connection.request(method, path, body, {"Host": NAME, **{k.replace("_", "-"): v for k, v in headers.items()}})
    response = connection.getresponse()
    response.content = response.read().decode()
    connection.close()
    return response


def free_ports(number: int) -> list[int]:
    """Ports that nobody uses now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def proxy_settings(folder: Path, root: Path, ports: tuple[int, int, int]) -> Path:
    """The settings of the repository, with ports and files of this test."""
    inside, clear, tls = ports
    text = (root / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("127.0.0.1:8000", f"127.0.0.1:{inside}"),
        ("listen 80;", f"listen 127.0.0.1:{clear};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{tls} ssl;"),
        ("/etc/ssl/portal", str(folder)),
    ):
        assert old in text
        text = text.replace(old, new)
    whole = f"pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}} http {{ access_log off; {text} }}"
    paths = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(whole.replace("http {", f"http {{ {paths}", 1), encoding="utf-8")
    return file


@pytest.fixture
def deployed(server, root, tmp_path) -> Iterator[Deployed]:
    """The portal in three processes on PostgreSQL, with nginx in front of it."""
    command(server, "DROP DATABASE IF EXISTS deployed WITH (FORCE)")
    command(server, "CREATE DATABASE deployed TEMPLATE filled")
    shutil.copy(Path(os.environ["DETENTE_PORTAL_DATA"]) / "record.key", tmp_path)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DETENTE_PORTAL")},
        "DATABASE_URL": url_of(server, "deployed"),
        "DETENTE_PORTAL_HOSTS": NAME,
        "PYTHONPATH": str(root / "src"),
    }
    with tempfile.TemporaryDirectory(prefix="detente-proxy-") as name:
        inside, clear, tls = ports = free_ports(3)
        folder = Path(name)
        made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
        keys = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
        subprocess.run([OPENSSL, *made, *keys], check=True, capture_output=True)
        settings = proxy_settings(folder, root, tuple(ports))
        serve = [sys.executable, "-c", SERVE, str(tmp_path), str(inside)]
        proxy = [NGINX, "-c", str(settings), "-g", "daemon off;"]
        with (
            subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE) as portal,
            subprocess.Popen(proxy, stderr=subprocess.DEVNULL) as nginx,
        ):
            try:
                assert portal.stdout.readline() == b"ready\n"
                yield Deployed(portal.pid, inside, clear, tls)
            finally:
                nginx.terminate()
                portal.send_signal(signal.SIGTERM)
                portal.wait(timeout=300)


def children(of: int, module: str = "detente.portal") -> list[int]:
    """The processes of a module that a process has started."""
    found = [int(one) for task in Path(f"/proc/{of}/task").iterdir() for one in (task / "children").read_text().split()]
    return [one for one in found if module in Path(f"/proc/{one}/cmdline").read_text()]


def is_running(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def becomes(wanted) -> bool:
    """Whether it becomes true within half a minute."""
    for _ in range(150):
        if wanted():
            return True
        time.sleep(0.2)
    return False


def sign_in(deployed: Deployed) -> http.client.HTTPResponse:
    """Sign in through the proxy."""
    page = deployed.ask("GET", "/accounts/login/")
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content)[1]
    form = f"login=south-head&password={PASSWORD.replace(' ', '+')}&csrfmiddlewaretoken={token}"
    kind = "application/x-www-form-urlencoded"
    return deployed.ask(
        "POST", "/accounts/login/", form, Cookie=cookie, Content_Type=kind, Referer=f"https://{NAME}/accounts/login/"
    )


def test_the_portal_answers_behind_the_proxy_and_survives_the_loss_of_a_process(deployed):
    answer = deployed.ask_in_clear(deployed.clear, "/")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/")
    answer = deployed.ask("GET", "/p/two-rivers/")
    assert answer.status == 200
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "Server" not in answer.headers or not re.search(r"\d", answer.headers["Server"])
    signed_in = sign_in(deployed)
    assert signed_in.status == 302
    cookies = signed_in.headers.get_all("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("__Host-session="))
    assert "Secure" in session
    assert "HttpOnly" in session
    home = deployed.ask("GET", "/p/two-rivers/home/", Cookie=session.partition(";")[0])
    assert home.status == 200
    # Who is inside, without the proxy, is led to TLS as well.
    assert deployed.ask_in_clear(deployed.inside, "/p/two-rivers/").status == 301
    beside = children(deployed.process, ANSWERING)
    assert len(beside) == 2
    os.kill(beside[0], signal.SIGKILL)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: deployed.ask("GET", "/api/processes").status, range(40)))
    # A request that the lost process had accepted is lost with it; nginx asks again, because it was a reading one.
    assert statuses == [200] * 40
    assert becomes(lambda: len(children(deployed.process, ANSWERING)) == 2)
    assert beside[0] not in children(deployed.process)


def submitted(deployed: Deployed, session: str, title: str) -> bool:
    """Submit an initiative by its form; whether the portal said that it has it."""
    page = deployed.ask("GET", "/p/two-rivers/initiatives/submit", Cookie=session)
    cookies = [one.partition(";")[0] for one in page.headers.get_all("Set-Cookie") or []]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content)
    if page.status != 200 or token is None:
        return False
    form = f"title={title}&words=Words.&tier=2&csrfmiddlewaretoken={token[1]}"
    answer = deployed.ask(
        "POST",
        "/p/two-rivers/initiatives/submit",
        form,
        Cookie="; ".join([session, *cookies]),
        Content_Type="application/x-www-form-urlencoded",
        Referer=f"https://{NAME}/p/two-rivers/initiatives/submit",
    )
    return answer.status == 302


def test_nothing_that_was_acknowledged_is_lost_when_processes_are_killed_under_load(deployed, server):
    session = next(
        one.partition(";")[0] for one in sign_in(deployed).headers.get_all("Set-Cookie") if "__Host-session" in one
    )
    titles = [f"Load-{number}" for number in range(90)]
    with ThreadPoolExecutor(7) as pool:
        answers = [pool.submit(submitted, deployed, session, title) for title in titles]
        for killed in range(3):
            while sum(one.done() for one in answers) < 20 * (killed + 1):
                time.sleep(0.02)
            os.kill(next(one for one in children(deployed.process, ANSWERING) if is_running(one)), signal.SIGKILL)
        acknowledged = [title for title, one in zip(titles, answers, strict=True) if one.result()]
    assert len(acknowledged) > 60
    use_database(url_of(server, "deployed"))
    kept = Initiative.objects.filter(title__startswith="Load-")
    assert {*acknowledged} <= {one.title for one in kept}
    # Nobody's request was done twice, and each has its entry.
    assert kept.count() == len({one.title for one in kept}) == len({one.entry for one in kept})
    verify_bundle(export_bundle(record_store()))
    connections["default"].close()


def test_addresses_that_a_visitor_claims_are_not_believed(deployed):
    forged = {"X_Forwarded_For": "192.0.2.1", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example"}
    answer = deployed.ask("GET", "/p/two-rivers/", **forged)
    assert answer.status == 200
    assert "evil.example" not in answer.content
    with pytest.raises(http.client.RemoteDisconnected):
        deployed.ask("GET", "/", Host="evil.example")


def test_all_processes_end_with_the_one_that_began_them(deployed):
    beside = children(deployed.process)
    assert len(beside) == 3
    os.kill(deployed.process, signal.SIGKILL)
    assert becomes(lambda: not any(map(is_running, beside)))
