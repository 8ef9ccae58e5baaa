"""Signing in, second factor, headers, hosts, and the API: the doors by which one comes in."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from detente.case import CaseError
from detente.portal.access import _RULES, Viewer, visible
from detente.portal.databases import database
from detente.portal.fields import plain
from detente.portal.parties.models import Process, User
from detente.portal.rights import MAY, Act
from detente.portal.serving import Place, open_portal
from portal.people import PASSWORD, client_of
from portal.test_access_matrix import PEOPLE, TABLE

API = "/api/processes/two-rivers/"


def test_one_signs_in_with_name_and_password_and_out_again(portal):
    client = Client()
    given = {"login": "south-head", "password": PASSWORD}
    assert client.post(reverse("account_login"), {**given, "password": "wrong"}).status_code == 200
    assert client.post(reverse("account_login"), given).status_code == 302
    assert client.get(reverse("home", args=["two-rivers"])).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home", args=["two-rivers"])).status_code == 302


def test_nobody_signs_up(portal):
    page = Client().post("/accounts/signup/", {"username": "me", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="me").exists()
    assert page.status_code == 404
    for shut in (
        "email/",
        "confirm-email/",
        "confirm-email/x/",
        "password/reset/",
        "password/set/",
        "login/code/confirm/",
    ):
        assert Client().get(f"/accounts/{shut}").status_code == 404, shut


def test_guessing_passwords_is_slowed_down(portal):
    client = Client(REMOTE_ADDR="192.0.2.7")
    for _ in range(12):
        page = client.post(reverse("account_login"), {"login": "south-head", "password": "wrong"})
    assert page.status_code == 429 or "Too many" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_without_a_second_factor_a_member_sees_the_page_that_sets_one_up(portal, monkeypatch):
    monkeypatch.setattr(settings, "SECOND_FACTOR_NEEDED", True)
    client = client_of("south-head")
    for address in (reverse("text", args=["two-rivers"]), f"{API}articles", "/"):
        assert client.get(address).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("account_logout")).status_code == 200
    assert Client().get(reverse("public", args=["two-rivers"])).status_code == 200


def test_a_second_factor_is_asked_for_at_the_next_sign_in(portal, monkeypatch):
    monkeypatch.setattr(settings, "SECOND_FACTOR_NEEDED", True)
    secret = generate_totp_secret()
    TOTP.activate(User.objects.get(username="south-head"), secret)
    client = Client(REMOTE_ADDR="192.0.2.8")
    client.post(reverse("account_login"), {"login": "south-head", "password": PASSWORD})
    assert client.get(reverse("home", args=["two-rivers"])).status_code == 302
    counter = next(iter(yield_hotp_counters_from_time()))
    client.post(reverse("mfa_authenticate"), {"code": format_hotp_value(hotp_value(secret, counter))})
    assert client.get(reverse("home", args=["two-rivers"])).status_code == 200


def test_every_answer_carries_a_policy_without_inline_script(portal):
    for who in ("south-head", None):
        answer = client_of(who).get(reverse("public", args=["two-rivers"]))
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert ("no-store" in answer.headers.get("Cache-Control", "")) == (who is not None)


def test_a_form_without_its_token_changes_nothing(portal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="mediator"))
    assert client.post(reverse("text-issue", args=["two-rivers"])).status_code == 403


def test_the_api_gives_the_rows_of_the_pages_and_404_for_what_is_hidden(portal):
    Process.objects.create(slug="quiet", title="Quiet")
    for who in PEOPLE:
        client = client_of(who)
        articles = client.get(f"{API}articles").json()
        assert len(articles) == (4 if who in TABLE else 0), who
        assert len(client.get(f"{API}obligations").json()) == 6
        sealed = [one["id"] for one in client.get(f"{API}initiatives").json() if one["tier"] == "sealed"]
        assert sealed == (["southland-1"] if who in {"south-head", "south-member"} else [])
        for name in ("articles", "obligations", "initiatives", "elements"):
            assert client.get(f"/api/processes/quiet/{name}").status_code == 404
            for method in ("post", "put", "patch", "delete"):
                assert getattr(client, method)(f"{API}{name}").status_code in (400, 401, 404, 405)


def test_every_act_has_its_roles_and_every_model_its_rule(portal):
    assert set(MAY) == set(Act)
    models = {model for app in settings.QUESTIONS for model in apps.get_app_config(app).get_models()}
    assert models - set(_RULES) == {User}
    for model in models - {User}:
        assert list(visible(Viewer(None), model)[:1]) is not None


def test_nothing_of_a_process_that_is_not_public_is_visible_to_strangers(portal):
    Process.objects.update(is_public=False)
    for model in _RULES:
        assert not visible(Viewer(None), model).exists(), model
        assert not visible(Viewer(User.objects.get(username="stranger").pk), model).exists(), model


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "postgres://host", "portal.sqlite3"])
def test_a_database_of_another_kind_is_refused_with_what_to_write(url):
    with pytest.raises(CaseError, match="sqlite:///FILE or postgres://"):
        database(url)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "portal.example"])
def test_passwords_do_not_travel_in_the_clear(tmp_path, host):
    with pytest.raises(CaseError, match="in the clear"):
        open_portal(Place(tmp_path / "data", host))
    assert not (tmp_path / "data").exists()


def test_text_keeps_its_lines_and_loses_what_hides():
    assert plain("one\r\ntwo\x07\u202e\u200b") == "one\ntwo"


def first_document(stream) -> bytes:
    """The lines up to a closing brace; a server that fails ends the stream, and then there is none."""
    said = b""
    for line in stream:
        said += line
        if line.strip() == b"}":
            break
    return said


def processor_seconds() -> float:
    """What programs that have ended took of the processor; unlike the clock, it leaves out what else is running."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_demonstration_answers_within_thirty_seconds(tmp_path):
    code = "import sys; from detente.cli.main import main; sys.exit(main(sys.argv[1:]))"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DETENTE_PORTAL", "DJANGO"))}
    kept["PYTHONPATH"] = os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place)
    before = processor_seconds()
    command = [sys.executable, "-c", code, "serve", "--demo", "--port", str(free_port()), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=kept, cwd=tmp_path) as server:
        try:
            told = json.loads(first_document(server.stdout))
            with urllib.request.urlopen(f"{told['address']}p/two-rivers/") as page:
                assert b"Promised and done" in page.read()
            assert "south-head" in told["people"]
        finally:
            server.send_signal(2)
            server.wait(timeout=300)
    assert 0 < processor_seconds() - before < 30
    assert list(Path(tmp_path).iterdir()) == []
