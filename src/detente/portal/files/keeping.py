"""Keep a file under the hash of its contents, outside of what the web server shows."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from detente.portal.fields import plain
from detente.portal.files.contents import kind_of
from detente.portal.files.scanning import scan

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that has come in: its hash, by which it is found, the name it came with, and what it is."""

    sha256: str
    name: str
    content_type: str
    size: int


def keep(upload: UploadedFile[bytes], expected: str | None = None) -> Kept:
    """Check a file and keep it; where its SHA-256 is known beforehand, that file and no other.

    Raises
    ------
    ValidationError
        When it is too large, of a kind that may not come in, not what its name says, or not the one that is expected.
        Nothing is kept then.
    """
    name = clean_name(upload.name or "")
    kind = kind_of(name)
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=place, delete=False) as copy:
        arrived = Path(copy.name)
        try:
            digest, size = _copy(upload, cast(BinaryIO, copy), kind.largest)
            if digest != (expected or digest):
                raise ValidationError(_("This is another file: its SHA-256 is %(found)s.") % {"found": digest})
            with arrived.open("rb") as file:
                kind.check(file)
                scan(file)
            _put(arrived, digest)
        finally:
            arrived.unlink(missing_ok=True)
    return Kept(digest, name, kind.content_type, size)


def path_of(sha256: str) -> Path:
    """Where the file with a hash is."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("this is no SHA-256")
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def clean_name(name: str) -> str:
    r"""The last part of a name, of letters, digits and a few signs; it is shown, and never used as a path.

    Examples
    --------
    >>> clean_name("../../etc/pass\u202ewd\r\n.csv"), clean_name('C:\\a\\<b>"x".PDF'), clean_name(".csv")
    ('pass_wd_.csv', '_b_x_.pdf', 'file.csv')
    """
    last = plain(re.split(r"[/\\]", name)[-1].replace("\u202e", "_"))
    stem, dot, ending = last.rpartition(".")
    kept = re.sub(r"[^\w .()-]+", "_", stem, flags=re.UNICODE).strip(" .")[:LONGEST_NAME]
    return f"{kept or 'file'}{dot}{ending.lower()[:8]}" if dot else re.sub(r"[^\w-]+", "_", ending)[:LONGEST_NAME]


def _copy(upload: UploadedFile[bytes], copy: BinaryIO, largest: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > largest:
            raise ValidationError(_("This file is larger than %(most)s MB.") % {"most": largest // 1_000_000})
        digest.update(chunk)
        copy.write(chunk)
    copy.flush()
    os.fsync(copy.fileno())
    return digest.hexdigest(), size


def _put(arrived: Path, digest: str) -> None:
    """The same contents are kept once; nothing that is there is written over."""
    place = path_of(digest)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    if not place.exists():
        os.replace(arrived, place)
        place.chmod(0o400)
