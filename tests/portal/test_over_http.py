"""Fifty people edit one article at once, through the server with two processes, in SQLite and in PostgreSQL."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connections

from detente.portal.recording import record_store
from detente.portal.text.models import Clause, ClauseVersion
from detente.record import export_bundle, verify_bundle
from portal.conftest import url_of
from portal.people import client_of

MANY = 50
TOKEN = "a" * 32
SERVE = """
import sys
from pathlib import Path
from detente.portal.serving import Place, open_portal, serve
place = Place(Path(sys.argv[1]), port=int(sys.argv[2]), processes=2)
open_portal(place, second_factor=False)
serve(place, lambda: print("ready", flush=True))
"""


@pytest.fixture
def port(portal, engine, request, tmp_path) -> Iterator[int]:
    """The port of a server in front of the demonstration."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.getsockname()[1]
    database = connections["default"].settings_dict["NAME"]
    url = f"sqlite:///{database}" if engine == "sqlite" else url_of(request.getfixturevalue("server"), "copy")
    told = {**os.environ, "DATABASE_URL": url}
    told["PYTHONPATH"] = os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place)
    # Sessions and entries are sealed with the keys of this folder.
    (Path(settings.DATA) / "session.key").write_text(settings.SECRET_KEY, encoding="utf-8")
    command = [sys.executable, "-c", SERVE, str(settings.DATA), str(number)]
    log = (tmp_path / "log").open("wb")
    with log, subprocess.Popen(command, env=told, stdout=subprocess.PIPE, stderr=log) as server:
        try:
            assert server.stdout.readline() == b"ready\n", (tmp_path / "log").read_text()
            yield number
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=300)
    (Path(settings.DATA) / "session.key").unlink()
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_of_fifty_edits_over_http_one_wins_and_the_others_get_the_difference(port):
    clause = Clause.objects.get(number=1)
    people = ("north-head", "south-head", "mediator")
    sessions = [client_of(name).cookies[settings.SESSION_COOKIE_NAME].value for name in people]
    together = Barrier(MANY)

    def edit(number: int) -> tuple[int, str]:
        given = {"version": clause.version, "opening": f"Each side returns {number} groups."}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={sessions[number % 3]}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        together.wait(timeout=300)
        connection.request("POST", "/p/two-rivers/text/articles/1/words", urlencode(given), headers)
        response = connection.getresponse()
        page = response.read().decode()
        connection.close()
        return response.status, page

    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(edit, range(MANY)))
    assert sorted(status for status, _ in answers) == [302] + [409] * (MANY - 1)
    for number, (status, page) in enumerate(answers):
        if status == 409:
            assert f"<ins>{number}</ins>" in page
            assert "<del>" in page
    assert ClauseVersion.objects.filter(clause=clause).count() == 2
    assert verify_bundle(export_bundle(record_store())).checkpoint.size == record_store().size()
