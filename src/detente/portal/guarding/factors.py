"""Seeds of second factors lie encrypted in the tables; the key is in the folder of the portal, beside them."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Encrypts what second factors are computed from; a copy of the tables alone opens nothing."""

    def encrypt(self, text: str) -> str:
        """Write a seed for the tables."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a seed from the tables."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    # The secret has 48 random bytes, so one hash under a name of its own gives a key.
    key = hashlib.sha256(b"second factors\x00" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
