"""Django, set up for tests before any module of the portal is imported."""

from __future__ import annotations

import os
import tempfile

import django
from django.contrib.auth.hashers import PBKDF2PasswordHasher

SECRET = "for tests only"
PROCESS = str(os.getpid())
# A worker of pytest is handed the surroundings of its parent, and keeps its keys and uploads in a folder of its own;
# pytest imports this file again, under another name, when it looks for examples in it: the folder stays.
if os.environ.get("DETENTE_PORTAL_SECRET", SECRET) == SECRET and os.environ.get("DETENTE_PORTAL_TESTS") != PROCESS:
    os.environ["DETENTE_PORTAL_TESTS"] = PROCESS
    os.environ["DJANGO_SETTINGS_MODULE"] = "detente.portal.settings"
    os.environ["DETENTE_PORTAL_DATA"] = tempfile.mkdtemp(prefix="detente-portal-tests-")
    os.environ["DETENTE_PORTAL_SECRET"] = SECRET
    os.environ["DETENTE_PORTAL_MFA"] = "0"
    os.environ["DETENTE_PORTAL_HOSTS"] = "localhost,127.0.0.1,testserver"
django.setup()
# Strong on purpose costs half a second of each sign-in; a password says itself how often it was hashed.
PBKDF2PasswordHasher.iterations = 1
