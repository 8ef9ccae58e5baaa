"""Cookies, headers, hosts and redirects, with TLS and without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from detente.portal.parties.models import User
from portal.people import PASSWORD, client_of
from portal.test_access_matrix import full, rows

__all__ = ["full"]
BEHIND = """
    import json, sys
    import django
    django.setup()
    from django.test import Client
    client = Client()
    told = []
    def ask(method, path, data=None, **given):
        answer = client.get(path, **given) if method == "GET" else client.post(path, data, **given)
        cookies = [one.OutputString() for one in answer.cookies.values()]
        told.append([path, answer.status_code, dict(answer.headers), cookies])
        answer.close()
    tls = {"secure": True}
    ask("GET", "/accounts/login/", **tls)
    ask("POST", "/accounts/login/", data={"login": "south-head", "password": sys.argv[1]}, **tls)
    ask("GET", "/p/two-rivers/home/", **tls)
    ask("POST", "/p/two-rivers/home/lend", data={}, **tls)
    ask("GET", "/p/nothing/", **tls)
    ask("GET", "/static/portal/portal.css", **tls)
    ask("GET", "/api/processes", **tls)
    ask("POST", "/accounts/logout/", data={}, **tls)
    ask("GET", "/p/two-rivers/")
    print(json.dumps(told))
"""


@pytest.fixture
def behind_tls(portal) -> list[list]:
    """What a portal behind a proxy that speaks TLS answers."""
    database = connections["default"].settings_dict["NAME"]
    told = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DETENTE_PORTAL_DATA": str(settings.DATA),
        "DETENTE_PORTAL_TLS": "1",
        "PYTHONPATH": os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place),
    }
    command = [sys.executable, "-c", textwrap.dedent(BEHIND), PASSWORD]
    done = subprocess.run(command, capture_output=True, text=True, env=told, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_behind_tls_every_cookie_is_bound_to_this_host_and_closed_to_scripts(behind_tls):
    cookies = [one for *_, found in behind_tls for one in found]
    names = set()
    for one in cookies:
        parsed = SimpleCookie(one)
        for name, cookie in parsed.items():
            names.add(name)
            assert name.startswith("__Host-"), one
            assert cookie["secure"], one
            assert cookie["httponly"], one
            assert cookie["samesite"] == "Lax", one
            assert cookie["path"] == "/", one
            assert not cookie["domain"], one
    assert names == {"__Host-session", "__Host-csrf"}


def test_behind_tls_every_answer_asks_for_tls_for_a_year_and_clear_text_is_led_there(behind_tls):
    *answers, clear = behind_tls
    assert {status for _, status, *_ in answers} >= {200, 302, 404}
    for path, _status, headers, _cookies in answers:
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path
    assert clear[1] == 301
    assert clear[2]["Location"] == "https://testserver/p/two-rivers/"


def test_without_tls_cookies_are_closed_to_scripts_and_to_other_sites(portal):
    client = Client()
    client.post(reverse("account_login"), {"login": "south-head", "password": PASSWORD})
    client.get("/p/two-rivers/home/")
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    key = client.cookies["sessionid"].value
    for page in ("home/", "text/", "record/"):
        answer = client.get(f"/p/two-rivers/{page}")
        assert key.encode() not in answer.content
        assert key not in str(answer.headers)


def test_every_answer_keeps_addresses_windows_and_resources_to_itself(portal):
    for who, path in (
        (None, "/p/two-rivers/"),
        (None, "/accounts/login/"),
        ("south-head", "/p/two-rivers/home/"),
        ("south-head", "/p/nothing/"),
        (None, "/api/processes"),
        (None, "/p/two-rivers/record/bundle"),
    ):
        headers = client_of(who).get(path).headers
        assert headers["Referrer-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "camera=()" in headers["Permissions-Policy"], path
        assert "object-src 'none'" in headers["Content-Security-Policy"], path
        assert "Access-Control-Allow-Origin" not in headers, path


ELSEWHERE = ("https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "javascript:alert(1)")


@pytest.mark.parametrize("to", [*ELSEWHERE, "http:evil.example", "\thttps://evil.example", "https:/evil.example"])
def test_nobody_is_led_to_another_host(portal, to):
    client = Client()
    given = {"login": "south-head", "password": PASSWORD, "next": to}
    for answer in (
        client.post(reverse("account_login"), given),
        client.get(reverse("account_login"), {"next": to}),
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": to}),
        client.post(reverse("account_logout"), {"next": to}),
    ):
        place = answer.headers.get("Location", "/")
        assert place.startswith("/"), place
        assert not place.startswith(("//", "/\\")), place


def test_every_redirect_of_the_portal_stays_on_its_host(full):
    for who in (None, "mediator", "south-head", "monitor", "north-chair"):
        client = client_of(who)
        for one in rows():
            address = reverse(one.name, kwargs={"process": "two-rivers", **one.of})
            for method in ("GET", "POST"):
                answer = client.generic(method, address, headers={"Referer": "https://evil.example/"})
                answer.close()
                place = answer.headers.get("Location", "/")
                assert place.startswith("/"), (address, place)
                assert not place.startswith("//"), (address, place)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "x:80@evil.example", "evil.example:80"])
def test_a_name_that_a_visitor_claims_is_not_believed(portal, host):
    client = client_of("south-head")
    assert client.get("/p/two-rivers/", headers={"Host": host}).status_code == 400
    given = {"name": "x", "role": "member", "delegation": "southland"}
    answer = client.post("/p/two-rivers/home/invite", given, headers={"X-Forwarded-Host": host})
    assert b"http://testserver/invitations/#" in answer.content
    assert host.encode() not in answer.content


def test_a_request_of_htmx_needs_the_token_too(portal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="south-head"))
    answer = client.post("/p/two-rivers/text/articles/1/comments", {"words": "x"}, headers={"HX-Request": "true"})
    assert answer.status_code == 403
