"""Passwords, second factors and invitations: by what one comes in."""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import secrets
import time
from datetime import timedelta

import pytest
from allauth.mfa import app_settings as factor_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from detente.portal.guarding.breached import BreachedPasswordValidator, is_listed
from detente.portal.parties import actions
from detente.portal.parties.models import Invitation, Role, User
from portal.people import PASSWORD, client_of, part_of

HOME = "/p/two-rivers/home/"
OTHER = "forty green herons stand"


def signed_in(who: str = "south-head", password: str = PASSWORD) -> Client:
    """A client that came in by the page."""
    client = Client(REMOTE_ADDR=f"192.0.2.{secrets.randbelow(250)}")
    assert client.post(reverse("account_login"), {"login": who, "password": password}).status_code == 302
    return client


def code_of(secret: str, steps_ago: int = 0) -> str:
    """The code of a second factor, now or some steps of thirty seconds ago."""
    counter = next(iter(totp.yield_hotp_counters_from_time())) - steps_ago
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def invited() -> tuple[str, dict[str, str]]:
    """An invitation, and what is typed into its form."""
    south = part_of("south-head")
    secret = actions.invite(south, Role.MEMBER, "Adviser", south.delegation)
    return secret, {"code": secret, "username": "adviser", "password": OTHER}


@pytest.mark.parametrize(
    "password",
    [
        "eleven sign",
        "1234567890123",
        "startfinding",
        "Two Rivers Northland",
        "detente-mediator-2031",
        "south-head-south",
    ],
)
def test_a_password_that_is_short_common_or_of_own_words_is_refused(portal, password):
    client = signed_in()
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post(reverse("account_change_password"), given).status_code == 200
    assert User.objects.get(username="south-head").check_password(PASSWORD)
    if "south" not in password:
        _secret, form = invited()
        assert Client().post("/invitations/", {**form, "password": password}).status_code == 422
        assert not User.objects.filter(username="adviser").exists()


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaabcdefgh",
        "  two ends of spaces  ",
        "日本語でも長ければ良いのです",
        "x%&<>'\"\\;--//{{7*7}}",
        secrets.token_hex(64),
    ],
)
def test_a_password_of_any_signs_is_kept_exactly_as_typed(portal, password):
    _secret, form = invited()
    assert Client().post("/invitations/", {**form, "password": password}).status_code == 302
    user = User.objects.get(username="adviser")
    assert user.check_password(password)
    others = {password.strip(), password[:64], password.swapcase()} - {password}
    assert not any(user.check_password(other) for other in others)
    client = signed_in("adviser", password)
    assert "_auth_user_id" in client.session


def test_a_password_is_changed_by_who_knows_the_old_one(portal):
    client = signed_in()
    given = {"oldpassword": "not this one", "password1": OTHER, "password2": OTHER}
    assert client.post(reverse("account_change_password"), given).status_code == 200
    assert User.objects.get(username="south-head").check_password(PASSWORD)
    assert client.post(reverse("account_change_password"), {**given, "oldpassword": PASSWORD}).status_code == 302
    assert User.objects.get(username="south-head").check_password(OTHER)


def test_a_published_password_is_refused_and_the_list_is_searched_in_halves(tmp_path, monkeypatch):
    digests = sorted(hashlib.sha1(str(n).encode()).hexdigest().upper() for n in range(5_000))
    listed = "".join(f"{digest}:{n}\r\n" for n, digest in enumerate(digests)).encode()
    file = io.BytesIO(listed)
    for n in random.Random(7).sample(range(5_000), 300):
        assert is_listed(file, hashlib.sha1(str(n).encode()).hexdigest().upper().encode())
        assert not is_listed(file, hashlib.sha1(f"x{n}".encode()).hexdigest().upper().encode())
    digest = hashlib.sha1(OTHER.encode()).hexdigest().upper()
    lines = sorted([*listed.decode().split("\r\n")[:-1], f"{digest}:12"])
    (tmp_path / "list.txt").write_text("\r\n".join(lines) + "\r\n", encoding="ascii")
    monkeypatch.setattr(settings, "BREACHED_PASSWORDS", str(tmp_path / "list.txt"))
    with pytest.raises(ValidationError, match="published after a breach"):
        validate_password(OTHER)
    monkeypatch.setattr(settings, "BREACHED_PASSWORDS", "")
    BreachedPasswordValidator().validate(OTHER)


