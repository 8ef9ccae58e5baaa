"""Ask every operation of the API in every way that its OpenAPI document allows and forbids, as each role.

A throw-away portal with the invented example is opened, and schemathesis asks it: as nobody, and with a session of each
role. Schemathesis is no dependency of this project; give the one of an environment of its own::

    python -m venv asking && asking/bin/pip install schemathesis
    python tools/check_api.py --schemathesis asking/bin/schemathesis
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVE = """
import json, sys
from importlib import import_module
from pathlib import Path
from detente.portal.serving import Place, demonstration_people, fill_demonstration, open_portal, serve
place = Place(Path(sys.argv[1]), port=int(sys.argv[2]))
open_portal(place, second_factor=False)
fill_demonstration()
auth = import_module("django.contrib.auth")
store = import_module("django.contrib.sessions.backends.db").SessionStore
users = import_module("detente.portal.parties.models").User.objects
sessions = {}
for name in demonstration_people():
    user, session = users.get(username=name), store()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    sessions[name] = session.session_key
serve(place, lambda: (Path(sys.argv[1]) / "sessions.json").write_text(json.dumps(sessions)))
"""
NOBODY = "nobody"
TOKEN = "a" * 32
COOKIES = f"""
import schemathesis

@schemathesis.hook
def before_call(context, case, kwargs):
    case.cookies = {{**(case.cookies or {{}}), "csrftoken": "{TOKEN}"}}
"""
OPENING_SECONDS = 120
# Everything is asked for, but not that a hidden process is told apart from one that is not there: both are 404.
LEFT_OUT = "positive_data_acceptance"


def main() -> None:
    """Ask as everyone who was asked for; the exit code is that of the first run that found something."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--schemathesis", required=True, help="the program schemathesis of an environment of its own")
    asked.add_argument("--port", type=int, default=8468)
    asked.add_argument("--examples", type=int, default=50, help="most requests for each operation and phase")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--who", action="append", help="one person of the demonstration, or nobody; all by default")
    given = asked.parse_args()
    status = 0
    with tempfile.TemporaryDirectory(prefix="detente-asking-") as folder, served(Path(folder), given.port):
        sessions = json.loads((Path(folder) / "sessions.json").read_text(encoding="utf-8"))
        for who in given.who or (NOBODY, *sessions):
            sys.stdout.write(f"As {who}:\n")
            sys.stdout.flush()
            status = ask(given, Path(folder), sessions.get(who, "")) or status
    sys.exit(status)


def ask(given: argparse.Namespace, folder: Path, session: str) -> int:
    """Run schemathesis once, in a folder that is thrown away."""
    # As configuration and not as a header, so that it can also ask without the session where one is needed.
    told = f'[auth.openapi.SessionAuth]\napi_key = "{session}"\n' if session else ""
    (folder / "schemathesis.toml").write_text(told, encoding="utf-8")
    (folder / "cookies.py").write_text(COOKIES, encoding="utf-8")
    command = [str(Path(given.schemathesis).resolve()), "run", f"http://127.0.0.1:{given.port}/api/openapi.json"]
    size = ["-n", str(given.examples), "--seed", str(given.seed), "--continue-on-failure", "--no-color"]
    more = ["-H", f"X-CSRFToken: {TOKEN}", "--exclude-checks", LEFT_OUT]
    found = {**os.environ, "SCHEMATHESIS_HOOKS": "cookies", "PYTHONPATH": str(folder)}
    return subprocess.run([*command, *size, *more], cwd=folder, env=found, check=False).returncode


@contextmanager
def served(data: Path, port: int) -> Iterator[None]:
    """The portal while it answers."""
    command = [sys.executable, "-c", SERVE, str(data), str(port)]
    with subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(data, port)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)


def wait_for(data: Path, port: int) -> None:
    """Wait until the portal has answered."""
    for _ in range(OPENING_SECONDS):
        if (data / "sessions.json").exists():
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/processes", timeout=30).close()
            return
        time.sleep(1)
    raise SystemExit("The portal did not open.")


if __name__ == "__main__":
    main()
