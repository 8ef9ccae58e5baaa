"""Passwords that were published after a breach elsewhere are refused."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from detente.portal.parties.models import User

LONGEST_LINE = 128


class BreachedPasswordValidator:
    """Looks a password up in the list that the operator keeps: lines ``SHA-1:count`` in order, as they are published.

    Without a list, the twenty thousand passwords of the framework are the only ones that are known.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Look it up in the file; the password leaves this process in no form.

        Raises
        ------
        ValidationError
            When the list holds it.
        """
        if not settings.BREACHED_PASSWORDS:
            return
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with Path(settings.BREACHED_PASSWORDS).open("rb") as file:
            if is_listed(file, digest):
                raise ValidationError(_("This password was published after a breach elsewhere. Choose another."))

    def get_help_text(self) -> str:
        """What is asked for."""
        return _("Your password cannot be one that was published after a breach.")


def is_listed(file: BinaryIO, digest: bytes) -> bool:
    r"""Whether a line of an ordered file begins with a digest; by halving, so that the file may be large.

    Examples
    --------
    >>> import io
    >>> lines = io.BytesIO(b"0AAA:3\r\n5BBB:1\r\nFCCC:9\r\n")
    >>> [is_listed(lines, digest) for digest in (b"0AAA", b"5BBB", b"FCCC", b"5BBC", b"0000", b"FFFF")]
    [True, True, True, False, False, False]
    """
    low, high = 0, file.seek(0, 2)
    while low < high:
        middle = (low + high) // 2
        file.seek(middle)
        if middle:
            file.readline(LONGEST_LINE)
        found = file.readline(LONGEST_LINE).partition(b":")[0].strip().upper()
        if not found or found > digest:
            high = middle
        elif found < digest:
            low = middle + 1
        else:
            return True
    file.seek(0)
    return file.readline(LONGEST_LINE).partition(b":")[0].strip().upper() == digest