def test_an_invitation_is_random_hashed_and_ends_after_seven_days(portal):
    found = {invited()[0] for _ in range(50)}
    assert len(found) == 50
    assert min(len(secret) for secret in found) >= 43
    kept = set(Invitation.objects.values_list("secret_hash", flat=True))
    assert not found & kept
    secret, form = invited()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=7, seconds=1))
    assert actions.open_invitation(secret) is not None
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post("/invitations/", form).status_code == 422
    assert not User.objects.filter(username="adviser").exists()
    secret, _form = invited()
    assert Invitation.objects.latest("pk").expires_at <= timezone.now() + timedelta(days=7)


def test_the_code_of_an_invitation_is_in_no_address_that_the_server_is_sent(portal):
    page = client_of("south-head").post(
        "/p/two-rivers/home/invite", {"name": "x", "role": "member", "delegation": "southland"}
    )
    address = re.search(r"<pre>(.*?)</pre>", page.content.decode())[1]
    sent, _sign, kept = address.partition("#")
    assert sent == "http://testserver/invitations/"
    assert actions.open_invitation(kept) is not None
    assert Client().get(f"/invitations/{kept}/").status_code == 404


def test_a_code_of_a_second_factor_works_once_and_for_thirty_seconds(portal):
    secret = totp.generate_totp_secret()
    factor = totp.TOTP.activate(User.objects.get(username="south-head"), secret)
    assert not factor.validate_code(code_of(secret, steps_ago=1))
    assert not factor.validate_code(code_of(secret, steps_ago=-1))
    for _ in range(2):
        # At the turn of a step a code may be of the one before; then the next is taken.
        code = code_of(secret)
        if factor.validate_code(code):
            break
    assert not factor.validate_code(code)
    assert (factor_settings.TOTP_PERIOD, factor_settings.TOTP_TOLERANCE) == (30, 0)


def test_a_recovery_code_works_once_and_has_more_than_twenty_bits(portal):
    codes = RecoveryCodes.activate(User.objects.get(username="south-head"))
    first = codes.generate_codes()[0]
    assert codes.validate_code(first)
    assert not codes.validate_code(first)
    assert first not in codes.get_unused_codes()
    assert all(re.fullmatch(r"\d{8,}", code) for code in codes.generate_codes())


def test_secrets_come_from_the_generator_of_the_system(monkeypatch):
    monkeypatch.setattr(secrets, "token_bytes", lambda n: b"\x01" * n)
    assert totp.generate_totp_secret() == totp.generate_totp_secret()
    monkeypatch.setattr(secrets, "token_hex", lambda n: "ab" * n)
    assert RecoveryCodes.generate_seed() == "ab" * 40


def test_seeds_and_secrets_lie_in_no_table_as_they_are(portal):
    user, secret = User.objects.get(username="south-head"), totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).generate_codes()
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)
    assert not User.objects.filter(password__contains=PASSWORD).exists()
    assert user.password.startswith(("pbkdf2_sha256$", "argon2$", "scrypt$"))


def test_a_lost_password_is_set_anew_by_the_operator_and_the_second_factor_stays(portal, capsys):
    user, secret = User.objects.get(username="south-head"), totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    call_command("renewaccess", "south-head")
    address = capsys.readouterr().out.strip().splitlines()[-1]
    client = Client()
    form = client.get(address, follow=True)
    given = {"password1": OTHER, "password2": OTHER}
    assert client.post(form.request["PATH_INFO"], given).status_code == 302
    assert User.objects.get(username="south-head").check_password(OTHER)
    assert "_auth_user_id" not in client.session
    assert "bad" in Client().get(address, follow=True).content.decode().lower()
    client.post(reverse("account_login"), {"login": "south-head", "password": OTHER})
    assert client.get(HOME).status_code == 302


def test_a_lost_second_factor_is_forgotten_by_the_operator_and_set_up_anew(portal, monkeypatch):
    client = signed_in()
    totp.TOTP.activate(User.objects.get(username="south-head"), totp.generate_totp_secret())
    call_command("renewaccess", "south-head", "--factors")
    assert not Authenticator.objects.exists()
    assert client.get(HOME).status_code == 302
    monkeypatch.setattr(settings, "SECOND_FACTOR_NEEDED", True)
    assert signed_in().get(HOME).headers["Location"] == reverse("mfa_activate_totp")
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("renewaccess", "nobody-here")


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes"])
def test_factors_are_changed_only_after_showing_who_one_is(portal, name):
    client, user = signed_in(), User.objects.get(username="south-head")
    if name != "mfa_activate_totp":
        totp.TOTP.activate(user, totp.generate_totp_secret())
    later = client.session
    later["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - 3_600, "username": "south-head"}
    ]
    later.save()
    for method in (client.get, client.post):
        answer = method(reverse(name))
        assert answer.status_code == 302
        assert "reauthenticate" in answer.headers["Location"]
