"""Settings of the portal, all from the environment; `detente serve` sets what is absent.

DATABASE_URL           sqlite:///FILE or postgres://USER:PASSWORD@HOST:PORT/NAME
DETENTE_PORTAL_DATA    folder for the keys, uploads and jobs
DETENTE_PORTAL_SECRET  secret of sessions; without it nothing starts
DETENTE_PORTAL_HOSTS   names under which the portal is reached, joined by commas
DETENTE_PORTAL_TLS     1 when a proxy in front speaks TLS
DETENTE_PORTAL_BREACHED  file of published passwords, as ordered lines SHA-1:count
DETENTE_PORTAL_SCANNER   socket of clamd, to which every file that comes in is shown
DETENTE_PORTAL_MFA     0 lets members in without a second factor, for demonstrations only
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from detente.portal.databases import database

PORTAL = Path(__file__).resolve().parent
DATA = Path(os.environ.get("DETENTE_PORTAL_DATA", "portal-data"))
CASES: list[str] = [case for case in os.environ.get("DETENTE_PORTAL_CASES", "").split(os.pathsep) if case]

DEBUG = False
SECRET_KEY = os.environ.get("DETENTE_PORTAL_SECRET", "")
ALLOWED_HOSTS = os.environ.get("DETENTE_PORTAL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BEHIND_TLS = os.environ.get("DETENTE_PORTAL_TLS") == "1"
BREACHED_PASSWORDS = os.environ.get("DETENTE_PORTAL_BREACHED", "")
SCANNER_SOCKET = os.environ.get("DETENTE_PORTAL_SCANNER", "")
SECOND_FACTOR_NEEDED = os.environ.get("DETENTE_PORTAL_MFA", "1") != "0"

ROOT_URLCONF = "detente.portal.urls"
WSGI_APPLICATION = "detente.portal.wsgi.application"
AUTH_USER_MODEL = "parties.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database(os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'portal.sqlite3'}"))}

QUESTIONS = (
    "parties",
    "initiative",
    "text",
    "marks",
    "preferences",
    "talks",
    "councils",
    "ventures",
    "obligations",
    "assessments",
    "public",
    "files",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "detente.portal",
    "detente.portal.guarding.apps.GuardingConfig",
    *(f"detente.portal.{question}" for question in QUESTIONS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "detente.portal.private_pages.PrivatePagesMiddleware",
    "detente.portal.guarding.sessions.SessionLimitsMiddleware",
    "detente.portal.guarding.refusals.RefusalsMiddleware",
    "detente.portal.second_factor.SecondFactorMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PORTAL / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["detente.portal.templatetags.marks_and_dots"],
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PORTAL / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "detente.portal.formats"

STATIC_URL = "/static/"
# Tokens and typeface are those of the report: one look, one file.
STATICFILES_DIRS = [PORTAL / "static", ("report", PORTAL.parent / "report" / "assets")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "detente.portal.guarding.passwords.OwnWordsValidator"},
    {"NAME": "detente.portal.guarding.breached.BreachedPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "detente.portal.parties.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Detente"
MFA_ADAPTER = "detente.portal.guarding.factors.SealedFactors"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Attempts are counted in a table, so that all processes of the server count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_counters",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# In the session and not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
PASSWORD_RESET_TIMEOUT = 60 * 60

SESSION_LONGEST = SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE = 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "detente.portal.files.receiving.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MEDIA_ROOT = DATA / "uploads"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"format": "%(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler"},
        "security": {"class": "logging.StreamHandler", "formatter": "bare"},
    },
    "loggers": {
        "detente.portal.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        # It tells of every request that waits a moment, and would fill the disk on a busy day.
        "waitress.queue": {"level": "ERROR"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
