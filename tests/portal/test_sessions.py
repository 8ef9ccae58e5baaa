"""Sessions: how they begin, how long they last, and who ends them."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from detente.portal.parties.models import User
from portal.people import PASSWORD, client_of
from portal.test_guarding import HOME, OTHER, code_of, signed_in


def test_a_session_has_a_long_random_token_and_another_after_each_sign_in(portal):
    client = Client()
    client.get("/accounts/login/")
    client.session.save()
    found = set()
    for _ in range(20):
        client.post(reverse("account_login"), {"login": "south-head", "password": PASSWORD})
        found.add(client.session.session_key)
        client.post(reverse("account_logout"))
    assert len(found) == 20
    assert all(re.fullmatch("[a-z0-9]{32}", key) for key in found)


def test_who_shows_anew_who_one_is_gets_another_token_and_the_old_one_is_worth_nothing(portal):
    client = signed_in()
    before = client.session.session_key
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get(HOME).status_code == 200
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    assert client.session.session_key != before
    assert client.get(HOME).status_code == 200
    assert old.get(HOME).status_code == 302
    assert UserSession.objects.filter(session_key=client.session.session_key).exists()


@pytest.mark.parametrize(("mark", "back"), [("seen", 2 * 60 * 60), ("begun", 12 * 60 * 60 + 1)])
def test_a_session_ends_after_an_hour_without_a_request_and_after_twelve_hours(portal, mark, back):
    client = signed_in()
    client.get(HOME)
    session = client.session
    session[mark] = int(time.time()) - back
    session.save()
    answer = client.get(HOME)
    assert answer.status_code == 302
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_signing_out_ends_the_session_on_the_server_and_clears_the_browser(portal):
    client = signed_in()
    key = client.session.session_key
    answer = client.post(reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()


def test_an_account_that_is_shut_has_no_session_any_more(portal):
    client = signed_in()
    User.objects.filter(username="south-head").update(is_active=False)
    assert client.get(HOME).status_code == 302
    assert Client().post(reverse("account_login"), {"login": "south-head", "password": PASSWORD}).status_code in (
        200,
        302,
    )
    assert client.get(HOME).status_code == 302


def test_all_other_sessions_end_when_a_password_or_a_second_factor_changes(portal):
    mine, other = signed_in(), signed_in()
    mine.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})
    assert (mine.get(HOME).status_code, other.get(HOME).status_code) == (200, 302)
    mine, other = signed_in(password=OTHER), signed_in(password=OTHER)
    mine.post(reverse("account_reauthenticate"), {"password": OTHER})
    mine.get(reverse("mfa_activate_totp"))
    given = {"code": code_of(mine.session[totp.SECRET_SESSION_KEY])}
    assert mine.post(reverse("mfa_activate_totp"), given).status_code == 302
    assert Authenticator.objects.filter(type="totp").exists()
    assert (mine.get(HOME).status_code, other.get(HOME).status_code) == (200, 302)


def test_the_operator_ends_the_sessions_of_one_person_or_of_all(portal):
    south, north = signed_in("south-head"), signed_in("north-head")
    call_command("endsessions", "south-head")
    assert (south.get(HOME).status_code, north.get(HOME).status_code) == (302, 200)
    call_command("endsessions")
    assert north.get(HOME).status_code == 302


def test_a_person_sees_and_ends_all_sessions_after_showing_who_they_are(portal):
    mine, other = signed_in(), signed_in()
    page = reverse("usersessions_list")
    later = mine.session
    for record in later["account_authentication_methods"]:
        record["at"] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    later.save()
    assert mine.get(page).headers["Location"].startswith(reverse("account_reauthenticate"))
    mine.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert mine.get(page).status_code == 200
    assert UserSession.objects.filter(user__username="south-head").count() == 2
    assert mine.post(page).status_code == 302
    assert other.get(HOME).status_code == 302


def test_every_page_for_those_who_signed_in_has_the_way_out(portal):
    client = client_of("south-head")
    for page in (
        "",
        "home/",
        "text/",
        "acceptance/",
        "preferences/",
        "talks/",
        "councils/",
        "obligations/",
        "analysis/",
    ):
        assert f'action="{reverse("account_logout")}"' in client.get(f"/p/two-rivers/{page}").content.decode(), page
    assert f'action="{reverse("account_logout")}"' in signed_in().get(reverse("mfa_index")).content.decode()
