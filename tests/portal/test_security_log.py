"""What is written down of sign-ins, refusals and failures, and what is not."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from detente.portal.initiative import actions as initiatives
from detente.portal.initiative.models import Initiative
from detente.portal.parties.models import AuditEvent, User
from detente.portal.recording import record_store
from portal.people import PASSWORD, client_of
from portal.test_guarding import OTHER, invited, signed_in


@pytest.fixture
def told(caplog) -> list[dict[str, str]]:
    """What the log of the server was told; read with `lines_of`."""
    logger = logging.getLogger("detente.portal.security")
    logger.propagate = True
    caplog.set_level(logging.INFO, logger="detente.portal.security")
    yield caplog
    logger.propagate = False


def lines_of(log) -> list[dict[str, str]]:
    """The lines of the log, each parsed."""
    return [json.loads(one.getMessage()) for one in log.records if one.name == "detente.portal.security"]


def test_each_sign_in_each_failure_and_each_change_is_one_line_with_when_who_and_whence(portal, told):
    client = Client(REMOTE_ADDR="192.0.2.77")
    page = reverse("account_login")
    client.post(page, {"login": "south-head", "password": "not this one"})
    client.post(page, {"login": "nobody-here", "password": "not this one"})
    client.post(page, {"login": "south-head", "password": PASSWORD})
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})
    client.post(reverse("account_logout"))
    lines = lines_of(told)
    assert [one["what"] for one in lines] == [
        "failed to sign in",
        "failed to sign in",
        "signed in",
        "changed the password",
        "signed out",
    ]
    assert [one["who"] for one in lines] == ["south-head", "nobody-here", *["south-head"] * 3]
    assert {one["from"] for one in lines} == {"192.0.2.77"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", one["at"]) for one in lines)
    assert AuditEvent.objects.filter(what="changed the password", user__username="south-head").exists()


def test_what_is_refused_is_told_with_who_and_where(portal, told):
    client = signed_in("north-head")
    client.get("/p/two-rivers/initiatives/southland-1/")
    client.get("/p/two-rivers/audit/")
    client.put("/p/two-rivers/text/")
    client.post("/p/two-rivers/initiatives/submit", {"title": ""})
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(User.objects.get(username="monitor"))
    forger.post("/p/two-rivers/obligations/withdrawal-1/acts", {})
    refused = [(one["who"], one["about"]) for one in lines_of(told) if one["what"] == "refused"]
    assert refused == [
        ("north-head", "GET /p/two-rivers/initiatives/southland-1/ 404"),
        ("north-head", "GET /p/two-rivers/audit/ 404"),
        ("north-head", "PUT /p/two-rivers/text/ 405"),
        ("north-head", "POST /p/two-rivers/initiatives/submit 422"),
        ("monitor", "POST /p/two-rivers/obligations/withdrawal-1/acts 403"),
    ]


def test_too_many_attempts_are_told(portal, told):
    client = Client(REMOTE_ADDR="192.0.2.78")
    for _ in range(31):
        client.post(reverse("account_login"), {"login": "x", "password": "not this one"})
    assert [one for one in lines_of(told) if one["what"] == "refused" and one["about"].endswith(" 429")]


def test_no_line_holds_a_password_a_token_or_what_was_written(portal, told):
    client = signed_in("north-head")
    key = client.session.session_key
    secret, form = invited()
    Client().post("/invitations/", {**form, "password": "short"})
    Client().get(f"/accounts/password/reset/key/1-{secret}/")
    client.get("/p/two-rivers/nothing?token=hush-hush")
    client.post("/p/two-rivers/initiatives/submit", {"title": "A secret ferry", "words": ""})
    client.post("/accounts/login/", {"login": "north-head", "password": "wrong horse battery"})
    whole = told.text
    for hidden in (PASSWORD, key, secret, "hush-hush", "secret ferry", "wrong horse battery"):
        assert hidden not in whole, hidden


def test_nobody_adds_a_line_to_the_log_by_a_name(portal, told):
    name = 'x"}\r\n{"what": "signed in", "who": "mediator"}\u2028\x1b[31m'
    Client().post(reverse("account_login"), {"login": name, "password": "not this one"})
    Client().get("/p/two-rivers/%0d%0a%7b%22what%22/")
    for record in told.records:
        if record.name == "detente.portal.security":
            line = record.getMessage()
            assert line == line.encode("ascii").decode()
            assert not set(line) & {"\n", "\r", "\x1b"}
            assert json.loads(line)["what"] != "signed in"


def test_what_fails_is_told_without_details_to_the_visitor_and_changes_nothing(portal, told, monkeypatch):
    def break_down(*_given: object, **_named: object) -> None:
        raise RuntimeError("the cellar is flooded")

    client = client_of("north-head")
    client.raise_request_exception = False
    monkeypatch.setattr(initiatives, "audit", break_down)
    size, before = record_store().size(), Initiative.objects.count()
    answer = client.post("/p/two-rivers/initiatives/submit", {"title": "A ferry", "words": "Daily.", "tier": 2})
    assert answer.status_code == 500
    assert b"flooded" not in answer.content
    assert (record_store().size(), Initiative.objects.count()) == (size, before)
    failed = [one for one in lines_of(told) if one["what"] == "failed"]
    assert len(failed) == 1
    assert "RuntimeError" in failed[0]["about"]
    assert "flooded" not in failed[0]["about"]


def test_logs_go_where_the_inventory_says_and_nowhere_else():
    kinds = {handler["class"] for handler in settings.LOGGING["handlers"].values()}
    assert kinds == {"logging.StreamHandler"}
    assert settings.LOGGING["loggers"]["detente.portal.security"]["propagate"] is False
