"""Django, set up for tests before any module of the portal is imported."""

from __future__ import annotations

import os
import tempfile

import django
from django.contrib.auth.hashers import PBKDF2PasswordHasher

if "DETENTE_PORTAL_SECRET" not in os.environ:
    os.environ["DJANGO_SETTINGS_MODULE"] = "detente.portal.settings"
    os.environ["DETENTE_PORTAL_DATA"] = tempfile.mkdtemp(prefix="detente-portal-tests-")
    os.environ["DETENTE_PORTAL_SECRET"] = "for tests only"
    os.environ["DETENTE_PORTAL_MFA"] = "0"
    os.environ["DETENTE_PORTAL_HOSTS"] = "localhost,127.0.0.1,testserver"
django.setup()
# Strong on purpose costs half a second of each sign-in; a password says itself how often it was hashed.
PBKDF2PasswordHasher.iterations = 1
