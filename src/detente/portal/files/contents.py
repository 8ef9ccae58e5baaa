"""What a file is, by its contents and not by what it says of itself; what is two things at once is refused."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from detente.portal.files.tables import check_table, lines_of

# What makes a PDF act by itself. Parts that are compressed are not looked into.
ACTIVE = {b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA"}
NAME = re.compile(rb"/([A-Za-z#][A-Za-z0-9#]{2,40})")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
MARKUP = re.compile(r"<!(DOCTYPE|ENTITY)|<\?xml|<(script|svg|html|iframe)\b", re.IGNORECASE)
MOST_PIXELS = 100_000_000
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that may come in: how it ends, how it is served, how large it may be, and what it must hold."""

    content_type: str
    largest: int
    check: Callable[[BinaryIO], object]


def kind_of(name: str) -> Kind:
    """The kind of file that a name announces.

    Raises
    ------
    ValidationError
        When no file of that kind may come in.
    """
    found = KINDS.get(PurePosixPath(name).suffix.lower())
    if found is None:
        raise ValidationError(_("Files may end in %(known)s.") % {"known": ", ".join(KINDS)})
    return found


def check_text(file: BinaryIO) -> None:
    """Plain words in UTF-8: no control character, no markup, no XML and so no entity of it."""
    for line in lines_of(file):
        if MARKUP.search(line):
            raise ValidationError(_("This text holds markup. Hand in plain words, or a PDF."))


def check_pdf(file: BinaryIO) -> None:
    """A PDF from its first byte to its last, which does nothing by itself."""
    file.seek(0)
    if not file.read(8).startswith(b"%PDF-"):
        raise ValidationError(_("This is no PDF: its contents begin otherwise."))
    tail, before = b"", b""
    file.seek(0)
    while block := file.read(BLOCK):
        for found in NAME.finditer(before[-64:] + block):
            if ESCAPE.sub(lambda hexed: bytes([int(hexed[1], 16)]), found[1]) in ACTIVE:
                raise ValidationError(_("This PDF holds a script, a program or another file. Print it to a new PDF."))
        tail, before = (before + block)[-2048:], block
    end = tail.rfind(b"%%EOF")
    if end < 0 or tail[end + 5 :].strip():
        raise ValidationError(_("Something follows the end of this PDF, or the end is missing."))


def check_png(file: BinaryIO) -> None:
    """A PNG whose chunks are whole, with nothing behind the last."""
    file.seek(0)
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        raise ValidationError(_("This is no PNG: its contents begin otherwise."))
    kind = b""
    while kind != b"IEND":
        head = file.read(8)
        length, kind = struct.unpack(">I4s", head) if len(head) == 8 else (0, b"")
        body = file.read(length)
        seal = file.read(4)
        if len(body) != length or len(seal) != 4 or zlib.crc32(kind + body) != int.from_bytes(seal, "big"):
            raise ValidationError(_("A part of this PNG is damaged."))
        if kind == b"IHDR" and (length != 13 or _pixels(body) > MOST_PIXELS):
            raise ValidationError(_("This picture has too many points."))
    if file.read(1):
        raise ValidationError(_("Something follows the end of this PNG."))


def check_jpeg(file: BinaryIO) -> None:
    """A JPEG whose segments lead to the picture, with nothing behind its end and no markup before it."""
    file.seek(0)
    if file.read(2) != b"\xff\xd8":
        raise ValidationError(_("This is no JPEG: its contents begin otherwise."))
    marker = 0
    while marker != 0xDA:
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or (length := int.from_bytes(head[2:], "big")) < 2:
            raise ValidationError(_("A part of this JPEG is damaged."))
        marker = head[1]
        if MARKUP.search(file.read(length - 2).decode("latin-1")):
            raise ValidationError(_("This JPEG holds markup."))
    _check_end_of_jpeg(file)


def _check_end_of_jpeg(file: BinaryIO) -> None:
    """Within the picture, an end mark is the end: bytes of the picture never look like one."""
    seen = b""
    while block := file.read(BLOCK):
        joined = seen[-1:] + block
        end = joined.find(b"\xff\xd9")
        if end >= 0:
            if joined[end + 2 :] or file.read(1):
                raise ValidationError(_("Something follows the end of this JPEG."))
            return
        seen = block
    raise ValidationError(_("The end of this JPEG is missing."))


def _pixels(header: bytes) -> int:
    width, height = struct.unpack(">II", header[:8])
    return int(width * height)


KINDS = {
    ".pdf": Kind("application/pdf", 50_000_000, check_pdf),
    ".png": Kind("image/png", 20_000_000, check_png),
    ".jpg": Kind("image/jpeg", 20_000_000, check_jpeg),
    ".jpeg": Kind("image/jpeg", 20_000_000, check_jpeg),
    ".csv": Kind("text/csv; charset=utf-8", 100_000_000, check_table),
    ".txt": Kind("text/plain; charset=utf-8", 5_000_000, check_text),
}
