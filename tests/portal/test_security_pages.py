"""What `docs/security/controls.md` says is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.account import app_settings
from allauth.mfa import app_settings as factor_settings
from django import forms
from django.apps import apps
from django.conf import settings

from detente.portal.files import archives
from detente.portal.files.actions import LARGEST_ARCHIVE, MOST_IN_AN_HOUR
from detente.portal.files.contents import KINDS
from detente.portal.guarding.passwords import WORDS
from detente.portal.guarding.refusals import REFUSED
from detente.portal.initiative.models import Initiative
from detente.portal.obligations.forms import FindingForm
from detente.portal.parties.actions import VALID_FOR
from detente.portal.parties.forms import LendForm
from portal.people import client_of
from portal.test_hostile_words import known_forms

PAGE = (Path(__file__).parents[2] / "docs" / "security" / "controls.md").read_text(encoding="utf-8")
SAID = " ".join(PAGE.split())
LONGEST = 200_000


def test_the_bounds_that_the_page_names_are_those_of_the_code():
    limits = app_settings.RATE_LIMITS
    assert limits["login_failed"] == "10/m/ip,5/300s/key"
    assert "10 a minute from one address, 5 in 300 seconds for one name" in SAID
    assert (limits["login"], limits["reauthenticate"], limits["change_password"]) == (
        "30/m/ip",
        "10/m/user",
        "5/m/user",
    )
    for said in ("30 a minute from one address", "10 a minute for one person", "5 a minute for one person"):
        assert said in SAID
    assert (settings.SESSION_IDLE, settings.SESSION_LONGEST) == (60 * 60, 12 * 60 * 60)
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert "after 60 minutes without a request" in SAID
    assert "after 12 hours in any case" in SAID
    assert (settings.ACCOUNT_REAUTHENTICATION_TIMEOUT, settings.PASSWORD_RESET_TIMEOUT) == (5 * 60, 60 * 60)
    assert (VALID_FOR.days, factor_settings.RECOVERY_CODE_COUNT, factor_settings.RECOVERY_CODE_DIGITS) == (7, 10, 8)
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 2_500_000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 2_000
    assert "forms of 2.5 MB and 2,000 fields" in SAID
    assert f"{MOST_IN_AN_HOUR} files an hour for one person" in SAID
    assert f"authority lent for {LendForm.base_fields['days'].max_value} days at most" in SAID


def test_the_page_names_every_kind_of_file_and_its_bound():
    for ending, kind in KINDS.items():
        row = next(line for line in PAGE.splitlines() if line.startswith("| `.") and f"`{ending}`" in line)
        assert f"| {kind.largest // 1_000_000} MB |" in row, ending
    whole, each = archives.LARGEST_WHOLE // 1_000_000, archives.LARGEST_FILE // 1_000_000
    assert f"{LARGEST_ARCHIVE // 1_000_000} MB; unpacked {whole} MB, each file {each} MB" in SAID
    assert f"at most {archives.MOST_FILES}" in SAID
    named = set(re.findall(r"`(\.\w+)`", PAGE))
    assert named == {*KINDS, ".zip"}


def test_the_page_names_every_word_that_is_kept_out_of_passwords():
    assert [word for word in WORDS if f"`{word}`" not in PAGE] == []


def test_the_page_names_every_way_in(portal):
    for way in ("the page of sign-in", "an invitation", "`renewaccess NAME`, by the operator", "the API"):
        assert f"| {way}" in PAGE
    assert settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]
    assert settings.MFA_SUPPORTED_TYPES == ["totp", "recovery_codes"]
    assert {app.name for app in apps.get_app_configs() if app.name.startswith("allauth")} == {
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.usersessions",
    }
    for status in REFUSED:
        assert str(status) in SAID


def test_every_field_of_every_form_is_bounded():
    fields = [
        (f"{name}.{one}", field) for name, form in known_forms().items() for one, field in form.base_fields.items()
    ]
    assert len(fields) > 60
    for name, field in fields:
        if isinstance(field, forms.CharField):
            assert 0 < (field.max_length or 0) <= LONGEST, name
        elif isinstance(field, forms.IntegerField):
            most = field.max_value if field.max_value is not None else getattr(field, "max_digits", None)
            bounded = field.min_value is not None and most is not None
            # A version that was read is compared with the one that stands.
            assert bounded or field.widget.is_hidden, name
        else:
            closed = (forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField, forms.DateField, forms.FileField)
            assert isinstance(field, (*closed, forms.DateTimeField)), name


@pytest.mark.parametrize(
    ("kind", "result", "confidence", "bad"),
    [
        ("monitoring", "", "", None),
        ("monitoring", "done", "", "result"),
        ("monitoring", "", "high", "confidence"),
        ("verification", "", "", "result"),
        ("verification", "done", "", None),
        ("verification", "done", "low", "confidence"),
        ("attribution", "", "", "confidence"),
        ("attribution", "", "low", None),
        ("attribution", "done", "low", "result"),
    ],
)
def test_what_belongs_together_is_checked_together(kind, result, confidence, bad):
    given = {"kind": kind, "words": "Seen.", "on": "2031-03-14", "result": result, "confidence": confidence}
    assert set(FindingForm(given).errors) == ({bad} if bad else set())


def test_fields_that_are_sent_beyond_those_of_the_api_change_nothing(portal):
    given = {
        "title": "A ferry",
        "words": "Daily.",
        "tier": "parties",
        "delegation": "southland",
        "entry": 0,
        "slug": "mine",
        "id": "southland-1",
        "submitted_at": "2001-01-01T00:00:00Z",
        "process": "quiet",
    }
    client = client_of("north-head")
    answer = client.post("/api/processes/two-rivers/initiatives", given, content_type="application/json")
    assert answer.status_code in (200, 422)
    form = {"title": "Another", "words": "Weekly.", "tier": "2", "delegation": "2", "entry": "0", "slug": "mine"}
    assert client.post("/p/two-rivers/initiatives/submit", form).status_code == 302
    for one in Initiative.objects.filter(title__in=("A ferry", "Another")):
        assert one.delegation.slug == "northland"
        assert one.slug.startswith("northland-")
        assert one.entry > 0
        assert one.submitted_at.year > 2001
    assert Initiative.objects.filter(title="Another").exists()


# Level of protection of each table, as the page names them.
LEVELS = {
    "secrets": {"Invitation", "User"},
    "private to a delegation": {
        "PreferenceSheet",
        "Comment",
        "Assessment",
        "Comparison",
        "Suggestion",
        "Initiative",
        "Viewing",
    },
    "of the parties, of allies": {
        *("Element", "Clause", "ClauseVersion", "Draft", "Declaration", "Instrument", "ForceRule", "Round", "Sealing"),
        *("Overlap", "Package", "PackageOverlap", "Session", "Outcome", "Undertaking", "Council", "Seat", "Meeting"),
        *("AgendaItem", "Decision", "Interest", "Complaint", "Venture", "Partner", "WatchAct", "Coding"),
        *(
            "StageMove",
            "Document",
            "Option",
            "Condition",
            "Evidence",
            "KeptFile",
            "Reply",
            "BreachNotice",
            "Receipt",
            "Disclosure",
        ),
    },
    "persons": {"Membership", "AuditEvent"},
    "public": {"Process", "Delegation", "Phase", "Obligation"},
}


def test_every_table_has_its_level_of_protection():
    for level in (*LEVELS, "answers of a round"):
        assert f"\n| {level} |" in PAGE
    tables = {model.__name__ for app in settings.QUESTIONS for model in apps.get_app_config(app).get_models()}
    own = {name for names in LEVELS.values() for name in names}
    # Tables that link two others hold nothing of their own.
    assert {name for name in tables if "_" not in name} - own == set()
    assert own - tables == set()
